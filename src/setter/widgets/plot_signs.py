"""What a plot of one line draws: an interval, a bar, a row of weeks; places are shares of its width, from 0 to 1."""

from __future__ import annotations

from msgspec import Struct
from textual.content import Content

from setter.widgets.plain import line

WEEKS = "▁▂▃▄▅▆▇█"
WIDEST_WEEK = 3


class Whisker(Struct, frozen=True):
    """An interval and the value in it: `├──●──┤`; `line` is drawn behind it, where there is one."""

    low: float
    at: float
    high: float
    line: float | None = None

    def painted(self, room: int) -> Content:
        """Draw it in so many cells."""
        signs = [(" ", "")] * room
        low, at, high = (_place(each, room) for each in (self.low, self.at, self.high))
        for place in range(low, high + 1):
            signs[place] = ("─", "$text-muted")
        signs[low], signs[high] = ("├", "$text-muted"), ("┤", "$text-muted")
        if self.line is not None:
            place = _place(self.line, room)
            signs[place] = ("┼" if low <= place <= high else "┊", "$foreground")
        signs[at] = ("●", "bold $accent")
        return line(*signs)


class Bar(Struct, frozen=True):
    """A length and the part of it that counts: `███░░░`; `mark` is where it ought to be."""

    part: float
    whole: float = 0.0
    mark: float | None = None

    def painted(self, room: int) -> Content:
        """Draw it in so many cells; what is not nothing has a sign."""
        filled = round(self.part * room)
        length = max(round(self.whole * room), filled)
        signs = [("█", "$accent")] * filled + [("░", "$text-muted")] * (length - filled)
        if not signs and max(self.part, self.whole) > 0:
            signs = [("▏", "$accent")]
        signs += [(" ", "")] * (room - len(signs))
        if self.mark is not None:
            signs[_place(self.mark, room)] = ("┃", "bold $foreground")
        return line(*signs[:room])


class Weeks(Struct, frozen=True):
    """How many in each week, the newest last, against the most of any week."""

    counts: tuple[int, ...]
    most: int

    def painted(self, room: int) -> Content:
        """Draw the newest weeks that there is room for, each as wide as that leaves it."""
        if not self.counts or not self.most:
            return line("")
        wide = max(min(room // len(self.counts), WIDEST_WEEK), 1)
        shown = self.counts[-(room // wide) :]
        signs = ((self._sign(each) * max(wide - 1, 1)).ljust(wide) for each in shown)
        return line(("".join(signs).rstrip(), "$accent"))

    def _sign(self, count: int) -> str:
        return WEEKS[round(count / self.most * (len(WEEKS) - 1))] if count else "·"


Drawing = Whisker | Bar | Weeks


def _place(share: float, room: int) -> int:
    return max(0, min(round(share * (room - 1)), room - 1))
