"""Who of a part of a list is certainly new, so that they can be written together, and who has to be looked at alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from setter.intake.match import match_keys, may_be
from setter.intake.prospect import CleanProspect, Reject
from setter.intake.ready import Ready
from setter.services.acquaint import KEY_KINDS
from setter.services.land import LANDED, REFUSED, Beside, contacts_of, keys_of_row, land
from setter.services.left_alone import anybody_at
from setter.services.merge_in import company_match
from setter.services.newcomers import add_newcomers
from setter.services.people_on_record import OnRecord

Line = tuple[int, Ready | Reject]
"""A row with its place in the list."""
Fate = tuple[int, str, str]
"""What became of a row: its place, landed | merged | unchanged | refused, and why it was refused."""

FEW_SUPPRESSED = 4000
"""So many hashes are read whole; of more, each row's own are asked for."""
LEAST_TOGETHER = 16
ALONE_S = 0.02
"""So long those who are looked at alone have in any case, or they would wait behind newcomers for ever."""


@dataclass
class Sifted:
    """A part of a list: `newcomers` match nobody, `others` may, `refused` cannot land.

    `companies` are those of the part that are on record, by match key.
    The line after the `seen` first ones may keep people out, so that it has to be landed before the next is looked at.
    """

    companies: dict[str, int]
    newcomers: list[tuple[int, Ready]] = field(default_factory=list)
    others: list[tuple[int, Ready]] = field(default_factory=list)
    refused: list[tuple[int, Reject]] = field(default_factory=list)
    seen: int = 0


def land_together(
    people: OnRecord, lines: Sequence[Line], beside: Beside, until: float
) -> tuple[list[Fate], list[Line]]:
    """Land lines as `land` would one by one: the fates of some, one at least, and the lines that are left.

    `until` is when to stop, by the monotonic clock.
    """
    fates: list[Fate] = []
    left, width = list(lines), len(lines)
    while left and not (fates and time.monotonic() > until):
        sifted = sift(people, left[:width])
        add_newcomers(people, [people.drafted(place, row) for place, row in sifted.newcomers], sifted.companies)
        fates += [(place, LANDED, "") for place, _ in sifted.newcomers]
        fates += [(place, REFUSED, row.reason) for place, row in sifted.refused]
        alone: list[Line] = [*sifted.others, *left[sifted.seen : min(width, sifted.seen + 1)]]
        left = left[min(width, sifted.seen + 1) :]
        late = max(until, time.monotonic() + ALONE_S)
        for at, (place, row) in enumerate(alone):
            if fates and time.monotonic() > late:
                return fates, [*alone[at:], *left]
            fate, why = land(people, row if isinstance(row, Reject) else row.person, beside)
            fates.append((place, fate, why))
            if fate == LANDED:  # whoever comes after them in the list is on record after them
                people.drafts.clear()
        width = max(LEAST_TOGETHER, 2 * sifted.seen)
    return fates, left


def sift(people: OnRecord, lines: Sequence[Line]) -> Sifted:
    """Tell newcomers from whoever may be known already, up to the first line that may keep people out.

    Nobody is a newcomer who shares a key with somebody whose name can be theirs, on record or earlier in these lines,
    or any key with one of the others before them: those are landed after the newcomers.
    """
    cut = next((at for at, (_, row) in enumerate(lines) if _opts_out(row)), len(lines))
    rows = [row.person for _, row in lines[:cut] if isinstance(row, Ready)]
    named, companies, stands = _named(people, rows), _companies(people, rows), _standing(people, rows)
    somebody_asked = people.unit.suppressions.few(people.client, FEW_SUPPRESSED) != {}
    sifted, tainted = Sifted(companies), set[str]()
    for place, row in lines[:cut]:
        if isinstance(row, Reject):
            sifted.refused.append((place, row))
        elif stands(row.person) or not _place(sifted, place, row, named, tainted, alone=somebody_asked):
            break
        sifted.seen += 1
    return sifted


def _place(
    sifted: Sifted, place: int, row: Ready, named: dict[str, list[str]], tainted: set[str], *, alone: bool
) -> bool:
    """Put a row where it belongs; False where it may turn out to be of somebody who asked, and so comes `alone`."""
    person = row.person
    keys, company = match_keys(person), company_match(person.company)
    if tainted.isdisjoint((*keys, f"c:{company}")) and not any(
        may_be(key, name, person.full_name) for key in keys for name in named.get(key, ())
    ):
        sifted.newcomers.append((place, row))
        for key in keys:
            named.setdefault(key, []).append(person.full_name)
        return True
    if alone:
        return False
    sifted.others.append((place, row))
    tainted.update(keys)
    if company and company not in sifted.companies:
        tainted.add(f"c:{company}")  # whoever comes first gives a company its name
    return True


def _companies(people: OnRecord, rows: Iterable[CleanProspect]) -> dict[str, int]:
    keys = {company_match(row.company) for row in rows if row.company}
    return people.unit.prospects.companies(people.client, keys) if keys else {}


def _opts_out(row: Ready | Reject) -> bool:
    return row.opted_out if isinstance(row, Reject) else row.person.opted_out


def _named(people: OnRecord, rows: Iterable[CleanProspect]) -> dict[str, list[str]]:
    """The names of everybody on record under each of the rows' keys."""
    values: dict[str, set[str]] = {prefix: set() for prefix in KEY_KINDS}
    for key in chain.from_iterable(map(match_keys, rows)):
        values[key[0]].add(key[2:])
    named: dict[str, list[str]] = {}
    for prefix, asked in values.items():
        found = people.unit.identity.named_among(people.client, KEY_KINDS[prefix], asked) if asked else []
        for value, name in found:
            named.setdefault(f"{prefix}:{value}", []).append(name)
    return named


def _standing(people: OnRecord, rows: Sequence[CleanProspect]) -> Callable[[CleanProspect], bool]:
    """What says of a row whether anything of it is suppressed, or somebody asked who shares a place with it."""
    unit = people.unit
    few = unit.suppressions.few(people.client, FEW_SUPPRESSED)
    if few is not None:
        return lambda row: bool(few) and any(each in few for each in _hashes(people, row))
    standing = unit.suppressions.standing(people.client, {each for row in rows for each in _hashes(people, row)})
    return lambda row: bool(standing) and any(each in standing for each in _hashes(people, row))


def _hashes(people: OnRecord, row: CleanProspect) -> list[str]:
    keys = (*keys_of_row(row), *(anybody_at(place) for _, place in contacts_of(row)))
    return [people.unit.suppressions.hash_of(*key) for key in keys]
