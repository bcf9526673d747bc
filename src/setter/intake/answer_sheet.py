"""Read the sheet that sales filled in, whatever a spreadsheet program made of it on the way."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from pathlib import Path
from typing import Any

from msgspec import Struct

from setter.domain.answer_columns import BY_FIELD, COLUMNS, DAYS, MEETING_MARK, MONEY, SQL_MARK, WHOLE
from setter.domain.errors import Wrong
from setter.domain.formulas import undefanged
from setter.domain.sales_answer import ALLOWED, Amiss, SaleSays
from setter.intake.order import day_comes_first, in_figures, year_first
from setter.intake.read import RowSource, open_rows
from setter.intake.rejects import OWN_COLUMNS
from setter.intake.rows import BadRow, Cell, Row
from setter.intake.text import visible_lines, words, written

SAME_WORDS: Mapping[str, Mapping[str, str]] = {
    "decision": {"accept": "accepted", "yes": "accepted", "reject": "rejected", "no": "rejected"},
    "met": {"yes": "held", "took place": "held", "no": "no_show", "no show": "no_show", "noshow": "no_show"},
    "opportunity": {"closed won": "won", "closed lost": "lost"},
}
"""Words that are as good as the allowed ones."""
_MONEY = re.compile(r"-?\d+(?:\.\d{1,2})?")
_GROUPED = re.compile(r"-?\d{1,3}(?:([ ,.'’])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?")
_NO_FRACTION = re.compile(r"[.,]0+$")
_ID = re.compile(r"\d{1,19}")


MOST = 2**63 - 1
"""The greatest id that a database keeps."""


class RowSays(Struct, frozen=True):
    """What one row says; `sql` and `meeting` are None where no id stands there, `amiss` is what cannot be read.

    `row` is the row as it stood, to be written back where it is refused.
    """

    row: Row | BadRow
    sql: int | None = None
    meeting: int | None = None
    rep: str = ""
    by: str = ""
    says: SaleSays = SaleSays()
    amiss: tuple[Amiss, ...] = ()

    @property
    def number(self) -> int:
        """Which row it is, as the file counts."""
        return self.row.number


def open_answers(path: Path) -> tuple[RowSource, list[RowSays]]:
    """Read a whole sheet; Wrong where it is no list, or has no column `sql` or none of the answer's."""
    source = open_rows(path)
    named = {words(column): column for column in reversed(source.columns)}
    columns = {each.name: named[words(each.name)] for each in COLUMNS if words(each.name) in named}
    if "sql" not in columns:
        hint = " ".join([*source.notes, "Fill in what this gives: setter export answers --as xlsx --out FILE."])
        raise Wrong("no_column", "No column says which SQL a row is about: sql.", path.name, hint)
    if not any(each.name in columns for each in BY_FIELD.values()):
        asked = ", ".join(each.name for each in BY_FIELD.values())
        raise Wrong("no_column", "The file has no column for an answer.", path.name, f"Columns: {asked}.")
    rows = list(source)
    source.notes += _unread(source.columns, columns.values())
    days = [_text(row, columns, BY_FIELD[field].name) for row in rows if isinstance(row, Row) for field in DAYS]
    first = _day_first(days, path.name)
    return source, [_says(row, columns, first) for row in rows]


def _unread(columns: Iterable[str], read: Collection[str]) -> Iterator[str]:
    """Name the columns that nothing is read of: one of them may be an answer's whose header somebody changed."""
    left = [each for each in columns if each not in (*read, *OWN_COLUMNS) and not each.startswith("column ")]
    if left:
        yield f"Nothing was read of these columns: {', '.join(each[:40] for each in left)}."


def _says(row: Row | BadRow, columns: Mapping[str, str], day_first: bool | None) -> RowSays:
    if isinstance(row, BadRow):
        return RowSays(row, amiss=(Amiss("", "unread", row.reason),))
    said: dict[str, Any] = {}
    amiss: list[Amiss] = []
    for field, column in BY_FIELD.items():
        text = _text(row, columns, column.name)
        if text:
            try:
                said[field] = _value(field, row.values[columns[column.name]], text, day_first)
            except ValueError as problem:
                amiss.append(Amiss(field, "unread", str(problem), column.allowed))
    ids = {name: _id(_text(row, columns, name), mark) for name, mark in (("sql", SQL_MARK), ("meeting", MEETING_MARK))}
    if ids["sql"] is None:
        sentence = "No SQL stands here, or a spreadsheet has rounded it."
        amiss.append(Amiss("sql", "no_sql", sentence, f"an id of an export, as {SQL_MARK}1234567890123456789"))
    rep, by = _text(row, columns, "rep"), _text(row, columns, "answered_by")
    return RowSays(row, ids["sql"], ids["meeting"], rep, by, SaleSays(**said), tuple(amiss))


