"""The queue's search: everybody of the client, found as one types; also for somebody who calls us."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import work
from textual.message import Message
from textual.worker import Worker, WorkerState, get_current_worker

from setter.screens.base import SetterScreen
from setter.services.desk import Desk
from setter.services.search import Found, search
from setter.widgets.opt_out_panel import OptOutTarget
from setter.widgets.panel import Panel
from setter.widgets.search_panel import FoundRow, SearchPanel

MOST_FOUND = 20
FEWEST_DIGITS = 7
NEW = -1
"""The key of the row that stands for somebody nobody knows yet."""


def number_in(text: str) -> str:
    """The number that was typed, in whatever spelling; "" where it cannot be a whole one."""
    return text.strip() if sum(sign.isdigit() for sign in text) >= FEWEST_DIGITS else ""


class Finding(SetterScreen):
    """What a screen does that finds people; it says in `take_up` what becomes of the one who was chosen."""

    desk: Desk
    campaign_id: str

    @dataclass
    class WereFound(Message):
        """The people found by some words."""

        text: str
        people: list[Found]

    def __init__(self) -> None:
        super().__init__()
        self.search_panel = SearchPanel()

    def search_panels(self) -> Iterable[Panel]:
        """The field and who was found."""
        yield self.search_panel

    def action_search(self) -> None:
        """Ask whom to find."""
        self.search_panel.ask("Search everybody")

    def on_search_panel_asked(self, event: SearchPanel.Asked) -> None:
        """Look them up away from the keys."""
        event.stop()
        self.look_up(event.text)

    @work(thread=True, exclusive=True, exit_on_error=False, group="search")
    def look_up(self, text: str) -> None:
        """Find people; only the newest question is answered."""
        people = search(self.desk, self.campaign_id, text, MOST_FOUND)
        if not get_current_worker().is_cancelled:
            self.post_message(self.WereFound(text, people))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say where a search found no answer; nobody found by other words stands under these."""
        if event.state is WorkerState.ERROR and event.worker.group == "search":
            self.search_panel.unanswered()

    def server_came_back(self) -> None:
        """Look up now what could not be meanwhile."""
        super().server_came_back()
        if self.search_panel.is_open and self.search_panel.text:
            self.look_up(self.search_panel.text)

    def on_finding_were_found(self, event: WereFound) -> None:
        """Show them."""
        self.search_panel.found(event.text, self.rows_of(event))

    def rows_of(self, found: WereFound) -> list[FoundRow]:
        """How the found are shown."""
        return [_row(one) for one in found.people]

    def on_search_panel_chosen(self, event: SearchPanel.Chosen) -> None:
        """Take up the one who was chosen."""
        event.stop()
        self.chosen(event.row)

    def chosen(self, row: FoundRow) -> None:
        """Take up whoever was chosen, where that may be."""
        if row.barred:
            self.say(f"Nobody may contact this person: {row.barred}.", "warning")
        elif not row.key:
            self.say("This person is in another campaign of the client.")
        else:
            self.take_up(row.key)

    def found_target(self) -> OptOutTarget | None:
        """Whom an opt-out from the search would be for: the one who is marked in it."""
        row = self.search_panel.marked
        return OptOutTarget(row.person, row.name, row.rest) if row is not None and row.person else None

    def take_up(self, enrolment_id: int) -> None:
        """Do what the screen does with somebody who was found."""
        raise NotImplementedError


def _row(one: Found) -> FoundRow:
    rest = " · ".join(part for part in (one.title, one.company) if part)
    note = f"{one.work_state.replace('_', ' ')}, score {one.score}" if one.enrolment_id else "other campaign"
    return FoundRow(one.enrolment_id or 0, one.name, rest, note, one.blocked.replace("_", " "), one.prospect_id)
