"""The caller's hands: whatever she types is in the local journal before it is on the screen or in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from setter.domain.errors import Refused, SetterError
from setter.domain.gates import Qualification
from setter.services.answer import answer
from setter.services.desk import Desk
from setter.services.dial import Dialled, dial, live, next_number
from setter.services.record_outcome import Given, Reply, record
from setter.store.ids import new_id
from setter.store.journal import Draft
from setter.store.records import Call
from setter.store.unit import Unit

STILL_TALKING, ENDED, NEVER_DIALLED = "still_talking", "ended", "never_dialled"


@dataclass(frozen=True, slots=True)
class Resumed:
    """A call found live when a caller sits down again: her words as they were, and whether to ask how it stands.

    `reply` is set when an outcome she had given was found in the journal only, and has now been recorded.
    """

    call: Call
    note: str
    path: tuple[str, ...]
    dialled: bool
    reply: Reply | None = None


def keep_note(desk: Desk, call_id: int, text: str) -> None:
    """Keep the note as it stands; call this before the letter is painted."""
    desk.journal.note(call_id, text)


def keep_path(desk: Desk, call_id: int, path: tuple[str, ...]) -> None:
    """Keep the way through the script."""
    desk.journal.place(call_id, path)


def give_answer(desk: Desk, call_id: int, given: Mapping[str, str]) -> Qualification:
    """Keep answers in the journal, then in the database; how the gates stand after them."""
    ids = {name: new_id(desk.now()) for name in given}
    for name, text in given.items():
        desk.journal.answer(call_id, ids[name], name, text)
    return answer(desk, call_id, given, ids)


def begin_dial(desk: Desk, call_id: int, number: str = "", reference: str = "") -> Dialled:
    """Keep the wish to dial, then ask the gate and begin the attempt."""
    desk.journal.intent(call_id, "dial", {"number": number})
    return dial(desk, call_id, number, reference)


def try_next_number(desk: Desk, call_id: int) -> Dialled:
    """Keep the wish to try the next number, then do."""
    desk.journal.intent(call_id, "dial", {"number": "next"})
    return next_number(desk, call_id)


def end_call(desk: Desk, call_id: int, given: Given) -> Reply:
    """Keep the outcome in the journal, record it for good, and only then let the journal forget the call."""
    draft = desk.journal.draft(call_id)
    given = replace(given, note=given.note or draft.note, path=given.path or draft.path)
    desk.journal.intent(call_id, "outcome", asdict(given))
    try:
        reply = record(desk, call_id, given)
    except SetterError as refusal:
        if refusal.exit_code < 3:
            desk.journal.intent(call_id, "refused", {"code": given.code})
        raise
    desk.journal.forget(call_id)
    return reply


def resume(desk: Desk) -> Resumed | None:
    """The live call of a caller who sits down again, with everything the journal kept; None when there is none.

    Answers that only the journal has are written; an outcome that was given but not recorded is recorded now.
    """
    call = desk.store.read(lambda unit: unit.calls.live(desk.caller))
    if call is None:
        return None
    draft = desk.journal.draft(call.id)
    dialled = bool(desk.store.read(lambda unit: unit.calls.attempts(call.id)))
    if dialled:
        _write_answers(desk, call, draft)
    reply = _unrecorded(desk, call, draft)
    wished = any(kind == "dial" for kind, _ in draft.intents)
    return Resumed(call, draft.note or call.note, draft.path, dialled or wished, reply)


def settle_resumed(desk: Desk, call_id: int, how: str) -> None:
    """Take the caller's word for a call found live: still talking, ended, or never dialled.

    Never dialled ends the attempt without counting it as a dial; the number may be dialled again.
    """
    if how != NEVER_DIALLED:
        return

    def write(unit: Unit) -> None:
        call = live(desk, unit, call_id)
        for attempt in unit.calls.attempts(call.id):
            if attempt.ended_at is None:
                unit.calls.save_attempt(replace(attempt, ended_at=desk.now(), disposition="call_failed"))
                desk.audit(unit, "never_dialled", f"call/{call.id}", {"attempt": str(attempt.id)})

    desk.store.write(write)


def _write_answers(desk: Desk, call: Call, draft: Draft) -> None:
    kept = {each.id for each in desk.store.read(lambda unit: unit.calls.answers_of_call(call.id))}
    for answer_id, name, text in draft.answers:
        if answer_id in kept:
            continue
        try:
            answer(desk, call.id, {name: str(text)}, {name: answer_id})
        except Refused:
            return
        except SetterError:
            continue  # the words were refused when they were typed, too


def _unrecorded(desk: Desk, call: Call, draft: Draft) -> Reply | None:
    if not draft.intents or draft.intents[-1][0] != "outcome":
        return None
    payload: dict[str, Any] = draft.intents[-1][1]
    try:
        reply = record(desk, call.id, Given(**{**payload, "path": tuple(payload.get("path", ()))}))
    except SetterError:
        return None
    desk.journal.forget(call.id)
    return reply
