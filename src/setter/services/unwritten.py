"""What only the journal has of a call: its answers, its outcome, its last words; each is written once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.dispositions import find
from setter.domain.errors import Refused, Wrong
from setter.services.answer import answer, parse_given
from setter.services.desk import Desk
from setter.services.given import Given
from setter.services.record_outcome import Reply, record, recorded
from setter.store.journal import Draft
from setter.store.records import Call
from setter.store.unit import Unit


class _Then(Struct, frozen=True):
    """The clock as it stood when an outcome was given: "tomorrow" is the day after the caller said it."""

    at: int
    sandbox: bool

    def now(self) -> int:
        return self.at


class _GivenThen(msgspec.Struct):
    """An outcome as the journal keeps it: what was given, and when."""

    given: Given
    at: int


def write_answers(desk: Desk, call: Call, draft: Draft) -> bool:
    """Write the answers on a live call that the database has not; one that it refuses is withdrawn.

    False where the call is live no longer, and the journal still has them.
    """
    for answer_id, name, text in _unwritten(desk, call, draft):
        try:
            answer(desk, call.id, {name: text}, {name: answer_id})
        except (Refused, Wrong):
            now = desk.store.read(lambda unit: unit.calls.get(call.id))
            if now is None or now.state != "live":
                return False
            desk.journal.withdraw(call.id, (answer_id,))
    return True


def with_answers(desk: Desk, call: Call, draft: Draft, given: Given) -> Given:
    """An outcome with the answers that were given before it and are not written: all of them are, if not by now.

    A call that is live takes them by themselves; one whose lease ran out takes none without its outcome, and none at
    all where nobody answered.
    """
    if not draft.answers:
        return given
    if call.state == "live" and write_answers(desk, call, draft):
        return given
    if call.state == "closed" or not find(given.code, _campaign(desk, call)).human:
        return given
    readable = {name: text for _, name, text in _unwritten(desk, call, draft) if _is_read(desk, call, name, text)}
    return replace(given, answers={**readable, **given.answers})


def record_kept(desk: Desk, call: Call, draft: Draft) -> Reply | None:
    """Record the outcome that was asked for last, as of when it was, with the words typed since; None without one."""
    if not draft.intents or draft.intents[-1][0] != "outcome":
        return None
    try:
        wished = msgspec.convert(draft.intents[-1][1], _GivenThen)
        reply = desk.store.read(lambda unit: recorded(unit, call.id, wished.given.code))
        if reply is None:
            note = wished.given.note if draft.note is None else draft.note
            given = replace(wished.given, note=note, path=draft.path or wished.given.path)
            then = dataclasses.replace(desk, clock=_Then(wished.at, desk.sandbox))
            reply = record(then, call.id, with_answers(desk, call, draft, given))
    except (Refused, Wrong):
        desk.journal.intent(call.id, "refused", {})
        return None
    except msgspec.ValidationError:
        return None
    sweep(desk, call.id)
    return reply


def sweep(desk: Desk, call_id: int) -> None:
    """Keep the last words typed on a call that is over with it, then let the journal forget it.

    Whoever goes on typing while it is recorded loses nothing: what came since is looked at anew.
    """
    while True:
        draft = desk.journal.draft(call_id)
        _keep_note(desk, call_id, draft.note)
        if desk.journal.forget(call_id, draft.length):
            return


def _keep_note(desk: Desk, call_id: int, note: str | None) -> None:
    def otherwise(unit: Unit) -> Call | None:
        call = unit.calls.get(call_id)
        if call is None or not note or call.note == note:
            return None
        prospect = unit.prospects.get(call.prospect_id)
        return call if prospect is not None and prospect.erased_at is None else None

    def keep(unit: Unit) -> None:
        call = otherwise(unit)
        if call is not None and note:
            unit.calls.save(replace(call, note=note))

    if desk.store.read(otherwise) is not None:
        desk.store.write(keep)


def _unwritten(desk: Desk, call: Call, draft: Draft) -> Iterator[tuple[int, str, str]]:
    """The answers, (id, field, words), that came after what is kept of the same field, in their order."""
    if not draft.answers:
        return
    kept = {each.id for each in desk.store.read(lambda unit: unit.calls.answers_of_call(call.id))}
    last = {name: place for place, (answer_id, name, _) in enumerate(draft.answers) if answer_id in kept}
    for place, (answer_id, name, text) in enumerate(draft.answers):
        if place > last.get(name, -1):
            yield answer_id, name, str(text)


def _campaign(desk: Desk, call: Call) -> Campaign:
    return desk.store.read(lambda unit: desk.campaign(unit, call.campaign, call.campaign_version))


def _is_read(desk: Desk, call: Call, name: str, text: str) -> bool:
    try:
        parse_given(_campaign(desk, call), {name: text})
    except Wrong:
        return False
    return True
