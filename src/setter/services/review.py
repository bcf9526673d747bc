"""What happened today and this week, by caller and by outcome, and one call from its script to its last word."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.tz import tzlocal

from setter.domain.dispositions import DISPOSITIONS, Disposition, find, with_the_prospect
from setter.domain.errors import Wrong
from setter.domain.metrics import ActivityRow, CallbackRow, Summary, activity
from setter.domain.outcome import ON_TIME_MS
from setter.domain.script import Capture
from setter.services.attempts import NOT_A_DIAL
from setter.services.desk import Desk
from setter.services.here import own_zone
from setter.services.suppress import reasons_for
from setter.store.records import AWAITS_REVIEW, Answer, Attempt, Call, OutcomeRow, Prospect
from setter.store.unit import Unit

PERIODS = ("today", "week")
IN_PROGRESS = "in progress"


@dataclass(frozen=True, slots=True)
class Report:
    """One period's counts; `first` and `last` are calendar days of `zone` (IANA), both included."""

    period: str
    first: date
    last: date
    summary: Summary
    zone: str


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One outcome of the period, newest first: what a team lead drills into."""

    call: int
    campaign: int
    prospect: int
    at: int
    caller: str
    code: str
    label: str
    name: str
    company: str
    minutes: float | None


@dataclass(frozen=True, slots=True)
class CallStory:
    """One call with everything that happened on it; `path` names the script's nodes in order.

    `barred` says why its prospect must not be contacted; empty when they may be.
    """

    call: Call
    prospect: Prospect
    attempts: tuple[Attempt, ...]
    answers: tuple[Answer, ...]
    outcomes: tuple[OutcomeRow, ...]
    path: tuple[str, ...]
    captures: Mapping[str, Capture]
    barred: tuple[str, ...]


def report(desk: Desk, period: str) -> Report:
    """Count today, or the week since Monday; Wrong for another word."""
    first, last, since, until = _days(desk, period)

    def look(unit: Unit) -> Summary:
        return activity(_rows(unit, since, until), _callbacks(unit, since, until, desk.now()))

    return Report(period, first, last, desk.store.read(look), own_zone())


def outcomes(desk: Desk, period: str, caller: str = "", code: str = "") -> list[OutcomeLine]:
    """The outcomes of a period, newest first, of one caller or one disposition where asked."""
    _, _, since, until = _days(desk, period)

    def look(unit: Unit) -> list[OutcomeLine]:
        return [
            OutcomeLine(
                row["call_id"],
                row["campaign"],
                row["prospect_id"],
                row["recorded_at"],
                row["caller"],
                row["code"],
                _disposition(desk, unit, row, row["code"]).label,
                row["full_name"],
                row["company_name"],
                row["minutes"],
            )
            for row in unit.reports.outcomes(since, until)
            if caller in ("", row["caller"]) and code in ("", row["code"])
        ]

    return desk.store.read(look)


def story(desk: Desk, call_id: int) -> CallStory:
    """One call: its way through the script, its attempts with their verdicts, answers, notes and outcomes."""

    def look(unit: Unit) -> CallStory:
        call = unit.calls.get(call_id)
        prospect = unit.prospects.get(call.prospect_id) if call else None
        if call is None or prospect is None:
            raise Wrong("no_call", "There is no such call.", "call", "List them with: setter calls week.")
        campaign = desk.campaign(unit, call.campaign, call.campaign_version)
        numbered = [unit.calls.outcome(call.id, number) for number in range(1, call.outcomes + 1)]
        names = {node.id: node.label or node.id for node in campaign.script.nodes}
        return CallStory(
            call,
            prospect,
            tuple(unit.calls.attempts(call.id)),
            tuple(unit.calls.answers_of_call(call.id)),
            tuple(outcome for outcome in numbered if outcome is not None),
            tuple(names.get(node, node) for node in json.loads(call.path)),
            campaign.script.captures(),
            reasons_for(unit, prospect),
        )

    return desk.store.read(look)


def today_numbers(desk: Desk) -> dict[str, int]:
    """A caller's own numbers of today, for the queue screen."""
    _, _, since, until = _days(desk, "today")

    def count(unit: Unit) -> dict[str, int]:
        own = [row for row in _rows(unit, since, until) if row.caller == desk.caller]
        return {
            "dials": sum(row.dialled for row in own),
            "conversations": sum(row.conversation for row in own),
            "meetings": sum(row.meeting for row in own),
            "sqls": sum(row.sql for row in own),
        }

    return desk.store.read(count)


