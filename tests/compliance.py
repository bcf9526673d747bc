"""Somebody who decides about the law, and a law of a team's own for them to bring in."""

from __future__ import annotations

import pytest

from houses import beside
from setter.services.desk import Desk

ILLINOIS = """
[places.US-IL]
name = "Illinois"
weekdays = ["12:00-16:00"]
binds = "everybody"
source = "our counsel's reading of 815 ILCS 413"
as_of = 2026-11-20
confidence = "high"
"""
"""A team's own law of Ada's state, which opens at noon."""


@pytest.fixture
def counsel(desk: Desk) -> Desk:
    """Somebody from compliance at the same database."""
    desk.store.write(lambda unit: unit.settings.set_role("noor", "compliance"))
    return beside(desk, "noor")
