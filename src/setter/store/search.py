"""Who is found by what somebody types: the words of each person, kept beside them, and the best of whom they fit."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from setter.store.fold import folded
from setter.store.questions import QUESTIONS, Questions
from setter.store.records import Found
from setter.store.room import Room, as_record
from setter.store.words import Reading, marks_of, readings, spoken, words_of

BATCH = 1000
MERGED = 2
"""So many rows change at least, as SQLite counts them, where anything was merged."""
COMPARED = 200
"""How many of those who fit alike are compared, at least: a beginning of two letters fits a tenth of all."""


class SearchRoom(Room):
    """The words by which people are found.

    Whoever is written through the rooms is seen to before the commit. Only who writes newcomers past them calls
    `add_many` himself.
    """

    name = "search"

    @property
    def _questions(self) -> Questions:
        return QUESTIONS[self._folder]

    def add_many(self, people: Iterable[tuple[int, str]]) -> None:
        """Keep the words of newcomers: prospect ids, none of which has words yet, each with what `words_of` makes."""
        rows = ((person, self._questions.kept(words)) for person, words in people)
        self.insert_all("search_words", ("rowid", "words"), rows)
        self._memo.forget(frozenset({"search_words"}))

    def renew(self, people: Collection[int]) -> None:
        """Bring the words of these prospects up to date; of whoever is gone or erased nothing stays."""
        fresh = []
        for row in self.ask("known", people=json.dumps(sorted(people))):
            words, kept = _words(row), _kept(row["words"])
            if not words and kept:
                self.ask("remove", rowid=row["rowid"])
            elif words and not kept:
                fresh.append((int(row["rowid"]), words))
            elif set(self._questions.kept(words).split()) != kept:
                self.ask("change", rowid=row["rowid"], words=self._questions.kept(words))
        if fresh:
            self.add_many(fresh)

    def merge(self, pages: int) -> bool:
        """Merge so many pages of the index, all of it to be where they are negative; True while there is more to do.

        Words that were taken out stand in a file's index until then.
        """
        if self._folder != "sqlite":
            return False
        self._memo.settle()
        before = self._connection.total_changes
        self.ask("merge_words", pages=pages)
        return bool(self._connection.total_changes - before >= MERGED)

    def renew_all(self) -> None:
        """Bring everybody's words up to date, in order."""
        self._make_ready()
        above = 0
        while people := [int(row["id"]) for row in self.ask("after", above=above, most=BATCH)]:
            self.renew(people)
            above = people[-1]

    def find(self, client_id: str, campaign: int, text: str, most: int) -> list[Found]:
        """People of a client whose words begin with all that was typed, the best first, `most` at most.

        First whoever is called just so, then who has just these words anywhere, then whose name begins so, then the
        rest: that order is exact, and whoever fits better is never missed. Alike in that, the name goes before the
        company, whoever is in this campaign before others, then the score and the name decide; of a crowd only the
        first `COMPARED` that the index names are compared. Whoever arrives with a list on its way is not found.
        """
        meant = readings(text)
        found: dict[int, Found] = {}
        self._make_ready()
        for marks, begun in self._orders(client_id):
            who = {"client_id": client_id, "campaign": campaign, "most": max(COMPARED, most) + len(found)}
            rows = [row for each in meant for row in self.ask("found", **who, **self._questions.of(each, marks, begun))]
            fresh = {row["prospect_id"]: as_record(Found, row) for row in rows if row["prospect_id"] not in found}
            found.update((one.prospect_id, one) for one in sorted(fresh.values(), key=lambda one: _rank(one, meant)))
            if len(found) >= most:
                break
        return list(found.values())[:most]

    def _make_ready(self) -> None:
        if self._questions.before:
            self._connection.execute(self._questions.before)

    def _orders(self, client_id: str) -> Iterator[tuple[tuple[str, ...], bool]]:
        """Where words must stand and whether they may be only begun: what fits best comes first."""
        in_name, elsewhere = marks_of(client_id)
        for begun in (False, True):
            yield (in_name,), begun
            yield (in_name, elsewhere), begun


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
