"""The app: which screens exist, who is at the desk, and how one gets from one screen to another."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import work
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.worker import WorkerCancelled, get_current_worker

from setter.domain.errors import SetterError
from setter.screens.base import SetterScreen
from setter.screens.keys import bindings
from setter.screens.promise_watch import PromiseWatch
from setter.services.campaigns import campaigns
from setter.services.desk import Desk
from setter.services.draft import resume
from setter.services.go_on import go_on
from setter.services.in_background import go_by_the_clock
from setter.services.opt_out import opt_out
from setter.services.preferences import CAMPAIGN, THEME, prefer, preferred
from setter.services.rescore import finish_undone, left_undone
from setter.services.shift import begin_work
from setter.services.weigh_daily import have_aged, make_aged_due
from setter.widgets.sparing import SparingApp
from setter.widgets.theme import DARK, THEMES

if TYPE_CHECKING:
    from setter.screens.first_start import FirstStartScreen
    from setter.screens.queue import QueueScreen
    from setter.services.draft import Resumed
    from setter.store.records import Call


WATCH_SECONDS = 0.5
A_MINUTE, AN_HOUR = 60.0, 3600.0
STANDS_SECONDS = 2.0
"""So long after its beginning the app has painted its first screen, and may see to its garbage."""


class SetterApp(SparingApp):
    """setter at one desk, in one campaign."""

    TITLE = "setter"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]

    def __init__(self, desk: Desk | None, database: str = "", campaign_id: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.database = database
        self.campaign_id = campaign_id
        self._server_away = False
        self.turned_away: SetterError | None = None
        self._promises: PromiseWatch | None = None

    def on_mount(self) -> None:
        """Put on the house's colours and open the first screen."""
        for theme in THEMES:
            self.register_theme(theme)
        self.set_timer(STANDS_SECONDS, _begin_to_collect)
        liked = preferred(self.desk, THEME) if self.desk else ""
        wished = os.environ.get("SETTER_THEME", "")
        self.theme = wished if wished in self.available_themes else liked or DARK.name
        if self.desk is None or not self._choose_campaign():
            self.push_screen(self._first_start())
            return
        self.start_work()

    def start_work(self) -> None:
        """Open the queue, and the call that was live when the caller last left; whoever cannot begin is told why."""
        assert self.desk is not None
        try:
            begin_work(self.desk)
        except SetterError as error:  # no screen stands yet on which it could be said
            self.turned_away = error
            self.exit()
            return
        if left_undone(self.desk) or have_aged(self.desk):
            self.finish_rescore_in_background(self.desk)
        self.push_screen(self._main("queue"))
        self.go_on_letting_in(self.desk)
        self.set_interval(WATCH_SECONDS, self._watch_server)
        self.set_interval(AN_HOUR, self.weigh_if_aged)
        self.set_interval(A_MINUTE, self.go_by_the_clock)
        self._promises = PromiseWatch(self.desk)
        self.set_interval(1, self.watch_promises)
        try:
            resumed = resume(self.desk)
        finally:
            self.desk.store.be_prompt()
        if resumed is not None and resumed.reply is None:
            self._show_call(resumed.call.id, resumed)

    def _show_call(self, call_id: int, resumed: Resumed | None = None) -> None:
        """Show a call, once: a key struck twice takes the same person twice."""
        from setter.screens.call import CallScreen

        assert self.desk is not None
        if not any(isinstance(each, CallScreen) and each.call_id == call_id for each in self.screen_stack):
            self.push_screen(CallScreen(self.desk, call_id, resumed))

    @work(thread=True, exit_on_error=False, group="let in")
    def go_on_letting_in(self, desk: Desk) -> None:
        """Let in, beside the work, whom a killed import has brought in whole and not let in."""
        with suppress(SetterError):  # whoever comes next goes on with it
            while go_on(desk, 1.0) and not get_current_worker().is_cancelled:
                pass

    def _watch_server(self) -> None:
        """Tell every screen when no server answers any more, and when one does again."""
        away = self.desk is not None and self.desk.server_away_since is not None
        if away == self._server_away:
            return
        self._server_away = away
        for screen in self.screen_stack:
            if isinstance(screen, SetterScreen):
                screen.server_left() if away else screen.server_came_back()

    def watch_promises(self) -> None:
        """Have the screen in sight count down to a promise, and tell of it; a last tick on leaving finds none."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        if self._promises is not None and isinstance(screen, SetterScreen):
            screen.watch_promises(self._promises)

    @work(thread=True, exit_on_error=False, group="rescore")
    def finish_rescore_in_background(self, desk: Desk) -> None:
        """Weigh whoever a killed activation left behind, and once a day everybody; until the app is left."""
        worker = get_current_worker()

        def go_on(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise WorkerCancelled

        with suppress(SetterError, WorkerCancelled):
            make_aged_due(desk)
            finish_undone(desk, go_on)

    @work(thread=True, exit_on_error=False, group="clock")
    def go_by_the_clock(self) -> None:
        """See once a minute, beside the work, to what is late and what is on its way."""
        if self.desk is not None:
            go_by_the_clock(self.desk, lambda: get_current_worker().is_cancelled)

    def weigh_if_aged(self) -> None:
        """Weigh everybody once a day, also where a screen stays open overnight."""
        if self.desk is not None and self.desk.server_away_since is None and have_aged(self.desk):
            self.finish_rescore_in_background(self.desk)

    def _choose_campaign(self) -> bool:
        assert self.desk is not None
        active = [line.id for line in campaigns(self.desk) if line.status == "active"]
        last = preferred(self.desk, CAMPAIGN)
        self.campaign_id = self.campaign_id or (last if last in active else active[0] if active else "")
        return bool(self.campaign_id)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette offers beside the keys of the screen."""
        yield SystemCommand("Light or dark", "Change the look; it is remembered", self.action_change_look)

    def action_change_look(self) -> None:
        """Turn the light on or off."""
        self.theme = next(theme.name for theme in THEMES if theme.name != self.theme)
        if self.desk is not None:
            prefer(self.desk, THEME, self.theme)

    def action_command_palette(self) -> None:
        """Find a command by its name; an opt-out works there, too."""
        from setter.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    async def _dispatch_message(self, message: Message) -> None:
        """Tell what a service refused or could not do where nobody else did, and go on."""
        try:
            await super()._dispatch_message(message)
        except SetterError as error:
            if isinstance(self.screen, SetterScreen):
                self.screen.report(error)

    def _fatal_error(self) -> None:
        """Leave with a sentence and the place in the code: a traceback would print what callers and prospects said."""
        _, error, trace = sys.exc_info()
        places = [f"{Path(each.filename).name}:{each.lineno}" for each in traceback.extract_tb(trace)[-3:]]
        words = f"setter broke ({type(error).__name__} at {' < '.join(reversed(places))}). What you typed is kept: "
        self._exit_renderables.append(Text(words + "start it again, and your call is there."))
        self._close_messages_no_wait()

    def _main(self, name: str, campaign_id: str = "", meeting_id: int = 0) -> Screen[None]:
        assert self.desk is not None
        return _main_screen(name, self.desk, campaign_id or self.campaign_id, meeting_id)

    def _first_start(self) -> Screen[None]:
        from setter.screens.first_start import FirstStartScreen

        return FirstStartScreen(self.desk, self.database)

    def on_first_start_screen_ready(self, event: FirstStartScreen.Ready) -> None:
        """A database with an active campaign is there: begin."""
        self.desk, self.campaign_id = event.desk, event.campaign_id
        self.pop_screen()
        self.start_work()
        if event.listed is not None:
            from setter.screens.intake import IntakeScreen

            self.push_screen(IntakeScreen(event.desk, event.campaign_id, event.listed))

    def on_setter_screen_went_to(self, event: SetterScreen.WentTo) -> None:
        """Show another main screen; the queue lies at the bottom, a live call stays above it."""
        event.stop()
        from setter.screens.call import CallScreen

        while len(self.screen_stack) > 2 and not isinstance(self.screen, CallScreen):
            self.pop_screen()
        if event.name != "queue":
            self.push_screen(self._main(event.name, event.campaign_id, event.meeting_id))

    def on_queue_screen_campaign_chosen(self, event: QueueScreen.CampaignChosen) -> None:
        """Work another campaign, now and next time."""
        assert self.desk is not None
        self.campaign_id = event.campaign_id
        prefer(self.desk, CAMPAIGN, event.campaign_id)
        self.switch_screen(self._main("queue"))

    def on_queue_screen_taken(self, event: QueueScreen.Taken) -> None:
        """A prospect was taken: show the call."""
        self._show_call(event.call_id)

    def on_setter_screen_came_in(self, event: SetterScreen.CameIn) -> None:
        """Somebody calls: the call in hand waits underneath until theirs has an outcome."""
        event.stop()
        assert self.desk is not None
        from setter.screens.call import CallScreen
        from setter.screens.incoming import IncomingScreen

        waiting = self.screen.shown.prospect.full_name if isinstance(self.screen, CallScreen) else ""
        self.push_screen(IncomingScreen(self.desk, self.campaign_id, waiting), self._received)

    def _received(self, call: Call | None) -> None:
        if call is not None:
            self._show_call(call.id)

    def on_setter_screen_opted_out(self, event: SetterScreen.OptedOut) -> None:
        """Record an opt-out that a screen without a call confirmed."""
        event.stop()
        assert self.desk is not None
        try:
            opt_out(self.desk, event.target.prospect)
        except SetterError as error:
            self._say(error.message, "error")
            return
        for screen in self.screen_stack:
            if isinstance(screen, SetterScreen):
                screen.refresh_facts()
        self._say("Never contacted again; out of every queue.")

    def _say(self, sentence: str, severity: str = "information") -> None:
        if isinstance(self.screen, SetterScreen):
            self.screen.say(sentence, severity)


def _main_screen(name: str, desk: Desk, campaign_id: str, meeting_id: int = 0) -> Screen[None]:
    """One of the main screens by its name; what it needs is imported when somebody goes there."""
    if name == "queue":
        from setter.screens.queue import QueueScreen

        return QueueScreen(desk, campaign_id)
    if name == "handoff":
        from setter.screens.handoff import HandoffScreen

        return HandoffScreen(desk, campaign_id, meeting_id)
    if name == "review":
        from setter.screens.review import ReviewScreen

        return ReviewScreen(desk)
    if name == "intake":
        from setter.screens.intake import IntakeScreen

        return IntakeScreen(desk, campaign_id)
    from setter.screens.lab import LabScreen

    return LabScreen(desk, campaign_id)


def _begin_to_collect() -> None:
    """Collect garbage from now on, and never look again through what the start has made."""
    gc.freeze()
    gc.enable()
