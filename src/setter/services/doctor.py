"""Examine a database: schema, suppression key, audit chains, counts, and that nobody open is without a next step."""

from __future__ import annotations

from msgspec import Struct

from setter.domain.calling_window import local_time
from setter.domain.errors import Unusable
from setter.services.desk import Desk
from setter.services.law_in_force import law_of
from setter.services.recount import true_today
from setter.services.score_bands import bands_of
from setter.store.audit_check import verify
from setter.store.migrate import SCHEMA_VERSION
from setter.store.records import CampaignRow
from setter.store.unit import Unit

MOST_FAULTS = 5


class Finding(Struct, frozen=True):
    """One thing that was examined, whether it is sound, and what was found."""

    what: str
    sound: bool
    found: str


def examine(desk: Desk) -> list[Finding]:
    """Examine the house from its audit chains to its queue (R-086)."""

    def look(unit: Unit) -> list[Finding]:
        found = [
            _key(unit),
            _audit(unit),
            _counts(desk, unit),
            _law(desk, unit),
        ]
        for row in unit.campaigns.all():
            found += [_next_steps(unit, row), _places(unit, row), *_score(desk, unit, row)]
        return found

    return [_schema(desk.store.examine()), *_standby(desk.store.survives_fail_over()), *desk.store.read(look)]


def _schema(wrong: list[str]) -> Finding:
    words = f"version {SCHEMA_VERSION}, whole"
    return Finding("schema", not wrong, "; ".join(wrong) if wrong else words)


def _standby(survives: bool | None) -> list[Finding]:
    """Of several servers only one is written to; what the others do not have yet is lost with it."""
    if survives is None:
        return []
    lost = "no commit waits for a standby: what is acknowledged may be lost with the server (docs/database.md)"
    return [Finding("standby", survives, "every commit waits for one" if survives else lost)]


def _key(unit: Unit) -> Finding:
    """Without its key nobody could say who opted out; open to others it would tell them (domain §6.2)."""
    try:
        unit.suppressions.key  # noqa: B018 - it is the looking that refuses
    except Unusable as problem:
        return Finding("suppression key", False, f"{problem.message} ({problem.where})")
    wrong = unit.suppressions.key_exposed()
    return Finding("suppression key", not wrong, wrong or "there, outside the database, for its owner alone")


def _audit(unit: Unit) -> Finding:
    """Whatever of it was altered, cut off or emptied (R-017)."""
    faults = [fault.words for fault in verify(unit.audit).faults]
    more = f" and {len(faults) - MOST_FAULTS} more: setter audit verify" if len(faults) > MOST_FAULTS else ""
    words = f"broken: {'; '.join(faults[:MOST_FAULTS])}{more}" if faults else "verify"
    return Finding("audit chains", not faults, words)


def _law(desk: Desk, unit: Unit) -> Finding:
    """Law that nobody has read for half a year is no fault of the database; whoever looks after it must hear of it."""
    profile, today = law_of(unit), local_time(desk.now(), "UTC").date()
    stale = sorted(row.place for row in (*profile.rows.values(), *profile.own.values()) if row.is_stale(today))
    found = f"version {profile.version}, {len(profile.rows)} places"
    old = f"; read again what is older than 180 days: {', '.join(stale)}" if stale else ""
    return Finding("law", True, found + old)


def _counts(desk: Desk, unit: Unit) -> Finding:
    """What the reports add up must be what happened."""
    true = true_today(desk, unit)
    found = "today's are what happened" if true else "today's are not what happened: count anew with: setter recount"
    return Finding("counts", true, found)


def _next_steps(unit: Unit, row: CampaignRow) -> Finding:
    strays = unit.queue.strays(row.number)
    words = ", ".join(f"{number} {state.replace('_', ' ')}" for state, number in strays.items())
    found = f"open prospects without a next step: {words}" if strays else "every open prospect has a next step"
    return Finding(f"campaign {row.id}", not strays, found)


def _places(unit: Unit, row: CampaignRow) -> Finding:
    """People whom nobody can dial yet are no fault of the database, and are not forgotten either."""
    waiting = unit.queue.unreachable(row.number)
    return Finding(f"campaign {row.id}, reach", True, f"{waiting} wait for a usable number or a known place")


def _score(desk: Desk, unit: Unit, row: CampaignRow) -> list[Finding]:
    """A score that does not sort is no fault of the database; whoever leads must hear of it (domain §3.7)."""
    if row.version is None:
        return []
    return [Finding(f"campaign {row.id}, score", True, bands_of(desk, unit, row).accuracy.overall.words)]
