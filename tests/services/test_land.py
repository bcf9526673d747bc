"""A list's rows among people we know: who is who, what is added, and who is left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hands import booked, called, ended, enrolment_of, land, people_named, phones_of, prospect_named, taken
from houses import ADA, PLACE, Colleague, second_campaign
from setter.domain.errors import Refused
from setter.intake.prospect import Known
from setter.services import people_on_record
from setter.services.acquaint import known_by_id
from setter.services.book import book
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.doctor import examine
from setter.services.draft import end_call
from setter.services.record_outcome import Given
from setter.services.show import show
from setter.services.take_call import next_call, take
from setter.services.undo import undo
from setter.store.records import Prospect

BIRCH = "Zoe Ward,Birch Foods,,+13125550171,IL,US"
AT_HOME = "Zoe Ward,,zoe@ward.example,+13125550172,IL,US"
BRIDGE = "Zoe Ward,,zoe@ward.example,+13125550171,IL,US"


def people(desk: Desk, name: str) -> list[Prospect]:
    """Every record of that name, oldest first."""
    return desk.store.read(lambda unit: people_named(unit, name))


def numbers(desk: Desk, name: str) -> list[str]:
    """That person's numbers."""
    return [phone.e164 for phone in phones_of(desk, name)]


def attributes(desk: Desk, name: str) -> dict[str, Any]:
    """What lists said of a person beyond the fields."""
    found: dict[str, Any] = json.loads(prospect_named(desk, name).attributes)
    return found


def unsound(desk: Desk) -> list[str]:
    """Whatever the doctor finds."""
    return [finding.found for finding in examine(desk) if not finding.sound]


class TestWhoeverIsOnTheLine:
    def test_keeps_the_lease_while_a_list_tells_more_of_them(
        self, desk: Desk, tmp_path: Path, colleague: Colleague
    ) -> None:
        second = second_campaign(desk)
        noor = colleague(desk, "noor")
        call = taken(desk, ADA)
        done = land(desk, tmp_path, f"{ADA},Birch Foods,+13125550101,Chicago", header="full_name,company,phone,city")
        assert done.merged == 1 and prospect_named(desk, ADA).city == "Chicago"
        held = desk.store.read(lambda unit: unit.queue.held_by(call.id))
        assert held is not None and held.holder == "mira"
        land(desk, tmp_path, f"{ADA},Birch Foods,,+13125550101,IL,US", header=PLACE, campaign=second)
        assert next_call(noor, second).call is None
        assert unsound(desk) == []
        dial(desk, call.id)
        end_call(desk, call.id, Given("no_answer"))
        assert enrolment_of(desk, ADA).work_state == "cooling"

    def test_is_called_in_the_zones_of_a_new_number_in_every_campaign(self, desk: Desk, tmp_path: Path) -> None:
        second = second_campaign(desk)
        land(desk, tmp_path, "Pat Two,,pat@two.example,+12125550150,,", header=PLACE)
        land(desk, tmp_path, "Pat Two,,pat@two.example,+12125550150,,", header=PLACE, campaign=second)
        land(desk, tmp_path, "Pat Two,,pat@two.example,+12135550150,,", header=PLACE)
        pat = prospect_named(desk, "Pat Two").id
        zones = desk.store.read(lambda unit: {each.zones for each in unit.prospects.enrolments(pat)})
        assert zones == {"America/Los_Angeles,America/New_York"}


