"""A single event that somebody typed in is taken in as a file's row would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from setter.domain.errors import Wrong
from setter.domain.facts import Value
from setter.services.desk import Desk
from setter.services.events import REFUSED, UNMATCHED, Fate, take_in
from setter.services.events_file import client_to_tell, happening_of
from setter.services.weigh_people import weigh_left, weigh_people
from setter.services.whose_event import Suppliers
from setter.store.unit import Unit


def add_event(desk: Desk, told: Mapping[str, str], details: Sequence[str], zone: str, client_id: str = "") -> Fate:
    """Take in one event, told in words by the headers of a file; now where no time is named.

    `details` are NAME=TEXT. Wrong where the words mean nothing, or for whoever is not on record.
    """
    from setter.intake.events import typed

    client, region = desk.store.read(lambda unit: client_to_tell(desk, unit, client_id))
    row = typed(told, dict(map(_detail, details)), region)
    happening = happening_of(row, "", "", zone)
    if not row.when:
        happening = replace(happening, at=desk.now())

    def write(unit: Unit) -> tuple[Fate, set[int]]:
        fate = take_in(desk, unit, Suppliers(client), happening)
        return fate, weigh_people(desk, unit, [fate.prospect] if fate.prospect else [])

    fate, left = desk.store.write(write)
    weigh_left(desk, left)
    if fate.fate in (UNMATCHED, REFUSED) and not fate.suppressed:
        raise Wrong("event", fate.reason, "events", "Find people with: setter search TEXT.")
    return fate


def _detail(text: str) -> tuple[str, Value]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise Wrong("event_detail", f"{text[:40]!r} is not NAME=TEXT.", "--detail", "For example --detail page=/prices")
    return name.strip(), value.strip()
