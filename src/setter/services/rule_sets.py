"""The versions of a campaign's scoring rules: added, tested, signed off, compared; never changed (R-033, R-078)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from setter.domain.campaign import SignOff
from setter.domain.days import day_of
from setter.domain.errors import Refused, Wrong
from setter.domain.roles import LEADING, SIGNING
from setter.domain.rule_diff import Difference, differences
from setter.domain.rule_set import RuleSet
from setter.domain.rule_versions import EDIT, ORIGINS, Backtested, way_back
from setter.services.activity import report_zone
from setter.services.desk import Desk
from setter.services.rule_fields import strange_fields
from setter.services.rules_in_force import add_version, keep_sign_off, version_of
from setter.store.records import CampaignRow, RuleSetTest
from setter.store.unit import Unit

LONGEST_NAME = 120


class VersionLine(Struct, frozen=True):
    """A version as a list shows it: where its rules come from, its newest test, who of sales signed it off when.

    `made_at` and `tested_at` are UTC milliseconds, `signed_on` is ISO 8601; '' and None where it was not.
    """

    version: int
    id: str
    origin: str
    rules: int
    in_force: bool
    note: str
    made_at: int
    made_by: str
    test: Backtested | None
    tested_at: int | None
    signed_by: str
    signed_on: str


class Shown(Struct, frozen=True):
    """A version with its rules, as values and as the text of a rules file."""

    line: VersionLine
    rule_set: RuleSet
    text: str


class AddedRules(Struct, frozen=True):
    """The version in which rules are kept; `fresh` is False where they were before.

    `strange` says of each field that nobody has which rule asks for it.
    """

    campaign: str
    version: int
    fresh: bool
    strange: tuple[str, ...] = ()


class Entry(Struct, frozen=True):
    """One line of the log: who (`by`) did what to which version at an instant (UTC milliseconds), and why.

    `what` is "made", "tested", "signed_off", "activated", "adopted" or "rolled_back"; the last three came into force
    in place of `old_version` (0: none), `untested` for want of a test.
    """

    at: int
    by: str
    what: str
    version: int
    note: str
    old_version: int = 0
    untested: str = ""


def versions(desk: Desk, campaign_id: str) -> list[VersionLine]:
    """Every version of a campaign's rules, the oldest first."""
    return desk.store.read(lambda unit: list(_lines(unit, desk.campaign_row(unit, campaign_id))))


def version_before(desk: Desk, campaign_id: str) -> int:
    """The version that one step back would put in force; 0 where none was before."""
    return desk.store.read(lambda unit: one_step_back(unit, desk.campaign_row(unit, campaign_id).number))


def one_step_back(unit: Unit, number: int) -> int:
    """The same within a transaction, by the campaign's number."""
    return way_back((each.way, each.new_version) for each in unit.rule_sets.changes(number))


def show_version(desk: Desk, campaign_id: str, version: int) -> Shown:
    """A version with its rules; Wrong when there is none."""
    from setter.intake.rules_file import rules_text

    def look(unit: Unit) -> Shown:
        row = desk.campaign_row(unit, campaign_id)
        rule_set = desk.rule_set(unit, row.number, version)
        (line,) = [each for each in _lines(unit, row) if each.version == version]
        kept = unit.rule_sets.get(row.number, version)
        return Shown(line, rule_set, (kept.source if kept else "") or rules_text(rule_set))

    return desk.store.read(look)


def compare(desk: Desk, campaign_id: str, before: int, after: int) -> tuple[Difference, ...]:
    """What is different between two versions; Wrong when there is none of that number."""

    def look(unit: Unit) -> tuple[Difference, ...]:
        number = desk.campaign_row(unit, campaign_id).number
        return differences(desk.rule_set(unit, number, before), desk.rule_set(unit, number, after))

    return desk.store.read(look)


def add_file(desk: Desk, campaign_id: str, path: Path, origin: str = EDIT, note: str = "") -> AddedRules:
    """Keep the rules in a file as a new version, as `add_rules` does."""
    from setter.intake.toml_file import text_of

    return add_rules(desk, campaign_id, text_of(path, "rules"), origin, note)


def add_rules(desk: Desk, campaign_id: str, text: str, origin: str = EDIT, note: str = "") -> AddedRules:
    """Keep the rules in a rules file's text as a new version, in force only once it is adopted; Wrong lists its errors.

    The same rules again are the version that they are already.
    """
    from setter.intake.rules_file import rules_in

    if origin not in ORIGINS:
        raise Wrong("origin", f"{origin!r} is no origin of rules.", "--origin", f"One of {', '.join(ORIGINS)}.")
    rule_set = rules_in(text)

    def write(unit: Unit) -> AddedRules:
        row = changing(desk, unit, campaign_id)
        known = version_of(unit, row.number, rule_set)
        if known is not None:
            return AddedRules(campaign_id, known, fresh=False)
        strange = strange_fields(unit, row.number, desk.campaign(unit, row.number), rule_set)
        version = add_version(desk, unit, row, rule_set, origin, text, note.strip())
        return AddedRules(campaign_id, version, fresh=True, strange=strange)

    return desk.store.write(write)


