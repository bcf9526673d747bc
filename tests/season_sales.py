"""The other side of a season: sales answers, meetings are held or missed, rejections appealed, deals won."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from houses import beside
from setter.domain.days import day_of
from setter.domain.errors import Refused
from setter.domain.sales_answer import SaleSays
from setter.domain.units import DAY
from setter.services.appeal import appeal, decide
from setter.services.chase import chase
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.diary import free_times, seek
from setter.services.meeting_life import cancel, confirm, reschedule
from setter.services.sales_reply import answer
from setter.services.sql_review import approve, return_sql, waiting
from setter.store.records import Handoff, Meeting

if TYPE_CHECKING:
    from season import Season

ZONE = "America/Chicago"
OPEN = ("booked", "confirmed", "booked_not_qualified")
MINUTES = {"held": 35, "no_show": 15}


def evening(season: Season, day: date) -> None:
    """What comes in until the day is over."""
    lead, sales = season.desk, beside(season.desk, "sal")
    _review(season, lead)
    for meeting, handoff in _standing(lead):
        if meeting.status in OPEN:
            _before_or_after(season, sales, lead, meeting, handoff, day)
        if handoff is not None:
            _sales_says(season, sales, handoff, meeting)
    for meeting, handoff in _standing(lead):
        if handoff is not None:
            _afterwards(season, sales, lead, meeting, handoff)
    chase(lead)


def _standing(desk: Desk) -> list[tuple[Meeting, Handoff | None]]:
    def look(unit: Any) -> list[tuple[Meeting, Handoff | None]]:
        return [(each, unit.meetings.handoff_of(each.id)) for each in unit.meetings.all()]

    return desk.store.read(look)


def _review(season: Season, lead: Desk) -> None:
    """A team lead reads what waits, and returns one in ten."""
    for each in waiting(lead):
        if season.drawn(0.1):
            return_sql(lead, each.sql, "Their own words for the need, please")
            season.told["returned"] += 1
        else:
            approve(lead, each.sql)
            season.told["approved"] += 1


def _before_or_after(
    season: Season, sales: Desk, lead: Desk, meeting: Meeting, handoff: Handoff | None, day: date
) -> None:
    now, starts = season.clock.now(), day_of(meeting.starts_at, ZONE)
    if meeting.starts_at > now:
        if (starts - day).days == 1:
            _day_before(season, lead, meeting)
        return
    if handoff is None or meeting.ends_at > now or season.drawn(0.1):  # one in ten says nothing that evening
        return
    word = season.desk.store.read(lambda unit: unit.sales.word(handoff.id))
    if word is not None and word.rejected:
        return
    met = "held" if season.drawn(0.85 if season.fits(meeting.prospect_id, "") else 0.6) else "no_show"
    answer(sales, handoff.id, SaleSays(met=met, minutes=MINUTES[met]), by=meeting.rep, way="command")
    season.told[met] += 1


def _day_before(season: Season, lead: Desk, meeting: Meeting) -> None:
    drawn = season.chance.random()
    if drawn < 0.07:
        cancel(lead, meeting.id, "they called it off")
        season.told["cancelled"] += 1
    elif drawn < 0.17:
        times = free_times(lead, seek(lead, meeting_id=meeting.id), meeting.rep)
        later = [slot for slot in times if slot.starts > meeting.starts_at + DAY]
        if later:
            reschedule(lead, meeting.id, iso(later[0].starts))
            season.told["rescheduled"] += 1
    else:
        confirm(lead, meeting.id)
        season.told["confirmed"] += 1


def _sales_says(season: Season, sales: Desk, handoff: Handoff, meeting: Meeting) -> None:
    """Sales decides the day after it got an SQL, save for those to which it never says a word."""
    now = season.clock.now()
    if handoff.submitted_at is None or now - handoff.submitted_at < DAY or handoff.id in season.decided:
        return
    season.decided.add(handoff.id)
    if season.drawn(0.06):
        season.told["pending"] += 1
        return
    if season.drawn(0.93 if season.fits(handoff.prospect_id, "") else 0.35):
        says = SaleSays(decision="accepted", quality=season.chance.choice([2, 3, 4, 5]))
        season.told["accepted"] += 1
    else:
        code = season.chance.choice(["R03", "R04", "R04", "R05", "R06", "R07", "R13"])
        says = SaleSays(decision="rejected", code=code, reason="so the rep says after reading it", minutes=20)
        season.told[f"rejected {code}"] += 1
    try:
        answer(sales, handoff.id, says, by=meeting.rep, way="command")
    except Refused as refusal:
        assert refusal.code == "sql_state", refusal.code
        season.told["too late"] += 1


def _afterwards(season: Season, sales: Desk, lead: Desk, meeting: Meeting, handoff: Handoff) -> None:
    """Two in ten rejections are appealed; what was accepted and held may become a deal, two weeks later."""
    word = lead.store.read(lambda unit: unit.sales.word(handoff.id))
    if word is None:
        return
    today = day_of(season.clock.now(), ZONE).isoformat()
    if word.rejected and word.rejected != "R13" and not word.appeal and handoff.id not in season.appealed:
        season.appealed.add(handoff.id)
        if season.drawn(0.2):
            appeal(beside(lead, handoff.promoted_by), handoff.id, "They said so in their own words")
            decide(lead, handoff.id, "overturned" if season.drawn(0.4) else "upheld", "I have heard the call")
            season.told["appealed"] += 1
    elif word.decision == "accepted" and meeting.status == "held" and not word.opportunity:
        if season.drawn(0.3):
            answer(sales, handoff.id, SaleSays(opportunity="open", opportunity_on=today), by=meeting.rep, way="command")
            season.told["opportunity"] += 1
    elif word.opportunity == "open" and season.clock.now() - word.answered_at > 14 * DAY:
        if season.drawn(0.4 if season.fits(handoff.prospect_id, "") else 0.1):
            amount = season.chance.randrange(4_000, 20_000) * 100
            sold = SaleSays(opportunity="won", closed_on=today, amount=amount, margin=amount * 35 // 100)
            season.told["won"] += 1
        else:
            sold = SaleSays(opportunity="lost", closed_on=today)
            season.told["lost"] += 1
        answer(sales, handoff.id, sold, by=meeting.rep, way="command")
