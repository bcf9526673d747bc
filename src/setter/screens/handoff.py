"""Meetings on their way to sales: what is booked, what is missing, what waits to be exported."""

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
from setter.screens.base import SetterScreen
from setter.screens.keys import bindings
from setter.services import meeting_life
from setter.services.desk import Desk
from setter.services.hand_off import MeetingLine, export, meetings_of, packet
from setter.services.here import own_zone
from setter.services.promote import promote
from setter.widgets.ask_panel import AskPanel, Question
from setter.widgets.choice_panel import ChoicePanel, ChoiceRow
from setter.widgets.opt_out_panel import OptOutTarget
from setter.widgets.panel import Panel
from setter.widgets.prospect_line import ProspectLine
from setter.widgets.prospect_list import ProspectList
from setter.widgets.read_panel import ReadPanel, ReadRow
from setter.widgets.times import clock, day

EMPTY = "No meeting yet. A call's m books one."
STATES = {"booked_not_qualified": "not yet qualified", "no_show": "no-show"}
FORMS = (("1", "CSV table", "csv"), ("2", "JSON", "json"), ("3", "Calendar files and packets, in a folder", "ics"))
OVER = frozenset({"cancelled", "held", "no_show"})


class HandoffScreen(SetterScreen):
    """The meetings of one campaign, by their start."""

    SCOPE = "handoff"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "ProspectList"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("handoff")]

    @dataclass
    class Exported(Message):
        """Files are in place: what to tell."""

        words: str

    def __init__(self, desk: Desk, campaign_id: str) -> None:
        super().__init__()
        self.desk, self.campaign_id, self.ours = desk, campaign_id, own_zone()
        self.meetings: dict[int, MeetingLine] = {}
        self.people = ProspectList(self._fetch, 0, empty=EMPTY, titles=("meeting with", "here", "state"))
        self.reading, self.asking = ReadPanel(id="reading"), AskPanel(id="asking")
        self.forms, self.sure = ChoicePanel(id="forms"), ChoicePanel(id="sure")

    def compose_body(self) -> Iterable[Widget]:
        """The meetings."""
        yield self.people

    def compose_panels(self) -> Iterable[Panel]:
        """The packet, one line, forms of export, and one question before a meeting is called off."""
        yield from (self.reading, self.asking, self.forms, self.sure)

    def on_mount(self) -> None:
        """Show the meetings."""
        self.head_with(self.desk, "Handoff", self.campaign_id)
        self.refresh_facts()

    def refresh_facts(self) -> None:
        """The meetings as they stand now."""
        with self.telling():
            lines = meetings_of(self.desk, self.campaign_id)
            self.meetings = {line.meeting.id: line for line in lines}
            self.people.show(self._fetch, len(lines))
            self.refresh_bindings()

    def _fetch(self, offset: int, after: ProspectLine | None, limit: int) -> list[ProspectLine]:
        return [self._row(line) for line in list(self.meetings.values())[offset : offset + limit]]

    def _row(self, line: MeetingLine) -> ProspectLine:
        meeting = line.meeting
        why = f"{day(meeting.starts_at, meeting.zone)} {clock(meeting.starts_at, meeting.zone)} there, with {line.rep}"
        if line.barred:
            why += " · asked not to be contacted: stays here"
        elif line.missing:
            why += f" · missing: {', '.join(line.missing).replace('_', ' ')}"
        if line.due and not line.barred:
            why += f" · to export: {', '.join(line.due)}"
        return ProspectLine(
            key=meeting.id,
            name=line.name,
            company=line.company,
            local_time=clock(meeting.starts_at, self.ours),
            last_outcome=STATES.get(meeting.status, meeting.status),
            rung="SQL" if line.qualified else "",
            why=why,
        )

    def marked(self) -> MeetingLine | None:
        """The marked meeting."""
        row = self.people.highlighted
        return self.meetings.get(row.key) if row else None

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Say why a key cannot do anything now."""
        line = self.marked()
        if action in ("search", "why", "history"):
            return ""
        if action in ("take", "confirm", "reschedule", "cancel", "promote") and line is None:
            return "There is no meeting to act on."
        if action in ("confirm", "reschedule", "cancel") and line and line.meeting.status in OVER:
            return "This meeting is over."
        if action == "promote" and line and line.qualified:
            return "It is an SQL already."
        return None

    def opt_out_target(self) -> OptOutTarget | None:
        """The marked meeting's prospect."""
        line = self.marked()
        return OptOutTarget(line.meeting.prospect_id, line.name, line.company) if line else None

    def action_take(self) -> None:
        """Read the packet."""
        if line := self.marked():
            with self.telling():
                text = packet(self.desk, line.meeting.id)
                rows = [ReadRow("", each) for each in text.splitlines() if each.strip()]
                self.reading.tell(f"Packet: {line.name}", rows)

    def action_confirm(self) -> None:
        """The prospect will come."""
        if line := self.marked():
            with self.telling():
                meeting_life.confirm(self.desk, line.meeting.id)
                self.say("Confirmed.")
        self.refresh_facts()

    def action_reschedule(self) -> None:
        """Ask for the new time."""
        if line := self.marked():
            title, hint = f"Move {line.name} to when?", f"In their time ({line.meeting.zone}): thu 10:30, 3 dec 14:00."
            self.asking.ask(Question(title, lambda text: self._move(line, text), hint=hint))

    def _move(self, line: MeetingLine, text: str) -> None:
        moved = meeting_life.reschedule(self.desk, line.meeting.id, text)
        self.refresh_facts()
        self.say(f"Moved to {day(moved.starts_at, moved.zone)} {clock(moved.starts_at, moved.zone)}, with {moved.rep}.")

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

    def action_promote(self) -> None:
        """Make it an SQL, if every gate is met."""
        if line := self.marked():
            with self.telling():
                promote(self.desk, line.meeting.prospect_id, self.campaign_id)
                self.say("A meeting-requested SQL: sales has the next word.")
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
        self.export_in_background(form, Path(where.strip()).expanduser())

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
