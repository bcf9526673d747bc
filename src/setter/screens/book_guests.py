"""Colleagues who join a meeting that is being booked."""

from __future__ import annotations

from textual.widgets import Input

from setter.screens.base import SetterScreen
from setter.screens.book_panels import JoinLine
from setter.services.book import guest_of
from setter.widgets.plain import clean


class Joining(SetterScreen):
    """The colleague's field of the booking screen, and the guests it brought."""

    def __init__(self) -> None:
        super().__init__()
        self.guests: list[tuple[str, str]] = []

    def action_colleague(self) -> None:
        """Ask who else joins."""
        self.add_class("-joining")
        self.query_one("#colleague", Input).focus()

    def add_guest(self, field: Input) -> None:
        """Take the colleague who was typed."""
        with self.telling():
            if field.value.strip():
                self.guests.append(guest_of(clean(field.value)))
            field.value = ""
            self.show_guests()
            self.leave_colleague()

    def show_guests(self) -> None:
        """Say who joins."""
        shown = [f"{name} <{email}>" if email else name for name, email in self.guests]
        self.query_one(JoinLine).show(" · ".join(shown))

    def leave_colleague(self) -> None:
        """Go back to the time."""
        self.remove_class("-joining")
        self.query_one("#when", Input).focus()
