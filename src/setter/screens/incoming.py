"""Somebody calls us: find them by number, name or company, or take them down as new; the call in hand waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from setter.domain.errors import SetterError
from setter.screens.base import SetterScreen
from setter.screens.queue_search import NEW, Finding, number_in
from setter.services.desk import Desk
from setter.services.receive_call import receive, receive_unknown
from setter.store.records import Call
from setter.widgets.ask_panel import AskPanel, Question
from setter.widgets.facts_card import FactRow, FactsCard
from setter.widgets.opt_out_panel import OptOutTarget
from setter.widgets.panel import Panel
from setter.widgets.search_panel import FoundRow

Begin = Callable[[], Call]


class IncomingScreen(Finding, SetterScreen):
    """Asks who is calling; dismissed with the call that began, or None."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, desk: Desk, campaign_id: str, waiting: str = "") -> None:
        super().__init__()
        self.desk, self.campaign_id, self.waiting = desk, campaign_id, waiting
        self.told, self.asking = FactsCard(), AskPanel(id="asking")
        self._number = self._words = ""

    def compose_body(self) -> Iterable[Widget]:
        """Who waits meanwhile."""
        yield self.told

    def compose_panels(self) -> Iterable[Panel]:
        """The search, and the name of somebody new."""
        yield from (*self.search_panels(), self.asking)

    def on_mount(self) -> None:
        """Ask who it is."""
        self.head_with(self.desk, "Incoming call", self.campaign_id)
        waits = [FactRow(" ", f"Your call with {self.waiting} waits; it is here again afterwards.", weight="muted")]
        self.told.show([FactRow(" ", "Somebody calls us.", weight="strong"), *(waits if self.waiting else [])])
        self.find()

    def find(self) -> None:
        """Ask for their number, name or company."""
        self.search_panel.ask("Who is calling? Their number, name or company")

    def opt_out_target(self) -> OptOutTarget | None:
        """The one who is marked among the found: they may call to be left alone."""
        return self.found_target()

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Nothing else can be done until it is known who calls."""
        return "" if action in ("go", "incoming") else None

    def rows_of(self, found: Finding.WereFound) -> list[FoundRow]:
        """The people found; below them somebody new: by a number that nobody has, or by a name where it is withheld."""
        rows = [
            FoundRow(
                one.prospect_id,
                one.name,
                " · ".join(part for part in (one.title, one.company) if part),
                one.work_state.replace("_", " "),
                one.blocked.replace("_", " "),
                one.prospect_id,
            )
            for one in found.people
        ]
        self._number, words = number_in(found.text), found.text.strip()
        if self._number:
            rows.append(FoundRow(NEW, "Somebody new", self._number, "asks for their name"))
        elif not rows and words:
            rows.append(FoundRow(NEW, words, "somebody new", "number withheld"))
        self._words = "" if self._number else words
        return rows

    def chosen(self, row: FoundRow) -> None:
        """Answer the one who was chosen, or ask the new one's name."""
        if row.key != NEW:
            self._answer(lambda: receive(self.desk, self.campaign_id, row.key, self._number))
            return
        if self._words:
            self._answer(lambda: receive_unknown(self.desk, self.campaign_id, "", self._words))
            return
        hint = "Enter alone takes them down as an unknown caller."
        self.asking.ask(Question("Who is it?", self._meet, hint=hint))

    def _meet(self, name: str) -> None:
        call = receive_unknown(self.desk, self.campaign_id, self._number, name.strip())
        self.dismiss(call)

    def _answer(self, begin: Begin) -> None:
        try:
            self.dismiss(begin())
        except SetterError as error:
            self.report(error)
            self.find()

    def on_panel_closed(self, event: Panel.Closed) -> None:
        """Nobody was chosen: back to where one was."""
        event.stop()
        self.dismiss(None)

    def action_back(self) -> None:
        """Back to where one was."""
        self.dismiss(None)
