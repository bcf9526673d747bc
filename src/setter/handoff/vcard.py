"""Address cards: vCard 4.0 (RFC 6350), and 3.0 (RFC 2426) for Outlook, which reads no newer one.

Lines are escaped and folded by icalendar, whose content lines are the very same (RFC 5545 §3.1). The one Python
library that writes cards, vobject, knows 3.0 only and would come with two more that nothing else here needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import NAMESPACE_OID, uuid5

from setter.handoff.meeting import SANDBOX_MARK
from setter.handoff.person import MOBILE, Line, Person
from setter.handoff.words import line, lines

Version = Literal["4.0", "3.0"]
Parameters = dict[str, str | list[str]]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def cards(people: Sequence[Person], version: Version = "4.0") -> bytes:
    """Write one card a person, one after another; nothing of them is internal."""
    return b"".join(card(each, version) for each in people)


def card(person: Person, version: Version = "4.0") -> bytes:
    """Write a person's card; its UID never changes, so that an address book takes a newer card for the same person."""
    from icalendar.parser import Contentline
    from icalendar.parser import Parameters as Given
    from icalendar.prop import vInline

    told = [
        Contentline.from_parts(name, Given(parameters), vInline(value), sorted=False)
        for name, parameters, value in (
            ("BEGIN", Parameters(), "VCARD"),
            ("VERSION", Parameters(), version),
            *_properties(person, version),
            ("END", Parameters(), "VCARD"),
        )
    ]
    return b"".join(each.to_ical() + b"\r\n" for each in told)


def uid_of(person: Person) -> str:
    """The card's UID: the same for the same person on record, whoever asks and whenever."""
    return f"urn:uuid:{uuid5(NAMESPACE_OID, f'setter/{person.client}/{person.prospect}')}"


def _properties(person: Person, version: Version) -> Iterator[tuple[str, Parameters, str]]:
    plain, work = Parameters(), Parameters(TYPE="work" if version == "4.0" else "WORK")
    first, last = person.names
    yield "FN", plain, _text(line(person.full_name) or line(person.company) or line(person.email) or "unknown")
    yield "N", plain, _several(last, first, "", "", "")
    if line(person.company):
        yield "ORG", plain, _several(person.company)
    if line(person.title):
        yield "TITLE", plain, _text(line(person.title))
    for number in person.lines:
        yield _number(number, version)
    if line(person.email):
        kind = work if version == "4.0" else Parameters(TYPE=["INTERNET", "WORK"])
        yield "EMAIL", kind, _text(line(person.email))
    place = (person.street, person.city, person.region, person.postal_code, person.country)
    if any(map(line, place)):
        yield "ADR", work, _several("", "", *place)
    if person.zone:
        yield "TZ", plain if version == "4.0" else Parameters(VALUE="text"), _text(line(person.zone))
    note = lines(person.meeting_words) or (SANDBOX_MARK if person.sandbox else "")
    if note:
        yield "NOTE", plain, _text(note)
    yield "UID", plain, uid_of(person)
    yield "REV", plain, f"{_EPOCH + timedelta(seconds=person.updated_at // 1000):%Y%m%dT%H%M%SZ}"


def _number(number: Line, version: Version) -> tuple[str, Parameters, str]:
    kind = "cell" if number.kind == MOBILE else "voice"
    if version == "4.0":
        extension = f";ext={number.extension}" if number.extension.isdigit() else ""
        return "TEL", Parameters(TYPE=["work", kind], VALUE="uri"), f"tel:{number.e164}{extension}"
    extension = f" x{number.extension}" if number.extension.isdigit() else ""
    return "TEL", Parameters(TYPE=["WORK", kind.upper()]), f"{number.e164}{extension}"


def _text(value: str) -> str:
    """Escape a text (RFC 6350 §3.4): the backslash first."""
    for plain, escaped in (("\\", "\\\\"), ("\n", "\\n"), (",", "\\,"), (";", "\\;")):
        value = value.replace(plain, escaped)
    return value


def _several(*parts: str) -> str:
    return ";".join(_text(line(part)) for part in parts)
