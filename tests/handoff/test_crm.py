"""What a CRM is given: exactly the columns of its map, each meeting once, and nothing internal where others read it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from setter.domain.campaign import CrmMap
from setter.domain.errors import Wrong
from setter.handoff.batch import MANIFEST, Form, Occasion, export_folder
from setter.handoff.crm import record_ids
from setter.handoff.crm_map import Book, book_for, book_named
from setter.handoff.crm_words import internal_notes
from setter.handoff.invitation import description, invite
from setter.handoff.meeting import SANDBOX_MARK, MeetingRecord
from setter.handoff.person import Line, Person
from setter.handoff.vcard import card

NOW = 1_795_500_000_000
WIZARD = (
    "First Name, Last Name, Company, Title, Email, Phone, Mobile Phone, Lead Source, Lead Status, Rating, Industry, "
    "No. of Employees, City, Postal Code, Country, Description, Record Owner, Email Opt Out, Setter Rung"
)
LOADER = (
    "FirstName,LastName,Company,Title,Email,Phone,MobilePhone,LeadSource,Status,Rating,Industry,NumberOfEmployees,"
    "Street,City,State,PostalCode,Country,Description,OwnerId,SQL_Id__c,Setter_Rung__c"
)
EVENT = "Subject,StartDateTime,EndDateTime,DurationInMinutes,Location,Description,WhoId,OwnerId,ShowAs,IsReminderSet"
CONTACT = (
    "First Name, Last Name, Email, Phone Number, Job Title, Company Name, Lifecycle Stage, Lead Status, Contact owner, "
    "Appointment SQL Id, Temperature, Setter Rung"
)
HUBSPOT_MEETING = (
    "Email, Meeting name, Meeting start time, Meeting end time, Meeting description, Internal meeting notes, "
    "Meeting outcome, Activity date, Activity assigned to"
)
ATTACK = "=cmd|' /C calc'!A0"


@pytest.fixture
def met(record: MeetingRecord) -> MeetingRecord:
    """The meeting with its person; each internal text starts with INTERNAL, and the last name is an attack."""
    person = Person(
        *(77, "Larkfield", "INTERNAL campaign", "Ana Núñez", "SQL", "INTERNAL definition", NOW),
        first_name="Ana",
        last_name=ATTACK,
        company="Cargo, Sons; & Co",
        email="ana@cargo.example",
        lines=(Line("+13125550101", "", "direct"), Line("+13125550109", "", "mobile")),
        employees="51-200",
        source="INTERNAL zoomlist",
        temperature="hot",
        standing="meeting",
        rep="treyes",
        sql=5501,
        known={"need_quote": "INTERNAL trucks wait"},
        gates={"need": "pass"},
        internal_notes=internal_notes(record),
        meeting_words=description(record.public),
        record_id="00Q1",
    )
    return replace(record, person=person)


def book(crm: str, **ours: dict[str, str]) -> Book:
    return book_for(crm, CrmMap(**ours), {}, {"need_quote"})


def written(folder: Path, form: Form, book: Book, *records: MeetingRecord) -> dict[str, list[dict[str, str]]]:
    """The tables of an export as pandas reads them; each must have exactly the columns of its map."""
    import pandas

    export_folder(records, folder, form, NOW, "crm", Occasion(book=book))
    headers = {file.name: file.headers for file in book.file}
    found = {}
    for path in folder.glob("*.csv"):
        table = pandas.read_csv(path, dtype=str, keep_default_na=False)
        assert list(table.columns) == headers.get(path.name, ["File", "Column", "Property"])
        found[path.name] = table.to_dict("records")
    return found


class TestSalesforce:
    @pytest.mark.requirement("R-087", "R-088")
    def test_people_go_by_label_and_by_api_name_with_our_rung_beside_the_crms_stage(
        self, met: MeetingRecord, tmp_path: Path
    ) -> None:
        ours = book("salesforce", stages={"SQL": "Sales Ready"}, owners={"treyes": "005A"})
        tables = written(tmp_path, "salesforce", ours, met)
        assert set(tables) == {"leads-wizard.csv", "leads-loader.csv"}
        (wizard,), (loader,) = tables["leads-wizard.csv"], tables["leads-loader.csv"]
        assert ", ".join(wizard) == WIZARD and set(LOADER.split(",")) <= set(loader)
        assert (wizard["Lead Status"], wizard["Setter Rung"], wizard["Rating"]) == ("Sales Ready", "SQL", "Hot")
        assert (loader["Status"], loader["Setter_Rung__c"], loader["OwnerId"]) == ("Sales Ready", "SQL", "005A")
        assert (loader["SQL_Id__c"], loader["Setter_Id__c"]) == ("5501", "77")
        assert (wizard["Phone"], wizard["Mobile Phone"]) == ("+13125550101", "+13125550109")
        assert (wizard["Last Name"], wizard["Company"]) == (f"'{ATTACK}", "Cargo, Sons; & Co")
        assert (wizard["No. of Employees"], wizard["Email Opt Out"]) == ("", "0")

    def test_somebody_met_twice_is_one_record_as_of_the_meeting_that_stands(
        self, met: MeetingRecord, tmp_path: Path
    ) -> None:
        assert met.person is not None
        off = replace(met, status="cancelled", person=replace(met.person, sql=None))
        (lead,) = written(tmp_path, "salesforce", book("salesforce"), met, off)["leads-loader.csv"]
        assert lead["SQL_Id__c"] == "5501"

    def test_one_name_alone_is_the_last_one_and_no_text_is_longer_than_its_field(
        self, met: MeetingRecord, tmp_path: Path
    ) -> None:
        assert met.person is not None
        alone = replace(met.person, full_name="Anna", first_name="Anna", last_name="")
        long = replace(met.person, prospect=78, last_name="M" * 255, company="N" * 300, title="T" * 255)
        records = [replace(met, person=each) for each in (alone, long)]
        rows = written(tmp_path, "salesforce", book("salesforce"), *records)["leads-loader.csv"]
        assert [(row["FirstName"], row["LastName"]) for row in rows] == [("", "Anna"), ("Ana", "M" * 80)]
        assert [len(rows[1][name]) for name in ("Company", "Title")] == [255, 128]

    def test_events_name_the_record_and_agree_with_themselves(self, met: MeetingRecord, tmp_path: Path) -> None:
        long = replace(met, public=replace(met.public, agenda="a" * 40_000))
        moved = replace(met, left=1, change_kind="rescheduled")
        tables = written(tmp_path, "salesforce-events", book("salesforce"), long, moved)
        (event,), (change,) = tables["events.csv"], tables["event-changes.csv"]
        assert ",".join(event) == EVENT and event["WhoId"] == change["WhoId"] == "00Q1"
        assert (event["StartDateTime"], event["EndDateTime"]) == (
            "2026-11-25T15:00:00.000Z",
            "2026-11-25T15:30:00.000Z",
        )
        lasts = datetime.fromisoformat(event["EndDateTime"]) - datetime.fromisoformat(event["StartDateTime"])
        assert lasts.total_seconds() == int(event["DurationInMinutes"]) * 60
        assert len(event["Description"]) == 32_000 and change["What changed"] == "rescheduled"

    def test_ids_are_read_whatever_the_case_and_order_of_their_columns(self) -> None:
        told = (
            '\ufeff"ID","SETTER_ID__C","SQL_ID__C","STATUS"\r\n"00Q1","77","","Item Created"\r\n"00Q2","","5502",""\r\n'
        )
        assert record_ids(book("salesforce"), told.encode(), "f") == {"prospect/77": "00Q1", "sql/5502": "00Q2"}
        for wrong in (b"Name,Id\r\nx,1\r\n", b"SQL_Id__c\r\n5\r\n", b"\xff\xfe\x00", b""):
            with pytest.raises(Wrong):
                record_ids(book("salesforce"), wrong, "f")


class TestHubSpot:
    def test_new_meetings_and_changes_of_known_ones_are_apart(self, met: MeetingRecord, tmp_path: Path) -> None:
        moved = replace(met, left=1, change_kind="rescheduled", status="no_show")
        tables = written(tmp_path, "hubspot", book("hubspot", owners={"treyes": "tom@larkfield.example"}), met, moved)
        (contact,), (meeting,), (change,) = (
            tables[name] for name in ("contacts.csv", "meetings.csv", "meeting-changes.csv")
        )
        assert ", ".join(contact).startswith(CONTACT) and ", ".join(meeting) == HUBSPOT_MEETING
        assert (contact["Lifecycle Stage"], contact["Setter Rung"]) == ("Sales Qualified Lead", "SQL")
        assert (contact["Gate Need"], meeting["Meeting outcome"]) == ("pass", "SCHEDULED")
        assert (change["What changed"], change["Meeting outcome"]) == ("rescheduled", "NO_SHOW")
        assert meeting["Activity assigned to"] == contact["Contact owner"] == "tom@larkfield.example"
        assert {"hs_meeting_body", "hs_internal_meeting_notes"} <= {row["Property"] for row in tables["columns.csv"]}

    def test_who_was_sent_back_keeps_the_stage_and_gets_a_status(self, met: MeetingRecord, tmp_path: Path) -> None:
        assert met.person is not None
        back = replace(met.person, rung="MQL", reached_rung="SQL", standing="rejected")
        (contact,) = written(tmp_path, "hubspot", book("hubspot"), replace(met, person=back))["contacts.csv"]
        told = contact["Lifecycle Stage"], contact["Lead Status"], contact["Setter Rung"]
        assert told == ("Sales Qualified Lead", "Unqualified", "MQL")


def test_no_internal_word_is_where_the_prospect_or_a_colleague_of_theirs_may_read(
    met: MeetingRecord, tmp_path: Path
) -> None:
    assert met.person is not None
    hubspot = written(tmp_path / "h", "hubspot", book("hubspot"), met)["meetings.csv"][0]
    events = written(tmp_path / "s", "salesforce-events", book("salesforce"), met)["events.csv"][0]
    public = {
        "invitation": invite(met.public, NOW).replace(b"\r\n ", b"").decode(),
        "address card": card(met.person).replace(b"\r\n ", b"").decode(),
        "body": hubspot["Meeting description"],
        "title": hubspot["Meeting name"],
        "event": json.dumps(events),
    }
    assert "INTERNAL" in hubspot["Internal meeting notes"]
    assert {name for name, text in public.items() if "INTERNAL" in text} == set()
    assert all("Ana Núñez" in public[name] for name in ("invitation", "address card", "body"))


class TestACampaignsOwnColumns:
    def test_rename_what_is_there_and_add_what_is_not(self, met: MeetingRecord, tmp_path: Path) -> None:
        ours = book("hubspot", fields={"title": "Role", "need_quote": "Pain", "subject": "Name of it"})
        tables = written(tmp_path, "hubspot", ours, met)
        assert tables["contacts.csv"][0]["Pain"] == "INTERNAL trucks wait" and "Role" in tables["contacts.csv"][0]
        assert "Name of it" in tables["meetings.csv"][0] and "Pain" not in tables["meetings.csv"][0]

    @pytest.mark.parametrize(
        ("fields", "code", "words"),
        [
            ({"needs_quote": "Pain"}, "unknown_field", "Did you mean need_quote?"),
            ({"title": "Email"}, "unfit_column", "each column its own"),
            ({"title": "=1+1"}, "unfit_column", "none that a sheet would run"),
            ({"internal_notes": "Meeting description"}, "unfit_column", "each column its own"),
        ],
    )
    def test_that_cannot_be_are_said(self, fields: dict[str, str], code: str, words: str) -> None:
        with pytest.raises(Wrong) as wrong:
            book("hubspot", fields=fields)
        assert wrong.value.code == code and words in wrong.value.hint


def test_a_map_that_shows_internal_notes_is_refused_when_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = book_named("hubspot")
    (meetings,) = (file for file in whole.file if file.name == "meetings.csv")
    leaky = tuple(
        replace(column, field="internal_notes") if column.header == "Meeting description" else column
        for column in meetings.columns
    )
    shown = replace(whole, file=(replace(meetings, columns=leaky),))
    monkeypatch.setattr("setter.handoff.crm_map.book_named", lambda _: shown)
    with pytest.raises(Wrong) as wrong:
        book("hubspot")
    assert wrong.value.code == "unfit_column"


def test_every_file_of_a_sandbox_says_so(met: MeetingRecord, tmp_path: Path) -> None:
    assert met.person is not None
    public = replace(met.public, sandbox=True)
    imagined = replace(met, public=public)
    person = replace(met.person, sandbox=True, internal_notes=internal_notes(imagined), meeting_words="")
    for form in ("salesforce", "salesforce-events", "hubspot", "vcard"):
        crm = "hubspot" if form == "hubspot" else "salesforce"
        export_folder([replace(imagined, person=person)], tmp_path / form, form, NOW, "crm", Occasion(book=book(crm)))
        for path in (tmp_path / form).iterdir():
            empty = path.name in ("columns.csv", "event-changes.csv", "meeting-changes.csv")
            assert empty or SANDBOX_MARK in path.read_text("utf-8"), path
        assert (tmp_path / form / MANIFEST).exists()
