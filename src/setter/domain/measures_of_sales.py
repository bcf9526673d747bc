"""What sales says of SQLs, added up: accepted, rejected by code and by gate, held, sold (domain §7.6 and §8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.measures import Measure, count, joined, middle, rate, ratio, share
from setter.domain.rejections import REJECTIONS
from setter.domain.units import DAY, HOUR

ACCEPTED, REJECTED, PENDING, EXCUSED = "accepted", "rejected", "pending", "excused"
RETURNED, MISSED, WITHDRAWN = "returned", "repeated no-show", "withdrawn"
SUBMITTED = (ACCEPTED, REJECTED, PENDING, EXCUSED, MISSED)
"""What counts as submitted: an SQL returned comes again, one withdrawn before sales spoke has no meeting any more."""
_BY_CODE = {"R12": RETURNED, "R13": EXCUSED, "R14": MISSED}
COHORT = "cohort: SQLs submitted in the period"
ACTIVITY = "activity: by the time of the event"


class SoldSql(Struct, frozen=True):
    """One SQL as the measures see it; instants are UTC ms, money hundredths of `currency`.

    `standing` is one of this file's words. `gates` are those it passed, waived ones not. `missed`: nobody came to its
    meeting; `held`: it took place.
    """

    programme: str
    source: str
    caller: str
    campaign: int
    submitted_at: int
    standing: str
    code: str = ""
    appeal: str = ""
    gates: tuple[str, ...] = ()
    minutes: int | None = None
    held: bool = False
    missed: bool = False
    opportunity: str = ""
    amount: int | None = None
    margin: int | None = None
    currency: str = ""
    segments: tuple[tuple[str, str], ...] = ()

    @property
    def won(self) -> bool:
        """Say whether it became a customer: an accepted one only (R-009)."""
        return self.standing == ACCEPTED and self.opportunity == "won"


def standing_of(state: str, decision: str, code: str, appeal: str) -> str:
    """How an SQL stands with sales; an overturned appeal counts as accepted, and some codes as no rejection."""
    if decision == "accepted" or appeal == "overturned":
        return ACCEPTED
    if decision == "rejected":
        return _BY_CODE.get(code, REJECTED)
    return {"withdrawn": WITHDRAWN, "returned": RETURNED}.get(state, PENDING)


class Tally(Struct, frozen=True):
    """So many SQLs by how they stand."""

    accepted: int
    rejected: int
    pending: int
    excused: int
    returned: int
    missed: int
    withdrawn: int

    @property
    def decided(self) -> int:
        """Accepted and rejected."""
        return self.accepted + self.rejected

    @property
    def submitted(self) -> int:
        """All that sales has had to say something of."""
        return self.decided + self.pending + self.excused + self.missed


def tally(sqls: Iterable[SoldSql]) -> Tally:
    """Count SQLs by how they stand."""
    found = Counter(each.standing for each in sqls)
    return Tally(*(found[each] for each in (ACCEPTED, REJECTED, PENDING, EXCUSED, RETURNED, MISSED, WITHDRAWN)))


def acceptance(by: str, sqls: Sequence[SoldSql]) -> Iterator[Measure]:
    """Acceptance and rejection with what pending ones may still change, and what is neither."""
    told = tally(sqls)
    known = told.decided + told.pending
    definition = f"accepted / (accepted + rejected); {COHORT}; R12, R13 and R14 are no rejections"
    yield share("SQL acceptance", by, told.accepted, told.decided, definition)
    pending = f"{told.pending} pending"
    yield share("sales rejection", by, told.rejected, told.decided, joined(f"1 − acceptance; {COHORT}", pending))
    low, high = "if sales accepts all that is pending", "if sales rejects all that is pending"
    yield share("sales rejection, at least", by, told.rejected, known, low, bounds=False)
    yield share("sales rejection, at most", by, told.rejected + told.pending, known, high, bounds=False)
    yield share("SQLs pending", by, told.pending, told.submitted, COHORT)
    yield share("SQLs excused (R13)", by, told.excused, told.submitted, "the rep's own trouble, in no rejection")
    yield share("SQLs returned (R12)", by, told.returned, told.submitted + told.returned, "the packet was too thin")
    yield share("repeated no-shows (R14)", by, told.missed, told.submitted, "a measure of its own")
    yield share("SQLs withdrawn", by, told.withdrawn, told.submitted + told.withdrawn, "called off before sales spoke")
    appealed = [each for each in sqls if each.appeal]
    overturned = sum(each.appeal == "overturned" for each in appealed)
    yield share("appeals overturned", by, overturned, len(appealed), "of appeals made; counted as accepted")


def conversion(by: str, sqls: Sequence[SoldSql], now: int) -> Iterator[Measure]:
    """From SQL to customer, step by step, of the cohort submitted in the period, with how old it is."""
    given = [each for each in sqls if each.standing in SUBMITTED]
    accepted = [each for each in given if each.standing == ACCEPTED]
    opportunities = [each for each in accepted if each.opportunity]
    won = sum(each.won for each in accepted)
    still = sum(each.opportunity in ("", "open") for each in accepted)
    yield share("SQL to accepted", by, len(accepted), len(given), _cohort(given, now, "pending ones not left out"))
    note = _cohort(accepted, now, f"{still} not closed yet")
    yield share("accepted to opportunity", by, len(opportunities), len(accepted), note)
    yield share("opportunity to customer", by, won, len(opportunities), _cohort(opportunities, now))
    yield share("accepted to customer", by, won, len(accepted), note)
    yield count("customers", by, won, f"deals won; {COHORT}")


def _cohort(sqls: Sequence[SoldSql], now: int, more: str = "") -> str:
    age = middle((now - each.submitted_at) / DAY for each in sqls)
    return joined(COHORT, "" if age is None else f"median age {age:.0f} days", more)


def codes(by: str, sqls: Sequence[SoldSql], every: Iterable[SoldSql] = ()) -> Iterator[Measure]:
    """Rejections that stand by their reason, of all that sales decided; also those that only others of `every` have."""
    decided = tally(sqls).decided
    found = Counter(each.code for each in sqls if each.standing == REJECTED)
    for code in sorted(found.keys() | {each.code for each in every if each.standing == REJECTED}):
        words = REJECTIONS[code].words if code in REJECTIONS else "unknown reason"
        against = f"counts against {REJECTIONS[code].against}" if code in REJECTIONS else ""
        yield share(f"rejected {code}: {words}", by, found[code], decided, joined(COHORT, against))


def gates(by: str, sqls: Sequence[SoldSql]) -> Iterator[Measure]:
    """Gate by gate: of the decided SQLs that passed it, how many were accepted, and how many it should have stopped."""
    decided = [each for each in sqls if each.standing in (ACCEPTED, REJECTED)]
    for gate in sorted({gate for each in decided for gate in each.gates}):
        passed = [each for each in decided if gate in each.gates]
        accepted = sum(each.standing == ACCEPTED for each in passed)
        false = sum(each.standing == REJECTED and gate in caught_by(each.code) for each in passed)
        yield share(f"gate precision, {gate}", by, accepted, len(passed), f"accepted / passed; {COHORT}")
        note = "rejected for what this gate should have caught / passed"
        yield share(f"gate false positives, {gate}", by, false, len(passed), note)


def caught_by(code: str) -> tuple[str, ...]:
    """The gates that should have caught a rejection (R-083)."""
    return REJECTIONS[code].gates if code in REJECTIONS else ()


def minutes_lost(by: str, sqls: Sequence[SoldSql]) -> Measure:
    """Minutes that sales spent on what it rejected and on meetings to which nobody came, of all it spent (R-084)."""
    timed = [each for each in sqls if each.minutes is not None]
    lost = [each for each in sqls if each.standing in (REJECTED, MISSED) or each.missed]
    told = [each for each in lost if each.minutes is not None]
    note = f"rejected and no-show / all minutes sales told; told of {len(told)} of {len(lost)} lost SQLs; {COHORT}"
    spent = sum(each.minutes or 0 for each in timed)
    return ratio("sales minutes lost", by, sum(each.minutes or 0 for each in told), spent, "share", note)


def submitted_per_week(by: str, sqls: Sequence[SoldSql], weeks: float, note: str = "") -> Measure:
    """How many SQLs sales was given a week; of less than a week no rate, for it would be many times what there was."""
    given = joined("activity: by the day of submission", note)
    told = rate("SQLs submitted per week", by, tally(sqls).submitted, weeks, given)
    if not 0 < weeks < 1:
        return told
    return replace(told, value=None, interval=None, note=joined(given, "less than a week: their number, no rate"))


class MetMeeting(Struct, frozen=True):
    """One meeting whose time is over; instants in UTC ms. `unsaid_ms`: when silence makes it unknown."""

    programme: str
    source: str
    caller: str
    status: str
    starts_at: int
    ends_at: int
    cancelled_at: int | None = None
    unsaid_ms: int = DAY
    currency: str = ""


LATE_CANCELLATION_MS = 24 * HOUR


def shows(by: str, meetings: Sequence[MetMeeting], now: int) -> Iterator[Measure]:
    """The show rate and, under its own name, the other common definition; what nobody tells apart (domain §8)."""
    found = Counter(each.status for each in meetings)
    late = sum(_late(each) for each in meetings)
    open_ = [each for each in meetings if each.status not in ("held", "no_show", "cancelled")]
    unknown = sum(each.ends_at + each.unsaid_ms <= now for each in open_)
    came = found["held"] + found["no_show"] + late
    note = f"held / (held + no-show + cancelled inside 24 h); {ACTIVITY}, its latest time"
    yield share("show rate", by, found["held"], came, joined(note, f"{len(open_)} not told of left out"))
    yield share("hold rate", by, found["held"], len(meetings), f"held / booked, the other definition; {ACTIVITY}")
    yield share("meetings unknown", by, unknown, len(meetings), "over, and nobody says what became of them")


def _late(meeting: MetMeeting) -> bool:
    at = meeting.cancelled_at
    return meeting.status == "cancelled" and at is not None and at >= meeting.starts_at - LATE_CANCELLATION_MS
