"""Which column of a file holds which of our fields: the maps beside this file, and what a campaign changes in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from importlib import resources
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.campaign import CrmMap
from setter.domain.errors import Wrong
from setter.domain.formulas import is_formula
from setter.handoff.person import PEOPLE_FIELDS, Value
from setter.handoff.words import instant, line, lines

PEOPLE, NEW, CHANGED = "people", "new meetings", "changed meetings"
MEETING_FIELDS = (
    *("meeting_id", "email", "subject", "starts", "ends", "minutes", "place", "public_words", "status", "cancelled"),
    *("what_changed", "rep", "record_id"),
)
"""Our fields of a meeting: only what everybody may read."""
INTERNAL_FIELD = "internal_notes"
INTERNAL_PROPERTY = "hs_internal_meeting_notes"
"""The one place beside a meeting that is for sales only (domain §7.4)."""


class Column(Struct, frozen=True, forbid_unknown_fields=True):
    """One column: its header, our field, and how it is written.

    `words` names the table in which the field's value is looked up, `otherwise` is written where there is nothing,
    `most` characters fit in. `property` is the CRM's own name of the column.
    """

    header: str
    field: str
    words: str = ""
    write: Literal["text", "lines", "rich", "whole", "flag", "instant"] = "text"
    otherwise: str = ""
    most: int = 0
    property: str = ""


class FileMap(Struct, frozen=True, forbid_unknown_fields=True):
    """One file: its name, its columns, and whether it holds people, new meetings or changed meetings."""

    name: str
    of: Literal["people", "new meetings", "changed meetings"]
    columns: tuple[Column, ...]

    @property
    def headers(self) -> list[str]:
        """The headers in order."""
        return [column.header for column in self.columns]


class Book(Struct, frozen=True, forbid_unknown_fields=True):
    """All files of a receiver, with the tables of its words; where that comes from, and when it was looked at."""

    source: str
    as_of: date
    file: tuple[FileMap, ...]
    words: Mapping[str, Mapping[str, str]] = {}

    def files(self, *kinds: str) -> list[FileMap]:
        """The files that hold things of these kinds."""
        return [each for each in self.file if each.of in kinds]

    def row(self, file: FileMap, fields: Mapping[str, Value]) -> list[str]:
        """Write the cells of one row."""
        return [self._cell(column, fields.get(column.field, "")) for column in file.columns]

    def _cell(self, column: Column, value: Value) -> str:
        if column.words:
            value = self.words[column.words].get(_word(value), "")
        written = _WRITERS[column.write](value) or column.otherwise
        return written[: column.most] if column.most else written


@lru_cache(maxsize=8)
def book_named(name: str) -> Book:
    """Read one of the maps that come with setter: salesforce, hubspot or prospects; Wrong where it names no field."""
    import msgspec

    text = resources.files("setter.handoff").joinpath(f"maps/{name}.toml").read_text(encoding="utf-8")
    book = msgspec.convert(tomllib.loads(text), Book)
    for file in book.file:
        _check(name, file, own_fields(file.of), book.words)
    return book


def book_for(name: str, ours: CrmMap, owners: Mapping[str, str], known: Collection[str]) -> Book:
    """The map of a CRM with a campaign's stages, owners and columns; `known` are the fields that only it has.

    A column that is there is renamed, in every file that has it; any other field becomes a column of each file of
    people. Files of meetings get no more columns, for the prospect may read them. Wrong where nobody has a field, or
    where two columns have the same name.
    """
    book = book_named(name)
    _check_known(name, ours.fields, {*PEOPLE_FIELDS, *MEETING_FIELDS, *known})
    words = {**book.words, "stages": {**book.words["stages"], **ours.stages}, "owners": {**owners, **ours.owners}}
    files = tuple(_changed(file, ours.fields) for file in book.file)
    for file in files:
        _check(name, file, {*own_fields(file.of), *known}, words)
    return replace(book, file=files, words=words)


def own_fields(of: str) -> tuple[str, ...]:
    """The fields that files of a kind may name."""
    return PEOPLE_FIELDS if of == PEOPLE else (*MEETING_FIELDS, INTERNAL_FIELD)


def _changed(file: FileMap, fields: Mapping[str, str]) -> FileMap:
    columns, there = [], set[str]()
    for column in file.columns:
        renamed = fields.get(column.field, column.header) if column.field not in there else column.header
        columns.append(replace(column, header=line(renamed)))
        there.add(column.field)
    if file.of == PEOPLE:
        more = (field for field in fields if field not in there and not _elsewhere(field))
        columns += [Column(line(fields[field]), field) for field in more]
    return replace(file, columns=tuple(columns))


def _elsewhere(field: str) -> bool:
    """Say whether only files of meetings have a field."""
    return field in MEETING_FIELDS and field not in PEOPLE_FIELDS


def _check(name: str, file: FileMap, known: Collection[str], words: Mapping[str, Mapping[str, str]]) -> None:
    _check_known(name, {column.field: column.header for column in file.columns}, known)
    seen: set[str] = set()
    for column in file.columns:
        unfit = not column.header or is_formula(column.header)
        if column.header in seen or unfit or column.words not in {"", *words}:
            sentence = f"The file {file.name} for {name} cannot have the column {column.header!r}."
            hint = f"Give it another name in [crm.{name}.fields]: each column its own, and none that a sheet would run."
            raise Wrong("unfit_column", sentence, f"crm.{name}.fields.{column.field}", hint)
        if file.of != PEOPLE and (column.field == INTERNAL_FIELD) != (column.property == INTERNAL_PROPERTY):
            raise Wrong("unfit_column", "Internal notes would be shown.", file.name, f"Only {INTERNAL_PROPERTY} may.")
        seen.add(column.header)


def _check_known(name: str, fields: Mapping[str, str], known: Collection[str]) -> None:
    for field in fields:
        if field not in known:
            near = get_close_matches(field, known, n=1)
            hint = f"Did you mean {near[0]}? " if near else ""
            hint += "Name a field of docs/formats.md, an answer of the script, or a column of a list of this campaign."
            sentence = f"The columns for {name} ask for {field}, which nobody has."
            raise Wrong("unknown_field", sentence, f"crm.{name}.fields.{field}", hint)


def _word(value: Value) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _whole(value: Value) -> str:
    """A whole number, or nothing: such a column takes no range."""
    found = re.fullmatch(r"[0-9]+", str(value).replace(",", "").strip())
    return found[0] if found else ""


def _rich(value: Value) -> str:
    """Text for a field that shows HTML: what looks like a tag is shown, and does nothing."""
    return lines(str(value)).replace("<", "&lt;").replace(">", "&gt;")


_WRITERS: Mapping[str, Callable[[Value], str]] = {
    "text": lambda value: line(_word(value)),
    "lines": lambda value: lines(str(value)),
    "rich": _rich,
    "whole": _whole,
    "flag": lambda value: "1" if value else "0",
    "instant": lambda value: instant(int(value)),
}
"""Every way in which a map may have a field written."""
