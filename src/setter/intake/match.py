"""Whether two records are one person, and under which keys to look for the other (pure)."""

from __future__ import annotations

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

    Yes by a shared personal e-mail address; yes by a shared role mailbox, phone number or supplier's id where the
    names can be one person's (a supplier's id may be a mere row number). People with different names on one number
    are colleagues at a switchboard and stay apart.
    """
    shared = {email.key for email in one.emails} & {email.key for email in other.emails}
    if any(not is_role(key) for key in shared):
        return True
    reached = shared or _share_a_phone(one.phones, other.phones)
    if reached or (one.external_id and one.external_id == other.external_id):
        return compatible_names(one.full_name, other.full_name)
    return False


def compatible_names(one: str, other: str) -> bool:
    """Say whether two names can be one person's: equal, missing, or initials for names; no nickname is guessed."""
    if generation(one) and generation(other) and generation(one) != generation(other):
        return False
    ours, theirs = _tokens(one), _tokens(other)
    if not ours or not theirs or ours == theirs or sorted(ours) == sorted(theirs):
        return True
    if len(ours) == 1 or len(theirs) == 1:
        single, others = (ours[0], theirs) if len(ours) == 1 else (theirs[0], ours)
        return len(single) > 1 and single in (others[0], others[-1])
    return ours[-1] == theirs[-1] and _agree(ours[0], theirs[0]) and _middle_agrees(ours[1:-1], theirs[1:-1])


def _agree(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _middle_agrees(ours: list[str], theirs: list[str]) -> bool:
    return not ours or not theirs or all(_agree(mine, yours) for mine, yours in zip(ours, theirs, strict=False))


def _tokens(name: str) -> list[str]:
    plain = without_accents(name.replace("-", " ").replace("'", "").replace("’", ""))
    words = [bare(token) for token in plain.replace(",", " ").split()]
    return [word for place, word in enumerate(words) if word and not (place and is_suffix(word))]


def _share_a_phone(ours: tuple[CleanPhone, ...], theirs: tuple[CleanPhone, ...]) -> bool:
    """Say whether any number is the same; two different extensions are two telephones."""
    return any(
        mine.e164 == yours.e164 and (not mine.extension or not yours.extension or mine.extension == yours.extension)
        for mine in ours
        for yours in theirs
    )
