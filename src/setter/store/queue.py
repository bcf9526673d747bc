"""Who may be called next, and who holds whom."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from setter.store.engine import Contended
from setter.store.records import Queued, QueueLine
from setter.store.room import Room

READY, WAITING, LEASED, PROMISED = 0, 1, 2, 3
REMAINDERS, LOOKED_AT = 99_991, 2_000
"""By what ids are divided to stand in an order of no meaning, and at how many a chance looks."""
IN_SIGHT, MOST_TRIES = 16, 3
"""How many a claim looks at first, one of each window at least; and how often, each time further, when others were
about to take them all."""


Windows = Mapping[int, int]
"""Open calling windows by id, each with what a dial there is worth now beyond the score, in hundredths of a point."""


class QueueRoom(Room):
    """The narrow table that holds only those who may ever be called."""

    name = "queue"

    def get(self, enrolment_id: int) -> Queued | None:
        """An enrolment's place, or None when it is not in the queue."""
        return self.one(Queued, "queued", enrolment_id=enrolment_id)

    def held_by(self, call_id: int) -> Queued | None:
        """The place that a call holds under its lease."""
        return self.one(Queued, "held_by_call", call_id=call_id)

    def lease_on(self, prospect_id: int) -> Queued | None:
        """The one lease on a person, in whichever campaign."""
        return self.one(Queued, "lease_on", prospect_id=prospect_id)

    def place(self, queued: Queued) -> None:
        """Put an enrolment in its place, whether it stood in the queue or not."""
        if self.get(queued.enrolment_id) is None:
            self.put("add_queue", queued)
        else:
            self.put("save_queue", queued)

    def remove(self, enrolment_id: int) -> None:
        """Take an enrolment out of the queue."""
        self.ask("remove", enrolment_id=enrolment_id)

    def remove_prospect(self, prospect_id: int) -> None:
        """Take a person out of every queue, save from a live call."""
        self.ask("remove_prospect", prospect_id=prospect_id)

    def anybody_due(self, now: int, campaign: int, reserved_before: int) -> bool:
        """Say whether somebody's time has come, or a promise of a campaign is its owner's no longer."""
        return bool(self.ask("anybody_due", now=now, campaign=campaign, reserved_before=reserved_before))

    def due(self, now: int, most: int) -> list[Queued]:
        """Those who wait, are leased or promised and whose time has come, oldest first; held until the commit."""
        return self.many(Queued, "due", now=now, most=most)

    def wake_waits(self, now: int, most: int) -> int:
        """Make those ready whose wait is over and whom nothing but time has changed, oldest first; how many."""
        woken = self._ids("due_waits", now=now, most=most)
        if woken:
            self.ask("end_waits", enrolments=json.dumps(woken))
            self.ask("wake_waits", enrolments=json.dumps(woken))
        return len(woken)

    def wake_promises(self, now: int, lead: int, most: int) -> int:
        """Make promised callbacks ready for their owners `lead` (milliseconds) before their time; how many."""
        woken = self._ids("due_promises", now=now, lead=lead, most=most)
        if woken:
            self.ask("wake_promises", enrolments=json.dumps(woken), lead=lead)
        return len(woken)

    def free_overdue(self, campaign: int, reserved_before: int, most: int) -> int:
        """Let anybody keep the promises that stand ready since before an instant, the oldest first; how many."""
        return int(self.ask("free_overdue", campaign=campaign, reserved_before=reserved_before, most=most))

    def take_turn(self, caller: str) -> None:
        """Wait for the end of what this caller claims elsewhere at the same moment, in another terminal."""
        self.ask("take_turn", caller=caller)

    def claim(self, campaign: int, windows: Windows, caller: str, call_id: int, lease_until: int) -> Queued | None:
        """Lease the best ready enrolment of the open windows to a caller; None when there is none.

        Where the score decides, a window's worth is added to it.

        Whoever is kept for this caller, or for a colleague on a break, is among them. Whom others are about to take
        is passed over; where that is everybody in sight, it is looked further, and Contended raised in the end.
        """
        open_windows = json.dumps(list(windows))
        values = {"campaign": campaign, "windows": json.dumps(windows), "caller": caller, "call_id": call_id}
        each = max(1, IN_SIGHT // max(1, len(windows)))
        for _ in range(MOST_TRIES):
            found = self.one(Queued, "claim", lease_until=lease_until, each=each, **values)
            if found or self.ask("anybody_ready", campaign=campaign, windows=open_windows) is None:
                return found
            each *= 8
        raise Contended

    def by_chance(self, campaign: int, windows: Iterable[int], caller: str, chance: float) -> int | None:
        """An enrolment of the open windows that a chance from 0 to 1 picks, whatever its score; None without one.

        Nobody is picked while a promise, an inquiry or somebody hot stands ready, for they come first.
        """
        values = {"campaign": campaign, "windows": json.dumps(list(windows))}
        if self.ask("anybody_before_the_rest", caller=caller, **values) is not None:
            return None
        for remainder in (int(chance * REMAINDERS), 0):  # from there on, then from the first on
            found = self.ask("ready_by_chance", remainder=remainder, most=LOOKED_AT, **values)
            if found is not None:
                return int(found)
        return None

    def standing_by_chance(self, campaign: int, chance: float, most: int) -> dict[int, int]:
        """The prospects, by enrolment, that a chance from 0 to 1 picks of a campaign's queue, wherever they stand."""
        first = self.ask("standing_by_chance", campaign=campaign, remainder=int(chance * REMAINDERS), most=most)
        found = {int(row["enrolment_id"]): int(row["prospect_id"]) for row in first}
        if len(found) < most:
            again = self.ask("standing_by_chance", campaign=campaign, remainder=0, most=most)
            found |= {int(row["enrolment_id"]): int(row["prospect_id"]) for row in again}
        return found

    def callable_among(self, enrolments: Sequence[int], windows: Windows, caller: str) -> dict[int, int]:
        """Those of some enrolments that stand ready in open windows, each with what its window is worth."""
        listed = {"enrolments": json.dumps(list(enrolments)), "windows": json.dumps(list(windows))}
        rows = self.ask("callable_among", caller=caller, **listed)
        return {int(row["enrolment_id"]): windows[int(row["calling_window"])] for row in rows}

    def claim_this(self, enrolment_id: int, caller: str, call_id: int, lease_until: int) -> Queued | None:
        """Lease one enrolment; None when somebody holds it or the person."""
        return self.one(
            Queued,
            "claim_this",
            enrolment_id=enrolment_id,
            call_id=call_id,
            caller=caller,
            lease_until=lease_until,
        )

    def company_busy_until(self, prospect_id: int, now: int, rest: int) -> int | None:
        """When a prospect's company may be rung again: `rest` (ms) after its last dial, or as a lease there ends.

        None while nobody else of it was rung or is held; instants are UTC milliseconds.
        """
        rung_at = self.ask("company_rung_at", prospect_id=prospect_id, rung_since=now - rest)
        held_until = self.ask("company_held_until", prospect_id=prospect_id)
        return max((int(rung_at) + rest if rung_at else 0), int(held_until or 0)) or None

    def spread(self, queued: Queued, least_tier: int, until: int) -> None:
        """Let everybody ready of a prospect's company wait until an instant, from a tier on down."""
        shared = {"prospect_id": queued.prospect_id, "campaign": queued.campaign}
        self.ask("spread", tier=least_tier, until=until, **shared)
        self.place(replace(queued, slot=WAITING, due=until, holder="", call_id=None))

    def extend(self, call_id: int, caller: str, lease_until: int) -> bool:
        """Keep a lease alive; False when it is no longer this caller's."""
        return bool(self.ask("extend", call_id=call_id, caller=caller, lease_until=lease_until))

    def reassign(self, enrolment_id: int, owner: str) -> None:
        """Keep a promised prospect for another caller, or for the pool ('')."""
        self.ask("reassign", enrolment_id=enrolment_id, owner=owner)

    def lines(
        self,
        campaign: int,
        windows: Windows,
        caller: str,
        most: int,
        skipped: int = 0,
    ) -> list[QueueLine]:
        """The queue in calling order: those who may be called now, then those who may later."""
        shown = {"campaign": campaign, "windows": json.dumps(windows), "caller": caller}
        found = self.many(QueueLine, "open_lines", most=most, skipped=skipped, **shown)
        mine: dict[str, Any] = {**shown, "windows": json.dumps(list(windows))}
        if len(found) < most:
            ready = int(self.ask("open_count", **mine))
            later = max(0, skipped - ready)
            found += self.many(QueueLine, "closed_lines", most=most - len(found), skipped=later, **mine)
        return found

    def length(self, campaign: int) -> int:
        """How many of a campaign stand in the queue and are held by nobody."""
        return int(self.ask("queue_length", campaign=campaign))

    def standing(self, campaign: int, at: int) -> dict[int, int]:
        """How many of a campaign, by calling window, are ready by an instant or have their time come until then."""
        rows = self.ask("standing", campaign=campaign, at=at)
        return {int(row["calling_window"]): int(row["number"]) for row in rows}

    def waterfall(self, campaign: int, caller: str) -> list[dict[str, Any]]:
        """Every enrolment of the campaign, counted by what stands between it and a dial by this caller."""
        rows = self.ask("waterfall", campaign=campaign, caller=caller)
        return [dict(row) for row in rows]

    def near_a_cap(
        self,
        campaign: int,
        caller: str,
        *,
        since: int,
        week_since: int,
        most_number: int,
        most_person: int,
        most_company: int,
    ) -> list[dict[str, Any]]:
        """Whoever in a campaign's queue, or whose number or company, was dialled so often, as the waterfall has them.

        Dials of a number and a person count from `since` on, those of a company from `week_since`.
        """
        rows = self.ask(
            "near_a_cap",
            campaign=campaign,
            caller=caller,
            since=since,
            week_since=week_since,
            most_number=most_number,
            most_person=most_person,
            most_company=most_company,
        )
        return [dict(row) for row in rows]

    def _ids(self, query: str, **values: Any) -> list[int]:
        return [int(row["enrolment_id"]) for row in self.ask(query, **values)]

    def dialled_lately(self, enrolments: Sequence[int], since: int, week_since: int) -> list[int]:
        """Which of some enrolments' people, or numbers of theirs, were dialled since an instant by anybody.

        And whose colleagues were since `week_since`.
        """
        listed = json.dumps(list(enrolments))
        return self._ids("dialled_lately", enrolments=listed, since=since, week_since=week_since)

    def strays(self, campaign: int) -> dict[str, int]:
        """How many open prospects who could be called have lost their next step, by work state."""
        return {row["work_state"]: int(row["number"]) for row in self.ask("strays", campaign=campaign)}

    def unreachable(self, campaign: int) -> int:
        """How many open prospects wait for a usable number or a known place."""
        return int(self.ask("unreachable", campaign=campaign))
