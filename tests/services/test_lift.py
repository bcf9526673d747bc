"""A suppression is lifted by compliance alone, on a ground that is written down; nothing else ever lifts one."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import called, dialled, ended, enrolment_of, land, prospect_named, taken
from houses import ADA, AT_ONCE, BEN, CAMPAIGN, beside, change_campaign
from setter.domain.errors import Refused, Wrong
from setter.services.consent import note_consent
from setter.services.desk import Desk
from setter.services.lift import lift
from setter.services.opt_out import opt_out
from setter.services.queue_view import why_queue
from setter.services.suppress import reasons_for
from setter.services.suppress_value import suppress_file, suppress_text
from setter.services.undo import undo

SLIP = "F9 was struck on the wrong call at 10:31, she said so herself"


@pytest.fixture
def gone(desk: Desk) -> Desk:
    """Ada asked not to be called, or so it was recorded."""
    change_campaign(desk, AT_ONCE)
    opt_out(desk, prospect_named(desk, ADA).id)
    return desk


def test_a_key_struck_by_mistake_brings_them_back_with_its_reason(gone: Desk) -> None:
    ada = prospect_named(gone, ADA)
    done = lift(gone, ada.id, "mis_key", SLIP)
    assert done.reasons == ("do_not_call",)
    assert enrolment_of(gone, ADA).work_state == "queued"
    assert called(gone) == ADA
    (entry,) = [
        each for each in gone.store.read(lambda unit: unit.audit.about(f"prospect/{ada.id}")) if each.action == "lift"
    ]
    assert SLIP in entry.detail


def test_what_was_lifted_stands_again_as_soon_as_they_ask_again(gone: Desk, tmp_path: Path) -> None:
    ada = prospect_named(gone, ADA)
    lift(gone, ada.id, "mis_key", SLIP)
    opt_out(gone, ada.id)
    assert gone.store.read(lambda unit: reasons_for(unit, prospect_named(gone, ADA))) == ("do_not_call",)
    again = land(gone, tmp_path, "Ada North,Birch Foods,+13125550101,Owner,ada@birch.example,IL,US", file="again")
    assert again.landed == 0


def test_a_new_consent_must_be_on_record_first(gone: Desk) -> None:
    ada = prospect_named(gone, ADA)
    with pytest.raises(Refused) as refused:
        lift(gone, ada.id, "new_consent", "She wrote to us that she wants to hear more")
    assert refused.value.code == "no_consent"
    note_consent(gone, ada.id, "consent", "Her e-mail of today: please call me after all")
    assert lift(gone, ada.id, "new_consent", "Her e-mail of today: please call me after all").records == (ada.id,)


def test_nobody_but_compliance_lifts_one(gone: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(gone), "sandbox", property(lambda self: False))
    ada = prospect_named(gone, ADA).id
    for name in ("mira", "lead"):
        with pytest.raises(Refused) as refused:
            lift(beside(gone, name), ada, "mis_key", SLIP)
        assert refused.value.code == "role"
    gone.store.write(lambda unit: unit.settings.set_role("noor", "compliance"))
    assert lift(beside(gone, "noor"), ada, "mis_key", SLIP).records == (ada,)


def test_undo_never_does(desk: Desk) -> None:
    call, _ = ended(desk, "do_not_call", ADA)
    with pytest.raises(Refused):
        undo(desk, call.id)
    assert desk.store.read(lambda unit: reasons_for(unit, prospect_named(desk, ADA))) == ("do_not_call",)


def test_the_dead_are_left_in_peace(desk: Desk) -> None:
    ended(desk, "deceased", ADA)
    with pytest.raises(Refused) as refused:
        lift(desk, prospect_named(desk, ADA).id, "mis_key", SLIP)
    assert refused.value.code == "for_good"


@pytest.mark.parametrize(("ground", "note", "code"), [("mercy", SLIP, "ground"), ("mis_key", "oops", "lift_note")])
def test_a_ground_and_its_words_are_wanted(gone: Desk, ground: str, note: str, code: str) -> None:
    with pytest.raises(Wrong) as refused:
        lift(gone, prospect_named(gone, ADA).id, ground, note)
    assert refused.value.code == code
    with pytest.raises(Refused) as nothing:
        lift(gone, prospect_named(gone, BEN).id, "mis_key", SLIP)
    assert nothing.value.code == "not_suppressed"


class TestAFileOfWhoAsked:
    def test_is_heeded_line_by_line_and_says_what_it_could_not_read(self, desk: Desk, tmp_path: Path) -> None:
        path = tmp_path / "do-not-call.csv"
        path.write_text("number\n+1 312 555 0101\ncleo@elm.example;2026\nnobody at all\n", encoding="utf-8")
        done = suppress_file(desk, path)
        assert (done.numbers, done.emails, done.unread, done.reached) == (1, 1, 2, 2)
        assert dict(why_queue(desk, CAMPAIGN))["suppressed"] == 2

    def test_reaches_whoever_is_on_the_line(self, desk: Desk, tmp_path: Path) -> None:
        call = dialled(desk, ADA)
        suppress_text(desk, "+13125550101")
        assert taken(beside(desk, "noor")).prospect_id != call.prospect_id

    def test_that_is_not_there_is_told(self, desk: Desk, tmp_path: Path) -> None:
        with pytest.raises(Wrong) as refused:
            suppress_file(desk, tmp_path / "nowhere.csv")
        assert refused.value.code == "suppression_file"
