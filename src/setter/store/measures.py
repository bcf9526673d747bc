"""What the measures are counted from: SQLs with sales' word, meetings, calls, hours, costs and marks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from setter.store.room import Room

Rows = list[Mapping[str, Any]]


class Span(Struct, frozen=True):
    """Which campaigns (by number) are counted, from `since` to before `until` (UTC ms), with the first source or ''."""

    campaigns: tuple[int, ...]
    since: int
    until: int
    by_source: bool = False

    @property
    def when(self) -> dict[str, int]:
        """The period as queries take it."""
        return {"since": self.since, "until": self.until}

    @property
    def where(self) -> dict[str, Any]:
        """Campaigns and period as queries take them."""
        return {"campaigns": json.dumps(self.campaigns), **self.when}

    @property
    def sourced(self) -> dict[str, int]:
        """Whether the first source is looked up, as queries take it."""
        return {"by_source": int(self.by_source)}


class MeasureRoom(Room):
    """Rows to be counted; none of them is kept at hand, for there may be many."""

    name = "measures"

    def sqls(self, span: Span) -> Rows:
        """The SQLs that sales was given in the period, with what it says of them; always with their first source."""
        return self.afresh("sqls", **span.where)

    def meetings(self, span: Span, now: int) -> Rows:
        """Meetings whose latest time lies in the period and is over."""
        return self.afresh("meetings", now=now, **span.where, **span.sourced)

    def worked(self, span: Span, mature_before: int) -> Rows:
        """How many had their first call in the period, by the highest rung they reached and what became of them."""
        return self.afresh("worked", mature_before=mature_before, **span.where, **span.sourced)

    def dials(self, span: Span) -> Rows:
        """How many dials and calls that came in, by caller, direction and the built-in outcome they count as."""
        return self.afresh("dials", **span.where, **span.sourced)

    def spoken(self, span: Span) -> Rows:
        """The time of calls (ms) and the conversations of all campaigns, by quarter of an hour since 1970."""
        return self.afresh("spoken", **span.when, **span.sourced)

    def shifts(self, span: Span) -> Rows:
        """Stretches of work that touch the period."""
        return self.afresh("shifts", **span.when)

    def records(self, campaigns: Sequence[int], first_day: str, last_day: str) -> Rows:
        """Records that were bought in some days (ISO 8601, both included), and what they cost."""
        return self.afresh("records", campaigns=json.dumps(campaigns), first_day=first_day, last_day=last_day)

    def first_work(self, campaigns: Sequence[int]) -> int | None:
        """When anybody was first called or handed to sales (UTC ms); None before that."""
        row = self.ask("first_work", campaigns=json.dumps(campaigns))
        known = [int(each) for each in (row["dialled"], row["submitted"]) if each is not None]
        return min(known, default=None)

    def marks(self, span: Span) -> Rows:
        """Callers' verdicts on facts as they were supplied, by source, batch and field."""
        return self.afresh("marks", **span.where)

    def marked_records(self, span: Span, keys: Sequence[str]) -> Rows:
        """How many records have a mark on one of the five key fields, on all of them, and a wrong one."""
        return self.afresh("marked_records", keys=json.dumps(keys), **span.where)

    def batches(self) -> list[tuple[int, str, int]]:
        """Every imported file: its number, its name, when it came (UTC ms)."""
        return [(int(row["id"]), str(row["file_name"]), int(row["started_at"])) for row in self.afresh("batches")]
