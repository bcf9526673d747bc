"""How a meeting stands with sales: its SQL and sales' word of it, and what of it is on its way to whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from setter.domain.errors import Wrong
from setter.domain.rejections import REJECTIONS
from setter.domain.sales_answer import SaleSays
from setter.services.desk import Desk
from setter.services.meeting_life import SEE_MEETINGS
from setter.services.outbox import NOTHING_NEW, OVERTAKEN, WITHHELD
from setter.services.sales_reply import MAY_ANSWER, Unanswerable, look_at
from setter.store.records import Appeal, Delivery, Handoff, Meeting, SalesWord
from setter.store.unit import Unit

PENDING = "pending with sales"
DEALS: Mapping[str, str] = {"open": "opportunity", "won": "won", "lost": "lost"}
OVER: Mapping[str, str] = {"held": "held", "no_show": "no-show", "cancelled": "cancelled"}


class Standing(Struct, frozen=True):
    """A meeting's SQL and what sales says of it; None where there is none, as of one that was returned."""

    sql: Handoff | None = None
    word: SalesWord | None = None


class WithSales(Struct, frozen=True):
    """The same with the appeal against a rejection and the newest delivery to each receiver; money is in `currency`."""

    standing: Standing = Standing()
    appeal: Appeal | None = None
    ways: tuple[Delivery, ...] = ()
    currency: str = ""


def standings(desk: Desk, meeting_ids: Iterable[int]) -> dict[int, Standing]:
    """How some meetings stand with sales."""
    return desk.store.read(lambda unit: {each: standing_in(unit, each) for each in meeting_ids})


def with_sales(desk: Desk, meeting_id: int) -> WithSales:
    """How one meeting stands with sales, and what has reached whom of it; Wrong where there is none."""

    def look(unit: Unit) -> WithSales:
        meeting = unit.meetings.get(meeting_id)
        if meeting is None:
            raise Wrong("no_meeting", "There is no such meeting.", "meeting", SEE_MEETINGS)
        standing = standing_in(unit, meeting_id)
        word = standing.word
        return WithSales(
            standing,
            unit.sales.appeal(word.handoff_id) if word is not None and word.appeal else None,
            _newest(unit.deliveries.of_meeting(meeting_id)),
            desk.campaign(unit, meeting.campaign, meeting.campaign_version).cost.currency,
        )

    return desk.store.read(look)


def sql_of(desk: Desk, meeting_id: int) -> Standing:
    """How one meeting stands with sales."""
    return standings(desk, [meeting_id])[meeting_id]


def sales_state(meeting: Meeting, standing: Standing) -> str:
    """Where sales stands with a meeting, in a word; "" before sales has its SQL."""
    sql, word = standing.sql, standing.word
    if sql is None or sql.state != "submitted":
        return ""
    over = OVER.get(meeting.status, "")
    if word is None or not word.decision:
        return f"{over}, pending" if over else PENDING
    if word.opportunity:
        return DEALS[word.opportunity]
    if word.appeal == "overturned":
        return "accepted on appeal"
    if word.rejected:
        excused = "excused" if not REJECTIONS[word.code].counts else "rejected"
        return f"{excused} {word.code}" + (", appeal" if word.appeal == "open" else "")
    return f"accepted, {over}" if over else "accepted"


def may_answer(desk: Desk) -> bool:
    """Say whether whoever sits here may say what sales answers."""
    return desk.store.read(lambda unit: desk.role(unit) in MAY_ANSWER)


def check_field(desk: Desk, sql_id: int, says: SaleSays, field: str) -> None:
    """Wrong where one field of what sales is about to say cannot be so; what else is amiss is left for later."""
    try:
        desk.store.read(lambda unit: look_at(desk, unit, sql_id, says))
    except Unanswerable as refused:
        for problem in refused.problems:
            if problem.field == field:
                raise Unanswerable((problem,)) from None


def standing_in(unit: Unit, meeting_id: int) -> Standing:
    """The same in a read that looks at more."""
    sql = unit.meetings.handoff_of(meeting_id)
    return Standing(sql, unit.sales.word(sql.id) if sql is not None else None)


def _newest(rows: Iterable[Delivery]) -> tuple[Delivery, ...]:
    """The newest delivery to each receiver through each channel; what went there last stands until something is new."""
    newest = dict[tuple[str, str], Delivery]()
    for row in rows:
        quiet = row.state == OVERTAKEN or (row.state == WITHHELD and row.problem == NOTHING_NEW)
        if not quiet:
            newest[row.channel, row.receiver] = row
    return tuple(newest.values())
