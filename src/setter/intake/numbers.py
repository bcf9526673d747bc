"""One phone number as the library reads it, or its fast twin where the two agree on such numbers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

_ITALY = re.compile(r"(?:\+|00)\s*39")
_MOST_AGREED = 200_000
_agreed: dict[str, bool] = {}
"""By first digits and length: whether the fast twin read the first such number as the library does."""


class Number(NamedTuple):
    """A valid number: E.164, extension, and whether it is surely a mobile."""

    e164: str
    extension: str
    mobile: bool


def read_number(text: str, regions: tuple[str, ...]) -> Number | None:
    """Read one number, a national one in the first of the regions that fits; None where it is not valid anywhere."""
    text = text.strip()
    if "(0)" in text and not _ITALY.match(text):
        text = text.replace("(0)", "")
    for region in regions or (None,):
        found = _read(text, region)
        if found is not None:
            return found
    abroad = ""
    if text.startswith("00"):
        abroad = "+" + text[2:]
    elif not text.startswith("+") and sum(char.isdigit() for char in text) >= 11:
        abroad = "+" + text.lstrip("(")
    return _read(abroad, None) if abroad else None


def _read(text: str, region: str | None) -> Number | None:
    """Ask the fast twin, and believe it where it has agreed with the library; ask the library in any doubt.

    The twin's tables are older. What is valid shows in a number's first digits and its length, so that one number
    tells of its neighbours.
    """
    fast = _fast()
    quick = _ask(fast, text, region) if fast is not None else None
    if quick is None:
        return _ask(_library(), text, region)
    kind = f"{quick.e164[:8]}{len(quick.e164)}"
    agreed = _agreed.get(kind)
    if agreed:
        return quick
    sure = _ask(_library(), text, region)
    if agreed is None:
        if len(_agreed) >= _MOST_AGREED:
            _agreed.clear()
        _agreed[kind] = sure == quick
    return sure


def _ask(library: Any, text: str, region: str | None) -> Number | None:
    try:
        number = library.parse(text, region)
    except library.NumberParseException:
        return None
    if not library.is_valid_number(number):
        return None
    e164 = library.format_number(number, library.PhoneNumberFormat.E164)
    return Number(e164, number.extension or "", _is_mobile(library, number))


def _is_mobile(library: Any, number: Any) -> bool:
    """Ask the library only where numbers tell: in North America a mobile looks like any other."""
    if number.country_code == 1:
        return False
    return bool(library.number_type(number) == library.PhoneNumberType.MOBILE)


@lru_cache(maxsize=1)
def _library() -> Any:
    import phonenumbers

    return phonenumbers


@lru_cache(maxsize=1)
def _fast() -> Any:
    """The fast twin of the library, where it is installed (the extra `fast`)."""
    try:
        import rphonenumbers
    except ImportError:
        return None
    return rphonenumbers