def _text(row: Row, columns: Mapping[str, str], name: str) -> str:
    cell: Cell = row.values.get(columns.get(name, ""))
    return visible_lines(undefanged(written(cell))).strip()


def _value(field: str, cell: Cell, text: str, day_first: bool | None) -> str | int:
    if field in MONEY:
        return _hundredths(cell) if isinstance(cell, float) else money_of(text)
    if field in WHOLE:
        return _whole(text)
    if field in DAYS:
        return _day(text, day_first)
    if field not in ALLOWED:
        return text
    word = text.upper() if field == "code" else " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
    word = SAME_WORDS.get(field, {}).get(word, word)
    return word if field == "code" or word in ALLOWED[field] else word.replace(" ", "_")


def money_of(text: str) -> int:
    """An amount in hundredths, however its thousands and its cents are set apart; ValueError for what is none."""
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").replace("−", "-").strip()
    plain = re.sub(r"^(-?)\s*(?:[A-Z]{3}|[$€£¥])\s*|\s*(?:[A-Z]{3}|[$€£¥])$", r"\1", plain)
    grouped = _GROUPED.fullmatch(plain)
    if grouped:
        whole, cents = plain, ""
        if len(plain) > 3 and plain[-3] in ".," and plain[-3] != grouped[1]:
            whole, cents = plain[:-3], plain[-2:]
        elif len(plain) > 2 and plain[-2] in ".," and plain[-2] != grouped[1]:
            whole, cents = plain[:-2], plain[-1:]
        plain = re.sub(r"[ ,.'’]", "", whole) + (f".{cents}" if cents else "")
    elif plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not _MONEY.fullmatch(plain) or len(plain) > 20:
        raise ValueError(f"{text[:40]!r} is no amount.")
    sign, (whole, _, cents) = plain.startswith("-"), plain.lstrip("-").partition(".")
    found = int(whole) * 100 + int(cents.ljust(2, "0") or 0)
    return -found if sign else found


def _hundredths(number: float) -> int:
    """A number that a spreadsheet worked out, to the nearest cent; its point is no mark of thousands."""
    if not isfinite(number):
        raise ValueError(f"{number} is no amount.")
    return int((Decimal(repr(number)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _whole(text: str) -> int:
    plain = _NO_FRACTION.sub("", text)
    if not re.fullmatch(r"-?\d{1,9}", plain):
        raise ValueError(f"{text[:40]!r} is no whole number.")
    return int(plain)


def _day(text: str, day_first: bool | None) -> str:
    told = text if day_first is None else year_first(text, day_first)
    try:
        return datetime.fromisoformat(told).date().isoformat()
    except ValueError:
        why = "does not say whether the day or the month comes first" if in_figures(text) else "is no day"
        raise ValueError(f"{text[:40]!r} {why}.") from None


def _day_first(texts: Iterable[str], place: str) -> bool | None:
    figures = [text for text in texts if in_figures(text)]
    if not figures:
        return None
    try:
        return day_comes_first(figures, "opportunity_since, closed_on", place)
    except Wrong:
        return None


def _id(text: str, mark: str) -> int | None:
    plain = text.upper().removeprefix(mark).strip()
    return int(plain) if _ID.fullmatch(plain) and int(plain) <= MOST else None


def contradictions(rows: Sequence[RowSays]) -> Iterator[tuple[RowSays, Amiss]]:
    """The rows that say otherwise of one SQL than another row of the same file: nobody knows which one is meant."""
    by_sql: dict[int, list[RowSays]] = {}
    for row in rows:
        if row.sql is not None:
            by_sql.setdefault(row.sql, []).append(row)
    for several in by_sql.values():
        for field, column in BY_FIELD.items():
            values = {getattr(each.says, field) for each in several} - {"", None}
            if len(values) > 1:
                lines = ", ".join(str(each.number) for each in several)
                sentence = f"Rows {lines} say otherwise of one SQL."
                yield from ((each, Amiss(field, "contradiction", sentence, f"one {column.name}")) for each in several)
                break
