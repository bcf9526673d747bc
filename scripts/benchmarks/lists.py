"""A made-up list as people get them: a CSV of any length, some of it twice, some of it wrong."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks.population import FIRST, INDUSTRIES, LAST, TITLES, TRADES

HEADER = (
    "full_name",
    "company",
    "phone",
    "title",
    "email",
    "city",
    "state",
    "country",
    "industry",
    "employees",
    "vehicles",
)
AREAS = (
    ("212", "New York", "NY"), ("312", "Chicago", "IL"), ("303", "Denver", "CO"), ("213", "Los Angeles", "CA"),
    ("602", "Phoenix", "AZ"), ("404", "Atlanta", "GA"), ("214", "Dallas", "TX"), ("713", "Houston", "TX"),
    ("206", "Seattle", "WA"), ("503", "Portland", "OR"), ("617", "Boston", "MA"), ("215", "Philadelphia", "PA"),
    ("305", "Miami", "FL"), ("702", "Las Vegas", "NV"), ("504", "New Orleans", "LA"), ("612", "Minneapolis", "MN"),
    ("314", "St. Louis", "MO"), ("216", "Cleveland", "OH"), ("901", "Memphis", "TN"), ("804", "Richmond", "VA"),
)  # fmt: skip


def write_list(path: Path, rows: int) -> None:
    """Write a list: of a hundred rows one is there already and one has a number that is none."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(
            _row(number - number % 100 if number % 100 == 99 else number, number) for number in range(rows)
        )


def _row(who: int, number: int) -> tuple[str, ...]:
    mixed = who * 2_654_435_761 % 4_294_967_296
    first, last = FIRST[mixed % len(FIRST)], LAST[mixed // 97 % len(LAST)]
    firm = f"{LAST[who // 8 % len(LAST)]} {TRADES[who // 56 % len(TRADES)]} {who // 8}"
    area, city, state = AREAS[who % len(AREAS)]
    line = who // len(AREAS)
    phone = "call the office" if number % 100 == 50 else f"({area}) {220 + line // 10_000}-{line % 10_000:04d}"
    mail = f"{first}.{last}.{who}@{firm.replace(' ', '')}.example".casefold() if mixed // 13 % 3 else ""
    return (
        f"{first} {last}", f"{firm} LLC", phone, TITLES[mixed // 11 % len(TITLES)][0], mail, city, state, "US",
        INDUSTRIES[mixed // 17 % len(INDUSTRIES)], str((5, 12, 25, 45, 80, 200)[mixed // 29 % 6]),
        str(mixed // 37 % 30),
    )  # fmt: skip
