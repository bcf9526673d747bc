"""A client's own systems get its meetings and people: each change once, nobody who asked to be left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import vobject

from hands import QUALIFIED, as_lead, booked, dialled, everything, land, meeting_of, prospect_named
from houses import ADA, BEN, CAMPAIGN, CLEO, DOV, FAY, advance, change_campaign
from setter.domain.errors import Refused, Wrong
from setter.domain.units import MINUTE
from setter.examples import example_campaign
from setter.handoff.crm_map import book_named
from setter.handoff.meeting import SANDBOX_MARK
from setter.services.acquired import acquired
from setter.services.book import book
from setter.services.campaigns import activate, add_text
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.export_prospects import export_prospects
from setter.services.hand_off import export, meetings_of
from setter.services.meeting_life import cancel, reschedule
from setter.services.opt_out import opt_out
from setter.services.record_outcome import Given, record
from setter.services.suppress_value import suppress_text
from setter.services.take_call import take
from setter.store.records import SalesWord

OURS = """
[crm.salesforce]
stages = { SQL = "Sales Ready" }
fields = { need_quote = "Pain__c" }
"""


def table(path: Path) -> list[dict[str, str]]:
    import pandas

    return pandas.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")


def ids_of(folder: Path, *names: str) -> Path:
    """What Data Loader says after it has loaded the people of a folder: a record's id for some of them."""
    rows = [row for row in table(folder / "leads-loader.csv") if f"{row['FirstName']} {row['LastName']}" in names]
    told = "".join(f'"00Q{place}","{row["Setter_Id__c"]}"\r\n' for place, row in enumerate(rows))
    (folder / "success.csv").write_text(f'"ID","SETTER_ID__C"\r\n{told}', encoding="utf-8")
    return folder / "success.csv"


@pytest.mark.requirement("R-087", "R-088")
def test_salesforce_gets_people_then_their_events_and_each_once(desk: Desk, tmp_path: Path) -> None:
    change_campaign(desk, more=OURS)
    booked(desk, ADA)
    booked(desk, BEN, when="thu 3 dec 9:00")
    assert {"salesforce", "salesforce-events"} <= set(meetings_of(desk, CAMPAIGN)[0].due)
    out = tmp_path / "sf"
    assert export(desk, "salesforce", out).changes == 2 and export(desk, "salesforce", out).changes == 0
    ada = next(row for row in table(out / "leads-loader.csv") if row["FirstName"] == "Ada")
    assert (ada["Status"], ada["Setter_Rung__c"], ada["SQL_Id__c"] != "") == ("Sales Ready", "SQL", True)
    assert ada["Pain__c"] == "we lose two hours a day on the phone" and not list(out.glob("*.ics"))
    ids = ids_of(out, ADA)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("setter.services.leaving.put_out", stopped)
        export(desk, "salesforce-events", tmp_path / "dead", ids=ids)
    done = export(desk, "salesforce-events", tmp_path / "ev", ids=ids)
    assert "has put nothing into" in done.text and not (tmp_path / "dead").exists()
    waits = str(meeting_of(desk, BEN).id)
    assert done.changes == 1 and done.document["withheld"] == [{"meeting": waits, "reason": "no_record_id"}]
    assert f"1 meeting stays due, for the file of ids has no record of the prospect: {waits}." in done.text
    assert [row["WhoId"] for row in table(tmp_path / "ev" / "events.csv")] == ["00Q0"]
    reschedule(desk, meeting_of(desk).id, "fri 4 dec 10:30")
    assert export(desk, "salesforce-events", tmp_path / "ev", ids=ids_of(out, ADA, BEN)).changes == 2
    (event,), (change,) = (table(tmp_path / "ev" / name) for name in ("events.csv", "event-changes.csv"))
    assert (event["WhoId"], change["WhoId"], change["What changed"]) == ("00Q1", "00Q0", "rescheduled")
    assert export(desk, "salesforce-events", tmp_path / "ev", ids=ids).changes == 0
    opt_out(desk, prospect_named(desk, ADA).id)
    cancel(desk, meeting_of(desk).id)
    export(desk, "salesforce", out)
    assert [row["HasOptedOutOfEmail"] for row in table(out / "leads-loader.csv") if row["FirstName"] == "Ada"] == ["1"]
    with pytest.raises(Wrong) as wrong:
        export(desk, "salesforce-events", tmp_path / "ev")
    assert wrong.value.code == "no_ids"


