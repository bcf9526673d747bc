"""User data made fit for a terminal: text that can never act, colour, move the cursor or push a column aside.

Every string that a file, a form or a person gave goes through `plain` before a widget paints it; none is ever
read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.cells import cell_len, chop_cells
from textual.content import Content

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # a CSI sequence: colours, cursor moves
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\|\x9c|$)"  # OSC, DCS and their kin, up to their end
    r"|\x9b[0-?]*[ -/]*[@-~]"
    r"|\x1b[ -/]*[0-~]?",
    re.DOTALL,
)
_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters
    "\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f"  # marks that take no room or a wrong one
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"  # text-direction overrides, fillers
    "\U000e0000-\U000e0fff]"
)
_BROKEN = re.compile("[\ud800-\udfff]")
ELLIPSIS = "…"


def clean(value: object, *, lines: bool = False) -> str:
    """Strip what a terminal would obey or hide: escape codes, controls, direction overrides, half characters.

    Line ends become spaces unless `lines` keeps them as "\\n"; None is the empty text.
    """
    if value is None:
        return ""
    text = str(value)
    if text.isascii() and text.isprintable():
        return text
    text = _ESCAPES.sub("", text)
    if lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = "\n".join(_BREAKS.sub(" ", part) for part in text.split("\n"))
        return "\n".join(_visible(part) for part in text.split("\n"))
    return _visible(_BREAKS.sub(" ", text))


def _visible(text: str) -> str:
    return _BROKEN.sub("\ufffd", _UNSEEN.sub("", text))


def plain(value: object, style: str = "", *, lines: bool = False) -> Content:
    """Turn any value into content that is only text; `style` is a theme style such as "$text-muted"."""
    return Content.styled(clean(value, lines=lines), style)


def line(*parts: Content | str | tuple[object, str]) -> Content:
    """Join parts into one line; a tuple is (value, style), and every string is cleaned."""
    return Content("").join(_part(part) for part in parts)


def _part(part: Content | str | tuple[object, str]) -> Content:
    if isinstance(part, Content):
        return part
    if isinstance(part, tuple):
        return plain(part[0], part[1])
    return plain(part)


def stack(lines: Iterable[Content]) -> Content:
    """Put lines under one another."""
    return Content("\n").join(lines)


def width(text: str) -> int:
    """Count the terminal cells that a text takes."""
    return cell_len(text)


def cut(value: object, cells: int) -> str:
    """Shorten a text to at most `cells` cells; an ellipsis says that something is missing."""
    text = clean(value)
    if cells <= 0:
        return ""
    if cell_len(text) <= cells:
        return text
    head = chop_cells(text, cells - 1)[0] if cells > 1 else ""
    return head.rstrip() + ELLIPSIS


def fit(value: object, cells: int, align: str = "left") -> str:
    """Shorten or pad a text to exactly `cells` cells; `align` is "left", "right" or "centre"."""
    text = cut(value, cells)
    room = max(cells - cell_len(text), 0)
    if align == "right":
        return " " * room + text
    if align == "centre":
        return " " * (room // 2) + text + " " * (room - room // 2)
    return text + " " * room


MASKED = 7
"""So many of a number's last figures are not told: an area is, a line is not."""
_NORTH_AMERICAN = re.compile(r"\+1(\d{3})(\d{3})(\d{4})")


def phone_grouped(number: str) -> str:
    """Group an E.164 number for reading aloud: "+1 504 621 8927"; what cannot be read comes back as it is."""
    text = clean(number).strip()
    if match := _NORTH_AMERICAN.fullmatch(text):
        return " ".join(("+1", *match.groups()))
    if not re.fullmatch(r"\+\d{5,15}", text):
        return text
    try:
        import phonenumbers  # 17 ms, and most campaigns never need it
    except ImportError:
        return text
    try:
        parsed = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return text
    grouped = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return re.sub(r"[^\d+]+", " ", str(grouped)).strip()


def phone_masked(number: str) -> str:
    """Tell a number apart from others without telling it: "+1 504 ··· ····"."""
    grouped = phone_grouped(number)
    hidden = [at for at, sign in enumerate(grouped) if sign.isdigit()][-MASKED:]
    return "".join("·" if at in hidden else sign for at, sign in enumerate(grouped))
