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
from setter.services.campaigns import activate, add_file
from setter.services.desk import Desk, make_database
from setter.services.sandbox import open_sandbox
from setter.widgets.ask_panel import AskPanel, Question
from setter.widgets.choice_panel import ChoicePanel, ChoiceRow
from setter.widgets.facts_card import FactRow, FactsCard
from setter.widgets.panel import Panel

WAYS = (
    ("1", "Try the sandbox: made-up prospects, nothing is ever sent", "sandbox"),
    ("2", "Open a campaign file, then bring a list in with F5", "campaign"),
    ("3", "Import a list: it needs its campaign first", "campaign"),
)
WELCOME = (
    FactRow("Welcome to setter."),
    FactRow("", "There is no campaign to work yet. How shall we begin?", "", "strong"),
)


class FirstStartScreen(SetterScreen):
    """Offers the ways to begin; `Ready` says that there is something to work."""

    BINDINGS: ClassVar[list[BindingType]] = []

    @dataclass
    class Ready(Message):
        """A database with an active campaign is there."""

        desk: Desk
        campaign_id: str

    def __init__(self, desk: Desk | None, database: str) -> None:
        super().__init__()
        self.desk, self.database = desk, database
        self.welcome = FactsCard()
        self.ways, self.asking = ChoicePanel(id="ways"), AskPanel(id="asking")

    def compose_body(self) -> Iterable[Widget]:
        """The welcome."""
        yield self.welcome

    def compose_panels(self) -> Iterable[Panel]:
        """The ways to begin, and the question for a path."""
        yield from (self.ways, self.asking)

    def on_mount(self) -> None:
        """Offer the ways."""
        self.welcome.show(list(WELCOME))
        self.offer()

    def offer(self) -> None:
        """Offer the ways to begin."""
        self.ways.ask("Begin with", [ChoiceRow(*each) for each in WAYS])

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Nothing else can be done yet."""
        return "" if action in ("go", "incoming", "opt_out") else None

    def action_back(self) -> None:
        """Back to the ways; there is nothing below."""
        if self.asking.is_open:
            self.asking.close()
        if not self.ways.is_open:
            self.offer()

    @on(ChoicePanel.Picked, "#ways")
    def way_picked(self, event: ChoicePanel.Picked) -> None:
        """Begin."""
        event.stop()
        if event.row.value == "sandbox":
            with self.telling():
                desk, campaign_id = open_sandbox(self._sandbox_database())
                self.post_message(self.Ready(desk, campaign_id))
            return
        hint = "A .toml file; docs/campaign.md shows how to write one."
        self.asking.ask(Question("Path of the campaign file", self._open_campaign, str(Path.cwd()) + "/", hint))

    def _sandbox_database(self) -> str:
        if "://" in self.database:
            return "demo.db"
        return str(Path(self.database).with_name("demo.db"))

    def _open_campaign(self, text: str) -> None:
        path = Path(text.strip()).expanduser()
        desk = self.desk or make_database(self.database)
        self.desk = desk
        try:
            added = add_file(desk, path)
        except SetterError as error:
            problems = getattr(error, "problems", [])
            if problems:
                told = [each for each in problems if each.severity == "error"]
                rows = [FactRow(f"line {each.line}", f"{each.field} {each.message}") for each in told]
                self.welcome.show([*WELCOME, FactRow(f"{path.name} has {len(told)} errors"), *rows])
            raise
        activate(desk, added.campaign)
        self.post_message(self.Ready(desk, added.campaign))
