"""A day of the sales team as a strip: half-hours free, busy or closed, on both clocks."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from textual.content import Content

from setter.domain.units import HOUR
from setter.widgets.painted import Painted
from setter.widgets.plain import cut, fit, line, width
from setter.widgets.times import clock, zone_word

HALF_HOUR: Final = HOUR // 2
_BLOCKS: Final = {"free": "──", "busy": "▒▒", "held": "░░", "closed": "  "}
_INKS: Final = {"free": "$success", "busy": "$text-muted", "held": "$warning", "closed": ""}
_NAME: Final = 14


class RepDay(Struct, frozen=True):
    """One rep's half-hours from the strip's start on: each "free", "busy", "held" or "closed".

    `left_out` says instead why no time of theirs is known.
    """

    name: str
    cells: tuple[str, ...]
    left_out: str = ""


class Day(Struct, frozen=True):
    """A day to choose from; `starts` is the UTC instant of the first half-hour, `as_of` of the calendars' last reading.

    `chosen` is (rep, half-hour); `length` is the meeting's in half-hours. `theirs` and `ours` are IANA zones.
    """

    title: str
    starts: int
    reps: tuple[RepDay, ...]
    theirs: str
    ours: str
    chosen: tuple[int, int] | None = None
    length: int = 1
    as_of: int | None = None


class DayStrip(Painted):
    """The reps' day: the prospect's hours above, the caller's below, one row a rep, the chosen slot marked."""

    DEFAULT_CSS = """
    DayStrip { height: 8; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._day: Day | None = None

    def show(self, day: Day) -> None:
        """Show another day, or another choice on it."""
        if day != self._day:
            self._day = day
            self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """Title, two rows of hours, the reps, and the meaning of the blocks."""
        day = self._day
        if day is None:
            return []
        shown = max((cells - _NAME - 10) // 2, 4)
        reps = day.reps[: max(height - 4, 1)]
        rows = [self._rep(day, index, shown, cells) for index in range(len(reps))]
        hidden = f" · {len(day.reps) - len(reps)} more reps" if len(reps) < len(day.reps) else ""
        return [
            line((cut(day.title, cells), "bold $foreground")),
            self._hours(day, "their time", day.theirs, shown, "$text"),
            *rows,
            self._hours(day, "your time", day.ours, shown, "$text-muted"),
            _legend(day, cells, hidden),
        ]

    def _hours(self, day: Day, label: str, zone: str, shown: int, ink: str) -> Content:
        slots = max((len(rep.cells) for rep in day.reps), default=0)
        row = "".join(_hour(day.starts + slot * HALF_HOUR, zone) for slot in range(min(slots, shown)))
        return line((fit(label, _NAME), "$text-muted"), (row, ink), (f" {zone_word(day.starts, zone)}", ink))

    def _rep(self, day: Day, index: int, shown: int, cells: int) -> Content:
        rep = day.reps[index]
        if rep.left_out:
            words = cut(rep.left_out, max(cells - _NAME, 0))
            return line((fit(rep.name, _NAME - 2) + "  ", "$text"), (words, "$warning"))
        picked = range(0)
        if day.chosen is not None and day.chosen[0] == index:
            picked = range(day.chosen[1], day.chosen[1] + day.length)
        parts: list[tuple[object, str]] = [(fit(rep.name, _NAME - 2) + "  ", "$text")]
        for slot, state in enumerate(rep.cells[:shown]):
            if slot in picked:
                parts.append(("██", "$accent"))
            else:
                parts.append((_BLOCKS.get(state, "??"), _INKS.get(state, "$error")))
        if picked:
            start = day.starts + picked.start * HALF_HOUR
            parts.append((f" {clock(start, day.theirs)}", "bold $accent"))
        return line(*parts)


def _hour(instant: int, zone: str) -> str:
    text = clock(instant, zone)
    return text[:2] if text.endswith(":00") else "  "


def _legend(day: Day, cells: int, hidden: str) -> Content:
    read = f" · calendar as of {clock(day.as_of, day.ours)}" if day.as_of is not None else ""
    parts: list[tuple[object, str]] = [(" " * _NAME, "")]
    for name in ("free", "busy", "held"):
        parts += [(_BLOCKS[name], _INKS[name]), (f" {name}  ", "$text-muted")]
    parts += [("██", "$accent"), (" chosen", "$text-muted")]
    used = sum(width(str(text)) for text, _ in parts)
    return line(*parts, (cut(read + hidden, cells - used), "$text-muted"))
