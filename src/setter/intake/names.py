"""People's names as a caller would say them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from setter.intake.fields import HONORIFICS

_NOT_NAMES = frozenset({"n/a", "#n/a", "-", "--", "?", "??", "???", ".", "unknown", "tbd", "not available", "(none)"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "v", "junior", "senior", "jnr", "snr"})
_CREDENTIALS = frozenset({"phd", "md", "esq", "mba", "cpa", "dds", "rn", "jd", "msc", "bsc", "pmp"})
_PARTICLE_WORDS = "van von de der den del della di da dos das du la le el al bin zu ter ten y"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_PARTS = re.compile(r"[^\s\-'’.]+|[\s\-'’.]+")
_MC = re.compile(r"Mc[a-z]{3,}")


class Name(NamedTuple):
    """A name whole and in its parts; `honorific` is what was taken off its front."""

    full: str
    first: str
    last: str
    honorific: str = ""


def clean_name(full: str, first: str = "", last: str = "") -> Name:
    """Settle a name from what a list has of it, all visible text already; an empty `full` comes back for no name."""
    full, first, last = (_said(text) for text in (full, first, last))
    if first or last:
        honorific, first = _split_honorific(first)
        first, last = _cased(first), _cased(last)
        if not full:
            return Name(f"{first} {last}".strip(), first, last, honorific)
        if full and not (first and last):
            return clean_name(full)
        short = f"{first} {last}".strip()
        written, whole = _split_honorific(_turned(full))
        fuller = _words(short) < _words(whole)
        return Name(_cased(whole) if fuller else short, first, last, honorific or written)
    honorific, full = _split_honorific(_turned(full))
    full = _cased(full)
    first, last = _parted(full)
    return Name(full, first, last, honorific)


def says_otherwise(full: str, name: Name) -> bool:
    """Say whether a written name holds words that the settled one has not."""
    return not _words(_said(full)) <= _words(f"{name.honorific} {name.full}")


def bare(token: str) -> str:
    """Reduce a word of a name to what is compared: lower case, no dots or commas."""
    return token.strip(".,;").replace(".", "").casefold()


def is_suffix(token: str) -> bool:
    """Say whether a word tells generations or degrees, such as "Jr." or "PhD"."""
    return bare(token) in _SUFFIXES or bare(token) in _CREDENTIALS


def generation(full: str) -> str:
    """Find the word that tells a father from a son ("jr"), or ""."""
    found = [bare(token) for token in full.split()[1:] if bare(token) in _SUFFIXES]
    return {"junior": "jr", "jnr": "jr", "senior": "sr", "snr": "sr"}.get(found[-1], found[-1]) if found else ""


def _words(name: str) -> frozenset[str]:
    return frozenset(filter(None, (bare(token) for token in name.replace(",", " ").split())))


def _said(text: str) -> str:
    return "" if text.casefold() in _NOT_NAMES else text


def _turned(full: str) -> str:
    """Turn "Last, First" round; "James Butt, Jr" stays."""
    last, comma, first = full.partition(",")
    last, first = last.strip(), first.strip()
    if not comma or not last or not first or "," in first:
        return full
    if all(is_suffix(token) for token in first.split()):
        return full
    return f"{first} {last}"


@lru_cache(maxsize=8192)
def _split_honorific(name: str) -> tuple[str, str]:
    taken: list[str] = []
    tokens = name.split()
    while len(tokens) > 1 and bare(tokens[0]) in HONORIFICS and not _is_initial(tokens[0]):
        taken.append(tokens.pop(0))
    return " ".join(taken), " ".join(tokens)


def _is_initial(token: str) -> bool:
    return len(bare(token)) == 1 and not token.endswith(".")


def _parted(full: str) -> tuple[str, str]:
    tokens = full.split()
    while len(tokens) > 1 and is_suffix(tokens[-1]):
        tokens.pop()
    if len(tokens) < 2:
        return full if not tokens else tokens[0].rstrip(","), ""
    start = len(tokens) - 1
    while start > 1 and bare(tokens[start - 1]) in _PARTICLES:
        start -= 1
    return " ".join(tokens[:start]), " ".join(tokens[start:]).rstrip(",")


def _cased(name: str) -> str:
    """Give a name written in capitals its usual case; any other stays as it was typed."""
    if not name.isupper() or sum(map(str.isalpha, name)) < 3:
        return name
    tokens = name.split(" ")
    return " ".join(_token_cased(token, place) for place, token in enumerate(tokens))


def _token_cased(token: str, place: int) -> str:
    if bare(token) in ("ii", "iii", "iv", "phd", "md", "mba", "cpa"):
        return {"phd": "PhD"}.get(bare(token), token)
    if place and bare(token) in _PARTICLES:
        return token.lower()
    parts = _PARTS.findall(token)
    cased = "".join(part.capitalize() for part in parts)
    cased = re.sub(r"['’]S\b", lambda found: found[0].lower(), cased)
    return _MC.sub(lambda found: "Mc" + found[0][2:].capitalize(), cased)