def sign_off(desk: Desk, campaign_id: str, version: int, by: str, day: date | None = None) -> date:
    """Keep that somebody of sales has signed a version off (R-033), today where no day is said; the day.

    Once: the same again changes nothing.
    """
    by = checked_signer(by)

    def write(unit: Unit) -> date:
        check_signing(desk, unit)
        row = desk.active_row(unit, campaign_id)
        desk.rule_set(unit, row.number, version)
        on = checked_day(desk, unit, day)
        known = unit.rule_sets.sign_offs(row.number).get(version)
        if known is None:
            keep_sign_off(desk, unit, row, version, SignOff(by, on))
        elif (known.signed_by, known.signed_on) != (by, on.isoformat()):
            sentence = f"Version {version} was signed off by {known.signed_by} on {known.signed_on}."
            raise Refused("signed_off", sentence, "VERSION", "Other rules are another version: sign that one off.")
        return on

    return desk.store.write(write)


def check_signing(desk: Desk, unit: Unit) -> None:
    """Refused to whoever may not write down what sales has signed off."""
    sentence = "Only a team lead or sales signs off."
    desk.allow_only(unit, SIGNING, sentence, "sign-off", "Ask your team lead.")


def checked_signer(by: str) -> str:
    """The name of whoever of sales signed off; Wrong for none."""
    name = by.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Wrong("signer", "A sign-off needs the name of whoever of sales gave it.", "--by", "Their name, in words.")
    return name


def checked_day(desk: Desk, unit: Unit, day: date | None) -> date:
    """The day of a sign-off, today where none is said; Wrong for one that is yet to come."""
    today = day_of(desk.now(), report_zone(unit))
    if day is not None and day > today:
        raise Wrong("signed_on", "Nobody has signed off on a day to come.", "--on", "The day on which they did.")
    return day or today


def keep_test(desk: Desk, campaign_id: str, version: int, result: Backtested) -> None:
    """Keep what a backtest of a version came to: without one nobody adopts it but with a reason."""

    def write(unit: Unit) -> None:
        row = changing(desk, unit, campaign_id)
        desk.rule_set(unit, row.number, version)
        number = sum(test.version == version for test in unit.rule_sets.tests(row.number)) + 1
        told = msgspec.json.encode(result).decode()
        unit.rule_sets.add_test(RuleSetTest(row.number, version, number, told, desk.now(), desk.caller))
        detail = {"version": version, "cases": result.cases, "positives": result.positives}
        desk.audit(unit, "rules_test", f"campaign/{campaign_id}", detail)

    desk.store.write(write)


def says_something(test: RuleSetTest) -> bool:
    """Say whether a test had enough outcomes to say anything: one of nothing is none."""
    return msgspec.json.decode(test.result, type=Backtested).auc is not None


def log(desk: Desk, campaign_id: str) -> list[Entry]:
    """Everything that was done to a campaign's rules, the oldest first."""

    def look(unit: Unit) -> list[Entry]:
        return sorted(_entries(unit, desk.campaign_row(unit, campaign_id).number), key=lambda each: each.at)

    return desk.store.read(look)


def changing(desk: Desk, unit: Unit, campaign_id: str) -> CampaignRow:
    """A campaign whose rules are about to change; Refused to whoever is no team lead, and while it is a draft."""
    desk.allow_only(unit, LEADING, "Only a team lead changes the scoring rules.", "rules", "Ask your team lead.")
    return desk.active_row(unit, campaign_id)


def _lines(unit: Unit, row: CampaignRow) -> Iterator[VersionLine]:
    tests = {test.version: test for test in unit.rule_sets.tests(row.number)}
    signed = unit.rule_sets.sign_offs(row.number)
    for each in unit.rule_sets.all(row.number):
        test, sign = tests.get(each.version), signed.get(each.version)
        yield VersionLine(
            each.version,
            each.name,
            each.origin,
            len(msgspec.json.decode(each.compiled, type=RuleSet).rules),
            each.version == row.rules_version,
            each.note,
            each.made_at,
            each.made_by,
            msgspec.json.decode(test.result, type=Backtested) if test else None,
            test.tested_at if test else None,
            sign.signed_by if sign else "",
            sign.signed_on if sign else "",
        )


def _entries(unit: Unit, number: int) -> Iterator[Entry]:
    for made in unit.rule_sets.all(number):
        yield Entry(made.made_at, made.made_by, "made", made.version, made.note)
    for test in unit.rule_sets.tests(number):
        words = msgspec.json.decode(test.result, type=Backtested).words
        yield Entry(test.tested_at, test.tested_by, "tested", test.version, words)
    for sign in unit.rule_sets.sign_offs(number).values():
        words = f"{sign.signed_by}, {sign.signed_on}"
        yield Entry(sign.recorded_at, sign.recorded_by, "signed_off", sign.version, words)
    for each in unit.rule_sets.changes(number):
        old_new = (each.note, each.old_version, each.untested)
        yield Entry(each.changed_at, each.changed_by, each.way, each.new_version, *old_new)
