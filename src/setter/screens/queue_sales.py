"""Duties of the sales side on the queue: each with what there is to read, and one digit for what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from setter.domain.rejections import words_of
from setter.screens.base import SetterScreen
from setter.screens.sales_questions import appeal_question, held_question, verdict_question
from setter.services.appeal import OVERTURNED, UPHELD, open_appeals
from setter.services.campaigns import campaign_named
from setter.services.desk import Desk
from setter.services.duties import (
    APPEAL,
    APPEALED,
    ASK,
    CHASE,
    COMPLETE,
    DELIVERY_FAILED,
    GUEST_DECLINED,
    GUEST_PROPOSES,
    MEND,
    REBOOK,
    REJECTED_DUTY,
    RESCUE,
    REVIEW,
    TURNED_DOWN,
    UNREVIEWED,
)
from setter.services.no_show import no_show
from setter.services.try_again import try_again
from setter.services.with_sales import sql_of
from setter.store.records import TaskLine
from setter.widgets.ask_panel import AskPanel, Question
from setter.widgets.choice_panel import ChoiceRow
from setter.widgets.read_panel import ReadRow

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "callback": "call back",
        "confirm_meeting": "confirm",
        REVIEW: "review SQL",
        COMPLETE: "complete SQL",
        TURNED_DOWN: "turned down",
        UNREVIEWED: "not reviewed",
        RESCUE: "rescue no-show",
        CHASE: "chase sales",
        ASK: "what became?",
        REJECTED_DUTY: "sales rejected",
        REBOOK: "book anew",
        MEND: "mend data",
        APPEAL: "decide appeal",
        APPEALED: "appeal decided",
        DELIVERY_FAILED: "not delivered",
        GUEST_DECLINED: "guest declined",
        GUEST_PROPOSES: "other time?",
    }
)
"""A kind of duty in a word or two; sixteen cells are all the strip has for it."""
DONE, CALL, MEETING = "done", "call", "meeting"
DONE_ROW, SEEN_ROW = ChoiceRow("1", "Done", DONE), ChoiceRow("1", "Seen", DONE, "it leaves your duties")
RING = (
    ChoiceRow("1", "Ring them", CALL, "m in the call books"),
    ChoiceRow("2", "Done", DONE, "it leaves your duties"),
)
WAYS: Mapping[str, tuple[ChoiceRow, ...]] = MappingProxyType(
    {
        REVIEW: (ChoiceRow("1", "Read it among the meetings", MEETING, "+ there approves, returns or rejects it"),),
        UNREVIEWED: (SEEN_ROW, ChoiceRow("2", "Read it among the meetings", MEETING)),
        TURNED_DOWN: (SEEN_ROW,),
        APPEALED: (SEEN_ROW,),
        REJECTED_DUTY: (
            ChoiceRow("1", "Appeal", "appeal", "once, in words; a team lead decides"),
            ChoiceRow("2", "Seen", DONE, "it leaves your duties"),
        ),
        REBOOK: RING,
        MEND: RING,
        GUEST_DECLINED: RING,
        GUEST_PROPOSES: RING,
        APPEAL: (
            ChoiceRow("1", "Overturn", OVERTURNED, "it counts as accepted"),
            ChoiceRow("2", "Uphold", UPHELD, "the rejection stands"),
        ),
        CHASE: (
            ChoiceRow("1", "Sales answered: go to the meeting", MEETING, "= there takes the answer"),
            ChoiceRow("2", "Asked again", DONE, "it comes back on the next working day"),
        ),
        ASK: (
            ChoiceRow("1", "It was held", "held", "say how you know"),
            ChoiceRow("2", "Nobody came", "no_show", "they are rung again"),
        ),
        DELIVERY_FAILED: (
            ChoiceRow("1", "Try again now", "again"),
            ChoiceRow("2", "Give it to a colleague", "give"),
            ChoiceRow("3", "Done", DONE, "it reached them another way"),
        ),
    }
)
"""What to do about a kind of duty; all others are done, or are a call."""


class SalesDuties(SetterScreen):
    """What a screen does with the duties of the sales side."""

    desk: Desk

    def __init__(self) -> None:
        super().__init__()
        self.asking = AskPanel(id="asking")

    def ask_colleague_for(self, line: TaskLine) -> None:
        """Ask to whom a duty is given."""
        raise NotImplementedError

    def go_to_meeting(self, line: TaskLine) -> None:
        """Show the meeting of a duty among the others."""
        self.post_message(self.WentTo("handoff", campaign_named(self.desk, line.campaign), line.meeting_id or 0))

    def sales_way(self, line: TaskLine, value: str) -> Callable[[], None] | None:
        """What a choice does about a duty of the sales side; None where it is no such choice."""
        ways: Mapping[str, Callable[[], None]] = {
            MEETING: lambda: self.go_to_meeting(line),
            "appeal": lambda: self._appeal(line),
            OVERTURNED: lambda: self._decide(line, OVERTURNED),
            UPHELD: lambda: self._decide(line, UPHELD),
            "held": lambda: self._held(line),
            "no_show": lambda: self._no_show(line),
            "again": lambda: self._try_again(line),
            "give": lambda: self.ask_colleague_for(line),
        }
        return ways.get(value)

    def _ask_words(self, question: Question) -> None:
        self.say("")
        self.call_later(self._ask_late, question)

    async def _ask_late(self, question: Question) -> None:
        """The panel is made when somebody needs it: the queue's first sight does without."""
        if not self.asking.is_attached:
            await self.mount(self.asking, before=self.passing)
            self._panels.append(self.asking)
        self.asking.ask(question)

    def _appeal(self, line: TaskLine) -> None:
        sql = sql_of(self.desk, line.meeting_id or 0).sql
        if sql is not None:
            self._ask_words(appeal_question(self.desk, sql.id, line.full_name, self._done))

    def _decide(self, line: TaskLine, verdict: str) -> None:
        sql = sql_of(self.desk, line.meeting_id or 0).sql
        if sql is not None:
            self._ask_words(verdict_question(self.desk, sql.id, line.full_name, verdict, self._done))

    def _held(self, line: TaskLine) -> None:
        self._ask_words(held_question(self.desk, line.meeting_id or 0, line.full_name, self._done))

    def _no_show(self, line: TaskLine) -> None:
        no_show(self.desk, line.meeting_id or 0)
        self._done("Noted as a no-show.")

    def _try_again(self, line: TaskLine) -> None:
        some = try_again(self.desk, line.meeting_id or 0)
        self._done("It is tried again now; the duty goes once it has arrived." if some else "Nothing of it waits.")

    def _done(self, sentence: str) -> None:
        self.say(sentence)
        self.refresh_facts()


def ways_of(line: TaskLine) -> tuple[ChoiceRow, ...]:
    """What may be done about a duty."""
    rows = WAYS.get(line.kind)
    if rows is None:
        return (DONE_ROW, ChoiceRow("2", "Call this person", CALL)) if line.enrolment_id is not None else (DONE_ROW,)
    return rows if line.enrolment_id is not None else tuple(row for row in rows if row.value != CALL)


def said_of(desk: Desk, line: TaskLine) -> Sequence[ReadRow]:
    """What there is to read before one decides: the duty's words, and of an appeal both sides."""
    if line.kind == APPEAL:
        for each in open_appeals(desk):
            if each.meeting == line.meeting_id:
                return (ReadRow("sales", f"{words_of(each.code)}. {each.reason}"), ReadRow(each.made_by, each.why))
    return (ReadRow(" ", line.words),) if line.words and line.full_name and line.kind != "callback" else ()
