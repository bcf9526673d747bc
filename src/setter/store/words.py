"""The words by which a person is found, and what somebody typed, cut into the same words: one rule for both engines.

A word is a run of letters and digits, folded. What stands between two spaces is also one word without its punctuation,
so that "O'Brien" is found by "obrien", by "brien" and by "o'br". A number is found from its country code on, from its
area code on, by its last seven and by its last four digits.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable
from functools import lru_cache

from setter.store.fold import folded

LONGEST_WORD = 40
"""Letters of a word that count: who begins alike for longer is found alike."""
MOST_WORDS = 8
"""Words of a question that count."""
LAST = (7, 4)
"""A number's last digits by which people remember it."""
IN_NAME, ELSEWHERE = "n", "o"
"""Where a word stands: in the name, or in company, e-mail addresses, numbers and external id."""
MARK = 3
"""Letters that stand before each word as it is kept: two for the client, one for where it stands."""

_RUN = re.compile("[a-z0-9]+")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_COUNTRY = re.compile("1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[0-9]{3}")

Reading = tuple[str, ...]
"""Words that must all be found: each begins a word of the person."""


def words_of(
    client_id: str,
    full_name: str,
    company_name: str = "",
    external_id: str = "",
    numbers: Iterable[str] = (),
    addresses: Iterable[str] = (),
) -> str:
    """The marked words of a person as the search keeps them, each once, with a space between.

    `numbers` are E.164 with their plus; `addresses` are e-mail addresses.
    """
    names = dict.fromkeys(spoken(full_name))
    others = spoken(company_name)
    if external_id:
        others += spoken(external_id)
    for number in numbers:
        others += _of_number(number)
    for address in addresses:
        others += _of_address(address)
    in_name, elsewhere = marks_of(client_id)
    kept = [in_name + word for word in names]
    kept += [elsewhere + word for word in dict.fromkeys(others) if word not in names]
    return " ".join(kept)


@lru_cache(maxsize=64)
def marks_of(client_id: str) -> tuple[str, str]:
    """What stands before each word of a client's people: before one of the name, before any other.

    Two clients may share their marks, so whoever is found must still be asked whose they are.
    """
    high, low = divmod(zlib.crc32(client_id.encode()) % len(_DIGITS) ** 2, len(_DIGITS))
    client = _DIGITS[high] + _DIGITS[low]
    return client + IN_NAME, client + ELSEWHERE


def readings(text: str) -> tuple[Reading, ...]:
    """What somebody may mean by what they typed, without doubles; whoever any of them fits is sought.

    Each word without its punctuation; in its parts, save for an e-mail address; and, without letters, one number.
    """
    chunks = [(chunk, parts) for chunk in folded(text).split() if (parts := _parts(chunk))]
    joined = ["".join(parts) for _, parts in chunks]
    apart = [word for chunk, parts in chunks for word in (["".join(parts)] if "@" in chunk else parts)]
    number = "".join(joined)
    whole = [number.removeprefix("00")] if number.isdecimal() and len(number) > LAST[-1] else []
    found = [_counted(words) for words in (joined, apart, whole) if words]
    return tuple(dict.fromkeys(found))


def spoken(text: str) -> list[str]:
    """The words of a text: its runs of letters and digits, and what stands between two spaces as one."""
    words = []
    plain = folded(text)
    if plain.isascii() and plain.replace(" ", "").isalnum():
        return [word[:LONGEST_WORD] for word in plain.split()]
    for chunk in plain.split():
        parts = _parts(chunk)
        words += parts
        if len(parts) > 1:
            words.append("".join(parts))
    return [word[:LONGEST_WORD] for word in words]


def _counted(words: Iterable[str]) -> Reading:
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in words))[:MOST_WORDS]


def _parts(chunk: str) -> list[str]:
    if chunk.isascii():
        return _RUN.findall(chunk)
    return "".join(sign if _is_letter(sign) else " " for sign in chunk).split()


def _is_letter(sign: str) -> bool:
    """Say whether a sign belongs to a word; a vowel sign of an Indian script does."""
    return sign.isalnum() or unicodedata.category(sign).startswith("M")


def _of_number(number: str) -> list[str]:
    digits = number.removeprefix("+")
    last = [digits[-length:] for length in LAST]
    if digits.startswith("1"):
        return [digits, digits[1:], *last]
    country = _COUNTRY.match(digits)
    national = digits[country.end() :] if country else digits
    return [digits, national, f"0{national}", *last]


def _of_address(address: str) -> list[str]:
    """An address whole, and each side of the @ whole and in parts; only whole with what comes after the last dot."""
    local, _, domain = folded(address).rpartition("@")
    whole = "".join(_parts(domain))[:LONGEST_WORD]
    return [*spoken(local), *spoken(domain.rpartition(".")[0]), whole, ("".join(_parts(local)) + whole)[:LONGEST_WORD]]
