"""A caller types a time on Tuesday 24 November 2026, a quarter past ten in Chicago."""

from __future__ import annotations

import pytest

from domain.clocks import CHICAGO, at
from setter.domain.errors import Wrong
from setter.domain.when import parse_when

TUESDAY = at("2026-11-24T10:15:40")


def when(text: str, now: int = TUESDAY, zone: str = CHICAGO) -> str:
    """The wall time that is understood."""
    return parse_when(text, now, zone).wall


def refusal(text: str, now: int = TUESDAY, zone: str = CHICAGO) -> Wrong:
    """How it is asked again."""
    with pytest.raises(Wrong) as caught:
        parse_when(text, now, zone)
    assert caught.value.code == "when"
    assert caught.value.hint
    return caught.value
