"""The example campaign as a text, with some of its words changed, and what is wrong with it then."""

from __future__ import annotations

from setter.examples import example_campaign
from setter.intake.campaign_file import Problem, check

EXAMPLE = example_campaign()


def line_of(text: str, part: str) -> int:
    """The line, counted from 1, on which a part of a text begins."""
    assert text.count(part) == 1, part
    return text[: text.index(part)].count("\n") + 1


def changed(*changes: tuple[str, str]) -> str:
    """The example with some of its words replaced."""
    text = EXAMPLE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def errors_of(text: str) -> list[Problem]:
    """What a text cannot be used with."""
    return [problem for problem in check(text) if problem.severity == "error"]


def only_error(*changes: tuple[str, str]) -> Problem:
    """The one error that a change makes."""
    errors = errors_of(changed(*changes))
    assert len(errors) == 1, errors
    return errors[0]
