"""Phone numbers out of whatever people type into a cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from setter.intake.numbers import read_number
from setter.intake.prospect import CleanPhone
from setter.intake.text import is_placeholder, visible, words

_SEVERAL = re.compile(r"\s*(?:;(?!\s*ext)|\||\n|,(?=(?:\D*\d){7})|\s(?:or|oder|ou|and|und|et|y|&)\s)\s*")
_SLASH = re.compile(r"\s*/\s*")
_NUMBER = re.compile(
    r"[+(]?\d[\d\s().\-–·/]*\d(?:,?\s*(?:x|ext\.?|extension|#|durchwahl|poste)\s*:?\s*\d{1,7})?", re.IGNORECASE
)
_PLAIN = re.compile(r"[+(]?[\d\s().\-–·/]+(?:,?\s*(?:x|ext\.?|extension|#|;ext=)\s*:?\s*\d{1,7})?", re.IGNORECASE)
_SINGLE = re.compile(r"\+?[\d\s().\-–·]{7,30}(?: ?x ?\d{1,7})?", re.ASCII)
"""A cell that can hold but one number."""
_SAME = re.compile(r"\D*+(\d)(?:\D*+\1)*+\D*+")
_VANITY = re.compile(r"\+?1?[\s.\-]?\(?\d{3}\)?[\s.\-](?=[A-Z0-9\-]*[A-Z])[A-Z0-9\-]{7,12}")
_FAX_HEADERS = ("fax", "facsimile", "telecopie", "telecopi")
_FAX = re.compile(r"\b(?:tele)?fax\b.*", re.IGNORECASE)
_MOST_IN_CELL = 20
_LONGEST = 250
_KINDS = (
    ("mobile", ("mobil", "cell", "handy", "portable", "movil", "celular")),
    ("direct", ("direct", "durchwahl", "ddi")),
    ("switchboard", ("switchboard", "main", "office", "company", "corporate", "zentrale", "standard", "reception")),
)


_Found = tuple[str, str, str, bool]
"""E.164, extension, the text it was read from, and whether it is surely a mobile."""


class Found(NamedTuple):
    """The numbers of some cells, the columns whose text was no number, and flags."""

    phones: tuple[CleanPhone, ...]
    unused: tuple[str, ...]
    flags: tuple[str, ...]


def is_fax(column: str) -> bool:
    """Say whether a column's header names a fax machine, which nobody dials."""
    return any(mark in words(column) for mark in _FAX_HEADERS)


def clean_phones(cells: Iterable[tuple[str, str]], regions: tuple[str, ...]) -> Found:
    """Find the valid numbers in (column, text) cells; national ones are read in the first of the regions that fits."""
    phones: dict[str, CleanPhone] = {}
    unused: list[str] = []
    flags: list[str] = []
    for column, text in cells:
        if not text or text.isspace():
            continue
        numbers, whole = _numbers(text, regions)
        if numbers is None:
            flags.append("phone_placeholder")
            continue
        for e164, extension, raw, mobile in numbers:
            kind = kind_of(column)
            kind = "mobile" if kind == "unknown" and mobile else kind
            phone = phones.get(e164, CleanPhone(e164, raw, extension, kind))
            if extension and not phone.extension:
                phone = replace(phone, raw=raw, extension=extension)
            elif extension and extension != phone.extension:
                unused.append(column)
            phones[e164] = replace(phone, kind=kind if phone.kind == "unknown" else phone.kind)
        if not whole:
            unused.append(column)
            flags.append("phone_invalid")
    return Found(tuple(phones.values()), tuple(dict.fromkeys(unused)), tuple(dict.fromkeys(flags)))


@lru_cache(maxsize=512)
def kind_of(column: str) -> str:
    """Tell from a column's header what kind of number it holds."""
    header = words(column)
    return next((kind for kind, marks in _KINDS if any(mark in header for mark in marks)), "unknown")


def _says_nothing(text: str) -> bool:
    if is_placeholder(visible(text)):
        return True
    if _SAME.fullmatch(text) is None:
        return False
    digits = [char for char in text if char.isdigit()]
    return (len(digits) > 2 or digits == ["0"]) and not any(map(str.isalpha, text))


@lru_cache(maxsize=8192)
def _numbers(text: str, regions: tuple[str, ...]) -> tuple[list[_Found] | None, bool]:
    """Find the numbers of one cell, and say whether they account for the whole of it; None where it says nothing.

    A company's switchboard stands in many rows.
    """
    if _says_nothing(text):
        return None, True
    plain = _ascii_digits(visible(text.replace("\n", " ; ")))
    if _SINGLE.fullmatch(plain):
        one = read_number(plain, regions)
        return [(*one[:2], plain, one.mobile)] if one else [], one is not None
    parts = [part for part in _SEVERAL.split(plain) if part]
    found: list[_Found] = []
    whole = len(parts) <= _MOST_IN_CELL
    for part in parts[:_MOST_IN_CELL]:
        dialled = _without_fax(part[:_LONGEST])
        numbers = list(_of_part(dialled, regions))
        found.extend(numbers)
        whole = whole and bool(numbers) and dialled == part[:_LONGEST]
    return found, whole


def _without_fax(part: str) -> str:
    """Leave out a number that is said to be a fax machine's, before its word or after it."""
    fax = _FAX.search(part)
    if fax is None:
        return part
    return part[: fax.start()] if sum(map(str.isdigit, fax[0])) >= 5 else ""


def _of_part(part: str, regions: tuple[str, ...]) -> Iterator[_Found]:
    is_one = _PLAIN.fullmatch(part) or _VANITY.fullmatch(part.upper())
    for candidate in [part] if is_one else _NUMBER.findall(part):
        number = read_number(candidate, regions)
        if number:
            yield (*number[:2], part, number[2])
        elif "/" in candidate:
            for piece in _SLASH.split(candidate):
                number = read_number(piece, regions)
                if number:
                    yield (*number[:2], piece, number[2])


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char, char)) for char in text.replace("＋", "+"))
