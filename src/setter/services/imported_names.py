"""What an import makes of a history's columns: where that is another field, a rule of the lab finds nothing there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from setter.domain.rule_set import RuleSet
from setter.intake.clean import KEPT_ASIDE
from setter.intake.mapping import guess_mapping
from setter.intake.rows import Row
from setter.services.knowledge import RECORD_FIELDS

_KNOWN_AS = {name: name for name in (*RECORD_FIELDS, *KEPT_ASIDE, "email")} | {"company": "company_name"}
"""By field of a list, what a rule asks for; of the other fields no rule can ask."""


def imported_names(columns: Sequence[str], rows: Sequence[Row], names: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """By name in the lab, the columns that are called otherwise once imported: the field, and what a rule asks for.

    `names` are the columns' names in the lab. What a rule asks for is "" where no rule can.
    """
    from setter.services.import_list import SAMPLE_ROWS

    mapping = guess_mapping(columns, rows[:SAMPLE_ROWS])
    found = {guess.column: (guess.field, _KNOWN_AS.get(guess.field, "")) for guess in mapping.guesses if guess.field}
    found |= {column: (name, name) for column, name in mapping.attributes}
    return {names[column]: told for column, told in found.items() if told[1] != names[column]}


def said_of_imports(
    rule_set: RuleSet, headers: Mapping[str, str], imported: Mapping[str, tuple[str, str]]
) -> list[str]:
    """A sentence for each column of the rules that they find under another name in a campaign, or not at all."""
    asked = dict.fromkeys(each.field for rule in rule_set.rules if not rule.dated for each in rule.conditions)
    return list(_sentences([field for field in asked if field in imported], headers, imported))


def _sentences(
    fields: Sequence[str], headers: Mapping[str, str], imported: Mapping[str, tuple[str, str]]
) -> Iterator[str]:
    for field in fields:
        landed, wanted = imported[field]
        ending = f": in a campaign the rule must ask for {wanted}." if wanted else ", of which no rule can ask."
        yield f"«{headers[field]}» is imported as {landed}{ending}"
