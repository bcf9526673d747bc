"""A few sentences over or under what they are about, folded."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.plain import line, plain

MORE = "… w tells all of it"
"""What stands where more is behind a key."""


class NoteLines(Painted):
    """Sentences, each from a line of its own; without any it takes no room."""

    DEFAULT_CSS = """
    NoteLines { height: auto; padding: 0 1; }
    """

    def __init__(self, ink: str = "$text-muted", *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._ink = ink
        self._sentences: tuple[str, ...] = ()

    def show(self, sentences: Sequence[str]) -> None:
        """Say other sentences."""
        if tuple(sentences) != self._sentences:
            self._sentences = tuple(sentences)
            self.refresh(layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as the folded sentences need."""
        return len(self.lines(width, 0))

    def lines(self, cells: int, height: int) -> list[Content]:
        """The sentences, folded; where not all have room, the last line says so."""
        folded = [part.rstrip() for each in self._sentences for part in plain(each, self._ink).wrap(cells)]
        return folded if not 0 < height < len(folded) else [*folded[: height - 1], line((MORE, self._ink))]
