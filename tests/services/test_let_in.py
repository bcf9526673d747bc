"""A list that is whole is in for good: whoever comes next lets in whom a killed import has left before the door."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import DAY, counts, everything, land, many
from houses import CAMPAIGN, Colleague, advance
from setter.domain.errors import SetterError
from setter.services import arrive, let_in
from setter.services.desk import Desk
from setter.services.doctor import examine
from setter.services.place import promote_due
from setter.services.queue_view import queue_length, why_queue
from setter.services.receive_call import receive_unknown
from setter.services.search import search

PEOPLE = 40


@pytest.fixture
def left(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """A list of which the import died at the first step of letting in; how many had come in by then."""
    monkeypatch.setattr(let_in, "FEW", 10)

    def die(what: str, rows: int, share: float) -> None:
        if what == "Letting in":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        land(desk, tmp_path, *many(PEOPLE), progress=die)
    return queue_length(desk, CAMPAIGN) - 6


def test_whoever_is_in_is_whole_and_the_others_are_nowhere(desk: Desk, left: int) -> None:
    assert 0 < left < PEOPLE
    assert len(search(desk, CAMPAIGN, "Person", 99)) == left
    assert sum(number for _, number in why_queue(desk, CAMPAIGN)) == 6 + left
    assert all(finding.sound for finding in examine(desk))


def test_anybody_goes_on_with_it(desk: Desk, left: int, colleague: Colleague) -> None:
    assert not let_in.let_in(colleague(desk, "noor"))
    assert queue_length(desk, CAMPAIGN) == 6 + PEOPLE and len(search(desk, CAMPAIGN, "Person", 99)) == PEOPLE
    batch = everything(desk)["import_batch"][-1]
    assert (batch["landed"], batch["waiting"], batch["waiting_from"]) == (PEOPLE, 0, None)


def test_for_as_long_as_there_is_time(desk: Desk, left: int) -> None:
    assert let_in.let_in(desk, 0.0)
    assert left < queue_length(desk, CAMPAIGN) - 6 < PEOPLE


def test_the_next_import_goes_on_with_it(desk: Desk, left: int, tmp_path: Path) -> None:
    assert counts(land(desk, tmp_path, "Gil Nash,,+12125550166,,,,", file="other")) == (1, 1, 0, 0, 0)
    assert queue_length(desk, CAMPAIGN) == 7 + PEOPLE
    before = everything(desk)
    assert counts(land(desk, tmp_path, *many(PEOPLE))) == (PEOPLE, 0, 0, PEOPLE, 0)
    assert everything(desk) == before


def test_nobody_is_in_before_the_list_is_whole(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise SetterError("x", "x")

    monkeypatch.setattr(arrive, "_whole", broken)
    with pytest.raises(SetterError):
        land(desk, tmp_path, *many(PEOPLE))
    assert not let_in.let_in(desk)
    assert queue_length(desk, CAMPAIGN) == 6 and search(desk, CAMPAIGN, "Person") == []


def test_whoever_calls_while_their_list_is_coming_in_is_in(desk: Desk, left: int, colleague: Colleague) -> None:
    """Nobody else would let them in: the rest of their list passes over whoever is in a call."""
    waiting = desk.store.read(
        lambda unit: [each for each in unit.prospects.enrolments_of(1) if each.work_state == "new"]
    )
    person = waiting[-1]
    number = desk.store.read(lambda unit: unit.prospects.phones(person.prospect_id))[0].e164
    call = receive_unknown(desk, CAMPAIGN, number)
    assert call.prospect_id == person.prospect_id
    assert not let_in.let_in(colleague(desk, "noor"))
    advance(desk, DAY)
    desk.store.write(lambda unit: promote_due(unit, desk.now()))
    after = desk.store.read(lambda unit: unit.prospects.enrolment(person.id))
    assert after is not None and after.work_state == "queued"
    assert all(finding.sound for finding in examine(desk))
