"""A caller appeals once against a rejection, and a team lead who did not set it decides (domain §7.6)."""

from __future__ import annotations

import json
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.days import day_of
from setter.domain.errors import Refused, Wrong
from setter.domain.rejections import counts_against
from setter.domain.roles import DECIDING
from setter.law.business_days import add_business_days
from setter.services.activity import report_zone
from setter.services.desk import Desk
from setter.services.duties import APPEAL, APPEALED, REBOOK, REJECTED_DUTY, judge_of, meeting_task, who_else
from setter.services.sales_follow import Decided, decided, restore, weigh_decided
from setter.store.records import Appeal, Handoff, SalesAnswer, SalesWord
from setter.store.unit import Unit

APPEAL_DAYS = 10
"""So many business days after a rejection its caller may appeal."""
UPHELD, OVERTURNED = "upheld", "overturned"


class OpenAppeal(Struct, frozen=True):
    """An appeal that waits for a team lead: against which code and reason, why, and by whom (instants UTC ms)."""

    sql: int
    meeting: int
    name: str
    company: str
    code: str
    reason: str
    why: str
    made_by: str
    made_at: int


def open_appeals(desk: Desk) -> list[OpenAppeal]:
    """The appeals that wait for a team lead, the oldest first."""

    def look(unit: Unit) -> list[OpenAppeal]:
        found = ((each, unit.meetings.handoff(each.handoff_id)) for each in unit.sales.open_appeals())
        return [_told(unit, appeal, handoff) for appeal, handoff in found if handoff is not None]

    return desk.store.read(look)


def appeal(desk: Desk, sql_id: int, why: str) -> Appeal:
    """Appeal against the rejection of an SQL that one set; again changes nothing while nobody has decided.

    Wrong without words, Refused for what one did not set, for what counts against nobody, and too late.
    """
    if not why.strip():
        raise Wrong("no_reason", "An appeal needs its reason.", "--why", "Say what sales overlooks.")

    def write(unit: Unit) -> Appeal:
        handoff, word = _answered(unit, sql_id)
        about, made = decided(desk, unit, handoff), unit.sales.appeal(handoff.id)
        if desk.caller not in _set_by(about):
            raise Refused("not_yours", "Only whoever set an SQL appeals.", "sql", "Talk to them, or to your lead.")
        if made is not None and made.decided_at is None:
            return made
        if made is not None and made.verdict:
            raise Refused("appealed", "This SQL has had its one appeal.", "sql", "Its decision stands.")
        _check(desk, unit, about, word)
        return _make(desk, unit, about, why.strip())

    return desk.store.write(write)


def decide(desk: Desk, sql_id: int, verdict: str, note: str) -> SalesWord:
    """Decide an appeal, "upheld" or "overturned", with a note; the same verdict again changes nothing.

    An overturned rejection counts as accepted. Refused("role") for whoever is no team lead, Refused("own_sql") for
    one's own, Refused where there is no open appeal; Wrong without a note.
    """
    if verdict not in (UPHELD, OVERTURNED):
        raise Wrong("verdict", f"There is no verdict {verdict!r}.", "sql", "Uphold the rejection, or overturn it.")
    if not note.strip():
        raise Wrong("no_reason", "A decision needs a note.", "--note", "Say why; whoever set it reads it.")

    def write(unit: Unit) -> SalesWord:
        sentence = "Only a team lead or compliance decides an appeal."
        desk.allow_only(unit, DECIDING, sentence, "sql", "Ask your team lead.")
        handoff, word = _answered(unit, sql_id)
        about, made = decided(desk, unit, handoff), unit.sales.appeal(handoff.id)
        if made is not None and made.verdict == verdict:
            return word
        if made is None or made.decided_at is not None:
            hint = "See the open ones with: setter sql appeals."
            raise Refused("no_appeal", "There is no open appeal against this.", "sql", hint)
        if desk.caller in _set_by(about):
            raise Refused("own_sql", "You set it yourself.", "sql", who_else(unit, _set_by(about)))
        return _decide(desk, unit, about, word, made, verdict, note.strip())

    return desk.store.write(write)


