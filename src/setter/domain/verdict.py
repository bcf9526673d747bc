"""The gate's answer: every rule by itself, and when time alone would lift what refuses (DESIGN §2, promise 2)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class RuleResult(Struct, frozen=True):
    """One rule's answer; `detail` is a sentence where it refuses, `opens_at` (UTC ms) where time heals it."""

    rule: str
    passed: bool
    detail: str = ""
    opens_at: int | None = None


class Considered(Struct, frozen=True):
    """What the gate went by at an instant, kept with each attempt as its defence (domain §6.2, 12).

    `hours` are those that the campaign and every law leave on the days of that instant, by weekday: "08:30-17:30".
    `law` is the version of the law in force. `dials` counts those that weighed on a cap: of the number, the person
    (24 hours) and the company (a week). `registries` has the age in days of each register's newest answer, None where
    it was never asked; `consents` is what of theirs was on record.
    """

    zones: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    law: str = ""
    hours: dict[str, tuple[str, ...]] = {}
    dials: tuple[int, int, int] = (0, 0, 0)
    registries: dict[str, int | None] = {}
    consents: tuple[str, ...] = ()


class Verdict(Struct, frozen=True):
    """The gate's answer at an instant, every rule listed; `opens_at` is when all would pass, if time alone can."""

    question: Literal["contact", "dial"]
    allowed: bool
    results: tuple[RuleResult, ...]
    opens_at: int | None
    at: int
    considered: Considered = Considered()

    @property
    def refusals(self) -> tuple[RuleResult, ...]:
        """List the rules that said no."""
        return tuple(result for result in self.results if not result.passed)

    @property
    def reason(self) -> str:
        """Say in one sentence why not; empty where it is allowed."""
        return self.refusals[0].detail if self.refusals else ""


def ruled(rule: str, passed: bool, detail: str = "", opens_at: int | None = None) -> RuleResult:
    """Give a rule's answer; why and until when only where it refuses."""
    return RuleResult(rule, passed) if passed else RuleResult(rule, False, detail, opens_at)
