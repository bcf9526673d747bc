"""The app at a desk, as a test drives it."""

from __future__ import annotations

from houses import CAMPAIGN
from setter.app import SetterApp
from setter.services.desk import Desk
from setter.store.records import Call


def seated(desk: Desk) -> SetterApp:
    """The app at this desk, in the example campaign."""
    return SetterApp(desk, desk.store.url, CAMPAIGN)


def live(desk: Desk) -> Call | None:
    """The call in hand."""
    return desk.store.read(lambda unit: unit.calls.live(desk.caller))


def closed(desk: Desk) -> Call | None:
    """The call that was closed last."""
    return desk.store.read(lambda unit: unit.calls.last_closed(desk.caller))
