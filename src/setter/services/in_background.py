"""What the clock asks for while somebody works: beside the screens, by whichever program comes first."""

from __future__ import annotations

from contextlib import suppress
from threading import Lock

from setter.domain.errors import SetterError
from setter.services.desk import Desk

_at_work = Lock()
"""One pass at a time in a program: a server that keeps it waiting must not make the next ones pile up."""


def go_by_the_clock(desk: Desk) -> None:
    """Chase what is late, then deliver what is due; whatever cannot be done now is left for the next time."""
    from setter.services.chase import chase
    from setter.services.deliver import deliver_quietly

    if not _at_work.acquire(blocking=False):
        return
    try:
        for work in (chase, deliver_quietly):
            if desk.server_away_since is None:
                with suppress(SetterError):
                    work(desk)
    finally:
        _at_work.release()
