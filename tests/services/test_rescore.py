"""Everybody of a campaign is weighed anew by its rules, as one by one, while callers go on working."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some
from msgspec.structs import replace

from hands import DAY, as_lead, booked, ended, enrolment_of, phones_of, place_of, taken
from houses import ADA, BEN, CAMPAIGN, CLEO, DOV, EVE, FAY, advance, beside
from services.weighing import DEARER, added, kept, one_by_one
from setter.domain.errors import Refused, Wrong
from setter.intake.inquiries import typed
from setter.intake.prospect import CleanProspect
from setter.services.answer import answer
from setter.services.campaigns import activate, put_in_force
from setter.services.desk import Desk
from setter.services.inquire import Question, inquire
from setter.services.on_record import OnRecord, all_on_record, on_record, with_their_people
from setter.services.receive_call import receive_unknown
from setter.services.rescore import AT_IT_MS, finish_undone, is_due, rescore
from setter.services.standing import HALF_A_POINT, figures_kept, figures_on, stands_elsewhere
from setter.services.take_call import release
from setter.services.undo import undo
from setter.store.records import Met
from setter.store.rescore import Figures, RescoreRoom
from setter.store.unit import Unit


def all_at_once(desk: Desk) -> dict[int, Figures]:
    """The figures of everybody, read for all of them and without the reasons."""

    def weigh(unit: Unit) -> dict[int, Figures]:
        campaign, people = desk.campaign(unit, 1), with_their_people(unit, unit.prospects.enrolments_of(1))
        known = all_on_record(unit, people)
        alone = [on_record(unit, enrolment, prospect) for enrolment, prospect in people]
        assert [without_endings(each) for each in known] == [without_endings(each) for each in alone]
        return {each.enrolment.id: figures_on(campaign, each, desk.now()) for each in known}

    return desk.store.read(weigh)


def without_endings(known: OnRecord) -> OnRecord:
    """All but how the calls ended, and most of the meetings: of these less is read for many than for one."""
    lists = {
        name: tuple(getattr(known, name)) for name in ("emails", "sources", "answers", "inquiries", "events", "words")
    }
    meetings = tuple(Met(each.prospect_id, each.enrolment_id, each.status, each.starts_at) for each in known.meetings)
    return replace(known, **lists, endings=(), own_endings=(), meetings=meetings)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The enrolments that are written, as they are."""
    seen: list[int] = []
    write = RescoreRoom.write

    def look(room: RescoreRoom, figures: Sequence[tuple[int, Figures]]) -> None:
        seen.extend(enrolment for enrolment, _ in figures)
        write(room, figures)

    monkeypatch.setattr(RescoreRoom, "write", look)
    return seen


