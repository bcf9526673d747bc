"""What the queue screen asks for, at a million prospects."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.bench import ENGINES, Bench, timed
from benchmarks.campaign_text import CAMPAIGN
from benchmarks.figures import Figure, spread
from setter.services.progress import progress
from setter.services.prospect_card import card_of
from setter.services.queue_view import queue_length, queue_of
from setter.services.review import today_numbers
from setter.services.shift import shift_state
from setter.services.tasks import strip
from setter.store.unit import Unit

TITLE = "The queue screen's data"
SHOWN = 25
"""So many lines are in sight, and so many are fetched."""
WORDS = """
The budget is for the list and its length, in one look at the database, as the screen takes it. The whole screen asks
for the marked prospect's card, duties, the day's numbers and the way to the goal as well. Half of the list's time is
what speaks for each of the 25: all that is known of them is held against the campaign's 25 rules.
"""


def measure(bench: Bench) -> Iterator[Figure]:
    """The list with its length, then everything that one look at the screen asks."""
    for engine in ENGINES:
        desk = bench.desk(engine, caller="caller-30")
        first = queue_of(desk, CAMPAIGN, 1)[0].line.enrolment_id

        def listed(unit: Unit) -> None:
            queue_of(desk, CAMPAIGN, SHOWN)  # noqa: B023 - called in the same turn of the loop
            queue_length(desk, CAMPAIGN)  # noqa: B023

        def whole(unit: Unit) -> None:
            listed(unit)
            for look in (shift_state, strip, today_numbers):
                look(desk)  # noqa: B023
            progress(desk, CAMPAIGN)  # noqa: B023
            card_of(desk, first)  # noqa: B023

        rounds, at = bench.times(200), f"at {bench.size:,}"
        looks = {f"list of {SHOWN} and its length": (listed, 2.0), "the whole screen": (whole, None)}
        for name, (look, budget) in looks.items():
            seconds = [timed(partial(desk.store.read, look)) for _ in range(rounds)]
            yield from spread("queue_screen", engine, f"{name} {at}", seconds, p50=budget)
        desk.store.close()
