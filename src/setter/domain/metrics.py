"""Numbers told honestly: proportions with their interval, and what callers did (domain §8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import sqrt
from typing import TypeVar

from msgspec import Struct

from setter.domain.outcome import Kept

Z_95 = 1.959964
"""Two-sided 95 % point of the normal distribution."""

FEWEST_FOR_A_RATE = 5
"""Below this many cases a share is told as counts, without a percentage."""


class Proportion(Struct, frozen=True, order=True):
    """`numerator` out of `denominator` cases; ValueError where that cannot be."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise ValueError(f"{self.numerator} out of {self.denominator} is not a proportion")

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; None when there is nothing to share."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval, from 0 to 1; None when there are no cases.

        Source: Wilson 1927; Brown, Cai & DasGupta 2001 recommend it for small numbers.
        """
        hits, cases = self.numerator, self.denominator
        if not cases:
            return None
        squared = Z_95 * Z_95
        middle = (hits + squared / 2) / (cases + squared)
        half = Z_95 * sqrt(hits * (cases - hits) / cases + squared / 4) / (cases + squared)
        return (0.0 if hits == 0 else middle - half, 1.0 if hits == cases else middle + half)

    def words(self) -> str:
        """The share as a person may trust it: "3 / 8 (38 %, 14–69 %)", "1 / 3", or "—" for no cases."""
        if not self.denominator or self.interval is None:
            return "—"
        counts = f"{self.numerator} / {self.denominator}"
        if self.denominator < FEWEST_FOR_A_RATE:
            return counts
        low, high = self.interval
        share = (200 * self.numerator + self.denominator) // (2 * self.denominator)
        return f"{counts} ({share} %, {_percent(low)}–{_percent(high)} %)"


def percent(share: float, places: int = 0) -> str:
    """A share of 1 as a percentage with so many places, spaced as everywhere: "38 %"."""
    return f"{100 * share:.{places}f} %"


def _percent(share: float) -> int:
    return int(share * 100 + 0.5)


class ActivityRow(Struct, frozen=True):
    """One attempt, or `count` attempts alike, with what it counts as; or a meeting or an SQL by itself.

    `dialled` is false for inbound calls and for outcomes that are no dial (skipped, call_failed). `meeting` counts a
    meeting set and `sql` an SQL completed, each on the day of its own, whatever was dialled then. `first_meeting`
    marks the conversation in which a prospect first agreed to meet.
    """

    caller: str
    disposition: str
    dialled: bool = True
    human: bool = False
    connect: bool = False
    conversation: bool = False
    meeting: bool = False
    sql: bool = False
    first_meeting: bool = False
    count: int = 1


class CallbackRow(Struct, frozen=True):
    """A promised callback that fell due, or `count` alike, and how it was kept."""

    caller: str
    kept: Kept
    count: int = 1


Counted = TypeVar("Counted", ActivityRow, CallbackRow)


class Activity(Struct, frozen=True):
    """What a caller did, or what ended in one disposition; every rate carries its two numbers.

    `share` is of all dials of the summary. `dials_per_meeting` is None when no meeting was set. Callbacks kept, late
    and missed are of those whose time stood; those moved in time are told apart, of all that fell due.
    """

    name: str
    dials: int
    share: Proportion
    answer_rate: Proportion
    connects: int
    connect_rate: Proportion
    conversations: int
    conversation_rate: Proportion
    meetings_set: int
    conversation_to_meeting: Proportion
    sqls: int
    dials_per_meeting: float | None
    callbacks_kept: Proportion
    callbacks_late: Proportion
    callbacks_missed: Proportion
    callbacks_moved: Proportion

    @property
    def promised(self) -> int:
        """How many promises of a time fell due."""
        return self.callbacks_moved.denominator


class Summary(Struct, frozen=True):
    """What happened in a period, by caller and by disposition, in the order of their names: never a ranking."""

    total: Activity
    by_caller: tuple[Activity, ...]
    by_disposition: tuple[Activity, ...]


def activity(rows: Iterable[ActivityRow], callbacks: Iterable[CallbackRow] = ()) -> Summary:
    """Count what happened, and the promises that fell due."""
    kept_rows, due = list(rows), list(callbacks)
    dials = _count(kept_rows, lambda row: row.dialled)
    callers = {row.caller for row in kept_rows} | {callback.caller for callback in due}
    by_caller = (
        _line(
            name,
            [row for row in kept_rows if row.caller == name],
            [callback for callback in due if callback.caller == name],
            dials,
        )
        for name in _by_name(callers)
    )
    by_disposition = (
        _line(code, [row for row in kept_rows if row.disposition == code], [], dials)
        for code in _by_name({row.disposition for row in kept_rows})
    )
    return Summary(_line("all", kept_rows, due, dials), tuple(by_caller), tuple(by_disposition))


def _by_name(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (name.casefold(), name))


def _count(rows: Iterable[Counted], wanted: Callable[[Counted], bool]) -> int:
    return sum(row.count for row in rows if wanted(row))


def _line(name: str, rows: list[ActivityRow], due: list[CallbackRow], all_dials: int) -> Activity:
    """Add rows up; a conversation is a connect and a connect a dial by definition, so each counts only in the other."""
    dialled = [row for row in rows if row.dialled]
    dials = _count(dialled, lambda row: True)
    connects = _count(dialled, lambda row: row.connect)
    talks = [row for row in dialled if row.connect and row.conversation]
    conversations = _count(talks, lambda row: True)
    meetings = _count(rows, lambda row: row.meeting)
    how = {kept: sum(row.count for row in due if row.kept == kept) for kept in Kept}
    stood = how[Kept.KEPT] + how[Kept.LATE] + how[Kept.MISSED]
    return Activity(
        name=name,
        dials=dials,
        share=Proportion(dials, all_dials),
        answer_rate=Proportion(_count(dialled, lambda row: row.human or row.connect), dials),
        connects=connects,
        connect_rate=Proportion(connects, dials),
        conversations=conversations,
        conversation_rate=Proportion(conversations, connects),
        meetings_set=meetings,
        conversation_to_meeting=Proportion(_count(talks, lambda row: row.first_meeting), conversations),
        sqls=_count(rows, lambda row: row.sql),
        dials_per_meeting=dials / meetings if meetings else None,
        callbacks_kept=Proportion(how[Kept.KEPT], stood),
        callbacks_late=Proportion(how[Kept.LATE], stood),
        callbacks_missed=Proportion(how[Kept.MISSED], stood),
        callbacks_moved=Proportion(how[Kept.MOVED], stood + how[Kept.MOVED]),
    )


def promises_of(row: Activity) -> tuple[Proportion, Proportion, Proportion, Proportion]:
    """How a line's promises were kept: kept, late, missed, moved."""
    return row.callbacks_kept, row.callbacks_late, row.callbacks_missed, row.callbacks_moved


def as_json(value: Proportion | Activity | Summary) -> dict[str, object]:
    """The numbers as plain JSON values; a proportion brings its value, its interval and its words along."""
    plain: dict[str, object] = {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, Proportion):
        plain |= {"value": value.value, "interval": _plain(value.interval), "words": value.words()}
    return plain


def _plain(value: object) -> object:
    if isinstance(value, (Proportion, Activity, Summary)):
        return as_json(value)
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
