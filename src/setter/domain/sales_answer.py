"""What sales may say of an SQL: each field, what goes together, and what cannot be (R-009, R-082, domain §7.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from setter.domain.rejections import MISSED, OTHER, REJECTIONS, RETURNED, SHORTEST_OTHER

ACCEPTED, REJECTED = "accepted", "rejected"
HELD, NO_SHOW = "held", "no_show"
OPEN, WON, LOST = "open", "won", "lost"
MOST_MINUTES, BEST_QUALITY, MOST_LETTERS = 600, 5, 2000
MOST_MONEY = 10**15


class SaleSays(Struct, frozen=True):
    """What sales says of an SQL; '' and None are not said, and leave what was said before.

    `decision`: accepted or rejected, with `code` and `reason`. `met`: held or no_show. `opportunity`: open, won or
    lost. Days are ISO 8601, `amount` and `margin` hundredths of the campaign's currency, `minutes` whole ones.
    """

    decision: str = ""
    code: str = ""
    reason: str = ""
    minutes: int | None = None
    quality: int | None = None
    lacked: str = ""
    met: str = ""
    opportunity: str = ""
    opportunity_on: str = ""
    closed_on: str = ""
    amount: int | None = None
    margin: int | None = None


class Case(Struct, frozen=True):
    """The SQL that is answered: its meeting's day and today's, by the rep's clocks, and how the meeting stands.

    `begun`: its start has come. `met` is what is on record of it: '', held or no_show. `off`: it was called off.
    `overturned`: a team lead overturned sales' rejection, so that it counts as accepted. `missed`: nobody came to this
    meeting, or to one before it.
    """

    meeting_on: date
    today: date
    begun: bool
    met: str = ""
    off: bool = False
    overturned: bool = False
    missed: bool = False


class Amiss(Struct, frozen=True):
    """What cannot be so: in which field, by a stable word, in a sentence, and what is allowed."""

    field: str
    code: str
    sentence: str
    allowed: str = ""


ALLOWED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "decision": (ACCEPTED, REJECTED),
        "code": tuple(REJECTIONS),
        "met": (HELD, NO_SHOW),
        "opportunity": (OPEN, WON, LOST),
    }
)
"""The fields that take one of a few words."""


def said_fields(says: SaleSays) -> dict[str, str | int]:
    """What is said, by field; what is not said is left out."""
    return {name: value for name, value in asdict(says).items() if value not in ("", None)}


def news_in(before: SaleSays, says: SaleSays) -> SaleSays:
    """What is said now and was not said before: a file that comes again says nothing new."""
    known = asdict(before)
    news: dict[str, Any] = {name: value for name, value in said_fields(says).items() if value != known[name]}
    return SaleSays(**news)


def together(before: SaleSays, says: SaleSays) -> SaleSays:
    """What sales says in all, after what it said before: a new decision takes back the old one's code and reason.

    A deal that is open again is not closed on any day.
    """
    kept, said = asdict(before), said_fields(says)
    if said.get("decision", before.decision) != before.decision or said.get("code", before.code) != before.code:
        kept |= {"code": "", "reason": ""}
    if said.get("opportunity", before.opportunity) == OPEN and before.opportunity != OPEN:
        kept |= {"closed_on": ""}
    whole = SaleSays(**{**kept, **said})
    return whole if whole.decision == REJECTED else replace(whole, code="", reason="")


def amiss(before: SaleSays, says: SaleSays, case: Case) -> tuple[Amiss, ...]:
    """Everything that cannot be of what sales says now, given what it said before; nothing where all may stand."""
    wrong = tuple(_misspelt(says))
    if wrong:
        return wrong
    whole, news = together(before, says), news_in(before, says)
    checks: tuple[Callable[[SaleSays, SaleSays, Case], Iterator[Amiss]], ...] = (
        _decision,
        _meeting,
        _opportunity,
        _days,
        _money,
    )
    return tuple(each for check in checks for each in check(whole, news, case))


def _misspelt(says: SaleSays) -> Iterator[Amiss]:
    for field, words in ALLOWED.items():
        value = getattr(says, field)
        if value and value not in words:
            yield Amiss(field, f"no_{field}", f"{value!r} is none of what may be said here.", ", ".join(words))
    if says.minutes is not None and not 0 <= says.minutes <= MOST_MINUTES:
        yield Amiss("minutes", "minutes", f"{says.minutes} minutes cannot be.", f"whole minutes, 0 to {MOST_MINUTES}")
    if says.quality is not None and not 1 <= says.quality <= BEST_QUALITY:
        yield Amiss("quality", "quality", f"{says.quality} is no quality.", "1 (poor) to 5 (excellent)")
    for field in ("reason", "lacked"):
        if len(getattr(says, field)) > MOST_LETTERS:
            yield Amiss(field, "too_long", "This is too long.", f"at most {MOST_LETTERS} characters")
    for field in ("opportunity_on", "closed_on"):
        if getattr(says, field) and _day(getattr(says, field)) is None:
            yield Amiss(field, "no_day", f"{getattr(says, field)!r} is no day.", "a day as 2026-11-27")


def _decision(whole: SaleSays, news: SaleSays, case: Case) -> Iterator[Amiss]:
    codes = f"{', '.join(REJECTIONS)}"
    if whole.decision != REJECTED:
        if news.code:
            yield Amiss("code", "code_alone", "A code goes with a rejection only.", "leave it empty, or reject")
        if news.reason:
            yield Amiss("reason", "reason_alone", "A reason goes with a rejection only.", "say it in what was missing")
        return
    if case.overturned and (news.decision or news.code):
        sentence = "A team lead has overturned this rejection on appeal."
        yield Amiss("decision", "overturned", sentence, "accepted; or talk to the team lead")
    if not whole.code:
        yield Amiss("code", "no_code", "A rejection needs a code.", codes)
    if not whole.reason.strip():
        sentence = "A rejection needs a reason in words."
        yield Amiss("reason", "no_reason", sentence, "what was wrong, in words, for whoever set it")
    elif whole.code == OTHER and len(whole.reason.strip()) < SHORTEST_OTHER:
        sentence = f"{OTHER} says nothing by itself: its reason is too short."
        yield Amiss("reason", "short_reason", sentence, f"{SHORTEST_OTHER} characters or more")
    if news.code == RETURNED and (case.begun or case.off):
        yield Amiss("code", "too_late", "A packet is returned before its meeting.", "another code, or accepted")
    if news.code == MISSED and not case.missed and whole.met != NO_SHOW:
        sentence = "A repeated no-show follows a meeting to which nobody came."
        yield Amiss("code", "nobody_missed", sentence, "another code, or no_show as well")
    if whole.opportunity and not case.overturned:
        sentence = "An SQL with an opportunity cannot be rejected."
        yield Amiss("decision", "rejected_opportunity", sentence, "accepted, with the opportunity lost")


def _meeting(whole: SaleSays, news: SaleSays, case: Case) -> Iterator[Amiss]:
    if not news.met or news.met == case.met:
        return
    if case.off:
        yield Amiss("met", "meeting_off", "This meeting was called off.", "leave it empty")
    elif not case.begun:
        yield Amiss("met", "not_begun", "This meeting has not begun yet.", "leave it empty until it has")
    elif news.met == NO_SHOW and whole.opportunity:
        yield Amiss("met", "was_held", "An opportunity follows a meeting that was held.", "held, or leave it empty")


def _opportunity(whole: SaleSays, news: SaleSays, case: Case) -> Iterator[Amiss]:
    if not whole.opportunity:
        for field in ("opportunity_on", "closed_on", "amount", "margin"):
            if getattr(news, field) not in ("", None):
                sentence = "This is said of an opportunity, and there is none."
                yield Amiss(field, "no_opportunity", sentence, "leave it empty, or say open, won or lost")
        return
    if whole.decision != ACCEPTED and not case.overturned and whole.decision != REJECTED:
        sentence = "An opportunity follows sales' acceptance."
        yield Amiss("opportunity", "not_accepted", sentence, "accept it first, or in the same row")
    if HELD not in (whole.met, case.met):
        sentence = "An opportunity follows a meeting that was held."
        yield Amiss("opportunity", "not_held", sentence, "say that the meeting was held")
    if not whole.opportunity_on:
        yield Amiss("opportunity_on", "no_opportunity_day", "Since when is it one?", "a day as 2026-11-27")


def _days(whole: SaleSays, news: SaleSays, case: Case) -> Iterator[Amiss]:
    for field in ("opportunity_on", "closed_on"):
        day = _day(getattr(news, field))
        if day is not None and day > case.today:
            yield Amiss(field, "future", f"{day} is in the future.", f"{case.today} at the latest")
        elif day is not None and day < case.meeting_on:
            yield Amiss(field, "before_meeting", f"{day} is before the meeting.", f"{case.meeting_on} at the earliest")
    began, closed = _day(whole.opportunity_on), _day(whole.closed_on)
    if began and closed and closed < began and (news.closed_on or news.opportunity_on):
        yield Amiss("closed_on", "closed_before", "It closed before it was an opportunity.", f"{began} at the earliest")
    if whole.closed_on and whole.opportunity == OPEN:
        yield Amiss(
            "closed_on", "still_open", "An open opportunity has not closed.", "leave it empty, or say won or lost"
        )
    if not whole.closed_on and whole.opportunity in (WON, LOST):
        yield Amiss("closed_on", "no_closed_day", f"When was it {whole.opportunity}?", "a day as 2026-11-27")


def _money(whole: SaleSays, news: SaleSays, case: Case) -> Iterator[Amiss]:
    if whole.opportunity == WON and not whole.amount:
        yield Amiss("amount", "won_without_amount", "A deal that is won has an amount.", "an amount as 1234.50")
    if whole.amount is not None and not 0 <= whole.amount <= MOST_MONEY:
        yield Amiss("amount", "amount", "This amount cannot be.", "0 or more, as 1234.50")
    elif whole.margin is not None and whole.margin > (whole.amount or 0):
        yield Amiss("margin", "margin", "A margin is no greater than its amount.", "the amount at most")
    if whole.margin is not None and whole.margin < -MOST_MONEY:
        yield Amiss("margin", "margin", "This margin cannot be.", "an amount as 1234.50")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None
