"""A complete campaign to try setter with; everybody and everything in it is made up."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def example_campaign() -> str:
    """The text of the example campaign file, as `setter campaign add` would read it."""
    return files(__name__).joinpath("quaywise.toml").read_text(encoding="utf-8")


def example_list() -> Path:
    """The list of made-up prospects that the sandbox is filled with."""
    return Path(str(files(__name__).joinpath("prospects.csv")))
