"""What only this machine has of a call is written with it: a server that was away for a moment takes nothing along."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from hands import MINUTE, QUALIFIED, dialled, enrolment_of, sql_of, taken
from houses import ADA, Colleague, advance
from setter.services.book import book
from setter.services.desk import Desk
from setter.services.draft import catch_up, end_call, give_answer, resume
from setter.services.given import Given
from setter.services.place import promote_due
from setter.services.record_outcome import record
from setter.services.unwritten import with_answers
from setter.store.ids import new_id
from setter.store.unit import Unit


def only_kept_here(desk: Desk, call_id: int, **given: str) -> None:
    """Answers as they are kept while no server answers."""
    for name, text in given.items():
        desk.journal.answer(call_id, new_id(desk.now()), name, text)


def answers_of(desk: Desk, call_id: int) -> dict[str, Any]:
    kept = desk.store.read(lambda unit: unit.calls.answers_of_call(call_id))
    return {each.field: json.loads(each.value) for each in kept}


def note_of(desk: Desk, call_id: int) -> str:
    call = desk.store.read(lambda unit: unit.calls.get(call_id))
    assert call is not None
    return call.note


def left_to_a_colleague(desk: Desk, colleague: Colleague) -> Any:
    """A dialled call whose lease ran out, and whose prospect a colleague holds now."""
    call = dialled(desk, ADA)
    advance(desk, 61 * MINUTE)
    desk.store.write(lambda unit: promote_due(unit, desk.now()))
    taken(colleague(desk, "noor"), ADA)
    return call


class TestAnAnswerThatWasGivenMeanwhile:
    def test_is_written_with_the_outcome(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        only_kept_here(desk, call.id, vehicles="14")
        end_call(desk, call.id, Given("info_requested"))
        assert answers_of(desk, call.id) == {"vehicles": 14}

    def test_though_a_later_one_reached_the_server(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        only_kept_here(desk, call.id, vehicles="14")
        give_answer(desk, call.id, {"timing": "0-3m"})
        catch_up(desk, call.id)
        assert answers_of(desk, call.id) == {"vehicles": 14, "timing": "0-3m"}

    def test_but_not_over_a_later_one_of_the_same_question(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        only_kept_here(desk, call.id, vehicles="14")
        give_answer(desk, call.id, {"vehicles": "15"})
        end_call(desk, call.id, Given("info_requested"))
        assert answers_of(desk, call.id) == {"vehicles": 15}

    def test_that_nobody_can_read_does_not_keep_the_outcome_from_being_recorded(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        only_kept_here(desk, call.id, vehicles="a lot", timing="0-3m")
        assert end_call(desk, call.id, Given("info_requested")).outcome == "info_requested"
        assert answers_of(desk, call.id) == {"timing": "0-3m"}

    def test_makes_its_sql_though_a_colleague_has_the_prospect_by_now(self, desk: Desk, colleague: Colleague) -> None:
        call = dialled(desk, ADA)
        book(desk, call.id, "1 dec 3pm")
        only_kept_here(desk, call.id, **QUALIFIED)
        advance(desk, 61 * MINUTE)
        desk.store.write(lambda unit: promote_due(unit, desk.now()))
        taken(colleague(desk, "noor"), ADA)
        desk.journal.intent(call.id, "outcome", {"given": {"code": "meeting_set", "minutes": 6.0}, "at": desk.now()})
        reply = catch_up(desk, call.id)
        assert reply is not None and reply.late and reply.sql and sql_of(desk) is not None
        assert len(answers_of(desk, call.id)) == len(QUALIFIED)

    def test_is_kept_though_the_lease_ran_out_in_the_very_moment(self, desk: Desk, colleague: Colleague) -> None:
        call = left_to_a_colleague(desk, colleague)
        assert call.state == "live", "as it was seen last"
        only_kept_here(desk, call.id, vehicles="14")
        given = with_answers(desk, call, desk.journal.draft(call.id), Given("info_requested"))
        assert given.answers == {"vehicles": "14"} and desk.journal.draft(call.id).answers

    def test_is_nobodys_where_nobody_answered(self, desk: Desk, colleague: Colleague) -> None:
        call = left_to_a_colleague(desk, colleague)
        only_kept_here(desk, call.id, vehicles="14")
        assert end_call(desk, call.id, Given("no_answer")).late
        assert answers_of(desk, call.id) == {}


class TestAnOutcomeThatStoodAfterAll:
    """The server was lost in its commit; the caller typed on."""

    def test_is_found_with_the_words_typed_since(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        desk.journal.note(call.id, "late vans")
        given = Given("no_answer", note="late vans")
        desk.journal.intent(call.id, "outcome", {"given": msgspec.to_builtins(given), "at": desk.now()})
        first = record(desk, call.id, given)
        desk.journal.note(call.id, "late vans, rings after five")
        assert catch_up(desk, call.id) == first
        assert note_of(desk, call.id) == "late vans, rings after five" and desk.journal.calls() == ()

    def test_and_so_at_the_next_start(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        record(desk, call.id, Given("no_answer", note="late vans"))
        desk.journal.note(call.id, "late vans, rings after five")
        assert resume(desk) is None
        assert note_of(desk, call.id) == "late vans, rings after five" and desk.journal.calls() == ()


def test_whoever_types_while_it_is_recorded_loses_nothing(desk: Desk) -> None:
    call = dialled(desk, ADA)
    desk.journal.note(call.id, "late")
    given = Given("no_answer", note="late")
    desk.journal.intent(call.id, "outcome", {"given": msgspec.to_builtins(given), "at": desk.now()})
    typed = iter(("late v", "late va", "late van", "late vans"))

    def type_on(unit: Unit) -> None:
        if note := next(typed, ""):
            desk.journal.note(call.id, note)

    desk.store.at_each_unit = type_on
    try:
        assert catch_up(desk, call.id) is not None
    finally:
        desk.store.at_each_unit = None
    assert note_of(desk, call.id) == "late vans" and desk.journal.calls() == ()
    assert enrolment_of(desk, ADA).work_state == "cooling"
