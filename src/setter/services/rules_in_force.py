"""Which version of its scoring rules a campaign works by, and how another comes into force."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from setter.domain.campaign import Campaign, SignOff
from setter.domain.rule_diff import differences
from setter.domain.rule_set import RuleSet
from setter.domain.rule_versions import ACTIVATED, FILE
from setter.services.desk import Desk
from setter.store.records import CampaignRow, RuleSetChange, RuleSetRow, RuleSetSignOff
from setter.store.unit import Unit


def put_rules_in_force(
    desk: Desk, unit: Unit, row: CampaignRow, version: int, way: str, note: str, untested: str = ""
) -> CampaignRow:
    """The campaign as it scores by this version from now on, which has yet to be saved; why goes into the log."""
    number = len(unit.rule_sets.changes(row.number)) + 1
    change = (way, row.rules_version, version, note, untested, desk.now(), desk.caller)
    unit.rule_sets.add_change(RuleSetChange(row.number, number, *change))
    detail = {"way": way} | ({"untested": untested} if untested else {})
    subject = f"campaign/{row.id}"
    desk.audit(unit, "rules_in_force", subject, detail, old=row.rules_version or None, new=version, why=note)
    return replace(row, rules_version=version)


def save_and_weigh(unit: Unit, row: CampaignRow) -> None:
    """Write what a campaign works by, and remember that everybody is to be weighed by it."""
    unit.campaigns.save(row)
    unit.rescore.make_due(row.number, row.version or 0, row.rules_version)


def with_rules_of_file(
    desk: Desk, unit: Unit, row: CampaignRow, filed: Campaign, before: Campaign | None, note: str
) -> CampaignRow:
    """The campaign with the rules of a file that comes into force, which are a version of their own if they are new.

    A file that scores as the one `before` it leaves in force what was adopted since. Sales' sign-off of the file's
    rules is that of their version.
    """
    version = version_of(unit, row.number, filed.scoring)
    if version is None:
        version = add_version(desk, unit, row, filed.scoring, FILE, note=note)
    signed = filed.sign_offs.get("scoring")
    if signed and version not in unit.rule_sets.sign_offs(row.number):
        keep_sign_off(desk, unit, row, version, signed)
    if row.rules_version == version or (before is not None and not differences(before.scoring, filed.scoring)):
        return row
    return put_rules_in_force(desk, unit, row, version, ACTIVATED, note)


def version_of(unit: Unit, number: int, rule_set: RuleSet) -> int | None:
    """The version in which these very rules are kept; None where they are in none."""
    for row in unit.rule_sets.all(number):
        if not differences(msgspec.json.decode(row.compiled, type=RuleSet), rule_set):
            return row.version
    return None


def add_version(
    desk: Desk, unit: Unit, row: CampaignRow, rule_set: RuleSet, origin: str, source: str = "", note: str = ""
) -> int:
    """Keep rules as a new version; its number."""
    version = max((each.version for each in unit.rule_sets.all(row.number)), default=0) + 1
    compiled = msgspec.json.encode(replace(rule_set, version=0)).decode()
    kept = (rule_set.id, origin, compiled, source, note, desk.now(), desk.caller)
    unit.rule_sets.add(RuleSetRow(row.number, version, *kept))
    desk.audit(unit, "rules_add", f"campaign/{row.id}", {"origin": origin}, new=version, why=note)
    return version


def keep_sign_off(desk: Desk, unit: Unit, row: CampaignRow, version: int, signed: SignOff) -> None:
    """Keep sales' sign-off of a version; whose it is stays out of the audit."""
    when = signed.on.isoformat()
    unit.rule_sets.sign_off(RuleSetSignOff(row.number, version, signed.by, when, desk.now(), desk.caller))
    desk.audit(unit, "rules_sign_off", f"campaign/{row.id}", {"version": version, "signed_on": when})
