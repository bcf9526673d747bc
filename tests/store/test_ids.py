"""Ids grow with time, fit everywhere, and are nobody else's."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setter.store.ids import EPOCH_MS, LARGEST_ID, IdMaker, as_id, new_id

NOW = 1_795_000_000_000
MAKE = (
    "import sys; from setter.store.ids import new_id; "
    f"print(' '.join(str(new_id({NOW} + n // 40)) for n in range(4000)))"
)


@given(st.lists(st.integers(EPOCH_MS, EPOCH_MS + 2**41 - 2**20), min_size=1, max_size=80), st.integers(0, 2**14 - 1))
def test_ids_only_ever_grow_however_the_clock_jumps(instants: list[int], node: int) -> None:
    maker = IdMaker(node)
    made = [maker.make(at) for at in instants]
    assert made == sorted(set(made))
    assert all(0 < each < 2**63 for each in made)


def test_ten_thousand_in_one_millisecond_are_all_different_and_in_order() -> None:
    maker = IdMaker(7)
    made = [maker.make(NOW) for _ in range(10_000)]
    assert made == sorted(set(made))


def test_threads_never_share_an_id() -> None:
    made: list[list[int]] = [[] for _ in range(8)]

    def work(mine: list[int]) -> None:
        mine.extend(new_id(NOW) for _ in range(2_000))

    threads = [threading.Thread(target=work, args=(mine,)) for mine in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    everything = [each for mine in made for each in mine]
    assert len(set(everything)) == len(everything)
    assert all(mine == sorted(mine) for mine in made)


def test_programs_at_the_same_milliseconds_never_share_an_id() -> None:
    programs = [subprocess.Popen([sys.executable, "-c", MAKE], stdout=subprocess.PIPE) for _ in range(4)]
    made = [[int(each) for each in program.communicate()[0].split()] for program in programs]
    nodes = {mine[0] >> 8 & (2**14 - 1) for mine in made}
    everything = {each for mine in made for each in mine}
    if len(nodes) == len(made):  # two in 16,384 programs may draw one number
        assert len(everything) == 4 * 4000


@pytest.mark.parametrize("text", ["", "0", "-1", " 7", "1.0", "١٢", "²", str(LARGEST_ID + 1), "9" * 5000])
def test_what_is_no_id_is_read_as_none(text: str) -> None:
    assert as_id(text) is None


@given(st.integers(1, LARGEST_ID))
def test_every_id_is_read_as_it_is_printed(made: int) -> None:
    assert as_id(str(made)) == made
