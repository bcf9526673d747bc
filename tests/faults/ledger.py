"""What a database holds, read with nothing but SQL: what must agree in it, and what two runs must have in common."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

Rows = list[tuple[Any, ...]]

# Everything but ids and what hangs on them: two runs of one shift agree in all of it.
_COMMON = {
    "call": "SELECT full_name, state, outcome, outcomes, note, path, conversation, taken_at, closed_at FROM call",
    "outcome": "SELECT full_name, number, code, payload, recorded_at, undone_at "
    "FROM outcome o JOIN call c ON c.id = o.call_id",
    "attempt": "SELECT full_name, e164, disposition, zone, day_part, started_at, ended_at FROM attempt",
    "answer": "SELECT full_name, field, value, given_at FROM answer",
    "enrolment": "SELECT full_name, work_state, state_reason, cycle, attempts, next_at, owner, last_outcome,"
    " last_attempt_at, score, priority, tier, temperature, rung, zones, places, skips FROM enrolment",
    "queue": "SELECT full_name, tier, priority, slot, due, owner, holder, call_id FROM queue",
    "callback": "SELECT full_name, owner, kind, wall, zone, due_at, state FROM callback",
    "task": "SELECT full_name, kind, owner, due_at, state FROM task",
    "meeting": "SELECT full_name, rep, starts_at, ends_at, status, change FROM meeting",
    "handoff": "SELECT full_name, state, gates_required, gates_met, promoted_at FROM handoff",
    "fact_check": "SELECT full_name, field, verdict FROM fact_check",
    "phone": "SELECT full_name, e164, standing, verified_at FROM phone",
    "email": "SELECT full_name, address, confirmed_at FROM email",
}
_ALONE = {
    "suppression": "SELECT kind, hash, reason FROM suppression ORDER BY kind, hash",
    "shift": "SELECT caller, kind, started_at, ended_at FROM shift ORDER BY started_at",
    "rep_slot": "SELECT rep, bucket, held_until FROM rep_slot ORDER BY rep, bucket",
    "activity_day": "SELECT * FROM activity_day WHERE number <> 0 ORDER BY caller, disposition, meeting, sql",
    # how many answers an entry names depends on how many were written together
    "audit": "SELECT caller, action, count(*) FROM audit WHERE action <> 'answers'"
    " GROUP BY caller, action ORDER BY caller, action",
}


def ask(path: Path, question: str, *values: Any) -> Rows:
    """The rows that answer a question."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question, values).fetchall()


def standing(path: Path) -> dict[str, Rows]:
    """Everything that two runs of the same shift must have in common, room by room."""
    with closing(sqlite3.connect(path)) as connection:
        held = {room: connection.execute(question).fetchall() for room, question in _ALONE.items()}
        for room, question in _COMMON.items():
            joined = question + " JOIN prospect p ON p.id = prospect_id"
            held[room] = sorted(connection.execute(joined).fetchall(), key=repr)
    return held


def half_done(path: Path) -> list[str]:
    """Where a transaction left a half behind: outcome, call, attempt, enrolment, lease and audit must agree."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        problems = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        problems += [f"no parent: {tuple(row)}" for row in connection.execute("PRAGMA foreign_key_check")]
        audited = Counter(
            (row["action"], row["subject"]) for row in connection.execute("SELECT action, subject FROM audit")
        )
        for call in connection.execute("SELECT * FROM call").fetchall():
            problems += _disagreements(connection, call, audited)
        problems += _miscounted(connection)
        once = "SELECT prospect_id FROM {} GROUP BY prospect_id HAVING count(*) > 1"
        for table in ("queue WHERE slot = 2", "call WHERE state = 'live'", "meeting WHERE status <> 'cancelled'"):
            problems += [f"twice in {table}: {row[0]}" for row in connection.execute(once.format(table))]
    return problems


def _miscounted(connection: sqlite3.Connection) -> list[str]:
    """What the counts by day say otherwise than the attempts, meetings and SQLs that are there."""
    total = "SELECT coalesce(sum(number), 0) FROM activity_day WHERE "
    dialled = "SELECT count(*) FROM attempt WHERE disposition = ?"
    counted = f"{total} meeting = 0 AND sql = 0 AND disposition = ?"
    codes = [str(row[0]) for row in connection.execute("SELECT DISTINCT disposition FROM attempt")]
    agreements = {code: (dialled, (code,), counted, (code or "in progress",)) for code in codes}
    agreements["attempt"] = ("SELECT count(*) FROM attempt", (), f"{total} meeting = 0 AND sql = 0", ())
    agreements["meeting"] = ("SELECT count(*) FROM meeting", (), f"{total} meeting = 1", ())
    agreements["SQL"] = ("SELECT count(*) FROM handoff WHERE state = 'submitted'", (), f"{total} sql = 1", ())
    return [
        f"not counted as often as it is there: {what or 'attempt in progress'}"
        for what, (there, code, kept, name) in agreements.items()
        if connection.execute(there, code).fetchone()[0] != connection.execute(kept, name).fetchone()[0]
    ]


def _disagreements(connection: sqlite3.Connection, call: sqlite3.Row, audited: Counter[tuple[str, str]]) -> list[str]:
    subject = f"call/{call['id']}"
    outcomes = connection.execute("SELECT * FROM outcome WHERE call_id = ?", (call["id"],)).fetchall()
    attempts = connection.execute("SELECT * FROM attempt WHERE call_id = ?", (call["id"],)).fetchall()
    enrolment = connection.execute("SELECT * FROM enrolment WHERE id = ?", (call["enrolment_id"],)).fetchone()
    leases = connection.execute("SELECT * FROM queue WHERE call_id = ? AND slot = 2", (call["id"],)).fetchall()
    running = [attempt for attempt in attempts if attempt["ended_at"] is None]
    standing = [outcome for outcome in outcomes if outcome["undone_at"] is None]
    closed, live = call["state"] == "closed", call["state"] == "live"
    agreements = {
        "a closed call has one outcome, no other has any": len(standing) == int(closed),
        "every outcome is audited": audited["outcome", subject] == len(outcomes),
        "every dial is audited": audited["dial", subject] == len(attempts),
        "every answer is audited, once": _named(connection, subject) == _answers(connection, call["id"]),
        "a closed call has no attempt running": not (closed and running),
        "at most one attempt is running": len(running) <= 1,
        "a live call holds its lease, no other does": len(leases) == int(live),
        "somebody in a live call is in_call": not live or enrolment["work_state"] == "in_call",
        "a closed call names its outcome": not closed or (standing and call["outcome"] == standing[-1]["code"]),
        "the reply is whole": all(json.loads(outcome["reply"])["call"] == str(call["id"]) for outcome in standing),
    }
    return [f"{subject} ({call['state']}): not so that {words}" for words, true in agreements.items() if not true]


def _named(connection: sqlite3.Connection, subject: str) -> list[str]:
    """The answers that the audit names of a call, by their ids."""
    details = connection.execute("SELECT detail FROM audit WHERE subject = ?", (subject,)).fetchall()
    return sorted(each for detail in details for each in json.loads(detail[0]).get("answers", {}).values())


def _answers(connection: sqlite3.Connection, call: int) -> list[str]:
    return sorted(str(row[0]) for row in connection.execute("SELECT id FROM answer WHERE call_id = ?", (call,)))
