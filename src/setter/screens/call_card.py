"""The prospect's card beside the script: what stands, what was promised, how to reach them, what happened before."""

from __future__ import annotations

import json
from collections.abc import Mapping

from setter.domain.answers import said_words
from setter.domain.dispositions import outcome_words
from setter.domain.outcome import APOLOGY
from setter.screens.call_shown import gate_word, line_on_show, running
from setter.screens.prospect_words import asked_words
from setter.services.call_view import CallView, PastCall
from setter.services.callability import Line
from setter.services.show import hidden
from setter.widgets.facts_card import FactRow
from setter.widgets.plain import phone_grouped, phone_masked
from setter.widgets.times import ago, day_and_clock


def card(shown: CallView, marks: Mapping[str, str], now: int) -> list[FactRow]:
    """The prospect's card beside the script."""
    cadence = shown.campaign.calling.cadence
    answered = {name: str(fact.value) for name, fact in shown.facts.items() if fact.source == "answer"}
    number = line_on_show(shown)
    phone = number.phone if number else None
    made = shown.enrolment.attempts + 1
    rows = [
        *([FactRow("promise", APOLOGY, weight="strong")] if shown.missed else []),
        *_asked(shown, now),
        *_meeting(shown),
        *(FactRow("check", warning, weight="strong") for warning in shown.qualification.warnings),
        FactRow("voicemail", shown.voicemail),
        FactRow("attempt", f"{made} of {cadence.max_attempts}"),
        FactRow("picks up", answered.get("gatekeeper_name") or (phone.gatekeeper if phone else "")),
        FactRow("best time", answered.get("best_time") or (phone.best_time if phone else "")),
        FactRow("extension", phone.extension if phone else ""),
        *_others(shown, phone.id if phone else 0),
        *(FactRow("e-mail", each.address, marks.get("email", "")) for each in shown.emails[:1]),
        *_places(shown, marks),
        *_listed(shown),
        *(FactRow("source", source, weight="muted") for source in shown.sources[:1]),
    ]
    kept = [row for row in rows if row.value]
    past = [_past(shown, call, now) for call in shown.history[:4]]
    return [*kept, *([FactRow("Before"), *past] if past else [])]


def _asked(shown: CallView, now: int) -> list[FactRow]:
    """What they wrote to us, and how long they have waited."""
    if shown.inquiry is None:
        return []
    return [FactRow("asked", _veiled(shown, asked_words(shown.inquiry, now)), weight="strong")]


def _meeting(shown: CallView) -> list[FactRow]:
    """A meeting that stands, and what it lacks."""
    if shown.meeting is None:
        return []
    at, zone = shown.meeting.starts_at, shown.meeting.zone
    rows = [FactRow("meeting", day_and_clock(at, zone), weight="strong")]
    if shown.meeting.confirmed_at is not None:
        rows.append(FactRow("", "confirmed"))
    if shown.qualification.missing:
        lacks = ", ".join(gate_word(gate) for gate in shown.qualification.missing)
        rows.append(FactRow("lacks", lacks, weight="strong"))
    return rows


def _others(shown: CallView, on_show: int) -> list[FactRow]:
    others = [line for line in shown.lines if line.phone.id != on_show]
    return [FactRow("or", f"{_told(line)} {_standing(line)}") for line in others]


def _told(line: Line) -> str:
    """A number that may not be dialled is not told: nobody can ring it past the gate."""
    return phone_grouped(line.phone.e164) if line.verdict.allowed else phone_masked(line.phone.e164)


def _standing(line: Line) -> str:
    return "✓" if line.verdict.allowed else "✗ " + line.verdict.refusals[0].rule.replace("_", " ")


def _places(shown: CallView, marks: Mapping[str, str]) -> list[FactRow]:
    place = ", ".join(part for part in (shown.prospect.city, shown.prospect.region) if part)
    mark = marks.get("city", marks.get("region", ""))
    return [FactRow("place", place, mark), FactRow("website", shown.prospect.website, marks.get("website", ""))]


def _listed(shown: CallView) -> list[FactRow]:
    facts, captures = json.loads(shown.prospect.attributes), shown.campaign.script.captures()
    return [
        FactRow(name.replace("_", " "), _veiled(shown, said_words(value, captures.get(name))))
        for name, value in facts.items()
        if str(value).strip()
    ]


def _past(shown: CallView, call: PastCall, now: int) -> FactRow:
    words = outcome_words(call.outcome) + (f": {_veiled(shown, call.note)}" if call.note else "")
    return FactRow(ago(call.at, now), words, "", "muted")


def _veiled(shown: CallView, text: str) -> str:
    """What a list or a note says, without numbers while none of theirs may be dialled."""
    free = running(shown) is not None or any(line.verdict.allowed for line in shown.lines)
    return text if free else hidden(text)
