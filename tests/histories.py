"""Files of past outcomes, made up or real, for the tests of the lab."""

from __future__ import annotations

import csv
import os
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from setter.services.history import Asked, History, read_history

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SETTER_SHARED_DATA", ROOT.parent / "shared" / "data"))
INQUIRIES, CALLS = SHARED / "x-education-first-60pct.csv", SHARED / "bank-calls.csv"
FILLED_LATER = (
    *("Tags", "Lead Quality", "Lead Profile", "Last Notable Activity"),
    *("Asymmetrique Activity Index", "Asymmetrique Profile Index"),
    *("Asymmetrique Activity Score", "Asymmetrique Profile Score"),
)
real = pytest.mark.skipif(not INQUIRIES.exists(), reason=f"the shared data is not in {SHARED}")


def file_of(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a file of outcomes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(header)
        table.writerows(rows)
    return path


def inquiries(path: Path, rows: int = 900, seed: int = 7) -> Path:
    """People who asked: the more minutes on the site the likelier a success; referred ones likelier, bounced less.

    `note` is filled in by sales afterwards, `id` counts up, `colour` means nothing, some `minutes` are missing.
    """
    chance = random.Random(seed)
    made = []
    for number in range(rows):
        minutes, source = chance.randrange(0, 61), chance.choice(["Search", "Search", "Referral", "Bounced", "Fair"])
        odds = -2.0 + minutes / 15 + {"Referral": 1.5, "Bounced": -2.5}.get(source, 0.0)
        won = chance.random() < 1 / (1 + 2.718281828**-odds)
        note = "signed" if won else chance.choice(["no budget", "no budget", "rang out"])
        seen = "" if chance.random() < 0.1 else minutes
        made.append([number + 1000, seen, source, chance.choice("rgb"), note, "yes" if won else "no"])
    return file_of(path, ["id", "Minutes on site", "Source", "Colour", "Sales note", "Won"], made)


def read(path: Path, label: str = "Won", **asked: object) -> History:
    """Read a file of outcomes."""
    return read_history(Asked(path, label, **asked))  # type: ignore[arg-type]
