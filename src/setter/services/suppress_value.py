"""Suppress a number or an address by its text, or every one of a file, for a client."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from msgspec import Struct

from setter.domain.errors import Wrong
from setter.intake.plain_list import cells_of
from setter.services.desk import Desk
from setter.services.suppress import suppress_value
from setter.store.unit import Unit

BATCH = 200


def suppress_text(desk: Desk, text: str, client_id: str = "", reason: str = "do_not_call") -> tuple[str, int]:
    """Suppress a number or e-mail as a person writes it: (kind, known prospects reached). Wrong when it is neither."""

    def write(unit: Unit) -> tuple[str, int]:
        client, kind, value = read_value(desk, unit, text, client_id)
        return kind, suppress_value(desk, unit, client, kind, value, reason)

    return desk.store.write(write)


class FromFile(Struct, frozen=True):
    """What a file of numbers and addresses came to: how many of each, lines that are neither, known people reached."""

    numbers: int
    emails: int
    unread: int
    reached: int


def suppress_file(desk: Desk, path: Path, client_id: str = "", reason: str = "do_not_call") -> FromFile:
    """Suppress every number and address of a file, one a line or in the first column of a table; at once, for good.

    Wrong for a file that cannot be read; a line that is neither is counted and left out.
    """
    client, region = desk.store.read(lambda unit: client_of(desk, unit, client_id))
    counted = {"number": 0, "email": 0, "unread": 0, "reached": 0}
    lines = (cells[0] for cells in cells_of(path, "suppression_file") if cells[0])
    while batch := list(islice(lines, BATCH)):

        def write(unit: Unit, batch: list[str] = batch) -> dict[str, int]:
            found = {"number": 0, "email": 0, "unread": 0, "reached": 0}
            for text in batch:
                values = _read_all(text, region)
                found["unread"] += not values
                for kind, value in values:
                    found[kind] += 1
                    found["reached"] += suppress_value(desk, unit, client, kind, value, reason)
            return found

        for name, number in desk.store.write(write).items():
            counted[name] += number
    if not counted["number"] and not counted["email"]:
        sentence = "No line of this file begins with a number or an address."
        raise Wrong("suppression_file", sentence, path.name, "Put them into its first column.")
    return FromFile(counted["number"], counted["email"], counted["unread"], counted["reached"])


def read_value(desk: Desk, unit: Unit, text: str, client_id: str = "") -> tuple[str, str, str]:
    """A number or address as a person writes it: (client, kind, value). Wrong when it is neither."""
    client, region = client_of(desk, unit, client_id)
    return client, *_read(text, region)


def client_of(desk: Desk, unit: Unit, client_id: str) -> tuple[str, str]:
    """The client that is meant, the only one where none is named, and the region in which its numbers are read.

    Wrong where that is not clear.
    """
    rows = [row for row in unit.campaigns.all() if client_id in ("", row.client_id)]
    clients = {row.client_id for row in rows}
    if len(clients) != 1:
        known = ", ".join(sorted({row.client_id for row in unit.campaigns.all()})) or "none yet"
        raise Wrong("which_client", "It is not clear for which client.", "--client", f"Clients: {known}.")
    return clients.pop(), desk.campaign(unit, rows[0].number).default_region


def _read(text: str, region: str) -> tuple[str, str]:
    found = _read_all(text, region)
    if len(found) != 1:
        raise Wrong("not_reachable", "This is no single phone number or e-mail address.", "suppress", "Check it.")
    return found[0]


def _read_all(text: str, region: str) -> list[tuple[str, str]]:
    """Every number or address of a text; a cell of a list may hold several."""
    from setter.intake.emails import clean_email
    from setter.intake.phones import clean_phones

    if "@" in text:
        emails = (clean_email(part) for part in text.replace("|", " ").replace("/", " ").split())
        return [("email", email.key) for email in emails if email is not None]
    return [("number", phone.e164) for phone in clean_phones([("phone", text)], (region,)).phones]
