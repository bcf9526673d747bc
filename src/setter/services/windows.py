"""Calling windows: the distinct times at which the lines of a campaign's people may ring, so that they are few.

Zones, law and the campaign's hours make a schedule; localities with the same schedule share a window. Whenever the law
or the campaign's hours change, localities part and come together anew, and the queue moves over in short steps.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from functools import partial

from msgspec.structs import replace

from setter.domain.binding_zones import binding_zones
from setter.domain.callable_law import unasked
from setter.domain.calling_window import closed_campaign, is_open, local_time
from setter.domain.campaign import Campaign
from setter.domain.day_parts import day_part, day_part_points
from setter.domain.law import STRENGTH, Law
from setter.intake.languages import language_code
from setter.services.desk import Desk
from setter.services.law_in_force import law_of, laws_for, opening_in
from setter.store.ids import new_id
from setter.store.localities import Locality
from setter.store.unit import Unit

MANY = 4_000
BREATH_S = 0.004
OLDER_WRITES_S = 1.0
"""How long a write may be under way on a server that began before the windows were joined."""
FIRST = 0
OTHER_LANGUAGE = "language"

Key = tuple[object, ...]


def window_of(unit: Unit, campaign: int, zones: str, places: str, language: str, now: int) -> tuple[int, bool]:
    """The calling window of comma-joined zones and places and a language: (id, whether consent is asked for there).

    New ones have a window of their own until windows are joined again.
    """
    return unit.localities.window(campaign, zones, places, language, new_id(now))


def open_windows(unit: Unit, campaign: Campaign, number: int, now: int, spoken: Sequence[str] = ()) -> list[int]:
    """The ids of a campaign's calling windows that are open at this instant, to whoever speaks these languages."""
    shut, windows = _Shut(unit, campaign, now), unit.localities.windows(number)
    return [
        window
        for window, zones, places, language in windows
        if shut.opens(zones, places) and speaks(spoken, language) and not shut.bars(zones, places)
    ]


def open_windows_worth(
    desk: Desk, unit: Unit, campaign: Campaign, number: int, now: int, spoken: Sequence[str] = ()
) -> dict[int, int]:
    """The open windows, each with what the part of the day is worth there, in hundredths of a point (domain §3.5).

    Up to five points where people answer best now, by the campaign's own dials; nothing before there are enough.
    """
    shut, cadence = _Shut(unit, campaign, now), campaign.calling.cadence
    worth = day_part_points(cadence, desk.answered(number))
    return {
        window: worth.get(day_part(cadence, local_time(now, zones[0])), 0) if worth else 0
        for window, zones, places, language in unit.localities.windows(number)
        if shut.opens(zones, places) and speaks(spoken, language) and not shut.bars(zones, places)
    }


def windows_now(unit: Unit, campaign: Campaign, number: int, now: int, spoken: Sequence[str] = ()) -> dict[int, str]:
    """Each calling window of a campaign with the rule that keeps it shut at this instant; "" where it is open."""
    shut, windows = _Shut(unit, campaign, now), unit.localities.windows(number)
    return {
        window: shut.by(zones, places) or ("" if speaks(spoken, language) else OTHER_LANGUAGE)
        for window, zones, places, language in windows
    }


def speaks(spoken: Sequence[str], language: str) -> bool:
    """Say whether whoever speaks these languages (ISO 639-1; none for any) can talk to somebody by their language."""
    return not spoken or (language_code(language) or spoken[0]) in spoken


def shut_by(unit: Unit, campaign: Campaign, zones: tuple[str, ...], places: tuple[str, ...], now: int) -> str:
    """The rule of the gate that keeps a locality shut at an instant; "" where it is open."""
    return _Shut(unit, campaign, now).by(zones, places)


class _Shut:
    """What keeps localities shut at an instant: asked of all of a campaign's windows at every claim."""

    def __init__(self, unit: Unit, campaign: Campaign, now: int) -> None:
        self.profile, self.calling, self.now = law_of(unit), campaign.calling, now
        self.week, self.market = self.profile.week(self.calling.hours), campaign.market_type.casefold()

    def opens(self, zones: tuple[str, ...], places: tuple[str, ...]) -> bool:
        """Say whether the hours and the law let a locality be rung: all that most of them need be asked."""
        opening = self.profile.opening(self.week, self.calling.hours, zones, places, self.market, self.now)
        return opening.is_open(self.now)

    def bars(self, zones: tuple[str, ...], places: tuple[str, ...]) -> str:
        """The rule that keeps a locality shut though its hours have come; "" where none does."""
        if closed_campaign(self.calling, zones, self.now):
            return "campaign"
        return "registry" if unasked(self.profile.laws(places, self.market, self.now), self.market, self.now) else ""

    def by(self, zones: tuple[str, ...], places: tuple[str, ...]) -> str:
        """The rule that keeps a locality shut; "" where it is open."""
        now, barred = self.now, self.bars(zones, places)
        if barred == "campaign" or self.opens(zones, places):
            return barred
        if not is_open(self.calling.hours, zones, now):
            return "hours"
        laws = self.profile.laws(places, self.market, now)
        return "closed_day" if all(is_open(law.hours, zones, now) for law in laws) else "law"


