"""A file of events: each row once, whose it is, and what follows from it at once."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from hands import as_lead, enrolment_of, land, prospect_named
from houses import ADA, BEN, CAMPAIGN, CLEO, advance, beside
from services.telling import ADAS, CLEOS, EVES, HEADER, NOW, YESTERDAY, events_on, told
from setter.domain.errors import Refused, Wrong
from setter.domain.units import DAY
from setter.examples import example_campaign
from setter.services.campaigns import add_text
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.events import OTHER_PAYLOAD
from setter.services.events_file import Taken, events_file
from setter.services.standing import standing_of


def fates(done: Taken) -> tuple[int, int, int, int, int]:
    return done.new, done.unchanged, done.unmatched, done.left_alone, done.refused


def rejected(done: Taken) -> list[dict[str, str]]:
    assert done.rejects_file
    with Path(done.rejects_file).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class TestTheirOwner:
    @pytest.mark.requirement("R-050")
    def test_is_found_by_address_by_number_in_any_spelling_and_by_the_suppliers_id(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        land(desk, tmp_path, "x-7,Gil Nash,Fir,+13125550177", header="id,full_name,company,phone", file="fair")
        header = "email,phone,external_id,event,timestamp"
        rows = [f"ADA@Birch.example,,,blog,{NOW}", f",(312) 555-0102,,blog,{NOW}", f",,x-7,blog,{NOW}"]
        done = told(desk, tmp_path, *rows, f",,fair:x-7,pricing,{NOW}", header=header)
        assert fates(done) == (4, 0, 0, 0, 0)
        assert [len(events_on(desk, name)) for name in (ADA, BEN, "Gil Nash")] == [1, 1, 2]

    def test_is_whoever_has_all_of_what_the_row_names(self, desk: Desk, tmp_path: Path) -> None:
        header = "email,phone,event,timestamp"
        done = told(desk, tmp_path, f"{ADAS},312 555 0101,blog,{NOW}", f"{ADAS},312 555 0102,blog,{NOW}", header=header)
        assert fates(done) == (1, 0, 0, 0, 1)
        assert done.reasons == (("Its e-mail address and phone number are of different people on record.", 1),)

    def test_is_told_by_name_where_several_share_an_address_and_else_by_nobody(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        land(
            desk,
            tmp_path,
            "Ann Ray,Elm,,info@elm.example",
            "Bob Low,Elm,,info@elm.example",
            header="name,company,phone,email",
        )
        rows = [f"info@elm.example,Bob Low,blog,{NOW}", f"info@elm.example,,case study,{NOW}"]
        done = told(desk, tmp_path, *rows, header="email,full name,event,timestamp")
        assert fates(done) == (1, 0, 0, 0, 1) and len(events_on(desk, "Bob Low")) == 1
        assert done.reasons[0][0].startswith("Several people on record have this e-mail address")

    def test_that_is_nobody_on_record_is_counted_and_stands_in_a_file_beside(self, desk: Desk, tmp_path: Path) -> None:
        done = told(desk, tmp_path, f"who@no.example,blog,{NOW}", f"{ADAS},blog,{NOW}", f",blog,{NOW}")
        assert fates(done) == (1, 0, 1, 0, 1)
        assert done.rejects_file == str(tmp_path / "events.csv.rejects.csv")
        nobody, unnamed = rejected(done)
        assert (nobody["rejected line"], nobody["email"]) == ("2", "who@no.example")
        assert nobody["rejected because"] == "Nobody on record has this e-mail address."
        assert unnamed["rejected because"].startswith("The row names nobody")

    @pytest.mark.requirement("R-089")
    def test_is_looked_for_among_one_clients_people(self, desk: Desk, tmp_path: Path) -> None:
        other = example_campaign().replace(f'id = "{CAMPAIGN}"', 'id = "second"', 1)
        add_text(desk, other.replace('id = "tidemark"', 'id = "wharf"', 1))
        with pytest.raises(Wrong) as wrong:
            told(desk, tmp_path, f"{ADAS},blog,{NOW}")
        assert wrong.value.code == "which_client"
        assert told(desk, tmp_path, f"{ADAS},blog,{NOW}", client_id="wharf").unmatched == 1
        assert told(desk, tmp_path, f"{ADAS},blog,{NOW}", client_id="tidemark").new == 1


class TestTheSame:
    def test_file_again_is_nothing_new(self, desk: Desk, tmp_path: Path) -> None:
        rows = [f"{ADAS},Email Opened,{NOW}", f"{CLEOS},demo request,{NOW}"]
        assert fates(told(desk, tmp_path, *rows)) == (2, 0, 0, 0, 0)
        assert fates(told(desk, tmp_path, *rows, name="again.csv")) == (0, 2, 0, 0, 0)
        assert len(events_on(desk)) == 1

    def test_act_of_another_kind_or_time_is_another_and_details_make_none(self, desk: Desk, tmp_path: Path) -> None:
        rows = [f"{ADAS},opened,{NOW},a", f"{ADAS},clicked,{NOW},a", f"{ADAS},opened,{YESTERDAY},a"]
        done = told(desk, tmp_path, *rows, f"{ADAS},opened,{NOW},b", header="email,event,timestamp,mail")
        assert fates(done) == (3, 1, 0, 0, 0)
        assert [json.loads(each.details) for each in events_on(desk)] == [{"mail": "a"}] * 3

    @pytest.mark.parametrize("more", ["browser", "event id"])
    def test_list_exported_again_with_a_column_more_or_less_is_nothing_new(
        self, desk: Desk, tmp_path: Path, more: str
    ) -> None:
        narrow = (f"{ADAS},blog,{NOW}", f"{CLEOS},pricing,{NOW}")
        wide = (f"{ADAS},blog,{NOW},7", f"{CLEOS},pricing,{NOW},8", f"{EVES},pricing,{NOW},9")
        assert told(desk, tmp_path, *narrow).new == 2
        for dry_run in (True, False):
            done = told(desk, tmp_path, *wide, header=f"{HEADER},{more}", dry_run=dry_run)
            assert fates(done) == (1, 2, 0, 0, 0)
        assert fates(told(desk, tmp_path, *narrow, f"{EVES},pricing,{NOW}")) == (0, 3, 0, 0, 0)

    @pytest.mark.parametrize("dry_run", [True, False])
    def test_moment_with_two_ids_is_two_events_and_an_id_is_one_whatever_else_it_says(
        self, desk: Desk, tmp_path: Path, dry_run: bool
    ) -> None:
        rows = [f"{ADAS},blog,{NOW},1,/a", f"{ADAS},blog,{NOW},2,/b", f"{ADAS},blog,{NOW},1,/c"]
        assert fates(told(desk, tmp_path, *rows, header=f"{HEADER},event id,url", dry_run=dry_run)) == (2, 1, 0, 0, 0)

    def test_mail_that_was_sent_opened_clicked_and_ended_by_is_four_events(self, desk: Desk, tmp_path: Path) -> None:
        kinds = ("sent", "opened", "clicked", "unsubscribed")
        rows = [f"{ADAS},{kind},2026-11-24T10:0{minute}:00Z,m1" for minute, kind in enumerate(kinds)]
        done = told(desk, tmp_path, *rows, header="email,event,timestamp,message_id")
        assert fates(done) == (4, 0, 0, 0, 0)
        assert json.loads(events_on(desk)[0].details) == {"message_id": "m1"}

    def test_id_with_another_payload_is_said_and_changes_nothing(self, desk: Desk, tmp_path: Path) -> None:
        header = "event id,email,event,timestamp"
        assert told(desk, tmp_path, f"e-1,{ADAS},demo,{NOW}", header=header).new == 1
        rows = [f"e-1,{ADAS},demo,{YESTERDAY}", f"e-1,{CLEOS},demo,{NOW}", f"e-1,{ADAS},demo,{NOW}"]
        done = told(desk, tmp_path, *rows, header=header, name="other.csv")
        assert fates(done) == (0, 1, 0, 0, 2)
        assert done.reasons[0] == (
            OTHER_PAYLOAD,
            2,
        )
        assert [iso(each.happened_at or 0) for each in events_on(desk)] == ["2026-11-24T16:00:00.000Z"]

    @pytest.mark.parametrize("ending", ["json", "ndjson"])
    def test_events_as_json_are_read_as_well(self, desk: Desk, tmp_path: Path, ending: str) -> None:
        rows = [{"email": ADAS, "type": "page_view", "at": NOW, "url": "https://x.example/pricing?a=1", "seconds": 40}]
        path = tmp_path / f"web.{ending}"
        path.write_text(json.dumps(rows) if ending == "json" else "\n".join(map(json.dumps, rows)), encoding="utf-8")
        assert events_file(as_lead(desk), path).new == 1 and events_file(as_lead(desk), path).unchanged == 1
        (event,) = events_on(desk)
        assert (event.kind, event.channel) == ("pricing_page", "web")
        assert json.loads(event.details) == {"seconds": 40, "url": "https://x.example/pricing?a=1"}


class TestATime:
    def test_without_an_offset_is_by_the_clocks_of_a_zone(self, desk: Desk, tmp_path: Path) -> None:
        told(desk, tmp_path, f"{ADAS},blog,2026-11-24 09:00", zone="America/Chicago")
        assert iso(events_on(desk)[0].happened_at or 0) == "2026-11-24T15:00:00.000Z"
        with pytest.raises(Wrong):
            told(desk, tmp_path, f"{ADAS},blog,2026-11-24 09:00", zone="Chicago")

    @pytest.mark.parametrize(
        "written",
        ["2026-11-24T10:00:00-06:00", "2026-11-24 16:00:00 UTC", "20261124T160000Z", "1795536000", "1795536000000"],
    )
    def test_is_understood_as_programs_write_it(self, desk: Desk, tmp_path: Path, written: str) -> None:
        told(desk, tmp_path, f"{ADAS},blog,{written}")
        assert iso(events_on(desk)[0].happened_at or 0) == "2026-11-24T16:00:00.000Z"

    def test_that_lies_ahead_or_is_missing_is_kept_and_flagged_and_counts_nothing_even_once_it_comes(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        done = told(desk, tmp_path, f"{ADAS},demo,2026-11-25T16:00:00Z", f"{CLEOS},demo,")
        assert (done.new, done.ahead, done.undated) == (2, 1, 1)
        assert [events_on(desk, name)[0].flag for name in (ADA, CLEO)] == ["ahead", "undated"]
        assert [json.loads(prospect_named(desk, name).flags) for name in (ADA, CLEO)] == [
            ["event_ahead"],
            ["event_undated"],
        ]
        advance(desk, 2 * DAY)
        assert temperature_now(desk, ADA) == temperature_now(desk, CLEO) == "cold"

    def test_a_little_ahead_is_a_clock_that_goes_fast(self, desk: Desk, tmp_path: Path) -> None:
        assert told(desk, tmp_path, f"{ADAS},demo,2026-11-24T16:33:00Z").ahead == 0
        assert temperature_now(desk, ADA) == "cold"
        advance(desk, 4 * 60_000)
        assert temperature_now(desk, ADA) == "hot"

    def test_that_nobody_can_read_is_refused_alone(self, desk: Desk, tmp_path: Path) -> None:
        done = told(desk, tmp_path, f"{ADAS},demo,soon", f"{ADAS},demo,{NOW}")
        reason = "'soon' is no time. Write it as 2026-11-24T09:30 or 2026-11-24T15:30:00Z."
        assert fates(done) == (1, 0, 0, 0, 1) and done.reasons == ((reason, 1),)


def temperature_now(desk: Desk, name: str) -> str:
    enrolment, prospect = enrolment_of(desk, name), prospect_named(desk, name)
    return desk.store.read(
        lambda unit: str(standing_of(unit, desk.campaign(unit, 1), enrolment, prospect, desk.now()).temperature.level)
    )


class TestADryRun:
    def test_counts_what_would_happen_and_keeps_nothing(self, desk: Desk, tmp_path: Path) -> None:
        rows = [
            f"{ADAS},unsubscribe,{NOW}",
            f"{ADAS},unsubscribe,{NOW}",
            f"who@no.example,blog,{NOW}",
            f"{CLEOS},x?,{NOW}",
        ]
        done = told(desk, tmp_path, *rows, dry_run=True)
        assert fates(done) == (1, 1, 1, 0, 1) and done.rejects_file is None
        assert prospect_named(desk, ADA).blocked == "" and events_on(desk) == []
        assert [path.name for path in tmp_path.glob("*rejects*")] == []


class TestAFile:
    @pytest.mark.parametrize(
        ("header", "lacks"),
        [("email,event", "when it was"), ("email,timestamp", "what they did"), ("event,timestamp", "who it was")],
    )
    def test_in_which_a_column_lacks_is_none(self, desk: Desk, tmp_path: Path, header: str, lacks: str) -> None:
        with pytest.raises(Wrong) as wrong:
            told(desk, tmp_path, f"{ADAS},{NOW}", header=header)
        assert (wrong.value.code, wrong.value.message) == ("no_event_column", f"No column says {lacks}.")

    def test_of_one_kind_needs_no_column_for_it(self, desk: Desk, tmp_path: Path) -> None:
        done = told(desk, tmp_path, f"{ADAS},{NOW}", header="email,timestamp", kind="webinar", channel="webinar")
        assert done.new == 1 and events_on(desk)[0].kind == "webinar_attended"

    def test_may_have_columns_of_other_names(self, desk: Desk, tmp_path: Path) -> None:
        columns = ("email=wer", "what=tat", "when=stunde")
        done = told(desk, tmp_path, f"{ADAS},blog,{NOW}", header="wer,tat,stunde", overrides=columns)
        assert done.new == 1 and done.columns == {"email": "wer", "what": "tat", "when": "stunde"}

    @pytest.mark.parametrize("dry_run", [True, False])
    def test_has_days_in_figures_read_one_way_throughout(self, desk: Desk, tmp_path: Path, dry_run: bool) -> None:
        rows = [f"{ADAS},blog,11/10/2026 9:30 AM", f"{CLEOS},pricing,11/23/2026", f"{EVES},demo,{NOW}"]
        assert told(desk, tmp_path, *rows, zone="UTC", dry_run=dry_run).new == 3
        if not dry_run:
            assert [iso(each.happened_at or 0)[:16] for each in events_on(desk)] == ["2026-11-10T09:30"]

    @pytest.mark.requirement("R-075")
    def test_has_days_refused_that_may_be_of_two_months_and_still_hears_who_wants_no_more(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        done = told(desk, tmp_path, f"{ADAS},blog,11/10/2026", f"{CLEOS},unsubscribed,10/11/2026")
        assert (done.new, done.refused, done.suppressed) == (1, 1, 1)
        reason = rejected(done)[0]["rejected because"]
        assert reason.startswith("'11/10/2026': its column does not say whether the day or the month comes first.")
        assert "Write it as 2026-11-24T09:30" in reason and done.reasons == ((reason, 1),)

    def test_has_kinds_that_nobody_knows_refused_with_what_may_be_meant(self, desk: Desk, tmp_path: Path) -> None:
        done = told(desk, tmp_path, f"{ADAS},e-mail clickd,{NOW}", f"{ADAS},x_fleet_calculator,{NOW}")
        assert fates(done) == (1, 0, 0, 0, 1) and "Is email_click meant?" in done.reasons[0][0]

    def test_is_brought_in_by_a_team_lead_only(self, desk: Desk, tmp_path: Path) -> None:
        path = tmp_path / "events.csv"
        path.write_text(f"email,event,timestamp\n{ADAS},blog,{NOW}", encoding="utf-8")
        desk.clock.sandbox = False  # type: ignore[misc]
        with pytest.raises(Refused) as refused:
            events_file(beside(desk, "noname"), path)
        assert refused.value.code == "role" and events_on(desk) == []