class TestANewVersion:
    def test_is_in_force_at_once_and_remembers_that_the_others_are_to_be_weighed(self, desk: Desk) -> None:
        before = enrolment_of(desk, ADA)
        added(desk, DEARER)
        put_in_force(as_lead(desk), CAMPAIGN)
        assert is_due(desk, CAMPAIGN) and enrolment_of(desk, ADA) == before
        ended(desk, "no_answer", ADA)
        assert enrolment_of(desk, ADA).score == before.score + 2, "whoever is touched is weighed by it"

    def test_weighs_everybody_and_then_nothing_is_due(self, desk: Desk) -> None:
        added(desk, DEARER)
        told: list[tuple[int, int]] = []
        done = activate(as_lead(desk), CAMPAIGN, lambda so_far, total: told.append((so_far, total))).rescored
        assert done is not None and (done.version, done.read, done.changed, told) == (2, 6, 3, [(6, 6)])
        assert kept(desk) == one_by_one(desk)
        assert not is_due(desk, CAMPAIGN)
        assert activate(as_lead(desk), CAMPAIGN).rescored is None

    def test_that_was_broken_off_is_gone_on_with_by_whoever_comes_next(self, desk: Desk) -> None:
        added(desk, DEARER)
        put_in_force(as_lead(desk), CAMPAIGN)
        again = activate(desk, CAMPAIGN)
        assert not again.fresh and again.rescored is not None and again.rescored.changed == 3
        assert kept(desk) == one_by_one(desk) and not is_due(desk, CAMPAIGN)

    def test_stays_due_while_another_has_come_into_force(self, desk: Desk) -> None:
        added(desk, DEARER)
        put_in_force(as_lead(desk), CAMPAIGN)

        def meanwhile(so_far: int, total: int) -> None:
            added(desk, ("points = 25", "points = 21"))
            put_in_force(as_lead(desk), CAMPAIGN)

        rescore(desk, CAMPAIGN, meanwhile)
        assert is_due(desk, CAMPAIGN)
        finish_undone(desk)
        assert kept(desk) == one_by_one(desk) and not is_due(desk, CAMPAIGN)

    def test_reaches_a_call_that_is_taken_back(self, desk: Desk) -> None:
        before = enrolment_of(desk, ADA).score
        call, _ = ended(desk, "no_answer", ADA)
        added(desk, DEARER)
        activate(as_lead(desk), CAMPAIGN)
        undo(desk, call.id)
        assert enrolment_of(desk, ADA).score == before + 2


