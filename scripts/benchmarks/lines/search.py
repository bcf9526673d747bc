"""Search as people type it: names, companies, numbers and addresses, letter by letter."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from benchmarks.bench import ENGINES, Bench, timed
from benchmarks.campaign_text import CAMPAIGN
from benchmarks.figures import Figure, spread
from benchmarks.fill import MORNING
from benchmarks.population import Population
from setter.services.desk import Desk
from setter.services.search import search
from setter.store.unit import Unit

TITLE = "Search as you type"


def measure(bench: Bench) -> Iterator[Figure]:
    """Everything that is typed to find some people, each letter a search."""
    for engine in ENGINES:
        desk = bench.desk(engine)
        seconds: dict[str, list[float]] = defaultdict(list)
        for kind, whole in _wanted(desk, bench.size, max(10, bench.times(40))):
            for letters in range(len(whole) if kind == "last four digits" else 2, len(whole) + 1):
                seconds[kind].append(timed(partial(search, desk, CAMPAIGN, whole[:letters])))
        for kind, each in seconds.items():
            yield from spread("search", engine, kind, each)
        every = [one for each in seconds.values() for one in each]
        yield from spread("search", engine, f"all of them at {bench.size:,}", every, p99=60.0)
        desk.store.close()


def _wanted(desk: Desk, size: int, number: int) -> list[tuple[str, str]]:
    chosen = random.Random(3)

    def look(unit: Unit) -> list[tuple[str, str]]:
        people = Population(size, desk.campaign(unit, 1), MORNING)
        found = []
        for _ in range(number):
            prospect = unit.prospects.get(people.id_of(chosen.randrange(size)))
            assert prospect is not None
            phone = unit.prospects.phones(prospect.id)[0].e164
            found += [
                ("a name", prospect.full_name),
                ("a surname", prospect.last_name),
                ("a company", prospect.company_name[:14]),
                ("a number", phone[:10]),
                ("last four digits", phone[-4:]),
            ]
            found += [("an address", mail.address[:16]) for mail in unit.prospects.emails(prospect.id)]
        return found

    return desk.store.read(look)
