"""What does not go together in when and how often a campaign calls: its promises and its retry plan."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from setter.intake.campaign_defaults import planned_days
from setter.intake.campaign_lines import Path
from setter.intake.campaign_problems import Finding
from setter.intake.campaign_schema import Cadence, Calling


def calling_findings(calling: Calling) -> Iterator[Finding]:
    """Everything that does not go together in the calling table and its cadence."""
    if calling.callback_missed_minutes <= calling.callback_grace_minutes:
        text = f"is within the grace of {calling.callback_grace_minutes} minutes: no promise would ever be late"
        yield Finding(("calling", "callback_missed_minutes"), text)
    yield from _attempts(calling.cadence)
    yield from _day_parts(calling.cadence)


def _attempts(cadence: Cadence) -> Iterator[Finding]:
    path: Path = ("calling", "cadence")
    if not cadence.gaps_business_days:
        yield Finding((*path, "gaps_business_days"), "is empty; say how many business days lie between attempts")
    days = planned_days(cadence)
    if days > cadence.max_cycle_days:
        text = f"is shorter than the gaps between attempts, about {days} days; the last attempts would not be made"
        yield Finding((*path, "max_cycle_days"), text, "warning")
    late = [attempt for attempt in cadence.voicemail_on_attempts if attempt > cadence.max_attempts]
    if late:
        text = f"names attempt {late[0]}, but there are only {cadence.max_attempts}"
        yield Finding((*path, "voicemail_on_attempts"), text)
    if len(cadence.voicemail_on_attempts) > cadence.max_voicemails:
        text = f"plans {len(cadence.voicemail_on_attempts)} messages, but {cadence.max_voicemails} a cycle is the most"
        yield Finding((*path, "voicemail_on_attempts"), text)
    if cadence.fewest_weekdays > cadence.max_attempts:
        text = f"asks for more weekdays than there are attempts: {cadence.max_attempts}"
        yield Finding((*path, "fewest_weekdays"), text)


def _day_parts(cadence: Cadence) -> Iterator[Finding]:
    path: Path = ("calling", "cadence")
    parts = [(name, hours) for name, opening in cadence.day_parts.items() for hours in opening]
    for (name, hours), (later_name, later) in pairwise(parts):
        if later.opens < hours.closes:
            yield Finding((*path, "day_parts", later_name), f"begins before {name} has ended")
    if parts and cadence.no_repeat_day_part >= len(cadence.day_parts):
        text = f"leaves no day part to call in: there are only {len(cadence.day_parts)}"
        yield Finding((*path, "no_repeat_day_part"), text)
    if parts and cadence.fewest_day_parts > len(cadence.day_parts):
        text = f"asks for more day parts than there are: only {len(cadence.day_parts)}"
        yield Finding((*path, "fewest_day_parts"), text)
    if cadence.fewest_day_parts > cadence.max_attempts:
        text = f"asks for more day parts than there are attempts: {cadence.max_attempts}"
        yield Finding((*path, "fewest_day_parts"), text)
