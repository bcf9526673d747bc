"""What happened, and what works: outcomes down to one call, and the measures of programmes, sources and callers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from setter.domain.errors import Wrong
from setter.screens.keys import bindings
from setter.screens.prospect_words import history_rows, why_rows
from setter.screens.review_call import call_rows
from setter.screens.review_counting import HAPPENED, Counting
from setter.screens.review_happened import EMPTY, choices
from setter.screens.review_lines import reading_of
from setter.services.campaigns import campaign_named, campaigns
from setter.services.desk import Desk
from setter.services.files import path_of
from setter.services.here import own_zone
from setter.services.measures_file import keep
from setter.services.periods import HINT, period_typed
from setter.services.prospect_card import card_of_call
from setter.services.review import OutcomeLine, story
from setter.services.why import why_prospect
from setter.widgets.ask_panel import AskPanel, Question
from setter.widgets.choice_panel import ChoicePanel, of_how_many
from setter.widgets.opt_out_panel import OptOutTarget
from setter.widgets.panel import Panel
from setter.widgets.read_panel import ReadPanel

NO_LINE = "There is no number to read."
NO_CALLS = "Calls are under 1, what happened."
NO_TABLE = "Only measures are exported: 2 to 6."
STILL = "Wait until it is counted."


class ReviewScreen(Counting):
    """A report of one period, quality first, and what lies behind its lines."""

    SCOPE = "review"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "ProspectList"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("review")]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.ours = desk, own_zone()
        self._picked: Callable[[int], None] = lambda at: None
        self.reading, self.choices, self.asking = (
            ReadPanel(id="reading"), ChoicePanel(id="choices"), AskPanel(id="asking"),
        )  # fmt: skip

    def compose_body(self) -> Iterable[Widget]:
        """Which reports there are, and the one that is shown."""
        yield from (self.tabs, self.happened, self.measures)

    def compose_panels(self) -> Iterable[Panel]:
        """What is read, chosen, typed."""
        yield from (self.reading, self.choices, self.asking)

    def on_mount(self) -> None:
        """Count today."""
        self.head_with(self.desk, "Review")
        self.measures.display = False
        self.refresh_facts()

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Say why a key cannot do anything now."""
        if self.report_name == HAPPENED:
            if action in ("take", "why", "history") and self.happened.calls.highlighted is None:
                return EMPTY
            if action == "save":
                return NO_TABLE
        elif action == "history":
            return NO_CALLS
        elif action in ("take", "why", "save") and self.measures.marked is None:
            return STILL if self.is_counting else NO_LINE
        return super().why_not(action, parameters)

    def marked(self) -> OutcomeLine | None:
        """The marked call; None among measures."""
        return self.happened.marked if self.report_name == HAPPENED else None

    def opt_out_target(self) -> OptOutTarget | None:
        """Whoever the marked call was with."""
        line = self.marked()
        return OptOutTarget(line.prospect, line.name, line.company) if line else None

    def action_why(self) -> None:
        """Where the prospect of the marked call stands, and why; or all about the marked measure."""
        if self.report_name != HAPPENED:
            self._read_measure()
        elif line := self.marked():
            with self.telling():
                campaign = campaign_named(self.desk, line.campaign)
                told = why_prospect(self.desk, line.prospect, campaign)
                self.reading.tell(f"Why {line.name}?", why_rows(told, self.desk.now()))

    def action_history(self) -> None:
        """All that happened with the prospect of the marked call."""
        if line := self.marked():
            with self.telling():
                card = card_of_call(self.desk, line.call)
                self.reading.tell(line.name, history_rows(card, self.desk.now()))

    def action_take(self) -> None:
        """Open the marked call, or read all about the marked measure."""
        if self.report_name != HAPPENED:
            self._read_measure()
        elif line := self.marked():
            with self.telling():
                told = story(self.desk, line.call)
                self.reading.tell(f"Call with {told.prospect.full_name}", call_rows(told, self.ours))

    def _read_measure(self) -> None:
        line, told = self.measures.marked, self.measures.told
        if line and told:
            self.reading.tell(line.name, reading_of(line, told))

    def action_only(self) -> None:
        """Ask whose calls, or which outcome, to look at; among measures, of which campaign."""
        if self.report_name == HAPPENED:
            ways = list(self.happened.ways())
            self._choose("Look at whose calls, or which outcome?", [words for words, _ in ways],
                         lambda at: setattr(self, "only", ways[at][1]))  # fmt: skip
            return
        with self.telling():
            known = campaigns(self.desk)
            ids = ["", *(each.id for each in known)]
            self._choose("The measures of which campaign?", ["all of them", *(each.name for each in known)],
                         lambda at: setattr(self, "campaign", ids[at]))  # fmt: skip

    def _choose(self, title: str, words: list[str], picked: Callable[[int], None]) -> None:
        self._picked = picked
        rows = choices(words)
        self.choices.ask(of_how_many(title, rows, len(words)), rows)

    def on_choice_panel_picked(self, event: ChoicePanel.Picked) -> None:
        """Look at those only."""
        event.stop()
        self._picked(int(str(event.row.value)))
        self.refresh_facts()

    def action_days(self) -> None:
        """Ask from which day to which."""
        self.asking.ask(Question("From which day to which?", self._days, hint=HINT, typed=self._echo))

    def _echo(self, text: str) -> str:
        """The days as they are understood so far."""
        try:
            return period_typed(self.desk, text).words
        except Wrong:
            return ""

    def _days(self, text: str) -> None:
        self.choose_period(period_typed(self.desk, text))

    def action_save(self) -> None:
        """Ask where to write the report that is shown."""
        told = self.measures.told
        if told is not None:
            name = f"{self.report_name}-{told.first}-{told.last}.csv"
            self.asking.ask(Question("Write these measures to which file?", self._save, str(Path.cwd() / name)))

    def _save(self, text: str) -> None:
        if self.measures.told is not None:
            self.say(keep(self.measures.told, path_of(text)))
