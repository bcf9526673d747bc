"""The booking screen's ear: a time is understood as it is typed, and complained of only after a pause."""

from __future__ import annotations

from textual.timer import Timer
from textual.widgets import Input

from setter.domain.errors import SetterError
from setter.domain.units import DAY
from setter.screens.book_guests import Joining
from setter.screens.book_panels import HINT, PAUSE, Echo, EchoLines, day_shown
from setter.services.desk import Desk
from setter.services.diary import Seeking, day_of
from setter.services.here import own_zone
from setter.services.time_sought import TimeSought, Wanted
from setter.widgets.day_strip import DayStrip
from setter.widgets.times import clock, day, zone_word


class Listening(Joining):
    """The field of the time, its echo, and the reps' day that goes with it."""

    desk: Desk

    def __init__(self) -> None:
        super().__init__()
        self.sought: TimeSought | None = None
        self.said: Wanted | None = None
        self._ours = own_zone()
        self._pause: Timer | None = None

    @property
    def _text(self) -> str:
        return self.query_one("#when", Input).value

    def _listen(self, text: str) -> None:
        """Understand at once, complain only after a pause."""
        self._cancel_complaint()
        sought = self.sought
        if sought is None:
            return
        if self.said is not None and self.said.text != text.strip():
            self.said = None
        if not text.strip():
            self._show_day(sought, None)
            ways = "1 or 2 takes a time offered, ↑ ↓ go through the free ones." if sought.offers else ""
            self.query_one(EchoLines).show(Echo(words=HINT, next=ways))
            return
        try:
            wanted = sought.understand(text)
        except SetterError as error:
            self._show_day(sought, None)
            self.query_one(EchoLines).show(Echo())
            self._complain_later(error, None)
            return
        self._echo(sought, wanted)

    def _echo(self, sought: TimeSought, wanted: Wanted) -> None:
        at, words = wanted.moment.at, wanted.moment.words
        try:
            rep = sought.taker(wanted)
        except SetterError as error:
            self._show_day(sought, at)
            self.query_one(EchoLines).show(Echo("=", words))
            self._complain_later(error, wanted)
            return
        self._show_day(sought, at, rep)
        here = f"{day(at, self._ours)[:3]} {clock(at, self._ours)} {zone_word(at, self._ours)} here"
        rest = f"with {sought.seeking.campaign.handoff.rep(rep).name}{_instead(sought.seeking, rep)} · {here}"
        if self.said == wanted:
            self.query_one(EchoLines).show(Echo("✓", words, rest, "Say it back to them. Enter books it."))
        else:
            self.query_one(EchoLines).show(Echo("=", words, rest, "Enter, say it back, Enter."))

    def _complain_later(self, error: SetterError, wanted: Wanted | None) -> None:
        self._pause = self.set_timer(PAUSE, lambda: self._complain(error, wanted))

    def _cancel_complaint(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    def _complain(self, error: SetterError, wanted: Wanted | None) -> None:
        said = "" if wanted is None or wanted.moment.words in error.message else f"{wanted.moment.words}: "
        words = said + error.message
        self.query_one(EchoLines).show(Echo("✗", words, next=error.hint))

    def _show_day(self, sought: TimeSought, instant: int | None, rep: str = "") -> None:
        """The prospect's day of an instant; before one is named, that of the first time offered."""
        first = sought.offers[0].starts if sought.offers else self.desk.now() + DAY
        at = first if instant is None else instant
        found = day_of(self.desk, sought.seeking, at, sought.offers)
        self.query_one(DayStrip).show(day_shown(sought.seeking, found, at, self._ours, rep))


def _instead(seeking: Seeking, rep: str) -> str:
    """Whom a rep would take a standing meeting from, to be said before Enter."""
    standing = seeking.meeting
    return f" instead of {seeking.standing_rep}" if standing is not None and standing.rep != rep else ""
