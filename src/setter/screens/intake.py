"""Bring a list in: pick it, see what its columns mean, try it dry, land it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker, WorkerState, get_current_worker

from setter.domain.sources import SOURCE_KINDS
from setter.screens.file_words import looking
from setter.screens.intake_bring import Bringing
from setter.screens.intake_words import (
    KEEP,
    NAMED,
    column_line,
    guess_row,
    is_many,
    said,
    slug,
)
from setter.screens.keys import bindings
from setter.services.campaigns import load
from setter.services.clock import SystemClock
from setter.services.desk import Desk
from setter.services.files import LISTS, path_of
from setter.services.import_list import Preview, preview
from setter.widgets.ask_panel import AskPanel, Question
from setter.widgets.choice_panel import LETTERS, ChoicePanel, ChoiceRow
from setter.widgets.facts_card import FactRow, FactsCard
from setter.widgets.file_panel import FilePanel
from setter.widgets.panel import Panel
from setter.widgets.prospect_line import ProspectLine
from setter.widgets.prospect_list import ProspectList
from setter.widgets.read_panel import ReadPanel

EMPTY = "No list yet: Enter picks one."
FIELDS = (
    *("full_name", "first_name", "last_name", "title", "company", "phone", "email", "address", "street", "city"),
    *("region", "postal_code", "country", "website", "external_id", "notes", "stage", "opted_out"),
)
DEFAULT_KIND = "purchased_list"
HINT = "CSV, TSV, JSON, NDJSON or a spreadsheet: what it is, its content says."
NEXT = "Ctrl+T tries it without writing, Ctrl+S brings it in; Enter changes what a column means."


class IntakeScreen(Bringing):
    """One list on its way in."""

    SCOPE = "intake"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "ProspectList"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("intake")]

    @dataclass
    class Looked(Message):
        """What a list is, and what its columns mean."""

        path: Path
        overrides: dict[str, str]
        seen: Preview

    def __init__(self, desk: Desk, campaign_id: str, path: Path | None = None) -> None:
        super().__init__()
        self.desk, self.campaign_id = desk, campaign_id
        self.path = path
        self.seen: Preview | None = None
        self.overrides: dict[str, str] = {}
        self.looking, self._understood = False, self.overrides
        self.kind, self.source = DEFAULT_KIND, ""
        self.result = FactsCard()
        self.columns = ProspectList(self._fetch, 0, empty=EMPTY, titles=("column · what it means", "filled", ""))
        self.files = FilePanel(looking(SystemClock().now, LISTS), id="files")
        self.reading = ReadPanel(id="reading")
        self.asking, self.choices, self.kinds = (
            AskPanel(id="asking"),
            ChoicePanel(id="choices"),
            ChoicePanel(id="kinds"),
        )

    def compose_body(self) -> Iterable[Widget]:
        """What is known of the list, then its columns."""
        yield self.result
        yield self.columns

    def compose_panels(self) -> Iterable[Panel]:
        """The file, its source, and what a column means."""
        yield from (self.files, self.asking, self.choices, self.kinds, self.reading)

    def on_mount(self) -> None:
        """Show how to begin."""
        self.head_with(self.desk, "Intake", self.campaign_id)
        self._tell()
        if self.path is not None:
            self.open_list(self.path)

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Say why a key cannot do anything now."""
        if action in ("dry_run", "save", "kind", "why") and self.seen is None:
            return EMPTY
        if action in ("dry_run", "save", "take", "file", "kind") and self.busy:
            return "The list is on its way."
        if action in ("dry_run", "save") and self.looking:
            return "The list is still being looked at."
        return None

    def _tell(self, *more: FactRow) -> None:
        if self.path is None or self.seen is None:
            self.result.show([FactRow("Bring a list in"), FactRow("", HINT, weight="muted"), *more])
        else:
            self.result.show(
                [
                    FactRow("list", self.path.name, weight="strong"),
                    FactRow("read as", f"{self.seen.format} {self.seen.encoding}".strip()),
                    FactRow("source", f"{self.source}, {self.kind.replace('_', ' ')}"),
                    *more,
                ]
            )
        self.refresh_bindings()

    def _fetch(self, offset: int, after: ProspectLine | None, limit: int) -> list[ProspectLine]:
        if self.seen is None:
            return []
        return [
            column_line(offset + place, guess, self.seen)
            for place, guess in enumerate(self.seen.mapping.guesses[offset : offset + limit])
        ]

    def action_take(self) -> None:
        """Pick the list, or change what the marked column means."""
        row = self.columns.highlighted
        if self.seen is None or row is None:
            self.action_file()
            return
        rows = [ChoiceRow(LETTERS[at], field.replace("_", " "), field) for at, field in enumerate(FIELDS)]
        rows.append(ChoiceRow("0", "a fact of its own", KEEP, f"kept as {slug(row.name)}"))
        rows.append(ChoiceRow("z", "a fact by another name", NAMED, "one that gates or rules ask for"))
        meant = self.seen.mapping.guesses[row.key].field
        self.choices.ask(f"{row.name} means", rows, FIELDS.index(meant) if meant in FIELDS else len(FIELDS))

    def action_file(self) -> None:
        """Pick another list."""
        folder = self.path.parent if self.path else Path.cwd()
        self.files.ask("Which list?", f"{folder}/")

    def on_file_panel_picked(self, event: FilePanel.Picked) -> None:
        """Look at the list that was picked."""
        event.stop()
        with self.telling():
            self.open_list(path_of(event.path))

    def open_list(self, path: Path) -> None:
        """Look at a list, and guess what its columns mean."""
        self._look(path, {})

    def _look(self, path: Path, overrides: dict[str, str]) -> None:
        self.looking, self.overrides = True, overrides
        self.refresh_bindings()
        self.look_in_background(path, overrides)

    @work(thread=True, exclusive=True, exit_on_error=False, group="look")
    def look_in_background(self, path: Path, overrides: dict[str, str]) -> None:
        """Look at a list off the screen's thread: to find the columns of some, all of it must be read."""
        seen = preview(path, said(overrides))
        if not get_current_worker().is_cancelled:
            self.post_message(self.Looked(path, overrides, seen))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What could not be looked at changes nothing."""
        if event.state is WorkerState.ERROR and event.worker.group == "look":
            self.looking, self.overrides = False, self._understood
            self.refresh_bindings()

    def on_intake_screen_looked(self, event: Looked) -> None:
        """Show what its columns mean."""
        event.stop()
        if event.path != self.path:
            self.path, self.source = event.path, event.path.stem
        self.looking, self.seen, self._understood = False, event.seen, event.overrides
        self.columns.show(self._fetch, len(self.seen.mapping.guesses))
        self._tell(FactRow("", NEXT, weight="muted"))

    def action_why(self) -> None:
        """Why each column was taken for what it is."""
        if self.seen is not None:
            self.reading.tell("Why these columns?", [guess_row(guess) for guess in self.seen.mapping.guesses])

    def action_kind(self) -> None:
        """Say what kind of source it is, and by what name it is read out."""
        rows = [ChoiceRow(LETTERS[at], kind.replace("_", " "), kind) for at, kind in enumerate(SOURCE_KINDS)]
        self.kinds.ask("What kind of source is it?", rows, list(SOURCE_KINDS).index(self.kind))

    @on(ChoicePanel.Picked, "#kinds")
    def kind_picked(self, event: ChoicePanel.Picked) -> None:
        """Keep the kind, then ask for the name."""
        event.stop()
        self.kind = str(event.row.value)
        hint = "What a caller says to “where did you get my number?”; the campaign's costs are found by it."
        self.asking.ask(Question("What is the source called?", self._name_source, self.source, hint))
        self._tell()

    def _name_source(self, text: str) -> None:
        self.source = text.strip() or self.source
        self._tell(FactRow("", NEXT, weight="muted"))

    @on(ChoicePanel.Picked, "#choices")
    def meaning_picked(self, event: ChoicePanel.Picked) -> None:
        """Set a column right."""
        event.stop()
        row = self.columns.highlighted
        if row is None or self.path is None:
            return
        value, column = str(event.row.value), row.name
        if value == NAMED:
            known = ", ".join(sorted(load(self.desk, self.campaign_id).script.captures()))
            hint = f"The script asks: {known}."
            self.asking.ask(Question(f"{column} is which fact?", lambda text: self._name_fact(column, text), hint=hint))
            return
        with self.telling():
            self._set(column, f"attribute.{slug(column)}" if value == KEEP else value)

    def _name_fact(self, column: str, text: str) -> None:
        self._set(column, f"attribute.{slug(text)}")

    def _set(self, column: str, wanted: str) -> None:
        assert self.path is not None
        overrides = {each: field for each, field in self.overrides.items() if field != wanted or is_many(field)}
        overrides[column] = wanted
        self._look(self.path, overrides)
