"""The caps on dials: who may not be rung for them, and promises that they would break (domain §6.2)."""

from __future__ import annotations

from typing import Any

from setter.domain.callable import Verdict
from setter.domain.calling_window import moment_words
from setter.domain.campaign import Campaign
from setter.domain.dispositions import Disposition, Effect
from setter.domain.errors import Refused
from setter.domain.outcome import Consequence
from setter.services.callability import TWO_DAYS, WEEK, best_line, dials_since, lines_of, week_since
from setter.store.records import Enrolment, Prospect
from setter.store.unit import Unit

CAPS = ("cap_number", "cap_person", "cap_day", "cap_company")
AT_A_TIME = (Effect.HARD_CALLBACK, Effect.SOFT_CALLBACK)


def check_promise(
    unit: Unit,
    campaign: Campaign,
    enrolment: Enrolment,
    prospect: Prospect,
    disposition: Disposition,
    followed: Consequence,
) -> None:
    """Refuse a promise for a time at which the caps forbid the call, with the time from which it may be."""
    promised = followed.callback
    if promised is None or disposition.effect not in AT_A_TIME:
        return
    verdict = _capped(unit, campaign, enrolment, prospect, promised.at)
    if verdict is not None:
        hint = "Agree on another day."
        if verdict.opens_at is not None:
            hint = f"It may be from {moment_words(verdict.opens_at, promised.zone)}."
        raise Refused("callback_capped", verdict.reason, "callback", hint)


def cap_of(unit: Unit, campaign: Campaign, enrolment_id: int, now: int) -> Verdict | None:
    """The gate's verdict on somebody who could be dialled but for a cap; None for everybody else."""
    enrolment = unit.prospects.enrolment(enrolment_id)
    prospect = unit.prospects.get(enrolment.prospect_id) if enrolment else None
    if enrolment is None or prospect is None:
        return None
    return _capped(unit, campaign, enrolment, prospect, now)


def capped_among(unit: Unit, campaign: Campaign, enrolment_ids: list[int], now: int) -> dict[int, Verdict]:
    """Those of some enrolments who may not be dialled for a cap; only whoever was rung of late is looked at."""
    dialled = unit.queue.dialled_lately(enrolment_ids, dials_since(now), week_since(now)) if enrolment_ids else []
    found = {enrolment_id: cap_of(unit, campaign, enrolment_id, now) for enrolment_id in dialled}
    return {enrolment_id: verdict for enrolment_id, verdict in found.items() if verdict is not None}


def capped_rows(unit: Unit, campaign: Campaign, number: int, caller: str, now: int) -> list[tuple[dict[str, Any], str]]:
    """Everybody of a campaign's queue whom a cap stops: (their place as the waterfall knows it, the cap)."""
    calling = campaign.calling
    rows = unit.queue.near_a_cap(
        number,
        caller,
        since=now - TWO_DAYS,
        week_since=now - WEEK,
        most_number=calling.max_dials_24h,
        most_person=min(calling.max_dials_24h, calling.max_dials_day_person),
        most_company=calling.max_dials_week_company,
    )
    found = []
    for row in rows:
        verdict = cap_of(unit, campaign, int(row["enrolment_id"]), now)
        if verdict is not None:
            found.append((row, verdict.refusals[0].rule))
    return found


def _capped(unit: Unit, campaign: Campaign, enrolment: Enrolment, prospect: Prospect, at: int) -> Verdict | None:
    line = best_line(lines_of(unit, campaign, enrolment, prospect, at, holder_ok=True, meeting_due=True))
    refused = line.verdict.refusals if line else ()
    return line.verdict if line and refused and refused[0].rule in CAPS else None
