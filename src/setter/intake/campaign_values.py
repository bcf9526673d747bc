"""Single values of a campaign file: texts, names, hours, zones, regions, conditions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, time
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from itertools import pairwise
from typing import Any

from setter.domain import conditions
from setter.domain.answers import is_email
from setter.domain.facts import Condition, Value
from setter.domain.opening_hours import WEEKDAYS, Hours

DIALLING_DAY = (time(8), time(21))
"""Nobody is dialled outside these local hours (47 CFR 64.1200(c)(1))."""

_CLOCK = r"(\d{1,2}):(\d{2})"
_RANGE = re.compile(rf"\s*{_CLOCK}\s*[-–]\s*{_CLOCK}\s*")
_LONGEST_TEXT = 2000
_SAFE_NUMBER = 2**53
_ANY_HOURS = "09:00-17:00"


class Flaw(ValueError):
    """What is wrong with a value in one sentence; `instead` is what was probably meant."""

    def __init__(self, sentence: str, instead: object = None) -> None:
        super().__init__(sentence)
        self.instead = instead


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word nearest to a mistyped one; empty when none is near, or several are equally so."""
    by_fold = {each.casefold(): each for each in known}
    near = get_close_matches(word[:100].casefold(), by_fold, n=2, cutoff=0.6)
    likeness = [SequenceMatcher(None, each, word.casefold()).ratio() for each in near]
    return by_fold[near[0]] if len(set(likeness)) == len(near) > 0 else ""


def text(value: str) -> str:
    """Words for people: not empty, no control characters, no invisible direction marks."""
    if not value.strip():
        raise Flaw("is empty; write something or leave the key out")
    if len(value) > _LONGEST_TEXT:
        raise Flaw(f"is {len(value)} characters long; {_LONGEST_TEXT} is the most")
    for character in value:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co") and character not in "\n\u200d":
            raise Flaw(f"holds an invisible character (U+{ord(character):04X}); take it out")
    return value


def is_word(value: str) -> bool:
    """Say whether this may be an id: small letters, digits, `-`, `_` and `.`."""
    return re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,79}", value) is not None


def word(value: str) -> str:
    """An id: small letters, digits, `-`, `_` and `.`."""
    if not is_word(value):
        suggestion = re.sub(r"[^a-z0-9_.]+", "-", value.casefold()).strip("-_.")[:80]
        hint = f", for example {suggestion}" if suggestion else ""
        raise Flaw(f"must be made of small letters, digits, - and _{hint}", suggestion or None)
    return value


def field_name(value: str) -> str:
    """The name of an answer or fact: small letters, digits and `_`."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", value):
        suggestion = re.sub(r"[^a-z0-9]+", "_", value.casefold()).strip("_0123456789")[:64]
        hint = f", for example {suggestion}" if suggestion else ""
        raise Flaw(f"must be made of small letters, digits and _{hint}", suggestion or None)
    return value


def condition(value: Any) -> Condition:
    """A condition as a string, or as a table of field, op, value and scale."""
    if isinstance(value, str):
        try:
            return conditions.parse(value)
        except ValueError as flaw:
            field = re.match(r"\s*([a-z][a-z0-9_]*)", value)
            raise Flaw(f"cannot be read: {flaw}", f"{field[1] if field else 'name'} known") from None
    if not isinstance(value, dict):
        raise Flaw(f"should be a condition such as {conditions.EXAMPLES}")
    unknown = set(value) - {"field", "op", "value", "scale"}
    if unknown or "field" not in value or "op" not in value:
        raise Flaw("a condition written as a table has the keys field, op, value and, if need be, scale")
    wanted = value.get("value")
    wanted = tuple(map(scalar, wanted)) if isinstance(wanted, list) else wanted
    if wanted is not None and not isinstance(wanted, tuple):
        wanted = scalar(wanted)
    made = Condition(str(value["field"]), str(value["op"]), wanted, _scale(value.get("scale", {})))
    problem = conditions.flaw(made)
    if problem:
        raise Flaw(f"cannot be used: {problem}")
    return made


def _scale(value: Any) -> dict[str, float]:
    numbers = isinstance(value, dict) and all(type(each) in (int, float) for each in value.values())
    if not numbers:
        raise Flaw('scale gives each word its number, as in { "0-3m" = 90, "3-6m" = 180 }')
    return {name: float(scalar(number)) for name, number in value.items()}


def conditions_of(value: Any) -> tuple[Condition, ...]:
    """One condition or several that must all hold: joined by `and`, or in a list."""
    if isinstance(value, str):
        try:
            return conditions.parse_all(value)
        except ValueError:
            return (condition(value),)
    listed = value if isinstance(value, list) else [value]
    if not listed:
        raise Flaw("is an empty list; write a condition or leave the key out", "name known")
    return tuple(each for one in listed for each in (conditions_of(one) if isinstance(one, str) else (condition(one),)))


def instant(value: Any) -> int:
    """A date with a time and an offset, in UTC milliseconds."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise Flaw("should be a date with a time and an offset such as 2026-10-12T00:00:00Z")
    return round(value.timestamp() * 1000)


def no_condition() -> Condition:
    """Stands in for a condition that the file leaves out."""
    return Condition("name", "known")


