"""Bringing a list in beside the keys: how far it is, what became of it, and what a screen that is left means for it."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from pathlib import Path

from textual import work
from textual.message import Message
from textual.worker import Worker, WorkerCancelled, WorkerState, get_current_worker

from setter.domain.errors import SetterError
from setter.screens.base import SetterScreen
from setter.screens.intake_words import progress_words, result_rows, said
from setter.services.desk import Desk
from setter.services.import_list import Imported, import_list
from setter.services.pace import Pace
from setter.widgets.facts_card import FactRow


class Bringing(SetterScreen):
    """What the intake screen does with a list whose columns are understood: try it, or land it."""

    desk: Desk
    campaign_id: str
    path: Path | None
    overrides: dict[str, str]
    kind: str
    source: str

    @dataclass
    class Progressed(Message):
        """How far the list has come: what is being done, rows so far, and the share from 0 to 1."""

        what: str
        rows: int
        share: float

        def can_replace(self, message: Message) -> bool:
            """Only the newest matters."""
            return isinstance(message, Bringing.Progressed)

    @dataclass
    class Failed(Message):
        """The list could not be brought in."""

        error: SetterError

    @dataclass
    class Done(Message):
        """What became of the list."""

        imported: Imported

    def __init__(self) -> None:
        super().__init__()
        self.busy, self.dry, self.pace = False, False, Pace()

    @abstractmethod
    def _tell(self, *more: FactRow) -> None:
        """Show what is known of the list, and more."""

    def action_dry_run(self) -> None:
        """Count what would happen."""
        self.busy, self.dry, self.pace = True, True, Pace()
        self.bring_in_background(True)

    def action_save(self) -> None:
        """Bring it in."""
        self.busy, self.dry, self.pace = True, False, Pace()
        self.bring_in_background(False)

    @work(thread=True, exclusive=True, exit_on_error=False, group="import")
    def bring_in_background(self, dry_run: bool) -> None:
        """Bring the list in off the screen's thread, telling how far it is."""
        assert self.path is not None

        def tell(what: str, rows: int, share: float) -> None:
            if get_current_worker().is_cancelled:  # the screen was left, or setter is
                raise WorkerCancelled
            self.post_message(self.Progressed(what, rows, share))

        try:
            done = import_list(
                self.desk,
                self.path,
                self.campaign_id,
                source=self.source,
                kind=self.kind,
                overrides=said(self.overrides),
                dry_run=dry_run,
                progress=tell,
            )
        except SetterError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Done(done))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """An import that broke is over."""
        if event.state is WorkerState.ERROR and event.worker.group == "import":
            self.busy = False
            self._tell()

    def on_unmount(self) -> None:
        """Whoever leaves while a list comes in stops it; to bring it in again goes on with it."""
        if self.busy and not self.dry and isinstance(self.app.screen, SetterScreen):
            self.app.screen.say("The list was stopped on its way in: bring it in again to go on.", "warning")

    def on_bringing_progressed(self, event: Progressed) -> None:
        """Show how far it is."""
        event.stop()
        if self.busy:
            told = self.pace.words(event.what, event.rows, event.share)
            self._tell(FactRow(event.what.lower(), progress_words(told, event.share)))

    def on_bringing_failed(self, event: Failed) -> None:
        """Say what went wrong; nothing was written."""
        event.stop()
        self.busy = False
        self.report(event.error)
        self._tell()

    def on_bringing_done(self, event: Done) -> None:
        """Show what became of it."""
        event.stop()
        self.busy = False
        self._tell(*result_rows(event.imported))
