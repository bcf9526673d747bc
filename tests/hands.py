"""A caller's hands and eyes for tests: take, dial, end a call; find people by name and see how they stand."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from houses import ADA, CAMPAIGN, HEADER, beside
from setter.domain import units
from setter.domain.errors import Refused
from setter.services.book import book
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.import_list import Imported, import_list
from setter.services.promote import Promoted, promote
from setter.services.queue_view import QueueEntry, queue_of
from setter.services.record_outcome import Given, Reply, record
from setter.services.take_call import next_call, take
from setter.services.tasks import strip
from setter.store.records import Call, Enrolment, Meeting, Phone, Prospect, Queued, Task

MINUTE, HOUR, DAY = units.MINUTE, units.HOUR, units.DAY
QUALIFIED = {
    "delivery_by": "own_vans",
    "vehicles": "14",
    "seniority": "owner",
    "email": "ada@birch.example",
    "need_quote": "we lose two hours a day on the phone",
    "budget_status": "can_find",
    "decision_role": "decides",
    "timing": "0-3m",
    "confirm_quote": "You are Tidemark and you will show me the vans on a map",
    "agenda": "see late vans",
}
"""Answers that meet every gate but the meeting itself."""
DAY_BEFORE = "2026-11-30T15:00:00Z"
"""The working morning before a meeting on 1 December, when it is confirmed."""


def people_named(unit: Any, name: str) -> list[Prospect]:
    """Everybody of just that name, oldest record first."""
    found = sorted(each.prospect_id for each in unit.search.find("tidemark", 1, name, 99) if each.name == name)
    return [unit.prospects.get(each) for each in found]


def prospect_named(desk: Desk, name: str) -> Prospect:
    """The one prospect of that name."""

    def look(unit: Any) -> Prospect:
        (found,) = people_named(unit, name)
        return found

    return desk.store.read(look)


def enrolment_of(desk: Desk, name: str) -> Enrolment:
    """That prospect's enrolment in the example campaign."""
    prospect = prospect_named(desk, name)
    found = desk.store.read(lambda unit: unit.prospects.enrolled(1, prospect.id))
    assert found is not None
    return found


def place_of(desk: Desk, name: str) -> Queued | None:
    """That prospect's place in the queue."""
    enrolment = enrolment_of(desk, name)
    return desk.store.read(lambda unit: unit.queue.get(enrolment.id))


def put(desk: Desk, name: str, **changes: Any) -> None:
    """Stand somebody elsewhere in the queue."""
    place = place_of(desk, name)
    assert place is not None
    desk.store.write(lambda unit: unit.queue.place(replace(place, **changes)))


def phones_of(desk: Desk, name: str) -> list[Phone]:
    """That prospect's numbers in order."""
    prospect = prospect_named(desk, name)
    return desk.store.read(lambda unit: unit.prospects.phones(prospect.id))


def entry_of(desk: Desk, name: str, at: int | None = None) -> QueueEntry:
    """That prospect's line in the queue as a caller sees it, now or at another time."""
    (found,) = [each for each in queue_of(desk, CAMPAIGN, at=at) if each.line.full_name == name]
    return found


def meeting_of(desk: Desk, name: str = ADA) -> Meeting:
    """That prospect's meeting that stands."""
    enrolment = enrolment_of(desk, name)
    found = desk.store.read(lambda unit: unit.meetings.open_for(enrolment.id))
    assert found is not None
    return found


def sql_of(desk: Desk, name: str = ADA) -> Any:
    """That prospect's SQL; None when there is none."""
    enrolment = enrolment_of(desk, name)
    return desk.store.read(lambda unit: unit.meetings.handoff_of_enrolment(enrolment.id))


def promise_of(desk: Desk, name: str = ADA) -> Any:
    """The callback that prospect was promised; None when there is none."""
    enrolment = enrolment_of(desk, name)
    return desk.store.read(lambda unit: unit.tasks.open_callback(enrolment.id))


def open_tasks(desk: Desk, name: str = ADA) -> list[Task]:
    """What is owed to or about that prospect, by whomever."""
    enrolment = enrolment_of(desk, name)
    found = desk.store.read(lambda unit: unit.tasks.of_enrolment(enrolment.id))
    return [task for task in found if task.state == "open"]


def on_strip(desk: Desk) -> list[str]:
    """The kinds of duties on a caller's own strip, in order."""
    return [line.kind for line in strip(desk)]