def join_new(desk: Desk, unit: Unit, number: int, localities: Iterable[tuple[str, str, str]]) -> None:
    """Have the localities of whoever is about to come in share the windows that there are, before they do."""
    campaign, now = desk.campaign(unit, number), desk.now()
    before = {each.id for each in unit.localities.all(number)}
    for zones, places, language in localities:
        unit.localities.window(number, zones, places, language, new_id(now))
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

    Whom the law now wants a word of leaves the queue. Whoever has yet to move stands where they did, and the gate
    rules every claim meanwhile; it goes on where a killed one was, and does nothing where all stands as it should.
    """
    mark = str(new_id(desk.now()))
    if not desk.store.write(lambda unit: _join(desk, unit, number, mark)):
        return 0
    moved = _walk(desk, number)
    if desk.store.engine.served:  # a write that began before the windows were joined may put somebody under an old one
        time.sleep(OLDER_WRITES_S)
        moved += _walk(desk, number)
    desk.store.write(lambda unit: _moved(unit, number, mark))
    return moved


def _walk(desk: Desk, number: int) -> int:
    moved, since = 0, FIRST
    while True:
        came, until = desk.store.write(partial(_step, number=number, since=since), durable=False)
        moved += came
        if until is None:
            return moved
        since = until
        time.sleep(BREATH_S)


def _step(unit: Unit, number: int, since: int) -> tuple[int, int | None]:
    until = unit.localities.queued_after(since, MANY)
    unit.localities.take_out(number, since, until or _LAST)
    return unit.localities.move_over(number, since, until or _LAST), until


def see_to_all_windows(desk: Desk) -> int:
    """Join the localities of every campaign that is worked; how many people moved."""
    rows = desk.store.read(lambda unit: unit.campaigns.all())
    return sum(see_to_windows(desk, row.number) for row in rows if row.version is not None)


def _join(desk: Desk, unit: Unit, number: int, mark: str) -> bool:
    """Write which localities open together; True where anybody in the queue has to move, or to leave it."""
    campaign, now = desk.campaign(unit, number), desk.now()
    known = unit.localities.all(number)
    keys = {each.id: _key(unit, campaign, each, now) for each in known}
    windows: dict[Key, int] = {}
    for each in (*(each for each in known if each.calling_window == each.id), *known):
        windows.setdefault(keys[each.id], each.id)
    to_move = bool(unit.settings.get(_moving(number)))
    for each in known:
        window = windows[keys[each.id]]
        asks = _asks(unit, campaign, each, now)
        joined = replace(each, calling_window=window, holds=each.holds or window == each.id, asks=asks)
        to_move = to_move or joined != each or (each.holds and window != each.id)
        if joined != each:
            unit.localities.open_with(joined)
    if to_move:
        unit.settings.set(_moving(number), mark)
    return to_move


def _moved(unit: Unit, number: int, mark: str) -> None:
    """Let go of the old windows, unless somebody has joined them anew meanwhile: then it is theirs to do."""
    if unit.settings.get(_moving(number)) == mark:
        unit.localities.let_go_of_the_old(number)
        unit.settings.set(_moving(number), "")


def _moving(number: int) -> str:
    """The setting that says that people of a campaign may still stand under another window than their own."""
    return f"windows_move:{number}"


def _key(unit: Unit, campaign: Campaign, locality: Locality, now: int) -> Key:
    """What two localities have alike whose people may be rung at the same times; names of closed days do not matter."""
    opening = opening_in(unit, campaign, locality.zones, locality.places, "", now)
    hours = tuple((day, opening.hours[day]) for day in sorted(opening.hours))
    zones = binding_zones(opening.hours, opening.zones, now)
    needed = _needed(laws_for(unit, campaign, locality.places, "", now), campaign)
    return zones, hours, frozenset(opening.closed), frozenset(needed), language_code(locality.language)


def _needed(laws: tuple[Law, ...], campaign: Campaign) -> Iterable[str]:
    market = campaign.market_type.casefold()
    return (each.id for law in laws for each in law.registries if each.is_needed(market))


def _asks(unit: Unit, campaign: Campaign, locality: Locality, now: int) -> bool:
    """Say whether nobody of the campaign's market is rung there without a word on record."""
    market = campaign.market_type.casefold()
    return any(STRENGTH[law.wants(market)] for law in laws_for(unit, campaign, locality.places, "", now))


_LAST = (1 << 63) - 1
