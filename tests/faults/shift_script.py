"""A caller who follows a script: whatever she finds when she sits down, she goes on from there to the same end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import asdict

from houses import CAMPAIGN, HEADER, MORNING, FrozenClock
from setter.examples import example_campaign
from setter.services.book import book
from setter.services.campaigns import activate, add_text
from setter.services.desk import Desk, make_database, open_desk
from setter.services.draft import begin_dial, end_call, give_answer, keep_note, keep_path, resume, try_next_number
from setter.services.import_list import import_list
from setter.services.record_outcome import Given
from setter.services.shift import begin_work, end_shift
from setter.services.take_call import next_call
from setter.services.undo import undo
from setter.store.records import Call

Tell = Callable[..., None]
"""Told (what, facts) once a service has returned: from then on it is acknowledged."""
FOUR_MINUTES = 240_000


@dataclass(frozen=True)
class Part:
    """What the caller does on one call; `numbers` is how many she tries, `undone` an outcome that she takes back."""

    code: str
    note: str = ""
    answers: tuple[Mapping[str, str], ...] = ()
    path: tuple[str, ...] = ("reach",)
    numbers: int = 1
    meeting: str = ""
    callback: str = ""
    reason: str = ""
    undone: str = ""


PARTS = {
    "meeting": Part(
        "meeting_set",
        "Vans út: “late”",
        (
            {"delivery_by": "own_vans"},
            {
                "need_quote": "half our phone calls are late vans",
                "vehicles": "12",
                "seniority": "owner",
                "decision_role": "decides",
                "budget_status": "allocated",
                "timing": "0-3m",
                "email": "ada@birch.example",
                "agenda": "the map of vans",
                "confirm_quote": "Tidemark Software shows every van on one page",
            },
        ),
        ("reach", "opener", "reason", "book"),
        meeting="mon 10am",
    ),
    "two numbers": Part("no_answer", "rings", numbers=2),
    "callback": Part(
        "callback_prospect", "in a van", ({"delivery_by": "mixed"},), ("reach", "opener"), callback="tomorrow 10am"
    ),
    "do not call": Part("do_not_call", "angry", path=("reach", "goodbye_for_good")),
    "undo": Part("busy", "beeps", undone="no_answer"),
    "skip": Part("skipped", "k", numbers=0, reason="a friend of mine"),
}
PEOPLE = "\n".join(
    [
        HEADER.replace("phone,", "phone,direct_phone,"),
        "Ada North,Birch Foods,+13125550101,+13125550111,Owner,,IL,US",
        "Ben Okafor,Beech Meats,+13125550102,,Operations Manager,,IL,US",
    ]
)


def furnish(path: Path, people: str = PEOPLE) -> None:
    """Make a database with an active campaign and some people."""
    made = make_database(str(path), sandbox=True, anchor=MORNING)
    desk = Desk(made.store, FrozenClock(), "mira")
    add_text(desk, example_campaign())
    activate(Desk(made.store, FrozenClock(), made.caller), CAMPAIGN)
    if people:
        listed = path.with_suffix(".csv")
        listed.write_text(people, encoding="utf-8")
        import_list(desk, listed, CAMPAIGN, source="list")
        listed.unlink()
    desk.store.close()


def sit_down(path: str, caller: str = "mira") -> Desk:
    """Sit down at the database in the morning."""
    desk = open_desk(path, caller)
    desk.clock = FrozenClock()
    return desk


def work(path: str, part: str, tell: Tell) -> None:
    """Work one shift: what was left open, one call to its outcome, a look at the next prospect, and home."""
    desk = sit_down(path)
    found = resume(desk)
    if found is not None:
        reply = asdict(found.reply) if found.reply else None
        facts = {"note": found.note, "path": found.path, "dialled": found.dialled, "reply": reply}
        tell("resumed", call=found.call.id, **facts)
    if _went_home(desk):
        return
    begin_work(desk)
    if not _closed(desk):
        call = found.call if found else next_call(desk, CAMPAIGN).call
        assert call is not None
        tell("taken", call=call.id)
        play(desk, call, PARTS[part], tell, found.note if found else "", found.path if found else ())
    take_back(desk, PARTS[part], tell)
    desk.clock.at += FOUR_MINUTES
    following = next_call(desk, CAMPAIGN)
    assert following.call is not None
    tell("taken", call=following.call.id)
    end_shift(desk)
    tell("ended")
    desk.store.close()


def play(desk: Desk, call: Call, part: Part, tell: Tell, note: str = "", path: tuple[str, ...] = ()) -> None:
    """Go through a call from wherever it stands."""
    _dial(desk, call, part, tell)
    for steps in range(1, len(part.path) + 1):
        if steps > len(path) or path[:steps] != part.path[:steps]:
            keep_path(desk, call.id, part.path[:steps])
            tell("path", call=call.id, path=part.path[:steps])
    for letters in range(len(note) + 1, len(part.note) + 1):
        keep_note(desk, call.id, part.note[:letters])
        tell("note", call=call.id, text=part.note[:letters])
    known = {each.field for each in desk.store.read(lambda unit: unit.calls.answers_of_call(call.id))}
    for given in part.answers:
        unknown = {name: text for name, text in given.items() if name not in known}
        if unknown:
            give_answer(desk, call.id, unknown)
            tell("answered", call=call.id, fields=list(unknown))
    if part.meeting and desk.store.read(lambda unit: unit.meetings.open_for(call.enrolment_id)) is None:
        booked = book(desk, call.id, part.meeting)
        tell("booked", call=call.id, meeting=booked.meeting.id)
    _end(desk, call, part, part.code if call.outcomes else part.undone or part.code, tell)


def take_back(desk: Desk, part: Part, tell: Tell) -> None:
    """Take the first outcome back where the part says so, and give the right one."""
    last = desk.store.read(lambda unit: unit.calls.last_closed(desk.caller))
    if part.undone and last is not None and last.outcome == part.undone:
        call = undo(desk, last.id)
        tell("undone", call=call.id)
        _end(desk, call, part, part.code, tell)


def _end(desk: Desk, call: Call, part: Part, code: str, tell: Tell) -> None:
    reply = end_call(desk, call.id, Given(code, callback=part.callback, reason=part.reason, path=part.path))
    tell("outcome", call=call.id, code=code, reply=asdict(reply))


def _dial(desk: Desk, call: Call, part: Part, tell: Tell) -> None:
    attempts = desk.store.read(lambda unit: unit.calls.attempts(call.id))
    if part.numbers and not attempts:
        tell("dialled", call=call.id, attempt=begin_dial(desk, call.id).attempt)
    if part.numbers == 2 and len(attempts) < 2:
        interrupted = bool(attempts) and attempts[-1].ended_at is not None
        other = "+13125550111" if attempts and attempts[-1].e164 == "+13125550101" else "+13125550101"
        dialled = begin_dial(desk, call.id, other) if interrupted else try_next_number(desk, call.id)
        tell("dialled", call=call.id, attempt=dialled.attempt)


def _closed(desk: Desk) -> bool:
    return desk.store.read(lambda unit: unit.calls.last_closed(desk.caller)) is not None


def _went_home(desk: Desk) -> bool:
    return _closed(desk) and desk.store.read(lambda unit: unit.tasks.open_shift(desk.caller)) is None
