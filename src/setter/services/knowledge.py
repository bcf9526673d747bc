"""What is known of a prospect, as dated facts: from the list, the record, and what was said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from setter.domain.dispositions import DISPOSITIONS
from setter.domain.facts import Fact
from setter.store.records import Acquisition, Email, Prospect
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


def facts_of(unit: Unit, prospect: Prospect) -> dict[str, Fact]:
    """Every field known of a prospect and its newest fact: what was said beats the record, the record the list."""
    emails, sources = unit.prospects.emails(prospect.id), unit.prospects.acquisitions(prospect.id)
    facts = recorded_facts(prospect, emails, sources)
    for answer in unit.calls.answers(prospect.id):
        value = json.loads(answer.value)
        facts[answer.field] = Fact(value, "answer", answer.given_at, answer.call_id, answer.recorded_by)
    return facts


def heard_facts(unit: Unit, prospect: Prospect) -> dict[str, Fact]:
    """A prospect's facts as evidence: what was written on a call that reached nobody was said by nobody (R-023).

    It stays a fact, of the source "unheard", where nothing was heard on that field.
    """
    facts = facts_of(unit, prospect)
    silent = silent_calls(unit, prospect)
    if not any(fact.call in silent for fact in facts.values()):
        return facts
    heard: dict[str, Fact] = {}
    for answer in unit.calls.answers(prospect.id):
        if answer.call_id not in silent:
            value = json.loads(answer.value)
            heard[answer.field] = Fact(value, "answer", answer.given_at, answer.call_id, answer.recorded_by)
    unheard = {field: replace(fact, source="unheard") for field, fact in facts.items() if fact.call in silent}
    return {**facts, **unheard, **heard}


def silent_calls(unit: Unit, prospect: Prospect) -> set[int]:
    """List the calls with a prospect on which, by their outcome, no human answered."""
    ended = unit.calls.outcomes_for_client(prospect.client_id, prospect.id)
    return {
        outcome.call_id
        for outcome in ended
        if (known := DISPOSITIONS.get(outcome.effect_code)) is not None and not known.human
    }


def scored_facts(unit: Unit, prospect: Prospect) -> dict[str, Fact]:
    """The facts that speak for somebody: what is on record, and what was heard; what nobody said counts for nothing."""
    heard = heard_facts(unit, prospect)
    if all(fact.source != "unheard" for fact in heard.values()):
        return heard
    emails, sources = unit.prospects.emails(prospect.id), unit.prospects.acquisitions(prospect.id)
    known = {name: fact for name, fact in heard.items() if fact.source != "unheard"}
    return {**recorded_facts(prospect, emails, sources), **known}


def recorded_facts(prospect: Prospect, emails: Sequence[Email], sources: Sequence[Acquisition]) -> dict[str, Fact]:
    """What record and list say of a prospect; where they came from, no column of a list can say."""
    facts: dict[str, Fact] = {}
    for name, value in json.loads(prospect.attributes).items():
        if value not in (None, ""):
            facts[name] = Fact(value, "list", prospect.created_at)
    for name in RECORD_FIELDS:
        value = getattr(prospect, name)
        if value:
            facts[name] = Fact(value, "record", prospect.created_at)
    if prospect.domain:
        facts["company_domain"] = Fact(prospect.domain, "record", prospect.created_at)
    for email in emails[:1]:
        facts["email"] = Fact(email.address, "record", email.added_at)
    for source in sources[:1]:
        facts["source_kind"] = Fact(source.kind, "record", source.recorded_at)
        facts["provenance"] = Fact(source.provenance, "record", source.recorded_at)
    return facts


def spoken_values(facts: dict[str, Fact], prospect: Prospect) -> dict[str, str]:
    """The words that a script may put into its sentences: `prospect.*`, `company.*` and answers by field."""
    values = {name: _words(fact.value) for name, fact in facts.items()}
    values |= {f"company.{name}": text for name, text in values.items()}
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
