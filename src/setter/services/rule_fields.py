"""Fields that rules ask for and that nobody has: mistyped, or of a list that has yet to come."""

from __future__ import annotations

import json
from difflib import get_close_matches

from setter.domain.campaign import Campaign
from setter.domain.rule_set import RuleSet
from setter.services.knowledge import RECORD_FIELDS
from setter.services.on_record import with_their_people
from setter.store.unit import Unit

LOOKED_AT = 500
"""At so many of a campaign's people it is looked for the columns of their lists."""
BESIDE_THE_RECORD = ("company_domain", "email", "source_kind", "provenance")


def strange_fields(unit: Unit, number: int, campaign: Campaign, rule_set: RuleSet) -> tuple[str, ...]:
    """Each field of the rules that neither record nor script has, nor any list that was looked at, in a sentence."""
    asked = {condition.field: rule.id for rule in reversed(rule_set.rules) for condition in rule.conditions}
    known = {*RECORD_FIELDS, *BESIDE_THE_RECORD, *campaign.script.captures()}
    if asked.keys() - known:
        people = with_their_people(unit, unit.rescore.above(number, 0, LOOKED_AT))
        known |= {name for _, each in people if each.attributes != "{}" for name in json.loads(each.attributes)}
    return tuple(_said(field, asked[field], known) for field in sorted(asked.keys() - known))


def _said(field: str, rule: str, known: set[str]) -> str:
    near = get_close_matches(field, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"Rule {rule} asks for {field}, which nobody has: neither record nor script nor list knows it.{hint}"
