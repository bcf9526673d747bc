"""A meeting holds buckets of five minutes, by which the database can forbid two at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.representatives import NOW
from setter.domain.booking import GRID, buckets, held_time, is_aligned, runs
from setter.domain.units import MINUTE

on_grid = st.integers(0, 400).map(lambda step: NOW + step * GRID)
lengths = st.integers(1, 24).map(lambda step: step * GRID)


class TestTheDatabaseCanForbidTwoAtOnce:
    @given(on_grid, lengths, on_grid, lengths, st.integers(0, 60))
    def test_two_meetings_share_a_bucket_exactly_when_the_gap_is_shorter_than_the_buffer(
        self, start: int, length: int, other: int, other_length: int, buffer: int
    ) -> None:
        one = set(buckets(start, start + length, buffer))
        two = set(buckets(other, other + other_length, buffer))
        gap = max(other - (start + length), start - (other + other_length))
        assert one.isdisjoint(two) is (gap >= buffer * MINUTE and gap >= 0)

    def test_buckets_are_five_minutes_long(self) -> None:
        assert len(buckets(NOW, NOW + 30 * MINUTE, 10)) == 8
        assert len(buckets(NOW, NOW + 30 * MINUTE, 0)) == 6

    @given(on_grid, lengths, st.integers(0, 60))
    def test_buckets_tell_the_time_they_were_made_of(self, start: int, length: int, buffer: int) -> None:
        held = list(buckets(start, start + length, buffer))
        told = held_time("dana", reversed(held), buffer)
        assert (told.starts, told.ends) == (start, start + length)

    @given(on_grid, lengths, st.integers(0, 60), st.integers(0, 60))
    def test_a_time_and_its_gap_are_those_buckets_whatever_buffer_they_were_taken_with(
        self, start: int, length: int, theirs: int, ours: int
    ) -> None:
        held = list(buckets(start, start + length, theirs))
        told = held_time("dana", held, ours)
        assert told.starts == start and told.ends > told.starts
        assert told.ends + (told.gap or 0) == (held[-1] + 1) * GRID

    def test_times_that_do_not_touch_are_times_of_their_own(self) -> None:
        assert list(runs([7, 3, 2, 8, 1])) == [[1, 2, 3], [7, 8]]
        assert list(runs([])) == []

    def test_only_times_on_the_grid_are_taken(self) -> None:
        assert is_aligned(NOW)
        assert not is_aligned(NOW + MINUTE)
