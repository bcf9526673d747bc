"""How a meeting becomes an SQL on the handoff screen: by its gates, by a waiver, by a team lead's review."""

from __future__ import annotations

from textual import on

from setter.domain.errors import SetterError
from setter.screens.base import SetterScreen
from setter.services.desk import Desk
from setter.services.hand_off import MeetingLine
from setter.services.promote import Incomplete, check_waiver, may_waive, promote
from setter.services.sql_review import approve, may_review, return_sql, turn_down
from setter.widgets.ask_panel import AskPanel, Question
from setter.widgets.choice_panel import ChoicePanel, ChoiceRow

WAIVER_HINT = "The prospect's own words are better than any reason: Esc leaves it booked, not yet qualified."
NOTE_HINT = "Whoever set it reads this in their duties; the meeting stands, not yet qualified."
WHY_HINT = "The meeting is called off, and they go back to the pool. Whoever set it reads this in their duties."
PROMOTED = "A meeting-requested SQL: sales has the next word."
IN_REVIEW = "A team lead reads it first; then sales has it."
APPROVE, RETURN, REJECT = "approve", "return", "reject"
DECISIONS = (
    ChoiceRow("1", "Approve it", APPROVE, "sales gets it with the next delivery"),
    ChoiceRow("2", "Return it with a note", RETURN, "back to whoever set it"),
    ChoiceRow("3", "Reject it with a reason", REJECT, "no SQL; its meeting is called off"),
)


class SqlDecisions(SetterScreen):
    """What a screen does that lists meetings and makes SQLs of them."""

    desk: Desk
    campaign_id: str

    def __init__(self) -> None:
        super().__init__()
        self.asking, self.decision = AskPanel(id="asking"), ChoicePanel(id="decision")
        self._reasons: dict[str, str] = {}

    def marked(self) -> MeetingLine | None:
        """The marked meeting."""
        raise NotImplementedError

    def action_promote(self) -> None:
        """Make it an SQL if every gate is met; a team lead is asked for a reason for each that is not.

        One that waits for review is approved, returned or rejected.
        """
        self._reasons = {}
        if line := self.marked():
            if line.in_review is None:
                self._promote(line)
            elif may_review(self.desk):
                self.decision.ask(f"The SQL of {line.name}, set by {line.meeting.booked_by}", DECISIONS)
            else:
                self.say(IN_REVIEW)

    def _promote(self, line: MeetingLine) -> None:
        try:
            done = promote(self.desk, line.meeting.prospect_id, self.campaign_id, self._reasons)
        except Incomplete as refusal:
            self.report(refusal)
            if refusal.missing and may_waive(self.desk):
                self._ask_reason(line, refusal.missing)
        except SetterError as error:
            self.report(error)
        else:
            self.say(PROMOTED if done.submitted else IN_REVIEW)
        self.refresh_facts()

    def _ask_reason(self, line: MeetingLine, missing: tuple[str, ...]) -> None:
        """Ask why the first of the missing gates may pass; the last reason promotes."""
        gate, rest = missing[0], missing[1:]
        more = f" · then {len(rest)} more" if rest else ""
        title = f"Waive {gate.replace('_', ' ')}? Say why; sales reads it{more}"
        self.asking.ask(Question(title, lambda text: self._waive(line, gate, rest, text), hint=WAIVER_HINT))

    def _waive(self, line: MeetingLine, gate: str, rest: tuple[str, ...], reason: str) -> None:
        check_waiver(gate, reason)
        self._reasons[gate] = reason
        if rest:
            self._ask_reason(line, rest)
        else:
            self._promote(line)

    @on(ChoicePanel.Picked, "#decision")
    def decided(self, event: ChoicePanel.Picked) -> None:
        """Approve the marked SQL, or ask for the note it goes back with, or for the reason it is none."""
        event.stop()
        self.decision.close()
        line = self.marked()
        if line is None or line.in_review is None:
            return
        sql = line.in_review
        if event.row.value == RETURN:
            title = f"What is missing? {line.meeting.booked_by} reads it"
            self.asking.ask(Question(title, lambda note: self._return(sql, note), hint=NOTE_HINT))
            return
        if event.row.value == REJECT:
            title = f"Why is it no SQL? {line.meeting.booked_by} reads it"
            self.asking.ask(Question(title, lambda why: self._turn_down(sql, why), hint=WHY_HINT))
            return
        with self.telling():
            approve(self.desk, sql)
            self.say(f"Approved. {PROMOTED}")
        self.refresh_facts()

    def _return(self, sql: int, note: str) -> None:
        return_sql(self.desk, sql, note)
        self.say("Returned; the meeting stands, not yet qualified.")
        self.refresh_facts()

    def _turn_down(self, sql: int, why: str) -> None:
        turn_down(self.desk, sql, why)
        self.say("Rejected; the meeting is called off, and they are back in the pool.")
        self.refresh_facts()
