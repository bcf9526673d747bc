"""A name may be that of somebody who asked, however it was written; a clearly different one is not."""

from __future__ import annotations

import pytest

from setter.intake.alike import has_surname, signs_borne, signs_left


def may_be(asked: str, now: str) -> bool:
    return not set(signs_left(asked)).isdisjoint(signs_borne(now))


@pytest.mark.parametrize(
    "now",
    ["Katherine Miller", "Kate Miller", "Katie MILLER", "K. Miller", "Miller Katherine", "Miller, K.", "Cathy Miller",
     "Kate Miller-Stone", "Katherine M.", "Káte Miller", "Dr. Katherine Ann Miller Jr."],
)  # fmt: skip
def test_a_shared_surname_and_first_letter_are_enough(now: str) -> None:
    assert may_be("Katherine Miller", now) and may_be(now, "Katherine Miller")


@pytest.mark.parametrize("now", ["Kate", "Miller", "K.", "", "Sara"])
def test_who_gives_no_surname_may_be_anybody(now: str) -> None:
    assert may_be("Katherine Miller", now) and not has_surname(now)


@pytest.mark.parametrize("now", ["Bob Jones", "Sara Lind", "Paul Miller", "Katherine Jones", "Karl Lind"])
def test_a_different_name_is_somebody_else(now: str) -> None:
    assert not may_be("Katherine Miller", now)


@pytest.mark.parametrize(
    ("asked", "now"),
    [("Robert Jones", "Bob Jones"), ("Bill Ward", "William Ward"), ("Elizabeth Roe", "Betty Roe"),
     ("Tony Hale", "Anthony Hale"), ("Theodore Lee", "Ted Lee")],
)  # fmt: skip
def test_so_are_short_forms_that_begin_otherwise(asked: str, now: str) -> None:
    assert may_be(asked, now) and may_be(now, asked)


def test_who_asked_by_a_first_name_alone_is_met_in_every_name_with_that_letter() -> None:
    assert may_be("Katherine", "Kate Miller")
    assert not may_be("Katherine", "Bob Jones")
