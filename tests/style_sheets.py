"""The style sheets of the screens, read once in a test process: each of some hundred apps would read them anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def styled_once() -> Iterator[None]:
    """Have each sheet parsed once for each set of colours; which rule holds for whom is found anew every time."""
    from textual.css.model import RuleSet
    from textual.css.stylesheet import Stylesheet

    parsed: dict[tuple[object, ...], list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def parse_once(
        sheet: Stylesheet,
        css: str,
        read_from: tuple[str, str],
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        colours = frozenset(sheet._variables.items())
        key = (css, read_from, is_default_rules, tie_breaker, scope, colours)
        if key not in parsed:
            parsed[key] = parse(sheet, css, read_from, is_default_rules, tie_breaker, scope)
        return parsed[key]

    with pytest.MonkeyPatch.context() as here:
        here.setattr(Stylesheet, "_parse_rules", parse_once)
        yield
