"""One call as a team lead reads it: its way through the script, dials, answers, note and outcomes."""

from __future__ import annotations

import json

from setter.domain.answers import said_words
from setter.domain.dispositions import outcome_words
from setter.services.review import CallStory
from setter.store.records import Answer, Attempt
from setter.widgets.read_panel import ReadRow
from setter.widgets.times import day_and_clock


def call_rows(told: CallStory, ours: str) -> list[ReadRow]:
    """The rows of one call; instants are told by the clock of `ours` (IANA)."""
    call = told.call
    rows = [ReadRow("caller", call.caller), ReadRow("taken", day_and_clock(call.taken_at, ours))]
    rows.append(ReadRow("script", " › ".join(told.path)))
    rows += [ReadRow("dial", f"{day_and_clock(each.started_at, ours)}, {_dial_words(each)}") for each in told.attempts]
    rows += [_answer_row(told, each) for each in told.answers]
    if call.note:
        rows.append(ReadRow("note", call.note))
    for outcome in told.outcomes:
        taken_back = ", taken back" if outcome.undone_at else ""
        rows.append(ReadRow("outcome", outcome_words(outcome.code) + taken_back))
    return rows


def _dial_words(attempt: Attempt) -> str:
    failed = [each["rule"] for each in json.loads(attempt.verdict)["results"] if not each["passed"]]
    gate = f"refused by {', '.join(failed)}" if failed else "every rule passed"
    return f"{outcome_words(attempt.disposition) or 'on the line'}; gate: {gate}"


def _answer_row(told: CallStory, answer: Answer) -> ReadRow:
    capture = told.captures.get(answer.field)
    return ReadRow(capture.label if capture else answer.field, said_words(json.loads(answer.value), capture))
