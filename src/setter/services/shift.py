"""A caller's shift: begin, break, end; leases are let go and promises passed on."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.calling_window import local_time
from setter.domain.errors import Refused
from setter.domain.roles import DECIDING
from setter.domain.units import DAY, HOUR
from setter.services.attempts import dialled
from setter.services.desk import Desk
from setter.services.place import give_back
from setter.store.ids import new_id
from setter.store.records import Callback, Shift
from setter.store.unit import Unit

FOR_EVER = (1 << 63) - 1
DUTIES_AHEAD_MS = 12 * HOUR
"""Duties due within this time are the day's: the task strip shows as many."""


class ShiftEnd(Struct, frozen=True):
    """What was let go: whether a taken prospect went back, and how many promises passed on."""

    released: bool
    passed_on: int


def begin_work(desk: Desk) -> None:
    """Begin or go on with a stretch of work; a break ends."""
    desk.store.write(lambda unit: _switch(desk, unit, "work"))


def end_break(desk: Desk, unit: Unit) -> None:
    """Let a caller's clock go on who takes a call: a break is over with it."""
    current = unit.tasks.open_shift(desk.caller)
    if current is not None and current.kind == "break":
        _switch(desk, unit, "work")


def shift_state(desk: Desk) -> str:
    """How a caller's clock stands: "work", "break", or "off" before a shift and after it."""

    def look(unit: Unit) -> str:
        current = unit.tasks.open_shift(desk.caller)
        return current.kind if current else "off"

    return desk.store.read(look)


def take_break(desk: Desk) -> ShiftEnd:
    """Put a taken prospect back and stop the clock; while it stands, promises are the pool's as soon as they are due.

    What nobody has taken meanwhile is the caller's own again when work goes on. Refused while a dialled call has no
    outcome.
    """

    def pause(unit: Unit) -> ShiftEnd:
        released = _let_go(desk, unit, "break")
        _switch(desk, unit, "break")
        return ShiftEnd(released, 0)

    return desk.store.write(pause)


def end_shift(desk: Desk, colleague: str = "") -> ShiftEnd:
    """Put a taken prospect back, pass today's promises and duties to a colleague or the pool, and stop the clock.

    Refused while a dialled call has no outcome.
    """

    def end(unit: Unit) -> ShiftEnd:
        released = _let_go(desk, unit, "end_shift")
        now = desk.now()
        passed = unit.tasks.pass_on(desk.caller, now + DUTIES_AHEAD_MS, colleague)
        for promise in unit.tasks.promises_of(desk.caller):
            if _is_todays(promise, now):
                pass_promise(unit, promise, colleague)
                passed += 1
        current = unit.tasks.open_shift(desk.caller)
        if current is not None:
            unit.tasks.end_shift(current.id, now)
        desk.audit(unit, "end_shift", f"caller/{desk.caller}", {"passed_on": passed, "to": colleague or "pool"})
        return ShiftEnd(released, passed)

    return desk.store.write(end)


def pass_all(desk: Desk, absent: str, colleague: str, why: str, days: int | None = None) -> int:
    """Pass all that somebody who is not here has promised and owes, of the next days if so many are given; how much.

    To a colleague, or to the pool ('') for promises; each prospect's time stays as promised. A prospect they had taken
    goes back undialled. Refused unless whoever leads the team asks.
    """

    def move(unit: Unit) -> int:
        sentence = "Only who leads the team passes a colleague's work on."
        desk.allow_only(unit, DECIDING, sentence, "duty", "Ask your team lead.")
        now = desk.now()
        until = FOR_EVER if days is None else now + days * DAY
        for call in unit.calls.all_live(absent):
            if not dialled(unit, call.id):
                give_back(desk, unit, call, "passed_on")
        passed = unit.tasks.pass_on(absent, until, colleague)
        for promise in unit.tasks.promises_of(absent):
            if promise.due_at <= until:
                pass_promise(unit, promise, colleague)
                passed += 1
        desk.audit(
            unit, "pass_all", f"caller/{absent}", {"passed_on": passed}, old=absent, new=colleague or "pool", why=why
        )
        return passed

    return desk.store.write(move)


def pass_promise(unit: Unit, promise: Callback, colleague: str) -> None:
    """Give one promise to a colleague, or to the pool (''); the prospect's time stays as promised."""
    unit.tasks.save_callback(replace(promise, owner=colleague))
    enrolment = unit.prospects.enrolment(promise.enrolment_id)
    if enrolment is not None:
        unit.prospects.save_enrolment(replace(enrolment, owner=colleague))
    unit.queue.reassign(promise.enrolment_id, colleague)


def _is_todays(promise: Callback, now: int) -> bool:
    """Say whether a promise is due on this day, or was before, by the clock of whoever was promised."""
    return promise.wall[:10] <= local_time(now, promise.zone).date().isoformat()


def _let_go(desk: Desk, unit: Unit, why: str) -> bool:
    call = unit.calls.live(desk.caller)
    if call is None:
        return False
    if dialled(unit, call.id):
        raise Refused("call_live", "Your call has no outcome yet.", "shift", "Record it, then stop.")
    give_back(desk, unit, call, why)
    return True


def _switch(desk: Desk, unit: Unit, kind: str) -> None:
    now = desk.now()
    current = unit.tasks.open_shift(desk.caller)
    if current is not None and current.kind == kind:
        return
    if current is not None:
        unit.tasks.end_shift(current.id, now)
    unit.tasks.begin_shift(Shift(new_id(now), desk.caller, kind, now, None))
