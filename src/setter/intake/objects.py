"""Rows of a JSON list or of one JSON object a line (NDJSON)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from setter.domain.errors import Wrong
from setter.intake.lines import Lines
from setter.intake.rows import BadRow, Cell, Row, bad
from setter.intake.sniff import Sniffed

LARGEST_JSON = 512 << 20
"""Bytes of the largest JSON document that is read whole; NDJSON has no limit."""
_DEEPEST = 4
_MOST_PARTS = 10
_NOT_AN_OBJECT = "This is not an object with fields."


def is_one_a_line(sample: str) -> bool:
    """Say whether each of several lines is an object of its own: the first is, or most are."""
    lines = [line for line in sample.splitlines()[:50] if line.strip()]
    if len(lines) < 2:
        return False
    whole = sum(isinstance(_decoded_or_none(line), dict) for line in lines)
    return isinstance(_decoded_or_none(lines[0]), dict) or whole * 2 > len(lines)


def whole_list(file: Sniffed) -> list[object]:
    """Read a JSON document: its list, or the one list of objects it holds; raises Wrong where there is none."""
    if file.size > LARGEST_JSON:
        raise Wrong("too_large", "The JSON document is larger than 512 MB.", str(file.path), "Use NDJSON or CSV.")
    try:
        document = msgspec.json.decode(_text(file))
    except (msgspec.DecodeError, RecursionError) as error:
        reason = str(error) if isinstance(error, msgspec.DecodeError) else "it is nested too deeply"
        hint = "Export the list again, or as CSV."
        raise Wrong("broken_json", f"The JSON is broken: {reason}.", str(file.path), hint) from None
    if isinstance(document, dict):
        document = _only_list(document, file)
    if not isinstance(document, list) or (document and not any(isinstance(item, dict) for item in document)):
        raise Wrong("not_a_list", "The JSON holds no list of objects.", str(file.path), 'Give [{"name": …}, …].')
    return document


def _text(file: Sniffed) -> str:
    raw = file.path.read_bytes()
    by_guess = file.guessed and file.encoding in ("utf-8", "cp1252")
    encodings = ("utf-8", "cp1252", "latin-1") if by_guess else (file.encoding,)
    for encoding in encodings:
        try:
            return raw.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    return raw.decode(encodings[0], "replace").removeprefix("\ufeff")


def _only_list(document: dict[str, object], file: Sniffed) -> list[object]:
    lists = {
        key: value
        for key, value in document.items()
        if isinstance(value, list) and any(isinstance(item, dict) for item in value)
    }
    if len(lists) > 1:
        names = ", ".join(sorted(lists))
        raise Wrong("several_lists", f"The JSON holds several lists: {names}.", str(file.path), "Give one at a time.")
    return next(iter(lists.values())) if lists else [document]


def rows_of_list(items: Iterable[object]) -> Iterator[Row | BadRow]:
    """Turn the items of a JSON list into rows; their number is their place in the list."""
    for number, item in enumerate(items, start=1):
        yield _row(number, item)


def rows_of_lines(lines: Lines) -> Iterator[Row | BadRow | None]:
    """Turn lines of JSON into rows; None for a blank line."""
    for line in lines:
        if line.problem:
            yield bad(line.number, line.problem, line.text)
        elif not line.text.strip():
            yield None
        else:
            yield _row_of_line(line.number, line.text)


def _row_of_line(number: int, text: str) -> Row | BadRow:
    try:
        return _row(number, msgspec.json.decode(text))
    except (msgspec.DecodeError, RecursionError):
        return bad(number, "The JSON of this line is broken.", text.rstrip("\r\n"))


def _row(number: int, item: object) -> Row | BadRow:
    if not isinstance(item, dict):
        return bad(number, _NOT_AN_OBJECT, _as_text(item))
    values: dict[str, Cell] = {}
    for key, value in item.items():
        _spread(" ".join(key.replace("\0", "").split()) or "unnamed", value, values, 1)
    return Row(number, values)


def _spread(name: str, value: object, into: dict[str, Cell], depth: int) -> None:
    """Lay a nested value out flat: an object's fields get its name before theirs, plain values share a cell."""
    if isinstance(value, dict) and depth < _DEEPEST:
        for key, inner in value.items():
            _spread(f"{name} {key}", inner, into, depth + 1)
    elif isinstance(value, list) and not any(isinstance(inner, (dict, list)) for inner in value):
        into[name] = "; ".join(str(inner) for inner in value if inner is not None)
    elif isinstance(value, list) and depth < _DEEPEST and len(value) <= _MOST_PARTS:
        for place, inner in enumerate(value, start=1):
            _spread(f"{name} {place}", inner, into, depth + 1)
    elif isinstance(value, (dict, list)):
        into[name] = _as_text(value)
    else:
        into[name] = value if isinstance(value, (str, int, float)) or value is None else str(value)


def columns_of(rows: Iterable[Row | BadRow | None]) -> list[str]:
    """Collect every field that any row has, in the order of first appearance."""
    columns: dict[str, None] = {}
    for row in rows:
        if isinstance(row, Row):
            columns.update(dict.fromkeys(row.values))
    return list(columns)


def _as_text(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8", "replace")


def _decoded_or_none(text: str) -> object:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
