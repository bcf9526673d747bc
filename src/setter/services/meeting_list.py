"""A campaign's meetings as one looks through them: what asks for work first; what is old once somebody asks for it.

Their order is read of all at once; the lines, which cost more, of those that are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from setter.domain.units import DAY
from setter.services.desk import Desk
from setter.services.hand_off import MeetingLine, line_of
from setter.services.with_sales import Standing, standing_in
from setter.store.unit import Unit

RECENT_DAYS = 60
"""So far back a meeting is listed that is over and answered."""


class Listing(Struct, frozen=True):
    """The meetings to look through, by id in their order, and how many older ones are left out."""

    ids: tuple[int, ...]
    older: int


def listing(desk: Desk, campaign_id: str, *, everything: bool = False) -> Listing:
    """What is open, what waits for an answer and what began in the last 60 days, or `everything` there ever was.

    What is not qualified stands first, then what waits for a word, what is ahead, and what is decided.
    """

    def look(unit: Unit) -> Listing:
        number, now = desk.campaign_row(unit, campaign_id).number, desk.now()
        found = unit.meetings.to_look_through(number, 0 if everything else now - RECENT_DAYS * DAY, now)
        return Listing(found, 0 if everything else unit.meetings.number_of(number) - len(found))

    return desk.store.read(look)


def lines_of(desk: Desk, meeting_ids: Iterable[int]) -> list[tuple[MeetingLine, Standing]]:
    """Some meetings as they are listed, and how each stands with sales."""

    def look(unit: Unit) -> list[tuple[MeetingLine, Standing]]:
        found = (unit.meetings.get(each) for each in meeting_ids)
        return [(line_of(desk, unit, each), standing_in(unit, each.id)) for each in found if each is not None]

    return desk.store.read(look)
