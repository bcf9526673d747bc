"""Text and times as they leave the house: text that can never act as markup, times that can only be read one way."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta

from setter.domain.calling_window import local_time, zone_words
from setter.domain.gate_names import NINE_GATES as NINE_GATES  # noqa: PLC0414 - a part of what leaves in words

_REQUESTED = {"asked": "they asked for it", "accepted_slot": "they took a time that was offered"}

SANDBOX_MARK = "SANDBOX – not a real meeting"
"""What stands in everything that a sandbox exports."""

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~]?)")
_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_JOINERS = "\u200c\u200d"
_MARKUP = re.compile(r"[\\`*\[\]<>|~&$#]|(?<![^\W_])_|_(?![^\W_])|!(?=\[)|:(?=//)|(?<=[wW]{3})\.")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def lines(text: str) -> str:
    """Keep what a reader would see, its lines included; joiners stay, for some scripts need them."""
    if text.isascii() and text.isprintable():  # nothing to take out, as of most cells of a large export
        return " ".join(text.split())
    return "\n".join(" ".join(_seen(line).split()) for line in _BREAKS.split(_ESCAPES.sub("", text))).strip()


def line(text: str) -> str:
    """Keep what a reader would see, on one line."""
    return " ".join(lines(text).split())


def _seen(text: str) -> str:
    return "".join(
        " " if character == "\t" else character
        for character in text
        if character in "\t" + _JOINERS or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    )


def markdown(text: str, most: int | None = None) -> str:
    """Write a text so that Markdown shows it as it is, on one line of at most `most` characters."""
    shown = line(text)
    if most is not None and len(shown) > most:
        shown = shown[: most - 1].rstrip() + "…"
    return _MARKUP.sub(lambda found: "\\" + found[0], shown)


def requested(how: str) -> str:
    """Say in words how a meeting was requested."""
    return _REQUESTED.get(how, how)


def slug(text: str) -> str:
    """Make a word that is safe in a file name on any system."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-")[:40] or "x"


def instant(ms: int) -> str:
    """Write an instant (UTC milliseconds) the one way that every CRM reads: "2026-11-25T15:00:00.000Z"."""
    moment = _EPOCH + timedelta(milliseconds=ms)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def wall(ms: int, zone: str) -> str:
    """Write an instant as a zone's wall time: "2026-11-25T09:00"; Wrong where there is no such zone."""
    return f"{local_time(ms, zone):%Y-%m-%dT%H:%M}"


def day(ms: int, zone: str) -> str:
    """Write the date of an instant in a zone for people: "24 November 2026"."""
    moment = local_time(ms, zone)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def spoken(ms: int, zone: str) -> str:
    """Write an instant as it would be said: "Wednesday 25 November 2026, 9:00 am CST (America/Chicago)"."""
    moment = local_time(ms, zone)
    clock = f"{moment.hour % 12 or 12}:{moment.minute:02d} {'am' if moment.hour < 12 else 'pm'}"
    return f"{_DAYS[moment.weekday()]} {day(ms, zone)}, {clock} {zone_words(ms, zone)} ({zone})"