class TestSeveralRecordsOfOnePerson:
    def test_become_one_when_a_row_shows_it(self, desk: Desk, tmp_path: Path) -> None:
        done = land(desk, tmp_path, BIRCH, AT_HOME, BRIDGE, header=PLACE)
        assert (done.landed, done.merged) == (2, 1)
        zoe = prospect_named(desk, "Zoe Ward")
        assert zoe.company_name == "Birch Foods"
        assert numbers(desk, "Zoe Ward") == ["+13125550171", "+13125550172"]
        again = land(desk, tmp_path, BIRCH, AT_HOME, BRIDGE, header=PLACE)
        assert (again.landed, again.merged, again.unchanged) == (0, 0, 3)
        kept = desk.store.read(lambda unit: unit.audit.about(f"prospect/{zoe.id}"))
        assert [entry.action for entry in kept] == ["unite"]
        assert taken(desk, "Zoe Ward").prospect_id == zoe.id and unsound(desk) == []

    def test_lose_nothing_of_their_calls_and_promises(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, BIRCH, header=PLACE)
        land(desk, tmp_path, AT_HOME, header=PLACE, file="home", source="fair")
        office, home = people(desk, "Zoe Ward")
        for each, code, given in ((office, "no_answer", {}), (home, "callback_prospect", {"callback": "tomorrow 10"})):
            call = self.taken(desk, each)
            dial(desk, call)
            end_call(desk, call, Given(code, note=f"said on {code}", **given))
        land(desk, tmp_path, BRIDGE, header=PLACE)
        zoe = prospect_named(desk, "Zoe Ward")
        told = show(desk, zoe.id)
        assert zoe.id == office.id
        assert {each["note"] for each in told["calls"]} == {"said on no_answer", "said on callback_prospect"}
        assert {each["source"] for each in told["sources"]} == {"more", "fair"}
        enrolment = enrolment_of(desk, "Zoe Ward")
        assert (enrolment.work_state, enrolment.attempts) == ("callback", 2)
        assert desk.store.read(lambda unit: unit.tasks.open_callback(enrolment.id)) is not None
        dials = desk.store.read(lambda unit: unit.calls.prospect_dials(zoe.id, 0))
        assert len(dials) == 2 and unsound(desk) == []
        with pytest.raises(Refused) as late:
            undo(desk, call)
        assert late.value.code == "late"

    def test_are_not_called_apart_while_one_of_them_is_on_the_line(
        self, desk: Desk, tmp_path: Path, colleague: Colleague
    ) -> None:
        noor = colleague(desk, "noor")
        land(desk, tmp_path, BIRCH, header=PLACE)
        land(desk, tmp_path, AT_HOME, header=PLACE)
        office, home = people(desk, "Zoe Ward")
        call = self.taken(desk, home)
        land(desk, tmp_path, BRIDGE, header=PLACE)
        assert [each.id for each in people(desk, "Zoe Ward")] == [office.id, home.id]
        met = {called(noor)}
        while (found := desk.store.read(lambda unit: unit.calls.live("noor"))) is not None:
            dial(noor, found.id)
            end_call(noor, found.id, Given("no_answer"))
            met.add(called(noor))
        assert "Zoe Ward" not in met
        dial(desk, call)
        end_call(desk, call, Given("no_answer"))
        assert land(desk, tmp_path, BRIDGE, header=PLACE).merged == 1
        assert len(people(desk, "Zoe Ward")) == 1
        assert enrolment_of(desk, "Zoe Ward").work_state == "cooling" and unsound(desk) == []

    def test_stay_two_when_both_have_meetings(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, BIRCH, header=PLACE)
        booked(desk, "Zoe Ward", "wed 3pm", email="z1@birch.example")
        land(desk, tmp_path, AT_HOME, header=PLACE)
        home = people(desk, "Zoe Ward")[1]
        call = self.taken(desk, home)
        dial(desk, call)
        book(desk, call, "wed 10am")
        end_call(desk, call, Given("meeting_set", answers={"email": "zoe@ward.example"}))
        assert land(desk, tmp_path, BRIDGE, header=PLACE).rejected == 0
        assert len(people(desk, "Zoe Ward")) == 2

    def test_are_never_made_of_two_people_who_share_an_initial(self, desk: Desk, tmp_path: Path) -> None:
        both = ("Jane Butt,Elm,,+13125550175,IL,US", "James Butt,Elm,,+13125550175,IL,US")
        land(desk, tmp_path, *both, "J. Butt,Elm,,+13125550175,IL,US", header=PLACE)
        assert len(people(desk, "Jane Butt")) == len(people(desk, "James Butt")) == 1

    def taken(self, desk: Desk, prospect: Prospect) -> int:
        """A call in hand with this record."""
        enrolment = desk.store.read(lambda unit: unit.prospects.enrolled(1, prospect.id))
        assert enrolment is not None
        found = take(desk, enrolment.id)
        assert found.call is not None
        return found.call.id


