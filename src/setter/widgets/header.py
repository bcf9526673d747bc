"""The head line: where one is, for whom, who is calling, and which clock runs."""

from __future__ import annotations

from msgspec import Struct
from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.plain import cut, line, width


class Heading(Struct, frozen=True):
    """What the head line says; `clock` is ready to read ("Tue 24 Nov 09:14 CST"), `away` takes its place.

    `unsigned` says what of the campaign sales has not signed off; it has a line of its own.
    """

    screen: str = ""
    campaign: str = ""
    client: str = ""
    caller: str = ""
    clock: str = ""
    sandbox: bool = False
    away: str = ""
    unsigned: str = ""


PROMISED_IN = " · "
"""What stands between whom a call is promised to and the time that is left."""


class HeadLine(Painted):
    """One line: setter and the screen, campaign and client at the left; caller and clock at the right.

    A second one stands below only where something of the campaign is not signed off.
    """

    DEFAULT_CSS = """
    HeadLine { height: 1; padding: 0 1; background: $surface; }
    """

    def __init__(self, heading: Heading | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._heading = heading or Heading()
        self._promise, self._late = "", False

    @property
    def said(self) -> Heading:
        """What it says."""
        return self._heading

    def show(self, heading: Heading) -> None:
        """Say something else; nothing is painted where nothing changed."""
        if heading != self._heading:
            if bool(heading.unsigned) != bool(self._heading.unsigned):
                self.styles.height = 2 if heading.unsigned else 1
            self._heading = heading
            self.repaint()

    def count_down(self, promise: str, *, late: bool = False) -> None:
        """Show whom a call is promised to and in how long; '' shows nothing."""
        if (promise, late) != (self._promise, self._late):
            self._promise, self._late = promise, late
            self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """The line; the campaign gives way first, the sandbox mark never, and all of it to an absent server.

        While a promise is near, it stands where the clock does.
        """
        said = self._heading
        below = [line((cut(said.unsigned, cells), "$text-muted"))] if said.unsigned else []
        if said.away:
            words = cut(f" {said.away} ", cells - 6 - 2)
            return [line(("setter", "bold $accent"), "  ", (words, "bold reverse $error")), *below]
        right = [part for part in (said.caller, said.clock) if part]
        mark = " SANDBOX " if said.sandbox else ""
        most = max(cells // 2 - width(mark), 10)
        tail = f" {_name_gives_way(self._promise, most - 2)} " if self._promise else cut(" · ".join(right), most)
        ink = "$text-muted" if not self._promise else f"bold reverse ${'error' if self._late else 'warning'}"
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
                (tail, ink),
            ),
            *below,
        ]


def _name_gives_way(promise: str, cells: int) -> str:
    name, _, left = promise.partition(PROMISED_IN)
    kept = f"{PROMISED_IN}{left}" if left else ""
    return f"{cut(name, cells - width(kept))}{kept}"
