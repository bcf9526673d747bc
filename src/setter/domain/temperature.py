"""Cold, warm or hot: what a prospect has done lately, and never how well they score (R-060 to R-065)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from setter.domain.acts import ACTIVE_INTEREST, ENGAGEMENT, Act
from setter.domain.units import DAY

MAIL_SENT, MAIL_OPENED, MAIL_CLICKED, STEADY = "email_sent", "email_open", "email_click", "email_steady"
MAILS = frozenset({MAIL_SENT, MAIL_OPENED, MAIL_CLICKED})
"""The kinds of act of which consistent opening and clicking is read."""


class Temperature(StrEnum):
    """How lately and how plainly a prospect has shown interest."""

    COLD = "cold"
    WARM = "warm"
    HOT = "hot"


class Windows(Struct, frozen=True):
    """How long interest makes hot and engagement warm, and when mails are read consistently (R-062).

    So many of the last `mails_watched` must have been opened, or so many clicked.
    """

    hot_days: int = 30
    warm_days: int = 180
    mails_watched: int = 5
    mails_opened: int = 3
    mails_clicked: int = 2


USUAL = Windows()


class Reading(Struct, frozen=True):
    """A temperature and the one act it stands on; without one it is cold, for there was none `within` so many days."""

    level: Temperature
    kind: str = ""
    at: int | None = None
    days: int | None = None
    within: int = USUAL.warm_days

    @property
    def reason(self) -> str:
        """Say what the temperature stands on."""
        if not self.kind:
            return f"Cold: no sign of interest within {self.within} day{'s' if self.within > 1 else ''}."
        ago = {0: "today", 1: "yesterday"}.get(self.days or 0, f"{self.days} days ago")
        return f"{self.level.capitalize()}: {self.kind.replace('_', ' ')} {ago}."


def temperature(acts: Iterable[Act], now: int, windows: Windows = USUAL) -> Reading:
    """Read a temperature from dated acts alone.

    Hot: active interest in the hot window. Warm: engagement in the warm one. Else cold (domain §3.6). An act without
    a time, in the future, or of a kind nobody knows, counts for nothing.
    """
    found = Reading(Temperature.COLD, within=windows.warm_days)
    mails: list[Act] = []
    warm_since, hot_since = now - windows.warm_days * DAY, now - windows.hot_days * DAY
    for act in acts:
        if act.at is None or not warm_since <= act.at <= now:
            continue
        if act.kind in ENGAGEMENT:
            hot = act.at >= hot_since and act.kind in ACTIVE_INTEREST
            found = _hotter(found, Temperature.HOT if hot else Temperature.WARM, act.kind, act.at, now)
        if act.kind in MAILS:
            mails.append(act)
    steady = steady_since(mails, now, windows) if mails and found.level is not Temperature.HOT else None
    return found if steady is None else _hotter(found, Temperature.WARM, STEADY, steady, now)


def company_temperature(people: Iterable[Temperature]) -> Temperature:
    """Read a company's temperature: its hottest person who may be called; cold without one (R-064)."""
    return max(people, key=_RANK.__getitem__, default=Temperature.COLD)


def steady_since(acts: Sequence[Act], now: int, windows: Windows = USUAL) -> int | None:
    """When mails came to be opened or clicked consistently, in UTC milliseconds; None where they are not (R-062).

    Usually three of the last five sent were opened, or two of them clicked. A single open proves nothing, as mail
    programs fetch pictures ahead. Where nobody recorded what was sent, what was done on one day was done with one mail.
    """
    done = [(act.kind, act.at) for act in acts if act.at is not None and act.at <= now]
    clicks = [at for kind, at in done if kind == MAIL_CLICKED]
    opens = clicks + [at for kind, at in done if kind == MAIL_OPENED]
    if len(clicks) < windows.mails_clicked and len(opens) < windows.mails_opened:
        return None
    sent = sorted(at for kind, at in done if kind == MAIL_SENT)
    asked = ((opens, windows.mails_opened), (clicks, windows.mails_clicked))
    found = ((_mails(times, sent, windows.mails_watched), least) for times, least in asked)
    steady = [mails for mails, least in found if len(mails) >= least]
    return max(max(mails) for mails in steady) if steady else None


_RANK = {level: rank for rank, level in enumerate(Temperature)}


def _hotter(found: Reading, level: Temperature, kind: str, at: int, now: int) -> Reading:
    """The hotter of two readings, the newer where both are as hot."""
    if (_RANK[level], at) <= (_RANK[found.level], found.at or 0):
        return found
    return Reading(level, kind, at, (now - at) // DAY)


def _mails(times: list[int], sent: list[int], watched: int) -> list[int]:
    """When something was last done with each of the mails that are watched, the last so many."""
    if not sent:
        return list({at // DAY: at for at in sorted(times)}.values())
    by_mail = {bisect_right(sent, at): at for at in sorted(times)}
    return [at for mail, at in by_mail.items() if mail > max(0, len(sent) - watched)]
