"""The list of prospects: painted line by line from pages, as quick with a million rows as with a thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from setter.widgets.pages import Fetch, Pages
from setter.widgets.plain import fit
from setter.widgets.prospect_line import (
    TITLES,
    Cell,
    Columns,
    ProspectLine,
    Titles,
    columns_for,
    first_row,
    heading,
    second_row,
)

OnHighlight = Callable[[int, ProspectLine | None], None]


def _nothing(offset: int, after: ProspectLine | None, limit: int) -> list[ProspectLine]:
    return []


class ProspectList(ScrollView, can_focus=True):
    """Prospects in order, one of them highlighted.

    `on_highlight(index, row)` is called in the same tick as the key, so that a card beside the list is painted
    with it; `Highlighted` follows for whoever can wait. The screen's own Enter calls `choose`.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"prospect-list--{role}" for role in ("heading", "row", "strong", "muted", "hot", "accent", "cursor")
    }
    DEFAULT_CSS = """
    ProspectList {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        & > .prospect-list--heading { color: $text-muted; background: $surface; }
        & > .prospect-list--row { color: $text; }
        & > .prospect-list--strong { color: $foreground; text-style: bold; }
        & > .prospect-list--muted { color: $text-muted; }
        & > .prospect-list--hot { color: $warning; text-style: bold; }
        & > .prospect-list--accent { color: $accent; }
        & > .prospect-list--cursor { background: $block-cursor-blurred-background; }
        &:focus > .prospect-list--cursor { background: $block-cursor-background; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="list.up"),
        Binding("down", "move(1)", "Down", show=False, id="list.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="list.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="list.page_down"),
        Binding("home", "first", "First", show=False, id="list.first"),
        Binding("end", "last", "Last", show=False, id="list.last"),
    ]

    @dataclass
    class Highlighted(Message):
        """Another prospect is highlighted; `row` is None in an empty list."""

        index: int
        row: ProspectLine | None

        def can_replace(self, message: Message) -> bool:
            """A newer highlight makes an older one worthless."""
            return isinstance(message, ProspectList.Highlighted)

    @dataclass
    class Chosen(Message):
        """The caller wants this prospect."""

        row: ProspectLine

    def __init__(
        self,
        fetch: Fetch = _nothing,
        count: int = 0,
        *,
        empty: str = "No prospects here.",
        on_highlight: OnHighlight | None = None,
        titles: Titles | None = None,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._pages = Pages(fetch, count)
        self._fetch = fetch
        self._empty = empty
        self._on_highlight = on_highlight
        self._titles = titles
        self._cursor = 0

    @property
    def cursor(self) -> int:
        """The place of the highlighted prospect, from 0."""
        return self._cursor

    @property
    def highlighted(self) -> ProspectLine | None:
        """The highlighted prospect; None in an empty list."""
        return self._pages.row(self._cursor)

    def show(self, fetch: Fetch, count: int, *, empty: str | None = None) -> None:
        """Show other rows; the highlight stays on its prospect where that one is still near.

        What looks as before is not painted again: a queue that is looked at often costs a slow line nothing.
        """
        before, seen = self.highlighted, self._in_sight()
        self._fetch, self._pages = fetch, Pages(fetch, count)
        self._empty = self._empty if empty is None else empty
        self._pages.row(0)
        self._pages.row(self._cursor)
        place = self._pages.place_of(before.key) if before else None
        self._cursor = min(self._cursor if place is None else place, max(self._pages.count - 1, 0))
        self._measure()
        moved = self._keep_in_view()
        if moved or self._in_sight() != seen:
            self.refresh()
        self._tell()

    def choose(self) -> None:
        """Say that the highlighted prospect is wanted; nothing happens in an empty list."""
        if (row := self.highlighted) is not None:
            self.post_message(self.Chosen(row))

    def on_mount(self) -> None:
        """Highlight the first prospect, once whoever listens stands too."""
        self._measure()
        self.call_after_refresh(self._tell)

    def on_resize(self) -> None:
        """Set the columns for the new width."""
        self._measure()
        self._keep_in_view()
        self.refresh()

    def action_move(self, step: int) -> None:
        """Highlight the next or the previous prospect."""
        self._highlight(self._cursor + step)

    def action_page(self, step: int) -> None:
        """Move the highlight by what one screen shows."""
        self._highlight(self._cursor + step * max(self._view // self._columns.rows - 1, 1))

    def mark(self, index: int) -> None:
        """Highlight the prospect at a place, from 0."""
        self._highlight(index)

    def action_first(self) -> None:
        """Highlight the first prospect."""
        self._highlight(0)

    def action_last(self) -> None:
        """Highlight the last prospect."""
        self._highlight(self._pages.count - 1)

    def on_click(self, event: events.Click) -> None:
        """Highlight what is clicked; a double click chooses it."""
        index = (event.y - 1 + self.scroll_offset.y) // self._columns.rows
        if event.y < 1 or not 0 <= index < self._pages.count:
            return
        self._highlight(index)
        if event.chain == 2:
            self.choose()

    def render_line(self, y: int) -> Strip:
        """Paint one line: the heading, a prospect's line, or what to do when there is none."""
        if y == 0:
            return self._strip([(heading(self._columns, self._titles or TITLES), "heading")], "heading")
        if not self._pages.count:
            return self._strip([("  " + fit(self._empty, self._width - 2), "muted")] if y == 2 else [])
        index, part = divmod(y - 1 + self.scroll_offset.y, self._columns.rows)
        row = self._pages.row(index)
        if row is None:
            return self._strip([])
        chosen = index == self._cursor
        if part:
            cells = second_row(row, self._columns, chosen, self._width)
        else:
            cells = first_row(row, index + 1, self._columns, chosen)
        return self._strip(cells, "cursor" if chosen else "row")

    def _strip(self, cells: Iterable[Cell], ground: str = "row") -> Strip:
        base = self.get_component_rich_style(f"prospect-list--{ground}")
        paper = Style(bgcolor=base.bgcolor)
        segments = [Segment(text, self._ink(role) + paper) for text, role in cells]
        return Strip(segments).adjust_cell_length(self._width, base)

    def _ink(self, role: str) -> Style:
        return self.get_component_rich_style(f"prospect-list--{role}", partial=True)

    @property
    def _width(self) -> int:
        return max(self.scrollable_content_region.width, 24)

    @property
    def _columns(self) -> Columns:
        """Columns for the ranks near the highlight: they widen only for who goes that far down."""
        reach = max(self._cursor, self.scroll_offset.y) + 50
        return columns_for(self._width, max(len(str(min(reach, self._pages.count))), 2), self._titles)

    @property
    def _view(self) -> int:
        return max(self.size.height - 1, 1)

    def _measure(self) -> None:
        self.virtual_size = Size(self._width, self._pages.count * self._columns.rows + 1)

    def _in_sight(self) -> tuple[object, ...]:
        """Everything that the painted lines are made of."""
        first = self.scroll_offset.y // self._columns.rows
        rows = [self._pages.row(index) for index in range(first, first + self._view // self._columns.rows + 2)]
        return (self._pages.count, self._cursor, self._empty, self._columns, *rows)

    def _highlight(self, index: int) -> None:
        index = max(min(index, self._pages.count - 1), 0)
        if index == self._cursor:
            return
        before, self._cursor = self._cursor, index
        if self._pages.row(index) is None:  # the list has shrunk since it was counted
            self._cursor = max(self._pages.count - 1, 0)
            self._measure()
        if not self._keep_in_view():
            self._refresh_row(before)
            self._refresh_row(self._cursor)
        self._tell()

    def _refresh_row(self, index: int) -> None:
        top = index * self._columns.rows - self.scroll_offset.y + 1
        self.refresh(Region(0, top, self.size.width, self._columns.rows))

    def _keep_in_view(self) -> bool:
        """Scroll so that the highlight is seen; True where that moved the list."""
        top, rows = self._cursor * self._columns.rows, self._columns.rows
        now = self.scroll_offset.y
        target = min(max(now, top + rows - self._view), top)
        if target == now:
            return False
        self.scroll_to(y=target, animate=False, immediate=True)
        return True

    def _tell(self) -> None:
        row = self.highlighted
        if self._on_highlight is not None:
            self._on_highlight(self._cursor, row)
        self.post_message(self.Highlighted(self._cursor, row))
