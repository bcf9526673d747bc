"""However a prospect's calls end, and in whatever order: no forbidden step, and nobody is left without a next one."""

from datetime import UTC, datetime, time
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from domain.clocks import CHICAGO, add_business_days
from domain.outcomes import HOURS, PARTS
from setter.domain.campaign import Cadence, Calling
from setter.domain.consequence import consequence
from setter.domain.day_parts import Tried, day_part
from setter.domain.dispositions import DISPOSITIONS
from setter.domain.outcome import Consequence, OutcomeGiven, Situation
from setter.domain.units import MINUTE
from setter.domain.when import Moment
from setter.domain.work_state import ALLOWED, FINAL, KEPT, WorkState, after_a_call

CAMPAIGN: Any = SimpleNamespace(
    dispositions=(), calling=Calling(HOURS, Cadence(max_attempts=4, day_parts=PARTS, no_repeat_day_part=1))
)
START = 1_794_000_000_000
SUPPRESSING = ("do_not_call", "complaint", "deceased")
OF_A_MEETING = ("meeting_set", "meeting_confirmed", "meeting_rescheduled", "meeting_cancelled")


def local(now: int) -> datetime:
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(CHICAGO))


def promised(now: int, days: int) -> Moment:
    day = add_business_days(local(now).date(), days)
    wall = datetime.combine(day, time(10), ZoneInfo(CHICAGO))
    return Moment(f"{wall:%Y-%m-%dT%H:%M}", CHICAGO, round(wall.timestamp() * 1000), True, "")


class TestTheTableOfStates:
    def test_names_every_state_and_lets_the_last_one_go_nowhere(self) -> None:
        assert set(ALLOWED) == set(WorkState)
        assert ALLOWED[WorkState.CLOSED] == frozenset()

    def test_has_a_way_into_every_state_but_the_first(self) -> None:
        assert set().union(*ALLOWED.values()) == set(WorkState) - {WorkState.NEW}

    def test_lets_a_call_close_only_whoever_must_not_be_contacted(self) -> None:
        assert WorkState.CLOSED not in after_a_call(WorkState.QUEUED, suppressed=False)
        assert WorkState.CLOSED in after_a_call(WorkState.QUEUED, suppressed=True)
        assert after_a_call(WorkState.DISQUALIFIED, suppressed=False) == {WorkState.DISQUALIFIED}


class AProspectsLife(RuleBasedStateMachine):
    """A prospect is called again and again; time passes to the next step, or a call comes in before it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.situation = Situation(WorkState.QUEUED, (CHICAGO,), START, caller="ana")
        self.last: Consequence | None = None
        self.suppressed = False

    @rule(
        code=some.sampled_from(sorted(set(DISPOSITIONS) - set(OF_A_MEETING))),
        days=some.integers(1, 60),
        day_named=some.booleans(),
        other_phones=some.integers(0, 1),
        cycle_worn=some.booleans(),
    )
    def a_call_ends(self, code: str, days: int, day_named: bool, other_phones: int, cycle_worn: bool) -> None:
        promise = promised(self.now, days)
        needs = DISPOSITIONS[code].needs
        given = OutcomeGiven(
            code,
            callback=promise if "callback" in needs else None,
            revisit=local(promise.at).date() if day_named or "day" in needs else None,
            reason="a reason",
            referred_name="a name",
        )
        cycle = 3 if cycle_worn else self.situation.cycle
        self.record(given, replace(self.situation, other_phones=other_phones, cycle=cycle))

    @rule(code=some.sampled_from(OF_A_MEETING), days=some.integers(1, 20), qualified=some.booleans())
    def a_call_is_about_a_meeting(self, code: str, days: int, qualified: bool) -> None:
        situation = replace(self.situation, meeting_at=promised(self.now, days).at, qualified=qualified)
        self.record(OutcomeGiven(code), situation)

    @rule()
    def somebody_asks_elsewhere_not_to_be_called(self) -> None:
        self.suppressed = True
        self.situation = replace(self.situation, suppressed=True)

    @rule()
    def time_passes_to_the_next_step(self) -> None:
        if self.last is None or self.last.next_at is None or self.situation.work_state in FINAL:
            return
        self.now = max(self.now, self.last.next_at)
        if self.situation.work_state is WorkState.EXHAUSTED:
            self.situation = replace(
                self.situation,
                work_state=WorkState.QUEUED,
                cycle=self.situation.cycle + 1,
                cycle_started_at=self.now,
                attempts_made=0,
            )

    def record(self, given: OutcomeGiven, before: Situation) -> None:
        result = consequence(CAMPAIGN, given, before, self.now, add_business_days)
        self.suppressed = self.suppressed or bool(result.suppress)
        allowed = after_a_call(before.work_state, suppressed=self.suppressed)
        assert result.work_state in allowed, f"{before.work_state} → {result.work_state} by {given.code}"
        if given.code in SUPPRESSING:
            assert result.suppress, "a request not to be called always wins"
        if self.suppressed:
            assert result.work_state in (*KEPT, WorkState.HANDED_OFF)
            assert result.callback is None
        assert result.attempts_made >= 0
        part = day_part(CAMPAIGN.calling.cadence, local(self.now))
        self.situation = replace(
            before,
            work_state=result.work_state,
            next_at=result.next_at,
            attempts_made=result.attempts_made,
            cycle_started_at=result.cycle_started_at,
            tried=Tried((*before.tried.parts, part), (*before.tried.weekdays, local(self.now).weekday())),
            not_interested=before.not_interested + (given.code == "not_interested"),
            moves=before.moves + 1 if result.promise == "moved" else 0,
            hang_ups=before.hang_ups + (given.code == "hang_up_early"),
            busy_today=before.busy_today + (given.code == "busy"),
            failed_in_a_row=before.failed_in_a_row + 1 if given.code == "call_failed" else 0,
            gatekeeper_blocks=before.gatekeeper_blocks + (given.code == "gatekeeper_block"),
            skips=before.skips + (given.code == "skipped"),
            meeting_at=None if given.code == "meeting_cancelled" else before.meeting_at,
            promise=before.promise if result.promise == "open" else result.callback,
            suppressed=self.suppressed,
        )
        self.last = result
        self.now += MINUTE

    @invariant()
    def nobody_is_an_orphan(self) -> None:
        if self.last is None:
            return
        if self.last.is_final:
            return
        assert self.last.next_at is not None
        assert self.last.next_at >= self.now - MINUTE or self.situation.work_state is WorkState.HANDED_OFF

    @invariant()
    def whoever_is_out_has_no_next_step(self) -> None:
        if self.last is not None and self.last.work_state in FINAL:
            assert (self.last.next_at, self.last.callback) == (None, None)

    @invariant()
    def a_callback_has_its_promise(self) -> None:
        if self.last is not None and self.last.work_state is WorkState.CALLBACK:
            assert self.last.callback is not None or self.last.promise == "open"


AProspectsLife.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestAProspectsLife = pytest.mark.requirement("R-086")(AProspectsLife.TestCase)
