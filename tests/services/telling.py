"""Files of events for tests, taken in at a desk; and what is on record of somebody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hands import as_lead, prospect_named
from houses import ADA
from setter.services.desk import Desk
from setter.services.events_file import Taken, events_file
from setter.store.records import Event

HEADER = "email,event,timestamp"
NOW, YESTERDAY = "2026-11-24T16:00:00Z", "2026-11-23T16:00:00Z"
ADAS, CLEOS, EVES = "ada@birch.example", "cleo@elm.example", "eve@gum.example"


def told(desk: Desk, folder: Path, *rows: str, header: str = HEADER, name: str = "events.csv", **given: Any) -> Taken:
    """Take a file of these rows in, as a team lead."""
    path = folder / name
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return events_file(as_lead(desk), path, **given)


def events_on(desk: Desk, name: str = ADA) -> list[Event]:
    """What is on record that somebody did."""
    prospect = prospect_named(desk, name)
    return desk.store.read(lambda unit: unit.events.of_prospect(prospect.id))
