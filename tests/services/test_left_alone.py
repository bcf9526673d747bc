"""Who asked not to be contacted is met on no path, whoever tries and wherever they stand (DESIGN §2, promise 2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hands import as_lead, booked, called, dialled, enrolment_of, land, place_of, promise_of, prospect_named, taken
from houses import ADA, CAMPAIGN, beside
from setter.domain.errors import Refused
from setter.services.book import book
from setter.services.desk import Desk
from setter.services.dial import dial, next_number
from setter.services.hand_off import export
from setter.services.meeting_life import confirm, reschedule
from setter.services.opt_out import opt_out
from setter.services.promote import promote
from setter.services.queue_view import queue_of, why_queue
from setter.services.receive_call import receive, receive_unknown
from setter.services.record_outcome import Given, record
from setter.services.suppress_value import suppress_text
from setter.services.take_call import take
from setter.services.why import why_prospect

pytestmark = pytest.mark.requirement("R-075")


def leave_alone(desk: Desk) -> None:
    """Ada asks a colleague, on another line, not to be contacted."""
    opt_out(beside(desk, "noor"), prospect_named(desk, ADA).id)


def is_refused(work: Callable[[], Any]) -> None:
    with pytest.raises(Refused) as refused:
        work()
    assert refused.value.code in ("suppressed", "contact")


def test_in_the_queue_and_its_counts(desk: Desk) -> None:
    leave_alone(desk)
    assert ADA not in {entry.line.full_name for entry in queue_of(desk, CAMPAIGN)}
    assert dict(why_queue(desk, CAMPAIGN)) == {"callable": 5, "suppressed": 1}
    verdict = why_prospect(desk, prospect_named(desk, ADA).id, CAMPAIGN).verdict
    assert verdict.refusals[0].rule == "suppressed"


def test_by_whoever_takes_the_best_or_chooses(desk: Desk) -> None:
    leave_alone(desk)
    assert called(desk) != ADA
    is_refused(lambda: take(beside(desk, "noor"), enrolment_of(desk, ADA).id))
    assert place_of(desk, ADA) is None


def test_at_the_dial_of_a_call_that_was_taken_before(desk: Desk) -> None:
    call = taken(desk, ADA)
    leave_alone(desk)
    is_refused(lambda: dial(desk, call.id))


def test_on_the_next_number_of_a_call_in_hand(desk: Desk, tmp_path: Path) -> None:
    land(desk, tmp_path, "Ada North,Birch Foods,+13125550111,Owner,ada@birch.example,IL,US")
    call = dialled(desk, ADA)
    leave_alone(desk)
    with pytest.raises(Refused) as refused:
        next_number(desk, call.id)
    assert "do not call" in refused.value.message


def test_in_a_booking_and_a_promise(desk: Desk) -> None:
    call = dialled(desk, ADA)
    leave_alone(desk)
    is_refused(lambda: book(desk, call.id, "wed 3pm"))
    assert record(desk, call.id, Given("callback_prospect", callback="tomorrow 10")).work_state == "closed"
    assert promise_of(desk) is None


def test_in_a_meeting_that_stands(desk: Desk) -> None:
    _, reply = booked(desk, ADA, when="thu 3 dec 10:30")
    leave_alone(desk)
    meeting = int(reply.meeting or 0)
    is_refused(lambda: confirm(desk, meeting))
    is_refused(lambda: reschedule(desk, meeting, "fri 4 dec 10:30"))
    assert export(desk, "csv", None).changes == 0


def test_in_a_promotion(desk: Desk) -> None:
    booked(desk, ADA, budget_status="none")
    leave_alone(desk)
    is_refused(lambda: promote(as_lead(desk), prospect_named(desk, ADA).id, CAMPAIGN, {"budget": "they find it"}))


def test_when_they_call_us_it_is_heard_and_nothing_is_offered(desk: Desk) -> None:
    leave_alone(desk)
    is_refused(lambda: receive(desk, CAMPAIGN, prospect_named(desk, ADA).id))
    is_refused(lambda: receive_unknown(desk, CAMPAIGN, "+1 312 555 0101"))


def test_a_number_that_nobody_had_is_left_alone_too(desk: Desk, tmp_path: Path) -> None:
    suppress_text(desk, "+1 312 555 0999")
    is_refused(lambda: receive_unknown(desk, CAMPAIGN, "+1 312 555 0999", "Gil Nash"))
    assert land(desk, tmp_path, "Gil Nash,Ivy Works,+13125550999,Owner,,IL,US").rejected == 1


def test_a_number_that_colleagues_share_stays_theirs(desk: Desk, tmp_path: Path) -> None:
    land(desk, tmp_path, *[f"{name},Ivy Works,+13125550200,Owner,,IL,US" for name in ("Gil Nash", "Hal Ives")])
    opt_out(desk, prospect_named(desk, "Gil Nash").id)
    is_refused(lambda: take(desk, enrolment_of(desk, "Gil Nash").id))
    assert dialled(desk, "Hal Ives").state == "live"


def test_unless_one_spoke_for_the_whole_company(desk: Desk, tmp_path: Path) -> None:
    land(desk, tmp_path, *[f"{name},Ivy Works,+13125550200,Owner,,IL,US" for name in ("Gil Nash", "Hal Ives")])
    opt_out(desk, prospect_named(desk, "Gil Nash").id, company_wide=True)
    is_refused(lambda: take(desk, enrolment_of(desk, "Hal Ives").id))
