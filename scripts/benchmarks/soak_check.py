"""What was acknowledged in a soak, compared with what is in the database."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from benchmarks.soak_ledger import Told
from setter.services.desk import Desk
from setter.services.doctor import examine
from setter.services.place import promote_due

CLOCKS_MS = 500
"""On PostgreSQL two transactions may read the clock in another order than they commit in, and two programs know the
server's time a little apart, the more the busier the machine is; the ledgers, by one clock for all, know better.
"""


def problems(desk: Desk, told: Told, kills: int) -> Iterator[str]:
    """Every loss, double or leftover, a sentence each; nothing when all is as it was told."""
    for first, second in told.doubles():
        yield f"one person was held by the calls {first} and {second} at the same time"
    for call in told.twice:
        yield f"the call {call} was given out twice"
    desk.store.write(lambda unit: promote_due(unit, desk.now()))
    with closing(desk.store.engine.connect()) as connection:
        yield from _claims(connection, told)
        yield from _outcomes(connection, told, kills)
        yield from _overlaps(connection, 0 if desk.store.engine.dialect == "sqlite3" else CLOCKS_MS)
        yield from _leases(connection, desk.now())
        if desk.store.engine.dialect == "sqlite3":
            rows = connection.execute("PRAGMA integrity_check").fetchall()
            yield from (f"integrity_check: {row['integrity_check']}" for row in rows if row["integrity_check"] != "ok")
    yield from (f"doctor: {each.what}: {each.found}" for each in examine(desk) if not each.sound)


def _claims(connection: Any, told: Told) -> Iterator[str]:
    """Each acknowledged claim and dial is there, with its person and its caller."""
    missing = dict(told.held)
    for row in connection.execute("SELECT id, prospect_id, caller FROM call"):
        held = missing.pop(row["id"], None)
        if held is not None and (held.prospect, held.caller) != (row["prospect_id"], row["caller"]):
            yield f"the call {row['id']} is with somebody else than was told"
    yield from (f"the claim of call {call} is lost" for call in missing)
    dialled = {row["call_id"] for row in connection.execute("SELECT DISTINCT call_id FROM attempt")}
    yield from (f"the dial of call {call} is lost" for call in told.dials - dialled)


def _outcomes(connection: Any, told: Told, kills: int) -> Iterator[str]:
    """Each acknowledged outcome is there exactly once; no more are there unsaid than callers were killed."""
    found: Counter[int] = Counter()
    unsaid = 0
    asked = (
        "SELECT o.call_id AS call_id, o.code AS code, o.reply AS reply, o.undone_at AS undone_at, c.state AS state,"
        " c.outcome AS outcome FROM outcome o JOIN call c ON c.id = o.call_id"
    )
    for row in connection.execute(asked):
        call = row["call_id"]
        found[call] += 1
        late = json.loads(row["reply"]).get("late", False)
        if call not in told.outcomes:
            unsaid += 1
        elif row["code"] != told.outcomes[call]:
            yield f"the outcome of call {call} is {row['code']}, told was {told.outcomes[call]}"
        if row["undone_at"] is None and not late and (row["state"], row["outcome"]) != ("closed", row["code"]):
            yield f"the call {call} has an outcome and is {row['state']}"
    yield from (f"the outcome of call {call} is lost" for call in told.outcomes if not found[call])
    yield from (f"the outcome of call {call} is there {number} times" for call, number in found.items() if number > 1)
    if unsaid > kills:
        yield f"{unsaid} outcomes are there that nobody was told of, after {kills} kills"


def _overlaps(connection: Any, tolerated_ms: int) -> Iterator[str]:
    """By the calls' own times, too, nobody is with two callers at once, save where clocks a little apart explain it."""
    before: dict[str, Any] | None = None
    asked = "SELECT id, prospect_id, taken_at, closed_at FROM call ORDER BY prospect_id, taken_at, id"
    for row in connection.execute(asked):
        if before is not None and before["prospect_id"] == row["prospect_id"]:
            together = min(_held(before, until=row), _held(row, until=before))
            if together > tolerated_ms:
                yield f"the calls {before['id']} and {row['id']} overlap by their own times"
        before = row


def _held(call: Any, until: Any) -> float:
    """How long (ms) a call had still to go when another of the same person began; one that is live has for ever."""
    return math.inf if call["closed_at"] is None else call["closed_at"] - until["taken_at"]


def _leases(connection: Any, now: int) -> Iterator[str]:
    """A lease has its live call and time left; a live call has its lease, and its person is in_call."""
    for row in connection.execute(
        "SELECT q.enrolment_id AS enrolment, q.due AS due, q.call_id AS call_id, c.state AS state"
        " FROM queue q LEFT JOIN call c ON c.id = q.call_id WHERE q.slot = 2"
    ).fetchall():
        if row["state"] != "live":
            yield f"the lease on enrolment {row['enrolment']} has no live call"
        if row["due"] <= now:
            yield f"the lease on enrolment {row['enrolment']} ran out and still stands"
    for row in connection.execute(
        "SELECT c.id AS call_id, e.work_state AS state, q.slot AS slot"
        " FROM call c JOIN enrolment e ON e.id = c.enrolment_id"
        " LEFT JOIN queue q ON q.call_id = c.id AND q.slot = 2 WHERE c.state = 'live'"
    ).fetchall():
        if row["slot"] != 2 or row["state"] != "in_call":
            yield f"the live call {row['call_id']} has no lease, or its person is {row['state']}"
    strays = "SELECT count(*) AS number FROM enrolment e WHERE e.work_state = 'in_call' AND NOT EXISTS"
    row = connection.execute(
        f"{strays} (SELECT 1 FROM call c WHERE c.enrolment_id = e.id AND c.state = 'live')"
    ).fetchone()
    if row["number"]:
        yield f"{row['number']} people are in_call without a live call"
