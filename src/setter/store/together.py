"""Many questions whose values are known beforehand, asked in one: each way to a server costs more than its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct

from setter.store.memo import Memo
from setter.store.sql import queries

_VALUE = re.compile(r"%\((\w+)\)s")
_TOGETHER = "CAST((SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM ({sql}) x) AS text) AS {name}"


class Question(Struct, frozen=True):
    """A named query that only reads: its text, the names of its values, and how its answer is read."""

    name: str
    sql: str
    values: tuple[str, ...]
    form: str

    def given(self, values: dict[str, Any]) -> dict[str, Any]:
        """Those of some values that it is asked with."""
        return {name: values[name] for name in self.values}

    def is_known(self, memo: Memo, values: dict[str, Any]) -> bool:
        """Say whether its answer is at hand."""
        return memo.knows(self.name, self.sql, self.given(values))

    def answer(self, rows: list[dict[str, Any]]) -> Any:
        """The answer as the query alone gives it: all rows, the first one, or the value in it."""
        if self.form == "SELECT":
            return rows
        first = rows[0] if rows else None
        return first if self.form == "SELECT_ONE" or first is None else next(iter(first.values()))


def ask_together(connection: Any, memo: Memo, asked: Sequence[Question], values: dict[str, Any]) -> None:
    """Ask a server for all of them at once, and have the answers at hand for whoever asks for one of them."""
    row = connection.execute(_composed(tuple(asked)), values).fetchone()
    for each, text in zip(asked, row.values(), strict=True):
        memo.know(each.name, each.sql, each.given(values), each.answer(msgspec.json.decode(text)))


@lru_cache(maxsize=64)
def questions(asked: tuple[str, ...], dialect: str, folder: str) -> tuple[Question, ...]:
    """Find the questions of these names, each “room.query”, on a server."""
    return tuple(_question(name, dialect, folder) for name in asked)


def _question(name: str, dialect: str, folder: str) -> Question:
    room, query = name.split(".")
    found = getattr(queries(room, dialect, folder), query)
    return Question(query, found.sql, tuple(dict.fromkeys(_VALUE.findall(found.sql))), found.operation.name)


@lru_cache(maxsize=64)
def _composed(asked: tuple[Question, ...]) -> str:
    parts = [_TOGETHER.format(sql=each.sql.rstrip().rstrip(";"), name=f"a{place}") for place, each in enumerate(asked)]
    return f"SELECT {', '.join(parts)}"
