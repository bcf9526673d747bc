"""What is on record of many prospects at once, as far as it says where they stand."""

from __future__ import annotations

import json
from collections.abc import Sequence

from setter.store.records import Acquisition, Answer, Email, Ending, Enrolment, Happened, Inquiry, Met, Phone, Prospect
from setter.store.room import Room


class KnownRoom(Room):
    """Everything that a prospect's standing is computed from, a handful of queries for thousands of them."""

    name = "known"

    def people(self, prospects: Sequence[int]) -> list[Prospect]:
        """These prospects, in no order."""
        return self.many(Prospect, "people", prospects=json.dumps(prospects))

    def emails(self, prospects: Sequence[int]) -> list[Email]:
        """Their addresses, each person's in order."""
        return self.many(Email, "emails_of", prospects=json.dumps(prospects))

    def phones(self, prospects: Sequence[int]) -> list[Phone]:
        """Their numbers, each person's in order."""
        return self.many(Phone, "phones_of", prospects=json.dumps(prospects))

    def with_numbers(self, prospects: Sequence[int]) -> set[int]:
        """Those of them who have a number, whatever it is worth."""
        return {row["prospect_id"] for row in self.ask("with_numbers", prospects=json.dumps(prospects))}

    def acquisitions(self, prospects: Sequence[int]) -> list[Acquisition]:
        """How they came to us, each person's oldest first."""
        return self.many(Acquisition, "acquisitions_of", prospects=json.dumps(prospects))

    def answers(self, prospects: Sequence[int]) -> list[Answer]:
        """Everything they ever answered, each person's oldest first."""
        return self.many(Answer, "answers_of", prospects=json.dumps(prospects))

    def endings(self, prospects: Sequence[int]) -> list[Ending]:
        """How their calls ended, in any campaign, each person's oldest first; what was taken back is left out."""
        return self.many(Ending, "endings_of", prospects=json.dumps(prospects))

    def inquiries(self, prospects: Sequence[int]) -> list[Inquiry]:
        """Everything they asked otherwise than by telephone, each person's oldest first."""
        return self.many(Inquiry, "inquiries_of", prospects=json.dumps(prospects))

    def enrolments(self, prospects: Sequence[int]) -> list[Enrolment]:
        """Their places in every campaign."""
        return self.many(Enrolment, "enrolments_with", prospects=json.dumps(prospects))

    def events(self, prospects: Sequence[int]) -> list[Happened]:
        """Everything they did elsewhere, each person's in the order in which it was recorded."""
        return self.many(Happened, "happened_to", prospects=json.dumps(prospects))

    def meetings(self, prospects: Sequence[int]) -> list[Met]:
        """Every meeting there ever was with them, each person's by start."""
        return self.many(Met, "meetings_of", prospects=json.dumps(prospects))

    def conversations(self, enrolments: Sequence[int]) -> dict[int, int]:
        """How many calls of each of these enrolments were conversations, where any was."""
        rows = self.ask("conversations_of", enrolments=json.dumps(enrolments))
        return {row["enrolment_id"]: int(row["number"]) for row in rows}

    def promises(self, enrolments: Sequence[int]) -> dict[int, str]:
        """The kind of the open promise to each of these enrolments, where there is one: the newest."""
        rows = self.ask("promises_of", enrolments=json.dumps(enrolments))
        return {row["enrolment_id"]: row["kind"] for row in rows}

    def handoffs(self, enrolments: Sequence[int]) -> dict[int, tuple[int, str]]:
        """The SQL that stands for each of these enrolments and its state, where there is one: the newest."""
        rows = self.ask("handoffs_of", enrolments=json.dumps(enrolments))
        return {row["enrolment_id"]: (row["id"], row["state"]) for row in rows}
