"""What compliance has decided of the law here: blackouts, relaxations and rows of a team's own."""

from __future__ import annotations

from setter.store.records import LawDecision
from setter.store.room import Room


class LawRoom(Room):
    """Decisions on the law, never edited: whoever changes their mind ends one and makes another."""

    name = "law"

    def mark(self) -> str:
        """What is different as soon as anything is decided, or ended, or a register has answered."""
        row = self.ask("law_mark")
        return f"{row['made']}.{row['ended']}.{row['asked']}"

    def decisions(self) -> list[LawDecision]:
        """Every decision, the oldest first, those that are over with them."""
        return self.many(LawDecision, "law_decisions")

    def add(self, decision: LawDecision) -> None:
        """Write a decision."""
        self.put("add_law_decision", decision)

    def end(self, decision_id: int, by: str, at: int) -> None:
        """End a decision from an instant on (UTC milliseconds); one that is over stays as it is."""
        self.tell("end_law_decision", id=decision_id, ended_by=by, ended_at=at)
