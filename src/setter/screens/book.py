"""Book a meeting: a time in the prospect's words, said back in full, held against the reps' diary, then booked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from setter.domain.errors import SetterError, Unusable
from setter.screens.book_calendars import Reading
from setter.screens.book_panels import (
    EchoLines,
    FieldName,
    JoinLine,
    OfferLines,
    TimeField,
    WhoLines,
    zone_rows,
)
from setter.screens.heading import heading_of
from setter.screens.keys import bindings
from setter.services.book import say_zone, withdraw_offer
from setter.services.desk import Desk
from setter.services.diary import Seeking, seek
from setter.services.draft import keep_typing, typing_of
from setter.services.time_sought import TimeSought
from setter.store.records import Meeting
from setter.widgets.choice_panel import ChoicePanel
from setter.widgets.day_strip import DayStrip
from setter.widgets.opt_out_panel import OptOutTarget
from setter.widgets.panel import Panel
from setter.widgets.times import day_and_clock, full_time
from setter.widgets.two_clocks import TwoClocks

TYPED = "when"
"""The journal's name for the words of a time not yet booked."""


class BookScreen(Reading):
    """Finds a time: Enter says it back, Enter again books it; Escape leaves, and nothing stays held."""

    SCOPE = "book"
    CSS_PATH = "book.tcss"
    AUTO_FOCUS = "#when"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("book")]

    def __init__(self, desk: Desk, call_id: int | None = None, meeting: Meeting | None = None) -> None:
        super().__init__()
        self.desk, self.call_id = desk, call_id or 0
        self.meeting_id = meeting.id if meeting is not None and not call_id else 0
        self._person: Seeking | None = None
        self.zones = ChoicePanel(id="zones")

    def compose_body(self) -> Iterable[Widget]:
        """Person and clocks, the offer, the field with its echo, and the reps' day."""
        with Horizontal(id="top"):
            yield WhoLines()
            yield TwoClocks()
        yield OfferLines()
        with Horizontal(id="asked"):
            yield FieldName("when")
            yield TimeField(id="when", compact=True, select_on_focus=False)
        yield EchoLines()
        with Horizontal(id="joining"):
            yield FieldName("with")
            yield Input(id="colleague", compact=True, placeholder="Name <email>, then Enter")
        yield JoinLine()
        with Vertical(id="diary"):
            yield DayStrip()

    def compose_panels(self) -> Iterable[Panel]:
        """The question which zone it is."""
        yield self.zones

    def on_mount(self) -> None:
        """Look up the person and offer two times, or ask for the zone first."""
        self.show_heading()
        self.set_interval(1, self._tick)
        if self.call_id:
            self.query_one("#when", Input).value = typing_of(self.desk, self.call_id).get(TYPED, "")
        self.refresh_facts()

    def on_unmount(self) -> None:
        """Whatever way this screen ends, nothing stays held for it."""
        if self.call_id:
            with suppress(Unusable):  # what is held for a call runs out by itself
                withdraw_offer(self.desk, self.call_id)
            keep_typing(self.desk, self.call_id, TYPED, "")

    def refresh_facts(self) -> None:
        """Look the person up; somebody who may not be contacted any more gets no meeting."""
        try:
            person = self._person = seek(self.desk, call_id=self.call_id, meeting_id=self.meeting_id)
            self._show_person(person)
            if not person.zone:
                self._ask_zone(person)
                return
            self.sought = TimeSought(self.desk, person)
            self.sought.renew_offer()
            self.read_calendars()
        except SetterError as error:
            self.report(error)
            self.dismiss(None)
            return
        self.show_offers(self.sought)
        self._listen(self._text)

    @property
    def in_hand(self) -> int | None:
        """Whom one books for."""
        return self._person.prospect.id if self._person else None

    def show_heading(self) -> None:
        """Say for whom one books."""
        campaign_id = self._person.campaign.id if self._person else ""
        self.head.show(heading_of(self.desk, "Book", campaign_id, self.head.said))

    def _show_person(self, seeking: Seeking) -> None:
        person, standing, words = seeking.prospect, seeking.meeting, ""
        if standing is not None:
            self.guests = self.guests or [(str(name), str(email)) for name, email in json.loads(standing.attendees)]
            stands = f"{full_time(standing.starts_at, standing.zone)} with {seeking.standing_rep}"
            words = f"stands {stands}; another time moves it"
        about = " · ".join(part for part in (person.title, person.company_name) if part)
        self.show_heading()
        self.query_one(WhoLines).show(person.full_name or "Name unknown", about, words)
        self.query_one(TwoClocks).show(self.desk.now(), seeking.zones, self._ours)
        self.show_guests()

    def _ask_zone(self, seeking: Seeking) -> None:
        self.query_one(OfferLines).show((), "first ask where they are: a time means nothing without its zone")
        self.zones.ask("Which clock are they on? Ask, then choose", zone_rows(seeking, self.desk.now()))

    def on_choice_panel_picked(self, event: ChoicePanel.Picked) -> None:
        """Keep the zone the prospect named."""
        event.stop()
        with self.telling():
            say_zone(self.desk, self.call_id, event.row.value)
        self.refresh_facts()

    def on_panel_closed(self, event: Panel.Closed) -> None:
        """Without a zone there is no time to speak of."""
        if event.panel is self.zones:
            self.dismiss(None)

    def _tick(self) -> None:
        self.query_one(TwoClocks).tick(self.desk.now())
        self.show_heading()
        self.tick_calendars()
        sought = self.sought
        if sought is None or sought.held_until is None or self.desk.server_away_since is not None:
            return
        if self.desk.now() >= sought.held_until:
            with self.telling():
                if sought.renew_offer():
                    self.say("The times held for this call ran out; others are held now.")
            self.show_offers(sought)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Echo the time as it is typed."""
        event.stop()
        if event.input.id == "when":
            if self.call_id and event.value != typing_of(self.desk, self.call_id).get(TYPED, ""):
                keep_typing(self.desk, self.call_id, TYPED, event.value)
            self._listen(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field."""
        event.stop()
        if event.input.id == "colleague":
            self.add_guest(event.input)
        else:
            self.action_take()

    def action_take(self) -> None:
        """Say the time back, or book what was said back."""
        sought, wanted = self.sought, None
        if sought is None or not self._text.strip():
            return
        self._cancel_complaint()
        try:
            wanted = sought.understand(self._text)
            if self.said == wanted:
                self.dismiss(sought.book(wanted, self.guests))
                return
            sought.taker(wanted)
        except SetterError as error:
            self.said = None
            self._complain(error, wanted)
            return
        self.said = wanted
        self._echo(sought, wanted)

    def action_slot_before(self) -> None:
        """Fill in the free time before the one in the field."""
        self._step(-1, "There is no free time before that.")

    def action_slot_after(self) -> None:
        """Fill in the free time after the one in the field, or the first."""
        self._step(1, "There is no free time after that.")

    def _step(self, way: int, none_left: str) -> None:
        if self.sought is None:
            return
        found = self.sought.step(self._text, way)
        if found is None:
            self.say(none_left)
            return
        text = day_and_clock(found.at, found.zone)
        self.sought.fill(text, found)
        field = self.query_one("#when", Input)
        field.value, field.cursor_position = text, len(text)

    def action_next_rep(self) -> None:
        """Ask for the next rep who is free then; after the last, for whoever's turn it is."""
        if self.sought is None:
            return
        rep = self.sought.next_rep(self._text)
        name = self.sought.seeking.campaign.handoff.rep(rep).name if rep else "Whoever's turn it is"
        self.say(f"{name} takes it.")
        self.said = None
        self._listen(self._text)

    def action_back(self) -> None:
        """Close a panel, leave the colleague's field, or leave without a meeting."""
        if self.panel_open:
            super().action_back()
        elif self.has_class("-joining"):
            self.leave_colleague()
        else:
            self.dismiss(None)

    def opt_out_target(self) -> OptOutTarget | None:
        """The person on the line."""
        if self._person is None:
            return None
        person = self._person.prospect
        return OptOutTarget(person.id, person.full_name, person.company_name, self._person.campaign.client.name)
