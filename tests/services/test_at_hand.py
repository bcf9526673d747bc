"""What a step will ask of a server is asked together: the same answers, none left out, and none in vain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hands import booked, dialled, ended, prospect_named
from houses import ADA, CAMPAIGN, CLEO
from setter.services import at_hand
from setter.services.at_hand import look_at_call
from setter.services.call_view import view
from setter.services.desk import Desk
from setter.services.draft import begin_dial, end_call
from setter.services.prospect_card import card_of
from setter.services.queue_view import queue_of
from setter.services.record_outcome import Given
from setter.services.take_call import next_call, release
from setter.store.memo import Memo
from setter.store.records import Call
from setter.store.unit import Unit

Known = dict[str, Any]


@pytest.fixture
def gathered(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """The questions that were asked together, and whether anybody wanted the answer before it was outdated."""
    wanted: dict[str, bool] = {}
    know, ask = Memo.know, Memo.ask

    def knowing(memo: Memo, name: str, sql: str, values: Known, answer: Any) -> None:
        wanted.setdefault(name, False)
        know(memo, name, sql, values, answer)

    def asking(memo: Memo, name: str, sql: str, values: Known, run: Callable[[], Any]) -> Any:
        here = True

        def away() -> Any:
            nonlocal here
            here = False
            return run()

        answer = ask(memo, name, sql, values, away)
        if here and name in wanted:
            wanted[name] = True
        return answer

    monkeypatch.setattr(Memo, "know", knowing)
    monkeypatch.setattr(Memo, "ask", asking)
    return wanted


def in_vain(gathered: dict[str, bool]) -> set[str]:
    """What was asked together and never wanted; begins anew."""
    found = {name for name, wanted in gathered.items() if not wanted}
    gathered.clear()
    return found


def test_nothing_is_asked_together_in_vain(desk: Desk, gathered: dict[str, bool]) -> None:
    first = next_call(desk, CAMPAIGN).call
    assert first is not None
    release(desk, first.id)
    in_vain(gathered)
    queue_of(desk, CAMPAIGN)
    assert in_vain(gathered) == set()
    card_of(desk, first.enrolment_id)
    assert in_vain(gathered) == set()
    call = next_call(desk, CAMPAIGN).call
    assert call is not None
    steps = {"take": in_vain(gathered)}
    view(desk, call.id)
    steps["show"] = in_vain(gathered)
    begin_dial(desk, call.id)
    steps["dial"] = in_vain(gathered)
    end_call(desk, call.id, Given("no_answer"))
    steps["record"] = in_vain(gathered)
    assert steps == {"take": set(), "show": set(), "dial": set(), "record": set()}


def asked_alone_and_together(unit: Unit, desk: Desk, call: Call, name: str) -> tuple[Any, Any]:
    """What a question is answered by itself, and what is at hand once it was asked together with all others."""
    memo = unit._bound[-1]
    look_at_call(desk, unit, (name,), call)
    question = [each for each in memo._answers if each[0] == name.split(".")[1]]
    together = {each: memo._answers.pop(each)[1] for each in question}
    if not together:  # a file is asked for each
        return None, None
    ((query, _, values),) = together
    room = getattr(unit, name.split(".", maxsplit=1)[0])
    alone = room.ask(query, **dict(values))
    return alone, next(iter(together.values()))


@pytest.mark.parametrize("name", sorted({*at_hand.RECORDING, *at_hand.SHOWING, *at_hand.DIALLING}))
def test_the_answer_is_the_same_alone_and_together(name: str, desk: Desk) -> None:
    ended(desk, "callback_prospect", ADA, callback="wed 10am", minutes=2.5)
    call = dialled(desk, ADA)

    def both(unit: Unit) -> tuple[Any, Any]:
        return asked_alone_and_together(unit, desk, call, name)

    alone, together = desk.store.read(both)
    assert together == alone


def test_somebody_with_nothing_yet_is_the_same_alone_and_together(desk: Desk) -> None:
    booked(desk, CLEO)
    call = dialled(desk, ADA)
    assert prospect_named(desk, ADA).id == call.prospect_id
    for name in at_hand.RECORDING:
        alone, together = desk.store.read(lambda unit, name=name: asked_alone_and_together(unit, desk, call, name))
        assert together == alone, name
