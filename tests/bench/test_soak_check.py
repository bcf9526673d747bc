"""The soak's judge: what it must not let pass."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hands import dialled, taken
from setter.services.desk import Desk
from setter.services.record_outcome import Given, record

SCRIPTS = str(Path(__file__).parents[2] / "scripts")


@pytest.fixture(autouse=True)
def scripts_within_reach() -> Iterator[None]:
    """The scripts' own package is found for as long as a test lasts."""
    sys.path.insert(0, SCRIPTS)
    yield
    sys.path.remove(SCRIPTS)


def told_of(folder: Path, *lines: str) -> Any:
    """What the callers were told, from the lines of one ledger, the caller's name before each."""
    from benchmarks.soak_ledger import read_ledgers

    for line in lines:
        caller, _, rest = line.partition(": ")
        with (folder / f"{caller}.ledger").open("a", encoding="ascii") as ledger:
            ledger.write(f"{rest}\n")
    return read_ledgers(folder)


def found(desk: Desk, told: Any) -> list[str]:
    """What the judge says."""
    from benchmarks.soak_check import problems

    return list(problems(desk, told, kills=0))


class TestWhatItFinds:
    """A loss and a double are found, and what is as it was told is not."""

    def test_all_is_well(self, desk: Desk, tmp_path: Path) -> None:
        call = dialled(desk)
        record(desk, call.id, Given("no_answer"))
        told = told_of(
            tmp_path,
            f"mira: c 10 {call.id} {call.prospect_id}",
            f"mira: d 20 {call.id} -",
            f"mira: b 30 {call.id} -",
            f"mira: o 40 {call.id} no_answer",
        )
        assert found(desk, told) == []

    def test_a_claim_a_dial_and_an_outcome_that_are_lost(self, desk: Desk, tmp_path: Path) -> None:
        told = told_of(tmp_path, "mira: c 10 77 5", "mira: d 20 77 -", "mira: b 30 77 -", "mira: o 40 77 no_answer")
        assert found(desk, told) == [
            "the claim of call 77 is lost",
            "the dial of call 77 is lost",
            "the outcome of call 77 is lost",
        ]

    def test_one_person_with_two_callers_at_once(self, desk: Desk, tmp_path: Path) -> None:
        told = told_of(tmp_path, "ada: c 10 77 5", "ada: b 30 77 -", "ben: c 20 78 5", "ben: b 40 78 -")
        assert "one person was held by the calls 77 and 78 at the same time" in found(desk, told)

    def test_one_after_the_other_is_no_double(self, tmp_path: Path) -> None:
        told = told_of(tmp_path, "ada: c 10 77 5", "ada: b 30 77 -", "ben: c 31 78 5", "ben: b 40 78 -")
        assert told.doubles() == []

    def test_an_outcome_that_nobody_was_told_of(self, desk: Desk, tmp_path: Path) -> None:
        call = dialled(desk)
        record(desk, call.id, Given("no_answer"))
        told = told_of(tmp_path, f"mira: c 10 {call.id} {call.prospect_id}")
        assert found(desk, told) == ["1 outcomes are there that nobody was told of, after 0 kills"]

    def test_a_live_call_without_its_lease(self, desk: Desk, tmp_path: Path) -> None:
        call = taken(desk)
        desk.store.write(lambda unit: unit.queue.remove(call.enrolment_id))
        told = told_of(tmp_path, f"mira: c 10 {call.id} {call.prospect_id}")
        assert f"the live call {call.id} has no lease, or its person is in_call" in found(desk, told)

    def test_two_calls_at_once_by_their_own_times(self, desk: Desk, tmp_path: Path) -> None:
        call = taken(desk)
        desk.store.write(
            lambda unit: unit.calls.add(replace(call, id=call.id + 1, state="released", closed_at=desk.now() + 9_000))
        )
        words = f"the calls {call.id} and {call.id + 1} overlap by their own times"
        assert words in found(desk, told_of(tmp_path))

    def test_clocks_a_little_apart_make_no_overlap(self) -> None:
        """Who was released before another took her may seem to have been taken after it, and been let go in it."""
        held = {"id": 1, "prospect_id": 5, "taken_at": 1_000, "closed_at": 9_000}
        seems = {"id": 2, "prospect_id": 5, "taken_at": 1_085, "closed_at": 1_109}
        from benchmarks.soak_check import _overlaps

        assert list(_overlaps(Rows([held, seems]), 500)) == []
        assert list(_overlaps(Rows([held, {**seems, "closed_at": 1_600}]), 500)) != []
        assert list(_overlaps(Rows([held, {**seems, "closed_at": None}]), 500)) != []


class Rows(list[dict[str, int | None]]):
    """What a connection answers."""

    def execute(self, asked: str) -> Rows:
        """All rows, whatever is asked."""
        return self
