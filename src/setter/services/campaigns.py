"""Campaign files in: checked whole, added as immutable versions, activated when they may be."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.errors import Refused, Wrong
from setter.domain.roles import LEADING
from setter.services.desk import Desk
from setter.services.placing import place_kept_out
from setter.services.rescore import Progress, Rescored, is_due, rescore
from setter.services.rules_in_force import save_and_weigh, with_rules_of_file
from setter.services.sign_off import keep_filed, unsigned, unsigned_in
from setter.services.windows import see_to_windows
from setter.store.records import CampaignRow
from setter.store.unit import Unit

if TYPE_CHECKING:
    from setter.intake.campaign_problems import Problem


class Added(Struct, frozen=True):
    """A campaign's version as it was added; `fresh` is False when the newest version is this very file."""

    campaign: str
    version: int
    fresh: bool


class Activated(Struct, frozen=True):
    """The version in force; `fresh` is False when it was before; `rescored` where anybody was yet to be weighed.

    `unsigned` names the parts that sales has not signed off (R-033).
    """

    campaign: str
    version: int
    fresh: bool
    rescored: Rescored | None
    unsigned: tuple[str, ...] = ()


class CampaignLine(Struct, frozen=True):
    """A campaign as a list shows it; `unsigned` names the parts that sales has not signed off (R-033).

    `rules_version` is that of the rule set it scores by, 0 while it is a draft.
    """

    id: str
    name: str
    client: str
    status: str
    version: int | None
    newest: int
    rules_version: int
    unsigned: tuple[str, ...]


def check_file(path: Path) -> list[Problem]:
    """Every problem of a campaign file; empty when there is none."""
    from setter.intake.campaign_file import check, text_of

    return check(text_of(path))


def add_file(desk: Desk, path: Path) -> Added:
    """Add a campaign file as a new version; Wrong lists every error.

    The same file again is the same version; an older version's file is a new one, and so can come back into force.
    """
    from setter.intake.campaign_file import text_of

    return add_text(desk, text_of(path))


def add_text(desk: Desk, text: str) -> Added:
    """Add a campaign by the text of its file."""
    from setter.intake.campaign_file import read

    campaign = read(text)
    digest = hashlib.sha256(text.encode()).hexdigest()

    def write(unit: Unit) -> Added:
        sentence = "Only a team lead adds a campaign."
        desk.allow_only(unit, LEADING, sentence, "campaign", "Ask your team lead.", in_sandbox=True)
        row = unit.campaigns.by_id(campaign.id)
        if row is None:
            row = _new_row(unit, campaign)
        elif row.client_id != campaign.client.id:
            hint = "Give the campaign another id."
            raise Refused("other_client", "A campaign cannot change its client.", "campaign.client", hint)
        newest = unit.campaigns.newest_version(row.number)
        if newest and unit.campaigns.digest(row.number, newest) == digest:
            return Added(campaign.id, newest, fresh=False)
        version = newest + 1
        compiled = msgspec.json.encode(campaign).decode()
        unit.campaigns.add_version(row.number, version, digest, compiled, text, desk.now(), desk.caller)
        subject = f"campaign/{campaign.id}"
        desk.audit(unit, "campaign_add", subject, {"digest": digest}, old=newest or None, new=version)
        return Added(campaign.id, version, fresh=True)

    return desk.store.write(write)


def activate(desk: Desk, campaign_id: str, progress: Progress | None = None, note: str = "") -> Activated:
    """Put a campaign's newest version in force; Refused without a goal or a target market (R-020, R-021).

    `note` says for the audit why the rules change.

    A team lead alone may: whoever made the database, until another is named.

    Calls in progress keep the version they began with. Whoever is touched from then on is scored by the new rules at
    once, the others one after another while callers go on; `progress` is told of those. Where that was broken off,
    activating the same version again goes on with it.
    """
    added = put_in_force(desk, campaign_id, note)
    number = desk.store.read(lambda unit: desk.campaign_row(unit, campaign_id).number)
    see_to_windows(desk, number)
    place_kept_out(desk, number)
    rescored = rescore(desk, campaign_id, progress) if is_due(desk, campaign_id) else None
    return Activated(added.campaign, added.version, added.fresh, rescored, unsigned(desk, campaign_id))