def who_decides(desk: Desk, sql_id: int) -> str:
    """Say who may decide about an SQL, which whoever set it may not."""
    return desk.store.read(lambda unit: who_else(unit, _set_by(decided(desk, unit, _answered(unit, sql_id)[0]))))


def last_day(desk: Desk, unit: Unit, word: SalesWord) -> date:
    """The last day on which a rejection may be appealed against, by the clocks of the house."""
    country = desk.campaign(unit, word.campaign).default_region
    return add_business_days(country, "", day_of(word.decided_at or 0, report_zone(unit)), APPEAL_DAYS)


def _answered(unit: Unit, sql_id: int) -> tuple[Handoff, SalesWord]:
    handoff, word = unit.meetings.handoff(sql_id), unit.sales.word(sql_id)
    if handoff is None:
        raise Wrong("no_sql", "There is no such SQL.", "sql", "Your strip says which one: setter tasks.")
    if word is None:
        raise Refused("unanswered", "Sales has not answered this SQL yet.", "sql", "Wait for its answer.")
    return handoff, word


def _check(desk: Desk, unit: Unit, about: Decided, word: SalesWord) -> None:
    if not counts_against(word.rejected):
        raise Refused("no_rejection", "No rejection of this SQL counts against anybody.", "sql", "There is no need.")
    if day_of(desk.now(), report_zone(unit)) > last_day(desk, unit, word):
        sentence = f"An appeal is made within {APPEAL_DAYS} business days."
        raise Refused("too_late", sentence, "sql", "Tell your team lead all the same.")


def _set_by(about: Decided) -> tuple[str, str]:
    return about.handoff.promoted_by, about.meeting.booked_by


def _make(desk: Desk, unit: Unit, about: Decided, why: str) -> Appeal:
    now, made = desk.now(), Appeal(about.handoff.id, why, desk.now(), desk.caller)
    unit.sales.add_appeal(made)
    unit.sales.mark_appeal(about.handoff.id, "open")
    unit.tasks.add(meeting_task(about.meeting, APPEAL, judge_of(unit, _set_by(about)), now, now, why))
    unit.tasks.close_for_meeting(about.meeting.id, REJECTED_DUTY, "done", now)
    desk.audit(unit, "appeal", f"prospect/{about.prospect.id}", {"sql": str(about.handoff.id)}, new="open")
    return made


def _decide(
    desk: Desk, unit: Unit, about: Decided, word: SalesWord, made: Appeal, verdict: str, note: str
) -> SalesWord:
    now, meeting = desk.now(), about.meeting
    unit.sales.save_appeal(replace(made, verdict=verdict, note=note, decided_at=now, decided_by=desk.caller))
    word = replace(word, appeal=verdict, answers=word.answers + 1, answered_at=now)
    unit.sales.save_word(word)
    said = json.dumps({"appeal": verdict})
    unit.sales.add_answer(SalesAnswer(word.handoff_id, word.answers, said, "appeal", desk.caller, now, desk.caller))
    unit.tasks.close_for_meeting(meeting.id, APPEAL, "done", now)
    if verdict == OVERTURNED:
        for kind in (REJECTED_DUTY, REBOOK):
            unit.tasks.close_for_meeting(meeting.id, kind, "cancelled", now)
        restore(desk, unit, about)
    unit.tasks.add(meeting_task(meeting, APPEALED, made.made_by, now, now, f"{verdict}: {note}"))
    weigh_decided(desk, unit, about.handoff)
    detail = {"sql": str(word.handoff_id), "code": word.code}
    desk.audit(unit, "decide_appeal", f"prospect/{about.prospect.id}", detail, old="open", new=verdict)
    return word


def _told(unit: Unit, made: Appeal, handoff: Handoff) -> OpenAppeal:
    word, prospect = unit.sales.word(handoff.id), unit.prospects.get(handoff.prospect_id)
    return OpenAppeal(
        sql=handoff.id,
        meeting=handoff.meeting_id,
        name=prospect.full_name if prospect else "",
        company=prospect.company_name if prospect else "",
        code=word.code if word else "",
        reason=word.reason if word else "",
        why=made.reason,
        made_by=made.made_by,
        made_at=made.made_at,
    )
