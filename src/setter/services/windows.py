"""Calling windows: the distinct times at which the lines of a campaign's people may ring, so that they are few.

Zones, law and the campaign's hours make a schedule; localities with the same schedule share a window. Whenever the law
or the campaign's hours change, localities part and come together anew, and the queue moves over in short steps.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from msgspec.structs import replace

from setter.domain.callable_law import unasked
from setter.domain.calling_window import closed_campaign, is_open
from setter.domain.campaign import Campaign
from setter.domain.law import STRENGTH, Law
from setter.domain.schedule import Schedule
from setter.services.desk import Desk
from setter.services.law_in_force import law_of, laws_for
from setter.store.ids import new_id
from setter.store.localities import Locality
from setter.store.unit import Unit

MANY = 4_000
BREATH_S = 0.004
FIRST = 0

Key = tuple[object, ...]


def window_of(unit: Unit, campaign: int, zones: str, places: str, now: int) -> tuple[int, bool]:
    """The calling window of comma-joined zones and places, and whether consent is asked for there: (id, asks).

    New ones have a window of their own until windows are joined again.
    """
    return unit.localities.window(campaign, zones, places, new_id(now))


def open_windows(unit: Unit, campaign: Campaign, number: int, now: int) -> list[int]:
    """The ids of a campaign's calling windows that are open at this instant."""
    return [each for each, shut in windows_now(unit, campaign, number, now).items() if not shut]


def windows_now(unit: Unit, campaign: Campaign, number: int, now: int) -> dict[int, str]:
    """Each calling window of a campaign with the rule that keeps it shut at this instant; "" where it is open."""
    windows = unit.localities.windows(number)
    return {window: shut_by(unit, campaign, zones, places, now) for window, zones, places in windows}


def shut_by(unit: Unit, campaign: Campaign, zones: tuple[str, ...], places: tuple[str, ...], now: int) -> str:
    """The rule of the gate that keeps a locality shut at an instant; "" where it is open."""
    if closed_campaign(campaign.calling, zones, now):
        return "campaign"
    market = campaign.market_type.casefold()
    if schedule_of(unit, campaign, zones, places, now).is_open(now):
        return "registry" if unasked(law_of(unit).laws(places, market, now), market, now) else ""
    if not is_open(campaign.calling.hours, zones, now):
        return "hours"
    return "closed_day" if all(is_open(law.hours, zones, now) for law in _laws(unit, campaign, places, now)) else "law"


def schedule_of(unit: Unit, campaign: Campaign, zones: tuple[str, ...], places: tuple[str, ...], now: int) -> Schedule:
    """When a campaign's line may ring in a locality, for whoever is of the campaign's own market."""
    profile, hours = law_of(unit), campaign.calling.hours
    return profile.opening(profile.week(hours), hours, zones, places, campaign.market_type.casefold(), now)


def _laws(unit: Unit, campaign: Campaign, places: tuple[str, ...], now: int) -> tuple[Law, ...]:
    return laws_for(unit, campaign, places, "", now)


def join_new(desk: Desk, unit: Unit, number: int, localities: Iterable[tuple[str, str]]) -> None:
    """Have the localities of whoever is about to come in share the windows that there are, before they do."""
    campaign, now = desk.campaign(unit, number), desk.now()
    before = {each.id for each in unit.localities.all(number)}
    for zones, places in localities:
        unit.localities.window(number, zones, places, new_id(now))
    known = unit.localities.all(number)
    fresh = [each for each in known if each.id not in before]
    if not fresh:
        return
    windows = {_key(unit, campaign, each, now): each.id for each in reversed(known) if each.calling_window == each.id}
    for each in fresh:
        window = windows.get(_key(unit, campaign, each, now), each.id)
        joined = replace(each, calling_window=window, holds=window == each.id, asks=_asks(unit, campaign, each, now))
        if joined != each:
            unit.localities.open_with(joined)


def see_to_windows(desk: Desk, number: int) -> int:
    """Join the localities of a campaign that open at the same times, part the others; how many people moved.

    Whoever has yet to move stands where they did, and the gate rules every claim meanwhile; it goes on where a killed
    one was, and does nothing where all stands as it should.
    """
    if not desk.store.write(lambda unit: _join(desk, unit, number)):
        return 0
    moved, since = 0, FIRST
    while True:
        start = since

        def step(unit: Unit, start: int = start) -> tuple[int, int | None]:
            until = unit.localities.queued_after(start, MANY)
            return unit.localities.move_over(number, start, until or _LAST), until

        came, until = desk.store.write(step, durable=False)
        moved += came
        if until is None:
            break
        since = until
        time.sleep(BREATH_S)
    desk.store.write(lambda unit: _moved(unit, number))
    return moved


def see_to_all_windows(desk: Desk) -> int:
    """Join the localities of every campaign that is worked; how many people moved."""
    rows = desk.store.read(lambda unit: unit.campaigns.all())
    return sum(see_to_windows(desk, row.number) for row in rows if row.version is not None)


def _join(desk: Desk, unit: Unit, number: int) -> bool:
    """Write which localities open together; True where anybody in the queue has to move."""
    campaign, now = desk.campaign(unit, number), desk.now()
    known = unit.localities.all(number)
    keys = {each.id: _key(unit, campaign, each, now) for each in known}
    windows: dict[Key, int] = {}
    for each in (*(each for each in known if each.calling_window == each.id), *known):
        windows.setdefault(keys[each.id], each.id)
    to_move = unit.settings.get(_moving(number)) == "yes"
    for each in known:
        window = windows[keys[each.id]]
        to_move = to_move or window != each.calling_window or (each.holds and window != each.id)
        asks = _asks(unit, campaign, each, now)
        joined = replace(each, calling_window=window, holds=each.holds or window == each.id, asks=asks)
        if joined != each:
            unit.localities.open_with(joined)
    if to_move:
        unit.settings.set(_moving(number), "yes")
    return to_move


def _moved(unit: Unit, number: int) -> None:
    unit.localities.let_go_of_the_old(number)
    unit.settings.set(_moving(number), "no")


def _moving(number: int) -> str:
    """The setting that says that people of a campaign may still stand under another window than their own."""
    return f"windows_move:{number}"


def _key(unit: Unit, campaign: Campaign, locality: Locality, now: int) -> Key:
    """What two localities have alike whose people may be rung at the same times; names of closed days do not matter."""
    opening = schedule_of(unit, campaign, locality.zones, locality.places, now)
    hours = tuple((day, opening.hours[day]) for day in sorted(opening.hours))
    needed = _needed(_laws(unit, campaign, locality.places, now), campaign)
    return opening.zones, hours, frozenset(opening.closed), frozenset(needed)


def _needed(laws: tuple[Law, ...], campaign: Campaign) -> Iterable[str]:
    market = campaign.market_type.casefold()
    return (each.id for law in laws for each in law.registries if each.is_needed(market))


def _asks(unit: Unit, campaign: Campaign, locality: Locality, now: int) -> bool:
    """Say whether nobody of the campaign's market is rung there without a word on record."""
    market = campaign.market_type.casefold()
    return any(STRENGTH[law.wants(market)] for law in _laws(unit, campaign, locality.places, now))


_LAST = (1 << 63) - 1
