"""Which column of a list means what: guessed from headers and contents, and set right by the user."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Wrong
from setter.intake.fields import ALIASES, FIELDS, HONORIFICS, SEVERAL
from setter.intake.headers import by_header
from setter.intake.phones import is_fax
from setter.intake.rejects import OWN_COLUMNS
from setter.intake.rows import Row, looks_like_email, looks_like_phone
from setter.intake.text import is_placeholder, slug, visible, words, written

if TYPE_CHECKING:
    from setter.intake.read import RowSource

_ATTRIBUTE = "attribute."
FEW_NAMES = 10
"""Where each value stands more often than this on average they are kinds ("cellular"), not people."""
_OURS = ("source_kind", "provenance")
"""What we know of a list ourselves: no column of it may say otherwise."""


class Guess(Struct, frozen=True):
    """What one column means: a field, or "" for an attribute; `confidence` is 0 to 1, `why` a short reason."""

    column: str
    field: str
    confidence: float
    why: str
    attribute: str = ""


class ColumnMap(Struct, frozen=True, dict=True):
    """The meaning of every column of a list."""

    guesses: tuple[Guess, ...]

    @cached_property
    def by_field(self) -> dict[str, tuple[str, ...]]:
        """Field to the columns that fill it."""
        fields: dict[str, tuple[str, ...]] = {}
        for guess in self.guesses:
            if guess.field:
                fields[guess.field] = (*fields.get(guess.field, ()), guess.column)
        return fields

    @cached_property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        """Columns that are kept as attributes, each with the attribute's name."""
        own = [guess for guess in self.guesses if not guess.field and guess.column not in OWN_COLUMNS]
        taken: Counter[str] = Counter((*FIELDS, *_OURS))
        taken.update(guess.attribute for guess in own if guess.attribute)
        pairs = []
        for guess in own:
            name = guess.attribute or _free_name(slug(guess.column) or "column", taken)
            pairs.append((guess.column, name))
        return tuple(pairs)

    def columns_of(self, field: str) -> tuple[str, ...]:
        """Name the columns that fill a field."""
        return self.by_field.get(field, ())


def guess_mapping(columns: Sequence[str], sample_rows: Sequence[Row]) -> ColumnMap:
    """Guess what each column means from its header's words (English, German, French, Spanish) and from its contents."""
    samples = {column: _filled(column, sample_rows) for column in columns}
    guesses = [_guess(column, samples[column]) for column in columns]
    return ColumnMap(tuple(_one_column_each(_settle_names(guesses))))


def apply_overrides(mapping: ColumnMap, overrides: Sequence[str]) -> ColumnMap:
    """Set columns right by `FIELD=COLUMN` (`phone=phone1`), `FIELD=-` (no such column), `attribute.NAME=COLUMN`.

    What is said of a field replaces every guess for it; `phone`, `email` and `opted_out` may be said several times.
    Raises Wrong for an unknown field or column, with a suggestion.
    """
    said: dict[str, str] = {}
    cleared: set[str] = set()
    for override in overrides:
        field, separator, column = (part.strip() for part in override.partition("="))
        if not separator or not column:
            raise Wrong("bad_mapping", f"«{override}» is not FIELD=COLUMN.", "--map", "For example --map phone=Mobile")
        field = _known_field(field)
        cleared.add(field)
        if column != "-":
            said[_known_column(column, mapping)] = field
    return _overridden(mapping, said, cleared)


def check_recognised(rows: RowSource, mapping: ColumnMap) -> None:
    """Raise Wrong for a list of which nobody could land: no column tells who they are, or how to reach them.

    One that only says who opted out needs no names.
    """
    named = any(mapping.columns_of(field) for field in ("full_name", "first_name", "last_name"))
    reached = any(mapping.columns_of(field) for field in ("phone", "email"))
    columns = ", ".join(f"«{column}»" for column in rows.columns)[:300] or "none"
    hint = f"Say what they are: --map FIELD=COLUMN, with the fields {', '.join(FIELDS)}."
    if rows.headless and not named:
        sentence = f"The file seems to have no header row, so nobody can tell the names in {columns}."
        raise Wrong("no_header", sentence, str(rows.path), hint)
    unknown = [] if named or mapping.columns_of("opted_out") else ["a name"]
    unknown += [] if reached else ["a phone number or an e-mail address"]
    if unknown:
        sentence = f"No column is recognised as {', nor as '.join(unknown)}: {columns}."
        raise Wrong("no_columns", sentence, str(rows.path), hint)


def _overridden(mapping: ColumnMap, said: dict[str, str], cleared: set[str]) -> ColumnMap:
    fields = [field for field in said.values() if field not in SEVERAL]
    twice = [field for field, times in Counter(fields).items() if times > 1]
    if twice:
        raise Wrong("bad_mapping", f"«{twice[0]}» can come from one column only.", "--map", "Name one column.")
    guesses = []
    for guess in mapping.guesses:
        field = said.get(guess.column)
        if field is not None and field.startswith(_ATTRIBUTE):
            name = field.removeprefix(_ATTRIBUTE)
            guesses.append(replace(guess, field="", attribute=name, confidence=1.0, why="said"))
        elif field is not None:
            guesses.append(replace(guess, field=field, attribute="", confidence=1.0, why="said"))
        elif guess.field in cleared:
            guesses.append(replace(guess, field="", confidence=1.0, why="not wanted"))
        else:
            guesses.append(guess)
    return ColumnMap(tuple(guesses))


