"""Rows of rule-set versions and of what was decided of them; instants are UTC milliseconds."""

from __future__ import annotations

from msgspec import Struct


class RuleSetRow(Struct, frozen=True):
    """A version of a campaign's scoring rules, immutable: `compiled` is JSON, `source` the text it was made from.

    `origin` is "file" (the campaign's file), "fit" or "edit"; `source` is '' for what stands in the campaign's file.
    """

    campaign: int
    version: int
    name: str
    origin: str
    compiled: str
    source: str
    note: str
    made_at: int
    made_by: str


class RuleSetTest(Struct, frozen=True):
    """What a backtest of a version came to; `result` is JSON."""

    campaign: int
    version: int
    number: int
    result: str
    tested_at: int
    tested_by: str


class RuleSetSignOff(Struct, frozen=True):
    """Sales' word that a version is right (R-033); `signed_on` is ISO 8601."""

    campaign: int
    version: int
    signed_by: str
    signed_on: str
    recorded_at: int
    recorded_by: str


class RuleSetChange(Struct, frozen=True):
    """A version that came into force, in place of another or of none (0); `untested` says why without a test."""

    campaign: int
    number: int
    way: str
    old_version: int
    new_version: int
    note: str
    untested: str
    changed_at: int
    changed_by: str