def _days(desk: Desk, period: str) -> tuple[date, date, int, int]:
    if period not in PERIODS:
        raise Wrong("period", f"There is no report {period!r}.", "report", "Ask for today or week.")
    today = day_of(desk.now())
    first = today if period == "today" else today - timedelta(days=today.weekday())
    return first, today, start_of(first), start_of(today + timedelta(days=1))


def day_of(instant: int) -> date:
    """The calendar day of an instant (UTC milliseconds) where this machine stands."""
    return datetime.fromtimestamp(instant / 1000, tzlocal()).date()


def start_of(day: date) -> int:
    """The UTC milliseconds at which a calendar day begins where this machine stands."""
    return int(datetime(day.year, day.month, day.day, tzinfo=tzlocal()).timestamp() * 1000)


class _Meetings:
    """The meetings of everybody worked in a period: which count as set, and in which call each was first agreed."""

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


def _rows(unit: Unit, since: int, until: int) -> list[ActivityRow]:
    """One row an attempt, one a meeting set, one an SQL: each on its own day, whatever else fell into the period."""
    meetings = _Meetings(unit.reports.meetings_of_worked(since, until))
    first = set(meetings.first.values())
    rows = [_attempted(unit, row, row["call_id"] in first) for row in unit.reports.dials(since, until)]
    rows += [_event(row, row["booked_at"], meeting=True) for row in meetings.set if since <= row["booked_at"] < until]
    made = (row for row in unit.reports.promotions(since, until) if row["state"] != AWAITS_REVIEW)
    return rows + [_event(row, row["promoted_at"], sql=True) for row in made]


def _event(row: dict[str, Any], at: int, **what: bool) -> ActivityRow:
    return ActivityRow(row["caller"], row["outcome"] or IN_PROGRESS, day_of(at), dialled=False, **what)


def _attempted(unit: Unit, row: dict[str, Any], first_meeting: bool) -> ActivityRow:
    """Count an attempt; what the whole call came to speaks for its last one."""
    known, never = _counts_as(unit, row), row["disposition"] == NOT_A_DIAL
    is_last = row["last_of_call"] == row["id"]
    answers, seconds = _said(unit, row) if is_last and known and known.connect == "maybe" else (0, 0)
    spoke = bool(is_last and row["conversation"])
    return ActivityRow(
        caller=row["caller"],
        disposition=row["disposition"] or IN_PROGRESS,
        day=day_of(row["started_at"]),
        dialled=row["direction"] == "outbound" and not never and (known is None or known.dial_counts),
        human=bool(known and known.human),
        connect=bool(known and known.is_connect(answers, seconds)),
        conversation=spoke,
        first_meeting=spoke and first_meeting,
    )


def _said(unit: Unit, row: dict[str, Any]) -> tuple[int, int]:
    """The answers and the seconds of a call that were the prospect's own."""
    fields = (answer.field for answer in unit.calls.answers_of_call(row["call_id"]))
    return with_the_prospect(fields, round((row["minutes"] or 0) * 60))


def _callbacks(unit: Unit, since: int, until: int, now: int) -> list[CallbackRow]:
    return [
        CallbackRow(
            row["caller"] or "pool",
            day_of(row["due_at"]),
            row["dialled_at"] is not None and abs(row["dialled_at"] - row["due_at"]) <= ON_TIME_MS,
        )
        for row in unit.reports.callbacks_due(since, until)
        if row["kind"] == "hard" and row["due_at"] + ON_TIME_MS <= now
    ]


def _counts_as(unit: Unit, row: dict[str, Any]) -> Disposition | None:
    """What an attempt's outcome counts as; a campaign's own by the built-in code that was kept when it was given."""
    code = row["disposition"]
    if code in DISPOSITIONS:
        return DISPOSITIONS[code]
    call = unit.calls.get(row["call_id"]) if code else None
    given = unit.calls.outcome(call.id, call.outcomes) if call else None
    return DISPOSITIONS.get(given.effect_code) if given and given.code == code else None


def _disposition(desk: Desk, unit: Unit, row: dict[str, Any], code: str) -> Disposition:
    """An outcome by its code, one of the campaign's own included."""
    return DISPOSITIONS.get(code) or find(code, desk.campaign(unit, row["campaign"], row["campaign_version"]))
