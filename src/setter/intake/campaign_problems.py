"""What is wrong in a campaign file, in plain words, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from msgspec import Struct

from setter.intake.campaign_lines import Path
from setter.intake.campaign_values import Flaw, did_you_mean


class Problem(Struct, frozen=True):
    """One complaint: `line` counts from 1 (0 where there is no file), `field` is the dotted way to the value."""

    line: int
    field: str
    message: str
    severity: Literal["error", "warning"] = "error"


class Finding(Struct, frozen=True):
    """A complaint before its line is looked up; `instead` mends the file in thought, None takes the value out."""

    path: Path
    message: str
    severity: Literal["error", "warning"] = "error"
    instead: object = None
    rename: str = ""


WayOn = Callable[[Path, Sequence[str]], tuple[str, str]]
"""What to do about an unknown key among keys that are taken: in words, and the key that was meant."""


def dotted(data: Any, path: Path) -> str:
    """Write a path as a person would say it: list items by their id, else by their number from 1."""
    words = ""
    for step in path:
        inner = _step_into(data, step)
        if isinstance(step, int):
            name = inner.get("id") or inner.get("field") or inner.get("code") if isinstance(inner, dict) else None
            words += f"[{name if isinstance(name, str) else step + 1}]"
        else:
            words += f".{step}" if words else step
        data = inner
    return words


def _step_into(data: Any, step: str | int) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def finding_of(error: Mapping[str, Any], way_on: WayOn, data: Any) -> Finding:
    """Put one error of the schema into plain words."""
    path: Path = tuple(error["loc"])
    if path[-1:] == ("[key]",) and error["type"] != "extra_forbidden":
        path = path[:-1]
    kind, value, context = error["type"], error.get("input"), error.get("ctx") or {}
    if kind == "extra_forbidden":
        return _unknown_key(path, way_on, data)
    if kind == "literal_error":
        options = re.findall(r"'([^']*)'|\b(\d+)\b", str(context.get("expected", "")))
        return _not_an_option(path, value, [word or number for word, number in options])
    if kind == "value_error" and isinstance(context.get("error"), Flaw):
        flaw: Flaw = context["error"]
        if error["loc"][-1] == "[key]":
            return Finding(path, str(flaw), rename=str(flaw.instead or ""))
        return Finding(path, str(flaw), instead=flaw.instead)
    for start, sentence in _SENTENCES:
        if kind.startswith(start):
            return Finding(path, sentence(value, context))
    return Finding(path, f"cannot hold {shown(value)}")


def _unknown_key(path: Path, way_on: WayOn, data: Any) -> Finding:
    table = data
    for step in path[:-1]:
        table = _step_into(table, step)
    hint, meant = way_on(path, list(table) if isinstance(table, dict) else [])
    return Finding(path, f"is a key that setter does not know; {hint}", rename=meant)


def _not_an_option(path: Path, value: object, options: Sequence[str]) -> Finding:
    near = did_you_mean(value, options) if isinstance(value, str) else ""
    hint = f"did you mean {near}?" if near else f"use one of {', '.join(options)}"
    return Finding(path, f"cannot be {shown(value)}; {hint}", instead=near or None)


def shown(value: object) -> str:
    """A value as it may stand in a complaint: short, and recognisable in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"“{value[:40]}{'…' if len(value) > 40 else ''}”"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)[:40]


def _bound(word: str, key: str) -> Callable[[object, Mapping[str, Any]], str]:
    return lambda value, context: f"is {shown(value)}; it must be {word} {context[key]:g}"


_SENTENCES: tuple[tuple[str, Callable[[object, Mapping[str, Any]], str]], ...] = (
    ("string", lambda value, _: f"should be text in quotation marks, not {shown(value)}"),
    ("int", lambda value, _: f"should be a whole number, not {shown(value)}"),
    ("float", lambda value, _: f"should be a number, not {shown(value)}"),
    ("finite", lambda value, _: f"should be an ordinary number, not {shown(value)}"),
    ("bool", lambda value, _: f"should be true or false, not {shown(value)}"),
    ("date", lambda value, _: f"should be a date without quotation marks such as 2026-11-24, not {shown(value)}"),
    ("list", lambda value, _: f"should be a list in [ ], not {shown(value)}"),
    ("model", lambda value, _: f"should be a table of keys, not {shown(value)}"),
    ("dict", lambda value, _: f"should be a table of keys, not {shown(value)}"),
    ("greater_than_equal", _bound("at least", "ge")),
    ("greater_than", _bound("more than", "gt")),
    ("less_than_equal", _bound("at most", "le")),
    ("less_than", _bound("less than", "lt")),
)
