"""Sales at a desk, and its answers to Ada's SQL."""

from __future__ import annotations

from typing import Any

import pytest

from hands import booked, sql_of
from houses import ADA, beside, wait_until
from setter.domain.errors import SetterError
from setter.domain.sales_answer import SaleSays
from setter.services.desk import Desk
from setter.services.sales_reply import answer
from setter.store.records import Handoff, Meeting, SalesWord

AFTER = "2026-12-02T15:00:00Z"
"""The morning after Ada's meeting."""
NO_MONEY = "their budget is frozen until the summer"


def as_sales(desk: Desk) -> Desk:
    """Sam of sales at the same database."""
    desk.store.write(lambda unit: unit.settings.set_role("sam", "sales"))
    return beside(desk, "sam")


def handed(desk: Desk, when: str = "1 dec 3pm", **answers: str) -> Handoff:
    """Ada's SQL, as sales has it."""
    booked(desk, ADA, when=when, **answers)
    return the_sql(desk)


def the_sql(desk: Desk) -> Handoff:
    """Ada's newest SQL."""
    found = sql_of(desk)
    assert found is not None
    return found


def its_meeting(desk: Desk) -> Meeting:
    """The meeting that Ada's newest SQL is about, however it stands."""
    found = desk.store.read(lambda unit: unit.meetings.get(the_sql(desk).meeting_id))
    assert found is not None
    return found


def says(desk: Desk, **fields: Any) -> SalesWord:
    """What sales says of Ada's newest SQL."""
    return answer(as_sales(desk), the_sql(desk).id, SaleSays(**fields))


def rejects(desk: Desk, code: str, reason: str = NO_MONEY, **fields: Any) -> SalesWord:
    """Sales rejects Ada's newest SQL."""
    return says(desk, decision="rejected", code=code, reason=reason, **fields)


def accepts(desk: Desk, **fields: Any) -> SalesWord:
    """Sales accepts it."""
    return says(desk, decision="accepted", **fields)


def after_the_meeting(desk: Desk) -> None:
    """Let Ada's meeting go by."""
    wait_until(desk, AFTER)


def refusal(act: Any) -> SetterError:
    """The error with which something is refused."""
    with pytest.raises(SetterError) as refused:
        act()
    return refused.value
