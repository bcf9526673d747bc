"""A key or a table that stands twice in a campaign file is named, and every error can be read at once."""

from __future__ import annotations

import pytest

from intake.campaign_text import errors_of
from setter.domain.errors import Wrong
from setter.examples import example_campaign
from setter.intake.campaign_file import check, read


@pytest.mark.parametrize(
    ("added", "field"),
    [
        ('[client]\nid = "x"', "client"),
        ('[extra]\nname = "a"\nname = "b"', "name"),
        ("[extra.inner]\na = 1\n[extra.inner]", "extra.inner"),
    ],
)
def test_what_is_given_twice_is_named_with_its_line(added: str, field: str) -> None:
    text = example_campaign() + "\n" + added + "\n"
    (problem,) = check(text)
    assert (problem.field, problem.message) == (field, "is given twice; keep one of the two")
    assert problem.line > example_campaign().count("\n")


def test_a_file_that_cannot_be_used_tells_every_error() -> None:
    text = (
        example_campaign().replace('default_region = "US"', 'default_region = "Mars"').replace("min_notice", "notice")
    )
    errors = errors_of(text)
    with pytest.raises(Wrong) as wrong:
        read(text)
    assert len(errors) >= 2
    assert [each["field"] for each in wrong.value.details["errors"]] == [each.field for each in errors]  # type: ignore[attr-defined]
    assert len(wrong.value.lines) == len(errors)  # type: ignore[attr-defined]
