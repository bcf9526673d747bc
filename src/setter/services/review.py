"""What happened today and this week, by caller and by outcome, and one call from its script to its last word."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.tz import tzlocal

from setter.domain.dispositions import DISPOSITIONS, Disposition, find
from setter.domain.errors import Wrong
from setter.domain.metrics import ActivityRow, CallbackRow, Summary, activity
from setter.domain.script import Capture
from setter.services.attempts import NOT_A_DIAL
from setter.services.desk import Desk
from setter.store.records import Answer, Attempt, Call, OutcomeRow, Prospect
from setter.store.unit import Unit

PERIODS = ("today", "week")
KEPT_WITHIN_MS = 10 * 60_000


@dataclass(frozen=True, slots=True)
class Report:
    """One period's counts; `first` and `last` are the caller's calendar days, both included."""

    period: str
    first: date
    last: date
    summary: Summary


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
    """One call with everything that happened on it; `path` names the script's nodes in order."""

    call: Call
    prospect: Prospect
    attempts: tuple[Attempt, ...]
    answers: tuple[Answer, ...]
    outcomes: tuple[OutcomeRow, ...]
    path: tuple[str, ...]
    captures: Mapping[str, Capture]


def report(desk: Desk, period: str) -> Report:
    """Count today, or the week since Monday; Wrong for another word."""
    first, last, since, until = _days(desk, period)

    def look(unit: Unit) -> Summary:
        return activity(_rows(unit, since, until), _callbacks(unit, since, until, desk.now()))

    return Report(period, first, last, desk.store.read(look))


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
                _disposition(row["effect_code"]).label,
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
            raise Wrong("no_call", "There is no such call.", "call", "List them with: setter report today.")
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


def _rows(unit: Unit, since: int, until: int) -> list[ActivityRow]:
    """One row an attempt; the call's own outcome speaks for its last attempt."""
    ended = {row["call_id"]: row for row in unit.reports.outcomes(since, until)}
    meetings = {row["call_id"] for row in unit.reports.meetings_booked(since, until) if row["replaces"] is None}
    sqls = {row["call_id"] for row in unit.reports.promotions(since, until)}
    dials = unit.reports.dials(since, until)
    last = {row["call_id"]: row["id"] for row in dials}
    return [
        _row(unit, row, ended.get(row["call_id"]), last[row["call_id"]] == row["id"], meetings, sqls) for row in dials
    ]


def _row(
    unit: Unit,
    row: dict[str, Any],
    outcome: dict[str, Any] | None,
    is_last: bool,
    meetings: Iterable[int],
    sqls: Iterable[int],
) -> ActivityRow:
    known = _counts_as(unit, row)
    never = row["disposition"] == NOT_A_DIAL
    spoke = bool(is_last and outcome and outcome["conversation"])
    return ActivityRow(
        caller=row["caller"],
        disposition=row["disposition"] or "in progress",
        day=day_of(row["started_at"]),
        dialled=row["direction"] == "outbound" and not never and (known is None or known.dial_counts),
        human=bool(known and known.human),
        connect=bool(known and (known.connect == "yes" or (known.connect == "maybe" and spoke))),
        conversation=spoke,
        meeting=is_last and row["call_id"] in meetings,
        sql=is_last and row["call_id"] in sqls,
    )


def _callbacks(unit: Unit, since: int, until: int, now: int) -> list[CallbackRow]:
    return [
        CallbackRow(
            row["caller"] or "pool",
            day_of(row["due_at"]),
            row["dialled_at"] is not None and abs(row["dialled_at"] - row["due_at"]) <= KEPT_WITHIN_MS,
        )
        for row in unit.reports.callbacks_due(since, until)
        if row["kind"] == "hard" and row["due_at"] + KEPT_WITHIN_MS <= now
    ]


def _counts_as(unit: Unit, row: dict[str, Any]) -> Disposition | None:
    """What an attempt's outcome counts as; a campaign's own by the built-in code that was kept when it was given."""
    code = row["disposition"]
    if code in DISPOSITIONS:
        return DISPOSITIONS[code]
    call = unit.calls.get(row["call_id"]) if code else None
    given = unit.calls.outcome(call.id, call.outcomes) if call else None
    return DISPOSITIONS.get(given.effect_code) if given and given.code == code else None


def _disposition(code: str) -> Disposition:
    return DISPOSITIONS.get(code) or find(code)
