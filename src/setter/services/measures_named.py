"""The reports that are lists of measures, by the name under which people ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from setter.services.desk import Desk
from setter.services.measures import Asked, Told


def _programmes(desk: Desk, asked: Asked) -> Told:
    from setter.services.measures_reports import programmes

    return programmes(desk, asked)


def _sources(desk: Desk, asked: Asked) -> Told:
    from setter.services.measures_reports import sources

    return sources(desk, asked)


def _callers(desk: Desk, asked: Asked) -> Told:
    from setter.services.measures_reports import callers

    return callers(desk, asked)


def _accuracy(desk: Desk, asked: Asked) -> Told:
    from setter.services.measures_accuracy import accuracy

    return accuracy(desk, asked)


def _funnel(desk: Desk, asked: Asked) -> Told:
    from setter.services.measures_worked import funnel

    return funnel(desk, asked)


MEASURES: Mapping[str, Callable[[Desk, Asked], Told]] = {
    "programmes": _programmes,
    "sources": _sources,
    "callers": _callers,
    "accuracy": _accuracy,
    "funnel": _funnel,
}
"""Each report by its name, in the order in which they are offered."""
