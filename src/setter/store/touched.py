"""What a unit of work has touched, so that what is derived from it is brought up to date before the commit."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Touched:
    """Ids: `prospects` may be found by other words now, and of `enrolments` other things may have to be counted."""

    prospects: set[int] = field(default_factory=set)
    enrolments: set[int] = field(default_factory=set)
