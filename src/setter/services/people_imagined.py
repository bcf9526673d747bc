"""The people of a client as a list would leave them: a dry run looks at those on record and keeps the rest in mind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import asdict, replace

from setter.intake.companies import company_key
from setter.intake.emails import both_forms
from setter.intake.match import match_keys, same_name
from setter.intake.merge import merge, merged
from setter.intake.prospect import CleanProspect, Known
from setter.services.acquaint import KEY_KINDS, on_record, one_person, who_is
from setter.services.enrol import ARRIVING
from setter.services.land import LANDED, MERGED, UNCHANGED, contacts_of
from setter.services.left_alone import Key, traces_of
from setter.services.people_on_record import OnRecord
from setter.services.unite import may_unite

PREFIXES = {kind: prefix for prefix, kind in KEY_KINDS.items()}


class Imagined:
    """Those on record, and what a list would make of them; nothing is written.

    Whoever is new has a number below zero. `at` names the record to look at now: each look is short.
    """

    def __init__(self) -> None:
        self.at: OnRecord
        self._told: dict[int, bytes] = {}
        self._named: dict[str, dict[int, str]] = {}
        self._companies: dict[str, list[int]] = {}
        self._gone: set[int] = set()
        self._enrolled: set[int] = set()
        self._acquired: set[int] = set()
        self._suppressed: dict[Key, str] = {}
        self._blocked: set[int] = set()

    def who_is(self, row: Known) -> list[int]:
        """Every record of the person a row is about."""
        return who_is(row, self._listed, self.known)

    def known(self, number: int) -> Known:
        """What is known of somebody, imagined or on record."""
        told = self._told.get(number)
        return self.at.known(number) if told is None else msgspec.json.decode(told, type=Known)

    def named_at(self, full_name: str, company: str) -> list[int]:
        """Everybody at a company who can have this whole name."""
        here = [
            each
            for each in self._companies.get(company_key(company), ())
            if each in self._told and each not in self._gone
        ]
        alike = [each for each in here if same_name(full_name, self.known(each).full_name)]
        return [*(each for each in self.at.named_at(full_name, company) if each not in self._gone), *alike]

    def blocked(self, records: Sequence[int]) -> bool:
        """Say whether the person of any of these records must not be contacted."""
        kept = [each for each in records if each > 0]
        return not self._blocked.isdisjoint(records) or self.at.blocked(kept)

    def standing(self, keys: Sequence[Key]) -> dict[Key, str]:
        """Those of the keys that are suppressed, each with its reason."""
        imagined = {key: self._suppressed[_folded(key)] for key in keys if _folded(key) in self._suppressed}
        return {**imagined, **self.at.standing(keys)}

    def is_shared(self, key: Key, records: Sequence[int]) -> bool:
        """Say whether a number or address is also somebody else's than these records' person."""
        listed = self._listed(f"{PREFIXES[key[0]]}:{key[1]}")
        return any(each not in records for each, _ in listed)

    def suppress(self, records: Sequence[int], keys: Sequence[Key], reason: str, spared: Sequence[str]) -> None:
        """Suppress the person of these records, and these keys besides; `spared` values are colleagues' too."""
        self._blocked.update(records)
        own = [key for each in records for key in contacts_of(self.known(each))]
        own = [key for key in own if key[1] not in spared and not self.is_shared(key, records)]
        for each in map(self.known, records):
            own += traces_of(each.full_name, [place for _, place in contacts_of(each)])
        self._keep((*keys, *own), reason)

    def suppress_all_with(self, keys: Sequence[Key], reason: str) -> None:
        """Suppress numbers and addresses and everybody who has them."""
        for key in keys:
            self._blocked.update(each for each, _ in self._listed(f"{PREFIXES[key[0]]}:{key[1]}"))
        self._keep(keys, reason)

    def add(self, row: CleanProspect) -> None:
        """Imagine somebody new."""
        number = -1 - len(self._enrolled)
        self._remember(number, _as_known(row))
        self._enrolled.add(number)
        self._acquired.add(number)

    def take_in(self, row: CleanProspect, records: Sequence[int]) -> str:
        """Imagine what a row adds to a person; several records become one. Landed, merged or unchanged."""
        kept, united = self._unite(row, records)
        changes = merge(self.known(kept), row)
        if changes:
            self._remember(kept, merged(self.known(kept), changes))
        fresh_source = kept not in self._acquired and not self.at.acquired(kept)
        self._acquired.add(kept)
        place = self._place(kept)
        return place or (MERGED if changes or united or fresh_source else UNCHANGED)

    def _unite(self, row: Known, records: Sequence[int]) -> tuple[int, bool]:
        if len(records) == 1:
            return records[0], False
        mine = one_person(row, [(each, self.known(each).full_name) for each in records])
        kept, others = mine[0], mine[1:]
        if not others or not may_unite(self.at.unit, [each for each in mine if each > 0]):
            return kept, False
        for each in others:
            known = replace(self.known(each), opted_out=False)
            told = CleanProspect(**asdict(known), supplier="other record")
            self._remember(kept, merged(self.known(kept), merge(self.known(kept), told)))
            self._gone.add(each)
        return kept, True

    def _place(self, kept: int) -> str:
        if kept in self._enrolled:
            return ""
        self._enrolled.add(kept)
        enrolments = self.at.unit.prospects.enrolments(kept)
        here = [each for each in enrolments if each.campaign == self.at.number]
        if not here:
            return MERGED
        if here[0].work_state != ARRIVING:
            return ""
        return LANDED if len(enrolments) == 1 else MERGED

    def _listed(self, key: str) -> list[tuple[int, str]]:
        found = dict(on_record(self.at.unit, self.at.client)(key)) | self._named.get(key, {})
        return [(each, name) for each, name in found.items() if each not in self._gone]

    def _remember(self, number: int, known: Known) -> None:
        if number not in self._told and known.company:
            self._companies.setdefault(company_key(known.company), []).append(number)
        self._told[number] = msgspec.json.encode(known)
        for key in match_keys(known):
            self._named.setdefault(key, {})[number] = known.full_name

    def _keep(self, keys: Iterable[Key], reason: str) -> None:
        for kind, value in keys:
            for form in both_forms(value) if kind == "email" else (value,):
                self._suppressed.setdefault(_folded((kind, form)), reason)


def _folded(key: Key) -> Key:
    return key[0], key[1].casefold()


def _as_known(row: CleanProspect) -> Known:
    return Known(**{name: getattr(row, name) for name in Known.__struct_fields__})
