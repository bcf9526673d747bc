"""Today's numbers in one line: what was done, and how the campaign stands to its goal. Counts, never percentages."""

from __future__ import annotations

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
        """Today at the left, the goal at the right."""
        said = self._today
        if said.state:
            goal: tuple[tuple[str, str], ...] = ((clean(said.state), "bold $warning"),)
        else:
            goal = _goal(said)
        room = cells - sum(width(text) for text, _ in goal) - 2
        done = _done(said)
        while len(done) > 1 and _long(done) > room:
            done = done[1:]
        gap = max(cells - _long(done) - sum(width(text) for text, _ in goal), 1)
        return [line(("Today  ", "$text-muted"), *_counts(done), " " * gap, *goal)]


def _done(said: Today) -> list[tuple[int, str]]:
    words = (("dial", "dials"), ("conversation", "conversations"), ("booked", "booked"), ("SQL", "SQLs"))
    counts = (said.dials, said.conversations, said.booked, said.sqls)
    return [(count, one if count == 1 else many) for count, (one, many) in zip(counts, words, strict=True)]


def _long(counts: list[tuple[int, str]]) -> int:
    return 7 + sum(len(f"{count:,} {word}") + 3 for count, word in counts) - 3


def _counts(counts: list[tuple[int, str]]) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    for place, (count, word) in enumerate(counts):
        parts.append((" · " if place else "", "$text-muted"))
        parts += [(f"{count:,}", "bold $foreground"), (f" {word}", "$text")]
    return parts


def _goal(said: Today) -> tuple[tuple[str, str], ...]:
    wanted = "" if said.wanted is None else f" of {said.wanted:,}"
    period = "today" if said.period == "day" else f"this {said.period}"
    return (
        (f"{said.pending:,}", "bold $foreground"),
        (" with sales · ", "$text-muted"),
        (f"{said.accepted:,}{wanted}", "bold $foreground"),
        (f" accepted {period}", "$text-muted"),
        *_own(said),
    )


def _own(said: Today) -> tuple[tuple[str, str], ...]:
    if not (said.own_accepted or said.own_held):
        return ()
    return (
        (" · yours ", "$text-muted"),
        (f"{said.own_accepted:,}", "bold $foreground"),
        (" accepted, ", "$text-muted"),
        (f"{said.own_held:,}", "bold $foreground"),
        (" held", "$text-muted"),
    )
