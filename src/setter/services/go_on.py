"""What is left to do in a database before anybody works in it, or beside their work."""

from __future__ import annotations

from contextlib import suppress

from setter.domain.errors import SetterError
from setter.services.desk import Desk
from setter.services.law_in_force import shipped_digest
from setter.services.let_in import let_in
from setter.services.placing import place_all_kept_out
from setter.services.windows import see_to_all_windows
from setter.services.zone_data import see_to_zones

STOOD_BY = "law"
"""The setting that names the law by which the queue's windows were last joined."""


def go_on(desk: Desk, seconds: float) -> bool:
    """Go on for so many seconds with a list that a killed import brought in whole; True when somebody still waits.

    Where this setter ships another law than the queue stands by, the queue moves over first, and with newer zone data
    the promises.
    """
    with suppress(SetterError):  # a file that cannot be written can be read all the same; the gate rules every dial
        see_to_law(desk)
        see_to_zones(desk)
    return let_in(desk, seconds)


def see_to_law(desk: Desk) -> None:
    """Have the queue stand by the law that this setter ships."""
    shipped = shipped_digest()
    if desk.store.read(lambda unit: unit.settings.get(STOOD_BY)) == shipped:
        return
    see_to_all_windows(desk)
    place_all_kept_out(desk)
    desk.store.write(lambda unit: unit.settings.set(STOOD_BY, shipped))
