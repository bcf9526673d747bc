"""Who is found by what somebody types: the words of each person, kept beside them, and the best of whom they fit."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from setter.store.fold import folded
from setter.store.memo import Memo
from setter.store.records import Found
from setter.store.room import Room, as_record
from setter.store.touched import Touched
from setter.store.words import Reading, marks_of, readings, spoken, words_of

BATCH = 1000
COMPARED = 300
"""How many of those who fit alike are compared, at least: a beginning of two letters fits a tenth of all."""


@dataclass(frozen=True)
class Spelling:
    """How an engine's full-text search spells a question."""

    both: str
    either: str
    beginning: str

    def word(self, word: str, begun: bool) -> str:
        """A word, or what begins so; the signs of a word mean nothing to either engine."""
        return word + self.beginning if begun else word

    def all_of(self, parts: Iterable[str]) -> str:
        """What all of the parts fit."""
        return f"({self.both.join(parts)})"

    def any_of(self, parts: Iterable[str]) -> str:
        """What any of the parts fits."""
        return f"({self.either.join(parts)})"


SPELLINGS: Mapping[str, Spelling] = MappingProxyType(
    {"sqlite": Spelling(" AND ", " OR ", "*"), "postgres": Spelling(" & ", " | ", ":*")}
)


class SearchRoom(Room):
    """The words by which people are found.

    Whoever is written through the rooms is seen to before the commit. Only who writes newcomers past them calls
    `add_many` himself.
    """

    name = "search"

    def __init__(self, connection: Any, dialect: str, folder: str, touched: Touched, memo: Memo) -> None:
        super().__init__(connection, dialect, folder, touched, memo)
        self._spelling = SPELLINGS[folder]

    def add_many(self, people: Iterable[tuple[int, str]]) -> None:
        """Keep the words of newcomers: prospect ids, none of which has words yet, each with what `words_of` makes."""
        self.ask_each("add", [{"rowid": person, "words": words} for person, words in people])

    def renew(self, people: Collection[int]) -> None:
        """Bring the words of these prospects up to date; of whoever is gone or erased nothing stays."""
        for row in self.ask("known", people=json.dumps(sorted(people))):
            words, kept = _words(row), _kept(row["words"])
            if not words and kept:
                self.ask("remove", rowid=row["rowid"])
            elif words and not kept:
                self.ask("add", rowid=row["rowid"], words=words)
            elif set(words.split()) != kept:
                self.ask("change", rowid=row["rowid"], words=words)

    def renew_all(self) -> None:
        """Bring everybody's words up to date, in order."""
        above = 0
        while people := [int(row["id"]) for row in self.ask("after", above=above, most=BATCH)]:
            self.renew(people)
            above = people[-1]

    def find(self, client_id: str, campaign: int, text: str, most: int) -> list[Found]:
        """People of a client whose words begin with all that was typed, the best first, `most` at most.

        First whoever is called just so, then who has just these words anywhere, then whose name begins so, then the
        rest: that order is exact. Alike in that, the name goes before the company, whoever is in this campaign before
        others, then the score and the name decide; of more than `COMPARED` alike only the oldest records are compared.
        Whoever arrives with a list that is still on its way is not found.
        """
        meant = readings(text)
        found: dict[int, Found] = {}
        for question in self._questions(client_id, meant):
            room = max(COMPARED, most) + len(found)
            rows = self.ask("found", client_id=client_id, campaign=campaign, question=question, most=room)
            fresh = [as_record(Found, row) for row in rows if row["prospect_id"] not in found]
            fresh.sort(key=lambda one: _rank(one, meant))
            found.update((one.prospect_id, one) for one in fresh)
            if len(found) >= most:
                break
        return list(found.values())[:most]

    def _questions(self, client_id: str, meant: Collection[Reading]) -> Iterator[str]:
        """What to ask of the index, the narrowest first; nothing where no word was typed."""
        in_name, elsewhere = marks_of(client_id)
        for begun in (False, True):
            for marks in ((in_name,), (in_name, elsewhere)):
                if meant:
                    yield self._spelling.any_of(self._all(reading, marks, begun) for reading in meant)

    def _all(self, reading: Reading, marks: Collection[str], begun: bool) -> str:
        spell = self._spelling
        return spell.all_of(spell.any_of(spell.word(mark + word, begun) for mark in marks) for word in reading)


def _words(row: Mapping[str, Any]) -> str:
    """The words of a person as they stand now; '' for whoever is gone or erased."""
    if row["client_id"] is None:
        return ""
    numbers, addresses = (row["numbers"] or "").split(), (row["addresses"] or "").split()
    return words_of(row["client_id"], row["full_name"], row["company_name"], row["external_id"], numbers, addresses)


def _kept(words: str | None) -> set[str]:
    """The words that are kept of a person; PostgreSQL tells them with quotes round each."""
    return set((words or "").replace("'", "").split())


def _rank(one: Found, meant: Collection[Reading]) -> tuple[Any, ...]:
    """The order among those who fit alike; smaller comes first."""
    names, companies = spoken(one.name), spoken(one.company)
    fit = min(sum(_place(word, names, companies) for word in reading) for reading in meant)
    return fit, one.enrolment_id is None, -one.score, folded(one.name), one.prospect_id


def _place(word: str, names: Collection[str], companies: Collection[str]) -> int:
    """Where a word stands: 0 and 1 in the name, whole and begun, 2 and 3 in the company, 4 elsewhere."""
    for place, words in ((0, names), (2, companies)):
        if word in words:
            return place
        if any(each.startswith(word) for each in words):
            return place + 1
    return 4
