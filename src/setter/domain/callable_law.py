"""The rules of the gate that paper heals: a yes on record, a register that was asked in time (domain §6.2)."""

from __future__ import annotations

from setter.domain.law import CONSENT, PRESUMED_INTEREST, REQUIRED, STRENGTH, Law
from setter.domain.verdict import RuleResult, ruled


def consent(laws: tuple[Law, ...], market: str, kind: str, on_record: tuple[str, ...]) -> RuleResult:
    """Ring nobody whose law wants their yes, or a reason why the offer concerns them, before either is on record.

    `on_record` has "consent" too where they await our call: they have a meeting, or asked to be called back.
    """
    asking = max(laws, key=lambda law: STRENGTH[law.wants(market, kind)], default=None)
    wanted = asking.wants(market, kind) if asking else ""
    if asking is None or not STRENGTH[wanted] or CONSENT in on_record:
        return ruled("consent", True)
    if wanted == PRESUMED_INTEREST:
        words = f"The law in {asking.name} wants on record, before the first call, why this offer concerns them."
        return ruled("consent", PRESUMED_INTEREST in on_record, words)
    assert wanted == REQUIRED
    return ruled("consent", False, f"The law in {asking.name} wants their consent on record before the first call.")


def registry(
    laws: tuple[Law, ...],
    market: str,
    kind: str,
    listed: tuple[str, ...],
    added_at: int,
    on_record: tuple[str, ...],
    now: int,
) -> RuleResult:
    """Ring no number that stands in a register, and none that a register needed was not asked about in time.

    Whoever agreed to our calls is rung all the same, whatever a register says (PECR reg. 21).
    """
    if CONSENT in on_record:
        return ruled("registry", True)
    known = {each.id: each for law in laws for each in law.registries}
    for each in known.values():
        if each.id in listed and each.leaves_alone(market, kind):
            return ruled("registry", False, f"This number stands in {each.name}.")
    for each in known.values():
        if not each.is_needed(market):
            continue
        if not each.knows(added_at):
            words = f"{_capital(each.name)} has not been asked about this number: bring in its file."
            return ruled("registry", False, words)
        if not each.is_fresh(now):
            age = f"{_capital(each.name)} was last asked {each.age_days(now)} days ago"
            return ruled("registry", False, f"{age}, {each.max_age_days} is the most: bring in a newer file.")
    return ruled("registry", True)


def unasked(laws: tuple[Law, ...], market: str, now: int) -> str:
    """Name a register without which nobody of a market is rung under these laws at an instant; "" where none is."""
    wanted = (each for law in laws for each in law.registries if each.is_needed(market) and not each.is_fresh(now))
    return next((each.name for each in wanted), "")


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
