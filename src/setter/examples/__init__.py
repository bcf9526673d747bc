"""A complete campaign to try setter with; everybody and everything in it is made up."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path


def example_campaign() -> str:
    """The text of the example campaign file, as `setter campaign add` would read it."""
    return files(__name__).joinpath("quaywise.toml").read_text(encoding="utf-8")


def example_list() -> Path:
    """The list of made-up prospects that the sandbox is filled with."""
    return Path(str(files(__name__).joinpath("prospects.csv")))


def example_events(today: date) -> str:
    """What some of them did in the half year before a day, as the text of a file of events."""
    rows = csv.DictReader(files(__name__).joinpath("events.csv").read_text(encoding="utf-8").splitlines())
    did = (
        f"{row['email']},{row['event']},{today - timedelta(days=int(row['days_ago']))}T{row['at']}:00Z" for row in rows
    )
    return "\n".join(["email,event,when", *did, ""])
