"""One prospect as a row of a list: its value, and how it is set in columns at any width."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from setter.widgets.plain import clean, cut, fit, width

Cell = tuple[str, str]
"""A piece of a row: its text and its role ("row", "strong", "muted", "hot", "accent")."""


class ProspectLine(Struct, frozen=True):
    """What a caller needs to see of a prospect to choose whom to call; `key` identifies the enrolment.

    `local_time` is ready to read ("09:14 CST", "09:14–10:14"), `tier` is 0 to 4, `score` 0 to 100, `why` one line.
    `due` is by when somebody owes something, in a word; a list with titles of its own says it before all else.
    """

    key: int
    name: str
    title: str = ""
    company: str = ""
    local_time: str = ""
    attempts: int = 0
    last_outcome: str = ""
    score: float = 0.0
    tier: int = 3
    temperature: str = "cold"
    rung: str = ""
    why: str = ""
    due: str = ""


class Columns(Struct, frozen=True):
    """The column widths of a list, in cells; a width of 0 leaves the column out."""

    rank: int
    who: int
    time: int
    tries: int
    last: int
    rung: int
    temperature: int
    score: int
    why: int

    @property
    def rows(self) -> int:
        """How many screen lines one prospect takes."""
        return 1 if self.why else 2


Titles = tuple[str, str, str]
"""What a list calls who, when and how: an empty one leaves its column out."""
GAP = 2
ROOMY = 46
"""Cells in which name, title and company fit side by side as a rule; with less, the company leads the second line."""


@lru_cache(maxsize=32)
def columns_for(cells: int, rank: int, titles: Titles | None = None) -> Columns:
    """Choose columns for `cells` cells and ranks of `rank` digits: what matters least goes first.

    A list with `titles` of its own has no calling columns (tries, temperature, score), and none without a title.
    """
    if titles is not None:
        time, last = 16 if titles[1] else 0, 20 if titles[2] and cells >= 76 else 0
        used = [part for part in (rank, time, last) if part]
        return Columns(rank, cells - 2 - sum(used) - GAP * len(used), time, 0, last, 0, 0, 0, 0)
    time = 11 if cells >= 76 else 5
    last = 16 if cells >= 92 else 0
    rung = 10 if cells >= 116 else 0
    temperature = 4 if cells >= 56 else 0
    fixed = [rank, time, 3, 6, *(part for part in (last, rung, temperature) if part)]
    room = cells - 2 - sum(fixed) - GAP * len(fixed)
    why = room - room // 2 - GAP if cells >= 140 else 0
    who = room // 2 if why else room
    return Columns(rank, max(who, 8), time, 3, last, rung, temperature, 6, why)


TITLES = ("name · title · company", "local time", "last outcome")


def heading(columns: Columns, titles: Titles = TITLES) -> str:
    """The names of the columns, set as the rows are."""
    who, time, last = titles
    cells = [
        fit("#", columns.rank, "right"),
        fit(who, columns.who),
        fit(time if columns.time > 9 else time.split()[0] if time else "", columns.time),
        fit("try", columns.tries, "right"),
        fit(last, columns.last),
        fit("rung", columns.rung),
        fit("temp", columns.temperature),
        fit("score", columns.score, "right"),
        fit("why now", columns.why),
    ]
    return "  " + (" " * GAP).join(cell for cell in cells if cell)


def first_row(line: ProspectLine, rank: int, columns: Columns, chosen: bool) -> Iterator[Cell]:
    """Yield the cells of a prospect's first line; the chosen one carries a sign, not only a colour."""
    yield "▌ " if chosen else "  ", "accent"
    yield fit(rank, columns.rank, "right") + "  ", "muted"
    yield from _who(line, columns.who, columns.rows == 2)
    if columns.time:
        yield "  " + fit(_time(line.local_time, columns.time), columns.time), "row"
    if columns.tries:
        yield "  " + fit(f"{line.attempts}×" if line.attempts else "new", columns.tries, "right"), "muted"
    if columns.last:
        yield "  " + fit(line.last_outcome or "–", columns.last), "muted"
    if columns.rung:
        yield "  " + fit(line.rung, columns.rung), "muted"
    if columns.temperature:
        yield "  " + fit(line.temperature, columns.temperature), _warmth(line.temperature)
    if columns.score:
        yield f"  T{line.tier:<1}", "muted"
        yield fit(f"{line.score:.0f}", columns.score - 2, "right"), "row"
    if columns.why:
        yield "  " + fit(line.why, columns.why), "muted"


def second_row(line: ProspectLine, columns: Columns, chosen: bool, cells: int) -> Iterator[Cell]:
    """Yield the cells of a prospect's second line: why now, and the last outcome where it has no column."""
    yield "▌ " if chosen else "  ", "accent"
    indent = columns.rank + GAP
    yield " " * indent, "muted"
    company, last = line.company if columns.who < ROOMY else "", "" if columns.last else line.last_outcome
    parts = (company, last, line.why) if columns.tries else (last, line.due, company, line.why)
    yield fit(" · ".join(clean(part) for part in parts if part), cells - 2 - indent), "muted"


def _who(line: ProspectLine, cells: int, two_rows: bool) -> Iterator[Cell]:
    name = cut(line.name, cells)
    yield name, "strong"
    told = (line.title, line.company) if cells >= ROOMY or not two_rows else (line.title,)
    rest = " · ".join(clean(part) for part in told if part)
    yield fit(f" · {rest}" if rest else "", cells - width(name)), "row"


def _time(text: str, cells: int) -> str:
    """A local time in the room there is: without its zone, and a range by its hours alone ("08–09")."""
    if width(text) <= cells:
        return text
    first, _, second = text.split(" ", maxsplit=1)[0].partition("–")
    return f"{first[:2]}–{second[:2]}" if second else first


def _warmth(temperature: str) -> str:
    return {"hot": "hot", "warm": "row"}.get(temperature, "muted")