def put_in_force(desk: Desk, campaign_id: str, note: str = "") -> Added:
    """The first half of `activate`, which is done at once; the database remembers that everybody is to be weighed."""
    return desk.store.write(lambda unit: _put_in_force(desk, unit, campaign_id, note))


def _put_in_force(desk: Desk, unit: Unit, campaign_id: str, note: str) -> Added:
    from setter.intake.campaign_file import activation_problems

    row = desk.campaign_row(unit, campaign_id)
    version = unit.campaigns.newest_version(row.number)
    campaign = desk.campaign_as_filed(unit, row.number, version)
    problems = activation_problems(campaign)
    if problems:
        words = "; ".join(f"{problem.field} {problem.message}" for problem in problems)
        hint = "Add it to the campaign file, add the file again, then activate."
        raise Refused("cannot_activate", f"This campaign cannot be activated: {words}.", problems[0].field, hint)
    if row.status == "active" and row.version == version:
        return Added(campaign_id, version, fresh=False)
    sentence = "Only a team lead may activate a campaign."
    desk.allow_only(unit, LEADING, sentence, "campaign", "Ask your team lead.", in_sandbox=True)
    before = desk.campaign_as_filed(unit, row.number, row.version) if row.version else None
    desk.audit(unit, "campaign_activate", f"campaign/{campaign_id}", old=row.version, new=version, why=note.strip())
    active = replace(row, status="active", version=version, name=campaign.name)
    keep_filed(desk, unit, row, campaign, version)
    save_and_weigh(unit, with_rules_of_file(desk, unit, active, campaign, before, note.strip()))
    return Added(campaign_id, version, fresh=True)


def campaigns(desk: Desk) -> list[CampaignLine]:
    """Every campaign, oldest first."""

    def look(unit: Unit) -> list[CampaignLine]:
        return [_line(desk, unit, row) for row in unit.campaigns.all()]

    return desk.store.read(look)


def campaign_named(desk: Desk, number: int) -> str:
    """The id of a campaign by its number; '' where there is none."""
    row = desk.store.read(lambda unit: unit.campaigns.numbered(number))
    return row.id if row else ""


def prospects_in(desk: Desk, campaign_id: str) -> int:
    """How many prospects a campaign has."""
    return desk.store.read(lambda unit: unit.prospects.number_of(desk.campaign_row(unit, campaign_id).number))


def load(desk: Desk, campaign_id: str) -> Campaign:
    """A campaign's rules as they are in force (its newest version while it is a draft)."""
    return desk.store.read(lambda unit: desk.campaign(unit, desk.campaign_row(unit, campaign_id).number))


def only_active(desk: Desk) -> str:
    """The id of the one active campaign; Wrong when there is none or more than one to choose from."""
    known = campaigns(desk)
    active = [line.id for line in known if line.status == "active"]
    if len(active) == 1:
        return active[0]
    drafts = [line.id for line in known if line.status == "draft"]
    sentence, hint = "There is no active campaign.", "Add one with: setter campaign add FILE."
    if active:
        sentence = f"There are {len(active)} active campaigns."
        hint = f"Choose one with --campaign: {', '.join(active)}."
    elif drafts:
        sentence = f"There is no active campaign, only {'a draft' if len(drafts) == 1 else 'drafts'}."
        hint = f"Put it in force with: setter campaign activate {' or '.join(drafts)} (a team lead may)."
    raise Wrong("which_campaign", sentence, "--campaign", hint)


def _new_row(unit: Unit, campaign: Campaign) -> CampaignRow:
    row = CampaignRow(
        number=unit.campaigns.next_number(),
        id=campaign.id,
        name=campaign.name,
        client_id=campaign.client.id,
        programme_id=campaign.programme.id,
        status="draft",
        version=None,
    )
    unit.campaigns.add(row, campaign.client.name)
    return row


def _line(desk: Desk, unit: Unit, row: CampaignRow) -> CampaignLine:
    campaign = desk.campaign(unit, row.number)
    unsigned = unsigned_in(desk, unit, row.number)
    newest = unit.campaigns.newest_version(row.number)
    return CampaignLine(
        row.id, row.name, campaign.client.name, row.status, row.version, newest, row.rules_version, unsigned
    )
