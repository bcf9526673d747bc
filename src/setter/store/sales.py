"""What sales says of SQLs: as it stands, as it came, and what was appealed against."""

from __future__ import annotations

import json
from collections.abc import Sequence

from setter.store.records import Appeal, Handoff, SalesAnswer, SalesWord
from setter.store.room import Room


class SalesRoom(Room):
    """Sales' word."""

    name = "sales"

    def word(self, handoff_id: int) -> SalesWord | None:
        """What sales says of an SQL; None before it has said anything."""
        return self.one(SalesWord, "word", handoff_id=handoff_id)

    def save_word(self, word: SalesWord) -> None:
        """Write what sales says of an SQL."""
        self.put("save_word", word)
        self._touched.enrolments.add(word.enrolment_id)

    def words_with(self, prospect_id: int) -> list[SalesWord]:
        """What sales says of every SQL of a prospect, the oldest SQL first."""
        return self.many(SalesWord, "words_with", prospect_id=prospect_id)

    def words_of(self, prospects: Sequence[int]) -> list[SalesWord]:
        """The same of many, each person's oldest SQL first."""
        return self.many(SalesWord, "words_of", prospects=json.dumps(prospects))

    def add_answer(self, answer: SalesAnswer) -> None:
        """Keep an answer as it came."""
        self.put("add_answer", answer)

    def answers(self, handoff_id: int) -> list[SalesAnswer]:
        """Every answer to an SQL, as they came."""
        return self.many(SalesAnswer, "answers_to", handoff_id=handoff_id)

    def appeal(self, handoff_id: int) -> Appeal | None:
        """The appeal against a rejection; None where there is none."""
        return self.one(Appeal, "appeal", handoff_id=handoff_id)

    def add_appeal(self, appeal: Appeal) -> None:
        """Keep an appeal."""
        self.put("add_appeal", appeal)

    def save_appeal(self, appeal: Appeal) -> None:
        """Write what was decided of an appeal."""
        fields = ("handoff_id", "verdict", "note", "decided_at", "decided_by")
        self.tell("save_appeal", **{name: getattr(appeal, name) for name in fields})

    def mark_appeal(self, handoff_id: int, appeal: str) -> None:
        """Write how the appeal against a rejection stands: open, upheld or overturned."""
        row = self.ask("mark_appeal", handoff_id=handoff_id, appeal=appeal)
        if row is not None:
            self._touched.enrolments.add(int(row["enrolment_id"]))

    def open_appeals(self) -> list[Appeal]:
        """The appeals that nobody has decided, the oldest first."""
        return self.many(Appeal, "open_appeals")

    def to_answer(self, campaign: int | None) -> list[Handoff]:
        """The SQLs of a campaign, or of all, that sales has more to say of, the one due first."""
        return self.many(Handoff, "to_answer", campaign=campaign)

    def credit(self, caller: str, since: int, until: int, uncounted: Sequence[str]) -> dict[str, int]:
        """What a caller set, and sales accepted, rejected (but for some codes) and held, in a stretch (UTC ms)."""
        row = self.ask("credit", caller=caller, since=since, until=until, values=json.dumps(uncounted))
        return {name: int(row[name]) for name in ("made", "accepted", "rejected", "held")}

    def pending_of(self, caller: str) -> int:
        """How many SQLs that a caller set wait for sales."""
        return int(self.ask("pending_of", caller=caller))
