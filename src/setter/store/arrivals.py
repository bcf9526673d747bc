"""Lists on their way in: batches, and people who are known but not let in yet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from setter.store.newcomers import Newcomers
from setter.store.records import Acquisition, Email, Enrolment, ImportBatch, Phone, Prospect
from setter.store.room import Room

UNFINISHED = -1
"""What a batch counts as landed until it has."""
LAST_ID = (1 << 63) - 1


class ArrivingNumber(NamedTuple):
    """A usable number of somebody who waits to be let in, and what a register's rule goes by.

    `places`, comma-joined, are those whose law binds a call to them; `added_at` is when it came on record (UTC
    milliseconds); `agreed` says that their consent is on record.
    """

    enrolment: int
    places: str
    e164: str
    kind: str
    added_at: int
    market: str
    agreed: bool


class ArrivalRoom(Room):
    """Batches and the enrolments that wait for their batch to be whole: work state `new`, marked with its id."""

    name = "arrivals"

    def add(self, newcomers: Newcomers) -> None:
        """Write people who are new; the words by which they are found are the search's to keep."""
        self.ask_each("add_companies", [each._asdict() for each in newcomers.companies])
        self.insert_rows(Prospect, "prospect", newcomers.prospects)
        self.insert_rows(Phone, "phone", newcomers.phones)
        self.insert_rows(Email, "email", newcomers.emails)
        self.insert_rows(Acquisition, "acquisition", newcomers.acquisitions)
        self.insert_rows(Enrolment, "enrolment", newcomers.enrolments)

    def unfinished_since(self, campaign: int, digest: str) -> int | None:
        """When an import of the same file began that never ended; None when there was none."""
        since = self.ask("unfinished_since", campaign=campaign, digest=digest)
        return None if since is None else int(since)

    def batch(self, batch_id: int) -> ImportBatch | None:
        """A file that landed, or is about to."""
        return self.one(ImportBatch, "batch", id=batch_id)

    def save(self, batch: ImportBatch) -> None:
        """Write what a batch has come to, and how far its people have been let in."""
        self.ask(
            "save_batch",
            id=batch.id,
            read_rows=batch.read_rows,
            landed=batch.landed,
            merged=batch.merged,
            unchanged=batch.unchanged,
            rejected=batch.rejected,
            waiting_from=batch.waiting_from,
            waiting=batch.waiting,
        )

    def supersede(self, campaign: int, digest: str) -> None:
        """Close the batches of a file whose import never ended: another has brought it in."""
        self.ask("supersede", campaign=campaign, digest=digest)

    def waiting(self) -> ImportBatch | None:
        """The oldest of the batches that are whole and of whose people some wait to be let in."""
        return self.one(ImportBatch, "batch_waiting")

    def look_again(self, enrolment_id: int) -> None:
        """Have those who wait looked for from this enrolment on, where they were from a later one."""
        self.ask("look_again", enrolment_id=enrolment_id)

    def after(self, since: int, most: int) -> int | None:
        """The id of the enrolment that follows so many from the id `since` on; None when there are no more."""
        found = self.ask("enrolment_after", since=since, most=most)
        return None if found is None else int(found)

    def localities(self, campaign: int, since: int, until: int, mark: str) -> list[tuple[str, str, str]]:
        """The zones, places and languages of those who wait under a mark, each combination once."""
        rows = self.ask("arriving_localities", campaign=campaign, since=since, until=until, mark=f"%{mark}%")
        return [(str(row["zones"]), str(row["places"]), str(row["language"])) for row in rows]

    def numbers(self, campaign: int, since: int, until: int, mark: str) -> list[ArrivingNumber]:
        """The usable numbers of those who wait under a mark, by enrolment."""
        rows = self.ask("arriving_numbers", campaign=campaign, since=since, until=until, mark=f"%{mark}%")
        return [ArrivingNumber(**row) for row in rows]

    def keep_out(self, enrolments: Sequence[int], reason: str) -> None:
        """Take enrolments that were let in out of the queue again, for a reason that stays on record."""
        if enrolments:
            told = json.dumps(list(enrolments))
            self.ask("unplace_arrivals", enrolments=told)
            self.ask("keep_out_arrivals", enrolments=told, reason=reason)

    def let_in(self, campaign: int, since: int, until: int, mark: str) -> int:
        """Put whoever waits under a mark in the queue and in the campaign; how many there were.

        Only enrolments from the id `since` on, up to and without `until`, are looked at.
        """
        under = {"campaign": campaign, "since": since, "until": until, "mark": f"%{mark}%"}
        self.ask("place_arrivals", **under)
        return int(self.ask("let_in", **under))
