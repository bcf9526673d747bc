"""Do something in the database, look at what it came to, and take all of it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from setter.services.desk import Desk
from setter.store.unit import Unit

T = TypeVar("T")


class _Rehearsed(Exception):
    """Carries a result out of a transaction that must not commit."""

    def __init__(self, result: Any) -> None:
        super().__init__("rehearsed")
        self.result = result


def rehearse(desk: Desk, work: Callable[[Unit], T]) -> T:
    """Run `work` as a write would and give its result; nothing of it stays."""

    def write(unit: Unit) -> None:
        raise _Rehearsed(work(unit))

    try:
        desk.store.write(write, durable=False)
    except _Rehearsed as done:
        result: T = done.result
        return result
    raise AssertionError("a rehearsal never commits")
