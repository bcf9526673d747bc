"""The law's tables: TOML files beside this one, each with its source, the day it was true, and a confidence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from msgspec import Struct

TABLES = (
    *("us_zones", "ca_zones", "au_zones", "country_zones", "area_codes"),
    *("number_places", "hours_us", "hours_world", "registries"),
)


class Table(Struct, frozen=True):
    """One table: where it comes from, the day it was checked, how far to trust it, and its rows as read."""

    name: str
    source: str
    as_of: date
    confidence: str
    rows: Mapping[str, Any]


@lru_cache(maxsize=len(TABLES))
def table(name: str) -> Table:
    """Read one of TABLES; KeyError where it does not state its source, day and confidence."""
    text = resources.files("setter.law").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)
    return Table(name, rows.pop("source"), rows.pop("as_of"), rows.pop("confidence"), rows)


@lru_cache(maxsize=1)
def registry_rows() -> Mapping[str, Mapping[str, Any]]:
    """The registers of numbers that setter knows, by id."""
    rows: Mapping[str, Mapping[str, Any]] = table("registries").rows["registries"]
    return rows
