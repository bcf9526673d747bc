"""The lab's draft comes into force: its changes and its test are read first, and a note is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.worker import Worker, WorkerCancelled, WorkerState, get_current_worker

from setter.domain.errors import SetterError, Wrong
from setter.domain.rule_versions import UNSIGNED, Backtested
from setter.screens.base import SetterScreen
from setter.screens.lab_draft import Drafting
from setter.services.adopt import Adopted
from setter.services.adopt_draft import adopt_draft
from setter.services.desk import Desk
from setter.services.rescore import Progress
from setter.services.rule_sets import version_before
from setter.widgets.ask_panel import AskPanel, Question
from setter.widgets.read_panel import ReadLines, ReadRow

NOTE_HINT = "In a few words: it stands in the log for whoever asks later. Esc leaves the draft as it is."
UNTESTED_HINT = "Or test it first: Esc, then b. With too few outcomes, that is the reason."
STOPPED = "The new rules come into force; whoever is not weighed by them yet is at the next start, or by setter score."
NO_TEST = "not tested, or on too few outcomes"
NO_CHANGE = "Nothing is changed in the draft; v adopts an older version."
Adopting = Callable[[Desk, Progress], Adopted]


class AdoptPanel(AskPanel):
    """What an adoption comes to, and the line that is asked for under it."""

    DEFAULT_CSS = """
    AdoptPanel { max-height: 90%; }
    AdoptPanel VerticalScroll { height: auto; max-height: 14; margin: 0 0 1 0; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,down", "read(1)", "read on", key_display="↓", id="adopt.down", tooltip="What follows below"),
        Binding("pageup,up", "read(-1)", show=False, id="adopt.up"),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.told = ReadLines()
        self._scrolling = VerticalScroll(self.told, can_focus=False)

    def compose(self) -> ComposeResult:
        """What is to be read, then the field."""
        yield self._scrolling
        yield from super().compose()

    def ask_about(self, rows: Sequence[ReadRow], question: Question) -> None:
        """Ask, with this to be read above."""
        self.told.show(rows)
        self._scrolling.scroll_home(animate=False)
        self.ask(question)
        self.call_after_refresh(self.screen.refresh_bindings)  # only then it is known whether more follows below

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is read on where all of it is in sight."""
        return self._scrolling.max_scroll_y > 0 if action == "read" else True

    def action_read(self, way: int) -> None:
        """Show what follows below, or what was above."""
        self._scrolling.scroll_relative(y=way * 5, animate=False)


class Adoption(Drafting):
    """What the lab does to bring rules into force."""

    @dataclass
    class CameIntoForce(Message):
        """A version is in force."""

        adopted: Adopted

    @dataclass
    class StayedOut(Message):
        """A version could not come into force."""

        error: SetterError

    @dataclass
    class Weighed(Message):
        """So many of so many have been weighed by the new rules."""

        done: int
        total: int

        def can_replace(self, message: Message) -> bool:
            """Only the newest matters."""
            return isinstance(message, Adoption.Weighed)

    def __init__(self) -> None:
        super().__init__()
        self.adopting = AdoptPanel(id="adopting")
        self.weighing = False

    @property
    def test_of_draft(self) -> Backtested | None:
        """What the newest test of the draft as it is came to; None where there is none."""
        return None

    @property
    def verdict(self) -> str:
        """What that test says of the draft beside what is in force; "" where it says nothing of it."""
        return ""

    @property
    def is_tested(self) -> bool:
        """Whether the draft as it is has been tested."""
        return self.test_of_draft is not None

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Say why a key cannot do anything now."""
        if action in ("save", "versions") and self.weighing:
            return "Everybody is just being weighed by other rules."
        if action == "save" and self.leads and self.draft is not None and not self.draft.differences:
            return NO_CHANGE
        return super().why_not(action, parameters)

    def action_save(self) -> None:
        """Show what would change and what the test says, then ask for the note."""
        test = self.test_of_draft
        if test is None:
            question = Question("Adopt it untested? Say why", self._untested, hint=UNTESTED_HINT)
        else:
            question = self._note_of("")
        self.adopting.ask_about(self._rows(test), question)

    def _rows(self, test: Backtested | None) -> list[ReadRow]:
        assert self.draft is not None
        rows = [ReadRow("What changes"), *(ReadRow("", each.words) for each in self.draft.differences)]
        rows.append(ReadRow("What is known of it"))
        rows.append(ReadRow("test", test.words) if test else ReadRow("test", NO_TEST, "no"))
        rows += [ReadRow("so", self.verdict)] if test and self.verdict else []
        rows += [ReadRow("", each) for each in test.warnings] if test else []
        rows.append(ReadRow("sales", f"{UNSIGNED}; v records it once they have", "no"))
        if self.found:
            told = f"{self.found.rising} up, {self.found.falling} down, {len(self.found.newly_first)} new at its head"
            rows.append(ReadRow("queue", f"of a sample of {self.found.size}: {told}"))
        return rows

    def _untested(self, reason: str) -> None:
        if not reason.strip():
            raise Wrong(
                "untested", "Without a test there must be a reason.", "reason", "Or test it first: Esc, then b."
            )
        self.adopting.ask(self._note_of(reason.strip()))

    def _note_of(self, untested: str) -> Question:
        return Question("Adopt it: what is it for?", lambda note: self._adopt(note, untested), hint=NOTE_HINT)

    def _adopt(self, note: str, untested: str) -> None:
        assert self.draft is not None
        note, rules, test = needed_note(note), self.draft.rule_set, self.test_of_draft
        self.bring_in(lambda desk, progress: adopt_draft(desk, self.campaign_id, rules, note, test, untested, progress))

    def bring_in(self, adopting: Adopting) -> None:
        """Bring a version into force beside the keys."""
        self.weighing = True
        self.refresh_bindings()
        self.say("Coming into force; everybody is weighed anew.")
        self.adopt_in_background(adopting)

    @work(thread=True, exclusive=True, exit_on_error=False, group="adopt")
    def adopt_in_background(self, adopting: Adopting) -> None:
        """Adopt, and weigh everybody, off the screen's thread; whoever leaves breaks only the weighing off."""
        worker = get_current_worker()

        def progress(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise WorkerCancelled
            self.post_message(self.Weighed(done, total))

        try:
            done = adopting(self.desk, progress)
        except SetterError as error:
            self.post_message(self.StayedOut(error))
        else:
            self.post_message(self.CameIntoForce(done))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """An adoption that broke is over."""
        if event.state is WorkerState.ERROR and event.worker.group == "adopt":
            self.weighing = False
            self.refresh_bindings()

    def on_unmount(self) -> None:
        """Whoever leaves while everybody is weighed stops it; it is gone on with later."""
        if self.weighing and isinstance(self.app.screen, SetterScreen):
            self.app.screen.say(STOPPED, "warning")

    def on_adoption_weighed(self, event: Weighed) -> None:
        """Tell how far it is."""
        event.stop()
        if self.weighing:
            self.say(f"Weighing everybody by the new rules: {event.done:,} of {event.total:,}.")

    def on_adoption_came_into_force(self, event: CameIntoForce) -> None:
        """Begin a draft of what is in force now."""
        event.stop()
        self.weighing = False
        self.read_anew()
        done = event.adopted
        weighed = done.rescored
        moved = f"; {weighed.changed:,} of {weighed.read:,} have another score" if weighed else ""
        back = " v takes it back." if version_before(self.desk, self.campaign_id) else ""
        self.say(f"Version {done.version} is in force, in place of version {done.before}{moved}.{back}")

    def on_adoption_stayed_out(self, event: StayedOut) -> None:
        """Say why it did not come into force."""
        event.stop()
        self.weighing = False
        self.refresh_bindings()
        self.report(event.error)


def needed_note(note: str) -> str:
    """A note without the blanks round it; Wrong where nothing is left."""
    if not note.strip():
        raise Wrong("note", "A change of the rules needs a note that says why.", "note", "In a few words.")
    return note.strip()
