"""Weigh everybody anew by changed rules while a caller goes on claiming, against a pass that only reads."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from benchmarks.bench import ENGINES, Bench
from benchmarks.campaign_text import CAMPAIGN, campaign_text
from benchmarks.figures import Figure, NotYet, quantile
from setter.services import campaigns
from setter.services.desk import open_desk
from setter.services.take_call import next_call, release

TITLE = "Rescore by 25 rules"
CLAIM_PAUSE_S = 0.02


def measure(bench: Bench) -> Iterator[Figure]:
    """A pass that reads, then one that writes what a changed rule changes, at a tenth of all or less."""
    try:
        from setter.services.rescore import rescore
    except ImportError:
        raise NotYet("there is no rescore beside the activation yet") from None
    for engine in ENGINES:
        desk = bench.desk(engine)
        before = rescore(desk, CAMPAIGN, dry_run=True)
        yield Figure("rescore", engine, f"read only, {before.read:,} prospects", before.seconds, "s",
                     note=f"{before.changed:,} stood elsewhere" if before.changed else "")  # fmt: skip
        campaigns.add_text(desk, campaign_text(changed=True))
        campaigns.put_in_force(desk, CAMPAIGN)
        with _claiming(bench.url(engine, bench.size)) as waits:
            after = rescore(desk, CAMPAIGN)
        desk.store.close()
        share = 100 * after.changed / after.read
        yield Figure("rescore", engine, "changed and written", after.seconds, "s", note=f"{share:.1f} % changed")
        yield Figure("rescore", engine, "with a tenth changed : read only", after.seconds / before.seconds, "×", 1.6)
        each = (after.seconds - before.seconds) / max(1, after.changed) * 1e6
        yield Figure("rescore", engine, "each changed row", max(0.0, each), "µs")
        yield Figure(
            "rescore", engine, "claims meanwhile, p99", quantile(waits, 0.99) * 1000, "ms", note=f"n = {len(waits):,}"
        )
        yield Figure("rescore", engine, "claims meanwhile, the longest", max(waits) * 1000, "ms", 100.0)


@contextmanager
def _claiming(url: str) -> Iterator[list[float]]:
    """Somebody who claims and lets go all the while, in a process of her own; the seconds of her claims."""
    context = get_context("spawn")
    stop, mine, hers = context.Event(), *context.Pipe()
    process = context.Process(target=claim_until, args=(url, stop, hers), daemon=True)
    process.start()
    mine.recv()
    waits: list[float] = []
    try:
        yield waits
    finally:
        stop.set()
        waits += mine.recv()
        process.join()


def claim_until(url: str, stop: Any, told: Any) -> None:
    """Claim and let go until told to stop, then tell how long each claim took."""
    desk, seconds = open_desk(url, "caller-20"), []
    _claim(desk)
    told.send("ready")
    while not stop.is_set():
        seconds.append(_claim(desk))
        time.sleep(CLAIM_PAUSE_S)
    told.send(seconds)
    desk.store.close()


def _claim(desk: Any) -> float:
    began = time.perf_counter()
    taken = next_call(desk, CAMPAIGN)
    took = time.perf_counter() - began
    if taken.call is not None:
        release(desk, taken.call.id)
    return took
