"""Nothing of a prospect changes unseen: who did it, what stood before and after, and why (R-017)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hands import (
    DAY,
    DAY_BEFORE,
    HOUR,
    MINUTE,
    QUALIFIED,
    as_lead,
    booked,
    dialled,
    ended,
    enrolment_of,
    land,
    meeting_of,
    promoted,
    prospect_named,
    put,
    sql_of,
    taken,
)
from houses import ADA, BEN, CAMPAIGN, CLEO, HEADER, TO_REVIEW, advance, beside, change_campaign, wait_until
from setter.domain.errors import Refused
from setter.examples import example_campaign
from setter.services import sql_review
from setter.services.answer import answer
from setter.services.audit_trail import Step, trail
from setter.services.book import book
from setter.services.campaigns import activate, add_text
from setter.services.colleagues import set_role
from setter.services.consent import note_consent, withdraw
from setter.services.desk import Desk
from setter.services.dial import dial, next_number
from setter.services.draft import settle_resumed
from setter.services.meeting_life import cancel, confirm, reschedule
from setter.services.record_outcome import Given, record
from setter.services.reopen import reopen
from setter.services.rescore import rescore
from setter.services.shift import end_shift, take_break
from setter.services.skip import skip
from setter.services.take_call import next_call, release
from setter.services.undo import undo
from setter.store.audit_check import verify

pytestmark = pytest.mark.requirement("R-017")
TWO_NUMBERS = "Gil Nash,Ivy Works,+13125550177; +13125550178,Owner,,IL,US"


def steps(desk: Desk, what: str, name: str = ADA) -> list[Step]:
    """The entries of one kind about a person, their calls and meetings."""
    return [step for step in trail(desk, f"prospect/{prospect_named(desk, name).id}") if step.what == what]


def changes(desk: Desk, what: str, name: str = ADA) -> list[tuple[Any, Any, str]]:
    """What stood before and after each of them, and why."""
    return [(step.old, step.new, step.why) for step in steps(desk, what, name)]


class TestAnOutcome:
    def test_says_the_state_before_it_and_after_it(self, desk: Desk) -> None:
        ended(desk, "no_answer", ADA)
        assert changes(desk, "outcome") == [("queued", "cooling", "")]
        assert steps(desk, "outcome")[0].detail == {"code": "no_answer", "number": 1, "late": False}

    def test_that_is_a_skip_says_why(self, desk: Desk) -> None:
        skip(desk, enrolment_of(desk, ADA).id, "at lunch")
        assert changes(desk, "outcome") == [("queued", "queued", "at lunch")]

    def test_raises_a_rung_with_an_entry_of_its_own_and_costs_one_more_at_most(self, desk: Desk) -> None:
        before = desk.store.read(lambda unit: verify(unit.audit).entries)
        call = dialled(desk, ADA)
        record(desk, call.id, Given("info_requested", minutes=3, answers={"vehicles": "14"}))
        assert [(old, new) for old, new, _ in changes(desk, "rung")] == [("prospect", enrolment_of(desk, ADA).rung)]
        assert enrolment_of(desk, ADA).rung != "prospect"
        assert desk.store.read(lambda unit: verify(unit.audit).entries) == before + 3

    def test_names_the_answers_that_came_with_it_and_never_what_was_said(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        answer(desk, call.id, {"need_quote": "we lose two hours a day"})
        answer(desk, call.id, {"need_quote": "we lose two hours a day"})
        record(desk, call.id, Given("info_requested", minutes=3, answers={"vehicles": "14"}))
        kept = desk.store.read(lambda unit: {each.field: str(each.id) for each in unit.calls.answers_of_call(call.id)})
        (said,), (outcome,) = steps(desk, "answers"), steps(desk, "outcome")
        assert said.detail["answers"] | outcome.detail["answers"] == kept

    def test_taken_back_says_what_it_was_and_what_is_again(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        record(desk, call.id, Given("info_requested", minutes=3, answers={"vehicles": "14"}))
        raised = enrolment_of(desk, ADA)
        undo(desk, call.id)
        assert changes(desk, "undo") == [(raised.work_state, "in_call", "")]
        rungs = changes(desk, "rung")
        assert [old for old, _, _ in rungs[1:]] == [new for _, new, _ in rungs[:-1]]
        assert rungs[-1][1] == enrolment_of(desk, ADA).rung


class TestADial:
    def test_of_the_next_number_says_how_the_first_ended(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, TWO_NUMBERS, header=HEADER)
        call = dialled(desk, "Gil Nash")
        first = desk.store.read(lambda unit: unit.calls.attempts(call.id))[0]
        next_number(desk, call.id)
        (over,) = steps(desk, "attempt_over", "Gil Nash")
        assert (over.detail["attempt"], over.new, over.why) == (str(first.id), "no_answer", "next_number")

    def test_that_never_was_says_so(self, desk: Desk) -> None:
        settle_resumed(desk, dialled(desk, ADA).id, "never_dialled")
        assert changes(desk, "never_dialled") == [("dialled", "never_dialled", "")]

    def test_that_the_gate_refuses_names_every_rule(self, desk: Desk) -> None:
        call = taken(desk, ADA)
        prospect = prospect_named(desk, ADA)
        moved = replace(prospect, said_zone="Asia/Tokyo", blocked="complaint")
        desk.store.write(lambda unit: unit.prospects.save(moved))
        with pytest.raises(Refused):
            dial(desk, call.id)
        (refused,) = steps(desk, "dial_refused")
        assert refused.detail["rule"] == "suppressed" and "hours" in refused.detail["others"]

    def test_pressed_again_for_somebody_left_alone_meanwhile_is_refused_on_record(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        blocked = replace(prospect_named(desk, ADA), blocked="complaint")
        desk.store.write(lambda unit: unit.prospects.save(blocked))
        with pytest.raises(Refused):
            dial(desk, call.id)
        assert [step.detail["rule"] for step in steps(desk, "dial_refused")] == ["suppressed"]

    def test_that_is_not_offered_says_by_which_rule_at_the_claim(self, desk: Desk) -> None:
        for _ in range(2):
            ended(desk, "call_failed", ADA)
            advance(desk, 16 * MINUTE)
        put(desk, ADA, slot=0, due=0, priority=9_999)
        next_call(desk, CAMPAIGN)
        (aside,) = steps(desk, "set_aside")
        assert aside.detail["rule"] == "cap_day" and aside.detail["opens_at"].startswith("2026-11-25")


class TestALease:
    def test_that_is_given_back_says_why(self, desk: Desk) -> None:
        release(desk, taken(desk, ADA).id)
        taken(desk, ADA)
        take_break(desk)
        taken(desk, ADA)
        end_shift(desk)
        whys = ("undialled", "break", "end_shift")
        assert changes(desk, "release") == [("live", "released", why) for why in whys]

    def test_that_runs_out_is_nobodys_doing(self, desk: Desk) -> None:
        taken(desk, ADA)
        advance(desk, HOUR)
        next_call(beside(desk, "noor"), CAMPAIGN)
        (over,) = steps(desk, "release")
        assert (over.who, over.old, over.new, over.why) == ("setter", "live", "released", "lease_ran_out")

    def test_loaded_next_and_put_back_by_an_undo_says_so(self, desk: Desk) -> None:
        call, _ = ended(desk, "no_answer", ADA)
        taken(desk, CLEO)
        undo(desk, call.id)
        assert changes(desk, "release", CLEO) == [("live", "released", "undo")]


class TestAnSql:
    def test_that_is_made_says_its_state_and_the_rung(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        (made,) = steps(desk, "promote")
        assert (made.new, made.detail["sql"]) == ("submitted", str(sql_of(desk).id))
        assert changes(desk, "rung")[-1][1] == "SQL"

    def test_that_is_reviewed_says_what_became_of_it_and_not_the_note(self, desk: Desk) -> None:
        change_campaign(desk, TO_REVIEW)
        booked(desk, ADA, when="1 dec 3pm")
        sql_review.return_sql(as_lead(desk), sql_of(desk).id, "ask what they pay")
        advance(desk, MINUTE)
        again = promoted(desk).handoff
        sql_review.approve(as_lead(desk), again.id)
        assert changes(desk, "return_sql") == [("pending_review", "returned", "")]
        assert changes(desk, "approve_sql") == [("pending_review", "submitted", "")]

    def test_whose_meeting_moves_or_is_called_off_goes_with_it(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 14:00")
        before = meeting_of(desk)
        other = "m.lindqvist" if before.rep != "m.lindqvist" else "t.abara"
        after = reschedule(desk, before.id, "1 dec 14:00", rep=other)
        confirm(desk, after.id)
        cancel(desk, after.id, "they have a vendor now")
        assert changes(desk, "move_sql") == [(f"meeting/{before.id}", f"meeting/{after.id}", "")]
        assert changes(desk, "change_rep") == [(before.rep, other, "")]
        assert changes(desk, "confirm") == [("booked", "confirmed", "")]
        assert changes(desk, "withdraw_sql") == [("submitted", "withdrawn", "meeting_cancelled")]
        assert changes(desk, "cancel") == [("confirmed", "cancelled", "they have a vendor now")]

    def test_that_is_taken_back_with_its_outcome_is_removed(self, desk: Desk) -> None:
        call, _ = booked(desk, ADA, when="1 dec 3pm")
        undo(desk, call.id)
        assert changes(desk, "remove_sql") == [("submitted", "removed", "undo")]
        assert changes(desk, "rung")[-1][0] == "SQL"

    def test_whose_gate_fails_later_says_which(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        wait_until(desk, DAY_BEFORE)
        ended(desk, "meeting_confirmed", ADA, minutes=3, answers={"budget_status": "none"})
        assert changes(desk, "gates_failing") == [([], ["budget"], "")]

    def test_with_a_gate_that_is_waived_again_says_by_whom_it_was_before(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 3pm", budget_status="none")
        promoted(as_lead(desk), budget="the owner pays it himself")
        advance(desk, MINUTE)
        cancel(desk, meeting_of(desk).id)
        wait_until(desk, "2026-11-30T16:00:00Z")
        call = dialled(desk, ADA)
        book(desk, call.id, "9 dec 3pm")
        record(desk, call.id, Given("meeting_set", minutes=5))
        promoted(as_lead(desk), budget="and again he pays")
        first, again = changes(desk, "waive")
        assert first == ("fail", "waived", "the owner pays it himself")
        assert again == ({"by": "lead", "why": "the owner pays it himself"}, "waived", "and again he pays")


class TestTheRules:
    def test_say_which_version_came_after_which_and_why(self, desk: Desk) -> None:
        add_text(desk, example_campaign().replace("skip_limit = 3", "skip_limit = 4"))
        activate(as_lead(desk), CAMPAIGN, note="three skips were too few")
        found = trail(desk, f"campaign/{CAMPAIGN}")
        added = [(step.old, step.new) for step in found if step.what == "campaign_add"]
        put_in_force = [(step.old, step.new, step.why) for step in found if step.what == "campaign_activate"]
        assert added == [(None, 1), (1, 2)]
        assert put_in_force == [(None, 1, ""), (1, 2, "three skips were too few")]

    def test_applied_anew_leave_counts_and_nobodys_name(self, desk: Desk) -> None:
        for name in (ADA, BEN):
            raised = replace(enrolment_of(desk, name), rung="lead")
            desk.store.write(lambda unit, raised=raised: unit.prospects.save_enrolment(raised))
        rescore(desk, CAMPAIGN)
        found = [step for step in trail(desk, f"campaign/{CAMPAIGN}") if step.what == "rescore"]
        assert [step.detail for step in found] == [{"rungs": {"lead>prospect": 2}}]
        assert steps(desk, "rung") == []

    def test_a_list_leaves_counts_and_nobodys_name(self, desk: Desk, tmp_path: Path) -> None:
        known = "Ada North,Birch Foods,+13125550101,,,IL,US"
        land(desk, tmp_path, "Gil Nash,Ivy Mill,+13125550701,Owner,,IL,US", known)
        *_, brought_in = [step for step in trail(desk, f"campaign/{CAMPAIGN}") if step.what == "import"]
        assert (brought_in.detail["landed"], brought_in.detail["rungs"]) == (1, {">prospect": 1})

    def test_of_who_may_what_say_both_roles(self, desk: Desk) -> None:
        set_role(as_lead(desk), "noor", "compliance")
        (given,) = trail(desk, "caller/noor")
        assert (given.old, given.new, given.who) == ("caller", "compliance", "lead")


def test_a_consent_and_its_end_name_it_by_its_id(desk: Desk) -> None:
    kept = note_consent(desk, prospect_named(desk, ADA).id, "consent", "Agreed on our stand at the fair, card kept")
    withdraw(desk, prospect_named(desk, ADA).id)
    assert changes(desk, "consent") == [(None, "consent", "")]
    assert changes(desk, "consent_withdrawn") == [(["consent"], "withdrawn", "")]
    assert steps(desk, "consent_withdrawn")[0].detail == {"consents": [str(kept.id)]}


def test_nothing_that_anybody_said_or_is_called_by_is_in_it(desk: Desk, tmp_path: Path) -> None:
    land(desk, tmp_path, "Ada North,Birch Foods,+13125550190,Owner,ada@birch.example,IL,US")
    ended(desk, "no_answer", ADA, note="her sister Olive runs the depot")
    advance(desk, DAY)
    booked(desk, ADA, when="1 dec 3pm")
    cancel(desk, meeting_of(desk).id, "vendor")
    ended(desk, "no_need", BEN, note="his cousin Otto sells vans", minutes=3)
    advance(desk, DAY)
    reopen(as_lead(desk), prospect_named(desk, BEN).id, CAMPAIGN, "a new fleet")
    told = desk.store.engine.connect().execute("SELECT detail FROM audit").fetchall()
    details = json.dumps([row["detail"] for row in told])
    marks = ("Ada", "North", "Birch", "5550101", "5550190", "ada@", "Olive", "Otto", *QUALIFIED.values())
    assert [mark for mark in marks if len(mark) > 2 and mark in details] == []
