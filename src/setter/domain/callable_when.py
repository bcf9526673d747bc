"""The rules of the gate that time heals: hours, law, closed days and the caps on dials (domain §5, §6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import chain

from setter.domain.calling_window import (
    are_known,
    clock_words,
    is_open,
    local_time,
    next_opening,
    place_words,
    resolve,
    zone_words,
)
from setter.domain.law import Law
from setter.domain.opening_hours import WeekHours
from setter.domain.schedule import closed_by, closed_today, reopens
from setter.domain.units import DAY
from setter.domain.verdict import RuleResult, ruled

NOWHERE = Law("", "", {})
"""The law of no place at all, which wants nothing."""


def hours(hours: WeekHours, zones: tuple[str, ...], now: int) -> RuleResult:
    """Ring inside the campaign's hours on every clock they may live by, and say when they open where it is outside."""
    if not are_known(zones):
        return ruled("hours", False, "Calling hours cannot be checked without a time zone.")
    if is_open(hours, zones, now):
        return ruled("hours", True)
    opens_at = next_opening(hours, zones, now)
    shut = _shut_in(hours, zones, now)
    clock = f"It is {clock_words(now, shut)} in {place_words(shut)}, outside calling hours;"
    if opens_at is None:
        return ruled("hours", False, f"{clock} the next two weeks have no hour for all its zones.")
    return ruled("hours", False, f"{clock} they open {_instant_words(opens_at, (shut,))}.", opens_at)


def _shut_in(hours: WeekHours, zones: tuple[str, ...], now: int) -> str:
    """The first of some zones that hours do not let ring, where they cannot in all of them."""
    return zones[0] if len(zones) == 1 else next(zone for zone in zones if not is_open(hours, (zone,), now))


def law(laws: tuple[Law, ...], zones: tuple[str, ...], now: int) -> RuleResult:
    """Hold the clock of every zone against the law of every place: the strictest of them binds (domain §6.2)."""
    if not are_known(zones):
        return ruled("law", False, "The law of the place cannot be checked without a time zone.")
    shut = next((law for law in laws if not is_open(law.hours, zones, now)), None)
    if shut is None:
        return ruled("law", True)
    zone = _shut_in(shut.hours, zones, now)
    opens_at = next_opening(shut.hours, zones, now)
    clock = f"It is {clock_words(now, zone)} in {place_words(zone)}, outside the hours of the law in {shut.name};"
    if opens_at is None:
        return ruled("law", False, f"{clock} the next two weeks have no hour for all its zones.")
    return ruled("law", False, f"{clock} they open {_instant_words(opens_at, (zone,))}.", opens_at)


def closed_day(laws: tuple[Law, ...], zones: tuple[str, ...], now: int) -> RuleResult:
    """Ring nobody on a day that the law of a place closes, by the calendar of any zone they may be in."""
    if not are_known(zones):
        return ruled("closed_day", False, "Closed days cannot be checked without a time zone.")
    if not any(closed_today(law.closed, zones, now) for law in laws):
        return ruled("closed_day", True)
    closed = closed_by(laws)
    zone, why = closed_today(closed, zones, now) or (zones[0], "")
    detail = f"It is {local_time(now, zone):%A} in {place_words(zone)}, and nobody is rung today: {why}."
    return ruled("closed_day", False, detail, reopens(closed, zones, now))


def cap_24h(rule: str, subject: str, dials: Iterable[int], cap: int, now: int, zones: tuple[str, ...]) -> RuleResult:
    """Hold a cap on the dials of the 24 hours before an instant, whatever the calendar says."""
    return _cap(rule, (subject, "in 24 hours", ""), DAY, dials, cap, now, zones)


def cap_week(dials: Iterable[int], cap: int, now: int, zones: tuple[str, ...]) -> RuleResult:
    """Hold a cap on the dials to anybody of a company in the seven days before an instant."""
    return _cap("cap_company", ("Their company was", "in a week", ""), 7 * DAY, dials, cap, now, zones)


def _cap(
    rule: str, said: tuple[str, str, str], span: int, dials: Iterable[int], cap: int, now: int, zones: tuple[str, ...]
) -> RuleResult:
    """Hold a cap on the dials of a span of time; `said` is who was dialled, in which time, and by which law."""
    recent = sorted(at for at in dials if at > now - span)
    if len(recent) < cap:
        return ruled(rule, True)
    opens_at = recent[len(recent) - cap] + span if cap > 0 else None
    subject, when, by_law = said
    words = f"{subject} dialled {_times(len(recent))} {when}, {cap} is the most{by_law}"
    return ruled(rule, False, f"{words}{_again(opens_at, zones)}.", opens_at)


def cap_day(dials: Iterable[int], cap: int, now: int, zones: tuple[str, ...]) -> RuleResult:
    """Hold the day's cap against the prospect's own calendar day, in every zone they may be in."""
    known = zones if are_known(zones) else ("UTC",)
    instants = tuple(dials)
    full = [zone for zone in known if _on_local_day(instants, now, zone) >= cap]
    if not full:
        return ruled("cap_day", True)
    opens_at = max(_midnight_after(now, 0, zone) for zone in full) if cap > 0 else None
    words = f"This person was dialled {_times(_on_local_day(instants, now, full[0]))} today, {cap} is the most"
    return ruled("cap_day", False, f"{words}{_again(opens_at, zones)}.", opens_at)


def cap_law(
    laws: tuple[Law, ...], market: str, dials: tuple[Iterable[int], ...], now: int, zones: tuple[str, ...]
) -> RuleResult:
    """Hold the caps that the law of a place sets on calls to one person, whatever the campaign would allow.

    `dials` are those to the number and those to the person; one that was both counts once.
    """
    refused = []
    for place in laws:
        for cap in place.caps_for(market) if place.caps else ():
            said = "This person was", f"in {cap.days} days", f" by the law in {place.name}"
            refused.append(_cap("cap_law", said, cap.days * DAY, set(chain(*dials)), cap.calls, now, zones))
    return max(refused, key=lambda each: each.opens_at or 0) if refused else ruled("cap_law", True)


def said_no(laws: tuple[Law, ...], market: str, said: Iterable[int], now: int, zones: tuple[str, ...]) -> RuleResult:
    """Leave alone whoever said no for as many whole days of theirs as the law of a place gives them."""
    last = max(said, default=None)
    if last is None:
        return ruled("said_no", True)
    days, place = max((law.rest_for(market), law.name) for law in (*laws, NOWHERE))
    opens_at = max(_midnight_after(last, days, zone) for zone in (zones if are_known(zones) else ("UTC",)))
    words = f"They said no within {days} days, for which the law in {place} leaves them alone"
    return ruled("said_no", not days or now >= opens_at, f"{words}{_again(opens_at, zones)}.", opens_at)


def _on_local_day(dials: Iterable[int], now: int, zone: str) -> int:
    today = local_time(now, zone).date()
    return sum(local_time(at, zone).date() == today for at in dials)


def _midnight_after(instant: int, days: int, zone: str) -> int:
    """The end of so many whole local days after an instant's own: of that day itself for none."""
    return resolve(datetime.combine(local_time(instant, zone).date() + timedelta(days=days + 1), time(0)), zone)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _again(opens_at: int | None, zones: tuple[str, ...]) -> str:
    return "" if opens_at is None else f"; it may ring again from {_instant_words(opens_at, zones)}"


def _instant_words(instant: int, zones: tuple[str, ...]) -> str:
    zone = zones[0] if are_known(zones) else "UTC"
    return f"{local_time(instant, zone):%A %H:%M} {zone_words(instant, zone)}"
