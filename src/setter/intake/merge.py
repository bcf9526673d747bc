"""What a list adds to a person who is known already: blanks filled, nothing overwritten, nothing lost (pure)."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from setter.domain.facts import Value
from setter.intake.companies import company_key
from setter.intake.prospect import CleanEmail, CleanPhone, CleanProspect, Known
from setter.intake.text import without_accents

_Fields = dict[str, str]
_Asides = list[tuple[str, str]]
_GROUPS: tuple[tuple[str, ...], ...] = (
    ("full_name", "first_name", "last_name"),
    ("title", "seniority", "function"),
    ("company", "company_key"),
    ("website",),
    ("domain",),
    ("external_id",),
    ("language",),
    ("claimed_stage",),
)
_NOT_STORED = ("company_key",)
_ADDRESS = ("street", "city", "region", "postal_code", "country")


class Changes(Struct, frozen=True):
    """What a merge would write: blanks to fill, numbers, addresses and attributes to add, an opt-out to honour.

    `better_phones` are known numbers with an extension or a kind that was not known yet. A value that contradicts a
    known one is among `attributes`, named after its field and the list it came from ("title (zoomlist)"). Falsy when
    there is nothing to write.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    phones: tuple[CleanPhone, ...] = ()
    better_phones: tuple[CleanPhone, ...] = ()
    emails: tuple[CleanEmail, ...] = ()
    attributes: Mapping[str, Value] = field(default_factory=dict)
    opted_out: bool = False

    def __bool__(self) -> bool:
        contacts = self.phones or self.better_phones or self.emails
        return bool(self.fields or contacts or self.attributes or self.opted_out)


def merge(existing: Known, new: CleanProspect) -> Changes:
    """Work out what a row adds to a known person; merging the same row again changes nothing."""
    fields: _Fields = {}
    others: _Asides = []
    for group in _GROUPS:
        _compare(existing, new, group, fields, others)
    _compare_address(existing, new, fields, others)
    _compare_notes(existing, new, fields, others)
    return Changes(
        fields=fields,
        phones=tuple(phone for phone in new.phones if phone.e164 not in {known.e164 for known in existing.phones}),
        better_phones=_better_phones(existing, new, others),
        emails=_new_emails(existing, new),
        attributes=_new_attributes(existing, new, others),
        opted_out=new.opted_out and not existing.opted_out,
    )


def merged(existing: Known, changes: Changes) -> Known:
    """Write changes to a known person, as the store would."""
    better = {phone.e164: phone for phone in changes.better_phones}
    return replace(
        existing,
        **dict(changes.fields),
        phones=(*(better.get(phone.e164, phone) for phone in existing.phones), *changes.phones),
        emails=(*existing.emails, *changes.emails),
        attributes={**existing.attributes, **changes.attributes},
        opted_out=existing.opted_out or changes.opted_out,
    )


def _compare(existing: Known, new: Known, group: tuple[str, ...], fields: _Fields, others: _Asides) -> None:
    """Fill a blank field and what belongs to it; keep a value that says otherwise aside."""
    ours, theirs = getattr(existing, group[0]), getattr(new, group[0])
    if not theirs:
        return
    if not ours or _same(ours, theirs, group[0]):
        blank = [name for name in group if not getattr(existing, name) and not (ours and name in _NOT_STORED)]
        fields.update({name: getattr(new, name) for name in blank if getattr(new, name)})
    elif group[0] != "domain":
        others.append((group[0], theirs))


def _compare_address(existing: Known, new: Known, fields: _Fields, others: _Asides) -> None:
    """Fill an address only with parts that can be the same place's, never half of another."""
    pairs = [(name, getattr(existing, name), getattr(new, name)) for name in _ADDRESS]
    if all(_same(ours, theirs, name) for name, ours, theirs in pairs if ours and theirs):
        fields.update({name: theirs for name, ours, theirs in pairs if theirs and not ours})
    else:
        others.append(("address", ", ".join(theirs for _, _, theirs in pairs if theirs)))


def _compare_notes(existing: Known, new: Known, fields: _Fields, others: _Asides) -> None:
    if not existing.notes and new.notes:
        fields["notes"] = new.notes
    elif new.notes not in existing.notes:
        others.append(("notes", new.notes))


def _better_phones(existing: Known, new: Known, others: _Asides) -> tuple[CleanPhone, ...]:
    """Find what is known better of a number now; a person has it once, so another extension of it is kept aside."""
    given = {phone.e164: phone for phone in new.phones}
    better = []
    for ours in existing.phones:
        theirs = given.get(ours.e164, ours)
        if ours.extension and theirs.extension and theirs.extension != ours.extension:
            others.append(("phone", f"{theirs.e164} ext {theirs.extension}"))
        kind = theirs.kind if ours.kind in ("", "unknown") and theirs.kind else ours.kind
        best = replace(ours, extension=ours.extension or theirs.extension, kind=kind)
        if best != ours:
            better.append(best)
    return tuple(better)


def _new_emails(existing: Known, new: Known) -> tuple[CleanEmail, ...]:
    known = {email.key for email in existing.emails}
    return tuple(email for email in new.emails if email.key not in known)


def _new_attributes(existing: Known, new: CleanProspect, others: _Asides) -> dict[str, Value]:
    held = dict(existing.attributes)
    added: dict[str, Value] = {}
    for name, value in new.attributes.items():
        if name not in held:
            held[name] = added[name] = value
        elif not _same(held[name], value):
            _set_aside(name, value, new.supplier, held, added)
    for name, other in others:
        _set_aside(name, other, new.supplier, held, added)
    return added


def _set_aside(name: str, value: Value, supplier: str, held: dict[str, Value], added: dict[str, Value]) -> None:
    """Keep a contradicting value under its field's name and its list's, unless it is kept so already."""
    if any(key.startswith(f"{name} (") and _same(kept, value) for key, kept in held.items()):
        return
    source = supplier or "list"
    key, place = f"{name} ({source})", 1
    while key in held:
        place += 1
        key = f"{name} ({source} {place})"
    held[key] = added[key] = value


def _same(ours: Value, theirs: Value, name: str = "") -> bool:
    if ours == theirs:
        return True
    one, other = str(ours), str(theirs)
    if name == "company":
        return company_key(one) == company_key(other)
    if name == "website":
        return _bare_url(one) == _bare_url(other)
    return without_accents(one.casefold()) == without_accents(other.casefold())


def _bare_url(url: str) -> str:
    plain = url.casefold()
    return plain.rpartition("://")[2].removeprefix("www.").rstrip("/")
