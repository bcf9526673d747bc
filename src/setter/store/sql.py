"""The named queries of each room, from .sql files: shared text first, then what differs by engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

_BEGIN = re.compile(r"^(?=-- name: )", re.MULTILINE)
_NAME = re.compile(r"^-- name: (\w+)")
_ELEMENTS = "(SELECT CAST(each.value AS {}) AS value FROM json_array_elements_text(CAST(:{} AS json)) AS each (value))"
EACH: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("sqlite", "NUMBER"): "json_each(:{})",
        ("sqlite", "WORD"): "json_each(:{})",
        ("postgres", "NUMBER"): _ELEMENTS.format("bigint", "{}"),
        ("postgres", "WORD"): _ELEMENTS.format("text", "{}"),
        ("sqlite", "PAIR"): "(SELECT CAST(key AS INTEGER) AS value, value AS worth FROM json_each(:{}))",
        ("postgres", "PAIR"): "(SELECT CAST(each.key AS bigint) AS value, CAST(each.worth AS bigint) AS worth"
        " FROM json_each_text(CAST(:{} AS json)) AS each (key, worth))",
    }
)
"""What EACH_NUMBER(:list) and EACH_WORD(:list), the rows (value) of a JSON list, are called on an engine.

EACH_PAIR(:object) are the rows (value, worth) of a JSON object that has numbers for keys and for values.
"""

FREE: Mapping[str, str] = MappingProxyType({"sqlite": "", "postgres": "FOR NO KEY UPDATE OF {} SKIP LOCKED"})
"""What ONLY_FREE(table, …) is on an engine: hold these rows, and pass over those that somebody else holds.

Whoever writes a file is alone on it, so that there all rows are free.
"""
HELD: Mapping[str, str] = MappingProxyType({"sqlite": "", "postgres": "FOR NO KEY UPDATE"})
"""What HELD is on an engine: hold the row, after whoever holds it now."""


STIRRED = "(61798 * ({0} - ({0} / 99991) * 99991) - ((61798 * ({0} - ({0} / 99991) * 99991)) / 99991) * 99991)"
"""What STIRRED(id) is: an id's remainder by 99,991, well stirred, by which the index enrolment_by_chance goes."""


class Queries:
    """The named queries of one room for one engine; each is a method that takes the connection and named values.

    A query is made when it is first asked for: a start needs a tenth of them, and making them all takes its time.
    """

    def __init__(self, text: str, dialect: str) -> None:
        self._dialect = dialect
        self._texts = {name: text for text in _BEGIN.split(text) for name in _NAME.findall(text)}

    @property
    def available_queries(self) -> list[str]:
        """The names of them all."""
        return list(self._texts)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._texts:
            raise AttributeError(name)
        import aiosql

        made = self.__dict__[name] = getattr(aiosql.from_str(self._texts[name], self._dialect), name)
        return made


@lru_cache(maxsize=64)
def queries(room: str, dialect: str, folder: str) -> Queries:
    """Load the queries of one room for one engine."""
    root = files("setter.store") / "queries"
    text = ""
    for source in (root / f"{room}.sql", root / folder / f"{room}.sql"):
        if source.is_file():
            text += source.read_text(encoding="utf-8") + "\n"
    return Queries(spelt(text, folder), dialect)


def spelt(text: str, folder: str) -> str:
    """Shared SQL with the few words that the engines spell apart."""
    text = re.sub(r"EACH_(NUMBER|PAIR|WORD)\(:(\w+)\)", lambda found: EACH[folder, found[1]].format(found[2]), text)
    text = re.sub(r"\bHELD\b", HELD[folder], text)
    text = re.sub(r"STIRRED\((\w+)\)", lambda found: STIRRED.format(found[1]), text)
    return re.sub(r"ONLY_FREE\(([\w, ]+)\)", lambda found: FREE[folder].format(found[1]), text)
