"""By which signs a name may be that of somebody who asked to be left alone, however it was written (pure).

`match` says who is the same person, so that their records become one: there a doubt makes two people of them. Here a
doubt keeps a row out: whoever asked is not dialled under another spelling of their name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from setter.intake.match import name_words

ANYBODY = "?"
"""The sign that everybody leaves, and by which a name without a surname is taken for anybody's."""

_SHORT_FORMS = """
ana h, becky r, bert ahrg, beth e, betsy e, betty e, bill w, billy w, bob r, bobby r, dick r, drew a, ed t, fred
a, gene e, geoff j, gerry j, gus a, hannah a, hans j, jack h, jeff g, jerry g, jill g, lena hm, libby e, lisa e,
liz e, lizzy e, lupe g, mandy a, nacho i, nan a, nancy a, ned e, nell eh, nelly eh, paco f, peggy m, pepe j,
polly m, rick fde, sandy a, sepp j, ted et, teddy et, tina c, tony a, topher c, tricia p, trish p, xander a,
zander a
"""
_OTHER_LETTERS = dict(pair.split() for pair in _SHORT_FORMS.split(","))
"""Short forms that begin unlike the name they stand for, and names that are written with another first letter."""


@lru_cache(maxsize=16384)
def signs_left(full_name: str) -> tuple[str, ...]:
    """The signs by which somebody who asked is known again: each word of their name beside the letter of another."""
    words = name_words(full_name)
    return (ANYBODY, *(_pairs(words) or _letters(words)))


@lru_cache(maxsize=16384)
def signs_borne(full_name: str) -> tuple[str, ...]:
    """The signs of which one, left by somebody, is enough for a name to be theirs."""
    words = name_words(full_name)
    pairs = _pairs(words)
    return (*pairs, *_letters(words)) if pairs else (ANYBODY,)


def has_surname(full_name: str) -> bool:
    """Say whether a name tells more than a first name, an initial, or nothing."""
    return signs_borne(full_name) != (ANYBODY,)


def _pairs(words: Sequence[str]) -> tuple[str, ...]:
    """Every word with the first letters of every other: "Kate Miller", "Miller, K." and "Katie Miller" share one."""
    places = range(len(words))
    pairs = (
        f"{words[one]} {letter}"
        for one in places
        for other in places
        if one != other and len(words[one]) > 1
        for letter in _firsts(words[other])
    )
    return tuple(dict.fromkeys(pairs))


def _letters(words: Sequence[str]) -> tuple[str, ...]:
    """The first letters alone: all that is known of somebody who left no surname."""
    return tuple(dict.fromkeys(f"{letter}{ANYBODY}" for word in words for letter in _firsts(word)))


def _firsts(word: str) -> str:
    """With which letters a first name and its longer or shorter forms begin; "Katherine" is "Catherine", too."""
    return (word[0] + _OTHER_LETTERS.get(word, "")).replace("k", "c")
