"""Give a client its prospects for systems of its own, without anybody who asked not to be contacted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct

from setter.domain.campaign import Campaign
from setter.domain.errors import Wrong
from setter.domain.ladder import RUNGS
from setter.domain.roles import LEADING
from setter.handoff.batch import MANIFEST
from setter.handoff.crm_map import Book
from setter.handoff.files import place_files
from setter.handoff.people import SUFFIXES, People, PeopleForm, check_form, marked
from setter.handoff.person import Person
from setter.handoff.words import instant
from setter.services.crm_people import book_of, person_of
from setter.services.desk import Desk
from setter.services.enrol import ARRIVING
from setter.services.left_alone import Key, keys_of, standing_against
from setter.services.on_record import all_on_record, by_prospect, with_their_people
from setter.services.put_out import spoken_in
from setter.store.records import SUBMITTED, Enrolment, Prospect
from setter.store.unit import Unit

AT_ONCE = 500
"""So many prospects are read in one unit, so that no read lasts long on a server."""
WHY = {
    "no_email": "have no e-mail address",
    "same_email": "have the e-mail address of somebody else who left",
    "no_name": "have no name",
}
"""Why somebody has no place in a form, in words; whoever has another reason asked not to be contacted."""


class Given(Struct, frozen=True):
    """What was given: words for people, the whole as a document, and the content where no place was named."""

    text: str
    document: dict[str, Any]
    content: bytes | None = None


def export_prospects(
    desk: Desk, form: str, out: Path | None, *, campaign_id: str, rungs: Sequence[str] = (), dialect: str = "crm"
) -> Given:
    """Export a campaign's prospects as they stand now, of all rungs or of some; nothing counts as handed over.

    Whoever must not be contacted is left out and counted. Refused to anybody but a team lead; what leaves stands in
    the audit before it does. A file of one client holds no other client's people, for a campaign is one client's.
    """
    wanted, (spoken, version) = check_form(form, out), spoken_in(form, dialect)
    for rung in rungs:
        if rung not in RUNGS:
            raise Wrong("no_rung", f"There is no rung {rung!r}.", "--rung", f"Rungs: {', '.join(RUNGS)}.")

    number, campaign, book = desk.store.read(partial(_begin, desk, wanted, campaign_id))
    people = People(wanted, book, spoken, version)
    counted, left_out = Counter[str](), Counter[str]()
    for person, barred in _everybody(desk, number, campaign, rungs):
        why = barred or people.why_not(person)
        (left_out if why else counted)[why or person.rung] += 1
        if not why:
            people.add(person)
    document = _document(desk, form, campaign, counted, left_out)
    detail = {"form": form, "people": counted.total(), "left_out": left_out.total()}
    desk.store.write(lambda unit: desk.audit(unit, "export_prospects", f"campaign/{campaign_id}", detail))
    return _put(people, document, out)


def _begin(desk: Desk, form: PeopleForm, campaign_id: str, unit: Unit) -> tuple[int, Campaign, Book]:
    """The campaign, by its number and as it is now, and what the receiver calls things."""
    sentence = "Only a team lead may take a campaign's people elsewhere."
    desk.allow_only(unit, LEADING, sentence, "export", "Ask yours.")
    number = desk.campaign_row(unit, campaign_id).number
    crm = form if form in ("salesforce", "hubspot") else "prospects"
    return number, desk.campaign(unit, number), book_of(desk, unit, number, crm)


def _document(
    desk: Desk, form: str, campaign: Campaign, counted: Counter[str], left_out: Counter[str]
) -> dict[str, Any]:
    """What an export tells of itself: whose people, how many of each rung, and how many stayed and why."""
    told = {
        "exported_at": instant(desk.now()),
        "sandbox": desk.sandbox,
        "form": form,
        "campaign": campaign.id,
        "client": campaign.client.id,
        "definition": "each rung by the evidence for it",
        "by_rung": {rung.value: counted[rung] for rung in RUNGS if counted[rung]},
        "left_out": dict(sorted(left_out.items())),
    }
    return marked(told, desk.sandbox)


def _everybody(desk: Desk, number: int, campaign: Campaign, rungs: Collection[str]) -> Iterator[tuple[Person, str]]:
    """Everybody in a campaign on these rungs, each with why they must not be contacted; "" for who may be."""
    after = 0
    while True:
        above = after

        def some(unit: Unit, above: int = above) -> tuple[int | None, list[tuple[Person, str]]]:
            enrolments = unit.rescore.above(number, above, AT_ONCE)
            if not enrolments:
                return None, []
            wanted = [each for each in enrolments if each.work_state != ARRIVING and (not rungs or each.rung in rungs)]
            return enrolments[-1].prospect_id, _some(desk, unit, campaign, with_their_people(unit, wanted))

        last, found = desk.store.read(some)
        yield from found
        if last is None:
            return
        after = last


def _some(
    desk: Desk, unit: Unit, campaign: Campaign, people: Sequence[tuple[Enrolment, Prospect]]
) -> list[tuple[Person, str]]:
    there = [(enrolment, prospect) for enrolment, prospect in people if prospect.erased_at is None]
    ids = [prospect.id for _, prospect in there]
    phones, emails = by_prospect(unit.known.phones(ids)), by_prospect(unit.known.emails(ids))
    keys: dict[int, list[Key]] = {}
    for _, prospect in there:
        numbers = [each.e164 for each in phones.get(prospect.id, ())]
        addresses = [each.match_key for each in emails.get(prospect.id, ())]
        keys[prospect.id] = keys_of(prospect.full_name, prospect.company_name, numbers, addresses)
    standing = standing_against(unit, campaign.client.id, {key for each in keys.values() for key in each})
    handoffs = unit.known.handoffs([enrolment.id for enrolment, _ in there])
    found = []
    for known in all_on_record(unit, there):
        prospect = known.prospect
        barred = next((standing[key] for key in keys[prospect.id] if key in standing), prospect.blocked)
        sql, state = handoffs.get(known.enrolment.id, (None, ""))
        told = (phones.get(prospect.id, ()), bool(barred), sql if state == SUBMITTED else None)
        found.append((person_of(desk, campaign, known, *told), barred))
    return found


def _put(people: People, document: dict[str, Any], out: Path | None) -> Given:
    contents, words = people.contents(), _words(document)
    if out is None:
        (content,) = contents.values()
        return Given(words, {**document, "content": content.decode("utf-8-sig")}, content)
    name = MANIFEST
    if people.form in SUFFIXES and not out.is_dir() and out.suffix:
        contents, name, folder = {out.name: next(iter(contents.values()))}, f"{out.name}.manifest.json", out.parent
    else:
        folder = out
    files = [{"name": each, "sha256": sha256(content).hexdigest()} for each, content in contents.items()]
    document = {**document, "folder": str(folder), "files": files}
    place_files(folder, {**contents, name: _listing(document)}, frozenset({*contents, name}))
    return Given(f"{words} Written to {out}.", document)


def _listing(document: dict[str, Any]) -> bytes:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _words(document: dict[str, Any]) -> str:
    """How many left by rung, and how many stayed and why."""
    by_rung = ", ".join(f"{rung}: {count:,}" for rung, count in document["by_rung"].items())
    told = [f"Exported by rung: {by_rung}." if by_rung else "Nobody was exported."]
    barred = {why: count for why, count in document["left_out"].items() if why not in WHY}
    if barred:
        reasons = ", ".join(why.replace("_", " ") for why in barred)
        told.append(f"Left out, for nobody may contact them: {sum(barred.values()):,} ({reasons}).")
    told += [
        f"Left out, for they {words}: {document['left_out'][why]:,}."
        for why, words in WHY.items()
        if document["left_out"].get(why)
    ]
    return " ".join(told)
