"""How an SQL reads that sales has: its state in a word, sales' answer, what is on its way, what guests say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from setter.domain.rejections import words_of
from setter.domain.units import DAY
from setter.handoff.meeting import GuestSaid
from setter.services.with_sales import DEALS, Standing, WithSales
from setter.store.records import Appeal, Delivery, SalesWord
from setter.widgets.read_panel import ReadRow
from setter.widgets.times import clock, day, day_and_clock, span

WEEK = 6 * DAY
"""So near a weekday names only one day."""
WAYS: Mapping[tuple[str, str], str] = {
    ("email", "prospect"): "invitation",
    ("email", "rep"): "packet",
    ("calendar", "rep"): "calendar",
    ("folder", "rep"): "folder",
    ("webhook", "rep"): "webhook",
}
"""What goes to whom by which channel, in a word."""
STAYS: Mapping[str, str] = {
    "sandbox": "nothing leaves a sandbox",
    "nothing_new": "nothing new for there",
    "channel_off": "the campaign sends nothing there any more",
}


def owed(standing: Standing) -> tuple[str, int] | None:
    """What somebody owes, and by when (UTC ms): a team lead their review, sales its answer; None where nobody does."""
    sql, word = standing.sql, standing.word
    if sql is None:
        return None
    if sql.state == "pending_review":
        return None if sql.review_by is None else ("review", sql.review_by)
    if sql.state != "submitted" or sql.reply_by is None or (word is not None and word.decision):
        return None
    return "answer", sql.reply_by


def due_words(standing: Standing, now: int, ours: str) -> str:
    """By when the one who has the next word owes it; "" where nobody owes anything."""
    debt = owed(standing)
    return _by(debt[1], now, ours) if debt else ""


def sales_rows(told: WithSales, now: int, ours: str, *, cancelled: bool = False) -> Iterator[ReadRow]:
    """What sales says, and what is on its way to whom; nothing before there is any of it."""
    word = told.standing.word
    if debt := owed(told.standing):
        yield ReadRow(debt[0], _by(debt[1], now, ours), "no" if debt[1] <= now else "")
    if word is not None:
        yield from _answer(word, now, ours)
        yield from _appeal(word, told.appeal)
        yield from _beside(word, told.currency)
    for way in told.ways:
        yield way_row(way, now, ours, cancelled=cancelled)


def way_row(way: Delivery, now: int, ours: str, *, cancelled: bool = False) -> ReadRow:
    """What became of a delivery."""
    label = WAYS.get((way.channel, way.receiver), f"{way.channel} to {way.receiver}")
    if cancelled and label == "invitation":
        label = "called off"
    return ReadRow(label, way_words(way, now, ours), "no" if way.state == "given_up" else "")


def way_words(way: Delivery, now: int, ours: str) -> str:
    """Where a delivery stands: sent when, waiting for what and until when, withheld why, given up why."""
    problem = way.problem.rstrip(".")
    if way.state == "sent":
        return f"sent {_at(way.sent_at or way.made_at, now, ours)}" + (f" · {problem}" if problem else "")
    if way.state == "withheld":
        return f"stays here: {STAYS.get(way.problem) or 'they must not be contacted'}"
    if way.state == "given_up":
        return f"given up: {problem or 'it could not be delivered'}"
    if way.state == "sending":
        return "leaves now"
    if problem:
        again = f", next try {_at(way.due_at, now, ours)}" if way.due_at > now else ""
        return f"waits: {problem}{again}"
    return f"leaves {_at(way.due_at, now, ours)}" if way.due_at > now else "leaves with the next delivery"


def _answer(word: SalesWord, now: int, ours: str) -> Iterator[ReadRow]:
    if not word.decision:
        return
    at = f" {_at(word.decided_at, now, ours)}" if word.decided_at else ""
    if word.decision == "accepted":
        quality = f", quality {word.quality}" if word.quality else ""
        yield ReadRow("answer", f"accepted{at}{quality}", "yes")
        return
    yield ReadRow("answer", f"rejected{at}: {words_of(word.code)}", "" if word.appeal == "overturned" else "no")
    yield ReadRow("because", word.reason)


def _appeal(word: SalesWord, appeal: Appeal | None) -> Iterator[ReadRow]:
    if appeal is None:
        return
    if word.appeal == "open":
        yield ReadRow("appeal", f"{appeal.made_by}: {appeal.reason}")
    else:
        yield ReadRow("appeal", f"{word.appeal}: {appeal.note}", "yes" if word.appeal == "overturned" else "no")


def _beside(word: SalesWord, currency: str) -> Iterator[ReadRow]:
    if word.lacked:
        yield ReadRow("missing", word.lacked)
    if word.opportunity:
        yield ReadRow(DEALS[word.opportunity], deal_words(word, currency), "yes" if word.opportunity == "won" else "")
    if word.minutes is not None:
        yield ReadRow("sales' time", f"{word.minutes} min")


def deal_words(word: SalesWord, currency: str) -> str:
    """An opportunity in words: its days and its money."""
    days = word.opportunity_on + (f" to {word.closed_on}" if word.closed_on else "")
    amount = "" if word.amount is None else f"{money(word.amount)} {currency}"
    margin = "" if word.margin is None else f"margin {money(word.margin)}"
    return " · ".join(part for part in (days, amount, margin) if part)


def money(hundredths: int) -> str:
    """An amount of money, its cents only where there are any: "12,000" or "12,000.50"."""
    sign, (whole, cents) = "-" if hundredths < 0 else "", divmod(abs(hundredths), 100)
    return f"{sign}{whole:,}" + (f".{cents:02d}" if cents else "")


def guest_words(guest: GuestSaid, now: int, ours: str) -> str:
    """What a guest answered to the invitation."""
    asks = {"countered": "asks for another time", "tentative": "may come"}
    older = "" if guest.stands else ", to an older time"
    return f"{guest.name}: {asks.get(guest.answer, guest.answer)} {_at(guest.at, now, ours)}{older}"


def _at(ms: int, now: int, ours: str) -> str:
    """An instant on our clock: today only the time."""
    return clock(ms, ours) if day(ms, ours) == day(now, ours) else day_and_clock(ms, ours)


def _by(due: int, now: int, ours: str) -> str:
    """A deadline: within the week by its weekday alone."""
    if due <= now:
        return f"{span(now - due)} late"
    weekday = day(due, ours).partition(" ")[0]
    soon = due - now < WEEK and day(due, ours) != day(now, ours)
    return f"due {weekday} {clock(due, ours)}" if soon else f"due {_at(due, now, ours)}"
