"""Whoever wants to be forgotten is: no row says who they are, nobody rings them again, and no count changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import booked, dialled, ended, enrolment_of, everything, land, meeting_of, prospect_named, taken
from houses import ADA, BEN, advance, beside
from setter.domain.errors import Refused, Wrong
from setter.services.consent import note_consent
from setter.services.desk import Desk
from setter.services.doctor import examine
from setter.services.erase import erase
from setter.services.hand_off import export
from setter.services.meeting_life import cancel
from setter.services.review import report
from setter.services.subject import subject
from setter.services.suppress import reasons_for
from setter.services.verify import mark

SAID = "Her sister Olive runs the depot in Joliet"
MARKS = ("Ada", "North", "ada@birch", "5550101", "Olive", "Joliet", "Head of Vans")


def left(desk: Desk) -> list[str]:
    """Every table and column that still says something of her."""
    return [
        f"{table}.{column}: {mark}"
        for table, rows in everything(desk, "campaign_version", "import_batch").items()
        for row in rows
        for column, value in row.items()
        for mark in MARKS
        if mark in str(value)
    ]


@pytest.fixture
def known(desk: Desk) -> Desk:
    """Ada after a whole history: called, corrected, agreed, met and called off."""
    ended(desk, "no_answer", ADA, note=SAID)
    advance(desk, 60 * 60_000)
    note_consent(desk, prospect_named(desk, ADA).id, "consent", f"{SAID}, agreed")
    booked(desk, ADA)
    cancel(desk, meeting_of(desk).id, f"{SAID}, off")
    return desk


def test_no_row_says_who_they_are(known: Desk) -> None:
    assert left(known)
    erase(known, prospect_named(known, ADA).id)
    assert left(known) == []


def test_the_audit_still_verifies_and_says_that_it_was_done(known: Desk) -> None:
    ada = prospect_named(known, ADA).id
    erase(known, ada)
    assert all(finding.sound for finding in examine(known))
    entries = known.store.read(lambda unit: unit.audit.about(f"prospect/{ada}"))
    assert entries[-1].action == "erase" and all(entry.detail in ("", "{}") for entry in entries)


def test_nobody_brings_them_back(known: Desk, tmp_path: Path) -> None:
    erase(known, prospect_named(known, ADA).id)
    again = land(known, tmp_path, "Ada North,Birch Foods,+13125550101,Owner,ada@birch.example,IL,US", file="again")
    assert (again.landed, again.rejected) == (0, 1)
    elsewhere = land(known, tmp_path, "A. North,Other Firm,,Owner,ada@birch.example,IL,US", file="elsewhere")
    assert elsewhere.landed == 0


def test_every_count_stays(known: Desk) -> None:
    before = report(known, "today")
    erase(known, prospect_named(known, ADA).id)
    assert report(known, "today") == before


def test_colleagues_are_left_as_they_were(known: Desk) -> None:
    before = prospect_named(known, BEN)
    erase(known, prospect_named(known, ADA).id)
    assert prospect_named(known, BEN) == before
    assert known.store.read(lambda unit: reasons_for(unit, before)) == ()


def test_a_second_time_there_is_nobody(known: Desk) -> None:
    ada = prospect_named(known, ADA).id
    erase(known, ada)
    for act in (erase, subject):
        with pytest.raises(Wrong) as refused:
            act(known, ada)
        assert refused.value.code == "no_prospect"


def test_nobody_is_erased_in_the_middle_of_a_call_or_before_a_meeting(desk: Desk) -> None:
    call = dialled(desk, ADA)
    with pytest.raises(Refused) as refused:
        erase(beside(desk, "noor"), prospect_named(desk, ADA).id)
    assert refused.value.code == "held"
    assert call.prospect_id == prospect_named(desk, ADA).id


def test_a_meeting_ahead_is_called_off_first(desk: Desk) -> None:
    booked(desk, ADA)
    with pytest.raises(Refused) as refused:
        erase(desk, prospect_named(desk, ADA).id)
    assert refused.value.code == "meeting_ahead"
    assert str(meeting_of(desk).id) in refused.value.hint


def test_compliance_alone_may(known: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(known), "sandbox", property(lambda self: False))
    for name, allowed in (("mira", False), ("lead", False)):
        with pytest.raises(Refused) as refused:
            erase(beside(known, name), prospect_named(known, ADA).id)
        assert (refused.value.code, allowed) == ("role", False)
    known.store.write(lambda unit: unit.settings.set_role("noor", "compliance"))
    assert erase(beside(known, "noor"), prospect_named(known, ADA).id).records


def test_a_correction_of_the_card_is_forgotten_too(desk: Desk) -> None:
    call = taken(desk, ADA)
    mark(desk, call.id, "title", "wrong", "Head of Vans")
    from setter.services.take_call import release

    release(desk, call.id)
    erase(desk, prospect_named(desk, ADA).id)
    assert left(desk) == []


def test_what_sales_has_is_named(desk: Desk, tmp_path: Path) -> None:
    booked(desk, ADA)
    export(desk, "csv", tmp_path / "out.csv")
    cancel(desk, meeting_of(desk).id, "off")
    done = erase(desk, prospect_named(desk, ADA).id)
    assert any("out" in path for path in done.handed_out)
    assert left(desk) == []
    assert enrolment_of(desk, BEN)
