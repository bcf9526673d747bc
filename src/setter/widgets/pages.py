"""Rows fetched a page at a time and forgotten again: a million rows cost what a thousand cost."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

from setter.widgets.prospect_line import ProspectLine

Fetch = Callable[[int, ProspectLine | None, int], Sequence[ProspectLine]]
"""`fetch(offset, after, limit)`: the rows from `offset` on.

`after` is the row just before `offset` where it is at hand, so that the store can seek to it instead of counting.
"""

PAGE = 32
KEPT = 48


class Pages:
    """The rows near those that were looked at last."""

    def __init__(self, fetch: Fetch, count: int) -> None:
        self._fetch = fetch
        self._pages: OrderedDict[int, Sequence[ProspectLine]] = OrderedDict()
        self.count = count

    def row(self, index: int) -> ProspectLine | None:
        """Find a row by its place in the list; None beyond its end."""
        if not 0 <= index < self.count:
            return None
        number, place = divmod(index, PAGE)
        page = self._page(number)
        return page[place] if place < len(page) else None

    def place_of(self, key: int) -> int | None:
        """Where a prospect stands among the rows at hand; None where it is not among them."""
        for number, page in self._pages.items():
            for place, row in enumerate(page):
                if row.key == key:
                    return number * PAGE + place
        return None

    def _page(self, number: int) -> Sequence[ProspectLine]:
        if (page := self._pages.get(number)) is not None:
            self._pages.move_to_end(number)
            return page
        before = self._pages.get(number - 1)
        page = self._fetch(number * PAGE, before[-1] if before else None, PAGE)
        self._pages[number] = page
        if len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        if len(page) < PAGE:
            self.count = min(self.count, number * PAGE + len(page))
        return page
