"""A tested version of the scoring rules comes into force, and goes out of it again (R-078, DESIGN §2, promise 8)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec import Struct

from setter.domain.errors import Refused, Wrong
from setter.domain.rule_versions import ADOPTED, ROLLED_BACK
from setter.services.desk import Desk
from setter.services.rescore import Progress, Rescored, is_due, rescore
from setter.services.rule_fields import strange_fields
from setter.services.rule_sets import changing, one_step_back, says_something
from setter.services.rules_in_force import put_rules_in_force, save_and_weigh
from setter.store.records import CampaignRow
from setter.store.unit import Unit


class Adopted(Struct, frozen=True):
    """The version in force, and the one before it; `fresh` is False where it was in force already.

    `rescored` where anybody was yet to be weighed by it. `strange` says of each field that nobody has which of its
    rules asks for it.
    """

    campaign: str
    version: int
    before: int
    fresh: bool
    rescored: Rescored | None
    strange: tuple[str, ...] = ()


def adopt(
    desk: Desk, campaign_id: str, version: int, note: str, untested: str = "", progress: Progress | None = None
) -> Adopted:
    """Put a version in force, with a note; Refused without a test of it, unless `untested` says why there is none.

    Whoever is touched from then on is scored by it, the others one after another while callers go on. Where that was
    broken off, adopting the same version again goes on with it.
    """
    note, untested = _said(note), untested.strip()

    def write(unit: Unit) -> tuple[int, int, bool]:
        row = changing(desk, unit, campaign_id)
        desk.rule_set(unit, row.number, version)
        if row.rules_version == version:
            return version, version, False
        tested = any(test.version == version and says_something(test) for test in unit.rule_sets.tests(row.number))
        if not tested and not untested:
            sentence = f"Version {version} has not been tested."
            hint = f"Test it: setter backtest --rules-version {version}. Or say why not: --untested REASON."
            raise Refused("untested", sentence, "VERSION", hint)
        came = put_rules_in_force(desk, unit, row, version, ADOPTED, note, "" if tested else untested)
        save_and_weigh(unit, came)
        return version, row.rules_version, True

    return _weighed(desk, campaign_id, write, progress)


def roll_back(desk: Desk, campaign_id: str, note: str, progress: Progress | None = None) -> Adopted:
    """Put the version in force that was before this one, with a note; Refused where there was none.

    Where the weighing by it was broken off, the same again by the same person goes on with that, and no further back.
    """
    note = _said(note)

    def write(unit: Unit) -> tuple[int, int, bool]:
        row = changing(desk, unit, campaign_id)
        if _broken_off(desk, unit, row, note):
            return row.rules_version, row.rules_version, False
        version = one_step_back(unit, row.number)
        if not version:
            sentence = "No other version of the rules was in force before."
            raise Refused("nothing_before", sentence, "rules", "Adopt another: setter rules list shows them.")
        save_and_weigh(unit, put_rules_in_force(desk, unit, row, version, ROLLED_BACK, note))
        return version, row.rules_version, True

    return _weighed(desk, campaign_id, write, progress)


def _said(note: str) -> str:
    if not note.strip():
        raise Wrong("note", "A change of the rules needs a note that says why.", "--note", "In a few words.")
    return note.strip()


def _broken_off(desk: Desk, unit: Unit, row: CampaignRow, note: str) -> bool:
    """Say whether this very step back was made already, and not everybody is weighed by it yet."""
    last = unit.rule_sets.changes(row.number)[-1:]
    same = [each for each in last if (each.way, each.note, each.changed_by) == (ROLLED_BACK, note, desk.caller)]
    return bool(same) and unit.rescore.is_due(row.number)


def _weighed(
    desk: Desk, campaign_id: str, write: Callable[[Unit], tuple[int, int, bool]], progress: Progress | None
) -> Adopted:
    version, before, fresh = desk.store.write(write)
    rescored = rescore(desk, campaign_id, progress) if is_due(desk, campaign_id) else None
    return Adopted(campaign_id, version, before, fresh, rescored, desk.store.read(partial(_strange, desk, campaign_id)))


def _strange(desk: Desk, campaign_id: str, unit: Unit) -> tuple[str, ...]:
    row = desk.active_row(unit, campaign_id)
    campaign = desk.campaign(unit, row.number)
    return strange_fields(unit, row.number, campaign, campaign.scoring)
