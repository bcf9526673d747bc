"""An inquiry is answered by whatever reaches whoever asked, and by nothing else."""

from __future__ import annotations

import pytest

from hands import MINUTE, dialled, ended, open_tasks, place_of, prospect_named
from houses import ADA, CAMPAIGN, Colleague, advance
from services.asking import asked, duty_of, inquiries_of
from setter.domain.scoring import HOT
from setter.services.desk import Desk
from setter.services.inquiry_list import inquiries, state_of
from setter.services.receive_call import receive
from setter.services.record_outcome import Given, record
from setter.services.tasks import done
from setter.services.undo import undo
from setter.store.queue import READY


def test_it_is_answered_by_the_first_dial_that_reaches_them(desk: Desk) -> None:
    asked(desk)
    came_at = desk.now()
    advance(desk, 2 * MINUTE)
    call = dialled(desk, "Gil Nash")
    advance(desk, 3 * MINUTE)
    record(desk, call.id, Given("info_requested", minutes=3))
    (line,) = inquiries(desk, CAMPAIGN)
    assert (line.answered_at, state_of(line, desk.now())) == (came_at + 2 * MINUTE, "answered")
    assert "inquiry" not in [task.kind for task in open_tasks(desk, "Gil Nash")]


@pytest.mark.parametrize("code", ["no_answer", "voicemail_left", "gatekeeper_block", "wrong_number"])
def test_it_is_answered_by_no_call_that_did_not_reach_them(desk: Desk, code: str) -> None:
    asked(desk)
    ended(desk, code, "Gil Nash")
    (line,) = inquiries(desk, CAMPAIGN)
    assert state_of(line, desk.now()) == "waiting" and duty_of(desk)
    advance(desk, 6 * MINUTE)
    assert state_of(line, desk.now()) == "late"


def test_it_is_answered_by_their_own_call(desk: Desk) -> None:
    asked(desk)
    call = receive(desk, CAMPAIGN, prospect_named(desk, "Gil Nash").id)
    record(desk, call.id, Given("info_requested"))
    assert inquiries_of(desk, "Gil Nash")[0].answered_by_call == call.id


def test_it_is_not_answered_by_a_call_that_had_begun_before_it_came(desk: Desk) -> None:
    call = dialled(desk, ADA)
    advance(desk, MINUTE)
    asked(desk, ADA)
    record(desk, call.id, Given("info_requested"))
    assert inquiries_of(desk, ADA)[0].answered_at is None and duty_of(desk, ADA)


def test_it_is_answered_by_an_outcome_that_came_late_all_the_same(desk: Desk, colleague: Colleague) -> None:
    asked(desk)
    call = dialled(desk, "Gil Nash")
    advance(desk, 120 * MINUTE)
    ended(colleague(desk, "noor"), "no_answer", "Gil Nash")
    assert record(desk, call.id, Given("info_requested")).late
    assert inquiries_of(desk, "Gil Nash")[0].answered_by_call == call.id


def test_it_is_answered_in_writing_when_its_duty_is_ticked_off(desk: Desk) -> None:
    asked(desk)
    advance(desk, MINUTE)
    done(desk, duty_of(desk).id)
    (inquiry,) = inquiries_of(desk, "Gil Nash")
    assert (inquiry.answered_at, inquiry.answered_by_call) == (desk.now(), None)
    place = place_of(desk, "Gil Nash")
    assert place is not None and (place.tier, place.slot) == (HOT, READY)


def test_it_waits_again_when_the_outcome_is_taken_back(desk: Desk) -> None:
    asked(desk)
    call, _ = ended(desk, "info_requested", "Gil Nash")
    undo(desk, call.id)
    assert inquiries_of(desk, "Gil Nash")[0].answered_at is None and duty_of(desk)
    record(desk, call.id, Given("no_need"))
    assert inquiries_of(desk, "Gil Nash")[0].answered_by_call == call.id
