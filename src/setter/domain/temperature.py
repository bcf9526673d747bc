"""Cold, warm or hot: what a prospect has done lately, and never how well they score (R-060 to R-065)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from setter.domain.units import DAY

HOT_DAYS = 30
WARM_DAYS = 180

ACTIVE_INTEREST = frozenset(
    {"demo", "quote", "meeting", "callback", "consultation"}
    | {"demo_request", "quote_request", "contact_us", "incoming_call"}
)
"""Acts that make hot: a demo, quote, meeting, callback or consultation asked for, or a call to us (R-063)."""

ENGAGEMENT = ACTIVE_INTEREST | {
    "info_request", "conversation_positive", "email_reply", "email_click", "newsletter_optin", "social_like",
    "linkedin_connection", "webinar_attended", "event_card", "referral", "download", "pricing_page",
    "comparison_page", "case_study", "product_page", "blog", "ad_click",
}  # fmt: skip
"""Acts that make warm (R-061). Opening a mail is none by itself: opens count by the rule of consistency."""

MAIL_SENT, MAIL_OPENED = "email_sent", "email_open"
MAILS_WATCHED = 5
MAILS_OPENED = 3


class Temperature(StrEnum):
    """How lately and how plainly a prospect has shown interest."""

    COLD = "cold"
    WARM = "warm"
    HOT = "hot"


class Engagement(Struct, frozen=True):
    """Something a prospect did, at an instant in UTC milliseconds."""

    kind: str
    at: int


class Reading(Struct, frozen=True):
    """A temperature and the one act it stands on; without one it is cold."""

    level: Temperature
    kind: str = ""
    at: int | None = None
    days: int | None = None

    @property
    def reason(self) -> str:
        """Say what the temperature stands on."""
        if not self.kind:
            return "Cold: no sign of interest within half a year."
        ago = {0: "today", 1: "yesterday"}.get(self.days or 0, f"{self.days} days ago")
        return f"{self.level.capitalize()}: {self.kind.replace('_', ' ')} {ago}."


def temperature(events: Iterable[Engagement], now: int) -> Reading:
    """Read a temperature from dated acts alone.

    Hot: active interest within 30 days. Warm: engagement within 180 days. Else cold (domain §3.6). An act in
    the future, or of a kind nobody knows, counts for nothing.
    """
    known = [event for event in events if now - WARM_DAYS * DAY <= event.at <= now]
    if not known:
        return Reading(Temperature.COLD)
    hot = [event for event in known if event.kind in ACTIVE_INTEREST and now - event.at <= HOT_DAYS * DAY]
    warm = [event for event in known if event.kind in ENGAGEMENT]
    steady = _steady_opens(known)
    if steady is not None:
        warm.append(Engagement("steady_mail_opens", steady))
    for level, found in ((Temperature.HOT, hot), (Temperature.WARM, warm)):
        if found:
            newest = max(found, key=lambda event: event.at)
            return Reading(level, newest.kind, newest.at, (now - newest.at) // DAY)
    return Reading(Temperature.COLD)


def company_temperature(people: Iterable[Temperature]) -> Temperature:
    """Read a company's temperature: its hottest person who may be called; cold without one (R-064)."""
    order = list(Temperature)
    return max(people, key=order.index, default=Temperature.COLD)


def _steady_opens(events: list[Engagement]) -> int | None:
    """Find when mails came to be opened consistently: three of the last five sent (R-062).

    A single open proves nothing, as mail programs fetch pictures ahead. Where nobody recorded what was sent,
    opens on three days count.
    """
    sent = sorted(event.at for event in events if event.kind == MAIL_SENT)
    opens = sorted(event.at for event in events if event.kind == MAIL_OPENED)
    if sent:
        mails = {bisect_right(sent, opened): opened for opened in opens}
        watched = [opened for mail, opened in mails.items() if mail > max(0, len(sent) - MAILS_WATCHED)]
    else:
        watched = list({opened // DAY: opened for opened in opens}.values())
    return max(watched) if len(watched) >= MAILS_OPENED else None
