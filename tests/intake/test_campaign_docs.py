"""What docs/campaign.md says of the campaign file is so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from setter.domain.conversation import ALWAYS_KNOWN, SOMETIMES_KNOWN
from setter.domain.dispositions import DISPOSITIONS
from setter.intake.campaign_file import activation_problems, check, read
from setter.intake.campaign_schema import File
from setter.intake.campaign_types import Table

DOCS = (Path(__file__).parents[2] / "docs" / "campaign.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([A-Za-z0-9_.]+)`", DOCS))


def tables(annotation: Any) -> set[type[Table]]:
    """Every table of the format that an annotation leads to."""
    if isinstance(annotation, type) and issubclass(annotation, Table):
        inner = (tables(info.annotation) for info in annotation.model_fields.values())
        return {annotation}.union(*inner)
    return set().union(*map(tables, getattr(annotation, "__args__", ())))


def test_its_smallest_example_can_be_activated_with_no_error_but_missing_signatures() -> None:
    example = DOCS.split("```toml\n")[1].split("```")[0]
    assert {problem.field.split(".")[0] for problem in check(example)} == {"signed_off"}
    assert activation_problems(read(example)) == []


def test_every_key_is_described() -> None:
    keys = {name for table in tables(File) - {File} for name in table.model_fields} - {"by", "on"}
    headings = set(re.findall(r"\*\*`?\[*([a-z_.]+)\]*`?\*\*", DOCS))
    assert keys <= NAMED | {word for heading in headings for word in heading.split(".")}
    assert set(File.model_fields) - {"format"} <= headings


def test_every_placeholder_and_every_outcome_is_listed() -> None:
    assert {*ALWAYS_KNOWN, *SOMETIMES_KNOWN, *DISPOSITIONS} <= NAMED
