"""Home: who comes next and why, what is promised, and how the day goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.message import Message

from setter.domain.errors import SetterError
from setter.screens.base import SetterScreen
from setter.screens.keys import bindings
from setter.screens.prospect_words import (
    SKIP_REASONS,
    fact_rows,
    history_rows,
    line_of,
    score_rows,
    waterfall_rows,
    why_rows,
)
from setter.screens.queue_by_hand import ByHand
from setter.screens.queue_duties import Duties
from setter.services.campaigns import campaigns, load
from setter.services.credit import credit_this_week
from setter.services.desk import Desk
from setter.services.progress import progress
from setter.services.prospect_card import ProspectCard, card_of
from setter.services.queue_view import QueueEntry, queue_length, queue_of, why_queue
from setter.services.review import today_numbers
from setter.services.shift import shift_state
from setter.services.skip import skip
from setter.services.take_call import Taken as TakenCall
from setter.services.take_call import next_call, take
from setter.services.undo import last_call, undo
from setter.services.why import why_prospect
from setter.widgets.choice_panel import LETTERS, ChoicePanel, ChoiceRow, of_how_many
from setter.widgets.facts_card import FactsCard
from setter.widgets.opt_out_panel import OptOutTarget
from setter.widgets.panel import Panel
from setter.widgets.prospect_line import ProspectLine
from setter.widgets.prospect_list import ProspectList
from setter.widgets.read_panel import Page, ReadPanel
from setter.widgets.score_card import ScoreCard
from setter.widgets.task_strip import TaskStrip
from setter.widgets.today_line import Today, TodayLine

REFRESH_SECONDS = 10
LOOK_SECONDS, REST_SECONDS = 0.5, 2
"""How often it is asked whether anybody has written, and how long the queue rests between two looks all the same."""
MOST_LISTED = 1_000
"""So far down anybody scrolls; beyond that people are found by their name."""
EMPTY = "Nobody may be called now. Press w to see why, or F5 to bring a list in."
NEEDS_PROSPECT = frozenset({"take", "skip", "history"})


class QueueScreen(Duties, ByHand, SetterScreen):
    """The queue of one campaign, at one desk."""

    SCOPE = "queue"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "ProspectList"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("queue")]

    @dataclass
    class Taken(Message):
        """A prospect was taken: the call has this id."""

        call_id: int

    @dataclass
    class CampaignChosen(Message):
        """The caller wants to work another campaign."""

        campaign_id: str

    def __init__(self, desk: Desk, campaign_id: str) -> None:
        super().__init__()
        self.desk, self.campaign_id = desk, campaign_id
        self.campaign = load(desk, campaign_id)
        self.state = "work"
        self.card: ProspectCard | None = None
        self._mark, self._shown_at = 0, 0.0
        self._entries: dict[int, QueueEntry] = {}
        self.people = ProspectList(self._fetch, 0, empty=EMPTY, on_highlight=self._follow)
        self.facts, self.score = FactsCard(), ScoreCard()
        self.strip, self.today = TaskStrip(), TodayLine()
        self.reading, self.skipping = ReadPanel(id="reading"), ChoicePanel(id="skipping")
        self.choosing = ChoicePanel(id="choosing")

    def compose_body(self) -> ComposeResult:
        """The list with the card beside it, what is due, the day's numbers."""
        with Container(id="people"):
            yield self.people
            with Vertical(id="side"):
                yield self.facts
                yield self.score
        yield self.strip
        yield self.today

    def compose_panels(self) -> Iterable[Panel]:
        """Why and history, reasons to skip, and those of duties and search."""
        yield self.reading
        yield from (self.skipping, self.choosing)
        yield from self.duty_panels()
        yield from self.search_panels()

    def on_mount(self) -> None:
        """Show the queue, and keep it fresh."""
        self.head_with(self.desk, "Queue", self.campaign_id)
        self.refresh_facts()
        self.set_interval(LOOK_SECONDS, self.follow)
        self.set_interval(1, self.tick_duties)

    def on_screen_resume(self) -> None:
        """Whoever comes back finds the queue as it is now."""
        self.refresh_facts()

    def follow(self) -> None:
        """Show the queue anew when somebody has written, or some time has passed, while it is in sight."""
        waited = monotonic() - self._shown_at
        changed = self.desk.store.change_mark() != self._mark
        if waited < (REST_SECONDS if changed else REFRESH_SECONDS) or not self.is_active or self.panel_open:
            return
        if self.desk.server_away_since is not None:
            return
        self.refresh_facts()

    def refresh_facts(self) -> None:
        """List, card, duties and numbers as they are at one moment; the mark stays on its prospect."""
        self._mark, self._shown_at = self.desk.store.change_mark(), monotonic()
        with self.telling():
            self.desk.store.read(lambda unit: self._show())

    def _show(self) -> None:
        self._entries.clear()
        self.state = shift_state(self.desk)
        self.people.show(self._fetch, min(queue_length(self.desk, self.campaign_id), MOST_LISTED))
        self.show_duties()
        self._count()
        self.refresh_bindings()

    def _fetch(self, offset: int, after: ProspectLine | None, limit: int) -> list[ProspectLine]:
        try:
            entries = queue_of(self.desk, self.campaign_id, limit, skipped=offset)
        except SetterError as error:
            self.report(error)
            return []
        self._entries |= {entry.line.enrolment_id: entry for entry in entries}
        now = self.desk.now()
        return [line_of(entry, now) for entry in entries]

    def _follow(self, index: int, row: ProspectLine | None) -> None:
        """Show the marked prospect's card in the tick in which it is marked."""
        self.card = None
        if row is not None:
            with self.telling():
                self.card = card_of(self.desk, row.key)
        if self.card is None:
            self.facts.show(())
            self.score.show((), title="Score")
            return
        self.facts.show(fact_rows(self.card, self.desk.now()))
        lines, total, title = score_rows(self.card)
        self.score.show(lines, total, title=title)

    def _count(self) -> None:
        numbers, way = today_numbers(self.desk), progress(self.desk, self.campaign_id)
        own = credit_this_week(self.desk)
        words = {"break": "On break: k goes on", "off": "No shift: k begins one"}
        self.today.show(
            Today(
                dials=numbers["dials"],
                conversations=numbers["conversations"],
                booked=numbers["meetings"],
                sqls=numbers["sqls"],
                period=way.period,
                pending=way.pending,
                accepted=way.accepted,
                wanted=way.wanted,
                own_accepted=own.accepted,
                own_held=own.held,
                state=words.get(self.state, ""),
            )
        )

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Say why a key of the queue is dead."""
        if action in ("take", "best", "skip") and self.state != "work":
            return "Your clock stands still: press k to go on working."
        if action in NEEDS_PROSPECT and self.card is None:
            return "Nobody is in the queue: press w to see why."
        if action == "duties" and not self._due:
            return "There is no duty in the next twelve hours."
        if action == "choose" and self.duty_at(str(parameters[0])) is None:
            return f"There is no duty {parameters[0]}."
        return None

    def opt_out_target(self) -> OptOutTarget | None:
        """The marked prospect; while somebody is sought, the one who is marked among the found."""
        if self.search_panel.is_open:
            return self.found_target()
        if self.card is None:
            return None
        who = self.card.prospect
        return OptOutTarget(who.id, who.full_name, who.company_name, self.campaign.client.name)

    def action_take(self) -> None:
        """Take the marked prospect."""
        if self.card is not None:
            self.take_up(self.card.enrolment.id)

    def action_best(self) -> None:
        """Take the best prospect, or say why there is none."""
        with self.telling():
            taken = next_call(self.desk, self.campaign_id)
            if taken.call is None:
                self.reading.tell("Nobody may be called now", waterfall_rows(taken.reasons))
            else:
                self.go_to(taken)

    def take_up(self, enrolment_id: int) -> None:
        """Take one prospect by hand."""
        with self.telling():
            self.go_to(take(self.desk, enrolment_id))

    def go_to(self, taken: TakenCall) -> None:
        """Open the call that began."""
        if taken.call is not None:
            self.post_message(self.Taken(taken.call.id))

    def action_why(self) -> None:
        """Why the marked prospect stands there and may be dialled; again, or where nobody is: where everybody is."""
        with self.telling():
            if self.card is None:
                self.reading.tell(*self._everybody())
                return
            who = self.card.prospect
            rows = why_rows(why_prospect(self.desk, who.id, self.campaign_id), self.desk.now())
            self.reading.tell(f"Why {who.full_name}?", rows, behind=self._everybody_or_why_not)

    def _everybody(self) -> Page:
        return "Where everybody is", waterfall_rows(why_queue(self.desk, self.campaign_id))

    def _everybody_or_why_not(self) -> Page | None:
        pages: list[Page] = []
        with self.telling():
            pages.append(self._everybody())
        return pages[0] if pages else None

    def action_history(self) -> None:
        """All that happened with the marked prospect."""
        if self.card is not None:
            self.reading.tell(self.card.prospect.full_name, history_rows(self.card, self.desk.now()))

    def action_skip(self) -> None:
        """Ask why the marked prospect is left for now."""
        if self.card is not None:
            rows = [ChoiceRow(str(place), reason, reason) for place, reason in enumerate(SKIP_REASONS, 1)]
            self._skipped = self.card.enrolment.id
            self.skipping.ask(f"Skip {self.card.prospect.full_name}: why?", rows)

    def on_choice_panel_picked(self, event: ChoicePanel.Picked) -> None:
        """A reason to skip, or what to do with a duty."""
        event.stop()
        if event.panel is self.choosing:
            self.post_message(self.CampaignChosen(event.row.value))
            return
        if event.panel is not self.skipping:
            self.duty_picked(event.panel, event.row)
            return
        with self.telling():
            self.say(skip(self.desk, self._skipped, event.row.value).words)
        self.refresh_facts()

    def action_campaign(self) -> None:
        """Ask which campaign to work."""
        active = [line for line in campaigns(self.desk) if line.status == "active"]
        rows = [ChoiceRow(key, line.name, line.id, line.id) for key, line in zip(LETTERS, active, strict=False)]
        title = of_how_many("Work which campaign?", rows, len(active))
        self.choosing.ask(title, rows, [line.id for line in active].index(self.campaign_id))

    def action_undo(self) -> None:
        """Take the last outcome back: its call is open again."""
        with self.telling():
            call = last_call(self.desk)
            if call is None:
                self.say("You have recorded no outcome yet.")
                return
            self.post_message(self.Taken(undo(self.desk, call.id).id))
