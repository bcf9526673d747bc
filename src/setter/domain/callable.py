"""The one gate: may we contact this person at all, and may we dial this number now (DESIGN §2, promise 2).

Every rule is asked every time and answers for itself, so that a verdict can be stored with the dial as what
was known and decided at that instant (domain §6.2).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Literal

from msgspec import Struct

from setter.domain.callable_law import consent, registry
from setter.domain.callable_when import cap_24h, cap_day, cap_law, cap_week, closed_day, hours, law, said_no
from setter.domain.calling_window import MOST_ZONES, are_known, closed_campaign, resolve
from setter.domain.campaign import Calling
from setter.domain.law import CONSENT, Law
from setter.domain.schedule import first_open
from setter.domain.verdict import RuleResult, Verdict, ruled

__all__ = ["DialHistory", "DialNumber", "Person", "RuleResult", "Verdict", "may_contact", "may_dial"]

MOST_DIALS_24H = 3
"""No campaign may dial a number or a person more often in any 24 hours (Fla. Stat. 501.616(6), applied everywhere)."""

MOST_DIALS_WEEK_COMPANY = 8
"""No campaign may ring the people of one company more often in any seven days (domain §5)."""

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
    "consent",
    "registry",
    "lease",
    "zone_unknown",
    "hours",
    "law",
    "closed_day",
    "cap_number",
    "cap_person",
    "cap_day",
    "cap_company",
    "cap_law",
    "said_no",
)
"""Every rule of the gate, in the order in which a refusal names the first: what time never heals comes first."""


class Person(Struct, frozen=True):
    """What the gate needs to know of a prospect.

    `suppressed` holds the reasons in force, for the person or for any number or address of theirs. `zones` are
    the candidate zones of the person; `said_zone` is the one the prospect named, which then stands alone.
    `meeting_due` says that a meeting of theirs is to be confirmed or rescued, `asked_us` that they gave us a time to
    call back. `consents` is what of theirs is on record: "consent", "presumed_interest".
    """

    suppressed: tuple[str, ...] = ()
    erased: bool = False
    market_type: str = ""
    campaign_market_type: str = ""
    work_state: str = "queued"
    zones: tuple[str, ...] = ()
    said_zone: str = ""
    meeting_due: bool = False
    consents: tuple[str, ...] = ()
    asked_us: bool = False

    @property
    def agreed(self) -> tuple[str, ...]:
        """What lets them be called: what is on record, and their yes where they await our call themselves."""
        return (*self.consents, CONSENT) if self.awaits_us else self.consents

    @property
    def awaits_us(self) -> bool:
        """Whether they have a meeting with us, or gave us a time to call back."""
        return self.meeting_due or self.asked_us

    @property
    def market(self) -> str:
        """The market the person is of, or else the campaign's; empty where neither says so."""
        return (self.market_type or self.campaign_market_type).casefold()


class DialNumber(Struct, frozen=True):
    """One number of a prospect; `standing` is "ok", "bad" or "not_theirs", `zones` those the number points to.

    `kind` is "direct", "switchboard", "mobile" or unknown; `listed` names the registers that it stands in; `added_at`
    is when it came on record (UTC milliseconds).
    """

    e164: str
    standing: str = "ok"
    zones: tuple[str, ...] = ()
    kind: str = ""
    listed: tuple[str, ...] = ()
    added_at: int = 0


class DialHistory(Struct, frozen=True):
    """Instants (UTC ms) of the dials, by anyone and in any campaign of the client: to the number and to the person in
    the last two days, to anybody of their company in the last week; where a law counts them for longer, the former go
    back as far. `said_no` are the instants at which the person refused us.
    """

    number: tuple[int, ...] = ()
    person: tuple[int, ...] = ()
    company: tuple[int, ...] = ()
    said_no: tuple[int, ...] = ()


def may_contact(person: Person, now: int) -> Verdict:
    """Say whether this person may be held, shown or contacted at all, on any path (R-043, R-075)."""
    return _verdict("contact", _contact_rules(person), now, None)


