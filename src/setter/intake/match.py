"""Whether two records are one person, and under which keys to look for the other (pure)."""

from __future__ import annotations

from functools import lru_cache

from setter.intake.emails import is_role
from setter.intake.names import bare, generation, is_suffix
from setter.intake.prospect import CleanPhone, Known
from setter.intake.text import without_accents


def match_keys(prospect: Known) -> tuple[str, ...]:
    """List the keys under which this person may already be known: "x:supplier:id", "e:address", "p:+number"."""
    external = (f"x:{prospect.external_id}",) if prospect.external_id else ()
    emails = (f"e:{email.key}" for email in prospect.emails)
    phones = (f"p:{phone.e164}" for phone in prospect.phones)
    return tuple(dict.fromkeys((*external, *emails, *phones)))


def same_person(one: Known, other: Known) -> bool:
    """Decide whether two records are the same person.

    Yes by a shared mailbox, number or supplier's id where the names can be one person's (a supplier's id may be a
    mere row number). Different names on one mailbox or one switchboard are different people; only a mailbox that
    bears the first name both have is still theirs after a wedding.
    """
    ours, theirs = one.full_name, other.full_name
    for key in {email.key for email in one.emails} & {email.key for email in other.emails}:
        if compatible_names(ours, theirs) or _bears_their_name(key, ours, theirs):
            return True
    if one.external_id and one.external_id == other.external_id and compatible_names(ours, theirs):
        return True
    return any(compatible_names(ours, theirs, turned=own) for own in _shared_phones(one.phones, other.phones))


def may_be(key: str, one: str, other: str) -> bool:
    """Say whether two names leave it open that who shares a key is one person: what is asked before anybody is loaded.

    Nobody is the same person by a key for whom this is false.
    """
    return compatible_names(one, other) or (key.startswith("e:") and _bears_their_name(key[2:], one, other))


def same_name(one: str, other: str) -> bool:
    """Say whether two whole names, each of a first and a last one at least, can be one person's."""
    return len(name_words(one)) > 1 and len(name_words(other)) > 1 and compatible_names(one, other)


@lru_cache(maxsize=16384)
def compatible_names(one: str, other: str, turned: bool = True) -> bool:
    """Say whether two names can be one person's: equal, missing, or initials for names; no nickname is guessed.

    `turned` takes "Lee Kim" for "Kim Lee".
    """
    ours, theirs = name_words(one), name_words(other)
    if not ours or not theirs:
        return True
    if generation(one) and generation(other) and generation(one) != generation(other):
        return False
    if ours == theirs or (turned and sorted(ours) == sorted(theirs)):
        return True
    if len(ours) == 1 or len(theirs) == 1:
        single, others = (ours[0], theirs) if len(ours) == 1 else (theirs[0], ours)
        return len(single) > 1 and single in (others[0], others[-1])
    return ours[-1] == theirs[-1] and _agree(ours[0], theirs[0]) and _middle_agrees(ours[1:-1], theirs[1:-1])


def _agree(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _middle_agrees(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return not ours or not theirs or all(_agree(mine, yours) for mine, yours in zip(ours, theirs, strict=False))


@lru_cache(maxsize=16384)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared: no case, accents, hyphens, generations or degrees."""
    plain = without_accents(name.replace("-", " ").replace("'", "").replace("’", ""))
    words = [bare(token) for token in plain.replace(",", " ").split()]
    return tuple(word for place, word in enumerate(words) if word and not (place and is_suffix(word)))


def _bears_their_name(key: str, one: str, other: str) -> bool:
    """Say whether a mailbox bears the first name that both have: "anna@" is Anna's, whatever her last name is now."""
    ours, theirs = name_words(one), name_words(other)
    first = ours[0] if ours else ""
    if is_role(key) or len(first) < 3 or not theirs or theirs[0] != first:
        return False
    return generation(one) == generation(other) and key.partition("@")[0].startswith(first)


def _shared_phones(ours: tuple[CleanPhone, ...], theirs: tuple[CleanPhone, ...]) -> list[bool]:
    """List the numbers that are the same, each with whether it is a person's own; two extensions are two telephones."""
    return [
        mine.kind in _OWN or yours.kind in _OWN or bool(mine.extension and mine.extension == yours.extension)
        for mine in ours
        for yours in theirs
        if mine.e164 == yours.e164 and (not mine.extension or not yours.extension or mine.extension == yours.extension)
    ]


_OWN = ("direct", "mobile")
