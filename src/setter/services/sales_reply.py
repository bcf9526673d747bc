"""Sales answers an SQL: what it says is kept as it came, and what it changes follows in the same write (R-082)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import asdict, replace

from setter.domain import sales_answer as said
from setter.domain.answer_columns import BY_FIELD
from setter.domain.days import day_of
from setter.domain.errors import Refused, Wrong
from setter.domain.roles import DECIDING, SALES
from setter.domain.sales_answer import Amiss, Case, SaleSays
from setter.services.desk import Desk
from setter.services.held import held_in
from setter.services.no_show import missed_before, no_show_in
from setter.services.rep_time import rep_of
from setter.services.sales_follow import decides_anew, follow
from setter.store.records import AWAITS_REVIEW, SUBMITTED, Handoff, Meeting, SalesAnswer, SalesWord
from setter.store.unit import Unit

MAY_ANSWER = (SALES, *DECIDING)
NOT_WITH_SALES: Mapping[str, str] = {
    AWAITS_REVIEW: "This SQL is in review: sales does not have it yet.",
    "returned": "This SQL was returned to whoever set it: sales has it no more.",
    "withdrawn": "This SQL was withdrawn with its meeting.",
}
SEE_THEM = "See those that sales has with: setter export answers --as csv."
IN_THE_WORD = tuple(name for name in SaleSays.__struct_fields__ if name != "met")


class Unanswerable(Wrong):
    """What sales says cannot be so; `problems` are all that is amiss, the first one is told."""

    def __init__(self, problems: tuple[Amiss, ...]) -> None:
        first = problems[0]
        hint = f"Allowed: {first.allowed}." if first.allowed else ""
        where = BY_FIELD[first.field].name if first.field in BY_FIELD else first.field
        super().__init__(first.code, first.sentence, where, hint)
        self.problems = problems
        self.details = {"problems": [asdict(each) for each in problems]}


class Answered(Struct, frozen=True):
    """What sales says of an SQL now, and the fields of it that are news: none where all was known already."""

    word: SalesWord
    news: tuple[str, ...]


def answer(desk: Desk, sql_id: int, says: SaleSays, *, by: str = "", way: str = "screen") -> SalesWord:
    """Keep what sales says of an SQL, and let follow what follows; the same again changes nothing.

    `by` names who answered where somebody else writes it down, `way` is screen, command or file. Wrong("no_sql")
    where there is none, Unanswerable for what cannot be, Refused for whoever may not answer and for an SQL that sales
    does not have.
    """
    return answered(desk, sql_id, says, by=by, way=way).word


def answered(desk: Desk, sql_id: int, says: SaleSays, *, by: str = "", way: str = "screen") -> Answered:
    """The same, with what of it was news."""
    return desk.store.write(lambda unit: answer_in(desk, unit, sql_id, says, by=by, way=way))


def answer_in(desk: Desk, unit: Unit, sql_id: int, says: SaleSays, *, by: str, way: str) -> Answered:
    """Answer inside a write that does more."""
    handoff, meeting, before, news = look_at(desk, unit, sql_id, says)
    if not news:
        return Answered(before, ())
    after = _word(desk, before, said.together(said_before(before, meeting), says), by)
    unit.sales.save_word(after)
    unit.sales.add_answer(
        SalesAnswer(
            handoff_id=handoff.id,
            number=after.answers,
            said=json.dumps(news, ensure_ascii=False),
            way=way,
            answered_by=by or desk.caller,
            recorded_at=desk.now(),
            recorded_by=desk.caller,
        )
    )
    detail = {"sql": str(handoff.id), "fields": sorted(news), "way": way}
    subject = f"prospect/{handoff.prospect_id}"
    desk.audit(unit, "sales_answer", subject, detail, old=_stand(before), new=_stand(after))
    if news.get("met") == said.HELD:
        held_in(desk, unit, meeting)
    elif news.get("met") == said.NO_SHOW:
        no_show_in(desk, unit, meeting, corrects=True)
    _end_appeal(unit, after, before, desk.now())
    follow(desk, unit, handoff, before, after)
    return Answered(after, tuple(sorted(news)))


def look_at(
    desk: Desk, unit: Unit, sql_id: int, says: SaleSays
) -> tuple[Handoff, Meeting, SalesWord, dict[str, str | int]]:
    """An SQL, its meeting, what sales said of it, and what is new in what it says now; raises as `answer` does."""
    sentence = "Only sales, a team lead, compliance or an admin says what sales answers."
    desk.allow_only(unit, MAY_ANSWER, sentence, "sql", "Ask your team lead.")
    handoff = unit.meetings.handoff(sql_id)
    if handoff is None:
        raise Wrong("no_sql", "There is no such SQL.", "sql", SEE_THEM)
    meeting, prospect = unit.meetings.get(handoff.meeting_id), unit.prospects.get(handoff.prospect_id)
    assert meeting is not None
    if prospect is None or prospect.erased_at is not None:
        raise Refused("gone", "This prospect was erased: nothing more is kept of them.", "sql", "Leave it out.")
    if not said.said_fields(says):
        raise Wrong("nothing_said", "This answer says nothing.", "answer", "Accept it, reject it, or say what became.")
    before = unit.sales.word(handoff.id) or unsaid(handoff)
    known = said_before(before, meeting)
    news = said.said_fields(said.news_in(known, says))
    if news:
        if handoff.state != SUBMITTED:
            raise Refused("sql_state", NOT_WITH_SALES[handoff.state], "sql", SEE_THEM)
        problems = said.amiss(known, says, case_of(desk, unit, meeting, before))
        if problems:
            raise Unanswerable(problems)
    return handoff, meeting, before, news


def unsaid(handoff: Handoff) -> SalesWord:
    """What sales says of an SQL before it has said anything."""
    return SalesWord(handoff.id, handoff.campaign, handoff.enrolment_id, handoff.prospect_id)


def said_before(word: SalesWord, meeting: Meeting) -> SaleSays:
    """What sales has said of an SQL in all, with how its meeting stands."""
    met = meeting.status if meeting.status in (said.HELD, said.NO_SHOW) else ""
    return SaleSays(met=met, **{name: getattr(word, name) for name in IN_THE_WORD})


def case_of(desk: Desk, unit: Unit, meeting: Meeting, word: SalesWord) -> Case:
    """The SQL that is answered, by its rep's clocks."""
    now, zone = desk.now(), rep_of(desk, unit, meeting).zone
    return Case(
        meeting_on=day_of(meeting.starts_at, zone),
        today=day_of(now, zone),
        begun=meeting.starts_at <= now,
        met=meeting.status if meeting.status in (said.HELD, said.NO_SHOW) else "",
        off=meeting.status == "cancelled",
        overturned=word.appeal == "overturned",
        missed=missed_before(unit, meeting) > 0,
    )


def _word(desk: Desk, before: SalesWord, whole: SaleSays, by: str) -> SalesWord:
    now, fields = desk.now(), {name: getattr(whole, name) for name in IN_THE_WORD}
    after = replace(before, **fields, answers=before.answers + 1, answered_at=now)
    if decides_anew(before, after):
        after = replace(after, decided_at=now, decided_by=by or desk.caller)
        if before.appeal == "open":
            after = replace(after, appeal="")
    return after


def _end_appeal(unit: Unit, after: SalesWord, before: SalesWord, now: int) -> None:
    """An appeal against what sales itself takes back has nothing left to decide."""
    appeal = unit.sales.appeal(after.handoff_id) if before.appeal == "open" and not after.appeal else None
    if appeal is not None:
        unit.sales.save_appeal(replace(appeal, decided_at=now))


def _stand(word: SalesWord) -> str:
    return " ".join(each for each in (word.decision, word.code, word.opportunity) if each)
