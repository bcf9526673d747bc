"""What a caller says of a call, in words, and whether its parts belong together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field

from setter.domain.campaign import Campaign
from setter.domain.dispositions import Disposition, Effect, find, outcomes
from setter.domain.effects import TIME_BOUND
from setter.domain.errors import Wrong

LONGEST_CALL_MINUTES = 600


class Given(Struct, frozen=True):
    """What a caller says of a call, in words: times as spoken, answers as typed."""

    code: str
    answers: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    callback: str = ""
    revisit: str = ""
    reason: str = ""
    referred: str = ""
    minutes: float | None = None
    company_wide: bool = False
    path: tuple[str, ...] = ()
    zone: str = ""


WORDS: Mapping[str, str] = MappingProxyType(
    {
        "callback": "time to call back",
        "revisit": "day to come back on",
        "reason": "reason for leaving them",
        "referred": "name of somebody else",
        "company_wide": "word for the whole company",
    }
)
"""The parts that only some outcomes take, in words."""

_TAKES: Mapping[str, frozenset[Effect]] = MappingProxyType(
    {
        "callback": frozenset(
            {Effect.HARD_CALLBACK, Effect.SOFT_CALLBACK, Effect.DAY_CALLBACK, Effect.NURTURE, Effect.MEETING_CANCELLED}
        ),
        "revisit": frozenset({Effect.DAY_CALLBACK, Effect.NURTURE, Effect.REFERRED, Effect.MEETING_CANCELLED}),
        "reason": frozenset({Effect.SKIP}),
        "referred": frozenset({Effect.REFERRED, Effect.LEFT_COMPANY}),
        "company_wide": frozenset({Effect.SUPPRESS, Effect.COMPLAINT}),
    }
)


def disposition_of(given: Given, campaign: Campaign) -> Disposition:
    """The outcome that is meant; Wrong for an unknown one, or for a part that it does not take."""
    disposition = find(given.code, campaign)
    for part, words in WORDS.items():
        if getattr(given, part) and not takes(disposition, part):
            known = ", ".join(code for code, each in outcomes(campaign).items() if takes(each, part))
            where = f"--{part.replace('_', '-')}"
            sentence = f"The outcome {disposition.code} takes no {words}."
            raise Wrong("does_not_fit", sentence, where, f"Outcomes that take one: {known}.")
    if given.minutes is not None and not 0 <= given.minutes <= LONGEST_CALL_MINUTES:  # nan is in no range
        shown = "not a number" if math.isnan(given.minutes) else f"{given.minutes:g}"
        hint = f"Give the minutes talked, from 0 to {LONGEST_CALL_MINUTES}."
        raise Wrong("minutes", f"A call cannot last {shown} minutes.", "--minutes", hint)
    return disposition


def takes(disposition: Disposition, part: str) -> bool:
    """Say whether an outcome takes a part; a no that may pass takes the day to ask again."""
    may_pass = part in ("callback", "revisit") and disposition.effect_code in TIME_BOUND
    return may_pass or disposition.effect in _TAKES[part]
