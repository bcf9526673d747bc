"""What somebody asks otherwise than by telephone: its channel by many words, and when an answer is due."""

from __future__ import annotations

from datetime import time

import pytest

from setter.domain.inquiry import CHANNELS, channel_named, due
from setter.domain.opening_hours import Hours
from setter.domain.schedule import schedule
from setter.domain.sources import SOURCE_KINDS
from setter.domain.units import DAY, HOUR, MINUTE

OPEN = schedule({"tue": (Hours(time(9), time(17)),), "wed": (Hours(time(9), time(17)),)}, ("UTC",))
TUESDAY = 1_795_478_400_000
"""Midnight UTC on Tuesday 24 November 2026."""


@pytest.mark.parametrize(
    ("words", "channel"),
    [("Web form", "web"), ("contact-us", "web"), ("E-Mail", "email"), ("PPC", "ad"), ("email", "email"), ("", "")],
)
def test_a_channel_goes_by_many_words(words: str, channel: str) -> None:
    assert channel_named(words) == channel


@pytest.mark.requirement("R-040")
def test_every_channel_is_a_kind_of_source() -> None:
    assert set(CHANNELS.values()) <= set(SOURCE_KINDS)
    assert all(channel_named(channel) == channel for channel in CHANNELS)


def test_an_answer_is_due_so_soon_after_it_came_while_they_may_be_rung() -> None:
    came_at = TUESDAY + 10 * HOUR
    assert due(came_at, 5, OPEN) == came_at + 5 * MINUTE


def test_or_after_they_may_be_rung_next() -> None:
    assert due(TUESDAY + 20 * HOUR, 5, OPEN) == TUESDAY + DAY + 9 * HOUR + 5 * MINUTE


def test_or_by_the_clock_alone_where_nobody_is_rung() -> None:
    assert due(TUESDAY + 20 * HOUR, 5, None) == TUESDAY + 20 * HOUR + 5 * MINUTE
    never = schedule({}, ("UTC",))
    assert due(TUESDAY, 5, never) == TUESDAY + 5 * MINUTE
