"""What a caller types as an answer, read by the type of the question."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NoReturn

from setter.domain.errors import Wrong
from setter.domain.facts import Value
from setter.domain.script import Capture

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
                    r"[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]")  # fmt: skip
_ABOUT = re.compile(r"^(?:~|≈|about|around|roughly|approx\.?|some|circa|ca\.?)\s*", re.IGNORECASE)
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3}){1,4}|\d{1,15}")
_MONEY = re.compile(
    r"(?:[$€£]|[A-Z]{3}\s?)?\s*(\d{1,3}(?:,\d{3}){1,4}|\d{1,13})(\.\d{1,2})?\s*(k|m)?\s*(?:[$€£]|[A-Z]{3})?"
)
_YES = {"yes", "y", "true", "1", "yeah", "yep"}
_NO = {"no", "n", "false", "2", "nope"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST = 4000


def parse_answer(capture: Capture, text: str) -> Value:
    """Read one typed answer; Wrong with a sentence that says what would be understood.

    A money amount is in the campaign's currency; a month is `2027-03` and a date `2027-03-24`.
    """
    text = text.strip()
    if not text:
        _refuse(capture, "is empty", "Type the answer, or leave the question for later.")
    if len(text) > _LONGEST:
        _refuse(capture, f"is longer than {_LONGEST} characters", "Keep what matters.")
    return _READERS[capture.type](capture, text)


def said_words(value: Value, capture: Capture | None = None) -> str:
    """Write an answer as people read it: "own vans", "yes", "1,200"; their own words stay as they are."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,}"
    return value.replace("_", " ") if capture is not None and value in capture.options else value


def is_email(text: str) -> bool:
    """Say whether a text has the syntax of an e-mail address (RFC 5321, dot-atom form)."""
    local = text.partition("@")[0]
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    return len(text) <= 254 and not dots and bool(_EMAIL.fullmatch(text))


def _refuse(capture: Capture, what: str, hint: str) -> NoReturn:
    raise Wrong("wrong_answer", f"The answer to “{capture.label or capture.field}” {what}.", capture.field, hint)


def _text(capture: Capture, text: str) -> Value:
    if len(text) < capture.min_chars:
        _refuse(
            capture,
            f"has {len(text)} characters; {capture.min_chars} are needed",
            "Write what the prospect said, in their own words.",
        )
    return text


def _int(capture: Capture, text: str) -> Value:
    match = _WHOLE.fullmatch(_ABOUT.sub("", text).rstrip("+").strip())
    if not match:
        _refuse(capture, "is not a whole number", "Write it as 12, 1,200 or ~12.")
    return int(match[0].replace(",", ""))


def _money(capture: Capture, text: str) -> Value:
    match = _MONEY.fullmatch(_ABOUT.sub("", text))
    if not match:
        _refuse(capture, "is not an amount of money", "Write it as 1200, $1,200.50 or 15k.")
    amount = float(match[1].replace(",", "") + (match[2] or ""))
    return round(amount * {"k": 1e3, "m": 1e6}.get(match[3] or "", 1), 2)


def _bool(capture: Capture, text: str) -> Value:
    word = text.casefold()
    if word not in _YES | _NO:
        _refuse(capture, "is neither yes nor no", "Type yes or no.")
    return word in _YES


def _choice(capture: Capture, text: str) -> Value:
    if text.isascii() and text.isdigit() and text not in capture.options:
        if 1 <= int(text[:6]) <= len(capture.options):
            return capture.options[int(text) - 1]
    else:
        named = [option for option in capture.options if _plain(option) == _plain(text)]
        begun = [option for option in capture.options if _plain(option).startswith(_plain(text))]
        for found in (named, begun):
            if len(found) == 1:
                return found[0]
    offered = ", ".join(f"{number} {option}" for number, option in enumerate(capture.options, 1))
    _refuse(capture, "is not one of its options", f"Choose one: {offered}.")


def _plain(word: str) -> str:
    return re.sub(r"[\s_-]+", " ", word).strip().casefold()


def _phone(capture: Capture, text: str) -> Value:
    if not 5 <= len(re.findall(r"\d", text)) <= 25:
        _refuse(capture, "does not look like a telephone number", "Write its digits, as in +1 312 555 0142.")
    return text


def _email(capture: Capture, text: str) -> Value:
    if not is_email(text):
        _refuse(capture, "is not an e-mail address", "Write it as name@company.example.")
    return text


def _month(capture: Capture, text: str) -> Value:
    numbers = re.fullmatch(r"(\d{4})-(\d{1,2})", text) or re.fullmatch(r"(\d{1,2})/(\d{4})", text)
    if numbers:
        first, second = int(numbers[1]), int(numbers[2])
        year, month = (first, second) if first > 12 else (second, first)
    else:
        named = re.fullmatch(r"([A-Za-z]{3,9})\.?,?\s+(\d{4})", text)
        year, month = (int(named[2]), _month_number(named[1])) if named else (0, 0)
    if not (1 <= month <= 12 and 1900 <= year <= 2200):
        _refuse(capture, "is not a month of a year", "Write it as mar 2027 or 2027-03.")
    return f"{year:04}-{month:02}"


def _date(capture: Capture, text: str) -> Value:
    numbers = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    day_first = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})", text)
    month_first = re.fullmatch(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", text)
    year = month = day = 0
    if numbers:
        year, month, day = int(numbers[1]), int(numbers[2]), int(numbers[3])
    elif day_first:
        year, month, day = int(day_first[3]), _month_number(day_first[2]), int(day_first[1])
    elif month_first:
        year, month, day = int(month_first[3]), _month_number(month_first[1]), int(month_first[2])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        _refuse(capture, "is not a date", "Write it as 2026-11-24 or 24 nov 2026.")


def _month_number(word: str) -> int:
    full = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
            "october", "november", "december")  # fmt: skip
    word = word.casefold()
    fits = [number for number, name in enumerate(full, 1) if name.startswith(word)]
    return fits[0] if len(fits) == 1 else _MONTHS.index(word[:3]) + 1 if word == "sept" else 0


_READERS: dict[str, Callable[[Capture, str], Value]] = {
    "text": _text,
    "quote": _text,
    "int": _int,
    "money": _money,
    "bool": _bool,
    "choice": _choice,
    "month": _month,
    "phone": _phone,
    "email": _email,
    "date": _date,
}
