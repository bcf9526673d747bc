"""A number typed by hand: found or new, taken like anybody else, through the same gate (R-042)."""

from __future__ import annotations

import pytest

from hands import dialled, enrolment_of, people_named, phones_of, place_of, prospect_named, refused_dial
from houses import ADA, BEN, CAMPAIGN, Colleague, beside, change_campaign, second_campaign, wait_until
from setter.domain.errors import Refused, Wrong
from setter.services.call_by_hand import call_by_hand
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.erase import erase
from setter.services.opt_out import opt_out
from setter.services.record_outcome import Given, record
from setter.services.suppress_value import suppress_text
from setter.services.take_call import release
from setter.store.queue import READY
from setter.store.records import Call

ADAS = "+13125550101"
NEW = "(312) 555-0177"


def by_hand(desk: Desk, number: str = NEW, name: str = "", company: str = "") -> Call:
    call = call_by_hand(desk, CAMPAIGN, number, name, company).call
    assert call is not None
    return call


def refused(desk: Desk, number: str = NEW, name: str = "", company: str = "") -> str:
    """The rule by which a number is refused, which must leave nobody and no call behind."""
    before = desk.store.read(lambda unit: unit.prospects.number_of(1))
    with pytest.raises(Refused) as refusal:
        call_by_hand(desk, CAMPAIGN, number, name, company)
    assert desk.store.read(lambda unit: unit.prospects.number_of(1)) == before
    return refusal.value.code


@pytest.mark.requirement("R-042")
def test_an_unknown_number_becomes_a_prospect_who_is_called_by_the_same_script(desk: Desk) -> None:
    call = by_hand(desk, NEW, "Gil Nash", "Birch Foods")
    gil, ada = prospect_named(desk, "Gil Nash"), prospect_named(desk, ADA)
    assert (call.prospect_id, call.direction, call.state) == (gil.id, "outbound", "live")
    assert gil.company_id == ada.company_id
    assert [phone.e164 for phone in phones_of(desk, "Gil Nash")] == ["+13125550177"]
    sources = desk.store.read(lambda unit: unit.prospects.acquisitions(gil.id))
    assert [(each.kind, each.source, each.direction) for each in sources] == [("other", "typed by hand", "outbound")]
    dial(desk, call.id)
    record(desk, call.id, Given("no_answer"))
    assert enrolment_of(desk, "Gil Nash").work_state == "cooling"


@pytest.mark.parametrize("spelling", ["312 555 0101", "+1 (312) 555-0101", "1.312.555.0101"])
def test_a_known_number_in_any_spelling_finds_its_person(desk: Desk, spelling: str) -> None:
    call = by_hand(desk, spelling)
    assert call.prospect_id == prospect_named(desk, ADA).id
    dial(desk, call.id)
    record(desk, call.id, Given("no_answer"))
    assert enrolment_of(desk, ADA).attempts == 1


def test_a_known_number_with_its_persons_name_makes_nobody_new(desk: Desk) -> None:
    assert by_hand(desk, ADAS, "North, Ada").prospect_id == prospect_named(desk, ADA).id


def test_a_colleague_on_a_known_number_is_somebody_new(desk: Desk) -> None:
    call = by_hand(desk, ADAS, "Gil Nash")
    assert call.prospect_id == prospect_named(desk, "Gil Nash").id != prospect_named(desk, ADA).id


def test_where_several_share_a_number_it_is_asked_which(desk: Desk) -> None:
    record(desk, (call := by_hand(desk, ADAS, "Gil Nash")).id, Given("skipped", reason="busy"))
    with pytest.raises(Wrong) as wrong:
        by_hand(desk, ADAS)
    assert wrong.value.code == "several"
    assert by_hand(desk, ADAS, "Gil Nash").prospect_id == call.prospect_id


def test_the_same_number_again_is_the_same_person(desk: Desk) -> None:
    first = by_hand(desk)
    assert by_hand(desk).id == first.id
    assert len(desk.store.read(lambda unit: people_named(unit, "Unknown person"))) == 1


def test_whoever_is_in_another_campaign_comes_into_this_one(desk: Desk) -> None:
    campaign = second_campaign(desk)
    call = call_by_hand(desk, campaign, ADAS).call
    assert call is not None and call.prospect_id == prospect_named(desk, ADA).id
    assert len(desk.store.read(lambda unit: unit.prospects.enrolments(call.prospect_id))) == 2


@pytest.mark.parametrize("number", ["n/a", "12", ""])
def test_what_is_no_number_is_refused(desk: Desk, number: str) -> None:
    with pytest.raises(Wrong) as wrong:
        by_hand(desk, number)
    assert wrong.value.code == "not_a_number"


@pytest.mark.requirement("R-075")
def test_whoever_asked_to_be_left_alone_is_not_called_by_hand(desk: Desk) -> None:
    opt_out(desk, prospect_named(desk, ADA).id)
    assert refused(desk, ADAS) == "contact"
    assert refused(desk, ADAS, "Gil Nash") == "suppressed"


@pytest.mark.requirement("R-075")
def test_a_suppressed_number_is_not_called_by_hand(desk: Desk) -> None:
    suppress_text(desk, NEW)
    assert refused(desk) == "suppressed"


def test_whoever_was_erased_is_not_called_by_hand_under_any_spelling(desk: Desk) -> None:
    by_hand(desk, ADAS, "Gil Nash")
    record(desk, desk.store.read(lambda unit: unit.calls.live("mira").id), Given("skipped", reason="busy"))
    erase(desk, prospect_named(desk, "Gil Nash").id)
    assert refused(desk, ADAS, "Gilbert Nash") == "suppressed"
    assert by_hand(desk, ADAS).prospect_id == prospect_named(desk, ADA).id


@pytest.mark.requirement("R-075")
def test_nobody_of_a_company_that_asked_is_called_by_hand(desk: Desk) -> None:
    opt_out(desk, prospect_named(desk, BEN).id, company_wide=True)
    assert refused(desk, NEW, "Gil Nash", "Birch Foods Inc.") == "suppressed"


def test_the_gate_is_asked_at_the_dial(desk: Desk) -> None:
    wait_until(desk, "2026-11-25T04:00:00Z")
    assert refused_dial(desk, by_hand(desk).id) == "hours"


def test_the_call_in_hand_comes_first(desk: Desk) -> None:
    dialled(desk, BEN)
    assert refused(desk) == "call_live"


def test_whoever_a_colleague_is_calling_is_hers(desk: Desk, colleague: Colleague) -> None:
    dialled(colleague(desk, "noor"), ADA)
    assert refused(desk, ADAS) == "held"


def test_where_nobody_picks_nobody_picks_by_typing_either(desk: Desk) -> None:
    change_campaign(desk, ('pick = "caller"', 'pick = "best"'))
    assert refused(desk) == "pick"
    assert call_by_hand(beside(desk, "lead"), CAMPAIGN, NEW).call is not None


def test_somebody_typed_and_put_back_stands_in_the_queue(desk: Desk) -> None:
    release(desk, by_hand(desk, NEW, "Gil Nash").id)
    place = place_of(desk, "Gil Nash")
    assert place is not None and place.slot == READY
