"""A database with the example campaign and twenty people, made once by the program itself and copied for each test."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from cli.terminal import Terminal
from setter.examples import example_campaign

MORNING = "2026-11-24T10:30:00-06:00"
"""Tuesday 24 November 2026: 11:30 in New York, 8:30 in Los Angeles; every US zone is open."""
HEADER = ["id", "first_name", "last_name", "company_name", "address", "", "phone1", "phone2", "email", "web"]
NAMES = [
    *("Art", "Bea", "Cy", "Dee", "Eli", "Flo", "Gus", "Hal", "Ida", "Jo"),
    *("Kit", "Lou", "Mae", "Ned", "Oda", "Pam", "Quin", "Rex", "Sue", "Tom"),
]


@pytest.fixture(scope="session")
def national_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bought list of twenty: an unnamed column, two phones each, quoted commas; Art has one phone and no more."""
    path = tmp_path_factory.mktemp("list") / "national.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        table.writerow([1, "Art", "Venere", "Chemel, James L Cpa", "", "", "312-555-0100", "", "", ""])
        for number, name in enumerate(NAMES[1:], start=2):
            company, address = f"{name} and Sons, Inc", f"{number} N Blue Gum St, Chicago, IL, 606{number:02}"
            phones = [f"312-555-0{100 + number}", f"312-555-0{300 + number}"]
            table.writerow([number, name, f"Marsh{number}", company, address, "", *phones, f"{name}@x.example", ""])
    return path


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, national_list: Path) -> Path:
    """The database as it was made, to be copied."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "campaign.toml").write_text(example_campaign(), encoding="utf-8")
    house = Terminal(str(folder / "house.db"), "")
    house.done("init", "--sandbox", "--clock", MORNING)
    house.done("campaign", "add", str(folder / "campaign.toml"))
    house.done("campaign", "activate", "quaywise-us")
    house.done("import", str(national_list), "--campaign", "quaywise-us", "--source", "national-list")
    return folder / "house.db"


@pytest.fixture
def house(made: Path, tmp_path: Path) -> Terminal:
    """Mira at a fresh copy of the database; she is a caller."""
    shutil.copy(f"{made}.key", tmp_path / "house.db.key")
    return Terminal(shutil.copy(made, tmp_path / "house.db"))


@pytest.fixture
def lead(house: Terminal) -> Terminal:
    """The team lead, who made it, at the same database."""
    return Terminal(house.database, "")
