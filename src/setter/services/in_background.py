"""What the clock asks for while somebody works: beside the screens, by whichever program comes first."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Lock

from setter.domain.errors import SetterError
from setter.services.desk import Desk
from setter.services.patience import stays

_at_work = Lock()
"""One pass at a time in a program: a server that keeps it waiting must not make the next ones pile up."""


def go_by_the_clock(desk: Desk, is_leaving: Callable[[], bool] = stays) -> None:
    """Chase what is late, deliver what is due, and read the calendars that will be stale soon.

    Whatever cannot be done now is left for the next time. Whoever is leaving waits a moment for what is under way, and
    for nothing else.
    """
    from setter.services.calendars import keep_fresh
    from setter.services.chase import chase
    from setter.services.deliver import deliver_quietly

    if not _at_work.acquire(blocking=False):
        return
    try:
        for work in (
            chase,
            partial(deliver_quietly, is_leaving=is_leaving),
            partial(keep_fresh, is_leaving=is_leaving),
        ):
            if desk.server_away_since is None and not is_leaving():
                with suppress(SetterError):
                    work(desk)
    finally:
        _at_work.release()
