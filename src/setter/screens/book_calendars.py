"""The booking screen reads the reps' calendars: while somebody is on the line, and without keeping them waiting."""

from __future__ import annotations

from contextlib import suppress

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from setter.domain.campaign import Campaign
from setter.domain.errors import SetterError
from setter.screens.book_listening import Listening
from setter.screens.book_panels import OfferLines, offers_shown
from setter.services.calendars import is_refresh_due, refresh
from setter.services.time_sought import TimeSought
from setter.widgets.times import clock

LOOKED_AT_S = 20
"""So often it is seen to whether a calendar must be read again."""


class CalendarsRead(Message):
    """The calendars were read, or would not be."""


class Reading(Listening):
    """What is offered is what the calendars said last; they are read as one begins to look for a time."""

    def __init__(self) -> None:
        super().__init__()
        self.is_reading = False
        self._seconds = 0

    def read_calendars(self) -> None:
        """Have the calendars read that were not read just now; reps without one need none."""
        if self.sought is None or self.is_reading or self.desk.server_away_since is not None:
            return
        campaign = self.sought.seeking.campaign
        if is_refresh_due(self.desk, campaign):
            self.is_reading = True
            self.read_calendars_in_background(campaign)

    def tick_calendars(self) -> None:
        """Let a second pass."""
        self._seconds += 1
        if self._seconds % LOOKED_AT_S == 0:
            with self.telling():
                self.read_calendars()

    @work(thread=True, exclusive=True, exit_on_error=False, group="calendars")
    def read_calendars_in_background(self, campaign: Campaign) -> None:
        """Read them; whatever stood in the way is known by then, and told with the times."""
        try:
            with suppress(SetterError):
                refresh(self.desk, campaign, lambda: get_current_worker().is_cancelled)
        finally:
            self.post_message(CalendarsRead())

    def on_calendars_read(self, event: CalendarsRead) -> None:
        """Offer what is free by now."""
        event.stop()
        self.is_reading = False
        sought = self.sought
        if sought is None:
            return
        with self.telling():
            had = bool(sought.offers)
            if sought.renew_offer() and had:
                self.say("The calendars were read: other times are free, and offered.")
        self.show_offers(sought)
        self._listen(self._text)

    def show_offers(self, sought: TimeSought) -> None:
        """Show the two times, until when they are held, or why there are none."""
        kept = f"held until {clock(sought.held_until, self._ours)} here" if sought.held_until else ""
        if not sought.offers:
            kept = "reading the reps' calendars …" if self.is_reading else "no free time in the coming days"
        self.query_one(OfferLines).show(offers_shown(sought.seeking, sought.offers), kept)
