"""Whose SQLs a team lead reads in samples: how sales took what each caller set, and whether that has earned it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from setter.domain.campaign import Campaign
from setter.domain.metrics import Proportion
from setter.domain.review_sampling import acceptance, has_earned, is_reviewed, share_reviewed
from setter.services.desk import Desk
from setter.store.records import Decided, Meeting
from setter.store.unit import Unit


class SampledCaller(Struct, frozen=True):
    """How many of a caller's SQLs sales accepted, of those it decided in a client's campaigns.

    `share` of them is read from now on, from 0 to 1: all but for whoever has earned it.
    """

    caller: str
    accepted: Proportion
    earned: bool
    share: float


def sampling(desk: Desk, campaign_id: str) -> list[SampledCaller]:
    """Everybody whose SQLs sales has decided in the campaigns of this one's client, by name."""

    def look(unit: Unit) -> list[SampledCaller]:
        campaign = desk.campaign(unit, desk.campaign_row(unit, campaign_id).number)
        found = unit.deadlines.decided(campaign.client.id)
        callers = sorted({each.set_by for each in found})
        return [_sampled(campaign, caller, found) for caller in callers]

    return desk.store.read(look)


def must_review(unit: Unit, campaign: Campaign, meeting: Meeting) -> bool:
    """Say whether a team lead reads the SQL of a meeting before sales does."""
    review = campaign.handoff.review
    sampled = share_reviewed(review) is not None
    accepted = _accepted(unit.deadlines.decided(campaign.client.id), meeting.booked_by) if sampled else Proportion(0, 0)
    return is_reviewed(review, accepted, meeting.call_id)


def _sampled(campaign: Campaign, caller: str, found: Iterable[Decided]) -> SampledCaller:
    accepted, share = _accepted(found, caller), share_reviewed(campaign.handoff.review)
    earned = has_earned(accepted)
    if share is None:
        return SampledCaller(caller, accepted, earned, 0.0 if campaign.handoff.review == "none" else 1.0)
    return SampledCaller(caller, accepted, earned, share if earned else 1.0)


def _accepted(found: Iterable[Decided], caller: str) -> Proportion:
    own = (each for each in found if each.set_by == caller)
    return acceptance(
        (each.decision == "accepted" or each.appeal == "overturned", each.code, each.number) for each in own
    )
