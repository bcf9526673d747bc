"""What happened today and this week, by caller and by outcome, and one call from its script to its last word."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from setter.domain.days import day_of, end_of, start_of
from setter.domain.dispositions import DISPOSITIONS, Disposition, find
from setter.domain.errors import Wrong
from setter.domain.metrics import ActivityRow, CallbackRow, Summary, activity
from setter.domain.outcome import Kept
from setter.domain.script import Capture
from setter.domain.units import HOUR
from setter.services.activity import POOL, how_kept, kept_promise, report_zone
from setter.services.desk import Desk
from setter.services.left_alone import reasons_for
from setter.store.records import Answer, Attempt, Call, OutcomeRow, Prospect
from setter.store.unit import Unit

PERIODS = ("today", "week")
LONGEST_GRACE_MS = 4 * HOUR
"""No campaign gives a promise a longer grace."""
MOST_OUTCOMES = 500
"""So many outcomes are listed at once: whoever looks for an older one asks for one caller's, or one outcome."""


class Report(Struct, frozen=True):
    """One period's counts; `first` and `last` are calendar days of `zone` (IANA), both included."""

    period: str
    first: date
    last: date
    summary: Summary
    zone: str


class OutcomeLine(Struct, frozen=True):
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


class Outcomes(Struct, frozen=True):
    """Outcomes of a period, newest first; `more` when there were older ones than these."""

    lines: tuple[OutcomeLine, ...]
    more: bool


class CallStory(Struct, frozen=True):
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


def days_named(desk: Desk, period: str) -> tuple[date, date]:
    """The first and the last day of "today", or of the "week" since Monday; Wrong for another word."""
    if period not in PERIODS:
        raise Wrong("period", f"There is no report {period!r}.", "report", "Ask for today or week.")
    today = day_of(desk.now(), desk.store.read(report_zone))
    return (today if period == "today" else today - timedelta(days=today.weekday())), today


def report(desk: Desk, period: str) -> Report:
    """Count today, or the week since Monday; Wrong for another word."""
    first, last = days_named(desk, period)
    return report_of(desk, first, last, period)


def report_of(desk: Desk, first: date, last: date, period: str = "days") -> Report:
    """Count what happened from one day to another; Wrong where the second comes before the first."""
    if last < first:
        raise Wrong("period", f"{last} comes before {first}.", "--to", "Name the first day, then the last.")

    def look(unit: Unit) -> Report:
        rows = [_as_activity(row) for row in unit.reports.activity(first.isoformat(), last.isoformat())]
        zone = report_zone(unit)
        return Report(period, first, last, activity(rows, _promises(desk, unit, first, last, zone)), zone)

    return desk.store.read(look)


def outcomes(desk: Desk, period: str, caller: str = "", code: str = "", most: int = MOST_OUTCOMES) -> Outcomes:
    """The newest outcomes of a period, at most so many, of one caller or one disposition where asked."""
    return outcomes_of(desk, *days_named(desk, period), caller, code, most)


def outcomes_of(
    desk: Desk, first: date, last: date, caller: str = "", code: str = "", most: int = MOST_OUTCOMES
) -> Outcomes:
    """The same from one day to another."""

    def look(unit: Unit) -> Outcomes:
        zone = report_zone(unit)
        since, until = start_of(first, zone), end_of(last, zone)
        rows = unit.reports.outcomes(since, until, most + 1, caller, code)
        return Outcomes(tuple(_outcome_line(desk, unit, row) for row in rows[:most]), more=len(rows) > most)

    return desk.store.read(look)


def _outcome_line(desk: Desk, unit: Unit, row: dict[str, Any]) -> OutcomeLine:
    return OutcomeLine(
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

    def count(unit: Unit) -> dict[str, int]:
        today = day_of(desk.now(), report_zone(unit)).isoformat()
        own = [_as_activity(row) for row in unit.reports.activity(today, today) if row["caller"] == desk.caller]
        return {
            "dials": sum(row.count for row in own if row.dialled),
            "conversations": sum(row.count for row in own if row.conversation),
            "meetings": sum(row.count for row in own if row.meeting),
            "sqls": sum(row.count for row in own if row.sql),
        }

    return desk.store.read(count)


def _as_activity(row: dict[str, Any]) -> ActivityRow:
    return ActivityRow(
        caller=row["caller"],
        disposition=row["disposition"],
        dialled=bool(row["dialled"]),
        human=bool(row["human"]),
        connect=bool(row["connect"]),
        conversation=bool(row["conversation"]),
        meeting=bool(row["meeting"]),
        sql=bool(row["sql"]),
        first_meeting=bool(row["first_meeting"]),
        count=int(row["number"]),
    )


def _promises(desk: Desk, unit: Unit, first: date, last: date, zone: str) -> list[CallbackRow]:
    """The promises whose grace is over: those rung or moved, and those that are open all the same."""
    since, until, now = start_of(first, zone), end_of(last, zone), desk.now()
    kept: Counter[tuple[str, str]] = Counter()
    for row in unit.reports.promises(first.isoformat(), last.isoformat()):
        kept[row["caller"], row["how"]] += int(row["number"])
    for row in unit.reports.in_grace(max(since, now - LONGEST_GRACE_MS), until, now):
        early = kept_promise(row, zone)
        kept[early.caller, early.how] -= 1
    for row in unit.reports.open_promises(since, min(until, now), now):
        kept[row["caller"] or POOL, str(how_kept(row, now))] += 1
    return [CallbackRow(caller, Kept(how), number) for (caller, how), number in kept.items() if number]


def _disposition(desk: Desk, unit: Unit, row: dict[str, Any], code: str) -> Disposition:
    """An outcome by its code, one of the campaign's own included."""
    return DISPOSITIONS.get(code) or find(code, desk.campaign(unit, row["campaign"], row["campaign_version"]))
