"""The keys that each table of a campaign file knows, and where a key belongs that stands in the wrong one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Any, NamedTuple

from setter.intake.campaign_lines import Path
from setter.intake.campaign_schema import File
from setter.intake.campaign_types import Table
from setter.intake.campaign_values import did_you_mean

_OTHER_WORDS = {
    "brand": "name",
    "version": "format",
    "schema": "format",
    "timezone": "zone",
    "tz": "zone",
    "text": "say",
    "prompt": "say",
    "answers": "capture",
    "condition": "when",
    "weekdays": "hours",
}
"""What people call some keys."""
_SURELY_MISTYPED = 0.8
"""How much alike two words are of which one is the other mistyped, even where it is a key of another table."""


class Place(NamedTuple):
    """A table of the file: the keys that lead to it, its own keys, and whether there are several of it in a list."""

    path: tuple[str, ...]
    keys: tuple[str, ...]
    listed: bool

    @property
    def written(self) -> str:
        """How the table is headed in the file."""
        return f"[[{'.'.join(self.path)}]]" if self.listed else f"[{'.'.join(self.path)}]"


def keys_at(path: Path) -> list[str]:
    """The keys known to the table at a path; empty where there is no such table."""
    names = tuple(step for step in path if isinstance(step, str))
    return next((list(place.keys) for place in _places() if place.path == names), [])


def way_on(path: Path, taken: Sequence[str]) -> tuple[str, str]:
    """What to do about a key that its table does not know: in words, and the key of this table that was meant.

    `taken` keys stand in the table already. The second is "" where none was meant.
    """
    word, names = str(path[-1]), tuple(step for step in path[:-1] if isinstance(step, str))
    known = keys_at(path[:-1])
    near, elsewhere = _meant(word, [key for key in known if key not in taken]), _elsewhere(word, names)
    if near and not (elsewhere and not _surely(word, near)):
        return f"did you mean {near}?", near
    stray = _inside(word, names) or _its_own_table(word) or elsewhere or _table_named_in(word)
    return stray or f"this table knows {', '.join(known)}", ""


def _surely(word: str, near: str) -> bool:
    return SequenceMatcher(None, near, word).ratio() >= _SURELY_MISTYPED


def _meant(word: str, keys: Sequence[str]) -> str:
    """The key that a word resembles, or is made of ("business_hours"), or is another word for."""
    if near := did_you_mean(word, keys):
        return near
    parts = set(word.split("_"))
    shared = [key for key in keys if (each := set(key.split("_"))) <= parts or parts <= each]
    if len(shared) == 1 and len(parts) < 4:
        return shared[0]
    return next((_OTHER_WORDS[part] for part in word.split("_") if _OTHER_WORDS.get(part) in keys), "")


def _inside(word: str, names: tuple[str, ...]) -> str:
    """Look in the tables that a table holds."""
    for place in _places():
        step = place.path[len(names) :]
        near = did_you_mean(word, place.keys)
        if names and step and place.path[: len(names)] == names and _surely(word, near):
            return f"it belongs in {place.written}" if near == word else f"did you mean {near} in its {'.'.join(step)}?"
    return ""


def _its_own_table(word: str) -> str:
    found = [place.written for place in _places() if place.path[-1:] == (word,)]
    return f"it is a table of its own, {found[0]}" if len(found) == 1 else ""


def _elsewhere(word: str, names: tuple[str, ...]) -> str:
    """Look for the very key in the tables of which there is one, and in those that hold this one."""
    found = [
        place.written
        for place in _places()
        if word in place.keys and place.path and (not place.listed or names[: len(place.path)] == place.path)
    ]
    return f"it belongs in {' or '.join(found)}" if 0 < len(found) < 3 else ""


def _table_named_in(word: str) -> str:
    """Take a word apart into a table and one of its keys: "client_brand"."""
    for place in _places():
        head, _, rest = word.partition("_")
        if rest and place.path == (head,):
            near = _meant(rest, place.keys)
            return f"did you mean {near} in {place.written}?" if near else f"{place.written} may hold it"
    return ""


@cache
def _places() -> tuple[Place, ...]:
    """Every table there is, the outer before the inner."""
    return tuple(sorted(_walk(File, (), False), key=lambda place: len(place.path)))


def _walk(table: type[Table], path: tuple[str, ...], listed: bool) -> Iterator[Place]:
    yield Place(path, tuple(table.model_fields), listed)
    for name, info in table.model_fields.items():
        inner = _table_in(info.annotation)
        if inner is not None:
            yield from _walk(inner, (*path, name), "list[" in str(info.annotation))


def _table_in(annotation: Any) -> type[Table] | None:
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    return next(filter(None, map(_table_in, getattr(annotation, "__args__", ()))), None)
