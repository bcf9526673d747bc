"""Where the people of a campaign may be, and which of these localities open at the same times."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from setter.law.jurisdictions import Places, address_places, candidate_places, number_places
from setter.store.room import Room

WHOLE = 1000


class Locality(Struct, frozen=True):
    """Zones and places, sorted, that somebody may be in, and what is spoken; `calling_window`: with which it opens.

    `holds` says that rows of the queue may stand under this locality's own id, `asks` that nobody there is rung
    before their consent, or why the offer concerns them, is on record.
    """

    id: int
    zones: tuple[str, ...]
    places: tuple[str, ...]
    language: str
    calling_window: int
    holds: bool
    asks: bool = False


class Window(NamedTuple):
    """A calling window: the zones and places whose hours and law open it, and the language of whoever stands there."""

    id: int
    zones: tuple[str, ...]
    places: tuple[str, ...]
    language: str


class LocalityRoom(Room):
    """Localities, and the calling windows that they share."""

    name = "localities"

    def window(self, campaign: int, zones: str, places: str, language: str, fresh_id: int) -> tuple[int, bool]:
        """The calling window of comma-joined zones and places and a language, its own where new: (id, asks)."""
        where = {"campaign": campaign, "zones": zones, "places": places, "language": language}
        found = self.ask("window_of", **where)
        if found is None:
            self.ask("add_locality", id=fresh_id, **where)
            found = self.ask("window_of", **where)  # another came first
        return int(found["calling_window"]), bool(found["asks"])

    def windows(self, campaign: int) -> list[Window]:
        """The windows under which somebody may stand in a campaign's queue."""
        rows = self.ask("windows", campaign=campaign)
        return [
            Window(int(row["id"]), names_in(row["zones"]), names_in(row["places"]), row["language"]) for row in rows
        ]

    def all(self, campaign: int) -> list[Locality]:
        """Every locality of a campaign, the oldest first."""
        return [
            Locality(
                int(row["id"]),
                names_in(row["zones"]),
                names_in(row["places"]),
                row["language"],
                int(row["calling_window"]),
                bool(row["holds"]),
                bool(row["asks"]),
            )
            for row in self.ask("localities", campaign=campaign)
        ]

    def open_with(self, locality: Locality) -> None:
        """Write which window a locality opens with, whether anybody may stand under its own id, and what it asks."""
        self.tell(
            "open_with",
            id=locality.id,
            calling_window=locality.calling_window,
            holds=int(locality.holds),
            asks=int(locality.asks),
        )

    def queued_after(self, since: int, most: int) -> int | None:
        """The enrolment that follows so many in the queue from the id `since` on; None when there are no more."""
        found = self.ask("queued_after", since=since, most=most)
        return None if found is None else int(found)

    def move_over(self, campaign: int, since: int, until: int) -> int:
        """Put whoever stands under another window than their own where they belong; how many did."""
        return int(self.ask("move_over", campaign=campaign, since=since, until=until))

    def take_out(self, campaign: int, since: int, until: int) -> None:
        """Take out of the queue whoever waits where a word is asked for and has none on record."""
        between = {"campaign": campaign, "since": since, "until": until}
        if self.ask("keep_out", **between):
            self.ask("drop_kept_out", **between)

    def let_go_of_the_old(self, campaign: int) -> None:
        """Nobody stands any more under the ids of localities that open with another."""
        self.ask("nobody_under_the_old", campaign=campaign)

    def place_everybody(self) -> None:
        """Work out for everybody on record which places they may be in."""
        for people in self._everybody():
            numbers = self._numbers([person for person, _, _ in people])
            placed = [
                {
                    "prospect_id": person,
                    "places": ",".join(candidate_places(address_places(country, region), numbers.get(person, ()))),
                }
                for person, country, region in people
            ]
            self.ask_each("place_person", placed)
            self._memo.settle()

    def stand_everybody(self, first_id: int) -> None:
        """Put everybody in the queue under a window that heeds where they are and what they speak."""
        self.ask("add_all_localities", first_id=first_id)
        self.ask("stand_everybody")

    def _everybody(self) -> Iterator[list[tuple[int, str, str]]]:
        above = 0
        while rows := self.afresh("unplaced_after", above=above, most=WHOLE):
            yield [(int(row["id"]), row["country"], row["region"]) for row in rows]
            above = int(rows[-1]["id"])

    def _numbers(self, people: Collection[int]) -> dict[int, list[Places]]:
        found: dict[int, list[Places]] = {}
        for row in self.afresh("numbers_of", people=json.dumps(sorted(people))):
            found.setdefault(int(row["prospect_id"]), []).append(number_places(row["e164"]))
        return found


@lru_cache(maxsize=4096)
def names_in(joined: str) -> tuple[str, ...]:
    """Comma-joined names as a tuple."""
    return tuple(name for name in joined.split(",") if name)
