"""What every screen has: the head line, the key bar, help, opt-out, a way back, and calm words when something fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.actions import parse
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.worker import Worker, WorkerState

from setter.domain.errors import SetterError, Unusable
from setter.screens.keys import EVERYWHERE, KEYS, Key, bindings, hints
from setter.screens.palette import ScreenCommands
from setter.screens.promise_watch import HearsOfPromises
from setter.services.desk import Desk
from setter.widgets.header import Heading, HeadLine
from setter.widgets.help_panel import HelpPanel, HelpRow
from setter.widgets.key_bar import KeyBar, live_bindings
from setter.widgets.opt_out_panel import OptOutPanel, OptOutTarget
from setter.widgets.panel import Panel
from setter.widgets.plain import clean
from setter.widgets.said_line import SaidLine

HEAD_TICK_SECONDS = 15
PASSES_SECONDS = 8
NOBODY = "Nobody is chosen: mark the person first, then F9."
_THROUGH_PANELS = frozenset({"back", "opt_out"})


class SetterScreen(HearsOfPromises):
    """A screen of setter: subclasses name their `SCOPE` in the key table and compose their body.

    Which keys work now is said by `why_not` alone: the key bar shows those it lets through, and a key pressed in
    vain is answered with its sentence.
    """

    SCOPE: ClassVar[str] = "global"
    KEY_ROWS: ClassVar[int] = 1
    AUTO_FOCUS = ""
    COMMANDS = {ScreenCommands}  # noqa: RUF012  Textual's own name and type
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("global")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (140, "-very-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    SetterScreen { layers: base panel; background: $background; color: $text; }
    SetterScreen > #body { height: 1fr; }
    SetterScreen.-two-key-rows Panel { margin: 0 0 2 0; }
    SetterScreen > #passing { display: none; layer: panel; dock: bottom; margin: 0 0 1 0; background: $panel; }
    SetterScreen.-two-key-rows > #passing { margin: 0 0 2 0; }
    SetterScreen > #passing.-said { display: block; }
    """

    @dataclass
    class WentTo(Message):
        """The caller wants "queue", "handoff", "review", "intake" or "lab"; perhaps a certain campaign, a meeting."""

        name: str
        campaign_id: str = ""
        meeting_id: int = 0

    @dataclass
    class CameIn(Message):
        """Somebody is calling us."""

    @dataclass
    class OptedOut(Message):
        """The caller confirmed an opt-out."""

        target: OptOutTarget

    def __init__(self, name: str | None = None, id: str | None = None) -> None:  # noqa: A002
        super().__init__(name=name, id=id, classes="-two-key-rows" if self.KEY_ROWS == 2 else None)
        self.head = HeadLine()
        self.help_panel = HelpPanel()
        self.opt_out_panel = OptOutPanel()
        self.passing = SaidLine(id="passing")
        self._passed: Timer | None = None
        self._panels: list[Panel] = []
        self._heading: Callable[[], Heading] = Heading

    def compose(self) -> ComposeResult:
        """Head line, body, panels, key bar."""
        yield self.head
        with Vertical(id="body"):
            yield from self.compose_body()
        yield from self.compose_panels()
        yield self.help_panel
        yield self.opt_out_panel
        yield self.passing
        yield KeyBar(hints(self.SCOPE), rows=self.KEY_ROWS)

    def compose_body(self) -> Iterable[Widget]:
        """The widgets between head line and key bar."""
        return ()

    def compose_panels(self) -> Iterable[Panel]:
        """The screen's own panels."""
        return ()

    def on_mount(self) -> None:
        """Know the panels."""
        self._panels = list(self.query(Panel))

    def head_with(self, desk: Desk, screen: str, campaign_id: str = "") -> None:
        """Fill the head line for whoever sits at this desk, and keep its clock going."""
        from setter.screens.heading import heading_of

        self._heading = lambda: heading_of(desk, screen, campaign_id, self.head.said)
        self.show_heading()
        self.set_interval(HEAD_TICK_SECONDS, self.show_heading)

    def show_heading(self) -> None:
        """Say where one is, and whether the server is there."""
        self.head.show(self._heading())

    def server_left(self) -> None:
        """Say that no server answers."""
        self.show_heading()

    def server_came_back(self) -> None:
        """Say that it answers again, and show what has changed meanwhile."""
        self.show_heading()
        if self.is_active:
            if self.says_server_is_back:
                self.say("The server is back.")
            self.refresh_facts()

    @property
    def says_server_is_back(self) -> bool:
        """Whether nothing that is said here already tells more."""
        return True

    def refresh_facts(self) -> None:
        """Show anew what may have changed elsewhere; a screen that shows facts of prospects does so here."""

    @property
    def panel_open(self) -> bool:
        """Whether a panel has the keys."""
        return any(panel.is_open for panel in self._panels)

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Say in one sentence why an action cannot be done now; None if it can, "" to let it pass in silence."""
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Derive a key's state from `why_not`; under an open panel only opt-out and the way back work."""
        if self.panel_open and action not in _THROUGH_PANELS:
            return False
        if (action == "go" and parameters == (self.SCOPE,)) or (action == "opt_out" and self.opt_out_panel.is_open):
            return False
        reason = self._why_not(action, parameters)
        if reason is None:
            return True
        return None if reason else False

    async def _dispatch_message(self, message: Message) -> None:
        """Tell what a service refused or could not do where nobody else did: a timer, a handler; the screen goes on."""
        try:
            await super()._dispatch_message(message)
        except SetterError as error:
            self.report(error)

    def _has_way_back(self) -> bool:
        return self.panel_open or isinstance(self.focused, (Input, TextArea)) or len(self.app.screen_stack) > 2

    def on_key(self, event: events.Key) -> None:
        """Answer a key that cannot do anything now with the reason."""
        found = self.active_bindings.get(event.key)
        if found is None or found.enabled or found.node is not self:
            return
        _, action, parameters = parse(found.binding.action)
        if reason := self._why_not(action, parameters):
            self.say(reason)

    def _why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        if action == "opt_out" and self.opt_out_target() is None:
            return NOBODY
        if action == "back" and not self._has_way_back():
            return ""
        return self.why_not(action, parameters)

    def say(self, sentence: object, severity: str = "information") -> None:
        """Tell the caller something in passing: in one line that the next thing said replaces; any text is safe."""
        self.passing.say(clean(sentence), severity)
        self.passing.set_class(bool(sentence), "-said")
        if self._passed is not None:
            self._passed.stop()
        self._passed = self.set_timer(PASSES_SECONDS, lambda: self.say("")) if sentence else None

    def on_screen_suspend(self) -> None:
        """What was said here does not follow anybody to another screen."""
        self.say("")

    def leave_saying(self, sentence: str) -> None:
        """Leave for the screen below, and say there what happened."""
        below = self.app.screen_stack[-2]
        self.dismiss()
        if isinstance(below, SetterScreen):
            below.say(sentence)

    def report(self, error: BaseException) -> None:
        """Tell the caller what went wrong and what to do, in one calm sentence and without personal data."""
        if isinstance(error, SetterError):
            severity = "error" if isinstance(error, Unusable) else "warning"
            self.say(" ".join(part for part in (error.message, error.hint) if part), severity)
        else:
            self.say(f"That did not work ({type(error).__name__}). Try again, or run setter doctor.", "error")

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Report a refusal that a service raises inside the block; the block ends there, the screen goes on."""
        try:
            yield
        except SetterError as error:
            self.report(error)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Report what a worker of this screen could not do (workers are started with exit_on_error=False)."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.report(event.worker.error)

    def action_help(self) -> None:
        """Show every key of this screen."""
        self.help_panel.tell(list(self._help_rows()))

    def _help_rows(self) -> Iterator[HelpRow]:
        works = {binding.id for _, binding in live_bindings(self)}
        scopes = [self.SCOPE] if self.SCOPE not in EVERYWHERE else []
        for scope in (*scopes, *reversed(EVERYWHERE)):
            for key in KEYS[scope]:
                yield HelpRow(key.shown, key.tooltip, bool(works & set(_ids(scope, key))))

    def action_back(self) -> None:
        """Close a panel left open, leave a field, or leave the screen."""
        for panel in reversed(self._panels):
            if panel.is_open:
                panel.action_close()
                return
        if isinstance(self.focused, (Input, TextArea)):
            self.leave_field()
        else:
            self.leave_screen()

    def leave_field(self) -> None:
        """Give the keys back to the screen."""
        home = self.query(self.AUTO_FOCUS).first() if self.AUTO_FOCUS and self.AUTO_FOCUS != "*" else None
        if home is not None and home.focusable and home is not self.focused:
            home.focus(scroll_visible=False)
        else:
            self.set_focus(None)

    def leave_screen(self) -> None:
        """Go back to the screen below, if there is one."""
        if len(self.app.screen_stack) > 2:
            self.dismiss()

    def action_leave(self) -> None:
        """Quit."""
        self.app.exit()

    def action_go(self, name: str) -> None:
        """Ask the app for another screen."""
        self.post_message(self.WentTo(name))

    def action_incoming(self) -> None:
        """Tell the app that somebody is calling."""
        self.post_message(self.CameIn())

    def opt_out_target(self) -> OptOutTarget | None:
        """Whom F9 would opt out: the prospect on the line, or the marked one; None if there is none."""
        return None

    def action_opt_out(self) -> None:
        """Ask once, then opt out."""
        target = self.opt_out_target()
        if target is not None:
            self.opt_out_panel.ask(target)

    def on_opt_out_panel_confirmed(self, event: OptOutPanel.Confirmed) -> None:
        """Pass the opt-out on to whoever records it."""
        event.stop()
        self.opt_out(event.target)

    def opt_out(self, target: OptOutTarget) -> None:
        """Record an opt-out; by default the app hears `OptedOut` and does."""
        self.post_message(self.OptedOut(target))


def _ids(scope: str, key: Key) -> list[str]:
    return [f"{scope}.{key.id}", *(f"{scope}.{key.id}.{one}" for one in key.keys)]
