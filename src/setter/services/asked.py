"""What somebody asks an export for, looked at whole before anything leaves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Wrong
from setter.handoff.batch import FORMS, OF_ONE_CLIENT, Form
from setter.handoff.crm import record_ids
from setter.services.campaigns import only_active
from setter.services.crm_people import book_of
from setter.services.desk import Desk
from setter.services.put_out import check_place, spoken_in


class Asked(Struct, frozen=True):
    """What was asked for: a form, of which campaign ("" for all), in which dialect, with whose ids in Salesforce."""

    form: Form
    campaign_id: str
    dialect: str
    ids: Mapping[str, str] = {}


def asked_for(desk: Desk, form: str, out: Path | None, campaign_id: str, dialect: str, ids: Path | None) -> Asked:
    """Make sure of what is asked for; a client's own systems get one campaign's, the only active one by default.

    Wrong where there is no such form, where its files have no folder to go to, or where events have no ids.
    """
    if form not in FORMS:
        raise Wrong("form", f"There is no form {form!r}.", "--as", f"Forms: {', '.join(FORMS)}.")
    wanted: Form = next(each for each in FORMS if each == form)
    check_place(form, out)
    spoken_in(form, dialect)
    asked = Asked(wanted, campaign_id or (only_active(desk) if form in OF_ONE_CLIENT else ""), dialect)
    return replace(asked, ids=_ids(desk, asked, ids))


def _ids(desk: Desk, asked: Asked, path: Path | None) -> Mapping[str, str]:
    """Read the file of ids that events need, by what the campaign calls its columns."""
    if asked.form != "salesforce-events":
        return {}
    if path is None:
        raise Wrong("no_ids", "An event belongs to a record of Salesforce.", "--ids", "Give the file of their ids.")
    number = desk.store.read(lambda unit: desk.campaign_row(unit, asked.campaign_id).number)
    book = desk.store.read(lambda unit: book_of(desk, unit, number, "salesforce"))
    try:
        return record_ids(book, path.read_bytes(), str(path))
    except OSError as error:
        raise Wrong(
            "unreadable_file", "The file of ids cannot be read.", str(path), "Look whether it is there."
        ) from error
