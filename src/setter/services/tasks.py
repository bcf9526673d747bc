"""The task strip: promises, confirmations and other duties, each with its time and one key."""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain.errors import Refused, Wrong
from setter.domain.outcome import is_missed
from setter.domain.units import MINUTE
from setter.services.answer_inquiry import INQUIRY, answer_by_hand
from setter.services.desk import Desk
from setter.services.duties import APPEAL, ONE_CALL, POOL, REVIEW
from setter.services.shift import DUTIES_AHEAD_MS, pass_promise
from setter.store.ids import new_id
from setter.store.records import Callback, Task, TaskLine
from setter.store.unit import Unit

NEAR_MS = 15 * MINUTE
"""A promise or an inquiry that is so near, or overdue, stands before every duty that can wait."""


def strip(desk: Desk, ahead_ms: int = DUTIES_AHEAD_MS) -> list[TaskLine]:
    """What a caller, or the pool, has to do until then: promises that are near before all, then by when it is due.

    A call that a duty asks for is not told a second time as a promise without a time.
    """
    now = desk.now()
    lines = desk.store.read(lambda unit: unit.tasks.strip(desk.caller, now + ahead_ms))
    told = {line.enrolment_id for line in lines if line.kind in ONE_CALL}
    shown = (line for line in lines if line.kind != "callback" or is_timed(line) or line.enrolment_id not in told)
    return sorted(shown, key=lambda line: (not _is_near(line, now), line.due_at, line.id))


def _is_near(line: TaskLine, now: int) -> bool:
    return is_timed(line) and line.due_at - now <= NEAR_MS


def is_timed(line: TaskLine) -> bool:
    """Say whether a line is due at its minute: a promised time, or somebody who asked and waits for us."""
    return line.kind == INQUIRY or (line.kind == "callback" and bool(line.timed))


def can_be_rung(desk: Desk, line: TaskLine) -> bool:
    """Say whether whoever a duty is about has a number that may be theirs; who left none is answered in writing."""
    who = line.prospect_id
    return who is not None and desk.store.read(
        lambda unit: any(each.standing == "ok" for each in unit.prospects.phones(who))
    )


def missed(line: TaskLine, now: int) -> bool:
    """Say whether a line of the strip is a promised time that was missed: whoever rings now says sorry first."""
    if line.kind != "callback" or line.words != "hard":
        return False
    return is_missed(line.due_at, now, line.missed_minutes, line.last_attempt_at)


def done(desk: Desk, task_id: int) -> None:
    """Tick a duty off, again to no effect; Wrong when there is none, Refused for a colleague's."""

    def write(unit: Unit) -> None:
        task = unit.tasks.get(task_id)
        if task is None or task.state == "cancelled":
            hint = "List them with: setter tasks. A promise is kept by calling."
            raise Wrong("no_task", "There is no such duty.", "task", hint)
        if task.state == "done":
            return
        _check_owner(desk, unit, task.owner)
        if task.kind == REVIEW and task.state == "open":
            hint = "Approve, return or reject it: setter sql waiting."
            raise Refused("in_review", "An SQL's review ends only by its decision.", "task", hint)
        if task.kind == APPEAL and task.state == "open":
            hint = "Uphold or overturn it: setter sql appeals."
            raise Refused("in_appeal", "An appeal ends only by its decision.", "task", hint)
        unit.tasks.close(task_id, "done", desk.now())
        if task.kind == INQUIRY:
            answer_by_hand(desk, unit, task)
        desk.audit(unit, "task_done", f"task/{task_id}", {"kind": task.kind})

    desk.store.write(write)


def pass_callback(desk: Desk, callback_id: int, colleague: str) -> None:
    """Give one promise to a colleague, or to the pool (''); the prospect's time stays as promised.

    A duty that asks for the same call may be named instead, and goes along. Wrong when there is none, Refused for a
    colleague's.
    """

    def write(unit: Unit) -> None:
        promise = unit.tasks.callback(callback_id) or _promised_beside(unit, callback_id)
        if promise is None or promise.state != "open":
            raise Wrong("no_callback", "There is no such open promise.", "callback", "List them with: setter tasks.")
        _check_owner(desk, unit, promise.owner)
        pass_promise(unit, promise, colleague)
        for task in unit.tasks.of_enrolment(promise.enrolment_id):
            if task.kind in ONE_CALL and task.state == "open" and task.owner == promise.owner:
                _give(desk, unit, task, colleague)
        detail = {"from": promise.owner, "to": colleague or "pool"}
        desk.audit(unit, "pass_callback", f"prospect/{promise.prospect_id}", detail)

    desk.store.write(write)


def pass_duty(desk: Desk, task_id: int, colleague: str) -> None:
    """Give a duty to a colleague; Wrong when there is no such open one, Refused for a colleague's own."""

    def write(unit: Unit) -> None:
        task = unit.tasks.get(task_id)
        if task is None or task.state != "open":
            raise Wrong("no_task", "There is no such open duty.", "task", "List them with: setter tasks.")
        _check_owner(desk, unit, task.owner)
        _give(desk, unit, task, colleague)
        desk.audit(unit, "pass_duty", f"task/{task_id}", {"kind": task.kind, "from": task.owner, "to": colleague})

    desk.store.write(write)


def _promised_beside(unit: Unit, task_id: int) -> Callback | None:
    """The promise of the call that a duty asks for."""
    task = unit.tasks.get(task_id)
    if task is None or task.state != "open" or task.kind not in ONE_CALL or task.enrolment_id is None:
        return None
    return unit.tasks.open_callback(task.enrolment_id)


def _give(desk: Desk, unit: Unit, task: Task, colleague: str) -> None:
    now = desk.now()
    unit.tasks.close(task.id, "cancelled", now)
    unit.tasks.add(replace(task, id=new_id(now), owner=colleague))


def _check_owner(desk: Desk, unit: Unit, owner: str) -> None:
    """One's own and the pool's may be settled by anybody here, a colleague's by whoever leads the team."""
    if owner not in (POOL, desk.caller) and not desk.leads(unit):
        raise Refused("not_yours", f"It is {owner}'s.", "task", f"Ask {owner}, or your team lead.")
