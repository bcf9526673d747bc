"""An outcome as values: what the caller gave, what was known before, and everything that follows from it.

Instants are UTC milliseconds, dates are the prospect's own, what is promised is wall time and IANA zone.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from setter.domain.day_parts import Tried
from setter.domain.law import Law
from setter.domain.units import MINUTE
from setter.domain.work_state import FINAL, WorkState

if TYPE_CHECKING:
    from setter.domain.when import Moment


class OutcomeGiven(Struct, frozen=True):
    """What a caller says of a call; `minutes` is the time talked, `answers` how many were captured in it."""

    code: str
    callback: Moment | None = None
    revisit: date | None = None
    reason: str = ""
    referred_name: str = ""
    company_wide: bool = False
    minutes: float = 0.0
    answers: int = 0


class Callback(Struct, frozen=True):
    """A promise to ring: hard at a time, soft on a day or at somebody else's word.

    `timed` says that a time of day was named, not only the day.
    """

    kind: str
    wall: str
    zone: str
    at: int
    owner: str
    timed: bool = False


ON_TIME_MS = 10 * MINUTE
"""So near its time a dial is the promised one, though nobody was reached (domain §8)."""
APOLOGY = "missed: say sorry first"


class Kept(StrEnum):
    """How a promise of a time was kept: in its grace or before, late, or not at all; or agreed anew in time."""

    KEPT = "kept"
    LATE = "late"
    MISSED = "missed"
    MOVED = "moved"


def kept_how(due_at: int, rung_at: int | None, grace_minutes: int, missed_minutes: int, *, moved: bool = False) -> Kept:
    """Say how a promise was kept by when it was rung: what was rung late is late, though another time was agreed."""
    if rung_at is None or rung_at > due_at + missed_minutes * MINUTE:
        return Kept.MISSED
    if rung_at > due_at + grace_minutes * MINUTE:
        return Kept.LATE
    return Kept.MOVED if moved else Kept.KEPT


def is_missed(due_at: int, now: int, missed_minutes: int, last_attempt_at: int | None = None) -> bool:
    """Say whether a promise was missed: long over, and nobody has rung since its time (domain §5).

    It stays open for the next legal slot, its owner's until the grace is over and then the pool's.
    """
    rung = last_attempt_at is not None and last_attempt_at >= due_at - ON_TIME_MS
    return now - due_at > missed_minutes * MINUTE and not rung


class Situation(Struct, frozen=True):
    """What is known of a prospect in a campaign before an outcome; all counts are without the call that just ended.

    `work_state` is the state before the call was taken. `tried` is when the cycle's dials were, with this
    call's. `other_phones` counts usable numbers other than the one dialled last. `busy_today` counts the prospect's
    day; `failed_in_a_row`, `hang_ups` and `gatekeeper_blocks` the cycle; `not_interested` everything, `moves` how often
    the open promise was moved, `rescues` how many calls after a no-show this one makes. `qualified`: an SQL stands, or
    all its gates are met. `meeting_at` is when the standing meeting starts, `next_at` when the next step was due.
    `promise` is the open callback, `suppressed` that nobody may contact them any more. `laws` are those of every place
    they may be in.
    """

    work_state: WorkState
    zones: tuple[str, ...]
    cycle_started_at: int
    caller: str = ""
    cycle: int = 1
    attempts_made: int = 0
    tried: Tried = Tried()
    other_phones: int = 0
    busy_today: int = 0
    failed_in_a_row: int = 0
    hang_ups: int = 0
    gatekeeper_blocks: int = 0
    not_interested: int = 0
    moves: int = 0
    skips: int = 0
    rescues: int = 0
    next_at: int | None = None
    promise: Callback | None = None
    meeting_at: int | None = None
    qualified: bool = False
    suppressed: bool = False
    laws: tuple[Law, ...] = ()


class TaskDue(Struct, frozen=True):
    """A duty that an outcome makes, of a kind, due at an instant."""

    kind: str
    due_at: int


class Consequence(Struct, frozen=True):
    """Everything that follows from an outcome, to be written as one.

    `attempts_made` and `cycle_started_at` are the values to keep. `promise` says what becomes of the callback that
    was open: kept, moved, open, cancelled, or empty where there was none. `number_standing` is for the number
    dialled: "bad" or "not_theirs". `suppress` are reasons, `suppress_scope` "person" or "company".
    """

    work_state: WorkState
    next_at: int | None = None
    callback: Callback | None = None
    promise: str = ""
    number_standing: str | None = None
    accuracy_miss: bool = False
    suppress: tuple[str, ...] = ()
    suppress_scope: str = ""
    close_reason: str = ""
    tasks: tuple[TaskDue, ...] = ()
    counts_attempt: bool = False
    attempts_made: int = 0
    cycle_started_at: int = 0
    connect: bool = False
    conversation: bool = False

    @property
    def is_final(self) -> bool:
        """Say whether nobody owes this prospect a next step."""
        return self.work_state in FINAL or (self.work_state is WorkState.EXHAUSTED and self.next_at is None)
