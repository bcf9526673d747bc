"""The one gate: may we contact this person at all, and may we dial this number now (DESIGN §2, promise 2).

Every rule is asked every time and answers for itself, so that a verdict can be stored with the dial as what
was known and decided at that instant (domain §6.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Literal

from msgspec import Struct

from setter.domain.calling_window import (
    MOST_ZONES,
    are_known,
    clock_words,
    closed_campaign,
    is_open,
    local_time,
    next_opening,
    place_words,
    resolve,
    zone_words,
)
from setter.domain.campaign import Calling, WeekHours
from setter.domain.units import DAY

MOST_DIALS_24H = 3
"""No campaign may dial a number or a person more often in any 24 hours (Fla. Stat. 501.616(6), applied everywhere)."""

FINISHED = ("disqualified", "bad_data", "closed", "exhausted", "handed_off")
"""Work states in which nobody dials; a meeting to confirm or to rescue lifts `handed_off` alone."""

MARKETS = {"b2b": "businesses (B2B)", "b2c": "consumers (B2C)", "b2g": "public bodies (B2G)"}

RULES = (
    "suppressed",
    "erased",
    "market",
    "campaign",
    "work_state",
    "number",
    "lease",
    "zone_unknown",
    "hours",
    "cap_number",
    "cap_person",
    "cap_day",
)
"""Every rule of the gate, in the order in which a refusal names the first: what time never heals comes first."""


class RuleResult(Struct, frozen=True):
    """One rule's answer; `detail` is a sentence where it refuses, `opens_at` (UTC ms) where time heals it."""

    rule: str
    passed: bool
    detail: str = ""
    opens_at: int | None = None


class Verdict(Struct, frozen=True):
    """The gate's answer at an instant, every rule listed; `opens_at` is when all would pass, if time alone can."""

    question: Literal["contact", "dial"]
    allowed: bool
    results: tuple[RuleResult, ...]
    opens_at: int | None
    at: int

    @property
    def refusals(self) -> tuple[RuleResult, ...]:
        """List the rules that said no."""
        return tuple(result for result in self.results if not result.passed)

    @property
    def reason(self) -> str:
        """Say in one sentence why not; empty where it is allowed."""
        return self.refusals[0].detail if self.refusals else ""


class Person(Struct, frozen=True):
    """What the gate needs to know of a prospect.

    `suppressed` holds the reasons in force, for the person or for any number or address of theirs. `zones` are
    the candidate zones of the person; `said_zone` is the one the prospect named, which then stands alone.
    `meeting_due` says that a meeting of theirs is to be confirmed or rescued.
    """

    suppressed: tuple[str, ...] = ()
    erased: bool = False
    market_type: str = ""
    campaign_market_type: str = ""
    work_state: str = "queued"
    zones: tuple[str, ...] = ()
    said_zone: str = ""
    meeting_due: bool = False


class DialNumber(Struct, frozen=True):
    """One number of a prospect; `standing` is "ok", "bad" or "not_theirs", `zones` those the number points to."""

    e164: str
    standing: str = "ok"
    zones: tuple[str, ...] = ()


class DialHistory(Struct, frozen=True):
    """Instants (UTC ms) of the dials of the last two days: to the number, by anyone, and to the person."""

    number: tuple[int, ...] = ()
    person: tuple[int, ...] = ()


def may_contact(person: Person, now: int) -> Verdict:
    """Say whether this person may be held, shown or contacted at all, on any path (R-043, R-075)."""
    return _verdict("contact", _contact_rules(person), now, None)


def may_dial(
    person: Person, number: DialNumber, calling: Calling, dials: DialHistory, now: int, holder_ok: bool
) -> Verdict:
    """Say whether this number may be dialled at this instant by a caller who holds the lease, or does not."""
    zones = candidate_zones_of(person, number)
    cap = min(calling.max_dials_24h, MOST_DIALS_24H)
    results = (
        *_contact_rules(person),
        _campaign(calling, zones, now),
        _work_state(person),
        _number(number),
        _lease(holder_ok),
        _zone_known(zones),
        _hours(calling.hours, zones, now),
        _cap_24h("cap_number", "This number was", dials.number, cap, now, zones),
        _cap_24h("cap_person", "This person was", dials.person, cap, now, zones),
        _cap_day(dials.person, calling.max_dials_day_person, now, zones),
    )
    return _verdict("dial", results, now, (calling.hours, zones))


def candidate_zones_of(person: Person, number: DialNumber) -> tuple[str, ...]:
    """List the zones that must all be open before this number is dialled: the one said, else all (domain §6.3)."""
    if person.said_zone:
        return (person.said_zone,)
    return tuple(sorted({*person.zones, *number.zones}))


def _contact_rules(person: Person) -> tuple[RuleResult, ...]:
    return (_suppressed(person), _erased(person), _market(person))


def _suppressed(person: Person) -> RuleResult:
    reasons = ", ".join(reason.replace("_", " ") for reason in person.suppressed)
    return _result("suppressed", not person.suppressed, f"Do not contact this person: {reasons}.")


def _erased(person: Person) -> RuleResult:
    return _result("erased", not person.erased, "This person's data has been erased.")


