"""What is counted by day: the things alike that are one count, and what of the counts is one enrolment's."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from msgspec import Struct, field


class Happened(NamedTuple):
    """An attempt, a meeting set or an SQL, by all that it counts as (0 or 1); `day` is ISO 8601."""

    day: str
    caller: str
    disposition: str
    dialled: int = 0
    human: int = 0
    connect: int = 0
    conversation: int = 0
    meeting: int = 0
    sql: int = 0
    first_meeting: int = 0


class Promised(NamedTuple):
    """A promise that was rung or moved, by the day it was for; `how` it was kept: kept, late, missed, moved."""

    day: str
    caller: str
    how: str


class Rang(NamedTuple):
    """A dial in a part of the day, by whomever, and whether somebody answered (0 or 1); counted for no day."""

    campaign: int
    day_part: str
    caller: str
    answered: int


class Counts(Struct, frozen=True):
    """How often each thing happened, how often each promise was kept how, and how often each day part answered."""

    happened: Counter[Happened] = field(default_factory=Counter)
    promised: Counter[Promised] = field(default_factory=Counter)
    rang: Counter[Rang] = field(default_factory=Counter)

    def add(self, more: Counts) -> None:
        """Count these as well."""
        self.happened.update(more.happened)
        self.promised.update(more.promised)
        self.rang.update(more.rang)

    def take_out(self, less: Counts) -> None:
        """Count these no longer."""
        self.happened.subtract(less.happened)
        self.promised.subtract(less.promised)
        self.rang.subtract(less.rang)

    def within(self, first_day: str, last_day: str) -> Counts:
        """What of this falls into days, both included; what is counted for no day does not."""
        return Counts(
            Counter({each: number for each, number in self.happened.items() if first_day <= each.day <= last_day}),
            Counter({each: number for each, number in self.promised.items() if first_day <= each.day <= last_day}),
        )
