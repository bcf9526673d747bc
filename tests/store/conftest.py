"""Stores to test, on both engines in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from databases import ENGINES
from setter.store.house import Store, open_store


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, url_of: Callable[[str], str]) -> str:
    """The address of a fresh database."""
    return url_of(request.param)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store there, made and empty."""
    made = open_store(url)
    made.migrate()
    yield made
    made.close()