def _market(person: Person) -> RuleResult:
    theirs, ours = person.market_type.casefold(), person.campaign_market_type.casefold()
    return _result(
        "market",
        not theirs or not ours or theirs == ours,
        f"This campaign calls {MARKETS.get(ours, ours)}; this prospect is one of the {MARKETS.get(theirs, theirs)}.",
    )


def _campaign(calling: Calling, zones: tuple[str, ...], now: int) -> RuleResult:
    """Dial on the campaign's days only, by the calendar of every zone the prospect may be in."""
    words = closed_campaign(calling, zones, now)
    begins = None
    if calling.first_day is not None and "begins" in words:
        midnight = datetime.combine(calling.first_day, time(0))
        begins = max(resolve(midnight, zone) for zone in (zones if are_known(zones) else ("UTC",)))
    return _result("campaign", not words, words, begins)


def _work_state(person: Person) -> RuleResult:
    state = person.work_state
    allowed = state not in FINISHED or (state == "handed_off" and person.meeting_due)
    return _result("work_state", allowed, f"This prospect is {state.replace('_', ' ')}: nobody calls now.")


def _number(number: DialNumber) -> RuleResult:
    words = {
        "bad": "This number does not work.",
        "not_theirs": "This number belongs to somebody else.",
    }
    return _result("number", number.standing == "ok", words.get(number.standing, "This number is not to be dialled."))


def _lease(holder_ok: bool) -> RuleResult:
    return _result("lease", holder_ok, "You do not hold this prospect: take it first, or somebody else has it.")


def _zone_known(zones: tuple[str, ...]) -> RuleResult:
    detail = "Nobody knows where this prospect is: ask for a place before dialling."
    if len(zones) > MOST_ZONES:
        detail = f"This number could ring in {len(zones)} time zones: find out where the prospect is."
    return _result("zone_unknown", are_known(zones), detail)


def _hours(hours: WeekHours, zones: tuple[str, ...], now: int) -> RuleResult:
    if not are_known(zones):
        return _result("hours", False, "Calling hours cannot be checked without a time zone.")
    if is_open(hours, zones, now):
        return _result("hours", True)
    opens_at = next_opening(hours, zones, now)
    shut = next((zone for zone in zones if not is_open(hours, (zone,), now)), zones[0])
    clock = f"It is {clock_words(now, shut)} in {place_words(shut)}, outside calling hours;"
    if opens_at is None:
        return _result("hours", False, f"{clock} the next two weeks have no hour for all its zones.")
    return _result("hours", False, f"{clock} they open {_instant_words(opens_at, (shut,))}.", opens_at)


def _cap_24h(rule: str, subject: str, dials: Iterable[int], cap: int, now: int, zones: tuple[str, ...]) -> RuleResult:
    recent = sorted(at for at in dials if at > now - DAY)
    if len(recent) < cap:
        return _result(rule, True)
    opens_at = recent[len(recent) - cap] + DAY if cap > 0 else None
    words = f"{subject} dialled {_times(len(recent))} in 24 hours, {cap} is the most"
    return _result(rule, False, f"{words}{_again(opens_at, zones)}.", opens_at)


def _cap_day(dials: Iterable[int], cap: int, now: int, zones: tuple[str, ...]) -> RuleResult:
    """Hold the day's cap against the prospect's own calendar day, in every zone they may be in."""
    known = zones if are_known(zones) else ("UTC",)
    instants = tuple(dials)
    full = [zone for zone in known if _on_local_day(instants, now, zone) >= cap]
    if not full:
        return _result("cap_day", True)
    opens_at = max(_tomorrow(now, zone) for zone in full) if cap > 0 else None
    words = f"This person was dialled {_times(_on_local_day(instants, now, full[0]))} today, {cap} is the most"
    return _result("cap_day", False, f"{words}{_again(opens_at, zones)}.", opens_at)


def _on_local_day(dials: Iterable[int], now: int, zone: str) -> int:
    today = local_time(now, zone).date()
    return sum(local_time(at, zone).date() == today for at in dials)


def _tomorrow(now: int, zone: str) -> int:
    return resolve(datetime.combine(local_time(now, zone).date() + timedelta(days=1), time(0)), zone)


def _verdict(
    question: Literal["contact", "dial"],
    results: tuple[RuleResult, ...],
    now: int,
    schedule: tuple[WeekHours, tuple[str, ...]] | None,
) -> Verdict:
    refused = [result for result in results if not result.passed]
    healed = [result.opens_at for result in refused if result.opens_at is not None]
    opens_at = None
    if refused and len(healed) == len(refused) and schedule is not None:
        opens_at = next_opening(*schedule, max(healed))
    return Verdict(question, not refused, results, opens_at, now)


def _result(rule: str, passed: bool, detail: str = "", opens_at: int | None = None) -> RuleResult:
    return RuleResult(rule, passed) if passed else RuleResult(rule, False, detail, opens_at)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _again(opens_at: int | None, zones: tuple[str, ...]) -> str:
    return "" if opens_at is None else f"; it may ring again from {_instant_words(opens_at, zones)}"


def _instant_words(instant: int, zones: tuple[str, ...]) -> str:
    zone = zones[0] if are_known(zones) else "UTC"
    return f"{local_time(instant, zone):%A %H:%M} {zone_words(instant, zone)}"
