"""An answer teaches more than itself."""

from __future__ import annotations

from houses import CAMPAIGN
from setter.services.answer import answer
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.take_call import next_call
from setter.store.records import Email, Phone


def dialled(desk: Desk) -> tuple[int, int]:
    """A call in hand and dialled: (call, prospect)."""
    call = next_call(desk, CAMPAIGN).call
    assert call is not None
    dial(desk, call.id)
    return call.id, call.prospect_id


def phones(desk: Desk, prospect: int) -> list[Phone]:
    return desk.store.read(lambda unit: unit.prospects.phones(prospect))


def emails(desk: Desk, prospect: int) -> list[Email]:
    return desk.store.read(lambda unit: unit.prospects.emails(prospect))


def test_an_address_said_aloud_is_a_confirmed_one(desk: Desk) -> None:
    call, prospect = dialled(desk)
    assert emails(desk, prospect)[0].confirmed_at is None
    answer(desk, call, {"email": "Ada@Birch.example"})
    assert [email.confirmed_at is not None for email in emails(desk, prospect)] == [True]
    answer(desk, call, {"email": "ada.north@birch.example"})
    assert len(emails(desk, prospect)) == 2


def test_who_picks_up_there_is_remembered_with_the_number(desk: Desk) -> None:
    call, prospect = dialled(desk)
    answer(desk, call, {"gatekeeper_name": "Rosa", "best_time": "after four"})
    assert (phones(desk, prospect)[0].gatekeeper, phones(desk, prospect)[0].best_time) == ("Rosa", "after four")


def test_a_direct_line_is_dialled_first_from_now_on(desk: Desk) -> None:
    call, prospect = dialled(desk)
    answer(desk, call, {"direct_line": "(312) 555-0177"})
    answer(desk, call, {"direct_line": "312 555 0177"})
    assert [phone.e164 for phone in phones(desk, prospect)] == ["+13125550177", "+13125550101"]
    assert phones(desk, prospect)[0].zones == "America/Chicago"
