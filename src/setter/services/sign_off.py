"""Sales signs off what a campaign is made of, part by part; what it has not signed is said where it matters (R-033)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from setter.domain.campaign import Campaign, SignOff
from setter.domain.errors import Refused, Wrong
from setter.domain.signed_parts import FILED_PARTS, SIGNED_PARTS, digests_of, unsigned_words
from setter.services import rule_sets
from setter.services.desk import Desk
from setter.services.rule_sets import checked_day, checked_signer
from setter.store.records import CampaignRow, CampaignSignOff
from setter.store.unit import Unit

SCORING = "scoring"
DIGESTS = "digests_of_campaigns"
"""Under this name a program keeps the digests of versions, which never change."""
Known = Mapping[tuple[str, str], CampaignSignOff]


class SignedOff(Struct, frozen=True):
    """A part with who of sales signed it off, and when; `unsigned` are the parts that are left."""

    part: str
    version: int
    signed_by: str
    signed_on: date
    unsigned: tuple[str, ...]


def unsigned(desk: Desk, campaign_id: str, version: int | None = None) -> tuple[str, ...]:
    """The parts of a campaign that sales has not signed off, of the version in force or of another."""
    return desk.store.read(lambda unit: unsigned_in(desk, unit, desk.campaign_row(unit, campaign_id).number, version))


def unsigned_note(desk: Desk, campaign_id: str) -> str:
    """The same in words, for whoever reads what a campaign came to; "" where sales has signed all."""
    return unsigned_words(unsigned(desk, campaign_id))


def named(desk: Desk, campaign_id: str, *, to_leads: bool) -> tuple[Campaign, str]:
    """A campaign's rules in force, and in words what sales has not signed off; `to_leads` tells only whoever leads."""

    def look(unit: Unit) -> tuple[Campaign, str]:
        number = desk.campaign_row(unit, campaign_id).number
        told = not to_leads or desk.leads(unit)
        return desk.campaign(unit, number), unsigned_words(unsigned_in(desk, unit, number)) if told else ""

    return desk.store.read(look)


def unsigned_in(desk: Desk, unit: Unit, number: int, version: int | None = None) -> tuple[str, ...]:
    """The same within a transaction, by the campaign's number; of the scoring rules it is the version in force."""
    row = unit.campaigns.numbered(number)
    version = version or (row.version if row else None) or unit.campaigns.newest_version(number)
    filed, known = desk.campaign_as_filed(unit, number, version), unit.sign_offs.of_campaign(number)
    digests = _digests(unit, filed, number, version)
    signed = {part for part in FILED_PARTS if (part, digests[part]) in known} | _taken(filed, digests, known).keys()
    rules = row.rules_version if row else 0
    if rules in unit.rule_sets.sign_offs(number) or (not rules and SCORING in filed.sign_offs):
        signed.add(SCORING)
    return tuple(part for part in SIGNED_PARTS if part not in signed)


def sign_off(
    desk: Desk, campaign_id: str, part: str, by: str, day: date | None = None, version: int | None = None
) -> SignedOff:
    """Keep that somebody of sales has signed a part off, of the version in force or of another; the same again is kept.

    It holds in every version in which the part says just that. The scoring rules in force are signed by their own
    version. Refused("role") for whoever is neither a team lead nor sales, Refused("signed_off") where somebody else
    has signed already.
    """
    if part not in SIGNED_PARTS:
        hint = f"One of {', '.join(SIGNED_PARTS)}."
        raise Wrong("part", f"{part!r} is no part that sales signs off.", "--part", hint)
    if part == SCORING:
        return _sign_rules(desk, campaign_id, by, day, version)
    name = checked_signer(by)

    def write(unit: Unit) -> SignedOff:
        rule_sets.check_signing(desk, unit)
        row = desk.campaign_row(unit, campaign_id)
        number = version or row.version or unit.campaigns.newest_version(row.number)
        filed = _filed(desk, unit, row, number)
        on, digest = checked_day(desk, unit, day), _digests(unit, filed, row.number, number)[part]
        known = unit.sign_offs.of_campaign(row.number).get((part, digest))
        if known is None:
            _keep(desk, unit, row, part, digest, number, SignOff(name, on))
        elif (known.signed_by, known.signed_on) != (name, on.isoformat()):
            words = part.replace("_", " ")
            sentence = f"{known.signed_by} signed off the {words} of version {number} on {known.signed_on}."
            raise Refused("signed_off", sentence, "--part", "What says something else is signed off anew.")
        return SignedOff(part, number, name, on, unsigned_in(desk, unit, row.number, number))

    return desk.store.write(write)


def keep_filed(desk: Desk, unit: Unit, row: CampaignRow, filed: Campaign, version: int) -> None:
    """Keep the sign-offs that stand in the file of a version that comes into force."""
    digests, known = _digests(unit, filed, row.number, version), unit.sign_offs.of_campaign(row.number)
    for part, signed in _taken(filed, digests, known).items():
        _keep(desk, unit, row, part, digests[part], version, signed)


def _sign_rules(desk: Desk, campaign_id: str, by: str, day: date | None, version: int | None) -> SignedOff:
    if version is not None:
        hint = "Sign a version of the rules off with: setter rules sign VERSION."
        raise Wrong("version", "The scoring rules have versions of their own.", "--version", hint)
    row = desk.store.read(lambda unit: desk.active_row(unit, campaign_id))
    on = rule_sets.sign_off(desk, campaign_id, row.rules_version, by, day)
    return SignedOff(SCORING, row.rules_version, by.strip(), on, unsigned(desk, campaign_id))


def _taken(filed: Campaign, digests: Mapping[str, str], known: Known) -> dict[str, SignOff]:
    """The sign-offs of a file that are news.

    A line that was left standing when the part was rewritten is the earlier part's: who signed that, on that day, has
    not seen this one.
    """
    before = {(part, each.signed_by, each.signed_on) for (part, _), each in known.items()}
    return {
        part: signed
        for part, signed in filed.sign_offs.items()
        if part in FILED_PARTS
        and (part, digests[part]) not in known
        and (part, signed.by, signed.on.isoformat()) not in before
    }


def _keep(desk: Desk, unit: Unit, row: CampaignRow, part: str, digest: str, version: int, signed: SignOff) -> None:
    """Whose sign-off it is stays out of the audit."""
    when = signed.on.isoformat()
    kept = (row.number, part, digest, version, signed.by, when, desk.now(), desk.caller)
    unit.sign_offs.add(CampaignSignOff(*kept))
    detail = {"part": part, "version": version, "signed_on": when}
    desk.audit(unit, "campaign_sign_off", f"campaign/{row.id}", detail)


def _filed(desk: Desk, unit: Unit, row: CampaignRow, version: int) -> Campaign:
    if not 0 < version <= unit.campaigns.newest_version(row.number):
        hint = "See them with: setter campaign list."
        raise Wrong("version", f"The campaign {row.id} has no version {version}.", "--version", hint)
    return desk.campaign_as_filed(unit, row.number, version)


def _digests(unit: Unit, filed: Campaign, number: int, version: int) -> dict[str, str]:
    kept: dict[tuple[int, int], dict[str, str]] = unit.kept.setdefault(DIGESTS, {})
    if (number, version) not in kept:
        kept[number, version] = digests_of(filed)
    return kept[number, version]
