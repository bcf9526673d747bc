"""What SQLs cost and what they bring: a caller's hours divided among campaigns, records, a fixed share (domain §8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field

from setter.domain.measures import Measure, count, joined, ratio
from setter.domain.measures_of_sales import ACCEPTED, COHORT, SoldSql
from setter.domain.units import HOUR


class Talked(Struct, frozen=True):
    """The time (ms) of a caller's calls on one day, for one campaign and one source."""

    caller: str
    day: date
    campaign: int
    source: str
    spent: int


class Labour(Struct, frozen=True):
    """Hours by (campaign, source, caller), and by caller the hours of days without any call, which count to none."""

    hours: Mapping[tuple[int, str, str], float]
    idle: Mapping[str, float]
    unclocked: float = 0.0


def labour(worked: Mapping[tuple[str, date], float], talked: Iterable[Talked]) -> Labour:
    """Divide each caller-day's hours by the time of that day's calls; a day without a shift counts its calls alone.

    `worked` are hours of shifts by caller and day. Calls of no length at all share a day evenly.
    """
    days: defaultdict[tuple[str, date], list[Talked]] = defaultdict(list)
    for each in talked:
        days[each.caller, each.day].append(each)
    hours: defaultdict[tuple[int, str, str], float] = defaultdict(float)
    idle: defaultdict[str, float] = defaultdict(float)
    unclocked = 0.0
    for whose, calls in days.items():
        spent = sum(each.spent for each in calls)
        clocked = worked.get(whose, 0.0)
        unclocked += 0.0 if clocked else spent / HOUR
        for each in calls:
            part = each.spent / spent if spent else 1 / len(calls)
            hours[each.campaign, each.source, each.caller] += (clocked or spent / HOUR) * part
    for (caller, day), clocked in worked.items():
        if (caller, day) not in days:
            idle[caller] += clocked
    return Labour(dict(hours), dict(idle), unclocked)


def fixed_share(fixed: float, first: date, last: date, run: tuple[date | None, date | None]) -> tuple[float, str]:
    """A campaign's fixed cost by days of the period inside its dated run, or whole; and which of the two it is."""
    begins, ends = run
    if begins is None or ends is None:
        return fixed, "fixed cost whole: its run has no two dates"
    inside = (min(last, ends) - max(first, begins)).days + 1
    return fixed * max(inside, 0) / ((ends - begins).days + 1), "fixed cost by days of its run"


class Spent(Struct):
    """What one group cost in one currency: hours and money; `records` were bought for `bought`."""

    hours: float = 0.0
    labour: float = 0.0
    records: int = 0
    bought: float = 0.0
    fixed: float = 0.0
    notes: set[str] = field(default_factory=set)

    @property
    def total(self) -> float:
        """All of it."""
        return self.labour + self.bought + self.fixed


def costs(by: str, currency: str, spent: Spent, sqls: Sequence[SoldSql], held: int) -> Iterator[Measure]:
    """Cost per accepted SQL first, cost per record only beside it (R-048)."""
    accepted = sum(each.standing == ACCEPTED for each in sqls)
    parts = (
        f"{spent.hours:.1f} h of labour {spent.labour:,.2f} + records {spent.bought:,.2f} + fixed {spent.fixed:,.2f}"
    )
    note = joined(parts, *sorted(spent.notes), "cost and SQLs of the same period")
    none = "" if accepted else f"no accepted SQL; spend {spent.total:,.2f} {currency}"
    yield ratio("cost per accepted SQL", by, spent.total, accepted, "money", joined(none, note), currency)
    yield ratio("cost per meeting held", by, spent.total, held, "money", parts, currency)
    of = "records bought in the period; for what they brought see cost per accepted SQL"
    yield ratio("cost per record", by, spent.bought, spent.records, "money", of, currency)
    yield count("cost", by, spent.total, parts, currency)


def returns(by: str, currency: str, spent: Spent, sqls: Sequence[SoldSql]) -> Iterator[Measure]:
    """Return on investment by margin, and by revenue where amounts are known; what is still open is in neither."""
    won = [each for each in sqls if each.won]
    margins = [each.margin for each in won if each.margin is not None]
    amounts = [each.amount for each in won if each.amount is not None]
    basis = f"deals won of the {COHORT}, by first source and programme; open pipeline is not in it"
    known = f"margin known of {len(margins)} of {len(won)} deals won"
    note = joined("(margin − cost) / cost", known, basis)
    if margins or not won:
        brought = sum(margins) / 100
        yield ratio("return on investment", by, brought - spent.total, spent.total, "return", note, currency)
    elif not amounts:
        yield ratio("return on investment", by, 0, 0, "return", joined("no margin is known", note), currency)
    if amounts:
        brought = sum(amounts) / 100
        known = f"amount known of {len(amounts)} of {len(won)} deals won"
        note = joined("(revenue − cost) / cost, no return on investment", known, basis)
        yield ratio("revenue return", by, brought - spent.total, spent.total, "return", note, currency)