class TestARescore:
    def test_writes_whoever_stands_elsewhere_and_nobody_else(self, desk: Desk, written: list[int]) -> None:
        rescore(desk, CAMPAIGN)
        assert written == []
        added(desk, DEARER)
        put_in_force(as_lead(desk), CAMPAIGN)
        rescore(desk, CAMPAIGN)
        assert sorted(written) == sorted(enrolment_of(desk, name).id for name in (ADA, DOV, FAY))

    def test_that_is_dry_says_how_many_and_writes_nothing(self, desk: Desk) -> None:
        added(desk, DEARER)
        put_in_force(as_lead(desk), CAMPAIGN)
        before = kept(desk)
        done = rescore(desk, CAMPAIGN, dry_run=True)
        assert (done.read, done.changed, done.dry_run, kept(desk)) == (6, 3, True, before)
        assert is_due(desk, CAMPAIGN)

    def test_moves_whoever_waits_to_their_new_place_and_leaves_a_lease_as_it_is(self, desk: Desk) -> None:
        ended(desk, "no_answer", FAY)
        call, waiting, ready = taken(desk, ADA), place_of(desk, FAY), place_of(desk, DOV)
        leased = place_of(desk, ADA)
        added(desk, DEARER)
        activate(as_lead(desk), CAMPAIGN)
        assert place_of(desk, ADA) == leased and waiting is not None and ready is not None
        for name, before in ((FAY, waiting), (DOV, ready)):
            now = place_of(desk, name)
            assert now is not None and (now.slot, now.due, now.owner) == (before.slot, before.due, before.owner)
            assert now.priority == before.priority + 160 == enrolment_of(desk, name).priority
        release(desk, call.id)
        after = place_of(desk, ADA)
        assert after is not None and after.priority == enrolment_of(desk, ADA).priority

    def test_goes_by_the_time_as_well(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", ADA, callback="in 3 days 10:00")
        advance(desk, 40 * DAY)
        rescore(desk, CAMPAIGN)
        assert enrolment_of(desk, ADA).temperature == "warm" and kept(desk) == one_by_one(desk)

    def test_is_left_to_whoever_is_at_it(self, desk: Desk) -> None:
        added(desk, DEARER)
        put_in_force(as_lead(desk), CAMPAIGN)

        class Killed(Exception):
            pass

        def killed(so_far: int, total: int) -> None:
            assert finish_undone(beside(desk, "noor")) == []
            raise Killed

        with pytest.raises(Killed):
            rescore(desk, CAMPAIGN, killed)
        assert finish_undone(desk) == []
        advance(desk, AT_IT_MS)
        assert [done.campaign for done in finish_undone(desk)] == [CAMPAIGN]
        assert finish_undone(desk) == []


def let_go(desk: Desk) -> None:
    """Put back whoever is in a call."""
    live = desk.store.read(lambda unit: unit.calls.live(desk.caller))
    if live is not None:
        release(desk, live.id)


def fill_in(desk: Desk, name: str) -> None:
    """Have somebody ask by web."""
    who = typed(name, "", phones_of(desk, name)[0].e164, "", "US")
    assert isinstance(who, CleanProspect)
    inquire(desk, CAMPAIGN, Question(who, desk.now(), "web"))


STEPS: dict[str, Callable[[Desk, str], Any]] = {
    "nobody answers": lambda desk, name: ended(desk, "no_answer", name),
    "nobody answers, but something is written down": lambda desk, name: ended(
        desk, "no_answer", name, answers={"delivery_by": "own_vans", "vehicles": "14"}
    ),
    "they say what they have": lambda desk, name: ended(
        desk, "nurture", name, revisit="in 2 weeks", minutes=3, answers={"delivery_by": "own_vans", "vehicles": "30"}
    ),
    "they have no money": lambda desk, name: ended(
        desk, "hang_up_early", name, answers={"budget_status": "none", "timing": "later"}
    ),
    "they are promised a call": lambda desk, name: ended(desk, "callback_prospect", name, callback="in 3 days 10:00"),
    "they want a meeting": booked,
    "they ask for a letter": lambda desk, name: ended(desk, "info_requested", name),
    "they want nothing": lambda desk, name: ended(desk, "not_interested", name),
    "a call is open, and something is said": lambda desk, name: answer(desk, taken(desk, name).id, {"vehicles": "3"}),
    "whoever it is, is let go": lambda desk, name: let_go(desk),
    "somebody unknown rings": lambda desk, name: receive_unknown(desk, CAMPAIGN, "+13125550199", "Gil Nash"),
    "they fill in a form": fill_in,
    "a day goes by": lambda desk, name: advance(desk, DAY),
    "a month goes by": lambda desk, name: advance(desk, 31 * DAY),
}

SOME = [ADA, BEN, CLEO, DOV, EVE]

ONE_OF_EACH = [
    ("they are promised a call", BEN),
    ("they want a meeting", ADA),
    ("nobody answers, but something is written down", CLEO),
    ("they say what they have", DOV),
    ("they ask for a letter", EVE),
    ("somebody unknown rings", ""),
    ("they fill in a form", CLEO),
]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@example(steps=ONE_OF_EACH)
@given(
    steps=some.lists(
        some.tuples(some.sampled_from(sorted(STEPS)), some.sampled_from([ADA, BEN, CLEO, DOV, EVE])), max_size=6
    )
)
def test_many_are_weighed_as_each_is_alone(desk: Desk, steps: list[tuple[str, str]]) -> None:
    for what, name in steps:
        try:
            STEPS[what](desk, name)
        except (Refused, Wrong):
            continue
    assert all_at_once(desk) == one_by_one(desk)
    rescore(desk, CAMPAIGN)
    now, alone = kept(desk), one_by_one(desk)
    assert {each: figures._replace(priority=0) for each, figures in now.items()} == {
        each: figures._replace(priority=0) for each, figures in alone.items()
    }
    assert all(abs(now[each].priority - alone[each].priority) < HALF_A_POINT for each in now)


def test_less_than_half_a_point_moves_nobody_but_a_minute_moves_a_promise(desk: Desk) -> None:
    ada = enrolment_of(desk, ADA)
    for place, moved, elsewhere in ((3, 49, False), (3, 50, True), (0, 1, True), (1, 1, True), (1, 0, False)):
        stands = replace(ada, tier=place)
        figures = figures_kept(stands)._replace(priority=stands.priority + moved)
        assert stands_elsewhere(stands, figures) is elsewhere
