"""A campaign's sub-stages and windows: what they are made of, and what in them does not go together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from setter.domain.campaign import Ladder
from setter.domain.ladder import Rung
from setter.domain.stages import Stage, flaws, read_stage
from setter.intake.campaign_problems import Finding

if TYPE_CHECKING:
    from setter.intake import campaign_schema as schema

DIVIDED = (Rung.SUBSCRIBER, Rung.LEAD, Rung.MQL, Rung.SQL, Rung.OPPORTUNITY)
"""The rungs that a campaign may divide."""


def ladder_of(table: schema.Ladder) -> Ladder:
    """The ladder of a table."""
    stages = {str(rung): found for rung in DIVIDED if (found := _stages(table, rung))}
    return Ladder(stages, table.mql_fit, table.mql_engagement)


def ladder_findings(file: schema.File) -> Iterator[Finding]:
    """What is right in itself and wrong together in the ladder and the windows of temperature."""
    table, windows = file.ladder, file.temperature
    for rung in DIVIDED:
        for place, text in flaws(rung, _stages(table, rung)):
            yield Finding(("ladder", str(rung), place), text)
    for key, other in (("mql_fit", "mql_engagement"), ("mql_engagement", "mql_fit")):
        if getattr(table, key) is not None and getattr(table, other) is None:
            yield Finding(
                ("ladder", key), f"needs {other} beside it: only whoever fits and is engaged is an MQL by score"
            )
    if windows.hot_days > windows.warm_days:
        yield Finding(("temperature", "hot_days"), f"is longer than warm_days, {windows.warm_days}")
    for key in ("mails_opened", "mails_clicked"):
        if getattr(windows, key) > windows.mails_watched:
            text = f"asks for more mails than are watched: {windows.mails_watched}"
            yield Finding(("temperature", key), text)


def _stages(table: schema.Ladder, rung: Rung) -> tuple[Stage, ...]:
    written: list[str] = getattr(table, rung)
    return tuple(map(read_stage, written))
