"""What is on record of a prospect as evidence for a rung: what they did and said, never what a list claims."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from setter.domain.acts import ACTIVE_INTEREST, OPT_INS, Act
from setter.domain.campaign import Campaign
from setter.domain.dispositions import Effect
from setter.domain.facts import Facts
from setter.domain.gate_evidence import by_words
from setter.domain.ladder import Rung, RungEvidence, Standing, standing
from setter.domain.rejections import stands_rejected
from setter.domain.stages import Progress, sub_stage
from setter.domain.weigher import weigher_of
from setter.services.knowledge import facts_on, values_on
from setter.services.on_record import OnRecord
from setter.services.situation import effect_of
from setter.services.warmth import seen_ourselves
from setter.store.records import Happened

AGREED = (Effect.HARD_CALLBACK, Effect.DAY_CALLBACK, Effect.SEND_INFORMATION, Effect.NURTURE, Effect.MEETING_SET)
"""Effects of a call on which somebody agreed to be contacted again."""
TIMING = "timing"
"""The gate whose answer is the purchase horizon (R-009, R-029)."""


def rung_on(campaign: Campaign, known: OnRecord, acts: Sequence[Act], now: int) -> Standing:
    """A prospect's rung in a campaign by what is on record at an instant (UTC milliseconds), and where inside it."""
    evidence = rung_evidence(campaign, known, now)
    reached = standing(evidence)
    if reached.rung is Rung.LEAD and _fit_and_engaged(campaign, known, acts, now):
        reached = standing(replace(evidence, fit_and_engaged=True))
    stages = campaign.ladder.stages.get(reached.rung)
    return replace(reached, stage=sub_stage(stages, _progress(known))) if stages else reached


def _fit_and_engaged(campaign: Campaign, known: OnRecord, acts: Sequence[Act], now: int) -> bool:
    """Say whether suitability and activity both reach what the campaign asks of an MQL (domain §2.3)."""
    fit, engagement = campaign.ladder.mql_fit, campaign.ladder.mql_engagement
    if fit is None or engagement is None:
        return False
    models = weigher_of(campaign.scoring).weigh(values_on(known), acts, now).models
    return models.suitability >= fit and models.activity >= engagement


def _progress(known: OnRecord) -> Progress:
    """How far the work has come, as far as sub-stages ask; a meeting that was called off is none."""
    own = [each for each in known.meetings if each.enrolment_id == known.enrolment.id and each.status != "cancelled"]
    meeting = max(own, key=lambda each: each.starts_at).status if own else ""
    return Progress(known.enrolment.attempts, known.conversations, known.promise is not None, known.sql, meeting)


def rung_evidence(campaign: Campaign, known: OnRecord, now: int) -> RungEvidence:
    """Gather the evidence for a prospect's rung in a campaign, but for what their score says."""
    facts = facts_on(known) if known.answers else {}
    return RungEvidence(
        name=bool(known.prospect.full_name),
        email=bool(known.emails),
        phone=known.has_number,
        opted_in=bool(known.events) and _opted_in(known.events, now),
        inquired=_inquired(known, now),
        agreed_to_contact=any(effect_of(ending) in AGREED for ending in known.own_endings),
        qualifying_answers=_qualifying_answers(campaign, facts, now),
        conversations=known.conversations,
        sql=known.sql,
        meeting_held=any(each.status == "held" and each.enrolment_id == known.enrolment.id for each in known.meetings),
        rejected=known.word.rejected if known.word and stands_rejected(known.word.rejected) else "",
        accepted=known.word is not None and known.word.accepted,
        closed_won=known.word is not None and known.word.opportunity == "won",
        purchase_horizon=_horizon(campaign, facts, now) or (known.word.opportunity_on if known.word else ""),
        claimed=known.prospect.claimed_stage,
    )


def _opted_in(events: Sequence[Happened], now: int) -> bool:
    """Say whether they asked to hear from us, and have not unsubscribed since; what has no sure time counts nothing."""
    asked = _newest(events, OPT_INS, now)
    return asked is not None and asked > (_newest(events, {"unsubscribe"}, now) or 0)


def _inquired(known: OnRecord, now: int) -> bool:
    """Say whether they asked something of us by themselves; what they said when we rang is no inquiry."""
    return (
        bool(known.inquiries)
        or any(source.kind == "incoming_call_unknown" for source in seen_ourselves(known.sources))
        or _newest(known.events, ACTIVE_INTEREST, now) is not None
    )


def _newest(events: Sequence[Happened], kinds: Collection[str], now: int) -> int | None:
    times = [each.happened_at for each in events if each.kind in kinds and each.happened_at is not None]
    return max([at for at in times if at <= now], default=None) if times else None


def _qualifying_answers(campaign: Campaign, facts: Facts, now: int) -> int:
    """How many gates are passed by what the prospect said; nothing said passes none."""
    said = {field for field, fact in facts.items() if fact.source == "answer"}
    if not said:
        return 0
    return sum(
        by_words(gate, facts, now).met
        for gate in campaign.gates.gates
        if gate.evidence in ("answer", "quote") and all(each.field in said for each in gate.requires)
    )


def _horizon(campaign: Campaign, facts: Facts, now: int) -> str:
    """When they want to buy, in their words, where that was asked of them and is not stale (R-009).

    What sales has made an opportunity of has its day from sales, whatever the campaign asks.
    """
    timing = next((gate for gate in campaign.gates.gates if gate.id == TIMING), None) if facts else None
    return by_words(timing, facts, now).quote if timing is not None else ""
