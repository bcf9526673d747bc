"""The head line: where one is, for whom, who is calling, and which clock runs."""

from __future__ import annotations

from msgspec import Struct
from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.plain import cut, line, width


class Heading(Struct, frozen=True):
    """What the head line says; `clock` is ready to read ("Tue 24 Nov 09:14 CST"), `away` takes its place."""

    screen: str = ""
    campaign: str = ""
    client: str = ""
    caller: str = ""
    clock: str = ""
    sandbox: bool = False
    away: str = ""


class HeadLine(Painted):
    """One line: setter and the screen, campaign and client at the left; caller and clock at the right."""

    DEFAULT_CSS = """
    HeadLine { height: 1; padding: 0 1; background: $surface; }
    """

    def __init__(self, heading: Heading | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._heading = heading or Heading()

    @property
    def said(self) -> Heading:
        """What it says."""
        return self._heading

    def show(self, heading: Heading) -> None:
        """Say something else; nothing is painted where nothing changed."""
        if heading != self._heading:
            self._heading = heading
            self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """The one line; the campaign gives way first, the sandbox mark never, and all of it to an absent server."""
        said = self._heading
        if said.away:
            words = cut(f" {said.away} ", cells - 6 - 2)
            return [line(("setter", "bold $accent"), "  ", (words, "bold reverse $error"))]
        right = [part for part in (said.caller, said.clock) if part]
        mark = " SANDBOX " if said.sandbox else ""
        tail = cut(" · ".join(right), max(cells // 2 - width(mark), 10))
        brand = f"for {said.client}" if said.client else ""
        rest = " · ".join(part for part in (said.screen, brand, said.campaign) if part)
        room = cells - 6 - width(tail) - width(mark) - 3
        left = cut(f" · {rest}" if rest else "", room)
        gap = cells - 6 - width(left) - width(tail) - width(mark) - (2 if mark else 0)
        return [
            line(
                ("setter", "bold $accent"),
                (left, "$text"),
                " " * max(gap, 1),
                (mark, "bold reverse $warning"),
                "  " if mark else "",
                (tail, "$text-muted"),
            )
        ]
