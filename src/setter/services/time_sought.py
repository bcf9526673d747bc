"""A time being sought with a prospect on the line: what is offered, what was typed, who would take it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec import Struct

from setter.domain.booking import Slot
from setter.domain.errors import SetterError
from setter.domain.when import Moment
from setter.services.book import Booked, book, offer
from setter.services.desk import Desk
from setter.services.diary import Seeking, free_times, read_time, taker, two_times
from setter.services.meeting_life import reschedule


class Wanted(Struct, frozen=True):
    """A time as typed: what it means, the rep asked for (or ''), and whether it was one that we offered."""

    text: str
    moment: Moment
    rep: str
    offered: bool


class TimeSought:
    """One search for a time: the two times offered, the rep asked for, and the free time last filled in.

    A time that came from the offer or from the free ones counts as an accepted slot; a typed one was asked for.
    """

    def __init__(self, desk: Desk, seeking: Seeking) -> None:
        self.desk, self.seeking = desk, seeking
        self.offers: tuple[Slot, ...] = ()
        self.held_until: int | None = None
        self.rep = ""
        self._filled: tuple[str, int] = ("", 0)
        self._told: tuple[Wanted, str] | None = None

    def renew_offer(self) -> bool:
        """Offer two times, held while on a call; True when they are others than before."""
        before = self.offers
        if self.seeking.call_id:
            kept = offer(self.desk, self.seeking.call_id)
            self.offers, self.held_until = kept.slots, kept.until
        else:
            self.offers = two_times(self.desk, self.seeking)
        return before != self.offers

    def understand(self, text: str) -> Wanted:
        """What the field says, a digit standing for a time offered; Wrong where it cannot be read."""
        typed = text.strip()
        if typed in [str(place) for place in range(1, len(self.offers) + 1)]:
            slot = self.offers[int(typed) - 1]
            return Wanted(typed, self._moment(slot.starts), slot.rep, offered=True)
        if typed and typed == self._filled[0]:
            return Wanted(typed, self._moment(self._filled[1]), self.rep, offered=True)
        return Wanted(typed, read_time(self.desk, self.seeking, text), self.rep, offered=False)

    def taker(self, wanted: Wanted) -> str:
        """The rep who would take it; Refused, with the nearest free times, where none can."""
        rep = taker(self.desk, self.seeking, wanted.moment, wanted.rep)
        self._told = wanted, rep
        return rep

    def step(self, text: str, way: int) -> Moment | None:
        """The free time after (1) or before (-1) the one in the field; None where there is none.

        `fill` makes it the field's.
        """
        at = self._instant(text)
        starts = sorted({slot.starts for slot in free_times(self.desk, self.seeking, self.rep)})
        beyond = [each for each in starts if (each > at if way > 0 else each < at)]
        if not beyond:
            return None
        return self._moment(beyond[0] if way > 0 else beyond[-1])

    def fill(self, text: str, moment: Moment) -> None:
        """Remember which words of ours stand for a free time."""
        self._filled = text, moment.at

    def next_rep(self, text: str) -> str:
        """Ask for the next rep who is free at the field's time; after the last, for whoever's turn it is ('')."""
        order = ["", *(each.id for each in self.seeking.campaign.handoff.reps)]
        place = order.index(self.rep)
        moment = self.understand(text).moment if self._instant(text) else None
        after = [*order[place + 1 :], *order[: place + 1]]
        self.rep = next((rep for rep in after if not rep or moment is None or self._is_free(moment, rep)), "")
        return self.rep

    def book(self, wanted: Wanted, guests: Sequence[tuple[str, str]]) -> Booked:
        """Book it, or move the standing meeting there, with the rep who was told; Refused when somebody was quicker."""
        when = datetime.fromtimestamp(wanted.moment.at / 1000, UTC).strftime("%Y-%m-%dT%H:%MZ")
        seeking = self.seeking
        told = self._told[1] if self._told and self._told[0] == wanted and seeking.meeting is not None else ""
        rep = wanted.rep or told
        if seeking.call_id:
            how = "accepted_slot" if wanted.offered else "asked"
            return book(self.desk, seeking.call_id, when, rep=rep, attendees=guests, requested_how=how)
        assert seeking.meeting is not None
        moved = reschedule(self.desk, seeking.meeting.id, when, rep, seeking.zone, attendees=guests)
        return Booked(moved, wanted.moment.words)

    def _moment(self, instant: int) -> Moment:
        stamp = datetime.fromtimestamp(instant / 1000, UTC).strftime("%Y-%m-%dT%H:%MZ")
        return read_time(self.desk, self.seeking, stamp)

    def _instant(self, text: str) -> int:
        try:
            return self.understand(text).moment.at if text.strip() else 0
        except SetterError:
            return 0

    def _is_free(self, moment: Moment, rep: str) -> bool:
        try:
            taker(self.desk, self.seeking, moment, rep)
        except SetterError:
            return False
        return True
