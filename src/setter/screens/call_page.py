"""The call screen's face: what stands where, painted from one look at the call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget

from setter.domain.calling_window import local_time
from setter.domain.errors import SetterError, Unusable
from setter.domain.units import MINUTE
from setter.screens import call_shown as shown_as
from setter.screens.base import SetterScreen
from setter.screens.call_card import card
from setter.screens.call_facts import FactsPanel
from setter.screens.call_parts import Band, CallBand, NoteField
from setter.screens.call_talk import Talk, talk_of
from setter.screens.heading import heading_of
from setter.screens.keys import bindings
from setter.services.call_view import CallView, view
from setter.services.desk import Desk
from setter.services.draft import Resumed, keep_note
from setter.services.here import own_zone
from setter.services.take_call import heartbeat
from setter.services.verify import marks
from setter.widgets.answer_panel import AnswerPanel
from setter.widgets.ask_panel import AskPanel
from setter.widgets.choice_panel import ChoicePanel, ChoiceRow
from setter.widgets.facts_card import FactsCard
from setter.widgets.gate_strip import GateStrip
from setter.widgets.opt_out_panel import OptOutTarget
from setter.widgets.panel import Panel
from setter.widgets.plain import clean
from setter.widgets.read_panel import ReadPanel
from setter.widgets.said_line import SaidLine
from setter.widgets.two_clocks import TwoClocks

HEARTBEAT_SECONDS = 60.0
LEASE_LOST = "your hold on them ran out: F2, then take another"


class CallPage(SetterScreen):
    """Shows one call: who, the number, the clocks, the gates, the words, the note."""

    SCOPE: ClassVar[str] = "call"
    KEY_ROWS: ClassVar[int] = 2
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("call")]

    @dataclass
    class LeaseLost(Message):
        """The call is no longer this caller's."""

        call_id: int

    def __init__(self, desk: Desk, call_id: int, resumed: Resumed | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.call_id = call_id
        self.resumed = resumed
        self.ours = own_zone()
        self.shown: CallView = view(desk, call_id)
        self.talk: Talk = talk_of(desk, self.shown, resumed.path if resumed else ())
        self.alert = ""
        self.offered: Mapping[str, str] = {}
        self.marks: Mapping[str, str] = {}
        self.band, self.clocks, self.gates = CallBand(), TwoClocks(), GateStrip()
        self.card, self.answers, self.said = FactsCard(), AnswerPanel(), SaidLine()
        self.note = NoteField(self.keep_note)
        self.choices, self.asking = ChoicePanel(id="choices"), AskPanel(id="asking")
        self.reading, self.facts = ReadPanel(id="reading"), FactsPanel(id="facts")

    def compose_body(self) -> Iterable[Widget]:
        """Who and when; the gates; card, words and note; what just happened."""
        with Horizontal(id="top"):
            yield self.band
            yield self.clocks
        yield self.gates
        with Horizontal(id="talk-area"):
            with Vertical(id="card"):
                yield self.card
            with Vertical(id="words"):
                yield self.answers
                yield self.note
        yield self.said

    def compose_panels(self) -> Iterable[Panel]:
        """Choices, one line, what is read, and the facts."""
        yield from (self.choices, self.asking, self.reading, self.facts)

    def on_mount(self) -> None:
        """Show the call, and keep its lease and its clocks going."""
        self.open_call(self.call_id, self.resumed.note if self.resumed else self.shown.call.note)
        self.set_interval(1.0, self.tick)
        self.set_interval(HEARTBEAT_SECONDS, self.beat)

    @property
    def in_hand(self) -> int | None:
        """Whom this call is with."""
        return self.shown.prospect.id

    @property
    def dialled(self) -> bool:
        """Whether an attempt is in progress: only then outcomes mean anything."""
        return shown_as.running(self.shown) is not None

    def open_call(self, call_id: int, note: str = "") -> None:
        """Show a call on this same screen, with its note and its place in the script."""
        path = self.resumed.path if self.resumed and self.resumed.call.id == call_id else ()
        self.call_id, self.alert, self.offered = call_id, "", {}
        self.shown = view(self.desk, call_id)
        self.talk = talk_of(self.desk, self.shown, path)
        self.note.put(note)
        self.look()

    def look(self) -> None:
        """Look at the call anew and show it; while no server answers, as it was seen last."""
        try:
            self.shown = view(self.desk, self.call_id, self.talk.conversation.node)
            self.talk.follow(self.shown)
            self.marks = marks(self.desk, self.shown.prospect.id)
        except Unusable:
            if self.desk.server_away_since is None:
                raise
        self.paint()

    def on_screen_resume(self) -> None:
        """Whoever comes back from a booking or another call finds this one as it stands."""
        if self.is_mounted and not self.panel_open:
            self.look()

    def refresh_facts(self) -> None:
        """Show what changed elsewhere."""
        self.look()

    def paint(self) -> None:
        """Show the call as it was last looked at, in one tick."""
        shown, now = self.shown, self.desk.now()
        self._offer_slots()
        opening = shown_as.opening(shown, now)
        self.clocks.show(now, shown.zones, self.ours, opening, sandbox=False)
        self.band.show(self._band(now))
        self.gates.show(shown_as.gates(shown))
        self.card.show(card(shown, self.marks, now))
        self.answers.show(shown_as.turn(shown, self.talk, self.offered, now))
        self.show_heading()
        self.refresh_bindings()

    def show_heading(self) -> None:
        """Say for whom one calls."""
        self.head.show(heading_of(self.desk, "Call", self.shown.campaign.id, self.head.said))

    def _band(self, now: int) -> Band:
        shown, line, attempt = self.shown, shown_as.line_on_show(self.shown), shown_as.running(self.shown)
        return Band(
            name=shown.prospect.full_name,
            title=shown.prospect.title,
            company=shown.prospect.company_name,
            number=(attempt.e164 if attempt else "") or (line.phone.e164 if line else ""),
            extension=line.phone.extension if line and not (attempt and attempt.phone_id is None) else "",
            inbound=shown.call.direction == "inbound",
            since=attempt.started_at if attempt else None,
            refusal="" if attempt else shown_as.refusal(shown),
            alert=self.alert,
            now=now if attempt else 0,
        )

    def _offer_slots(self) -> None:
        """Have two free slots at hand where the script offers them; held for this call."""
        if "{slot." not in self.talk.node.say or self.shown.meeting or self.offered or not self.dialled:
            return
        from setter.services.book import offer

        try:
            offered = offer(self.desk, self.call_id)
        except SetterError:
            return  # the words have a fallback, and the booking says what is wrong
        reps = self.shown.campaign.handoff
        words = {f"slot.{at}": f"{local_time(slot.starts, offered.zone):%A at %H:%M}"
                 for at, slot in enumerate(offered.slots, 1)}  # fmt: skip
        names = {reps.rep(slot.rep).name for slot in offered.slots}
        one = names.pop() if len(names) == 1 else ""
        self.offered = words | ({"rep.name": one, "rep.first_name": one.split()[0]} if one else {})

    def tick(self) -> None:
        """Move the clocks; once a minute, ask anew whether the number may be dialled."""
        now = self.desk.now()
        if not self.dialled and now // MINUTE != self.clocks.now // MINUTE and not self.alert:
            with self.telling():
                self.look()
        self.clocks.tick(now)
        self.band.tick(now)
        self.show_heading()

    @work(thread=True, exclusive=True, exit_on_error=False, group="heartbeat")
    def beat(self) -> None:
        """Keep the lease; while no server answers nobody else can take it either."""
        call_id = self.call_id
        try:
            kept = heartbeat(self.desk, call_id)
        except Unusable:
            if self.desk.server_away_since is None:
                raise
            return
        if not kept:
            self.post_message(self.LeaseLost(call_id))

    def on_call_page_lease_lost(self, event: LeaseLost) -> None:
        """Say so, where it is still the call on show."""
        event.stop()
        if event.call_id == self.call_id:
            self.alert = LEASE_LOST
            self.band.show(self._band(self.desk.now()))

    def keep_note(self, text: str) -> None:
        """Keep the note before it is painted; a disk that will not take it is told of."""
        try:
            keep_note(self.desk, self.call_id, text)
        except SetterError as failure:
            self.report(failure)

    def say(self, sentence: object, severity: str = "information") -> None:
        """Say it in the line that tells what happened on this call."""
        if sentence:
            self.said.say(clean(sentence), severity)

    def pick(self, title: str, rows: Sequence[ChoiceRow], at: int = 0) -> None:
        """Ask for one of several."""
        self.choices.ask(title, rows, at)

    def opt_out_target(self) -> OptOutTarget | None:
        """The prospect on the line."""
        prospect = self.shown.prospect
        return OptOutTarget(prospect.id, prospect.full_name, prospect.company_name, self.shown.campaign.client.name)