def may_dial(
    person: Person,
    number: DialNumber,
    calling: Calling,
    laws: tuple[Law, ...],
    dials: DialHistory,
    now: int,
    holder_ok: bool,
) -> Verdict:
    """Say whether this number may be dialled at this instant by a caller who holds the lease, or does not.

    `laws` are those of every place that the person, or the number, may be in.
    """
    zones = candidate_zones_of(person, number)
    cap = min(calling.max_dials_24h, MOST_DIALS_24H)
    results = (
        *_contact_rules(person),
        _campaign(calling, zones, now),
        _work_state(person),
        _number(number),
        consent(laws, person.market, number.kind, person.agreed),
        registry(laws, person.market, number.kind, number.listed, number.added_at, person.agreed, now),
        _lease(holder_ok),
        _zone_known(zones),
        hours(calling.hours, zones, now),
        law(laws, zones, now),
        closed_day(laws, zones, now),
        cap_24h("cap_number", "This number was", dials.number, cap, now, zones),
        cap_24h("cap_person", "This person was", dials.person, cap, now, zones),
        cap_day(dials.person, calling.max_dials_day_person, now, zones),
        cap_week(dials.company, min(calling.max_dials_week_company, MOST_DIALS_WEEK_COMPANY), now, zones),
        cap_law(laws, person.market, (dials.number, dials.person), now, zones),
        said_no(laws, person.market, () if person.awaits_us else dials.said_no, now, zones),
    )
    return _verdict("dial", results, now, lambda instant: first_open(calling.hours, zones, laws, instant))


def candidate_zones_of(person: Person, number: DialNumber) -> tuple[str, ...]:
    """List the zones that must all be open before this number is dialled: the one said, else all (domain §6.3)."""
    if person.said_zone:
        return (person.said_zone,)
    return tuple(sorted({*person.zones, *number.zones}))


def _contact_rules(person: Person) -> tuple[RuleResult, ...]:
    return (_suppressed(person), _erased(person), _market(person))


def _suppressed(person: Person) -> RuleResult:
    reasons = ", ".join(reason.replace("_", " ") for reason in person.suppressed)
    return ruled("suppressed", not person.suppressed, f"Do not contact this person: {reasons}.")


def _erased(person: Person) -> RuleResult:
    return ruled("erased", not person.erased, "This person's data has been erased.")


def _market(person: Person) -> RuleResult:
    theirs, ours = person.market_type.casefold(), person.campaign_market_type.casefold()
    return ruled(
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
    return ruled("campaign", not words, words, begins)


def _work_state(person: Person) -> RuleResult:
    state = person.work_state
    allowed = state not in FINISHED or (state == "handed_off" and person.meeting_due)
    return ruled("work_state", allowed, f"This prospect is {state.replace('_', ' ')}: nobody calls now.")


def _number(number: DialNumber) -> RuleResult:
    words = {
        "bad": "This number does not work.",
        "not_theirs": "This number belongs to somebody else.",
    }
    return ruled("number", number.standing == "ok", words.get(number.standing, "This number is not to be dialled."))


def _lease(holder_ok: bool) -> RuleResult:
    return ruled("lease", holder_ok, "You do not hold this prospect: take it first, or somebody else has it.")


def _zone_known(zones: tuple[str, ...]) -> RuleResult:
    detail = "Nobody knows where this prospect is: ask for a place before dialling."
    if len(zones) > MOST_ZONES:
        detail = f"This number could ring in {len(zones)} time zones: find out where the prospect is."
    return ruled("zone_unknown", are_known(zones), detail)


def _verdict(
    question: Literal["contact", "dial"],
    results: tuple[RuleResult, ...],
    now: int,
    opening: Callable[[int], int | None] | None,
) -> Verdict:
    refused = [result for result in results if not result.passed]
    healed = [result.opens_at for result in refused if result.opens_at is not None]
    opens_at = None
    if refused and len(healed) == len(refused) and opening is not None:
        opens_at = opening(max(healed))
    return Verdict(question, not refused, results, opens_at, now)
