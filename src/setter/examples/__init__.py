"""A complete campaign to try setter with; everybody and everything in it is made up."""

from __future__ import annotations

from importlib.resources import files


def example_campaign() -> str:
    """The text of the example campaign file, as `setter campaign add` would read it."""
    return files(__name__).joinpath("quaywise.toml").read_text(encoding="utf-8")
