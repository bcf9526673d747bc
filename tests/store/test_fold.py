"""A search finds a name whatever its alphabet, case and accents."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from hands import prospect_named
from setter.services.desk import Desk
from setter.store.fold import folded

BORIS = "\u0411\u043e\u0440\u0438\u0441"


@pytest.mark.parametrize(
    ("kept", "asked"),
    [("\u00d6rjan \u00c5berg", "orjan  ABERG"), ("Stra\u00dfe", "STRASSE"), (BORIS, BORIS.lower())],
)
def test_what_looks_alike_without_accents_folds_alike(kept: str, asked: str) -> None:
    assert folded(kept) == folded(asked)


@pytest.mark.parametrize("asked", ["\u00f6rjan", "ORJAN", "\u00d6rjan \u00c5", "aberg"])
def test_on_either_engine_somebody_is_found(desk: Desk, asked: str) -> None:
    ada = prospect_named(desk, "Ada North")
    renamed = replace(ada, full_name="\u00d6rjan \u00c5berg")
    desk.store.write(lambda unit: unit.prospects.save(renamed))
    found = desk.store.read(lambda unit: unit.search.find("tidemark", 1, asked, 9))
    assert [each.prospect_id for each in found] == [ada.id]
