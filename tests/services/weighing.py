"""How everybody of a campaign is weighed, for tests that weigh many at once."""

from __future__ import annotations

from setter.examples import example_campaign
from setter.services.campaigns import add_text
from setter.services.desk import Desk
from setter.services.on_record import with_their_people
from setter.services.standing import figures_kept, figures_of, standing_of
from setter.store.records import Enrolment
from setter.store.rescore import Figures
from setter.store.unit import Unit

HEARD = {"delivery_by": "own_vans", "vehicles": "14"}
DEARER = ("points = 25", "points = 29")
"""A change of the rules that Ada and Fay, who run their firms, gain by."""


def added(desk: Desk, *changes: tuple[str, str]) -> None:
    """Add a version of the example campaign with some of its words replaced."""
    text = example_campaign()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    add_text(desk, text)


def kept(desk: Desk) -> dict[int, Figures]:
    """The figures that everybody is kept with, by enrolment."""
    return {each.id: figures_kept(each) for each in desk.store.read(lambda unit: unit.prospects.enrolments_of(1))}


def one_by_one(desk: Desk) -> dict[int, Figures]:
    """The figures of everybody, each weighed alone and with the reasons."""

    def weigh(unit: Unit) -> dict[int, Figures]:
        campaign = desk.campaign(unit, 1)
        people = with_their_people(unit, unit.prospects.enrolments_of(1))
        return {
            enrolment.id: figures_of(enrolment, standing_of(unit, campaign, enrolment, prospect, desk.now()))
            for enrolment, prospect in people
        }

    return desk.store.read(weigh)


def misplaced(desk: Desk) -> list[Enrolment]:
    """Whoever stands in the queue otherwise than their figures say."""

    def look(unit: Unit) -> list[Enrolment]:
        people = unit.prospects.enrolments_of(1)
        places = {each.id: unit.queue.get(each.id) for each in people}
        return [
            each
            for each in people
            if (place := places[each.id]) and (place.tier, place.priority) != (each.tier, each.priority)
        ]

    return desk.store.read(look)
