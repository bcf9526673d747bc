"""Somebody asks by web or e-mail: found or made a prospect, they come first, and to answer is a duty with its time."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from hands import (
    DAY,
    MINUTE,
    called,
    ended,
    enrolment_of,
    open_tasks,
    place_of,
    prospect_named,
    put,
    taken,
)
from houses import ADA, BEN, CAMPAIGN, CLEO, EVE, Colleague, advance, beside, change_campaign, wait_until
from services.asking import ASKED, asked, duty_of, inquiries_of
from setter.domain.errors import Refused, Wrong
from setter.domain.scoring import HOT, INQUIRY
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.erase import erase
from setter.services.inquiry_list import inquiries, state_of
from setter.services.opt_out import opt_out
from setter.services.prospect_card import card_of
from setter.services.rescore import rescore
from setter.services.subject import subject
from setter.services.take_call import release, take
from setter.services.tasks import strip
from setter.services.why import why_prospect
from setter.store.queue import READY

EVENING = "2026-11-25T04:00:00Z"


@pytest.mark.requirement("R-013", "R-042")
def test_somebody_new_is_a_prospect_with_source_inquiry_and_a_duty_in_five_minutes(
    desk: Desk, colleague: Colleague
) -> None:
    taken_in = asked(desk)
    gil = prospect_named(desk, "Gil Nash")
    assert (taken_in.fate, taken_in.prospect, taken_in.due_at) == ("new", gil.id, desk.now() + 5 * MINUTE)
    sources = desk.store.read(lambda unit: unit.prospects.acquisitions(gil.id))
    assert [(each.kind, each.direction, each.source) for each in sources] == [
        ("webform_inquiry", "inbound", "web inquiry")
    ]
    (inquiry,) = inquiries_of(desk, "Gil Nash")
    assert (inquiry.text, inquiry.answered_at) == (ASKED, None)
    line = duty_of(colleague(desk, "noor"))
    assert (line.owner, line.due_at, line.words) == ("", desk.now() + 5 * MINUTE, f"web inquiry: {ASKED}")


@pytest.mark.requirement("R-013")
def test_an_inquiry_by_somebody_known_makes_no_second_prospect(desk: Desk) -> None:
    before = desk.store.read(lambda unit: unit.prospects.number_of(1))
    assert asked(desk, ADA).prospect == prospect_named(desk, ADA).id
    assert desk.store.read(lambda unit: unit.prospects.number_of(1)) == before
    assert asked(desk, BEN, channel="email").prospect == prospect_named(desk, BEN).id


@pytest.mark.requirement("R-005", "R-063")
def test_whoever_asks_is_a_hot_lead_by_that_evidence(desk: Desk) -> None:
    asked(desk)
    enrolment = enrolment_of(desk, "Gil Nash")
    assert (enrolment.temperature, enrolment.rung) == ("hot", "lead")
    asked(desk, "Hal Reed", "hal@reed.example", "", "")
    assert enrolment_of(desk, "Hal Reed").rung == "prospect"


def test_inquiries_come_before_everybody_but_a_promise_and_the_newest_first(desk: Desk) -> None:
    asked(desk, ADA, came_at=desk.now() - 2 * MINUTE)
    asked(desk)
    places = [place_of(desk, name) for name in ("Gil Nash", ADA, CLEO)]
    assert [place.tier for place in places if place] == [INQUIRY, INQUIRY, 3]
    first = called(desk)
    release(desk, desk.store.read(lambda unit: unit.calls.live("mira").id))
    assert first == "Gil Nash"
    put(desk, "Gil Nash", slot=1, due=desk.now() + DAY)
    assert called(desk) == ADA
    assert "asked" in " ".join(why_prospect(desk, prospect_named(desk, ADA).id, CAMPAIGN).reasons)


def test_what_could_not_be_answered_in_time_is_hot_like_others_and_still_a_duty(desk: Desk) -> None:
    asked(desk)
    advance(desk, 6 * MINUTE)
    rescore(desk, CAMPAIGN)
    enrolment = enrolment_of(desk, "Gil Nash")
    assert enrolment.tier == HOT and enrolment.priority <= 10_000
    assert duty_of(desk).due_at < desk.now()


def test_whoever_is_tried_again_after_their_time_goes_by_the_score_again(desk: Desk) -> None:
    change_campaign(desk, ("callback_grace_minutes = 15", "callback_grace_minutes = 15\ninquiry_answer_minutes = 60"))
    asked(desk)
    ended(desk, "busy", "Gil Nash")
    assert enrolment_of(desk, "Gil Nash").priority > 10_000
    advance(desk, 2 * DAY)
    called(desk)
    enrolment = enrolment_of(desk, "Gil Nash")
    assert enrolment.tier == HOT and enrolment.priority <= 10_000


def test_the_time_runs_from_when_they_may_be_rung(desk: Desk) -> None:
    wait_until(desk, EVENING)
    assert iso(asked(desk).due_at) == "2026-11-25T14:35:00.000Z"
    assert strip(desk, ahead_ms=DAY)[0].kind == "inquiry"


def test_who_left_no_number_is_answered_in_writing_by_the_clock(desk: Desk) -> None:
    wait_until(desk, EVENING)
    assert asked(desk, "Hal Reed", "hal@reed.example", "", "").due_at == desk.now() + 5 * MINUTE
    assert place_of(desk, "Hal Reed") is None


def test_the_campaign_says_how_soon(desk: Desk) -> None:
    change_campaign(desk, ("callback_grace_minutes = 15", "callback_grace_minutes = 15\ninquiry_answer_minutes = 30"))
    assert asked(desk).due_at == desk.now() + 30 * MINUTE


def test_the_same_again_is_the_same(desk: Desk) -> None:
    asked(desk, external_id="f-1")
    advance(desk, MINUTE)
    again = asked(desk, ADA, external_id="f-1", came_at=desk.now() - MINUTE)
    assert (again.fate, again.prospect) == ("unchanged", prospect_named(desk, "Gil Nash").id)
    came_at = desk.now()
    assert [asked(desk, came_at=came_at).fate for _ in range(2)] == ["new", "unchanged"]
    assert asked(desk, came_at=came_at, channel="email").fate == "new"
    assert len(inquiries_of(desk, "Gil Nash")) == 3 == len(open_tasks(desk, "Gil Nash"))


def test_an_id_is_one_inquirys_of_one_channel(desk: Desk) -> None:
    asked(desk, external_id="1")
    assert asked(desk, ADA, external_id="1", channel="email").fate == "new"
    with pytest.raises(Wrong) as wrong:
        asked(desk, BEN, external_id="1", came_at=desk.now() - MINUTE)
    assert wrong.value.code == "inquiry_id" and inquiries_of(desk, BEN) == []


def test_what_lies_ahead_is_wrong(desk: Desk) -> None:
    with pytest.raises(Wrong) as wrong:
        asked(desk, came_at=desk.now() + 1)
    assert wrong.value.code == "inquiry_ahead"


class TestWhoeverAsksIsWoken:
    def test_from_a_plan_of_ours(self, desk: Desk) -> None:
        ended(desk, "no_answer", ADA)
        asked(desk, ADA)
        place = place_of(desk, ADA)
        assert enrolment_of(desk, ADA).work_state == "queued" and place is not None and place.slot == READY

    def test_after_all_attempts_were_in_vain_for_a_new_cycle(self, desk: Desk) -> None:
        enrolment = enrolment_of(desk, ADA)
        tried = replace(enrolment, work_state="exhausted", attempts=8)
        desk.store.write(lambda unit: unit.prospects.save_enrolment(tried))
        asked(desk, ADA)
        woken = enrolment_of(desk, ADA)
        assert (woken.work_state, woken.cycle, woken.attempts) == ("queued", 2, 0)

    def test_not_out_of_a_promise(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", ADA, callback="tomorrow 10")
        asked(desk, ADA)
        assert enrolment_of(desk, ADA).work_state == "callback" and duty_of(desk, ADA)

    def test_not_after_a_no_which_a_team_lead_looks_at(self, desk: Desk) -> None:
        ended(desk, "no_need", ADA)
        asked(desk, ADA)
        assert enrolment_of(desk, ADA).work_state == "disqualified"
        assert [task.owner for task in open_tasks(desk, ADA) if task.kind == "inquiry"] == ["lead"]

    def test_and_is_taken_by_hand_where_nobody_picks(self, desk: Desk) -> None:
        change_campaign(desk, ('pick = "caller"', 'pick = "best"'))
        asked(desk)
        assert taken(desk, "Gil Nash").prospect_id == prospect_named(desk, "Gil Nash").id
        release(desk, desk.store.read(lambda unit: unit.calls.live("mira").id))
        with pytest.raises(Refused) as refused:
            take(desk, enrolment_of(desk, EVE).id)
        assert refused.value.code == "pick"


@pytest.mark.requirement("R-075")
class TestWhoeverAskedToBeLeftAlone:
    def test_stays_so_and_compliance_has_the_inquiry(self, desk: Desk) -> None:
        desk.store.write(lambda unit: unit.settings.set_role("cora", "compliance"))
        opt_out(desk, prospect_named(desk, ADA).id)
        taken_in = asked(desk, ADA)
        assert (taken_in.fate, taken_in.prospect) == ("left_alone", prospect_named(desk, ADA).id)
        (duty,) = [each for each in strip(beside(desk, "cora")) if each.full_name == ADA]
        assert (duty.kind, duty.words) == ("alert_compliance", f"web inquiry: {ASKED}")
        assert enrolment_of(desk, ADA).work_state == "closed" and place_of(desk, ADA) is None
        assert asked(desk, ADA).fate == "unchanged"

    def test_is_not_called_by_another_number_or_address_they_give(self, desk: Desk) -> None:
        opt_out(desk, prospect_named(desk, ADA).id)
        asked(desk, ADA, "ada@birch.example", "312 555 0188", "")
        assert asked(desk, "Ada N", "", "312 555 0188", "").fate == "left_alone"

    def test_also_when_they_were_erased(self, desk: Desk) -> None:
        ada = prospect_named(desk, ADA).id
        erase(beside(desk, "lead"), ada)
        taken_in = asked(desk, ADA)
        again = prospect_named(desk, ADA)
        assert taken_in.fate == "left_alone" and (again.id, again.blocked) == (taken_in.prospect, "opted_out")
        assert enrolment_of(desk, ADA).work_state == "closed" and place_of(desk, ADA) is None
        assert asked(desk, ADA).fate == "unchanged"

    def test_waits_on_nobodys_strip_once_they_say_so(self, desk: Desk) -> None:
        asked(desk)
        opt_out(desk, prospect_named(desk, "Gil Nash").id)
        (line,) = inquiries(desk, CAMPAIGN)
        assert strip(desk) == [] and state_of(line, desk.now()) == "left_alone"


class TestWhatIsHeld:
    def test_is_on_the_card(self, desk: Desk) -> None:
        asked(desk)
        card = card_of(desk, enrolment_of(desk, "Gil Nash").id)
        assert card.inquiry is not None and card.inquiry.text == ASKED

    def test_is_told_to_whoever_asks_for_it(self, desk: Desk) -> None:
        asked(desk, external_id="f-1")
        (record_of,) = subject(desk, prospect_named(desk, "Gil Nash").id)["records"]
        (told,) = record_of["inquiries"]
        assert (told["text"], told["external_id"], told["came_at"]) == (ASKED, "f-1", iso(desk.now()))

    def test_is_erased_with_them(self, desk: Desk) -> None:
        gil = asked(desk, external_id="f-1").prospect
        erase(beside(desk, "lead"), gil)
        (inquiry,) = desk.store.read(lambda unit: unit.inquiries.of_prospect(gil))
        assert (inquiry.text, inquiry.external_id) == ("", "")
        enrolments = desk.store.read(lambda unit: unit.prospects.enrolments(gil))
        tasks = desk.store.read(lambda unit: unit.tasks.of_enrolment(enrolments[0].id))
        assert [task.words for task in tasks] == [""]

    def test_goes_with_them_when_two_records_become_one(self, desk: Desk) -> None:
        came_at = desk.now()
        asked(desk, "Gil Nash", "gil@fir.example", "", "", came_at=came_at)
        asked(desk, "Gil Nash", "", "312 555 0177", "", came_at=came_at)
        asked(desk, "Gil Nash", "", "312 555 0177", "", came_at=came_at - MINUTE)
        advance(desk, MINUTE)
        asked(desk)
        inquired = inquiries_of(desk, "Gil Nash")
        assert [each.came_at - came_at for each in inquired] == [-MINUTE, 0, MINUTE]
        assert {task.id for task in open_tasks(desk, "Gil Nash")} == {each.task_id for each in inquired}
        ended(desk, "info_requested", "Gil Nash")
        assert [task.kind for task in open_tasks(desk, "Gil Nash")] == ["send_information"]


def test_dialling_whoever_asked_goes_through_the_same_gate(desk: Desk) -> None:
    asked(desk)
    call = taken(desk, "Gil Nash")
    wait_until(desk, EVENING)
    with pytest.raises(Refused) as refused:
        dial(desk, call.id)
    assert refused.value.code in ("hours", "call_over")