def _known_field(field: str) -> str:
    field = ALIASES.get(field.casefold(), field)
    name = field.removeprefix(_ATTRIBUTE)
    if field in FIELDS or (field != name and slug(name) == name and name and name not in (*FIELDS, *_OURS)):
        return field
    near = difflib.get_close_matches(field.casefold(), FIELDS, 1, 0.5)
    hint = f"Did you mean «{near[0]}»?" if near else f"Fields: {', '.join(FIELDS)}, attribute.NAME."
    raise Wrong("unknown_field", f"«{field}» is no field of a prospect.", "--map", hint)


def _known_column(column: str, mapping: ColumnMap) -> str:
    columns = [guess.column for guess in mapping.guesses]
    if column in columns:
        return column
    alike = [name for name in columns if words(name) == words(column) and words(name)]
    if len(alike) == 1:
        return alike[0]
    near = difflib.get_close_matches(column, columns, 1, 0.5)
    hint = f"Did you mean «{near[0]}»?" if near else f"Columns: {', '.join(columns)[:300]}."
    raise Wrong("unknown_column", f"The list has no column «{column}».", "--map", hint)


def attribute_names(columns: Sequence[str]) -> dict[str, str]:
    """The name of each column as an attribute, as though no field took it."""
    taken: Counter[str] = Counter()
    return {column: _free_name(slug(column) or "column", taken) for column in columns}


def _free_name(name: str, taken: Counter[str]) -> str:
    free, place = name, 1
    while taken[free]:
        place += 1
        free = f"{name}_{place}"
    taken[free] += 1
    return free


def _filled(column: str, rows: Sequence[Row]) -> list[str]:
    texts = (visible(written(row.values.get(column))) for row in rows)
    return [text for text in texts if text and not is_placeholder(text)]


def _guess(column: str, values: list[str]) -> Guess:
    if column in OWN_COLUMNS:
        return Guess(column, "", 1.0, "written by setter")
    if is_fax(column):
        return Guess(column, "", 1.0, "a fax machine is not dialled")
    field, confidence = by_header(column)
    contradicted = _contradicted(field, values)
    if field and not contradicted:
        return Guess(column, field, confidence, "header")
    if field == "title":
        return Guess(column, "", confidence, "forms of address", "salutation")
    unnamed = column.startswith("column ") and column[7:].isdigit()
    found = _by_content(values, unnamed)
    if found:
        return Guess(column, found, 0.6 if unnamed else 0.5, "contents")
    return Guess(column, "", 1.0 if values else 0.5, "no field" if values else "empty so far")


def _contradicted(field: str, values: list[str]) -> bool:
    """Say whether the contents cannot be what the header promises, as in a column "E-Mail" of yes and no."""
    if len(values) < 3:
        return False
    if field == "email":
        return not any("@" in value for value in values)
    if field == "full_name":
        few = len({value.casefold() for value in values}) * FEW_NAMES < len(values)
        return few or all(looks_like_email(value) or looks_like_phone(value) for value in values)
    if field == "phone":
        return not any(char.isdigit() for value in values for char in value)
    if field == "website":
        return sum("linkedin.com/in/" in value for value in values) * 2 > len(values)
    if field == "title":
        return sum(value.rstrip(".").casefold() in HONORIFICS for value in values) * 2 > len(values)
    return False


def _by_content(values: list[str], unnamed: bool) -> str:
    if not values:
        return ""
    enough = len(values) * 0.6
    if sum(looks_like_email(value) for value in values) >= enough:
        return "email"
    if sum(value.casefold().startswith(("http://", "https://", "www.")) for value in values) >= enough:
        return "linkedin" if "linkedin.com/in/" in values[0] else "website" if unnamed else ""
    if sum(_surely_phone(value, unnamed) for value in values) >= enough:
        return "phone"
    return ""


def _surely_phone(value: str, unnamed: bool) -> bool:
    if not looks_like_phone(value) or sum(char.isdigit() for char in value) < 10:
        return False
    return value.startswith("+") or ((unnamed or not value.isdigit()) and value.count(".") != 3)


def _settle_names(guesses: list[Guess]) -> list[Guess]:
    """Decide what "Name", "Nom" and "Nombre" mean by the columns beside them."""
    fields = {guess.field for guess in guesses}
    meanings: dict[str, str] = {}
    if "last_name" not in fields:
        meanings["nombre"] = "full_name"
        if "first_name" in fields:
            meanings["name"] = "last_name"
    meanings["nom"] = "last_name" if "first_name" in fields and "last_name" not in fields else "full_name"
    return [
        replace(guess, field=meanings[words(guess.column)], confidence=0.8, why="header")
        if words(guess.column) in meanings
        else guess
        for guess in guesses
    ]


def _one_column_each(guesses: list[Guess]) -> list[Guess]:
    """Leave each field that takes one column to its surest one; the others are kept as attributes."""
    best: dict[str, Guess] = {}
    for guess in guesses:
        if guess.field and (guess.field not in best or guess.confidence > best[guess.field].confidence):
            best[guess.field] = guess
    return [
        guess
        if not guess.field or guess.field in SEVERAL or best[guess.field] is guess
        else replace(guess, field="", why=f"«{best[guess.field].column}» is surer")
        for guess in guesses
    ]
