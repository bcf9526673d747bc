"""A primary that was replaced is not written to again, not even by a setter that was started meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from setter.domain.errors import Unusable
from setter.store.timelines import Timelines


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's state folder, with nothing in it yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def test_a_newer_timeline_is_remembered_by_the_next_start() -> None:
    Timelines().refuse_older("7301", 4)
    Timelines().refuse_older("7301", 4)
    Timelines().refuse_older("7301", 5)
    with pytest.raises(Unusable) as stale:
        Timelines().refuse_older("7301", 4)
    assert stale.value.code == "database_stale" and "4" in stale.value.message and "5" in stale.value.message


def test_another_cluster_has_its_own_time() -> None:
    Timelines().refuse_older("7301", 4)
    Timelines().refuse_older("99", 1)
    with pytest.raises(Unusable):
        Timelines().refuse_older("7301", 3)


def test_a_program_that_runs_hears_of_what_another_has_met() -> None:
    early, late = Timelines(), Timelines()
    early.refuse_older("7301", 1)
    late.refuse_older("7301", 2)
    with pytest.raises(Unusable):
        early.refuse_older("7301", 1)


def test_nothing_is_known_of_a_server_that_does_not_say() -> None:
    Timelines().refuse_older("7301", 4)
    Timelines().refuse_older("", 0)
    Timelines().refuse_older("7301", 0)


def test_whoever_takes_the_file_away_goes_back_on_purpose() -> None:
    met = Timelines()
    met.refuse_older("7301", 4)
    met.file.unlink()
    Timelines().refuse_older("7301", 3)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"7301": "x"}', b"\xff"])
def test_a_file_that_cannot_be_read_stops_nobody(text: bytes) -> None:
    met = Timelines()
    met.refuse_older("7301", 4)
    met.file.write_bytes(text)
    Timelines().refuse_older("7301", 2)


def test_where_nothing_can_be_kept_this_program_knows_at_least(state: Path) -> None:
    state.write_text("a file in its way")
    met = Timelines()
    met.refuse_older("7301", 4)
    with pytest.raises(Unusable):
        met.refuse_older("7301", 3)
