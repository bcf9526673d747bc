"""The queue's search finds nobody by a number that was typed: it is called all the same, as somebody new."""

from __future__ import annotations

from collections.abc import Iterable

from setter.screens.queue_search import NEW, Finding, number_in
from setter.services.call_by_hand import call_by_hand
from setter.services.take_call import Taken
from setter.widgets.ask_panel import AskPanel, Question
from setter.widgets.panel import Panel
from setter.widgets.search_panel import FoundRow


class ByHand(Finding):
    """What a screen does that takes a typed number for a call; it says in `go_to` what becomes of the call."""

    def __init__(self) -> None:
        super().__init__()
        self.naming = AskPanel(id="naming")
        self._number = ""

    def search_panels(self) -> Iterable[Panel]:
        """The search, and the name of somebody new."""
        yield from (*super().search_panels(), self.naming)

    def rows_of(self, found: Finding.WereFound) -> list[FoundRow]:
        """How the found are shown; a number that finds nobody can be called."""
        rows = super().rows_of(found)
        self._number = "" if rows else number_in(found.text)
        return [FoundRow(NEW, "Call this number", self._number, "asks for their name")] if self._number else rows

    def chosen(self, row: FoundRow) -> None:
        """Take up whoever was chosen, or ask who has the number."""
        if row.key != NEW:
            super().chosen(row)
            return
        hint = "Such as Gil Nash, Birch Foods. Enter alone takes them without a name."
        self.naming.ask(Question("Who is it? Their name, then their company", self._meet, hint=hint))

    def _meet(self, words: str) -> None:
        name, _, company = words.partition(",")
        self.go_to(call_by_hand(self.desk, self.campaign_id, self._number, name.strip(), company.strip()))

    def go_to(self, taken: Taken) -> None:
        """Do what the screen does with a call that began."""
        raise NotImplementedError
