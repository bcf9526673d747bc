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

    def is_due(self, campaign: int) -> bool:
        """Say whether a campaign is yet to be weighed by the version in force."""
        return self.ask("due_version", campaign=campaign) is not None

    def make_due(self, campaign: int, version: int, rules_version: int) -> None:
        """Remember that everybody of a campaign is to be weighed by this version of it, and of its rules."""
        self.ask("add_due", campaign=campaign, version=version, rules_version=rules_version)

    def left_undone(self, now: int) -> list[str]:
        """The ids of the campaigns that are yet to be weighed, and that nobody is at."""
        return [str(row["id"]) for row in self.ask("left_undone", now=now)]

    def take_up(self, campaign: int, now: int, until: int) -> bool:
        """Say that somebody is at a campaign until then; False when another is by `now`, or nothing is due."""
        return bool(self.ask("take_up", campaign=campaign, now=now, until=until))

    def done(self, campaign: int, version: int, rules_version: int) -> None:
        """Forget that it was due, unless another version has come into force meanwhile."""
        self.ask("remove_due", campaign=campaign, version=version, rules_version=rules_version)

    def writing_now(self) -> set[str]:
        """Whose transactions are under way beside this one; nobody's on a file, where whoever writes is alone."""
        return {str(row["writer"]) for row in self.ask("writing_now")}
