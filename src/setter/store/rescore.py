"""A campaign's enrolments one stretch after another, and the figures by which they stand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from setter.store.records import Enrolment
from setter.store.room import Room


class Figures(NamedTuple):
    """What is kept with an enrolment of where its prospect stands."""

    score: int
    priority: int
    tier: int
    temperature: str
    rung: str


class RescoreRoom(Room):
    """Everybody of a campaign, to be weighed anew while others go on working."""

    name = "rescore"

    def above(self, campaign: int, prospect_id: int, most: int) -> list[Enrolment]:
        """A campaign's enrolments in the order of their prospects, from after this one on."""
        return self.many(Enrolment, "enrolled_above", campaign=campaign, above=prospect_id, most=most)

    def held(self, enrolments: Sequence[int]) -> list[Enrolment]:
        """Those of these enrolments that nobody else is writing now; until the unit ends nobody else can."""
        named = json.dumps(enrolments)
        places = [row["enrolment_id"] for row in self.ask("free_places", enrolments=named)]
        return self.many(Enrolment, "free_enrolments", enrolments=named, places=json.dumps(places))

    def write(self, figures: Sequence[tuple[int, Figures]]) -> None:
        """Write figures by enrolment; whoever stands in the queue moves with them, save under a lease."""
        rows = json.dumps([(enrolment, *each) for enrolment, each in figures])
        self.ask("write_figures", rows=rows)
        self.ask("write_order", rows=rows)
        self._touched.enrolments.update(enrolment for enrolment, _ in figures)

    def is_due(self, campaign: int) -> int | None:
        """The version by which a campaign is yet to be weighed; None when nothing is left to do."""
        found = self.ask("due_version", campaign=campaign)
        return None if found is None else int(found)

    def make_due(self, campaign: int, version: int) -> None:
        """Remember that everybody of a campaign is to be weighed by this version."""
        self.ask("add_due", campaign=campaign, version=version)

    def done(self, campaign: int, version: int) -> None:
        """Forget it, unless another version has come into force meanwhile."""
        self.ask("remove_due", campaign=campaign, version=version)
