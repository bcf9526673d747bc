"""A file of events: each row once, whose it is, and what follows from it at once."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from hands import as_lead, dialled, ended, enrolment_of, land, place_of, prospect_named
from houses import ADA, BEN, CAMPAIGN, CLEO, EVE, HANDFUL, advance, beside
from services.telling import ADAS, CLEOS, EVES, HEADER, NOW, YESTERDAY, events_on, told
from setter.domain.errors import Refused, Wrong
from setter.domain.units import DAY
from setter.examples import example_campaign
from setter.services.campaigns import add_text
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.erase import erase
from setter.services.events import OTHER_PAYLOAD
from setter.services.events_file import Taken, events_file
from setter.services.extract import extract
from setter.services.lift import acts_about, lift
from setter.services.record_outcome import Given, record
from setter.services.standing import standing_of
from setter.services.subject import subject
from setter.store.queue import READY


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


class TestWhoeverAnswersAMail:
    @pytest.mark.requirement("R-061")
    def test_is_warm_and_with_interest_only_where_it_is_said(self, desk: Desk, tmp_path: Path) -> None:
        told(desk, tmp_path, f"{ADAS},replied,{NOW}", f"{CLEOS},positive reply,{NOW}")
        assert [events_on(desk, name)[0].kind for name in (ADA, CLEO)] == ["email_answer", "email_reply"]
        assert (enrolment_of(desk, ADA).temperature, enrolment_of(desk, CLEO).temperature) == ("warm", "warm")


class TestWhoeverShowsInterest:
    @pytest.mark.requirement("R-061", "R-063")
    def test_is_warm_or_hot_and_placed_so_at_once(self, desk: Desk, tmp_path: Path) -> None:
        told(desk, tmp_path, f"{ADAS},liked,{NOW}", f"{CLEOS},quote requested,{NOW}")
        assert (enrolment_of(desk, ADA).temperature, enrolment_of(desk, CLEO).temperature) == ("warm", "hot")
        place = place_of(desk, CLEO)
        assert place is not None and (place.tier, place.slot) == (2, READY)

    @pytest.mark.requirement("R-014")
    @pytest.mark.parametrize(("kind", "state"), [("demo request", "queued"), ("blog", "nurture")])
    def test_comes_back_from_nurture_by_active_interest_alone(
        self, desk: Desk, tmp_path: Path, kind: str, state: str
    ) -> None:
        ended(desk, "nurture", ADA, revisit="in 2 weeks", minutes=3)
        advance(desk, DAY)
        done = told(desk, tmp_path, f"{ADAS},{kind},2026-11-25T16:00:00Z")
        assert enrolment_of(desk, ADA).work_state == state and done.woken == (state == "queued")

    def test_begins_a_new_cycle_after_all_was_tried_in_vain(self, desk: Desk, tmp_path: Path) -> None:
        exhaust(desk, ADA)
        told(desk, tmp_path, f"{ADAS},demo request,{NOW}")
        enrolment, place = enrolment_of(desk, ADA), place_of(desk, ADA)
        assert (enrolment.work_state, enrolment.cycle, enrolment.attempts) == ("queued", 2, 0)
        assert place is not None and place.slot == READY
        (woken,) = desk.store.read(
            lambda unit: [
                entry for entry in unit.audit.about(f"prospect/{enrolment.prospect_id}") if entry.action == "woken"
            ]
        )
        assert json.loads(woken.detail) == {"campaign": 1, "old": "exhausted", "new": "queued", "why": "demo_request"}

    def test_long_ago_does_not_come_back(self, desk: Desk, tmp_path: Path) -> None:
        exhaust(desk, ADA)
        assert told(desk, tmp_path, f"{ADAS},demo request,2026-08-01T16:00:00Z").woken == 0
        assert enrolment_of(desk, ADA).work_state == "exhausted"

    @pytest.mark.requirement("R-004", "R-005")
    def test_by_an_opt_in_is_a_subscriber_and_with_a_number_and_a_name_a_lead(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, "Hal Reed,Fir,,hal@fir.example", header="full_name,company,phone,email")
        told(desk, tmp_path, f"{ADAS},newsletter opt-in,{NOW}", f"hal@fir.example,e-book download,{NOW}")
        assert (enrolment_of(desk, ADA).rung, enrolment_of(desk, "Hal Reed").rung) == ("lead", "subscriber")
        assert enrolment_of(desk, CLEO).rung == "prospect"
        told(desk, tmp_path, f"{EVES},pricing,{NOW}")
        assert enrolment_of(desk, EVE).rung == "prospect", "looking is no opt-in"

    @pytest.mark.requirement("R-017")
    def test_stands_in_the_audit_with_the_rung_before_and_after(self, desk: Desk, tmp_path: Path) -> None:
        told(desk, tmp_path, f"{ADAS},newsletter,{NOW}")
        subject_of = f"prospect/{prospect_named(desk, ADA).id}"
        (raised,) = [
            entry for entry in desk.store.read(lambda unit: unit.audit.about(subject_of)) if entry.action == "rung"
        ]
        assert raised.caller == "lead"
        assert json.loads(raised.detail) == {"campaign": 1, "old": "prospect", "new": "lead"}


def exhaust(desk: Desk, name: str) -> None:
    from msgspec.structs import replace

    enrolment = replace(enrolment_of(desk, name), work_state="exhausted", attempts=7)
    desk.store.write(lambda unit: (unit.prospects.save_enrolment(enrolment), unit.queue.remove(enrolment.id)))


class TestWhoeverUnsubscribes:
    @pytest.mark.requirement("R-075")
    def test_is_out_of_every_queue_at_once_and_stays_out_of_lists(self, desk: Desk, tmp_path: Path) -> None:
        done = told(desk, tmp_path, f"{ADAS},Unsubscribed,{NOW}")
        assert (done.new, done.suppressed) == (1, 1)
        assert place_of(desk, ADA) is None and prospect_named(desk, ADA).blocked == "unsubscribed"
        again = land(desk, tmp_path, *HANDFUL.splitlines()[1:], file="once-more")
        assert (again.rejected, place_of(desk, ADA)) == (1, None)
        assert told(desk, tmp_path, f"{ADAS},Unsubscribed,{NOW}").suppressed == 0

    @pytest.mark.requirement("R-075")
    @pytest.mark.parametrize(
        ("when", "flag"),
        [
            ("", "undated"),
            ("2030-01-01T00:00:00Z", "ahead"),
            ("20/11/26 11.06 Uhr", "undated"),
            ("1970-01-01T00:00:00Z", "undated"),
        ],
    )
    def test_is_obeyed_whatever_the_time_says(self, desk: Desk, tmp_path: Path, when: str, flag: str) -> None:
        done = told(desk, tmp_path, f"{ADAS},unsubscribe,{when}")
        assert (fates(done), done.suppressed) == ((1, 0, 0, 0, 0), 1)
        assert prospect_named(desk, ADA).blocked == "unsubscribed" and events_on(desk)[0].flag == flag
        again = told(desk, tmp_path, f"{ADAS},unsubscribe,{when}")
        assert (again.unchanged, again.suppressed) == (1, 0)

    @pytest.mark.requirement("R-075")
    def test_is_obeyed_whatever_the_channel_is_called(self, desk: Desk, tmp_path: Path) -> None:
        done = told(desk, tmp_path, f"{ADAS},unsubscribe,{NOW},push", header="email,event,timestamp,channel")
        (event,) = events_on(desk)
        assert (done.new, done.suppressed, event.channel, event.flag) == (1, 1, "email", "")

    @pytest.mark.requirement("R-075")
    def test_is_obeyed_where_the_id_is_that_of_something_else(self, desk: Desk, tmp_path: Path) -> None:
        rows = [f"m-1,{ADAS},email sent,{YESTERDAY}", f"m-1,{ADAS},unsubscribe,{NOW}", f"m-1,{CLEOS},complaint,{NOW}"]
        done = told(desk, tmp_path, *rows, header="id,email,event,timestamp")
        assert (fates(done), done.suppressed) == ((1, 0, 0, 0, 2), 2)
        assert done.reasons == ((f"{OTHER_PAYLOAD} They are out of every queue all the same.", 2),)
        assert [prospect_named(desk, name).blocked for name in (ADA, CLEO)] == ["unsubscribed"] * 2

    @pytest.mark.requirement("R-075")
    @pytest.mark.parametrize(("first", "then", "out"), [(NOW, NOW, False), (YESTERDAY, NOW, True), ("", "", True)])
    def test_and_agreed_anew_is_out_again_by_another_word_and_not_by_the_old_file(
        self, desk: Desk, tmp_path: Path, first: str, then: str, out: bool
    ) -> None:
        told(desk, tmp_path, f"{ADAS},unsubscribe,{first}")
        compliance, who = beside(desk, "compliance"), str(prospect_named(desk, ADA).id)
        (act,) = acts_about(compliance, who)[1]
        lift(compliance, who, act.id, "mistake", "It was a colleague who asked.")
        assert prospect_named(desk, ADA).blocked == ""
        told(desk, tmp_path, f"{ADAS},unsubscribe,{then}")
        assert prospect_named(desk, ADA).blocked == ("unsubscribed" if out else "")

    @pytest.mark.requirement("R-075")
    def test_is_let_go_of_in_a_call_too(self, desk: Desk, tmp_path: Path) -> None:
        call = dialled(desk, ADA)
        told(desk, tmp_path, f"{ADAS},unsubscribe,{NOW}")
        record(desk, call.id, Given("no_answer"))
        assert (enrolment_of(desk, ADA).work_state, place_of(desk, ADA)) == ("closed", None)

    @pytest.mark.requirement("R-075")
    def test_and_is_on_no_record_cannot_come_in_by_a_list(self, desk: Desk, tmp_path: Path) -> None:
        done = told(desk, tmp_path, f"hal@reed.example,unsubscribe,{NOW}")
        assert (done.unmatched, done.suppressed) == (1, 1)
        assert "is suppressed" in done.reasons[0][0]
        assert land(desk, tmp_path, "Hal Reed,Reed,,,hal@reed.example,IL,US").rejected == 1

    def test_is_left_alone_and_nothing_more_is_kept_of_them(self, desk: Desk, tmp_path: Path) -> None:
        told(desk, tmp_path, f"{ADAS},unsubscribe,{NOW}")
        done = told(desk, tmp_path, f"{ADAS},demo request,{NOW}")
        assert fates(done) == (0, 0, 0, 1, 0) and len(events_on(desk)) == 1

    def test_is_no_subscriber_any_more(self, desk: Desk, tmp_path: Path) -> None:
        told(desk, tmp_path, f"{ADAS},newsletter,{YESTERDAY}", f"{ADAS},unsubscribe,{NOW}")
        enrolment, prospect = enrolment_of(desk, ADA), prospect_named(desk, ADA)
        standing = desk.store.read(
            lambda unit: standing_of(unit, desk.campaign(unit, 1), enrolment, prospect, desk.now())
        )
        assert standing.rung.rung == "prospect"


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


class TestWhatIsKept:
    def test_goes_with_the_person_who_is_erased(self, desk: Desk, tmp_path: Path) -> None:
        told(
            desk, tmp_path, f"{ADAS},blog,{NOW},secret", f"{CLEOS},blog,{NOW},hers", header="email,event,timestamp,page"
        )
        ada = prospect_named(desk, ADA)
        erase(beside(desk, "compliance"), ada.id)
        assert desk.store.read(lambda unit: unit.events.of_prospect(ada.id)) == []
        assert len(events_on(desk, CLEO)) == 1

    def test_is_told_to_whoever_asks_what_is_held_on_them(self, desk: Desk, tmp_path: Path) -> None:
        told(desk, tmp_path, f"{ADAS},blog,{NOW},/vans", header="email,event,timestamp,page")
        (kept,) = subject(as_lead(desk), prospect_named(desk, ADA).id)["records"][0]["events"]
        assert (kept["kind"], kept["happened_at"], kept["details"]) == (
            "blog",
            "2026-11-24T16:00:00.000Z",
            {"page": "/vans"},
        )

    def test_leaves_the_house_without_its_details(self, desk: Desk, tmp_path: Path) -> None:
        told(desk, tmp_path, f"{ADAS},blog,{NOW},her-own-words", header="email,event,timestamp,page")
        assert extract(as_lead(desk), CAMPAIGN, tmp_path / "out.db")["events"] == 1
        assert b"her-own-words" not in (tmp_path / "out.db").read_bytes()

    def test_moves_with_records_that_become_one_each_event_once(self, desk: Desk, tmp_path: Path) -> None:
        header = "full_name,company,phone,email"
        land(desk, tmp_path, "Hal Reed,Fir,+13125550188,", "Hal Reed,Ash,,hal@fir.example", header=header, file="two")
        phone, email = "312 555 0188,", ",hal@fir.example"
        rows = [f"{phone},blog,{NOW},", f"{email},blog,{NOW},7", f"{email},demo,{NOW},"]
        rows += [f"{phone},pricing,{NOW},8", f"{email},pricing,{NOW},9"]
        assert told(desk, tmp_path, *rows, header="phone,email,event,timestamp,event id").new == 5
        land(desk, tmp_path, "Hal Reed,Fir,+13125550188,hal@fir.example", header=header, file="one")
        kinds = [each.kind for each in events_on(desk, "Hal Reed")]
        assert sorted(kinds) == ["blog", "demo_request", "pricing_page", "pricing_page"]
        assert enrolment_of(desk, "Hal Reed").temperature == "hot"
