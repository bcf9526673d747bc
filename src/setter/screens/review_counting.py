"""Which report the review screen shows, of which days; long ones are counted beside the keys."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import Struct
from textual import work
from textual.message import Message
from textual.worker import Worker, WorkerState, get_current_worker

from setter.domain.errors import SetterError
from setter.screens.base import SetterScreen
from setter.screens.review_happened import HappenedPage, Only
from setter.screens.review_measures import COUNTING, MeasuresPage
from setter.services.desk import Desk
from setter.services.measures import FIRST_DAY, Asked, Told
from setter.services.measures_named import MEASURES
from setter.services.periods import FOUR_WEEKS, NAMED, TODAY, WEEK, Period, period_named
from setter.services.review import Outcomes, Report, outcomes_of, report_of
from setter.widgets.tab_line import Tab, TabLine

HAPPENED = "what happened"
REPORTS = dict(zip("123456", (HAPPENED, *MEASURES), strict=True))
"""Each report by its key."""
SOON_SECONDS = 0.2
"""What takes longer is said to be under way."""


class Look(Struct, frozen=True):
    """What is asked for."""

    report: str
    period: Period
    campaign: str = ""
    only: Only = Only()

    @property
    def is_quick(self) -> bool:
        """Whether it is counted before the next key: a week is few rows."""
        return self.report == HAPPENED and self.period.name in (TODAY, WEEK)

    @property
    def title(self) -> str:
        """What stands over a report of measures."""
        of = f", only {self.campaign}" if self.campaign else ""
        return f"{self.report.capitalize()}, {self.period.words}{of}"


Counted = Told | tuple[Report, Outcomes]


def counted(desk: Desk, look: Look) -> Counted:
    """Ask the service whose report it is."""
    first, last = look.period.first, look.period.last
    if look.report != HAPPENED:
        return MEASURES[look.report](desk, Asked(first, last, look.campaign))
    first = first or FIRST_DAY
    return report_of(desk, first, last), outcomes_of(desk, first, last, look.only.caller, look.only.code)


class Counting(SetterScreen):
    """What the review screen does to show a report: a key chooses it, arrows its period."""

    desk: Desk

    @dataclass
    class Done(Message):
        """A report was counted."""

        look: Look
        found: Counted

    @dataclass
    class Failed(Message):
        """A report could not be counted."""

        error: SetterError

    def __init__(self) -> None:
        super().__init__()
        self.tabs = TabLine([Tab(key, name, name.removeprefix("what ")) for key, name in REPORTS.items()])
        self.happened, self.measures = HappenedPage(id="happened"), MeasuresPage(id="measures")
        self.report_name, self.campaign, self.only = HAPPENED, "", Only()
        self.chosen: dict[bool, str | Period] = {True: TODAY, False: FOUR_WEEKS}
        self.asked: Look | None = None
        self.look: Look | None = None
        self.is_counting = False

    @property
    def period(self) -> Period:
        """The period that is looked at: what happened has its own, the measures share one."""
        chosen = self.chosen[self.report_name == HAPPENED]
        return period_named(self.desk, chosen) if isinstance(chosen, str) else chosen

    def choose_period(self, chosen: str | Period) -> None:
        """Look at another period."""
        self.chosen[self.report_name == HAPPENED] = chosen
        self.refresh_facts()

    def refresh_facts(self) -> None:
        """Count anew."""
        with self.telling():
            self.tabs.show(next(key for key, name in REPORTS.items() if name == self.report_name))
            look = self.asked = Look(self.report_name, self.period, self.campaign, self.only)
            if look.is_quick:
                self.workers.cancel_group(self, "count")
                self._show(look, counted(self.desk, look))
            else:
                self.is_counting = True
                self.count_in_background(look)
                self.set_timer(SOON_SECONDS, self._say_counting)
                self.refresh_bindings()

    @work(thread=True, exclusive=True, exit_on_error=False, group="count")
    def count_in_background(self, look: Look) -> None:
        """Count off the screen's thread."""
        try:
            found = counted(self.desk, look)
        except SetterError as error:
            self.post_message(self.Failed(error))
        else:
            if not get_current_worker().is_cancelled:
                self.post_message(self.Done(look, found))

    def _say_counting(self) -> None:
        """Say so where it takes longer, and show nothing that is of another report or period."""
        if not self.is_counting or self.asked is None:
            return
        if self.asked.report == HAPPENED:
            self.say(COUNTING.capitalize())
        else:
            self._turn_to(self.measures)
            self.measures.wait(self.asked.title)

    def on_counting_failed(self, event: Failed) -> None:
        """Say what is wrong."""
        event.stop()
        self._over()
        self.report(event.error)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What broke is over."""
        if event.state is WorkerState.ERROR and event.worker.group == "count":
            self._over()

    def on_counting_done(self, event: Done) -> None:
        """Show it, unless something else was asked for meanwhile."""
        event.stop()
        if event.look is self.asked:
            self._show(event.look, event.found)

    def _show(self, look: Look, found: Counted) -> None:
        if isinstance(found, Told):
            afresh = self.look is None or self.look.report != look.report
            self._turn_to(self.measures)
            self.measures.tell(found, look.title, afresh=afresh)
        else:
            self._turn_to(self.happened)
            self.happened.tell(*found, look.period, look.only)
        self.look = look
        self._over()

    def _over(self) -> None:
        if self.is_counting and self.passing.words == COUNTING.capitalize():
            self.say("")
        self.is_counting = False
        self.refresh_bindings()

    def _turn_to(self, page: HappenedPage | MeasuresPage) -> None:
        """Show one of the pages, and give it the keys."""
        if page.display and self.look is not None:
            return
        self.happened.display, self.measures.display = page is self.happened, page is self.measures
        home = self.happened.calls if page is self.happened else self.measures.table
        if not self.panel_open:
            home.focus(scroll_visible=False)

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Say why a key cannot do anything now."""
        at = self.chosen[self.report_name == HAPPENED]
        if action == "earlier" and at == NAMED[-1]:
            return "All days are counted."
        if action == "later" and at == NAMED[0]:
            return "This is today."
        if action == "choose" and REPORTS[str(parameters[0])] == self.report_name:
            return "This report is shown."
        return super().why_not(action, parameters)

    def action_choose(self, key: str) -> None:
        """Turn to another report."""
        self.report_name = REPORTS[key]
        self.refresh_facts()

    def action_earlier(self) -> None:
        """Look at the next longer period."""
        self._step(1)

    def action_later(self) -> None:
        """Look at the next shorter one."""
        self._step(-1)

    def _step(self, step: int) -> None:
        chosen = self.chosen[self.report_name == HAPPENED]
        beyond = NAMED[-1] if step > 0 else NAMED[0]
        self.choose_period(NAMED[NAMED.index(chosen) + step] if isinstance(chosen, str) else beyond)
