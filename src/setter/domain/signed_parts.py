"""The parts of a campaign that sales signs off, each known by the digest of what it says (R-033)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, time
from functools import lru_cache
from hashlib import sha256
from json import dumps
from typing import Any

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from setter.domain.campaign import Campaign
from setter.domain.rule_versions import UNSIGNED

SIGNED_PARTS = ("target_market", "gates", "scoring", "script")
"""Every part that sales signs off, in the order in which they are told."""
FILED_PARTS = ("target_market", "gates", "script")
"""Those that stand in a campaign's file alone; the scoring rules have versions of their own."""


def digests_of(campaign: Campaign) -> dict[str, str]:
    """The digest of each filed part: the same as long as the part says the same, in whichever version."""
    said = {"target_market": campaign.target, "gates": campaign.gates, "script": campaign.script}
    return {part: sha256(dumps(_plain(said[part]), sort_keys=True).encode()).hexdigest() for part in FILED_PARTS}


def unsigned_words(parts: Iterable[str]) -> str:
    """Name the parts that sales has not signed off; "" where there are none."""
    named = ", ".join(part.replace("_", " ") for part in parts)
    return f"{UNSIGNED}: {named}" if named else ""


def _plain(value: Any) -> Any:
    """A value as plain JSON, without what is as usual: a setting that a later setter adds leaves old digests alone."""
    if isinstance(value, Struct):
        said = ((name, getattr(value, name), usual) for name, usual in _usual(type(value)))
        return {name: _plain(found) for name, found, usual in said if found != usual}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted((_plain(each) for each in value), key=dumps)
    if isinstance(value, Collection) and not isinstance(value, (str, bytes)):
        return [_plain(each) for each in value]
    return value


@lru_cache(maxsize=64)
def _usual(kind: type[Struct]) -> tuple[tuple[str, Any], ...]:
    """Each field of a kind of value with what it usually is."""
    return tuple(
        (each.name, each.default if each.default_factory is NODEFAULT else each.default_factory())
        for each in fields(kind)
    )
