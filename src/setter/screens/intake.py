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

from setter.domain.errors import SetterError
from setter.domain.sources import SOURCE_KINDS
from setter.screens.base import SetterScreen
from setter.screens.keys import bindings
from setter.services.desk import Desk
from setter.services.import_list import Imported, Preview, import_list, preview
from setter.widgets.ask_panel import AskPanel, Question
from setter.widgets.choice_panel import ChoicePanel, ChoiceRow
from setter.widgets.facts_card import FactRow, FactsCard
from setter.widgets.panel import Panel
from setter.widgets.prospect_line import ProspectLine
from setter.widgets.prospect_list import ProspectList

EMPTY = "No list yet: Enter asks for its path."
FIELDS = (
    *("full_name", "first_name", "last_name", "title", "company", "phone", "email", "address", "street", "city"),
    *("region", "postal_code", "country", "website", "external_id", "notes", "stage", "opted_out"),
)
LETTERS = "123456789abcdefghijklmnopqrstuvwxyz"
DEFAULT_KIND = "purchased_list"


class IntakeScreen(SetterScreen):
    """One list on its way in."""

    SCOPE = "intake"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "ProspectList"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("intake")]

    @dataclass
    class Progressed(Message):
        """How far the list has come."""

        words: str

        def can_replace(self, message: Message) -> bool:
            """Only the newest matters."""
            return isinstance(message, IntakeScreen.Progressed)

    @dataclass
    class Done(Message):
        """What became of the list."""

        imported: Imported

    def __init__(self, desk: Desk, campaign_id: str) -> None:
        super().__init__()
        self.desk, self.campaign_id = desk, campaign_id
        self.path: Path | None = None
        self.seen: Preview | None = None
        self.overrides: dict[str, str] = {}
        self.kind = DEFAULT_KIND
        self.busy = False
        self.result = FactsCard()
        self.columns = ProspectList(self._fetch, 0, empty=EMPTY, titles=("column · means", "", ""))
        self.asking, self.choices = AskPanel(id="asking"), ChoicePanel(id="choices")

    def compose_body(self) -> Iterable[Widget]:
        """What is known of the list, then its columns."""
        yield self.result
        yield self.columns

    def compose_panels(self) -> Iterable[Panel]:
        """The path, and what a column means."""
        yield from (self.asking, self.choices)

    def on_mount(self) -> None:
        """Ask for the list."""
        self.head_with(self.desk, "Intake", self.campaign_id)
        self._tell()

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Say why a key cannot do anything now."""
        if action in ("dry_run", "save") and self.seen is None:
            return EMPTY
        if action in ("dry_run", "save", "take") and self.busy:
            return "The list is on its way."
        return None

    def _tell(self, *more: FactRow) -> None:
        known = [FactRow("Intake")]
        if self.path is not None and self.seen is not None:
            known += [
                FactRow("list", self.path.name, "", "strong"),
                FactRow("read as", f"{self.seen.format} {self.seen.encoding}".strip()),
                FactRow("kind", self.kind.replace("_", " ")),
            ]
        self.result.show([*known, *more])
        self.refresh_bindings()

    def _fetch(self, offset: int, after: ProspectLine | None, limit: int) -> list[ProspectLine]:
        if self.seen is None:
            return []
        guesses = self.seen.mapping.guesses[offset : offset + limit]
        return [
            ProspectLine(
                key=offset + place,
                name=guess.column,
                company=guess.field or (f"attribute {guess.attribute}" if guess.attribute else "left out"),
                why=" · ".join(row.get(guess.column, "") for row in self.seen.rows[:3]),
            )
            for place, guess in enumerate(guesses)
        ]

    def action_take(self) -> None:
        """Ask for the list, or change what the marked column means."""
        row = self.columns.highlighted
        if self.seen is None or row is None:
            hint = "CSV, TSV, JSON, NDJSON or a spreadsheet; found out by its content."
            self.asking.ask(Question("Path of the list", self._open, str(Path.cwd()) + "/", hint))
            return
        rows = [ChoiceRow(LETTERS[at], field.replace("_", " "), field) for at, field in enumerate(FIELDS)]
        kinds = [ChoiceRow("K", "another kind of source", "kind")]
        self.choices.ask(f"«{row.name}» means", [*rows, *kinds])

    def _open(self, text: str) -> None:
        path = Path(text.strip()).expanduser()
        self.seen, self.path, self.overrides = preview(path), path, {}
        self.columns.show(self._fetch, len(self.seen.mapping.guesses))
        self._tell(FactRow("", "Ctrl+T tries it, Ctrl+S brings it in; Enter changes what a column means."))

    @on(ChoicePanel.Picked, "#choices")
    def meaning_picked(self, event: ChoicePanel.Picked) -> None:
        """Set a column right, or choose the kind of source."""
        event.stop()
        self.choices.close()
        value = str(event.row.value)
        if value == "kind":
            self._next_kind()
            return
        row = self.columns.highlighted
        if row is None or self.path is None:
            return
        with self.telling():
            overrides = {**self.overrides, value: row.name}
            self.seen = preview(self.path, [f"{field}={column}" for field, column in overrides.items()])
            self.overrides = overrides
            self.columns.show(self._fetch, len(self.seen.mapping.guesses))

    def _next_kind(self) -> None:
        kinds = list(SOURCE_KINDS)
        self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)]
        self._tell()

    def action_dry_run(self) -> None:
        """Count what would happen."""
        self.busy = True
        self.bring_in_background(True)

    def action_save(self) -> None:
        """Bring it in."""
        self.busy = True
        self.bring_in_background(False)

    @work(thread=True, exclusive=True, exit_on_error=False, group="import")
    def bring_in_background(self, dry_run: bool) -> None:
        """Bring the list in off the screen's thread, telling how far it is."""
        assert self.path is not None

        def tell(what: str, rows: int, share: float) -> None:
            self.post_message(self.Progressed(f"{what} {rows:,} rows, {share:.0%}"))

        overrides = [f"{field}={column}" for field, column in self.overrides.items()]
        try:
            done = import_list(
                self.desk,
                self.path,
                self.campaign_id,
                kind=self.kind,
                overrides=overrides,
                dry_run=dry_run,
                progress=tell,
            )
        except SetterError as error:
            self.post_message(self.Progressed(" ".join(part for part in (error.message, error.hint) if part)))
        else:
            self.post_message(self.Done(done))
        self.busy = False

    def on_intake_screen_progressed(self, event: Progressed) -> None:
        """Show how far it is."""
        event.stop()
        self._tell(FactRow("", event.words))

    def on_intake_screen_done(self, event: Done) -> None:
        """Show what became of it."""
        event.stop()
        done = event.imported
        word = "would " if done.dry_run else ""
        rows = [
            FactRow(f"{done.read:,} rows read"),
            FactRow(f"{word}land", f"{done.landed:,}", "", "strong"),
            FactRow(f"{word}merge", f"{done.merged:,}"),
            FactRow("unchanged", f"{done.unchanged:,}"),
            FactRow("rejected", f"{done.rejected:,}"),
            *(FactRow(f"{count:,} ×", reason, "", "muted") for reason, count in done.reasons[:6]),
        ]
        if done.rejects_file:
            rows.append(FactRow("rejects", done.rejects_file))
        self._tell(*rows)
