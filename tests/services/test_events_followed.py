"""What follows at once from events: warmth, a place in the queue, a rung, and that whoever unsubscribes is out."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from hands import as_lead, dialled, ended, enrolment_of, land, place_of, prospect_named
from houses import ADA, CAMPAIGN, CLEO, EVE, HANDFUL, advance, beside
from services.telling import ADAS, CLEOS, EVES, NOW, YESTERDAY, events_on, told
from setter.domain.units import DAY
from setter.services.desk import Desk
from setter.services.erase import erase
from setter.services.events import OTHER_PAYLOAD
from setter.services.events_file import Taken
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