def test_hubspot_gets_a_meeting_once_and_its_changes_apart(desk: Desk, tmp_path: Path) -> None:
    booked(desk, ADA)
    call = dialled(desk, BEN)
    book(desk, call.id, "thu 3 dec 9:00")
    answers = {name: value for name, value in QUALIFIED.items() if name != "email"}
    record(desk, call.id, Given("meeting_set", answers=answers, minutes=6))
    out = tmp_path / "hub"
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("setter.services.leaving.put_out", stopped)
        export(desk, "hubspot", out)
    done = export(desk, "hubspot", out)
    assert done.changes == 1 and "knows people by their e-mail address" in done.text
    assert [row["Email"] for row in table(out / "meetings.csv")] == ["ada@birch.example"]
    assert export(desk, "vcard", None).changes == 2
    advance(desk, MINUTE)
    reschedule(desk, meeting_of(desk).id, "fri 4 dec 10:30")
    moved = card_of(desk)
    assert moved.rev.value == "20261124T163100Z" and "Friday 4 December" in moved.note.value
    assert export(desk, "hubspot", out).changes == 1 and table(out / "meetings.csv") == []
    assert [row["What changed"] for row in table(out / "meeting-changes.csv")] == ["rescheduled"]
    opt_out(desk, prospect_named(desk, ADA).id)
    cancel(desk, meeting_of(desk).id)
    assert export(desk, "vcard", None).changes == 0, "her card never leaves again"
    assert export(desk, "hubspot", out).changes == 1, "the word that it is off"
    assert [row["Meeting outcome"] for row in table(out / "meeting-changes.csv")] == ["CANCELED"]
    assert export(desk, "salesforce", out).changes == 1 and "Ada" not in (out / "leads-loader.csv").read_text()


def card_of(desk: Desk) -> Any:
    (card,) = vobject.readComponents((export(desk, "vcard", None).content or b"").decode())
    return card


def test_a_card_promises_no_meeting_that_is_off_and_nobody_is_named_as_a_source(desk: Desk, tmp_path: Path) -> None:
    booked(desk, ADA)
    export(desk, "vcard", None)
    told_by = acquired(prospect_named(desk, ADA).id, 1, "referral", f"referred by {BEN}", desk.now(), on="2020-01-01")
    desk.store.write(lambda unit: unit.prospects.add_acquisition(told_by))
    export(desk, "salesforce", tmp_path / "sf")
    assert [row["LeadSource"] for row in table(tmp_path / "sf" / "leads-loader.csv")] == ["referral"]
    cancel(desk, meeting_of(desk).id)
    assert card_of(desk).note.value == SANDBOX_MARK


