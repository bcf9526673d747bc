"""What the processes that are about to die are doing when they do."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faults import shift_script
from faults.shift_script import Tell, furnish, sit_down
from hands import dialled
from houses import CAMPAIGN, FrozenClock
from setter.domain.errors import Refused
from setter.services import arrive
from setter.services.book import book
from setter.services.deliver import deliver
from setter.services.desk import Desk
from setter.services.draft import begin_dial, end_call
from setter.services.hand_off import export
from setter.services.import_list import import_list
from setter.services.record_outcome import Given
from setter.services.take_call import next_call
from setter.store.house import open_store


def one_call(tell: Tell, path: str, part: str) -> None:
    """One scripted call, resumed when it was begun before."""
    shift_script.work(path, part, tell)


def landing(tell: Tell, path: str, listed: str, rows: int = arrive.MOST_ROWS) -> None:
    """Bring a list in, so many rows in a unit of work."""
    arrive.MOST_ROWS = rows
    desk = sit_down(path)
    done = import_list(desk, Path(listed), CAMPAIGN, source="list")
    tell("imported", landed=done.landed, unchanged=done.unchanged, rejected=done.rejected)
    desk.store.close()


def exporting(tell: Tell, path: str, out: str) -> None:
    """Hand over to sales whatever is due."""
    desk = sit_down(path)
    done = export(desk, "ics", Path(out))
    tell("exported", changes=done.changes, text=done.text)
    desk.store.close()


def booking(tell: Tell, path: str, caller: str, name: str, when: str, rep: str, at: float) -> None:
    """Dial somebody, and at one moment with all others book a time of one rep's."""
    desk = sit_down(path, caller)
    call = dialled(desk, name)
    time.sleep(max(at - time.time(), 0))
    try:
        made = book(desk, call.id, when, rep=rep).meeting
        tell("booked", starts=made.starts_at, ends=made.ends_at)
    except Refused as refused:
        tell("refused", code=refused.code)
    desk.store.close()


def calling(tell: Tell, path: str, caller: str, until: str) -> None:
    """One call after another on a server, until a file says that the shift is over or nobody is left to call."""
    desk = sit_down(path, caller)
    while not Path(until).exists():
        call = next_call(desk, CAMPAIGN).call
        if call is None:
            break
        tell("taken", call=call.id, enrolment=call.enrolment_id)
        tell("dialled", call=call.id, attempt=begin_dial(desk, call.id).attempt)
        reply = end_call(desk, call.id, Given("no_answer", note=f"{caller} rang"))
        tell("outcome", call=call.id, state=reply.work_state)
    desk.store.close()


def to_the_calendar(tell: Tell, path: str, at: int) -> None:
    """Deliver what is on its way, outside a sandbox, at an instant (UTC ms)."""
    desk = sit_down(path)
    desk.clock.at, desk.clock.sandbox = at, False
    tell("delivered", states=[way.row.state for way in deliver(desk, at_once=True)])
    desk.store.close()


def to_everybody(tell: Tell, url: str, at: int) -> None:
    """Deliver what is on its way in a team's database, at an instant (UTC ms)."""
    desk = Desk(open_store(url), FrozenClock(at, sandbox=False), "mira")
    tell("delivered", states=[way.row.state for way in deliver(desk, at_once=True)])
    desk.store.close()


WORKLOADS: dict[str, Callable[..., Any]] = {
    "one_call": one_call,
    "landing": landing,
    "exporting": exporting,
    "booking": booking,
    "calling": calling,
    "to_the_calendar": to_the_calendar,
    "to_everybody": to_everybody,
}


def warm_up() -> None:
    """Do everything once, so that a fork finds every import and table at hand."""
    random.seed()
    with tempfile.TemporaryDirectory() as folder:
        furnish(Path(folder) / "warm.db")
        one_call(lambda *_, **__: None, str(Path(folder) / "warm.db"), "meeting")
        exporting(lambda *_, **__: None, str(Path(folder) / "warm.db"), str(Path(folder) / "out"))
