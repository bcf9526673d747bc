"""Only compliance lifts a suppression: by consent that came after it, or because it was a mistake (domain §2.7, 6)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hands import (
    HOUR,
    MINUTE,
    as_lead,
    booked,
    ended,
    enrolment_of,
    land,
    open_tasks,
    place_of,
    promise_of,
    prospect_named,
    taken,
)
from houses import ADA, BEN, PLACE, advance, beside
from setter.domain.errors import Refused, Wrong
from setter.services.consent import note_consent
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.doctor import examine
from setter.services.erase import erase
from setter.services.lift import Lifted, acts_about, lift
from setter.services.opt_out import opt_out
from setter.services.suppress_value import suppress_text
from setter.services.undo import undo
from setter.services.verify import mark
from setter.store.audit_check import verify

SLIPPED = "Mira pressed F9 on the wrong line and said so at once"
AGREED = "Wrote on our form that she wants to be called after all"


def lifted(counsel: Desk, who: str, how: str = "mistake", why: str = SLIPPED, act: int = -1) -> Lifted:
    """The newest act against somebody, lifted (or another by its place)."""
    acts = acts_about(counsel, who)[1]
    return lift(counsel, who, acts[act].id, how, why)


def number_of(desk: Desk, name: str) -> str:
    """The id by which somebody is named on the command line."""
    return str(prospect_named(desk, name).id)


def refusal(counsel: Desk, who: str, how: str, act: int = -1) -> str:
    """The code with which lifting is refused."""
    with pytest.raises((Refused, Wrong)) as no:
        lifted(counsel, who, how, act=act)
    return str(no.value.code)


class TestAMistake:
    def test_puts_everybody_back_where_they_stood(self, desk: Desk, counsel: Desk) -> None:
        before, place = enrolment_of(desk, ADA), place_of(desk, ADA)
        opt_out(desk, prospect_named(desk, ADA).id)
        assert place_of(desk, ADA) is None
        advance(desk, MINUTE)
        done = lifted(counsel, number_of(desk, ADA))
        assert (done.free, done.still_out) == ((prospect_named(desk, ADA).id,), ())
        assert (prospect_named(desk, ADA).blocked, enrolment_of(desk, ADA), place_of(desk, ADA)) == ("", before, place)
        assert dial(desk, taken(desk, ADA).id).phone.e164 == "+13125550101"
        assert acts_about(counsel, number_of(desk, ADA))[1] == []

    def test_on_a_call_leaves_them_to_be_called_again(self, desk: Desk, counsel: Desk) -> None:
        call, _ = ended(desk, "do_not_call", ADA)
        lifted(counsel, number_of(desk, ADA))
        assert enrolment_of(desk, ADA).work_state == "queued"
        with pytest.raises(Refused) as no:
            undo(desk, call.id)
        assert no.value.code == "suppressed"
        assert all(finding.sound for finding in examine(desk))
        advance(desk, HOUR)
        assert dial(desk, taken(desk, ADA).id).phone.e164 == "+13125550101"

    def test_brings_a_promise_back_that_lies_ahead(self, desk: Desk, counsel: Desk) -> None:
        ended(desk, "callback_prospect", ADA, callback="tomorrow 10")
        promised = promise_of(desk)
        opt_out(desk, prospect_named(desk, ADA).id)
        assert promise_of(desk) is None
        lifted(counsel, number_of(desk, ADA))
        assert promise_of(desk) == promised
        assert enrolment_of(desk, ADA).work_state == "callback"

    def test_of_a_promise_whose_time_went_by_lets_them_be_called(self, desk: Desk, counsel: Desk) -> None:
        ended(desk, "callback_prospect", ADA, callback="tomorrow 10")
        opt_out(desk, prospect_named(desk, ADA).id)
        advance(desk, 30 * HOUR)
        lifted(counsel, number_of(desk, ADA))
        assert promise_of(desk) is None
        assert enrolment_of(desk, ADA).work_state == "queued"

    def test_leaves_the_no_that_another_call_heard(self, desk: Desk, counsel: Desk) -> None:
        opt_out(desk, prospect_named(desk, ADA).id)
        advance(desk, MINUTE)
        opt_out(beside(desk, "noor"), prospect_named(desk, ADA).id)
        done = lifted(counsel, number_of(desk, ADA), act=0)
        assert (done.free, done.still_out) == ((), (prospect_named(desk, ADA).id,))
        assert prospect_named(desk, ADA).blocked == "do_not_call" and place_of(desk, ADA) is None
        assert lifted(counsel, number_of(desk, ADA)).free == (prospect_named(desk, ADA).id,)
        assert place_of(desk, ADA) is not None

    def test_of_a_whole_company_frees_all_but_who_asked_themselves(
        self, desk: Desk, counsel: Desk, tmp_path: Path
    ) -> None:
        land(desk, tmp_path, "Gil Nash,Birch Foods,,+13125550177,IL,US", header=PLACE)
        opt_out(desk, prospect_named(desk, "Gil Nash").id)
        advance(desk, MINUTE)
        opt_out(desk, prospect_named(desk, ADA).id, company_wide=True)
        assert prospect_named(desk, BEN).blocked
        lifted(counsel, number_of(desk, ADA))
        assert [prospect_named(desk, each).blocked for each in (ADA, BEN, "Gil Nash")] == ["", "", "do_not_call"]
        assert place_of(desk, BEN) is not None

    def test_takes_with_it_what_a_list_added_later(self, desk: Desk, counsel: Desk, tmp_path: Path) -> None:
        opt_out(desk, prospect_named(desk, ADA).id)
        again = f"{ADA},,ada@birch.example,+13125550190,IL,US"
        assert land(desk, tmp_path, again, header=PLACE).rejected == 1
        assert acts_about(counsel, "+13125550190")[1] == acts_about(counsel, number_of(desk, ADA))[1]
        lifted(counsel, number_of(desk, ADA))
        done = land(desk, tmp_path, f"{ADA},,ada@birch.example,+13125550190,NY,US", header=PLACE, file="then")
        assert (done.rejected, done.merged) == (0, 1)

    def test_lets_a_complaint_be_one_no_more(self, desk: Desk, counsel: Desk) -> None:
        call, _ = ended(desk, "complaint", ADA)
        with pytest.raises(Refused, match="frozen"):
            mark(desk, call.id, "title", "verified")
        lifted(counsel, number_of(desk, ADA))
        mark(desk, call.id, "title", "verified")

    def test_takes_the_duty_to_call_a_meeting_off_away(self, desk: Desk, counsel: Desk) -> None:
        booked(desk, ADA)
        opt_out(desk, prospect_named(desk, ADA).id)
        assert "cancel_meeting" in [task.kind for task in open_tasks(desk)]
        lifted(counsel, number_of(desk, ADA))
        assert "cancel_meeting" not in [task.kind for task in open_tasks(desk)]


class TestConsent:
    def test_that_came_after_the_no_lifts_it(self, desk: Desk, counsel: Desk) -> None:
        opt_out(desk, prospect_named(desk, ADA).id)
        assert refusal(counsel, number_of(desk, ADA), "consent") == "lift_consent"
        advance(desk, MINUTE)
        note_consent(counsel, prospect_named(desk, ADA).id, "consent", AGREED)
        lifted(counsel, number_of(desk, ADA), "consent", AGREED)
        assert prospect_named(desk, ADA).blocked == ""

    def test_from_before_the_no_does_not(self, desk: Desk, counsel: Desk) -> None:
        note_consent(counsel, prospect_named(desk, ADA).id, "consent", AGREED)
        advance(desk, MINUTE)
        opt_out(desk, prospect_named(desk, ADA).id)
        assert refusal(counsel, number_of(desk, ADA), "consent") == "lift_consent"
        advance(desk, MINUTE)
        note_consent(counsel, prospect_named(desk, ADA).id, "presumed_interest", AGREED)
        assert refusal(counsel, number_of(desk, ADA), "consent") == "lift_consent"

    def test_heals_no_complaint(self, desk: Desk, counsel: Desk) -> None:
        ended(desk, "complaint", ADA)
        advance(desk, MINUTE)
        note_consent(counsel, prospect_named(desk, ADA).id, "consent", AGREED)
        assert refusal(counsel, number_of(desk, ADA), "consent") == "lift_consent"


class TestANumberOrAddress:
    def test_stays_suppressed_when_the_no_of_its_owner_is_lifted(self, desk: Desk, counsel: Desk) -> None:
        opt_out(desk, prospect_named(desk, ADA).id)
        suppress_text(desk, "(312) 555-0101")
        reasons = [act.about for act in acts_about(counsel, number_of(desk, ADA))[1]]
        assert reasons == ["person", "value"]
        assert lifted(counsel, number_of(desk, ADA), act=0).free == ()
        assert lifted(counsel, "312-555-0101").free == (prospect_named(desk, ADA).id,)

    def test_nobody_is_on_record_with_is_lifted_by_itself(self, desk: Desk, counsel: Desk, tmp_path: Path) -> None:
        suppress_text(desk, "gil.nash@nash.example")
        row = "Gil Nash,,gil.nash@nash.example,+13125550188,IL,US"
        assert land(desk, tmp_path, row, header=PLACE).rejected == 1
        assert lifted(counsel, "Gil.Nash@nash.example").free == ()
        assert land(desk, tmp_path, row, header=PLACE, file="now").landed == 1


class TestNobodyElse:
    def test_lifts_anything(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        opt_out(desk, prospect_named(desk, ADA).id)
        monkeypatch.setattr(type(desk), "sandbox", property(lambda self: False))
        for who in (desk, as_lead(desk)):
            assert refusal(who, number_of(desk, ADA), "mistake") == "role"
        assert prospect_named(desk, ADA).blocked

    def test_and_compliance_not_without_a_reason(self, desk: Desk, counsel: Desk) -> None:
        opt_out(desk, prospect_named(desk, ADA).id)
        with pytest.raises(Wrong) as no:
            lifted(counsel, number_of(desk, ADA), why="oops")
        assert no.value.code == "lift_reason"
        with pytest.raises(Wrong) as no:
            lift(counsel, number_of(desk, ADA), 7, "mistake", SLIPPED)
        assert no.value.code == "no_act"

    def test_brings_back_who_was_erased(self, desk: Desk, counsel: Desk, tmp_path: Path) -> None:
        ada = prospect_named(desk, ADA)
        erase(counsel, ada.id)
        assert refusal(counsel, "ada@birch.example", "mistake") == "erased"
        with pytest.raises(Refused):
            acts_about(counsel, str(ada.id))


def test_it_stands_in_the_audit_who_lifted_what_and_why(desk: Desk, counsel: Desk) -> None:
    opt_out(desk, prospect_named(desk, ADA).id)
    done = lifted(counsel, number_of(desk, ADA))
    about = desk.store.read(lambda unit: unit.audit.about(f"prospect/{prospect_named(desk, ADA).id}"))
    entry = about[-1]
    assert (entry.action, entry.caller) == ("lift", "noor")
    assert json.loads(entry.detail)["why"] == SLIPPED and json.loads(entry.detail)["act"] == str(done.act.id)
    assert desk.store.read(lambda unit: verify(unit.audit)).faults == ()


def test_whoever_a_number_takes_along_finds_it_in_their_own_trail(desk: Desk) -> None:
    suppress_text(desk, "(312) 555-0102")
    ben = prospect_named(desk, BEN)
    (entry,) = desk.store.read(lambda unit: unit.audit.about(f"prospect/{ben.id}"))
    told = json.loads(entry.detail)
    assert (entry.action, told["new"], told["taken_along"]) == ("suppress", "do_not_call", True)
