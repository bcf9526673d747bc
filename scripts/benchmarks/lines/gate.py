"""The gate over one prospect, without the database; and the calling windows that a national list comes to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.bench import Bench, timed
from benchmarks.campaign_text import CAMPAIGN, campaign_text
from benchmarks.figures import Figure, median
from benchmarks.fill import MORNING
from setter.domain.callable import DialHistory, DialNumber, Person, may_contact, may_dial
from setter.domain.campaign import Campaign
from setter.domain.units import DAY, HOUR
from setter.law.jurisdictions import address_places, candidate_places, number_places
from setter.law.profile import Profile, shipped_rows
from setter.law.tables import table
from setter.law.zones import address_zones, calling_zones, phone_zones
from setter.services.campaigns import activate, add_text, load
from setter.services.desk import Desk, make_database
from setter.services.windows import join_new, open_windows, see_to_windows
from setter.store.unit import Unit

TITLE = "The gate, and the calling windows of a national list"
WORDS = """
The list has, for each American area code, somebody who lives where it lies, and people who moved to ten other states
and kept their number: the law of both places binds, and the clocks of both must be open. Localities that open at the
same times share a window, so that a claim asks for few.
"""
IN_A_ROW = 200
MOVED = 10
MOST_US = 50.0
NUMBER = "+12125550123"


def measure(bench: Bench) -> Iterator[Figure]:
    """The gate's two questions, then the windows of people of every area code, at home and moved."""
    desk = make_database(bench.fresh_url("SQLite", "national"), sandbox=True, anchor=MORNING)
    add_text(desk, campaign_text())
    activate(desk, CAMPAIGN)
    yield from _one_prospect(bench, load(desk, CAMPAIGN))
    yield from _windows(bench, desk)
    desk.store.close()


def _one_prospect(bench: Bench, campaign: Campaign) -> Iterator[Figure]:
    """A man in New York at nine in the morning, rung twice before; and at six, when the answer is when they open."""
    places = candidate_places(address_places("US", "NY"), [number_places(NUMBER)])
    laws = Profile(shipped_rows()).laws(places, "b2b", MORNING)
    zones = phone_zones(NUMBER)
    person = Person(campaign_market_type="b2b", market_type="b2b", work_state="in_call", zones=zones)
    number = DialNumber(NUMBER, zones=zones, kind="direct", added_at=MORNING - 9 * DAY)
    rung = (MORNING - 30 * HOUR, MORNING - 3 * HOUR)
    for name, now in (("yes", MORNING), ("no, but when they open", MORNING - 3 * HOUR)):
        asked = partial(
            may_dial, person, number, campaign.calling, laws, DialHistory(rung, rung, rung), now, holder_ok=True
        )
        assert asked().allowed is (name == "yes")
        yield _per(f"may we dial this number now: {name}", bench, asked)
    yield _per("may we contact this person at all", bench, partial(may_contact, person, MORNING))


def _per(what: str, bench: Bench, asked: partial[object]) -> Figure:
    def in_a_row() -> None:
        for _ in range(IN_A_ROW):
            asked()

    seconds = median([timed(in_a_row) for _ in range(bench.times(100))]) / IN_A_ROW
    return Figure("gate", "either", what, seconds * 1e6, "µs", MOST_US)


def _windows(bench: Bench, desk: Desk) -> Iterator[Figure]:
    for who, moved in (("nobody moved", 0), ("many moved", MOVED)):
        national = sorted((zones, places, "") for zones, places in _national(moved))
        desk.store.write(partial(_let_in, desk, national=national))
        windows, opened = desk.store.read(lambda unit: _counted(desk, unit))
        yield Figure("gate", "SQLite", f"a national list, {who}: localities", len(national), "")
        yield Figure("gate", "SQLite", f"a national list, {who}: calling windows", windows, "")
        for clock, number in zip(("nine", "one"), opened, strict=True):
            yield Figure("gate", "SQLite", f"a national list, {who}: open at {clock} in New York", number, "")
    anew = [timed(lambda: see_to_windows(desk, 1)) for _ in range(bench.times(20))]
    yield Figure("gate", "SQLite", "all of them worked out anew, nobody moved", median(anew) * 1e3, "ms")

    def asked(unit: Unit) -> object:
        return open_windows(unit, desk.campaign(unit, 1), 1, desk.now())

    every = [timed(lambda: desk.store.read(asked)) for _ in range(bench.times(100))]
    yield Figure("gate", "SQLite", "which of them are open, as each claim asks", median(every) * 1e3, "ms")


def _let_in(desk: Desk, unit: Unit, national: list[tuple[str, str, str]]) -> None:
    join_new(desk, unit, 1, national)


def _counted(desk: Desk, unit: Unit) -> tuple[int, list[int]]:
    """How many windows there are, and how many of them are open in the morning and four hours later."""
    campaign, opened = desk.campaign(unit, 1), (MORNING, MORNING + 4 * HOUR)
    return len(unit.localities.windows(1)), [len(open_windows(unit, campaign, 1, now)) for now in opened]


def _national(moved: int) -> set[tuple[str, str]]:
    """Where people of every area code of the US may be: those at home, and those who moved to so many other states."""
    states = sorted(place for place in table("number_places").rows["area_codes"] if place.startswith("US-"))
    found = set()
    for home, state in enumerate(states):
        for code in table("number_places").rows["area_codes"][state]:
            for step in range(moved + 1):
                lives = states[(home + step * 5) % len(states)].removeprefix("US-")
                found.add(_locality(f"+1{code}5550123", lives))
    return found


def _locality(e164: str, state: str) -> tuple[str, str]:
    zones = calling_zones(None, address_zones("US", state, ""), [phone_zones(e164)], MORNING)
    places = candidate_places(address_places("US", state), [number_places(e164)])
    return ",".join(zones), ",".join(places) if zones else ""
