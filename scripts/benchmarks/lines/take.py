"""A caller's whole round at a million prospects: take the next with her card, dial, record; one process."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.bench import ENGINES, Bench
from benchmarks.campaign_text import CAMPAIGN
from benchmarks.figures import Figure, NotYet, median, spread
from setter.services.call_view import view
from setter.services.desk import Desk
from setter.services.draft import begin_dial
from setter.services.record_outcome import Given, record
from setter.services.take_call import next_call
from setter.store import unit
from setter.store.memo import Memo

TITLE = "Take the next prospect whole, and record an outcome"
WORDS = """
An outcome is judged by all that is known of the person: their calls, answers, promises, meetings and what they may be
suppressed by; the gates, the plan of the next attempt, the temperature and the score are worked out anew, and its share
of the day's counts is kept in the same commit. Half a millisecond of CPU was a guess of before all that was there: what
the database answers is not more than that on a file, and the rest is Python that does it.
"""


def measure(bench: Bench) -> Iterator[Figure]:
    """Rounds at the large database of each engine."""
    for engine in ENGINES:
        desk = bench.desk(engine, caller="caller-00")
        seconds: dict[str, list[float]] = defaultdict(list)
        commits: list[int] = []
        with _counted(desk.store.engine) as count:
            for _ in range(bench.times(400)):
                _round(desk, seconds, commits, count)
        asked = _asked(desk, min(50, bench.times(50)))
        desk.store.close()
        at = f"at {bench.size:,}"
        yield from spread("take", engine, f"next prospect whole {at}", seconds["whole"][5:], p50=3.0)
        yield from spread("take", engine, f"of that, the claim with its gate {at}", seconds["next"][5:])
        yield from spread("take", engine, f"dial {at}", seconds["dial"][5:])
        yield from spread("take", engine, f"record an outcome {at}", seconds["record"][5:])
        cpu = median(seconds["record_cpu"][5:]) * 1000
        note = "this process; the server's own is not in it" if engine == "PostgreSQL" else ""
        yield Figure("take", engine, f"CPU of recording an outcome {at}", cpu, "ms", 0.5, note=note)
        yield Figure("take", engine, "of that, in the database's own answers", sum(asked) * 1000, "ms")
        yield Figure("take", engine, "questions to the database for an outcome", len(asked), "")
        yield Figure("take", engine, "durable commits of an outcome", max(commits), "commits", 1)


def _round(desk: Desk, seconds: dict[str, list[float]], commits: list[int], count: Callable[[], int]) -> None:
    began = time.perf_counter()
    taken = next_call(desk, CAMPAIGN)
    claimed = time.perf_counter()
    if taken.call is None:
        raise NotYet(f"nobody was left to take: {taken.reasons}")
    view(desk, taken.call.id)
    shown = time.perf_counter()
    begin_dial(desk, taken.call.id)
    dialled = time.perf_counter()
    cpu, before = time.process_time(), count()
    record(desk, taken.call.id, Given("no_answer"))
    seconds["record_cpu"].append(time.process_time() - cpu)
    commits.append(count() - before)
    recorded = time.perf_counter()
    desk.journal.forget(taken.call.id)
    for name, span in (
        ("next", claimed - began),
        ("whole", shown - began),
        ("dial", dialled - shown),
        ("record", recorded - dialled),
    ):
        seconds[name].append(span)


def _asked(desk: Desk, rounds: int) -> list[float]:
    """The seconds that each question of recording an outcome takes, those at hand left out; the middle round's."""
    taken: list[list[float]] = []
    ask, together = Memo.ask, unit.ask_together

    def asking(memo: Memo, name: str, sql: str, values: dict[str, Any], run: Callable[[], Any]) -> Any:
        return ask(memo, name, sql, values, lambda: _timed(run, taken[-1]))

    def asking_together(*given: Any) -> None:
        _timed(lambda: together(*given), taken[-1])

    for _ in range(rounds):
        taken_call = next_call(desk, CAMPAIGN).call
        assert taken_call is not None
        begin_dial(desk, taken_call.id)
        taken.append([])
        Memo.ask, unit.ask_together = asking, asking_together  # type: ignore[method-assign, assignment]
        try:
            record(desk, taken_call.id, Given("no_answer"))
        finally:
            Memo.ask, unit.ask_together = ask, together  # type: ignore[method-assign]
        desk.journal.forget(taken_call.id)
    return sorted(taken, key=sum)[len(taken) // 2]


def _timed(run: Callable[[], Any], seconds: list[float]) -> Any:
    began = time.perf_counter()
    answer = run()
    if not isinstance(answer, (type(None), int, dict, list, str)):
        answer = list(answer)
    seconds.append(time.perf_counter() - began)
    return answer


@contextmanager
def _counted(engine: Any) -> Iterator[Callable[[], int]]:
    """Count the write transactions of an engine."""
    writing, begun = engine.writing, [0]

    def counting(*given: Any) -> Any:
        begun[0] += 1
        return writing(*given)

    engine.writing = counting
    try:
        yield lambda: begun[0]
    finally:
        engine.writing = writing
