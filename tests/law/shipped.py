"""The law as setter ships it, asked by place."""

from __future__ import annotations

from setter.domain.law import Law
from setter.law.profile import Profile, shipped_rows

SHIPPED = Profile(shipped_rows())


def laws_of(place: str, now: int, market: str = "b2b") -> tuple[Law, ...]:
    """What binds a call to somebody of a market in a place, whose country binds beside its region."""
    return SHIPPED.laws((place,), market, now)
