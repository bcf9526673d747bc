"""Meetings on their way to sales: what is booked, what is missing, what waits to be exported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.message import Message

from setter.domain.errors import SetterError
from setter.screens.handoff_answer import SalesAnswers
from setter.screens.keys import bindings
from setter.screens.meeting_words import meeting_line, meeting_rows, packet_rows, side_rows
from setter.screens.prospect_words import history_rows, why_rows
from setter.services import meeting_life
from setter.services.book import Booked
from setter.services.desk import Desk
from setter.services.files import path_of
from setter.services.hand_off import MeetingLine, export, meeting_record, packet
from setter.services.here import own_zone
from setter.services.meeting_list import RECENT_DAYS, lines_of, listing
from setter.services.no_show import no_show
from setter.services.prospect_card import card_of
from setter.services.why import why_prospect
from setter.services.with_sales import may_answer, with_sales
from setter.widgets.ask_panel import Question
from setter.widgets.choice_panel import ChoicePanel, ChoiceRow
from setter.widgets.facts_card import FactsCard
from setter.widgets.opt_out_panel import OptOutTarget
from setter.widgets.panel import Panel
from setter.widgets.prospect_line import ProspectLine
from setter.widgets.prospect_list import ProspectList
from setter.widgets.read_panel import ReadLines, ReadPanel

EMPTY = "No meeting yet. A call's m books one."
FORMS = (("1", "CSV table", "csv"), ("2", "JSON", "json"), ("3", "Calendar files and packets, in a folder", "ics"))
OVER = frozenset({"cancelled", "held", "no_show"})
ABOUT_ONE = frozenset({"take", "confirm", "reschedule", "cancel", "no_show", "promote", "answer", "why", "history"})
TITLES = ("meeting with", "their time", "state")


class HandoffScreen(SalesAnswers):
    """The meetings of one campaign, what asks for work first, and the marked one: what sales says, and its gates."""

    SCOPE = "handoff"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "ProspectList"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("handoff")]

    @dataclass
    class Exported(Message):
        """Files are in place: what to tell."""

        words: str

    def __init__(self, desk: Desk, campaign_id: str, meeting_id: int = 0) -> None:
        """`meeting_id` is the meeting to mark at first."""
        super().__init__()
        self.desk, self.campaign_id, self.ours = desk, campaign_id, own_zone()
        self._to_mark = meeting_id
        self._alive: tuple[bool, ...] = ()
        self.order: tuple[int, ...] = ()
        self.older, self._shows_older = 0, False
        self.meetings: dict[int, MeetingLine] = {}
        self.people = ProspectList(self._fetch, 0, empty=EMPTY, on_highlight=self._follow, titles=TITLES)
        self.facts, self.gates = FactsCard(), ReadLines()
        self.reading = ReadPanel(id="reading")
        self.forms, self.sure = ChoicePanel(id="forms"), ChoicePanel(id="sure")
        self.came = ChoicePanel(id="came")

    def compose_body(self) -> ComposeResult:
        """The meetings, and beside them the marked one."""
        with Container(id="meetings"):
            yield self.people
            with Vertical(id="side"):
                yield self.facts
                yield self.gates

    def compose_panels(self) -> Iterable[Panel]:
        """The packet, one line, forms of export, sales' answer, and one question before a meeting is called off."""
        yield from (self.reading, self.asking, self.forms, self.sure, self.came, self.decision, self.answering)

    def on_mount(self) -> None:
        """Show the meetings, and mark the one that somebody came for."""
        self.head_with(self.desk, "Handoff", self.campaign_id)
        self.refresh_facts()
        if self._to_mark and self._to_mark not in self.order and self.older:
            self.action_older()
        elif self.older:
            self.say(f"{_meetings(self.older)} before the last {RECENT_DAYS} days left out: z lists them too.")
        if self._to_mark in self.order:
            self.people.mark(self.order.index(self._to_mark))

    def refresh_facts(self) -> None:
        """The meetings as they stand now."""
        self.meetings, self.standings = {}, {}
        with self.telling():
            self.may_answer = may_answer(self.desk)
            self._list()

    def refresh_marked(self) -> None:
        """The marked meeting as it stands now, in its place; the others read as they did, however many they are."""
        if (line := self.marked()) is not None:
            with self.telling():
                self.meetings.pop(line.meeting.id, None)
                self._list()

    def action_older(self) -> None:
        """List the older meetings too, or no longer."""
        self._shows_older = not self._shows_older
        self.refresh_facts()
        self.say("All meetings there ever were." if self._shows_older else "The older ones are left out again.")

    def _list(self) -> None:
        found = listing(self.desk, self.campaign_id, everything=self._shows_older)
        self.order, self.older = found.ids, found.older
        self.people.show(self._fetch, len(self.order))
        self.refresh_bindings()

    def _fetch(self, offset: int, after: ProspectLine | None, limit: int) -> list[ProspectLine]:
        """Read the lines that are looked at for the first time."""
        now, ids = self.desk.now(), self.order[offset : offset + limit]
        with self.telling():
            for line, standing in lines_of(self.desk, [each for each in ids if each not in self.meetings]):
                self.meetings[line.meeting.id], self.standings[line.meeting.id] = line, standing
        lines = (self.meetings[each] for each in ids if each in self.meetings)
        return [meeting_line(line, self.standings[line.meeting.id], now, self.ours) for line in lines]

    def _follow(self, index: int, row: ProspectLine | None) -> None:
        """Show the marked meeting in the tick in which it is marked; the key bar where other keys work on it."""
        alive = tuple(self.why_not(action, ()) is None for action in sorted(ABOUT_ONE))
        if alive != self._alive:
            self._alive = alive
            self.refresh_bindings()
        if row is None:
            self.facts.show(())
            self.gates.show(())
            return
        with self.telling():
            record, told = meeting_record(self.desk, row.key), with_sales(self.desk, row.key)
            line = self.meetings.get(row.key)
            self.facts.show(meeting_rows(record, line, told.standing, self.ours))
            barred = line is not None and line.barred
            self.gates.show(side_rows(record, told, self.desk.now(), self.ours, barred=barred))

    def marked(self) -> MeetingLine | None:
        """The marked meeting."""
        row = self.people.highlighted
        return self.meetings.get(row.key) if row else None

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Say why a key cannot do anything now."""
        line = self.marked()
        if action in ABOUT_ONE and line is None:
            return "There is no meeting to act on."
        if action in ("confirm", "reschedule", "cancel", "no_show") and line and line.meeting.status in OVER:
            return "This meeting is over."
        if action == "no_show" and line and line.meeting.starts_at > self.desk.now():
            return "This meeting has not begun yet."
        if action == "promote" and line and line.qualified:
            return "It is an SQL already."
        if action == "older" and not self.older and not self._shows_older:
            return "There is no older meeting."
        return self.why_no_answer() if action == "answer" else None

    def opt_out_target(self) -> OptOutTarget | None:
        """The marked meeting's prospect."""
        line = self.marked()
        return OptOutTarget(line.meeting.prospect_id, line.name, line.company) if line else None

    def action_take(self) -> None:
        """Read the packet."""
        if line := self.marked():
            with self.telling():
                self.reading.tell(f"Packet: {line.name}", packet_rows(packet(self.desk, line.meeting.id)))

    def action_confirm(self) -> None:
        """The prospect will come."""
        if line := self.marked():
            with self.telling():
                meeting_life.confirm(self.desk, line.meeting.id)
                self.say("Confirmed.")
        self.refresh_facts()

    def action_reschedule(self) -> None:
        """Pick the new time, said back before it is booked."""
        from setter.screens.book import BookScreen

        if line := self.marked():
            self.app.push_screen(BookScreen(self.desk, meeting=line.meeting), self._moved)

    def _moved(self, booked: Booked | None) -> None:
        self.refresh_facts()
        if booked is not None:
            self.say(f"Moved to {booked.words}, with {booked.meeting.rep}.")

    def action_why(self) -> None:
        """Where the marked meeting's prospect stands, and why."""
        if line := self.marked():
            with self.telling():
                told = why_prospect(self.desk, line.meeting.prospect_id, self.campaign_id)
                self.reading.tell(f"Why {line.name}?", why_rows(told, self.desk.now()))

    def action_history(self) -> None:
        """All that happened with the marked meeting's prospect."""
        if line := self.marked():
            with self.telling():
                card = card_of(self.desk, line.meeting.enrolment_id)
                self.reading.tell(line.name, history_rows(card, self.desk.now()))

    def action_no_show(self) -> None:
        """Ask once, then note that nobody came."""
        if line := self.marked():
            rows = [ChoiceRow("1", "Nobody came: ring them", str(line.meeting.id)), ChoiceRow("2", "Leave it", "")]
            self.came.ask(f"Did {line.name} not come?", rows, 1)

    @on(ChoicePanel.Picked, "#came")
    def no_show_noted(self, event: ChoicePanel.Picked) -> None:
        """Note it, or leave it."""
        event.stop()
        self.came.close()
        if event.row.value:
            with self.telling():
                no_show(self.desk, int(str(event.row.value)))
                self.say("Noted as a no-show.")
        self.refresh_facts()

    def action_cancel(self) -> None:
        """Ask once, then call it off."""
        if line := self.marked():
            rows = [ChoiceRow("1", "Call it off", str(line.meeting.id)), ChoiceRow("2", "Leave it", "")]
            self.sure.ask(f"Call off the meeting with {line.name}?", rows, 1)

    @on(ChoicePanel.Picked, "#sure")
    def sure_picked(self, event: ChoicePanel.Picked) -> None:
        """Call it off, or not."""
        event.stop()
        self.sure.close()
        if event.row.value:
            with self.telling():
                meeting_life.cancel(self.desk, int(str(event.row.value)))
                self.say("Called off; the rep's time is free again.")
        self.refresh_facts()

    def action_save(self) -> None:
        """Ask in which form to export what is new."""
        self.forms.ask("Export what is new as", [ChoiceRow(*each) for each in FORMS])

    @on(ChoicePanel.Picked, "#forms")
    def form_picked(self, event: ChoicePanel.Picked) -> None:
        """Ask where to, then write."""
        event.stop()
        self.forms.close()
        form = str(event.row.value)
        name = "meetings" if form == "ics" else f"meetings.{form}"
        self.asking.ask(Question("Where to?", lambda text: self._write(form, text), str(Path.cwd() / name)))

    def _write(self, form: str, where: str) -> None:
        self.export_in_background(form, path_of(where))

    @work(thread=True, exclusive=True, exit_on_error=False, group="export")
    def export_in_background(self, form: str, out: Path) -> None:
        """Write the files off the screen's thread."""
        try:
            done = export(self.desk, form, out, campaign_id=self.campaign_id)
        except SetterError as error:
            self.post_message(self.Exported(" ".join(part for part in (error.message, error.hint) if part)))
            return
        self.post_message(self.Exported(done.text))

    def on_handoff_screen_exported(self, event: Exported) -> None:
        """Tell what left."""
        event.stop()
        self.say(event.words)
        self.refresh_facts()


def _meetings(number: int) -> str:
    return "1 meeting" if number == 1 else f"{number:,} meetings"
