"""One caller of a soak: claims, and lets go, skips, or dials and records, as fast as she can, until she is killed."""

from __future__ import annotations

import random
import signal
import time
import zoneinfo
from pathlib import Path
from typing import Any

from benchmarks.campaign_text import CAMPAIGN
from benchmarks.soak_ledger import Ledger
from setter.domain.errors import Refused, Unusable
from setter.services.desk import Desk, open_desk
from setter.services.draft import begin_dial, end_call, resume
from setter.services.record_outcome import Given
from setter.services.take_call import next_call, release
from setter.store.records import Call

RELEASED, SKIPPED = 0.70, 0.80
"""Of all claims so many are put back, up to so many skipped, the rest dialled and recorded."""
NO_ANSWER, SKIP = "no_answer", "skipped"


def work(index: int, name: str, url: str, folder: Path, seed: int, done: Any, stop: Any) -> None:
    """Work until told to stop; every completed round counts in `done[index]`."""
    zoneinfo.reset_tzpath(to=())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever ends a soak early lets everybody finish
    chosen = random.Random(seed)
    ledger = Ledger(folder / f"{name}.ledger")
    desk = open_desk(url, name)
    resting = True
    while not stop.value:
        try:
            if resting:
                _take_up(desk, ledger)
            resting = False
            if _round(desk, ledger, chosen):
                done[index] += 1
        except Unusable:  # a caller is told so in a sentence, and sits down again in a moment
            ledger.tell("u")
            resting = True
            time.sleep(0.2)
    desk.store.close()
    ledger.close()


def _round(desk: Desk, ledger: Ledger, chosen: random.Random) -> bool:
    taken = next_call(desk, CAMPAIGN)
    if taken.call is None:
        ledger.tell("n")
        time.sleep(0.05)
        return False
    if taken.resumed:
        _take_up(desk, ledger)
        return False
    ledger.tell("c", taken.call.id, taken.call.prospect_id)
    _end(desk, ledger, taken.call, chosen.random())
    return True


def _end(desk: Desk, ledger: Ledger, call: Call, share: float) -> None:
    if share < RELEASED:
        ledger.tell("b", call.id)
        release(desk, call.id)
    elif share < SKIPPED:
        ledger.tell("b", call.id)
        end_call(desk, call.id, Given(SKIP, reason="another time"))
        ledger.tell("o", call.id, SKIP)
    else:
        begin_dial(desk, call.id)
        ledger.tell("d", call.id)
        ledger.tell("b", call.id)
        end_call(desk, call.id, Given(NO_ANSWER))
        ledger.tell("o", call.id, NO_ANSWER)


def _take_up(desk: Desk, ledger: Ledger) -> None:
    """Whoever was killed sits down again: what she had said is recorded, what she held she ends."""
    found = resume(desk)
    if found is None:
        return
    if found.reply is not None:
        ledger.tell("o", found.call.id, found.reply.outcome)
        return
    if found.call.state == "live":
        ledger.tell("r", found.call.id, found.call.prospect_id)
    ledger.tell("b", found.call.id)
    try:
        made = desk.store.read(lambda unit: unit.calls.attempts(found.call.id))
        if made:
            end_call(desk, found.call.id, Given(NO_ANSWER))
            ledger.tell("o", found.call.id, NO_ANSWER)
        else:
            release(desk, found.call.id)
    except Refused:  # the lease ran out in between, say: the next round finds whatever is left
        desk.journal.forget(found.call.id)
