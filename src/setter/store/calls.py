"""Calls, their attempts, outcomes and answers."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from setter.store.records import Answer, Attempt, Call, OutcomeRow
from setter.store.room import Room


class CallRoom(Room):
    """What happened on the telephone."""

    name = "calls"

    def get(self, call_id: int) -> Call | None:
        """One call."""
        return self.one(Call, "call", call_id=call_id)

    def add(self, call: Call) -> None:
        """Begin a call."""
        self.put("add_call", call)

    def save(self, call: Call) -> None:
        """Write a call's standing; once it is over, or was, it may count for something else."""
        self.put("save_call", call)
        if call.state != "live" or call.outcomes:
            self._touched.enrolments.add(call.enrolment_id)

    def live(self, caller: str) -> Call | None:
        """A caller's live call."""
        return self.one(Call, "live_call", caller=caller)

    def live_for(self, enrolment_id: int) -> Call | None:
        """The live call on an enrolment, whoever holds it."""
        return self.one(Call, "live_for_enrolment", enrolment_id=enrolment_id)

    def all_live(self, caller: str) -> list[Call]:
        """Every call a caller is in, the newest first: those before it wait for it to end."""
        return self.many(Call, "all_live", caller=caller)

    def last_closed(self, caller: str) -> Call | None:
        """The call that a caller closed last."""
        return self.one(Call, "last_closed", caller=caller)

    def later(self, enrolment_id: int, call_id: int) -> Call | None:
        """A call on the same enrolment that began after this one."""
        return self.one(Call, "later_call", enrolment_id=enrolment_id, id=call_id)

    def of_prospect(self, prospect_id: int) -> list[Call]:
        """All calls with a prospect, newest first."""
        return self.many(Call, "calls_of_prospect", prospect_id=prospect_id)

    def attempts(self, call_id: int) -> list[Attempt]:
        """The attempts of one call, in order."""
        return self.many(Attempt, "attempts", call_id=call_id)

    def attempts_of_enrolment(self, enrolment_id: int) -> list[Attempt]:
        """The attempts of one enrolment, oldest first."""
        return self.many(Attempt, "attempts_of_enrolment", enrolment_id=enrolment_id)

    def attempts_of_prospect(self, prospect_id: int) -> list[Attempt]:
        """All attempts on a prospect, newest first."""
        return self.many(Attempt, "attempts_of_prospect", prospect_id=prospect_id)

    def add_attempt(self, attempt: Attempt, company_id: int | None = None) -> None:
        """Begin an attempt; of two callers who ring one number or company at once, the second looks again before."""
        self.tell("dialled", e164=attempt.e164, dialled_at=attempt.started_at)
        if company_id is not None:
            self.tell("dialled_at_company", company_id=company_id, dialled_at=attempt.started_at)
        self.put("add_attempt", attempt)
        self._touched.enrolments.add(attempt.enrolment_id)

    def save_attempt(self, attempt: Attempt) -> None:
        """Write how an attempt went."""
        self.put("save_attempt", attempt)
        self._touched.enrolments.add(attempt.enrolment_id)

    def numbers_dials(self, prospect_id: int, since: int) -> dict[str, tuple[int, ...]]:
        """When each of a prospect's numbers was dialled after `since`, by anybody, for anybody; where it was."""
        rows = self.ask("numbers_dials", prospect_id=prospect_id, since=since)
        return {
            e164: tuple(int(row["started_at"]) for row in dials) for e164, dials in groupby(rows, itemgetter("e164"))
        }

    def prospect_dials(self, prospect_id: int, since: int) -> tuple[int, ...]:
        """When a prospect was dialled after `since`, on any number, in any campaign."""
        rows = self.ask("prospect_dials", prospect_id=prospect_id, since=since)
        return tuple(int(row["started_at"]) for row in rows)

    def company_dials(self, prospect_id: int, since: int) -> tuple[int, ...]:
        """When anybody of a prospect's company was dialled after `since`, in any campaign of the client."""
        rows = self.ask("company_dials", prospect_id=prospect_id, week_since=since)
        return tuple(int(row["started_at"]) for row in rows)

    def add_outcome(self, outcome: OutcomeRow) -> None:
        """Record how a call ended."""
        self.put("add_outcome", outcome)

    def outcome(self, call_id: int, number: int) -> OutcomeRow | None:
        """One outcome of a call."""
        return self.one(OutcomeRow, "outcome", call_id=call_id, number=number)

    def outcomes_of(self, enrolment_id: int) -> list[OutcomeRow]:
        """The standing outcomes of an enrolment, oldest first."""
        return self.many(OutcomeRow, "outcomes_of_enrolment", enrolment_id=enrolment_id)

    def outcomes_for_client(self, client_id: str, prospect_id: int) -> list[OutcomeRow]:
        """The standing outcomes of a person over all campaigns of a client, oldest first."""
        return self.many(OutcomeRow, "outcomes_for_client", client_id=client_id, prospect_id=prospect_id)

    def undo_outcome(self, call_id: int, number: int, now: int) -> None:
        """Mark an outcome as taken back."""
        self.ask("undo_outcome", call_id=call_id, number=number, undone_at=now)

    def add_answer(self, answer: Answer) -> None:
        """Keep an answer; nothing is ever overwritten."""
        self.put("add_answer", answer)

    def answers(self, prospect_id: int) -> list[Answer]:
        """Everything a prospect ever answered, oldest first."""
        return self.many(Answer, "answers", prospect_id=prospect_id)

    def answers_of_call(self, call_id: int) -> list[Answer]:
        """What was answered on one call, in order."""
        return self.many(Answer, "answers_of_call", call_id=call_id)

    def conversations(self, enrolment_id: int) -> int:
        """How many calls of an enrolment were conversations."""
        return int(self.ask("conversations", enrolment_id=enrolment_id) or 0)
