"""The days a team lead looks at, by their names and as typed."""

from __future__ import annotations

from datetime import date

import pytest

from setter.domain.errors import Wrong
from setter.services.desk import Desk
from setter.services.periods import NAMED, Period, period_named, period_typed


def test_each_named_period_ends_today_and_is_longer_than_the_one_before(small_desk: Desk) -> None:
    told = [period_named(small_desk, name) for name in NAMED]
    assert [each.days for each in told] == [
        "Tue 24 Nov",
        "Mon 23 Nov to Tue 24 Nov",
        "Wed 28 Oct to Tue 24 Nov",
        "Thu 01 Oct to Tue 24 Nov",
        "up to Tue 24 Nov",
    ]


def test_one_day_or_two_are_a_period_and_all_else_is_said_to_be_none(small_desk: Desk) -> None:
    for text, first, last in (
        ("2026-11-02", "2026-11-02", "2026-11-24"),
        (" 2026-09-01 2026-10-31", "2026-09-01", "2026-10-31"),
        ("2026-09-01 to 2026-09-01", "2026-09-01", "2026-09-01"),
        ("2025-12-01–2026-01-31", "2025-12-01", "2026-01-31"),
        ("2026-12-24", "2026-12-24", "2026-12-24"),
    ):
        assert period_typed(small_desk, text) == Period("", date.fromisoformat(first), date.fromisoformat(last))
    assert period_typed(small_desk, "2025-12-01 2026-01-31").words == "Mon 01 Dec 2025 to Sat 31 Jan 2026"
    for text in ("", "september", "2026-02-30", "2026-11-02 2026-11-01", "2026-01-01 " * 3):
        with pytest.raises(Wrong) as caught:
            period_typed(small_desk, text)
        assert caught.value.code == "period" and caught.value.hint
