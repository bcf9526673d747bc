"""Today's numbers in one line: how the campaign stands to its goal, and what was done. Counts, never percentages."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.plain import clean, line, width


class Today(Struct, frozen=True):
    """A caller's counts of today, and the SQLs of the goal's period; `state` is a word on the caller's own clock.

    `own_accepted` and `own_held` are the caller's own of this week.
    """

    dials: int = 0
    conversations: int = 0
    booked: int = 0
    sqls: int = 0
    period: str = "week"
    pending: int = 0
    accepted: int = 0
    wanted: int | None = None
    own_accepted: int = 0
    own_held: int = 0
    state: str = ""


class TodayLine(Painted):
    """One line of counts; on a narrow screen the least telling ones go first."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._today = Today()

    def show(self, today: Today) -> None:
        """Show other counts."""
        if today != self._today:
            self._today = today
            self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """What sales says of the goal's period at the left, today at the right: what tells most comes first in both."""
        said = self._today
        goal = [(clean(said.state), "bold $warning")] if said.state else [*_goal(said), *_own(said)]
        done = _done(said)
        while len(done) > 1 and _long(done) > cells - _wide(goal) - 2:
            done = done[:-1]
        if _long(done) > cells - _wide(goal) - 2 and not said.state:
            goal = _goal(said)
        gap = max(cells - _long(done) - _wide(goal), 1)
        return [line(*goal, " " * gap, ("Today  ", "$text-muted"), *_counts(done))]


def _done(said: Today) -> list[tuple[int, str]]:
    words = (("SQL", "SQLs"), ("booked", "booked"), ("conversation", "conversations"), ("dial", "dials"))
    counts = (said.sqls, said.booked, said.conversations, said.dials)
    return [(count, one if count == 1 else many) for count, (one, many) in zip(counts, words, strict=True)]


def _long(counts: list[tuple[int, str]]) -> int:
    return 7 + sum(len(f"{count:,} {word}") + 3 for count, word in counts) - 3


def _wide(parts: Sequence[tuple[str, str]]) -> int:
    return sum(width(text) for text, _ in parts)


def _counts(counts: list[tuple[int, str]]) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    for place, (count, word) in enumerate(counts):
        parts.append((" · " if place else "", "$text-muted"))
        parts += [(f"{count:,}", "bold $foreground"), (f" {word}", "$text")]
    return parts


def _goal(said: Today) -> list[tuple[str, str]]:
    wanted = "" if said.wanted is None else f" of {said.wanted:,}"
    period = "today" if said.period == "day" else f"this {said.period}"
    return [
        (f"{said.accepted:,}{wanted}", "bold $foreground"),
        (f" accepted {period} · ", "$text-muted"),
        (f"{said.pending:,}", "bold $foreground"),
        (" with sales", "$text-muted"),
    ]


def _own(said: Today) -> list[tuple[str, str]]:
    """One's own of this week, once there are any."""
    if not (said.own_accepted or said.own_held):
        return []
    return [
        (" · yours ", "$text-muted"),
        (f"{said.own_accepted:,}", "bold $foreground"),
        (" accepted, ", "$text-muted"),
        (f"{said.own_held:,}", "bold $foreground"),
        (" held", "$text-muted"),
    ]
