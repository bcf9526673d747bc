"""What the booking screen paints round its field: the offer, the echo of what was typed, who joins."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.widgets import Input

from setter.domain.booking import Slot
from setter.services.diary import DiaryDay, Seeking
from setter.widgets.choice_panel import ChoiceRow
from setter.widgets.day_strip import HALF_HOUR, Day, RepDay
from setter.widgets.painted import Painted
from setter.widgets.plain import clean, cut, fit, line, width
from setter.widgets.times import clock, day, full_time, zone_word

LABEL = 8

PAUSE = 0.7
"""Seconds without a key after which what cannot be read is said so: nobody likes to be corrected mid-word."""
HINT = 'Such as "tue 3pm", "tomorrow 10", "24 nov 14:30": their own time.'


class OfferLine(Struct, frozen=True):
    """One time to read out: the digit that takes it, the time on their clock, the rep who would come."""

    key: str
    words: str
    rep: str


class OfferLines(Painted):
    """The times to read out, and how long they are kept for this call."""

    DEFAULT_CSS = "OfferLines { height: 2; padding: 0 1; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._offers: tuple[OfferLine, ...] = ()
        self._kept = ""

    def show(self, offers: Sequence[OfferLine], kept: str) -> None:
        """Show the times, and in a few words whether they are kept."""
        if (tuple(offers), kept) != (self._offers, self._kept):
            self._offers, self._kept = tuple(offers), kept
            self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """One line a time; what is said of both stands at the first."""
        if not self._offers:
            return [line((fit("offer", LABEL), "$text-muted"), (cut(self._kept, cells - LABEL), "$text-muted"))]
        wide = max(width(offer.words) for offer in self._offers)
        return [self._offer(place, offer, wide, cells) for place, offer in enumerate(self._offers)]

    def _offer(self, place: int, offer: OfferLine, wide: int, cells: int) -> Content:
        room = cells - LABEL - 3 - wide
        kept = f"   {self._kept}" if not place and self._kept else ""
        rep = cut(f"   {offer.rep}", room)
        return line(
            (fit("" if place else "offer", LABEL), "$text-muted"),
            (f"{offer.key}  ", "bold $accent"),
            (fit(offer.words, wide), "$text"),
            (rep, "$text-muted"),
            (cut(kept, room - width(rep)) if room - width(rep) > 12 else "", "$text-muted"),
        )


class Echo(Struct, frozen=True):
    """What the typed words mean: `sign` is "=", "✗", "✓" or none; `next` says what Enter would do."""

    sign: str = ""
    words: str = ""
    rest: str = ""
    next: str = ""


class EchoLines(Painted):
    """The typed time in full, on both clocks; or calmly what is wrong with it."""

    DEFAULT_CSS = "EchoLines { height: 3; padding: 0 1; }"
    INKS = {"=": "bold $accent", "✓": "bold $success", "✗": "bold $error"}  # noqa: RUF012  a table of constants

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.echo = Echo()

    def show(self, echo: Echo) -> None:
        """Echo something else."""
        if echo != self.echo:
            self.echo = echo
            self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """The sign and the words, what belongs to them, and the next step."""
        echo, room = self.echo, cells - LABEL
        strong = "bold $foreground" if echo.sign in ("=", "✓") else "$text"
        said, rest = _halved(clean(echo.words), room) if echo.sign == "✗" else (clean(echo.words), "")
        second = " ".join(part for part in (rest, echo.rest) if part)
        return [
            line((fit(f"      {echo.sign}", LABEL), self.INKS.get(echo.sign, "")), (cut(said, room), strong)),
            line(" " * LABEL, (cut(second, room), "$text")),
            line(" " * LABEL, (cut(echo.next, room), "$text-muted")),
        ]


def _halved(words: str, cells: int) -> tuple[str, str]:
    """Break a sentence at a space where it is too long for its line."""
    if width(words) <= cells:
        return words, ""
    at = words.rfind(" ", cells // 2, cells)
    return (words[:at], words[at + 1 :]) if at > 0 else (words[:cells], words[cells:])


class WhoLines(Painted):
    """The person, and the meeting that stands already."""

    DEFAULT_CSS = "WhoLines { height: 2; padding: 0 1; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._who: tuple[str, str, str] = ("", "", "")

    def show(self, name: str, about: str, standing: str = "") -> None:
        """Show a person, what they are, and what stands already."""
        self._who = (name, about, standing)
        self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """Name and post; below, the standing meeting."""
        name, about, standing = self._who
        shown = cut(name, cells)
        more = cut(f"  {about}" if about else "", cells - width(shown))
        return [line((shown, "bold $accent"), (more, "$text")), line((cut(standing, cells), "$warning"))]


class JoinLine(Painted):
    """The colleagues who join."""

    DEFAULT_CSS = "JoinLine { height: 1; padding: 0 1; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._words = ""

    def show(self, words: str) -> None:
        """Show who joins."""
        if words != self._words:
            self._words = words
            self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """Their names, or nothing at all."""
        if not self._words:
            return []
        return [line((fit("with", LABEL), "$text-muted"), (cut(self._words, cells - LABEL), "$text"))]


def offers_shown(seeking: Seeking, offers: Sequence[Slot]) -> list[OfferLine]:
    """The times offered, as lines with the digits that take them."""
    reps = {rep.id: rep.name for rep in seeking.campaign.handoff.reps}
    return [
        OfferLine(str(place), full_time(slot.starts, seeking.zone), reps[slot.rep])
        for place, slot in enumerate(offers, 1)
    ]


def day_shown(seeking: Seeking, found: DiaryDay, at: int, ours: str, rep: str) -> Day:
    """A day of the diary as the strip paints it; the time `at` is marked where `rep` would take it."""
    names = [hours.rep for hours in found.reps]
    minutes = seeking.campaign.handoff.meeting_minutes
    chosen = (names.index(rep), (at - found.starts) // HALF_HOUR) if rep in names else None
    return Day(
        f"{day(at, seeking.zone)} · {minutes} min",
        found.starts,
        tuple(RepDay(hours.name, hours.cells, hours.left_out) for hours in found.reps),
        theirs=seeking.zone,
        ours=ours,
        chosen=chosen,
        length=-(-minutes // 30),
        as_of=found.as_of,
    )


class TimeField(Input):
    """The line a time is typed into; no time holds a question mark, which asks for the keys as everywhere."""

    async def on_key(self, event: events.Key) -> None:
        """Leave the question mark to the screen."""
        if event.character == "?":
            event.prevent_default().stop()
            await self.run_action("screen.help")


class FieldName(Painted):
    """What a field is for, before it."""

    DEFAULT_CSS = "FieldName { width: 8; height: 1; }"

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word

    def lines(self, cells: int, height: int) -> list[Content]:
        """The one word."""
        return [line((self.word, "bold $accent"))]


def zone_rows(seeking: Seeking, now: int) -> list[ChoiceRow]:
    """The zones a prospect may be in, each with its clock now, by number."""
    rows = []
    for place, zone in enumerate(seeking.zones, 1):
        name = zone.rpartition("/")[2].replace("_", " ")
        rows.append(ChoiceRow(str(place), name, zone, f"{clock(now, zone)} {zone_word(now, zone)} there now"))
    return rows
