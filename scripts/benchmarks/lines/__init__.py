"""Every line of DESIGN §9, one module each: `TITLE`, and `measure(bench)` that yields its figures."""

LINES = (
    "claim",
    "slope",
    "chance",
    "gate",
    "take",
    "fifty",
    "rescore",
    "landing",
    "queue_screen",
    "search",
    "reports",
    "key_to_frame",
    "first_frame",
    "wire",
    "peers_sqlite",
    "peers_postgres",
)
"""In the order in which they are measured: those that write least come first."""
