"""The task strip: what is promised and due, each with one key; it never takes the focus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.message import Message

from setter.domain.units import MINUTE
from setter.widgets.painted import Painted
from setter.widgets.plain import cut, fit, line, width
from setter.widgets.times import countdown

SOON = 5 * MINUTE


class Task(Struct, frozen=True):
    """One duty: `key` is the key that takes it up, `due` a UTC instant in ms or None for "when you can"."""

    id: int
    key: str
    kind: str
    who: str
    due: int | None = None


class TaskStrip(Painted):
    """Duties in the order in which they fall due, with a countdown; a click takes one up."""

    DEFAULT_CSS = """
    TaskStrip { height: auto; max-height: 4; padding: 0 1; background: $surface; }
    """

    @dataclass
    class Taken(Message):
        """The caller takes up a task by the mouse; its key is bound by the screen."""

        task: Task

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._tasks: tuple[Task, ...] = ()
        self._now = 0
        self._empty = "No promises due."

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks on show, in order."""
        return self._tasks

    def show(self, tasks: Sequence[Task], now: int, *, empty: str | None = None) -> None:
        """Show the tasks as they stand at `now` (UTC ms)."""
        grown = len(tasks) != len(self._tasks)
        self._tasks, self._now = tuple(tasks), now
        self._empty = self._empty if empty is None else empty
        self.refresh(layout=grown)

    def tick(self, now: int) -> None:
        """Move the countdowns; painted anew only when one of them reads differently."""
        before = [one.due and countdown(one.due, self._now) for one in self._tasks]
        self._now = now
        if before != [one.due and countdown(one.due, now) for one in self._tasks]:
            self.repaint()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as there are tasks, one at least: the stylesheet says how many at most."""
        return max(len(self._tasks), 1)

    def lines(self, width: int, height: int) -> list[Content]:
        """One line a task; the last line counts those that have no room."""
        if not self._tasks:
            return [line((cut(self._empty, width), "$text-muted"))]
        shown = self._tasks if len(self._tasks) <= height else self._tasks[: height - 1]
        rows = [self._row(task, width) for task in shown]
        if len(shown) < len(self._tasks):
            rows.append(line((f"0: {len(self._tasks) - len(shown)} more, each with its key", "$text-muted")))
        return rows

    def _row(self, task: Task, cells: int) -> Content:
        left = "when you can" if task.due is None else countdown(task.due, self._now)
        late = task.due is not None and task.due < self._now
        soon = task.due is not None and task.due - self._now <= SOON
        ink = "bold $error" if late else "bold $warning" if soon else "$text-muted"
        key, kind = fit(task.key, 2), fit(task.kind, min(16, max(cells // 4, 8)))
        room = cells - width(key) - width(kind) - 3 - width(left)
        return line(
            (key, "bold $accent"),
            " ",
            (kind, "$text-muted"),
            " ",
            (fit(task.who, room), "$foreground" if soon else "$text"),
            " ",
            (left, ink),
        )

    def on_click(self, event: events.Click) -> None:
        """Take up the task that was clicked."""
        at = event.get_content_offset(self)
        if at is not None and at.y < len(self._tasks) and self._has_line(at.y):
            self.post_message(self.Taken(self._tasks[at.y]))

    def _has_line(self, y: int) -> bool:
        height = self.content_size.height
        return len(self._tasks) <= height or y < height - 1
