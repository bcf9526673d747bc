"""People who may be rung at the same times wait in one window, whatever law makes it so, and move when the law does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from hands import called, enrolment_of, land, place_of
from houses import ADA, AT_ONCE, CAMPAIGN, CLEO, Colleague, beside, change_campaign, wait_until
from setter.services import law_book, windows
from setter.services.desk import Desk
from setter.services.doctor import examine
from setter.services.queue_view import queue_of, why_queue
from setter.services.take_call import next_call
from setter.services.windows import MANY, open_windows, see_to_windows
from setter.store.unit import Unit

KEN, FLO, PAM = "Ken Nutmeg", "Flo Chesapeake", "Pam Keystone"
PEOPLE = (
    f"{KEN},Ivy Steel,+12035550161,,,CT,US",
    f"{FLO},Jet Boats,+14105550162,,,MD,US",
    f"{PAM},Kiln Clay,+12155550163,,,PA,US",
)
WEEKS = ("08:30-17:30", "08:00-20:30", "09:30-12:00", "10:00-19:00")
NOON = 'mon-fri = "09:30-12:00"'
EVENINGS = ('mon-fri = "08:30-17:30"', 'mon-fri = "08:30-20:30"')


@pytest.fixture
def states(desk: Desk, tmp_path: Path) -> Desk:
    """The six, and one each in Connecticut, Maryland and Pennsylvania, all of them on Eastern time."""
    change_campaign(desk, AT_ONCE)
    land(desk, tmp_path, *PEOPLE, file="states")
    return desk


def window(desk: Desk, name: str) -> int:
    place = place_of(desk, name)
    assert place is not None
    return place.calling_window


def offered(desk: Desk, crowd: str = "caller") -> set[str]:
    """Everybody who is given out at this instant, each to another of a crowd."""
    return {name for number in range(12) if (name := called(beside(desk, f"{crowd} {number}"))) is not None}


def all_stand_where_they_belong(desk: Desk) -> None:
    """Everybody in the queue stands under the window of where they are, and it opens just when they may be rung."""

    def look(unit: Unit) -> None:
        known = {(each.zones, each.places): each for each in unit.localities.all(1)}
        holding = {each.id for each in unit.localities.windows(1)}
        for enrolment in unit.prospects.enrolments_of(1):
            place = unit.queue.get(enrolment.id)
            if place is None:
                continue
            where = known[tuple(enrolment.zones.split(",")), tuple(enrolment.places.split(","))]
            assert place.calling_window == where.calling_window
            assert place.calling_window in holding

    desk.store.read(look)


class TestWhoSharesAWindow:
    def test_is_whoever_may_be_rung_at_the_same_times(self, states: Desk) -> None:
        assert window(states, FLO) == window(states, CLEO), "Maryland ends at 20:00, and the campaign before it"
        assert window(states, KEN) != window(states, CLEO), "Connecticut begins at 9:00"
        assert window(states, PAM) != window(states, CLEO), "Pennsylvania has days on which nobody is rung"
        all_stand_where_they_belong(states)

    def test_changes_with_the_campaigns_hours(self, states: Desk) -> None:
        change_campaign(states, AT_ONCE, EVENINGS)
        assert window(states, FLO) != window(states, CLEO)
        all_stand_where_they_belong(states)
        change_campaign(states, AT_ONCE, (EVENINGS[0], 'mon-fri = "08:30-17:31"'))
        assert window(states, FLO) == window(states, CLEO)
        all_stand_where_they_belong(states)

    def test_is_given_out_only_while_the_law_of_their_state_allows(self, states: Desk) -> None:
        wait_until(states, "2026-11-24T13:50:00Z")
        assert offered(states) == {CLEO, FLO}
        wait_until(states, "2026-11-24T14:00:00Z")
        assert offered(states, "later") == {KEN, PAM}

    def test_is_closed_on_a_holiday_of_their_state_alone(self, states: Desk) -> None:
        wait_until(states, "2026-11-03T16:30:00Z")  # Election Day
        reasons = dict(why_queue(states, CAMPAIGN))
        assert reasons["closed_day"] == 1
        entry = next(each for each in queue_of(states, CAMPAIGN) if each.line.full_name == PAM)
        assert not entry.may_dial


class TestABlackout:
    def test_keeps_everybody_of_the_place_from_being_given_out_before_anybody_has_moved(
        self, states: Desk, counsel: Desk
    ) -> None:
        law_book.black_out(counsel, "US-NY", date(2026, 11, 24), date(2026, 11, 25), "State of emergency, EO 47")
        given_out = offered(states)
        assert ADA in given_out
        assert CLEO not in given_out
        assert window(states, FLO) != window(states, CLEO)
        all_stand_where_they_belong(states)

    def test_that_is_over_gives_them_out_again(self, states: Desk, counsel: Desk) -> None:
        law_book.black_out(counsel, "US-NY", date(2026, 11, 24), date(2026, 11, 25), "State of emergency, EO 47")
        wait_until(states, "2026-11-27T16:30:00Z")
        assert CLEO in offered(states)

    def test_is_heard_of_by_every_program_at_its_next_dial(
        self, states: Desk, counsel: Desk, colleague: Colleague
    ) -> None:
        elsewhere = colleague(states, "elsewhere")
        assert elsewhere.store.read(lambda unit: open_windows(unit, elsewhere.campaign(unit, 1), 1, elsewhere.now()))
        law_book.black_out(counsel, "US", date(2026, 11, 24), date(2026, 11, 24), "A day of mourning")
        assert next_call(elsewhere, CAMPAIGN).call is None


def under_way(desk: Desk) -> bool:
    """Say whether people may still stand under a window that is theirs no more."""
    return bool(desk.store.read(lambda unit: unit.settings.get("windows_move:1")))


def die(*_: object) -> int:
    """End as a program that is killed."""
    raise KeyboardInterrupt


class TestAClosureOfALongTime:
    def test_loses_nobody_who_is_claimed_before_the_windows_are_joined_anew(
        self, states: Desk, counsel: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(law_book, "see_to_all_windows", lambda desk: 0)
        law_book.black_out(counsel, "US-MD", date(2026, 11, 24), date(2027, 2, 26), "Not before the hearing")
        assert FLO not in offered(states) and all(finding.sound for finding in examine(states))
        wait_until(states, "2027-03-01T16:30:00Z")
        assert FLO in offered(states, "in march")


class TestMovingOver:
    def test_goes_on_where_a_killed_program_was(self, states: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as patched:
            patched.setattr("setter.store.localities.LocalityRoom.move_over", die)
            with pytest.raises(KeyboardInterrupt):
                change_campaign(states, AT_ONCE, EVENINGS)
        assert called(beside(states, "meanwhile")) is not None
        assert see_to_windows(states, 1) > 0
        all_stand_where_they_belong(states)

    def test_leaves_the_old_windows_to_whoever_joins_them_anew_meanwhile(
        self, states: Desk, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        elsewhere, walk, meanwhile = colleague(states, "elsewhere"), windows._walk, [(EVENINGS[0], NOON)]

        def another_law(desk: Desk, number: int) -> int:
            if desk.store is not states.store:
                die()
            moved = walk(desk, number)
            while meanwhile:
                with pytest.raises(KeyboardInterrupt):
                    change_campaign(elsewhere, AT_ONCE, meanwhile.pop())
            return moved

        with monkeypatch.context() as patched:
            patched.setattr(windows, "_walk", another_law)
            change_campaign(states, AT_ONCE, EVENINGS)
        assert under_way(states), "the other law has yet to be carried through"
        see_to_windows(states, 1)
        assert not under_way(states)
        all_stand_where_they_belong(states)

    def test_takes_the_queue_in_short_steps(self, states: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        assert MANY >= 1000
        monkeypatch.setattr("setter.services.windows.MANY", 2)
        change_campaign(states, AT_ONCE, EVENINGS)
        all_stand_where_they_belong(states)

    def test_does_nothing_where_all_stand_as_they_should(self, states: Desk) -> None:
        assert see_to_windows(states, 1) == 0

    @settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(hours=some.lists(some.sampled_from(WEEKS), max_size=4))
    def test_ends_where_everybody_belongs_however_often_the_hours_change(self, states: Desk, hours: list[str]) -> None:
        for each in hours:
            change_campaign(states, AT_ONCE, (EVENINGS[0], f'mon-fri = "{each}"'))
        all_stand_where_they_belong(states)


def test_whoever_comes_alone_has_a_window_until_windows_are_joined(states: Desk, tmp_path: Path) -> None:
    land(states, tmp_path, "Tex Lone,Mesa Oil,+12145550169,,,TX,US", file="texas")
    assert enrolment_of(states, "Tex Lone").places == "US-TX"
    see_to_windows(states, 1)
    all_stand_where_they_belong(states)
