"""The first start: try the sandbox, or open a campaign and bring a list in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget

from setter.domain.errors import SetterError
from setter.screens.base import SetterScreen
from setter.screens.file_words import looking
from setter.services.campaigns import add_file, check_file, put_in_force
from setter.services.clock import SystemClock
from setter.services.desk import Desk, make_database, where_is
from setter.services.files import CAMPAIGNS, LISTS, path_of
from setter.services.import_list import preview
from setter.services.sandbox import open_sandbox, sandbox_beside
from setter.widgets.choice_panel import ChoicePanel, ChoiceRow
from setter.widgets.facts_card import FactRow, FactsCard
from setter.widgets.file_panel import FilePanel
from setter.widgets.panel import Panel

WAYS = (
    ChoiceRow("1", "Try the sandbox", "sandbox", "made-up prospects, a clock of its own, nothing is ever sent"),
    ChoiceRow("2", "Import a list", "list", "then say for which campaign"),
    ChoiceRow("3", "Open a campaign", "campaign", "one file: target, gates, script, hours, reps"),
    ChoiceRow("q", "Leave", "leave"),
)


class FirstStartScreen(SetterScreen):
    """Offers the ways to begin; `Ready` says that there is something to work."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = []

    @dataclass
    class Ready(Message):
        """A database with an active campaign is there; whoever is in it already may have to be weighed by it yet."""

        desk: Desk
        campaign_id: str
        listed: Path | None = None

    def __init__(self, desk: Desk | None, database: str) -> None:
        super().__init__()
        self.desk, self.database = desk, database
        self.listed: Path | None = None
        self.welcome = FactsCard()
        self.ways = ChoicePanel(id="ways")
        self.lists = FilePanel(looking(SystemClock().now, LISTS), id="lists")
        self.campaigns = FilePanel(looking(SystemClock().now, CAMPAIGNS), id="campaigns")

    def compose_body(self) -> Iterable[Widget]:
        """The welcome."""
        yield self.welcome

    def compose_panels(self) -> Iterable[Panel]:
        """The ways to begin, and the files they ask for."""
        yield from (self.ways, self.lists, self.campaigns)

    def on_mount(self) -> None:
        """Offer the ways."""
        self.welcome.show(self._welcome())
        self.offer()

    def offer(self) -> None:
        """Offer the ways to begin."""
        self.ways.ask("How shall we begin?", WAYS)

    def _welcome(self) -> list[FactRow]:
        if self.desk is None:
            there = f"There is no database yet at {where_is(self.database)}."
        else:
            there = "This database has no active campaign yet."
        return [
            FactRow(" ", "setter", weight="strong"),
            FactRow(" ", "The terminal in which outbound callers set appointments."),
            FactRow(" ", there, weight="muted"),
        ]

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Nothing else can be done yet."""
        return "" if action in ("go", "incoming", "opt_out") else None

    def action_back(self) -> None:
        """Back to the ways; there is nothing below."""
        for panel in (self.lists, self.campaigns):
            panel.close()
        if not self.ways.is_open:
            self.offer()

    def on_panel_closed(self, event: Panel.Closed) -> None:
        """A file was not picked: back to the ways."""
        event.stop()
        self.offer()

    @on(ChoicePanel.Picked, "#ways")
    def way_picked(self, event: ChoicePanel.Picked) -> None:
        """Begin."""
        event.stop()
        self.listed = None
        if event.row.value == "sandbox":
            with self.telling():
                desk, campaign_id = open_sandbox(sandbox_beside(self.database))
                self.post_message(self.Ready(desk, campaign_id))
        elif event.row.value == "leave":
            self.action_leave()
        elif event.row.value == "list":
            self.lists.ask("Which list?", f"{Path.cwd()}/")
        else:
            self.campaigns.ask("Which campaign file?", f"{Path.cwd()}/")

    def on_file_panel_picked(self, event: FilePanel.Picked) -> None:
        """A list asks for its campaign; a campaign is opened."""
        event.stop()
        path = path_of(event.path)
        try:
            if event.panel is self.lists:
                preview(path)
                self.listed = path
                self.campaigns.ask(f"{path.name} is for which campaign?", f"{path.parent}/")
            else:
                self._open_campaign(path)
        except SetterError as error:
            self.report(error)
            self.offer()

    def _open_campaign(self, path: Path) -> None:
        check = self._check(path)
        if check:
            self.welcome.show(
                [*self._welcome(), FactRow(f"{path.name}: {len(check)} error{'s' if len(check) != 1 else ''}"), *check]
            )
            self.offer()
            return
        desk = self.desk or make_database(self.database)
        self.desk = desk
        added = add_file(desk, path)
        put_in_force(desk, added.campaign)
        self.post_message(self.Ready(desk, added.campaign, self.listed))

    def _check(self, path: Path) -> list[FactRow]:
        """What is wrong with a campaign file, line by line; nothing is made of one that has errors."""
        told = [each for each in check_file(path) if each.severity == "error"]
        return [FactRow(f"line {each.line}", f"{each.field} {each.message}") for each in told]
