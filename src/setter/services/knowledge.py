"""What is known of a prospect, as dated facts: from the list, the record, and what was said."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from msgspec.structs import replace

from setter.domain.dispositions import DISPOSITIONS
from setter.domain.facts import Fact, Value
from setter.services.on_record import OnRecord
from setter.store.records import Acquisition, Answer, Email, Ending, OutcomeRow, Prospect
from setter.store.unit import Unit

RECORD_FIELDS = (
    "full_name",
    "first_name",
    "last_name",
    "company_name",
    "title",
    "seniority",
    "business_function",
    "language",
    "street",
    "city",
    "region",
    "postal_code",
    "country",
    "website",
    "market_type",
)
_fields = attrgetter(*RECORD_FIELDS)


def facts_of(unit: Unit, prospect: Prospect) -> dict[str, Fact]:
    """Every field known of a prospect and its newest fact: what was said beats the record, the record the list."""
    return known_facts(prospect, *_told(unit, prospect))


def heard_facts(unit: Unit, prospect: Prospect) -> dict[str, Fact]:
    """A prospect's facts as evidence: what was written on a call that reached nobody was said by nobody (R-023).

    It stays a fact, of the source "unheard", where nothing was heard on that field.
    """
    return evident_facts(prospect, *_told(unit, prospect), silent_calls(unit, prospect))


def scored_facts(unit: Unit, prospect: Prospect) -> dict[str, Fact]:
    """The facts that speak for somebody: what is on record, and what was heard; what nobody said counts for nothing."""
    return counting_facts(prospect, *_told(unit, prospect), silent_calls(unit, prospect))


def silent_calls(unit: Unit, prospect: Prospect) -> set[int]:
    """List the calls with a prospect on which, by their outcome, no human answered."""
    return silent(unit.calls.outcomes_for_client(prospect.client_id, prospect.id))


def _told(unit: Unit, prospect: Prospect) -> tuple[list[Email], list[Acquisition], list[Answer]]:
    """What was told of a prospect: their addresses, how they came to us, and what they answered."""
    of = prospect.id
    return unit.prospects.emails(of), unit.prospects.acquisitions(of), unit.calls.answers(of)


def silent(endings: Iterable[OutcomeRow | Ending]) -> set[int]:
    """Those of the calls that ended so, on which no human answered."""
    return {
        ending.call_id
        for ending in endings
        if (known := DISPOSITIONS.get(ending.effect_code)) is not None and not known.human
    }


def known_facts(
    prospect: Prospect, emails: Sequence[Email], sources: Sequence[Acquisition], answers: Sequence[Answer]
) -> dict[str, Fact]:
    """Every field known and its newest fact, from what is on record; `answers` come oldest first."""
    facts = recorded_facts(prospect, emails, sources)
    for answer in answers:
        facts[answer.field] = _answered(answer)
    return facts


def evident_facts(
    prospect: Prospect,
    emails: Sequence[Email],
    sources: Sequence[Acquisition],
    answers: Sequence[Answer],
    silent: Container[int],
) -> dict[str, Fact]:
    """The facts as evidence, where `silent` are the calls on which nobody answered."""
    facts = known_facts(prospect, emails, sources, answers)
    if not any(fact.call in silent for fact in facts.values()):
        return facts
    heard = {answer.field: _answered(answer) for answer in answers if answer.call_id not in silent}
    unheard = {field: replace(fact, source="unheard") for field, fact in facts.items() if fact.call in silent}
    return {**facts, **unheard, **heard}


def counting_facts(
    prospect: Prospect,
    emails: Sequence[Email],
    sources: Sequence[Acquisition],
    answers: Sequence[Answer],
    silent: Container[int],
) -> dict[str, Fact]:
    """The facts that count for a score, where `silent` are the calls on which nobody answered."""
    heard = evident_facts(prospect, emails, sources, answers, silent)
    if all(fact.source != "unheard" for fact in heard.values()):
        return heard
    known = {name: fact for name, fact in heard.items() if fact.source != "unheard"}
    return {**recorded_facts(prospect, emails, sources), **known}


def recorded_facts(prospect: Prospect, emails: Sequence[Email], sources: Sequence[Acquisition]) -> dict[str, Fact]:
    """What record and list say of a prospect; where they came from, no column of a list can say."""
    told = _on_record(prospect, emails, sources)
    return {name: Fact(value, source, at) for values, source, at in told for name, value in values.items()}


def recorded_values(prospect: Prospect, emails: Sequence[Email], sources: Sequence[Acquisition]) -> dict[str, Value]:
    """The same without saying since when, and by whom."""
    values: dict[str, Value] = {}
    for told, _, _ in _on_record(prospect, emails, sources):
        values |= told
    return values


def _on_record(
    prospect: Prospect, emails: Sequence[Email], sources: Sequence[Acquisition]
) -> Iterator[tuple[dict[str, Value], str, int]]:
    """What is known by field, of one source and from one instant on, each time; what comes later is the better word."""
    at = prospect.created_at
    if prospect.attributes != "{}":
        listed = json.loads(prospect.attributes)
        yield {name: value for name, value in listed.items() if value is not None and value != ""}, "list", at
    recorded = {name: value for name, value in zip(RECORD_FIELDS, _fields(prospect), strict=True) if value}
    if prospect.domain:
        recorded["company_domain"] = prospect.domain
    yield recorded, "record", at
    if emails:
        yield {"email": emails[0].address}, "record", emails[0].added_at
    if sources:
        first = sources[0]
        yield {"source_kind": first.kind, "provenance": first.provenance}, "record", first.recorded_at


def _answered(answer: Answer) -> Fact:
    return Fact(json.loads(answer.value), "answer", answer.given_at, answer.call_id, answer.recorded_by)


def spoken_values(facts: dict[str, Fact], prospect: Prospect) -> dict[str, str]:
    """The words that a script may put into its sentences: `prospect.*`, `company.*` and answers by field."""
    values = {name: _words(fact.value) for name, fact in facts.items()}
    values |= {f"{of}.{name}": text for of in ("company", "prospect") for name, text in tuple(values.items())}
    values["prospect.first_name"] = prospect.first_name or prospect.full_name
    values["prospect.last_name"] = prospect.last_name
    values["prospect.name"] = values["prospect.full_name"] = prospect.full_name
    values["prospect.title"] = prospect.title
    values["company.name"] = prospect.company_name
    values["company.city"] = prospect.city
    return {name: text for name, text in values.items() if text}


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, (int, float)) else str(value)


def facts_on(known: OnRecord) -> dict[str, Fact]:
    """The facts on record that speak for a prospect, put together once for as long as the record is kept."""
    kept: dict[str, Fact] | None = known.__dict__.get("facts")
    if kept is None:
        told = (known.prospect, known.emails, known.sources, known.answers)
        kept = known.__dict__["facts"] = counting_facts(*told, silent(known.endings))
    return kept


def values_on(known: OnRecord) -> dict[str, Value]:
    """What those facts say, without since when and by whom."""
    if not known.answers:
        return recorded_values(known.prospect, known.emails, known.sources)
    return values_in(facts_on(known))


def counting_values(
    prospect: Prospect,
    emails: Sequence[Email],
    sources: Sequence[Acquisition],
    answers: Sequence[Answer],
    endings: Iterable[Ending],
) -> dict[str, Value]:
    """What the facts say that count for the score of somebody whose calls ended so."""
    if not answers:
        return recorded_values(prospect, emails, sources)
    return values_in(counting_facts(prospect, emails, sources, answers, silent(endings)))


def values_in(facts: Mapping[str, Fact]) -> dict[str, Value]:
    """What facts say, without since when and by whom."""
    return {name: fact.value for name, fact in facts.items()}
