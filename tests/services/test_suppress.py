"""Whoever asked not to be called is left alone, on every list that still has them; their colleagues are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import called, ended, everything, land, people_named, phones_of, prospect_named, taken
from houses import ADA, BEN, CLEO, PLACE
from setter.domain.errors import Refused
from setter.intake.prospect import CleanPhone
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.draft import end_call
from setter.services.enrol import phone_record
from setter.services.import_list import Imported
from setter.services.land import OPTED_OUT, SUPPRESSED
from setter.services.opt_out import opt_out
from setter.services.record_outcome import Given
from setter.services.suppress_value import suppress_text
from setter.store.records import Prospect

ASKED = "full_name,company,email,phone,do not call"
AGAIN = f"{ADA},Birch Foods,ada@birch.example,+13125550101,IL,US"

pytestmark = pytest.mark.requirement("R-075")


def refused(done: Imported, reason: str = SUPPRESSED) -> bool:
    """Whether every row was refused for this reason."""
    return (done.landed, done.merged, done.reasons) == (0, 0, ((reason, done.read),))


def blocked(desk: Desk, name: str) -> str:
    """Why a person must not be contacted."""
    return prospect_named(desk, name).blocked


class TestWhoeverAskedNotToBeCalled:
    def test_is_refused_on_the_next_list_in_every_spelling(self, desk: Desk, tmp_path: Path) -> None:
        opt_out(desk, prospect_named(desk, ADA).id)
        assert refused(land(desk, tmp_path, AGAIN, header=PLACE))
        assert refused(land(desk, tmp_path, "ADA NORTH,BIRCH FOODS,,+13125550199,IL,US", header=PLACE))
        assert refused(land(desk, tmp_path, "Somebody Else,,ada@birch.example,,,", header=PLACE))
        assert refused(land(desk, tmp_path, "Ada Northwood,,,+13125550101,,", header=PLACE))

    def test_is_followed_to_a_new_number_that_a_list_knows(self, desk: Desk, tmp_path: Path) -> None:
        opt_out(desk, prospect_named(desk, ADA).id)
        new = f"{ADA},,ada@birch.example,+13125550190,IL,US"
        assert refused(land(desk, tmp_path, new, header=PLACE))
        assert refused(land(desk, tmp_path, f"{ADA},,,+13125550190,IL,US", header=PLACE))
        kept = everything(desk)["suppression"]
        assert refused(land(desk, tmp_path, new, header=PLACE))
        assert everything(desk)["suppression"] == kept

    def test_but_not_to_a_switchboard_that_a_colleague_has(self, desk: Desk, tmp_path: Path) -> None:
        opt_out(desk, prospect_named(desk, ADA).id)
        assert refused(land(desk, tmp_path, f"{ADA},,ada@birch.example,+13125550102,IL,US", header=PLACE))
        assert refused(land(desk, tmp_path, f"{ADA},,,+13125550102,IL,US", header=PLACE))
        assert blocked(desk, BEN) == "" and dial(desk, taken(desk, BEN).id).phone.e164 == "+13125550102"

    def test_is_known_without_tag_and_dots(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, "Gil Nash,,gil.nash+fair@nash.example,,,", header=PLACE)
        opt_out(desk, prospect_named(desk, "Gil Nash").id)
        for address in ("gil.nash@nash.example", "gilnash+expo@nash.example", "GIL.NASH+FAIR@nash.example"):
            assert refused(land(desk, tmp_path, f"Somebody Else,,{address},,,", header=PLACE))

    def test_leaves_everybody_of_the_same_name_alone(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, "John Smith,,,+13125550191,IL,US", header=PLACE)
        opt_out(desk, prospect_named(desk, "John Smith").id)
        assert refused(land(desk, tmp_path, "John Smith,,,+13125550191,IL,US", header=PLACE))
        assert land(desk, tmp_path, "John Smith,,,+12125550191,NY,US", header=PLACE).landed == 1

    def test_is_out_in_all_records_that_are_one_person(self, desk: Desk, tmp_path: Path) -> None:
        birch = prospect_named(desk, ADA)
        land(desk, tmp_path, f"{ADA},,ada@home.example,+13125550192,IL,US", header=PLACE)
        home = next(each for each in records(desk) if each.id != birch.id)
        line = phone_record(desk, home, CleanPhone("+13125550101"), 1)
        desk.store.write(lambda unit: unit.prospects.add_phone(line))
        opt_out(desk, birch.id)
        assert [each.blocked for each in records(desk)] == ["do_not_call", "do_not_call"]
        assert refused(land(desk, tmp_path, "Somebody Else,,,+13125550101,IL,US", header=PLACE))
        assert refused(land(desk, tmp_path, "Somebody Else,,,+13125550192,IL,US", header=PLACE))

    def test_keeps_their_colleagues_number_with_them(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, f"{ADA},Birch Foods,ada@birch.example,+13125550102,IL,US", header=PLACE)
        ended(desk, "do_not_call", ADA)
        assert blocked(desk, BEN) == "" and dial(desk, taken(desk, BEN).id).phone.e164 == "+13125550102"


def records(desk: Desk) -> list[Prospect]:
    """Every record of Ada."""
    return desk.store.read(lambda unit: people_named(unit, ADA))


class TestAListThatSaysWhoAsked:
    def test_keeps_them_out_and_spares_their_colleagues(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, f"{ADA},Birch Foods,ada@birch.example,+13125550102,IL,US", header=PLACE)
        assert refused(land(desk, tmp_path, f"{ADA},Birch Foods,,+13125550102,yes", header=ASKED), OPTED_OUT)
        assert (blocked(desk, ADA), blocked(desk, BEN)) == ("opted_out", "")
        assert dial(desk, taken(desk, BEN).id).phone.e164 == "+13125550102"

    def test_spares_colleagues_who_come_later_in_the_list(self, desk: Desk, tmp_path: Path) -> None:
        rows = ("Gil Nash,Elm,,+13125550193,yes", "Hal Ives,Elm,,+13125550193,no", "Ivy Moss,Elm,,+13125550194,yes")
        done = land(desk, tmp_path, *rows, header=ASKED)
        assert (done.landed, done.rejected) == (1, 2)
        assert refused(land(desk, tmp_path, "Gil Nash,,,+13125550193,no", header=ASKED))
        assert refused(land(desk, tmp_path, "Jan Kerr,,,+13125550194,no", header=ASKED))

    def test_needs_no_number_for_somebody_known_by_name_and_company(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, f"{ADA},Birch Foods Inc.,,,yes", f"{CLEO},,,,yes", header=ASKED)
        assert (blocked(desk, ADA), blocked(desk, CLEO), blocked(desk, BEN)) == ("opted_out", "", "")
        assert refused(land(desk, tmp_path, f"{ADA},Birch Foods,,+13125550195,IL,US", header=PLACE))

    def test_needs_no_name_for_a_number(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, ",,,+13125550101,yes", header=ASKED)
        assert blocked(desk, ADA) == "opted_out"


class TestANumberOrAddressSuppressedByItself:
    def test_reaches_everybody_who_has_it(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, "Gil Nash,Birch Foods,,+13125550102,IL,US", header=PLACE)
        assert suppress_text(desk, "(312) 555-0102") == ("number", 2)
        assert (blocked(desk, BEN), blocked(desk, "Gil Nash"), blocked(desk, ADA)) == ("do_not_call", "do_not_call", "")
        assert suppress_text(desk, "Cleo@Elm.example")[1] == 1
        met = set()
        while name := called(desk):
            met.add(name)
            live = desk.store.read(lambda unit: unit.calls.live(desk.caller))
            assert live is not None
            dial(desk, live.id)
            end_call(desk, live.id, Given("no_answer"))
        assert met == {ADA, "Dov Lind", "Eve Sand", "Fay Roe"}

    def test_says_so_while_they_are_on_the_line(self, desk: Desk) -> None:
        call = taken(desk, ADA)
        suppress_text(desk, phones_of(desk, ADA)[0].e164)
        with pytest.raises(Refused) as no:
            dial(desk, call.id)
        assert no.value.code == "suppressed"


@pytest.mark.parametrize("said", [{"vehicles": "a lot"}, {"nothing_asked": "x"}])
def test_a_request_to_be_left_alone_is_not_turned_away_for_what_stands_beside_it(
    desk: Desk, said: dict[str, str]
) -> None:
    _, reply = ended(desk, "do_not_call", ADA, answers=said)
    assert reply.suppressed and blocked(desk, ADA) == "do_not_call"
