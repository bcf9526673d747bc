"""The columns of the sheet that sales fills in: what each one says, and what may stand in it (R-082)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from setter.domain.gate_names import gates_in_words
from setter.domain.rejections import OTHER, REJECTIONS, SHORTEST_OTHER
from setter.domain.sales_answer import ALLOWED, BEST_QUALITY, MOST_LETTERS, MOST_MINUTES

SQL_MARK, MEETING_MARK = "SQL-", "M-"
"""What ids begin with in a sheet: a spreadsheet rounds a bare number of 19 digits."""


class AnswerColumn(Struct, frozen=True):
    """One column; `field` is what of the answer it says, "" for what is known of the SQL and is only read back.

    `one_of` are the words that may stand in it, `allowed` says in words what else may.
    """

    name: str
    words: str
    field: str = ""
    allowed: str = ""
    one_of: tuple[str, ...] = ()


def _one_of(name: str, words: str, field: str) -> AnswerColumn:
    return AnswerColumn(name, words, field, " · ".join(ALLOWED[field]), ALLOWED[field])


_DAY, _MONEY = "a day as 2026-11-27", "a number as 1234.50, in the campaign's currency"
COLUMNS: tuple[AnswerColumn, ...] = (
    AnswerColumn("sql", "The SQL. Leave it as it is: by it the answer is known."),
    AnswerColumn("meeting", "Its meeting. Leave it as it is."),
    AnswerColumn("name", "Who asked for the meeting."),
    AnswerColumn("company", "Where they work."),
    AnswerColumn("rep", "Whose meeting it is."),
    AnswerColumn("starts_utc", "When it starts, in UTC."),
    AnswerColumn("starts_rep", "When it starts, by the rep's clocks."),
    AnswerColumn("reply_due", "Until when the answer is awaited, by the rep's clocks."),
    _one_of("decision", "Do you take it?", "decision"),
    AnswerColumn("code", "Why not: a code. With a rejection only.", "code", "R01 to R14, R99", tuple(REJECTIONS)),
    AnswerColumn(
        "why",
        "Why not, in words, for whoever set it. With a rejection always.",
        "reason",
        f"words, at most {MOST_LETTERS:,} characters; with {OTHER} at least {SHORTEST_OTHER}",
    ),
    AnswerColumn(
        "minutes", "Minutes that you spent on it in all.", "minutes", f"a whole number from 0 to {MOST_MINUTES}"
    ),
    AnswerColumn(
        "quality",
        "How good it was: 1 is poor, 5 excellent.",
        "quality",
        f"1 to {BEST_QUALITY}",
        tuple(str(each) for each in range(1, BEST_QUALITY + 1)),
    ),
    AnswerColumn("what_was_missing", "What you would have liked to know.", "lacked", "words"),
    _one_of("met", "Did the meeting take place? Once its time has come.", "met"),
    _one_of("opportunity", "What it has become. Once it is accepted and was held.", "opportunity"),
    AnswerColumn("opportunity_since", "Since when it is an opportunity.", "opportunity_on", _DAY),
    AnswerColumn("amount", "What it is worth. A won one always has it.", "amount", _MONEY),
    AnswerColumn("margin", "What of it is margin.", "margin", f"{_MONEY}; the amount at most"),
    AnswerColumn("closed_on", "When it was won or lost.", "closed_on", _DAY),
    AnswerColumn("answered_by", "Who answers, if it is not the rep.", "", "a name"),
)
BY_FIELD: Mapping[str, AnswerColumn] = MappingProxyType({each.field: each for each in COLUMNS if each.field})
"""The columns of the answer, by what they say of it."""
MONEY, DAYS, WHOLE = ("amount", "margin"), ("opportunity_on", "closed_on"), ("minutes", "quality")
"""The fields of the answer that are money, days, and whole numbers."""


def explained() -> str:
    """The columns and the codes as Markdown, as they stand in docs/sales.md."""
    lines = ["| column | what it says | what may stand in it |", "|---|---|---|"]
    lines += [f"| `{each.name}` | {each.words} | {each.allowed or 'filled in already'} |" for each in COLUMNS]
    lines += ["", "| code | why | gate that should have caught it | counts against |", "|---|---|---|---|"]
    for each in REJECTIONS.values():
        gates = gates_in_words(each.gates) or "–"
        lines.append(
            f"| `{each.code}` | {each.words} | {gates} | {each.against if each.counts else 'nobody as a rejection'} |"
        )
    return "\n".join(lines)