def scalar(value: Any) -> Value:
    """One plain value: text, number, true or false."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, (bool, int, float)) and -_SAFE_NUMBER < value < _SAFE_NUMBER:
        return value
    raise Flaw("should be a text, a number, or true or false")


def opening(value: Any) -> tuple[Hours, ...]:
    """Opening hours of one day: "09:00-17:00" or "09:00-12:00, 13:00-17:00", never over midnight."""
    if not isinstance(value, str):
        raise Flaw('should be hours such as "09:00-17:00" or "09:00-12:00, 13:00-17:00"', _ANY_HOURS)
    hours = tuple(_one_opening(part) for part in value.split(","))
    for earlier, later in pairwise(hours):
        if later.opens < earlier.closes:
            raise Flaw(f"opens at {later.opens:%H:%M} before it has closed at {earlier.closes:%H:%M}", _ANY_HOURS)
    return hours


def _one_opening(part: str) -> Hours:
    match = _RANGE.fullmatch(part)
    if not match:
        raise Flaw(f"cannot read “{part.strip()}” as hours; write them as 09:00-17:00", _ANY_HOURS)
    try:
        opens, closes = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    except ValueError:
        raise Flaw(f"“{part.strip()}” holds a time that no clock shows; write 00:00 to 23:59", _ANY_HOURS) from None
    if closes <= opens:
        raise Flaw(f"“{part.strip()}” closes before it opens; hours never run over midnight", _ANY_HOURS)
    return Hours(opens, closes)


def dial_opening(value: Any) -> tuple[Hours, ...]:
    """Opening hours in which people are dialled: inside 08:00 to 21:00."""
    hours = opening(value)
    first, last = DIALLING_DAY
    if hours[0].opens < first or hours[-1].closes > last:
        raise Flaw("lies outside 08:00-21:00, and nobody may be dialled then", _ANY_HOURS)
    return hours


def days(value: str) -> str:
    """A weekday word, or a run of them such as mon-fri."""
    ends = value.split("-")
    for end in ends:
        if end not in WEEKDAYS or len(ends) > 2:
            near = did_you_mean(value[:3], WEEKDAYS)
            raise Flaw(f"“{value}” is not a day; write mon, tue, wed, thu, fri, sat, sun or mon-fri", near or None)
    if WEEKDAYS.index(ends[0]) > WEEKDAYS.index(ends[-1]):
        raise Flaw(f"“{value}” runs backwards; the week starts with mon")
    return value


def days_of(value: str) -> tuple[str, ...]:
    """The weekdays that a day key stands for."""
    ends = value.split("-")
    return WEEKDAYS[WEEKDAYS.index(ends[0]) : WEEKDAYS.index(ends[-1]) + 1]


@cache
def _zones() -> frozenset[str]:
    from zoneinfo import available_timezones

    return frozenset(available_timezones() - {"localtime", "posixrules", "Factory"})


def zone(value: str) -> str:
    """An IANA time zone name."""
    if value in _zones():
        return value
    near = did_you_mean(value.replace(" ", "_"), _zones())
    if not near:
        tails = {each.rsplit("/", 1)[-1]: each for each in sorted(_zones())}
        near = tails.get(did_you_mean(value.rsplit("/", 1)[-1].replace(" ", "_"), tails), "")
    hint = f"did you mean {near}?" if near else "write one such as America/Chicago"
    raise Flaw(f"“{value}” is not a time zone that exists; {hint}", near or "UTC")


def region(value: str) -> str:
    """A two-letter country code that has telephone numbers."""
    from phonenumbers import SUPPORTED_REGIONS

    if value in SUPPORTED_REGIONS:
        return value
    meant = {"UK": "GB", "USA": "US", "EN": "GB"}.get(value.upper(), value.upper())
    hint = f"did you mean {meant}?" if meant in SUPPORTED_REGIONS else "write two letters such as US or GB"
    raise Flaw(f"“{value}” is not a country code; {hint}", meant if meant in SUPPORTED_REGIONS else None)


def phone(value: str) -> str:
    """A telephone number in international form, `+13125550142`."""
    import phonenumbers

    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        raise Flaw(f"“{value[:40]}” is not an international number; write it as +13125550142") from None
    if not phonenumbers.is_possible_number(number):
        raise Flaw(f"“{value[:40]}” has too many or too few digits")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(value: str) -> str:
    """An e-mail address, syntax only."""
    if not is_email(value):
        raise Flaw(f"“{value[:80]}” is not an e-mail address; write one such as dana@client.example")
    return value


def currency(value: str) -> str:
    """A three-letter currency code (ISO 4217)."""
    if not re.fullmatch(r"[A-Z]{3}", value):
        raise Flaw("should be a currency of three capital letters, such as USD")
    return value


def review(value: str) -> str:
    """Who looks at an SQL before sales does: none, team_lead, or sample:0.2."""
    if value in ("none", "team_lead"):
        return value
    share = re.fullmatch(r"sample:(0?\.\d+|1(?:\.0+)?)", value)
    if share:
        return value
    near = did_you_mean(value, ("none", "team_lead"))
    raise Flaw("should be none, team_lead or a share such as sample:0.2", near or None)


def letter(value: str) -> str:
    """The key of an objection: one small letter."""
    if not re.fullmatch(r"[a-z]", value):
        raise Flaw("should be one small letter")
    return value
