"""What an enrolment's calls, meetings and promises come to, as counts: the one rule by which anything is counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from setter.domain.days import day_of, end_of, start_of
from setter.domain.dispositions import DISPOSITIONS, Disposition, with_the_prospect
from setter.domain.outcome import Kept, kept_how
from setter.services.attempts import NOT_A_DIAL
from setter.services.here import own_zone
from setter.store.records.counts import Counts, Happened, Promised, Rang
from setter.store.unit import Unit

IN_PROGRESS = "in progress"
POOL = "pool"
"""In whose name a promise is counted that everybody may keep."""


class Counting(Struct, frozen=True):
    """The enrolments from `first` to `last`, and by the days of which zone they are counted."""

    unit: Unit
    first: int
    last: int
    zone: str

    def day(self, instant: int) -> str:
        """The day to which an instant counts."""
        return day_of(instant, self.zone).isoformat()


OF_ONE = ("reports.counted_how", "reports.dials_of")
"""What is asked for together of one enrolment."""


def report_zone(unit: Unit) -> str:
    """The zone (IANA) by whose days everybody at this database counts."""
    return unit.settings.get("report_zone") or own_zone()


def shares(unit: Unit, first: int, last: int) -> dict[int, Counts]:
    """What each enrolment from `first` to `last` comes to; nothing before the database has a zone to count by."""
    if first == last:
        unit.gather(OF_ONE, first=first, last=last, enrolment_id=first)
    how = unit.reports.counted_how(first, last)
    found: defaultdict[int, Counts] = defaultdict(Counts)
    if how is None:
        return found
    zone, met, promised = how
    counting = Counting(unit, first, last, zone)
    for enrolment, happened, rang in _happened(counting, met):
        found[enrolment].happened[happened] += 1
        if rang is not None:
            found[enrolment].rang[rang] += 1
    for row in unit.reports.kept_promises(first, last) if promised else ():
        found[row["enrolment_id"]].promised[kept_promise(row, zone)] += 1
    return found


def counted(unit: Unit, first_day: date, last_day: date) -> Counts:
    """Count some days from all that happened in them, whatever has been counted before."""
    zone, total = report_zone(unit), Counts()
    for enrolment in unit.reports.worked_between(start_of(first_day, zone), end_of(last_day, zone)):
        for share in shares(unit, enrolment, enrolment).values():
            total.add(share.within(first_day.isoformat(), last_day.isoformat()))
    return total


def kept_promise(row: dict[str, Any], zone: str) -> Promised:
    """A promise that was rung or moved, on the day it was for."""
    return Promised(day_of(row["due_at"], zone).isoformat(), row["caller"] or POOL, str(how_kept(row)))


def how_kept(row: dict[str, Any], open_at: int | None = None) -> Kept:
    """How a promise was kept; one that nobody has rung is so late as it is at `open_at` (UTC milliseconds)."""
    rung = row["dialled_at"] if row["dialled_at"] is not None else open_at
    moved = row["state"] == "moved"
    return kept_how(row["due_at"], rung, row["grace_minutes"], row["missed_minutes"], moved=moved)


def _happened(counting: Counting, met: bool) -> Iterator[tuple[int, Happened, Rang | None]]:
    """One an attempt, one a meeting set, one an SQL: each on its own day, whatever else happened then.

    Of a dial that has ended also the part of the day in which it rang.
    """
    unit, first, last = counting.unit, counting.first, counting.last
    meetings = _Meetings(unit.reports.meetings(first, last) if met else [])
    first_agreed = set(meetings.first.values())
    dials = unit.reports.dials(first, last)
    last_of_call = {row["call_id"]: row["id"] for row in dials}
    for row in dials:
        is_last = last_of_call[row["call_id"]] == row["id"]
        attempted = _attempted(counting, row, is_last, row["call_id"] in first_agreed)
        yield row["enrolment_id"], attempted, _rang(row, attempted)
    for row in meetings.set:
        yield row["enrolment_id"], _event(counting, row, row["booked_at"], meeting=1), None
    for row in unit.reports.promotions(first, last) if met else ():
        yield row["enrolment_id"], _event(counting, row, row["promoted_at"], sql=1), None


def _rang(row: dict[str, Any], attempted: Happened) -> Rang | None:
    if not attempted.dialled or not row["disposition"] or not row["day_part"]:
        return None
    answered = int(attempted.human or attempted.connect)
    return Rang(row["campaign"], row["day_part"], row["caller"], answered)


class _Meetings:
    """The meetings there ever were: which count as set, and in which call each was first agreed."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        followed = {row["replaces"]: row for row in rows if row["replaces"] is not None}
        self.set: list[dict[str, Any]] = []
        self.first: dict[int, int] = {}
        for row in rows:
            last = row
            while last["id"] in followed:
                last = followed[last["id"]]
            if row["replaces"] is None and not _unsaid(last):
                self.set.append(row)
                self.first.setdefault(row["enrolment_id"], row["call_id"])


def _unsaid(meeting: dict[str, Any]) -> bool:
    """Booked and called off within one call, before or as it ended: nothing was set."""
    cancelled, closed = meeting["cancelled_at"], meeting["closed_at"]
    if cancelled is None:
        return False
    return closed is None or cancelled < closed or meeting["outcome"] == "meeting_cancelled"


def _event(counting: Counting, row: dict[str, Any], at: int, **what: int) -> Happened:
    return Happened(counting.day(at), row["caller"], row["outcome"] or IN_PROGRESS, **what)


def _attempted(counting: Counting, row: dict[str, Any], is_last: bool, first_meeting: bool) -> Happened:
    """Count an attempt; what the whole call came to speaks for its last one."""
    known, never = _counts_as(row), row["disposition"] == NOT_A_DIAL
    answers, seconds = _said(counting, row) if is_last and known and known.connect == "maybe" else (0, 0)
    spoke = bool(is_last and row["conversation"])
    dialled = row["direction"] == "outbound" and not never and (known is None or known.dial_counts)
    return Happened(
        day=counting.day(row["started_at"]),
        caller=row["caller"],
        disposition=row["disposition"] or IN_PROGRESS,
        dialled=int(dialled),
        human=int(bool(known and known.human)),
        connect=int(bool(known and known.is_connect(answers, seconds))),
        conversation=int(spoke),
        first_meeting=int(spoke and first_meeting),
    )


def _said(counting: Counting, row: dict[str, Any]) -> tuple[int, int]:
    """The answers and the seconds of a call that were the prospect's own."""
    fields = (answer.field for answer in counting.unit.calls.answers_of_call(row["call_id"]))
    return with_the_prospect(fields, round((row["minutes"] or 0) * 60))


def _counts_as(row: dict[str, Any]) -> Disposition | None:
    """What an attempt's outcome counts as; a campaign's own by the built-in code that was kept when it was given."""
    code = row["disposition"]
    if code in DISPOSITIONS:
        return DISPOSITIONS[code]
    return DISPOSITIONS.get(row["effect_code"]) if code and row["code"] == code else None
