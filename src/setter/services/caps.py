"""The caps on dials: who may not be rung for them, and promises that they would break (domain §6.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from setter.domain.callable import Verdict
from setter.domain.calling_window import moment_words
from setter.domain.campaign import Campaign
from setter.domain.dispositions import Disposition, Effect
from setter.domain.errors import Refused
from setter.domain.outcome import Consequence
from setter.domain.units import DAY
from setter.law.jurisdictions import Places
from setter.services.callability import TWO_DAYS, WEEK, best_line, dials_since, lines_of, week_since
from setter.services.law_in_force import laws_for
from setter.store.localities import names_in
from setter.store.records import Enrolment, Prospect, QueueLine
from setter.store.unit import Unit

CAPS = ("cap_number", "cap_person", "cap_day", "cap_company", "cap_law", "said_no")
"""Rules that what was done with somebody decides, not where they are; whoever awaits our call has said no no more."""
ONCE = {"most_number": 1, "most_person": 1, "most_company": 1}
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
    verdict = _capped(unit, campaign, enrolment, prospect, promised.at, awaited=True)
    if verdict is not None:
        hint = "Agree on another day."
        if verdict.opens_at is not None:
            hint = f"It may be from {moment_words(verdict.opens_at, promised.zone)}."
        raise Refused("callback_capped", verdict.reason, "callback", hint)


def cap_of(unit: Unit, campaign: Campaign, enrolment_id: int, now: int) -> Verdict | None:
    """The gate's verdict on somebody who could be dialled but for a cap, or their no; None for everybody else."""
    enrolment = unit.prospects.enrolment(enrolment_id)
    prospect = unit.prospects.get(enrolment.prospect_id) if enrolment else None
    if enrolment is None or prospect is None:
        return None
    return _capped(unit, campaign, enrolment, prospect, now, awaited=enrolment.work_state == "handed_off")


def capped_among(unit: Unit, campaign: Campaign, lines: Sequence[QueueLine], now: int) -> dict[int, Verdict]:
    """Those of some lines who may not be dialled for a cap; only whoever was rung of late is looked at."""
    dialled = _dialled(unit, [line.enrolment_id for line in lines], dials_since(now), week_since(now))
    days = {line.enrolment_id: _looks_back(unit, campaign, names_in(line.places), now) for line in lines}
    bound = [each for each, longer in days.items() if longer]
    if bound:
        dialled += _dialled(unit, bound, now - max(days.values()) * DAY, now)
    found = {each: cap_of(unit, campaign, each, now) for each in dict.fromkeys(dialled)}
    return {enrolment_id: verdict for enrolment_id, verdict in found.items() if verdict is not None}


def _dialled(unit: Unit, enrolment_ids: Sequence[int], since: int, week_since: int) -> list[int]:
    return unit.queue.dialled_lately(enrolment_ids, since, week_since) if enrolment_ids else []


def _looks_back(unit: Unit, campaign: Campaign, places: Places, now: int) -> int:
    """Of how many days the law of some places counts the calls to one person; 0 where it counts none."""
    market = campaign.market_type.casefold()
    return max((law.looks_back(market) for law in laws_for(unit, campaign, places, "", now)), default=0)


def capped_rows(unit: Unit, campaign: Campaign, number: int, caller: str, now: int) -> list[dict[str, Any]]:
    """Everybody of a campaign's queue whom a cap may stop, as the waterfall knows their place; `cap_of` says if any."""
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
    days = max((_looks_back(unit, campaign, each.places, now) for each in unit.localities.all(number)), default=0)
    longer = unit.queue.near_a_cap(number, caller, since=now - days * DAY, week_since=now, **ONCE) if days else []
    return list({row["enrolment_id"]: row for row in (*rows, *longer)}.values())


def _capped(
    unit: Unit, campaign: Campaign, enrolment: Enrolment, prospect: Prospect, at: int, *, awaited: bool
) -> Verdict | None:
    line = best_line(lines_of(unit, campaign, enrolment, prospect, at, holder_ok=True, meeting_due=awaited))
    refused = line.verdict.refusals if line else ()
    return line.verdict if line and refused and refused[0].rule in CAPS else None