def test_colleagues_on_one_switchboard_or_mailbox_stay_apart(desk: Desk, tmp_path: Path) -> None:
    rows = [f"{name},Elm,orders@elm.example,+13125550176,IL,US" for name in ("John Doe", "Mary Roe", "Kim Lee")]
    turned = "Lee Kim,Elm,,+13125550176,IL,US"
    assert land(desk, tmp_path, *rows, turned, header=PLACE).landed == 4


class TestWhatAListAdds:
    def test_fills_blanks_and_keeps_what_contradicts_under_its_name(self, desk: Desk, tmp_path: Path) -> None:
        header = "full_name,company,email,phone,direct phone,title,docks"
        land(
            desk,
            tmp_path,
            f"{ADA},Birch Foods,ada@birch.example,,+13125550101 x7,Buyer,6",
            header=header,
            source="fair",
        )
        ada, line = prospect_named(desk, ADA), phones_of(desk, ADA)[0]
        assert (line.extension, line.kind) == ("7", "direct")
        assert ada.title == "Owner" and attributes(desk, ADA) == {"docks": "6", "title (fair)": "Buyer"}
        land(desk, tmp_path, f"{ADA},Birch Foods,ada@birch.example,,+13125550101,,8", header=header, source="expo")
        assert attributes(desk, ADA) == {"docks": "6", "docks (expo)": "8", "title (fair)": "Buyer"}

    def test_gives_a_new_number_to_somebody_who_had_no_good_one(self, desk: Desk, tmp_path: Path) -> None:
        ended(desk, "disconnected", ADA)
        assert enrolment_of(desk, ADA).work_state == "bad_data"
        land(desk, tmp_path, f"{ADA},Birch Foods,ada@birch.example,+13125550188,IL,US", header=PLACE)
        assert enrolment_of(desk, ADA).work_state == "queued" and unsound(desk) == []

    def test_doubts_a_zone_that_was_said_once_a_number_points_elsewhere(self, desk: Desk, tmp_path: Path) -> None:
        ada = prospect_named(desk, ADA)
        desk.store.write(lambda unit: unit.prospects.save(replace(ada, said_zone="America/New_York")))
        land(desk, tmp_path, f"{ADA},Birch Foods,ada@birch.example,+12125550188,IL,US", header=PLACE)
        assert prospect_named(desk, ADA).said_zone == "America/New_York"
        land(desk, tmp_path, f"{ADA},Birch Foods,ada@birch.example,+12135550188,IL,US", header=PLACE)
        assert prospect_named(desk, ADA).said_zone == ""
        assert enrolment_of(desk, ADA).zones == "America/Chicago,America/Los_Angeles,America/New_York"

    def test_and_an_address_is_called_in_its_own_zone_too(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, "Gil Nash,Elm,,+12125550177,CA,US", header=PLACE)
        assert enrolment_of(desk, "Gil Nash").zones == "America/Los_Angeles,America/New_York"

    def test_loads_none_of_the_hundreds_on_one_switchboard(
        self, small_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows = [f"First{i} Last{i},Big Chain,,+13125550178,IL,US" for i in range(300)]
        asked: list[int] = []

        def read(unit: Any, prospect_id: int) -> Known:
            asked.append(prospect_id)
            return known_by_id(unit, prospect_id)

        monkeypatch.setattr(people_on_record, "known_by_id", read)
        assert land(small_desk, tmp_path, *rows, header=PLACE).landed == 300
        assert asked == []