def attempts_of(desk: Desk, call_id: int) -> list[Any]:
    """Every dial of a call."""
    return desk.store.read(lambda unit: unit.calls.attempts(call_id))


def taken(desk: Desk, name: str = "") -> Call:
    """A call in hand: with this person, or with the best."""
    found = take(desk, enrolment_of(desk, name).id) if name else next_call(desk, CAMPAIGN)
    assert found.call is not None, found.reasons
    return found.call


def dialled(desk: Desk, name: str = "") -> Call:
    """A call in hand whose first number is being dialled."""
    call = taken(desk, name)
    dial(desk, call.id)
    return call


def refused_dial(desk: Desk, call_id: int, number: str = "") -> str:
    """The rule that refuses a dial, which must leave no attempt behind."""
    before = attempts_of(desk, call_id)
    with pytest.raises(Refused) as refused:
        dial(desk, call_id, number)
    assert attempts_of(desk, call_id) == before
    return refused.value.code


def promoted(desk: Desk, **waived: str) -> Promoted:
    """Ada's SQL, made without a call; with reasons for the gates that are waived."""
    return promote(desk, prospect_named(desk, ADA).id, CAMPAIGN, waived)


def refused_promotion(desk: Desk, **waived: str) -> Any:
    """How an SQL of hers is refused, which must leave none behind."""
    with pytest.raises(Refused) as refused:
        promoted(desk, **waived)
    assert sql_of(desk) is None
    return refused.value


def ended(desk: Desk, code: str, name: str = "", **given: Any) -> tuple[Call, Reply]:
    """A whole call: taken, dialled (unless it is a skip) and ended with an outcome."""
    call = taken(desk, name) if code == "skipped" else dialled(desk, name)
    return call, record(desk, call.id, Given(code, **given))


def booked(desk: Desk, name: str = "", when: str = "wed 3pm", **answers: str) -> tuple[Call, Reply]:
    """A whole call that ends in a meeting, with every gate met unless an answer is set otherwise."""
    call = dialled(desk, name)
    book(desk, call.id, when)
    return call, record(desk, call.id, Given("meeting_set", answers={**QUALIFIED, **answers}, minutes=6))


def as_lead(desk: Desk) -> Desk:
    """The team lead at the same database."""
    return beside(desk, "lead")


def called(desk: Desk) -> str | None:
    """Take the best and say who it is; None when nobody may be called."""
    found = next_call(desk, CAMPAIGN)
    if found.call is None:
        return None
    prospect_id = found.call.prospect_id
    prospect = desk.store.read(lambda unit: unit.prospects.get(prospect_id))
    assert prospect is not None
    return prospect.full_name


def land(desk: Desk, folder: Path, *rows: str, header: str = HEADER, **options: Any) -> Imported:
    """Import some rows into the example campaign."""
    path = folder / f"{options.pop('file', 'more')}.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    campaign = options.pop("campaign", CAMPAIGN)
    return import_list(desk, path, campaign, **options)


def calendars(folder: Path) -> set[str]:
    """The kinds of calendar files in a folder."""
    return {path.name.split("-")[0] for path in folder.glob("*.ics")}


def everything(desk: Desk, *without: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of the house by table, in a fixed order; which commit was the last is the store's own business."""
    connection = desk.store.engine.connect()
    if desk.store.engine.dialect == "sqlite3":
        asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    else:
        asked = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    names = sorted(row["name"] for row in connection.execute(asked).fetchall())
    rows = {
        name: connection.execute(f"SELECT * FROM {name}").fetchall()
        for name in names
        if name not in (*without, "written")
    }
    return {name: sorted((dict(row) for row in found), key=repr) for name, found in rows.items()}


def counts(done: Imported) -> tuple[int, int, int, int, int]:
    """Read, landed, merged, unchanged, rejected."""
    return done.read, done.landed, done.merged, done.unchanged, done.rejected


def many(number: int, area: int = 312, firm: str = "Firm") -> list[str]:
    """Rows of people nobody knows."""
    return [
        f"Person{i} Sur{i},{firm} {i // 3},+1{area}556{i:04d},,p{i}@{firm.lower()}{i // 3}.example,IL,US"
        for i in range(number)
    ]


def at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    """Do all at one moment, each in a thread; what each gave, or the code of its refusal."""
    found: list[Any] = [None] * len(tasks)
    ready = threading.Barrier(len(tasks))

    def run(place: int) -> None:
        ready.wait()
        try:
            found[place] = tasks[place]()
        except Refused as refused:
            found[place] = refused.code

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
