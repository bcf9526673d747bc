"""A caller's promises on whichever screen she sits: a countdown while one is near, and each told of once."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import Any

from msgspec import Struct
from textual.screen import Screen

from setter.domain.errors import SetterError
from setter.services.answer_inquiry import INQUIRY
from setter.services.desk import Desk
from setter.services.tasks import is_timed, strip
from setter.store.records import TaskLine
from setter.widgets.header import PROMISED_IN, HeadLine
from setter.widgets.plain import clean
from setter.widgets.task_strip import SOON
from setter.widgets.times import countdown

LOOK_SECONDS = 15
"""So often the promises are read where nobody has written; whoever writes makes them be read at once."""


class Near(Struct, frozen=True):
    """The promise that is nearest, in words for the head line; `told` names one that nobody was told of yet."""

    words: str = ""
    late: bool = False
    told: TaskLine | None = None


class PromiseWatch:
    """The promises of a time of whoever sits at a desk, those near; read anew only when something may be new."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lines: list[TaskLine] = []
        self._told: set[int] = set()
        self._mark, self._read_at = -1, 0.0

    def look(self, in_hand: int | None) -> Near:
        """The promise to show and the one to tell of now; not that of the prospect `in_hand`, who is on the line."""
        self._read()
        now = self._desk.now()
        near = [line for line in self._lines if line.due_at - now <= SOON and line.prospect_id != in_hand]
        own = [line for line in near if line.owner == self._desk.caller]
        told = next((line for line in near if line.id not in self._told), None)
        if not own:
            return Near(told=told)
        first = own[0]
        left = countdown(first.due_at, now)
        return Near(f"{clean(first.full_name)}{PROMISED_IN}{left}", first.due_at < now, told)

    def words(self, line: TaskLine) -> str:
        """Say whom a promise is for, or who asked, and in how long."""
        what = "Asked" if line.kind == INQUIRY else "Promised"
        return f"{what}: {line.full_name}, {countdown(line.due_at, self._desk.now())}."

    def was_told(self, line: TaskLine) -> None:
        """A promise was told of, and will not be again."""
        self._told.add(line.id)

    def _read(self) -> None:
        mark, waited = self._desk.store.change_mark(), monotonic() - self._read_at
        if (mark == self._mark and waited < LOOK_SECONDS) or self._desk.server_away_since is not None:
            return
        with suppress(SetterError):  # what was read last still counts down
            self._lines = [line for line in strip(self._desk) if is_timed(line)]
            self._mark, self._read_at = mark, monotonic()


class HearsOfPromises(Screen[Any]):
    """What every screen does about the promises of whoever sits before it."""

    head: HeadLine

    @property
    def in_hand(self) -> int | None:
        """The prospect whom this screen is about while they are on the line; None where nobody is."""
        return None

    def watch_promises(self, watch: PromiseWatch) -> None:
        """Count down to a promise that is near, and say so once: in a line, whatever has the keys keeps them."""
        near = watch.look(self.in_hand)
        self.head.count_down(near.words, late=near.late)
        if near.told is not None:
            watch.was_told(near.told)
            self.say(f"{watch.words(near.told)}{self.way_to(near.told)}", "warning")

    def way_to(self, line: TaskLine) -> str:
        """Say how a promise is taken up from here."""
        return ""

    def say(self, sentence: object, severity: str = "information") -> None:
        """Tell the caller something in passing."""
        raise NotImplementedError
