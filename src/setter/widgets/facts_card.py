"""A card of facts: labels in one column, values in another, and whether each has been checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.plain import clean, cut, fit, line, width

MIN_FOLDED: Final = 12
_SIGNS: Final = {"": "", "verified": " ✓", "wrong": " ✗ wrong"}


class FactRow(Struct, frozen=True):
    """One line of a card: `mark` is "", "verified" or "wrong"; `weight` is "normal", "strong" or "muted".

    A row with no value is a heading.
    """

    label: str
    value: str = ""
    mark: str = ""
    weight: str = "normal"


class FactsCard(Painted):
    """Facts of a person or a company, aligned; what has no room at the end is counted, never silently lost."""

    DEFAULT_CSS = """
    FactsCard { height: 1fr; min-height: 2; padding: 0 1; }
    """

    def __init__(self, rows: Sequence[FactRow] = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows = tuple(rows)

    def show(self, rows: Sequence[FactRow]) -> None:
        """Show other facts."""
        if tuple(rows) != self._rows:
            grown = len(rows) != len(self._rows) and self.styles.height is not None and self.styles.height.is_auto
            self._rows = tuple(rows)
            self.refresh(layout=grown)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as facts, where the stylesheet leaves the height to them."""
        return len(self._rows)

    def lines(self, cells: int, height: int) -> list[Content]:
        """One line a fact; a long one goes on under itself where there is room to spare."""
        column = self._label_column(cells)
        rows = [_painted(row, column, cells) for row in self._rows]
        if len(rows) > height:
            return [*rows[: height - 1], line((f"{len(rows) - height + 1} more facts", "$text-muted"))]
        spare, told = height - len(rows), []
        for fact, row in zip(self._rows, rows, strict=True):
            folded = _folded(fact, column, cells, spare)
            told += folded or [row]
            spare -= max(len(folded) - 1, 0)
        return told

    def _label_column(self, cells: int) -> int:
        """Labels give way to strong values: a number to dial is never cut for the word before it."""
        labels = max((width(row.label) for row in self._rows if row.value), default=0)
        strong = max((width(clean(row.value)) for row in self._rows if row.weight == "strong"), default=0)
        return max(min(labels, cells * 2 // 5, cells - 2 - strong), 4)


def _folded(row: FactRow, column: int, cells: int, spare: int) -> list[Content]:
    """A value too long for its line on several, at most `spare` more; none where it fits, or must be cut."""
    value, room = clean(row.value), cells - column - 2
    parts: list[str] = []
    while value and width(value) + width(_SIGNS.get(row.mark, "")) > room and len(parts) < spare and room >= MIN_FOLDED:
        at = value.rfind(" ", room // 3, room) + 1 or max(value.rfind(sign, 0, room) for sign in "@.-/") + 1 or room
        parts.append(value[:at].rstrip())
        value = value[at:]
    if not parts:
        return []
    rows = [replace(row, label=row.label if not place else "", value=part, mark="") for place, part in enumerate(parts)]
    return [_painted(each, column, cells) for each in (*rows, replace(row, label="", value=value))]


def _painted(row: FactRow, column: int, cells: int) -> Content:
    if not row.value:
        return line((cut(row.label, cells), "bold $accent"))
    sign = _SIGNS.get(row.mark, "")
    ink = {"strong": "bold $foreground", "muted": "$text-muted"}.get(row.weight, "$text")
    value = cut(row.value, cells - column - 2 - width(sign))
    return line(
        (fit(row.label, column), "$text-muted"),
        "  ",
        (value, ink),
        (sign, "$success" if row.mark == "verified" else "bold $error"),
    )
