"""Writing to the terminal only what is not there yet: over SSH a screen that is painted twice arrives twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, cast

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import Console, RenderableType
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip

SHORT_GAP = 4
"""So many cells that stand already are written again, where that is shorter than to jump over them."""

Piece = tuple[int, int, Strip]
"""A row, a column, and what is to stand from there on."""


class Look(NamedTuple):
    """How a cell looks, as the codes that make a terminal paint so; "" for what is left as it is by itself."""

    attributes: str = ""
    foreground: str = ""
    background: str = ""
    link: str = ""


Cell = tuple[str, Look]
"""A character, or "" for the second half of the one before, and its look."""
PLAIN = Look()


class Terminal:
    """What stands on the terminal, as far as this program has written it."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell | None]] = {}

    def forget(self) -> None:
        """Know nothing any more: somebody else may have written there."""
        self._rows.clear()

    def written(self, pieces: Iterable[Piece], colors: ColorSystem) -> str:
        """What to write so that these pieces stand there."""
        pen = _Pen()
        for y, x, strip in pieces:
            fresh = _cells(strip, colors)
            row = self._rows.setdefault(y, [])
            row += [None] * (x + len(fresh) - len(row))
            for begin, end in _runs(row, x, fresh):
                pen.write(y, begin, [cell for cell in fresh[begin - x : end - x] if cell[0]])
            row[x : x + len(fresh)] = fresh
        return pen.finished()


class Sparing(CompositorUpdate):
    """An update of the screen that leaves out what stands there already."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, terminal: Terminal) -> None:
        self._update = update
        self._terminal = terminal

    def render_segments(self, console: Console) -> str:
        """What is to be written."""
        colors = console._color_system or ColorSystem.TRUECOLOR
        update = self._update
        pieces = _of_layout(update) if isinstance(update, LayoutUpdate) else _of_chops(update)
        return self._terminal.written(pieces, colors)


class SparingApp(App[None]):
    """An app that writes what is different on the terminal, and no more; Textual writes a new screen several times."""

    def __init__(self) -> None:
        super().__init__()
        self._terminal = Terminal()

    def on_mount(self) -> None:
        """Whoever comes back to the terminal finds there what the shell has written."""
        self.app_resume_signal.subscribe(self, lambda _: self._terminal.forget())

    def on_resize(self) -> None:
        """A terminal of another size has moved what stood there."""
        self._terminal.forget()

    def action_repaint(self) -> None:
        """Paint everything anew, whatever somebody else has written there."""
        self._terminal.forget()
        self.screen.refresh()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, LayoutUpdate | ChopsUpdate):
            renderable = cast("RenderableType", Sparing(renderable, self._terminal))
        super()._display(screen, renderable)


class _Pen:
    """Writes cells, and says how they look only where that changes."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._look = PLAIN
        self._at = (-1, -1)

    def write(self, y: int, x: int, cells: list[Cell]) -> None:
        self._go(y, x)
        for character, look in cells:
            if look is not self._look and look != self._look:
                self._out.append(_change(self._look, look))
                self._look = look
            self._out.append(character)
        self._at = y, x + sum(get_character_cell_size(character[:1]) for character, _ in cells)

    def finished(self) -> str:
        if self._look != PLAIN:
            self._out.append(_change(self._look, PLAIN))
        return "".join(self._out)

    def _go(self, y: int, x: int) -> None:
        row, column = self._at
        if row == y and column < x:
            self._out.append(f"\x1b[{x - column}C" if x - column > 1 else "\x1b[C")
        elif (row, column) != (y, x):
            self._out.append(f"\x1b[{y + 1};{x + 1}H")


def _runs(row: list[Cell | None], x: int, fresh: list[Cell]) -> Iterator[tuple[int, int]]:
    """From where to where the cells that are to stand from `x` on are not there yet."""
    begin, last = -1, -1
    for at, cell in enumerate(fresh, start=x):
        if row[at] == cell:
            continue
        if begin >= 0 and at - last - 1 > SHORT_GAP:
            yield begin, last + 1
            begin = -1
        if begin < 0:
            begin = at
        last = at
    if begin >= 0:
        yield begin, last + 1


def _of_layout(update: LayoutUpdate) -> Iterator[Piece]:
    for y, line in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in line:
            yield y, x, strip
            x += strip.cell_length


def _of_chops(update: ChopsUpdate) -> Iterator[Piece]:
    for y, first, end in update.spans:
        for x, strip in update.chops[y].items():
            if strip is not None and x < end and x + strip.cell_length > first:
                begin = max(first - x, 0)
                yield y, x + begin, strip.crop(begin, end - x)


def _cells(strip: Strip, colors: ColorSystem) -> list[Cell]:
    cells: list[Cell] = []
    for text, style, control in strip:
        if control:
            continue
        look = _look(style, colors) if style else PLAIN
        if text.isascii():
            cells += [(character, look) for character in text]
            continue
        for character in text:
            width = get_character_cell_size(character)
            if width:
                cells.append((character, look))
                cells += [("", look)] * (width - 1)
            elif cells:
                place = -1 if cells[-1][0] else -2
                cells[place] = (cells[place][0] + character, cells[place][1])
    return cells


@lru_cache(maxsize=4096)
def _look(style: Style, colors: ColorSystem) -> Look:
    color, background = style.color, style.bgcolor
    foreground = ";".join(color.downgrade(colors).get_ansi_codes()) if color else ""
    behind = ";".join(background.downgrade(colors).get_ansi_codes(foreground=False)) if background else ""
    attributes = (style.without_color if color or background else style)._make_ansi_codes(colors)
    return Look(attributes, foreground, behind, style.link or "")


@lru_cache(maxsize=4096)
def _change(before: Look, after: Look) -> str:
    """The codes that lead from one look to another."""
    link = f"\x1b]8;;{after.link}\x1b\\" if before.link != after.link else ""
    ended = any(old and not new for old, new in zip(before[1:3], after[1:3], strict=True))
    if before.attributes != after.attributes or ended:
        return f"{link}\x1b[{';'.join(('0', *(code for code in after[:3] if code)))}m"
    codes = [new for old, new in zip(before[1:3], after[1:3], strict=True) if new != old]
    return f"{link}\x1b[{';'.join(codes)}m" if codes else link
