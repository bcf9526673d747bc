"""What sales says of SQLs: as it stands, as it came, and what was appealed against."""

from __future__ import annotations

import json
from collections.abc import Sequence

from setter.store.records import Appeal, SalesAnswer, SalesWord
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

    def save_appeal(self, appeal: Appeal) -> None:
        """Write an appeal, or what was decided of it."""
        self.put("save_appeal", appeal)