def stopped(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.requirement("R-089")
def test_no_client_is_told_of_anothers_people(desk: Desk, tmp_path: Path) -> None:
    text = example_campaign().replace(f'id = "{CAMPAIGN}"', 'id = "other"', 1)
    before = 'id = "tidemark"'
    assert before in text
    add_text(desk, text.replace(before, 'id = "elsewhere"', 1))
    activate(as_lead(desk), "other")
    land(desk, tmp_path, "Gil Secret,Ivy Mills,+13125550199,,gil@ivy.example,IL,US", campaign="other")
    for form in ("csv", "json", "vcard", "salesforce", "hubspot"):
        out = tmp_path / form
        out.mkdir()
        given = export_prospects(as_lead(desk), form, out, campaign_id=CAMPAIGN)
        assert given.document["client"] == "tidemark"
        told = b"".join(path.read_bytes() for path in out.iterdir())
        assert b"Ada" in told and b"Secret" not in told, form
    with pytest.raises(Wrong) as wrong:
        export(desk, "hubspot", tmp_path / "both")
    assert wrong.value.code == "which_campaign"
    booked(desk, ADA)
    (secret,) = desk.store.read(lambda unit: unit.prospects.enrolments_of(2))
    call = take(desk, secret.id).call
    assert call is not None
    dial(desk, call.id)
    book(desk, call.id, "thu 3 dec 9:00")
    with pytest.raises(Refused) as refused:
        export(desk, "csv", None)
    assert refused.value.code == "several_clients" and everything(desk)["export"] == []
    assert "Secret" not in (export(desk, "csv", None, campaign_id=CAMPAIGN).content or b"").decode()


@pytest.mark.requirement("R-001", "R-075")
def test_prospects_leave_as_they_stand_without_anybody_who_must_not_be_contacted(desk: Desk, tmp_path: Path) -> None:
    booked(desk, ADA)
    opt_out(desk, prospect_named(desk, BEN).id)
    suppress_text(desk, "+12125550103")
    with pytest.raises(Refused) as refused:
        export_prospects(desk, "csv", None, campaign_id=CAMPAIGN)
    assert refused.value.code == "role"
    lead = as_lead(desk)
    given = export_prospects(lead, "csv", tmp_path / "people.csv", campaign_id=CAMPAIGN)
    rows = table(tmp_path / "people.csv")
    assert {row["full_name"] for row in rows} & {BEN, CLEO} == set() and len(rows) == 4
    assert list(rows[0]) == book_named("prospects").file[0].headers
    assert {row["rung"] for row in rows if row["full_name"] == ADA} == {"SQL"}
    assert given.document["by_rung"] == {"prospect": 3, "SQL": 1} and sum(given.document["left_out"].values()) == 2
    assert "Exported by rung: prospect: 3, SQL: 1." in given.text and "Left out" in given.text
    only = export_prospects(lead, "vcard", None, campaign_id=CAMPAIGN, rungs=["SQL"], dialect="outlook")
    (card,) = vobject.readComponents((only.content or b"").decode())
    assert (card.fn.value, card.version.value) == (ADA, "3.0")
    hubspot = export_prospects(lead, "hubspot", tmp_path / "hub", campaign_id=CAMPAIGN)
    assert (
        hubspot.document["left_out"]["no_email"] == 2
        and {DOV, FAY} & {f"{row['First Name']} {row['Last Name']}" for row in table(tmp_path / "hub" / "contacts.csv")}
        == set()
    )
    land(desk, tmp_path, *(f"{name},X Ltd,+1312555019{n},Owner,INFO@x.example,IL,US" for n, name in enumerate("AB")))
    hubspot = export_prospects(lead, "hubspot", tmp_path / "hub", campaign_id=CAMPAIGN)
    assert hubspot.document["left_out"]["same_email"] == 1
    assert "have the e-mail address of somebody else who left: 1." in hubspot.text
    kept = [row for row in everything(desk)["audit"] if row["action"] == "export_prospects"]
    assert len(kept) == 4 and not [row for row in kept if "Ada" in str(row)]


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda desk: export_prospects(desk, "pdf", None, campaign_id=CAMPAIGN), "form"),
        (lambda desk: export_prospects(desk, "hubspot", None, campaign_id=CAMPAIGN), "needs_folder"),
        (lambda desk: export_prospects(desk, "csv", None, campaign_id=CAMPAIGN, rungs=["boss"]), "no_rung"),
        (lambda desk: export_prospects(desk, "hubspot", Path("x"), campaign_id=CAMPAIGN, dialect="spreadsheet"), ""),
        (lambda desk: export(desk, "salesforce", None), "needs_folder"),
    ],
)
def test_what_cannot_be_is_said(small_desk: Desk, ask: Callable[[Desk], object], code: str) -> None:
    with pytest.raises(Wrong) as wrong:
        ask(as_lead(small_desk))
    assert wrong.value.code == (code or "unknown_dialect")


def test_whoever_sales_sent_back_keeps_hubspots_stage_and_gets_a_status(desk: Desk, tmp_path: Path) -> None:
    reply = booked(desk, ADA)[1]
    enrolment = meeting_of(desk).enrolment_id
    word = SalesWord(
        *(int(str(reply.sql)), 1, enrolment, prospect_named(desk, ADA).id),
        decision="rejected",
        code="R06",
        answered_at=desk.now(),
    )
    desk.store.write(lambda unit: unit.sales.save_word(word))
    export_prospects(as_lead(desk), "hubspot", tmp_path, campaign_id=CAMPAIGN)
    (ada,) = (row for row in table(tmp_path / "contacts.csv") if row["First Name"] == "Ada")
    assert (ada["Lifecycle Stage"], ada["Lead Status"]) == ("Sales Qualified Lead", "Bad Timing")
