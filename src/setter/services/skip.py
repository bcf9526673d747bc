"""Leave a prospect for now, and say why: taken by hand and put back, so that the skip has its record."""

from __future__ import annotations

from setter.domain.errors import Refused
from setter.services.desk import Desk
from setter.services.draft import end_call
from setter.services.record_outcome import Given, Reply
from setter.services.take_call import release, take


def skip(desk: Desk, enrolment_id: int, reason: str) -> Reply:
    """Skip a prospect with a reason; Refused when somebody holds the person or the caller is in a call.

    Nobody is left held: a skip that is refused puts the prospect back as if never taken.
    """
    taken = take(desk, enrolment_id)
    if taken.call is None or taken.resumed:
        raise Refused("call_live", "You are in a call with this prospect.", "skip", "Skip it there.")
    try:
        return end_call(desk, taken.call.id, Given("skipped", reason=reason))
    except BaseException:
        release(desk, taken.call.id)
        raise
