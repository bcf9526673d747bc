"""Whoever wants to be forgotten is: no row says who they are, nobody rings them again, and no count changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hands import (
    as_lead,
    booked,
    dialled,
    ended,
    enrolment_of,
    everything,
    land,
    meeting_of,
    people_named,
    prospect_named,
    refused_dial,
    taken,
)
from houses import ADA, AT_ONCE, BEN, CAMPAIGN, CLEO, advance, beside, change_campaign
from setter.domain.errors import Refused, Wrong
from setter.domain.sales_answer import SaleSays
from setter.services.appeal import appeal, decide
from setter.services.consent import note_consent
from setter.services.desk import Desk
from setter.services.doctor import examine
from setter.services.draft import keep_note, resume
from setter.services.erase import erase
from setter.services.hand_off import export, meetings_of
from setter.services.left_alone import reasons_for
from setter.services.measures import Asked
from setter.services.measures_reports import callers
from setter.services.meeting_life import cancel
from setter.services.record_outcome import Given, record
from setter.services.review import report
from setter.services.sales_reply import answer
from setter.services.subject import subject
from setter.services.unite import unite
from setter.services.verify import mark
from setter.store.records import AuditEntry

SAID = "Her sister Olive runs the depot in Joliet"
MARKS = ("Ada", "North", "ada@birch", "5550101", "Olive", "Joliet", "Head of Vans")


def all_entries(unit: Any) -> list[AuditEntry]:
    """The whole audit, chain by chain."""
    rows = [
        row
        for each in unit.audit.heads()
        for row in unit.audit.afresh("entries", writer=each.writer, after=0, most=999)
    ]
    return [AuditEntry(**row) for row in rows]


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
    assert entries[-1].action == "erase" and all(entry.detail == "" for entry in entries[:-1])
    named = json.loads(entries[-1].detail)["subjects"]
    assert f"prospect/{ada}" in named and {each.partition("/")[0] for each in named} == {"prospect", "call", "meeting"}
    emptied = {entry.subject for entry in known.store.read(all_entries) if entry.salt == ""}
    assert emptied and emptied <= set(named)


def test_erased_again_the_audit_still_verifies_of_records_that_were_united_too(known: Desk, tmp_path: Path) -> None:
    header, ada = "full_name,company,email,phone,region,country", prospect_named(known, ADA).id
    land(known, tmp_path, "Ada North,,ada@home.example,+13125550191,IL,US", header=header, file="home", source="fair")
    (home,) = known.store.read(lambda unit: [each.id for each in people_named(unit, ADA) if each.id != ada])
    note_consent(known, home, "consent", "Agreed on our stand at the fair, card kept")
    land(known, tmp_path, "Ada North,,ada@home.example,+13125550101,IL,US", header=header, file="bridge")
    assert prospect_named(known, ADA).id == ada
    erase(known, ada)
    assert f"prospect/{home}" in {entry.subject for entry in known.store.read(all_entries) if entry.salt == ""}
    erase(known, ada, "asked again")
    assert all(finding.sound for finding in examine(known))
    kept = known.store.read(lambda unit: unit.audit.about(f"prospect/{ada}"))[-1]
    assert json.loads(kept.detail)["why"] == "asked again"


def test_nobody_brings_them_back(known: Desk, tmp_path: Path) -> None:
    erase(known, prospect_named(known, ADA).id)
    again = land(known, tmp_path, "Ada North,Birch Foods,+13125550101,Owner,ada@birch.example,IL,US", file="again")
    assert (again.landed, again.rejected) == (0, 1)
    elsewhere = land(known, tmp_path, "A. North,Other Firm,,Owner,ada@birch.example,IL,US", file="elsewhere")
    assert elsewhere.landed == 0


def test_what_sales_and_their_caller_wrote_goes_with_whoever_they_turned_out_to_be(small_desk: Desk) -> None:
    booked(small_desk, CLEO, when="1 dec 3pm", email="cleo@elm.example")
    ada, cleo = prospect_named(small_desk, ADA).id, prospect_named(small_desk, CLEO).id
    (sql,) = small_desk.store.read(lambda unit: unit.erasure.handoffs(cleo))
    lead, rejected = as_lead(small_desk), SaleSays("rejected", "R04", SAID, lacked=SAID, minutes=20)
    answer(lead, sql.id, rejected)
    appeal(small_desk, sql.id, SAID)
    decide(lead, sql.id, "upheld", SAID)
    small_desk.store.write(lambda unit: unite(small_desk, unit, [ada, cleo]))
    (told,) = subject(lead, ada)["records"][0]["sqls"]
    assert (told["sales"]["reason"], told["appeal"]["note"], len(told["sales_answers"])) == (SAID, SAID, 2)
    before = callers(lead, Asked()).rows
    assert ("gate false positives, budget", 1) in {(each.measure, each.numerator) for each in before}
    erase(small_desk, ada)
    assert left(small_desk) == [] and callers(lead, Asked()).rows == before
    kept = small_desk.store.read(lambda unit: unit.sales.words_with(ada))
    assert [(each.code, each.minutes, each.reason) for each in kept] == [("R04", 20, "")]


def test_every_count_stays(known: Desk) -> None:
    before = report(known, "today")
    erase(known, prospect_named(known, ADA).id)
    assert report(known, "today") == before


def test_colleagues_are_left_as_they_were(known: Desk) -> None:
    before = prospect_named(known, BEN)
    erase(known, prospect_named(known, ADA).id)
    assert prospect_named(known, BEN) == before
    assert known.store.read(lambda unit: reasons_for(unit, before)) == ()


def test_nothing_is_held_on_whoever_was_erased(known: Desk) -> None:
    ada = prospect_named(known, ADA).id
    erase(known, ada)
    with pytest.raises(Wrong) as refused:
        subject(known, ada)
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


def test_a_meeting_of_the_past_is_still_listed_without_them(desk: Desk) -> None:
    booked(desk, ADA)
    advance(desk, 14 * 24 * 60 * 60_000)
    erase(desk, prospect_named(desk, ADA).id)
    assert [line.meeting for line in meetings_of(desk, CAMPAIGN)]
    assert left(desk) == []


def test_what_a_journal_still_holds_of_them_is_forgotten_and_nothing_comes_back(desk: Desk) -> None:
    call = dialled(desk, ADA)
    keep_note(desk, call.id, SAID)
    advance(desk, 3 * 60 * 60_000)
    erase(desk, prospect_named(desk, ADA).id)
    assert resume(desk) is None
    with pytest.raises(Refused) as refused:
        record(desk, call.id, Given("no_answer", note=SAID))
    assert refused.value.code == "gone"
    assert left(desk) == []


def test_whoever_may_be_somebody_else_stays_and_is_named(desk: Desk, tmp_path: Path) -> None:
    land(
        desk,
        tmp_path,
        "Jim Butt,Acme,+13125550171,,info@acme.example,IL,US",
        "Jane Butt,Acme,+13125550172,,info@acme.example,IL,US",
        file="butts",
    )
    jay, jane = prospect_named(desk, "Jim Butt"), prospect_named(desk, "Jane Butt")
    desk.store.write(lambda unit: unit.prospects.save(replace(jay, full_name="J. Butt")))
    done = erase(desk, jay.id)
    assert (done.records, done.doubtful) == ((jay.id,), (jane.id,))
    assert prospect_named(desk, "Jane Butt").erased_at is None


def test_their_suppliers_id_does_not_bring_them_back(desk: Desk, tmp_path: Path) -> None:
    header = "external_id,full_name,company,phone,email,region,country"
    crm = {"header": header, "source": "crm"}
    land(desk, tmp_path, "4711,Zoe Quay,Old Firm,+13125550173,,IL,US", file="first", **crm)
    erase(desk, prospect_named(desk, "Zoe Quay").id)
    again = land(desk, tmp_path, "4711,Zoe Quay,New Firm,+12125550174,,NY,US", file="second", **crm)
    assert (again.landed, again.rejected) == (0, 1)


def test_the_caps_that_protect_colleagues_still_count_their_dials(desk: Desk, tmp_path: Path) -> None:
    change_campaign(desk, AT_ONCE)
    office = [f"{name},Ivy Works,+13125550200,Owner,,IL,US" for name in ("Gil Nash", "Hal Ives")]
    land(desk, tmp_path, *office, file="office")
    for _ in range(3):
        ended(desk, "no_answer", "Gil Nash") if _ < 2 else ended(desk, "no_answer", "Hal Ives")
        advance(desk, 20 * 60_000)
    erase(desk, prospect_named(desk, "Gil Nash").id)
    assert refused_dial(desk, taken(desk, "Hal Ives").id) == "cap_number"


def test_a_cancellation_reaches_sales_before_its_address_is_gone(desk: Desk, tmp_path: Path) -> None:
    booked(desk, ADA)
    export(desk, "csv", tmp_path / "out.csv")
    cancel(desk, meeting_of(desk).id, "off")
    with pytest.raises(Refused) as refused:
        erase(desk, prospect_named(desk, ADA).id)
    assert refused.value.code == "cancel_not_sent"


def test_what_came_since_is_erased_by_erasing_again(known: Desk) -> None:
    ada = prospect_named(known, ADA).id
    erase(known, ada)
    known.store.write(lambda unit: unit.prospects.save(replace(unit.prospects.get(ada), notes=SAID)))  # type: ignore[type-var]
    assert erase(known, ada).records == (ada,)
    assert left(known) == []


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
    export(desk, "csv", tmp_path / "off.csv")
    done = erase(desk, prospect_named(desk, ADA).id)
    assert any("out" in path for path in done.handed_out)
    assert left(desk) == []
    assert enrolment_of(desk, BEN)
