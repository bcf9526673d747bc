"""An answer teaches more than itself."""

from __future__ import annotations

from hands import dialled, phones_of, prospect_named
from houses import ADA
from setter.services.answer import answer
from setter.services.desk import Desk
from setter.store.records import Email


def emails(desk: Desk) -> list[Email]:
    prospect = prospect_named(desk, ADA).id
    return desk.store.read(lambda unit: unit.prospects.emails(prospect))


def test_an_address_said_aloud_is_a_confirmed_one(desk: Desk) -> None:
    call = dialled(desk, ADA)
    assert emails(desk)[0].confirmed_at is None
    answer(desk, call.id, {"email": "Ada@Birch.example"})
    assert [email.confirmed_at is not None for email in emails(desk)] == [True]
    answer(desk, call.id, {"email": "ada.north@birch.example"})
    assert [email.address for email in emails(desk)] == ["ada.north@birch.example", "ada@birch.example"]


def test_who_picks_up_there_is_remembered_with_the_number(desk: Desk) -> None:
    call = dialled(desk, ADA)
    answer(desk, call.id, {"gatekeeper_name": "Rosa", "best_time": "after four"})
    assert (phones_of(desk, ADA)[0].gatekeeper, phones_of(desk, ADA)[0].best_time) == ("Rosa", "after four")


def test_a_direct_line_is_dialled_first_from_now_on(desk: Desk) -> None:
    call = dialled(desk, ADA)
    answer(desk, call.id, {"direct_line": "(312) 555-0177"})
    answer(desk, call.id, {"direct_line": "312 555 0177"})
    assert [phone.e164 for phone in phones_of(desk, ADA)] == ["+13125550177", "+13125550101"]
    assert phones_of(desk, ADA)[0].zones == "America/Chicago"
