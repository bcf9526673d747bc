"""The caller's hands: whatever she types is in the local journal before it is on the screen or in the database."""

from __future__ import annotations

import json
from collections.abc import Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Refused, Unusable, Wrong
from setter.domain.gates import Qualification
from setter.services.answer import answer
from setter.services.attempts import NOT_A_DIAL, dialled
from setter.services.desk import Desk
from setter.services.dial import Dialled, dial, live, next_number
from setter.services.record_outcome import Given, Reply, record
from setter.services.unwritten import record_kept, sweep, with_answers, write_answers
from setter.store.ids import new_id
from setter.store.journal import Draft
from setter.store.records import Call
from setter.store.unit import Unit

AWAY = frozenset({"server_away", "server_silent", "server_standby"})
"""How a write fails that the journal keeps until the server is back."""
STILL_TALKING, ENDED, NEVER_DIALLED = "still_talking", "ended", NOT_A_DIAL


class Resumed(Struct, frozen=True):
    """A call found open when a caller sits down again: her words as they were, and whether to ask how it stands.

    `reply` is set when an outcome she had given was found in the journal only, and has now been recorded. A call
    whose lease ran out meanwhile (state "released") takes an outcome, a late one, and nothing else.
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


def keep_typing(desk: Desk, call_id: int, name: str, text: str) -> None:
    """Keep what stands in an answer's field before it is entered; '' once it is."""
    desk.journal.typing(call_id, name, text)


def typing_of(desk: Desk, call_id: int) -> Mapping[str, str]:
    """What stood in the answers' fields, by field."""
    return desk.journal.draft(call_id).typing


def give_answer(desk: Desk, call_id: int, given: Mapping[str, str]) -> Qualification | None:
    """Keep answers in the journal, then in the database; how the gates stand after them.

    None while the server is away: the journal has them, and `catch_up` writes them.
    """
    ids = {name: new_id(desk.now()) for name in given}
    for name, text in given.items():
        desk.journal.answer(call_id, ids[name], name, text)
    try:
        return answer(desk, call_id, given, ids)
    except (Refused, Wrong):
        desk.journal.withdraw(call_id, tuple(ids.values()))
        raise
    except Unusable as problem:
        if problem.code not in AWAY:
            raise
        return None


def begin_dial(desk: Desk, call_id: int, number: str = "") -> Dialled:
    """Keep the wish to dial, then ask the gate and begin the attempt."""
    desk.journal.intent(call_id, "dial", {"number": number})
    try:
        return dial(desk, call_id, number)
    except (Refused, Wrong):
        desk.journal.intent(call_id, "not_dialled", {})
        raise


def try_next_number(desk: Desk, call_id: int) -> Dialled:
    """Keep the wish to try the next number, then do."""
    desk.journal.intent(call_id, "dial", {"number": "next"})
    return next_number(desk, call_id)


def end_call(desk: Desk, call_id: int, given: Given) -> Reply:
    """Keep the outcome in the journal, record it for good, and only then let the journal forget the call.

    Where it cannot be recorded now, the journal keeps it for `catch_up`, or for whoever sits down next.
    """
    draft = desk.journal.draft(call_id)
    given = _complete(desk, call_id, draft, given)
    desk.journal.intent(call_id, "outcome", {"given": msgspec.to_builtins(given), "at": desk.now()})
    try:
        if draft.answers:
            call = desk.store.read(lambda unit: desk.own_call(unit, call_id))
            given = with_answers(desk, call, draft, given)
        reply = record(desk, call_id, given)
    except (Refused, Wrong):
        desk.journal.intent(call_id, "refused", {"code": given.code})
        raise
    desk.journal.forget(call_id)
    return reply


def catch_up(desk: Desk, call_id: int) -> Reply | None:
    """Write what only the journal has of a call, now that the server is back; the reply where an outcome was in it.

    The outcome counts as given when it was. None as well where it was refused: the caller must give it again.
    """
    call = desk.store.read(lambda unit: unit.calls.get(call_id))
    if call is None or call.caller != desk.caller:
        return None
    draft = desk.journal.draft(call_id)
    if call.state == "live":
        write_answers(desk, call, draft)
    return record_kept(desk, call, draft)


def resume(desk: Desk) -> Resumed | None:
    """The open call of a caller who sits down again, with everything the journal kept; None when there is none.

    Answers that only the journal has are written; an outcome that was given but not recorded is recorded now, as of
    when it was given. A dialled call whose lease ran out while she was away still waits for its outcome.
    """
    call = desk.store.read(lambda unit: unit.calls.live(desk.caller))
    found = None if call is None else _take_up(desk, call)
    for call_id in desk.journal.calls():
        if call is None or call_id != call.id:
            left = _left_behind(desk, call_id)
            found = found or left
    return found


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
                unit.calls.save_attempt(replace(attempt, ended_at=desk.now(), disposition=NOT_A_DIAL))
                detail = {"attempt": str(attempt.id)}
                desk.audit(unit, "never_dialled", f"call/{call.id}", detail, old="dialled", new=NOT_A_DIAL)

    desk.store.write(write)
    desk.journal.intent(call_id, "not_dialled", {})


def _complete(desk: Desk, call_id: int, draft: Draft, given: Given) -> Given:
    """An outcome with the note and path that were typed before it; the journal holds the newest of both."""
    if given.note and given.note != draft.note:
        desk.journal.note(call_id, given.note)
    if given.path and given.path != draft.path:
        desk.journal.place(call_id, given.path)
    return replace(given, note=given.note or draft.note or "", path=given.path or draft.path or ())


def _take_up(desk: Desk, call: Call) -> Resumed:
    draft = desk.journal.draft(call.id)
    made = bool(desk.store.read(lambda unit: dialled(unit, call.id)))
    if made:
        write_answers(desk, call, draft)
    reply = record_kept(desk, call, draft)
    return _resumed(call, draft, made or _wished(draft), reply)


def _left_behind(desk: Desk, call_id: int) -> Resumed | None:
    """See to what the journal keeps of a call that is not live: sweep it, or find that it still needs an outcome."""
    call, attempts = desk.store.read(lambda unit: (unit.calls.get(call_id), dialled(unit, call_id)))
    if call is not None and _is_erased(desk, call):
        desk.journal.forget(call_id)
        return None
    if call is None or call.caller != desk.caller or call.state == "live":
        return None
    draft = desk.journal.draft(call_id)
    if call.state == "released" and attempts:
        return None if record_kept(desk, call, draft) else _resumed(call, draft, dialled=True)
    sweep(desk, call_id)
    return None


def _is_erased(desk: Desk, call: Call) -> bool:
    """Say whether whoever a call was with is forgotten: then so is what the journal still holds of them."""
    prospect = desk.store.read(lambda unit: unit.prospects.get(call.prospect_id))
    return prospect is not None and prospect.erased_at is not None


def _resumed(call: Call, draft: Draft, dialled: bool, reply: Reply | None = None) -> Resumed:
    note = call.note if draft.note is None else draft.note
    path = tuple(json.loads(call.path)) if draft.path is None else draft.path
    return Resumed(call, note, path, dialled, reply)


def _wished(draft: Draft) -> bool:
    dials = [kind for kind, _ in draft.intents if kind in ("dial", "not_dialled")]
    return bool(dials) and dials[-1] == "dial"
