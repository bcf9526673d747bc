"""What is written to the terminal leaves there just what was to stand there, and is no more than what is different."""

from __future__ import annotations

from collections.abc import Iterator

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from setter.widgets.sparing import Sparing, Terminal

WIDTH, HEIGHT = 12, 3
STYLES = [
    Style(),
    Style(color="#ff0000"),
    Style(color="#00ff00", bgcolor="#000010", bold=True),
    Style(bgcolor="#202020", underline=True),
    Style(bgcolor="#202020"),
    Style(color="#ff0000", meta={"@click": "x"}),
]
LETTERS = ["a", "b", " ", "漢", "字", "e\u0301", "─"]

Row = list[tuple[str, Style]]


class Console:
    """As much of a console as an update asks for."""

    _color_system = ColorSystem.TRUECOLOR


class Emulated:
    """A terminal as its own program shows it, and what setter knows of it."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.stream = pyte.Stream(self.screen)
        self.terminal = Terminal()

    def show(self, update: LayoutUpdate | ChopsUpdate) -> str:
        """Write an update; what was written."""
        written = Sparing(update, self.terminal).render_segments(Console())  # type: ignore[arg-type]
        self.stream.feed(written)
        return written

    def stands(self) -> list[list[tuple[str, str, str, bool, bool]]]:
        """Every cell: its character, colours, and whether it is bold or underlined."""
        return [
            [
                (cell.data, cell.fg, cell.bg, cell.bold, cell.underscore)
                for cell in (self.screen.buffer[y][x] for x in range(WIDTH))
            ]
            for y in range(HEIGHT)
        ]


def width_of(letter: str) -> int:
    return 2 if letter in "漢字" else 1


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A row as wide as the screen."""
    row: Row = []
    left = WIDTH
    while left:
        # pyte goes to the next line before it combines an accent with the last letter of a line
        fitting = [each for each in LETTERS if width_of(each) <= left and (left > 1 or len(each) == 1)]
        letter = draw(st.sampled_from(fitting))
        row.append((letter, draw(st.sampled_from(STYLES))))
        left -= width_of(letter)
    return row


screens = st.lists(rows(), min_size=HEIGHT, max_size=HEIGHT)


def strips(row: Row, pieces: int) -> list[Strip]:
    """A row cut into strips."""
    size = max(1, len(row) // pieces)
    parts = [row[at : at + size] for at in range(0, len(row), size)]
    return [Strip([Segment(letter, style) for letter, style in part]) for part in parts]


def whole(screen: list[Row], pieces: int = 1) -> LayoutUpdate:
    return LayoutUpdate([strips(row, pieces) for row in screen], Region(0, 0, WIDTH, HEIGHT))


def some_rows(screen: list[Row], chosen: set[int], pieces: int) -> ChopsUpdate:
    """An update of some rows only."""
    chops: list[dict[int, Strip | None]] = []
    for row in screen:
        x, line = 0, dict[int, Strip | None]()
        for strip in strips(row, pieces):
            line[x] = strip
            x += strip.cell_length
        chops.append(line)
    ends = [[*list(line)[1:], WIDTH] for line in chops]
    return ChopsUpdate(chops, [(y, 0, WIDTH) for y in sorted(chosen)], ends)


def plainly(screen: list[Row]) -> list[list[tuple[str, str, str, bool, bool]]]:
    """What stands on a fresh terminal to which a screen is written by Textual itself."""
    fresh = Emulated()
    for y, row in enumerate(screen):
        text = f"\x1b[{y + 1};1H" + "".join(strip.render(Console()) for strip in strips(row, 1))  # type: ignore[arg-type]
        fresh.stream.feed(text)
    return fresh.stands()


@given(st.lists(st.tuples(screens, st.integers(1, 4)), min_size=1, max_size=4))
def test_screen_after_screen_stands_there_as_textual_itself_would_write_it(
    shown: list[tuple[list[Row], int]],
) -> None:
    emulated = Emulated()
    for screen, pieces in shown:
        emulated.show(whole(screen, pieces))
        assert emulated.stands() == plainly(screen)


@given(screens, screens, st.sets(st.integers(0, HEIGHT - 1), min_size=1), st.integers(1, 4))
def test_so_do_some_rows_of_it(first: list[Row], then: list[Row], chosen: set[int], pieces: int) -> None:
    emulated = Emulated()
    emulated.show(whole(first))
    emulated.show(some_rows(then, chosen, pieces))
    assert emulated.stands() == plainly([then[y] if y in chosen else first[y] for y in range(HEIGHT)])


@given(screens, st.integers(1, 4))
def test_what_stands_there_is_not_written_again(screen: list[Row], pieces: int) -> None:
    emulated = Emulated()
    emulated.show(whole(screen))
    assert emulated.show(whole(screen, pieces)) == ""
    assert emulated.show(some_rows(screen, {0, 2}, pieces)) == ""


def screen_of(*texts: str) -> list[Row]:
    return [[(letter, STYLES[1]) for letter in text.ljust(WIDTH)] for text in texts]


def test_only_what_is_different_is_written() -> None:
    emulated = Emulated()
    emulated.show(whole(screen_of("Ada North", "Birch Foods", "11:30")))
    written = emulated.show(whole(screen_of("Ada North", "Birch Foods", "11:31")))
    assert written == "\x1b[3;5H\x1b[38;2;255;0;0m1\x1b[0m"


def test_once_forgotten_all_is_written() -> None:
    emulated = Emulated()
    screen = screen_of("Ada North", "", "")
    first = emulated.show(whole(screen))
    emulated.terminal.forget()
    assert emulated.show(whole(screen)) == first


def links(row: str) -> Iterator[str]:
    yield from (part for part in row.split("\x1b]8;;") if part)


def test_a_link_begins_and_ends_where_it_stands() -> None:
    row: Row = [("a", Style(link="https://x.example")), *[(" ", Style())] * (WIDTH - 1)]
    written = Emulated().show(LayoutUpdate([strips(row, 1)], Region(0, 0, WIDTH, 1)))
    opened, closed = links(written.partition("H")[2])
    assert opened.startswith("https://x.example\x1b\\") and opened.endswith("a")
    assert closed.startswith("\x1b\\")
