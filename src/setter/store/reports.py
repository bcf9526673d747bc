"""What happened: enrolment by enrolment, and counted by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from setter.domain.day_parts import PartDials
from setter.store.records.counts import Counts, Happened, Promised, Rang
from setter.store.room import Room

Rows = list[dict[str, Any]]


class ReportRoom(Room):
    """Counts by day (ISO 8601, both ends included), and the rows they are counted from.

    `first` and `last` are enrolments, both included; `since` and `until` are UTC milliseconds, the end excluded.
    """

    name = "reports"

    def counted_how(self, first: int, last: int) -> tuple[str, bool, bool] | None:
        """By the days of which zone is counted, whether there is a meeting, and a promise rung; None if uncounted."""
        row = self.ask("counted_how", first=first, last=last)
        return None if row is None else (str(row["zone"]), bool(row["met"]), bool(row["promised"]))

    def dials(self, first: int, last: int) -> Rows:
        """All attempts, in order, each with what its whole call came to."""
        if first == last:
            return [dict(row) for row in self.ask("dials_of", enrolment_id=first)]
        return [dict(row) for row in self.ask("dials", first=first, last=last)]

    def meetings(self, first: int, last: int) -> Rows:
        """Every meeting there ever was, the first booked first."""
        return [dict(row) for row in self.ask("meetings", first=first, last=last)]

    def promotions(self, first: int, last: int) -> Rows:
        """The SQLs that count, each with the outcome of the call that completed it."""
        return [dict(row) for row in self.ask("promotions", first=first, last=last)]

    def kept_promises(self, first: int, last: int) -> Rows:
        """Promises of a time that were rung or moved, with when they were dialled."""
        return [dict(row) for row in self.ask("kept_promises", first=first, last=last)]

    def hold_share(self, enrolment_id: int) -> Counts:
        """What of the counts is an enrolment's; nobody else counts it before this write is done."""
        return _read(self.ask("hold_share", enrolment_id=enrolment_id))

    def shares(self, first: int, last: int) -> dict[int, Counts]:
        """What of the counts is each enrolment's."""
        return {int(row["enrolment_id"]): _read(row) for row in self.ask("share_of", first=first, last=last)}

    def keep_shares(self, shares: Mapping[int, Counts]) -> None:
        """Remember what of the counts is each enrolment's."""
        rows = [
            {
                "enrolment_id": each,
                "activity": _written(share.happened),
                "promises": _written(share.promised),
                "rang": _written(share.rang),
            }
            for each, share in sorted(shares.items())
        ]
        self.ask_each("keep_share", rows)

    def count(self, more: Counts) -> None:
        """Add to the counts by day, always in one order: writers who meet there wait, and never for each other."""
        happened, promised = sorted(more.happened.items()), sorted(more.promised.items())
        rang = sorted(more.rang.items())
        self.ask_each("count_activity", [{**each._asdict(), "number": number} for each, number in happened if number])
        self.ask_each("count_promise", [{**each._asdict(), "number": number} for each, number in promised if number])
        self.ask_each("count_rang", [{**each._asdict(), "number": number} for each, number in rang if number])

    def by_day(self, first_day: str, last_day: str) -> Counts:
        """The counts of some days, each day for itself."""
        days = {"first_day": first_day, "last_day": last_day}
        happened, promised = self.ask("activity_by_day", **days), self.ask("promises_by_day", **days)
        return Counts(
            Counter({Happened(**_without_number(row)): int(row["number"]) for row in happened}),
            Counter({Promised(**_without_number(row)): int(row["number"]) for row in promised}),
        )

    def rang(self) -> Counter[Rang]:
        """How often each day part of each campaign was dialled, by whom, and answered."""
        return Counter({Rang(**_without_number(row)): int(row["number"]) for row in self.ask("rang")})

    def day_parts(self) -> dict[int, tuple[PartDials, ...]]:
        """How often each day part of each campaign was dialled and answered, by campaign."""
        found: dict[int, list[PartDials]] = {}
        for row in self.ask("day_parts"):
            dials = PartDials(row["day_part"], int(row["dials"]), int(row["answers"]))
            found.setdefault(int(row["campaign"]), []).append(dials)
        return {campaign: tuple(parts) for campaign, parts in found.items()}

    def activity(self, first_day: str, last_day: str) -> Rows:
        """What happened in some days, counted over all of them."""
        return [dict(row) for row in self.ask("activity", first_day=first_day, last_day=last_day)]

    def promises(self, first_day: str, last_day: str) -> Rows:
        """Promises for some days that were rung or moved, counted over all of them by how they were kept."""
        return [dict(row) for row in self.ask("promises", first_day=first_day, last_day=last_day)]

    def open_promises(self, since: int, until: int, now: int) -> Rows:
        """Promises of a time in the period whose grace is over, and that are open."""
        return [dict(row) for row in self.ask("open_promises", since=since, until=until, now=now)]

    def in_grace(self, since: int, until: int, now: int) -> Rows:
        """Promises of a time in the period whose grace is not over yet, and that were rung or moved already."""
        return [dict(row) for row in self.ask("in_grace", since=since, until=until, now=now)]

    def clear(self) -> None:
        """Forget every count."""
        for query in ("clear_activity", "clear_promises", "clear_rang", "clear_shares"):
            self.ask(query)

    def worked_after(self, after: int, most: int) -> list[int]:
        """The next enrolments with which anything that counts ever happened."""
        return [int(row["enrolment_id"]) for row in self.ask("worked_after", after=after, most=most)]

    def worked_between(self, since: int, until: int) -> list[int]:
        """The enrolments with which anything that counts happened in the period."""
        return [int(row["enrolment_id"]) for row in self.ask("worked_between", since=since, until=until)]

    def sqls_by_state(self, campaign: int, since: int, until: int) -> dict[str, int]:
        """How many SQLs of a campaign were made in the period, by state."""
        rows = self.ask("sqls_by_state", campaign=campaign, since=since, until=until)
        return {str(row["state"]): int(row["number"]) for row in rows}

    def outcomes(self, since: int, until: int, most: int, caller: str = "", code: str = "") -> Rows:
        """The newest standing outcomes recorded in the period, of one caller or with one code where asked."""
        when = {"since": since, "until": until, "most": most}
        if caller:
            rows: Iterator[Any] = self.ask("outcomes_of", caller=caller, code=code, **when)
        elif code:
            rows = self.ask("outcomes_with", code=code, **when)
        else:
            rows = self.ask("outcomes", **when)
        return [dict(row) for row in rows]


def _without_number(row: Any) -> dict[str, Any]:
    return {name: value for name, value in dict(row).items() if name != "number"}


def _written(counter: Counter[Any]) -> str:
    return msgspec.json.encode(sorted(counter.items())).decode()


def _read(row: Any) -> Counts:
    happened = msgspec.json.decode(row["activity"], type=list[tuple[Happened, int]])
    promised = msgspec.json.decode(row["promises"], type=list[tuple[Promised, int]])
    rang = msgspec.json.decode(row["rang"], type=list[tuple[Rang, int]])
    return Counts(Counter(dict(happened)), Counter(dict(promised)), Counter(dict(rang)))
