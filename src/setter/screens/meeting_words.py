"""How a meeting reads on the handoff screen: its line, its card, its gates, and its packet as a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from setter.domain.signed_parts import unsigned_words
from setter.handoff.meeting import MeetingRecord
from setter.screens.call_shown import gate_word
from setter.screens.sales_words import due_words, guest_words, sales_rows
from setter.services.hand_off import MeetingLine
from setter.services.with_sales import PENDING, Standing, WithSales, sales_state
from setter.widgets.facts_card import FactRow
from setter.widgets.prospect_line import ProspectLine
from setter.widgets.read_panel import ReadRow
from setter.widgets.times import day, day_and_clock, full_time

STATES: Mapping[str, str] = {"booked_not_qualified": "not yet qualified", "no_show": "no-show"}
IN_REVIEW = "waits for review"
OPEN = ("booked_not_qualified", "booked", "confirmed")
GATE_SIGNS: Mapping[str, tuple[str, str]] = {
    "pass": ("yes", ""),
    "waived": ("yes", "waived: "),
    "fail": ("no", ""),
    "stale": ("no", "too long ago: "),
}
_CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
_ESCAPED = re.compile(r"\\(.)")


def state_words(status: str, confirmed: bool = False) -> str:
    """A meeting's state as people say it; one that is not qualified yet may be confirmed already."""
    words = STATES.get(status, status)
    return f"{words}, confirmed" if confirmed and status == "booked_not_qualified" else words


def standing_words(line: MeetingLine, standing: Standing) -> str:
    """Where a meeting stands, in a word: with whoever has to act next."""
    if line.in_review:
        return IN_REVIEW
    meeting = line.meeting
    return sales_state(meeting, standing) or state_words(meeting.status, meeting.confirmed_at is not None)


def meeting_line(line: MeetingLine, standing: Standing, now: int, ours: str) -> ProspectLine:
    """A meeting as a row of the list; the time is the prospect's, what somebody owes is on our clock."""
    meeting, state = line.meeting, standing_words(line, standing)
    return ProspectLine(
        key=meeting.id,
        name=line.name,
        company=line.company,
        local_time=day_and_clock(meeting.starts_at, meeting.zone),
        last_outcome=state,
        why=" · ".join(_told(line, state, now)),
        due=due_words(standing, now, ours),
    )


def _told(line: MeetingLine, state: str, now: int) -> Iterator[str]:
    meeting = line.meeting
    if meeting.status in OPEN and meeting.ends_at <= now:
        yield "over: held, or did nobody come?"
    elif state == PENDING:
        yield state_words(meeting.status)
    elif meeting.status == "cancelled" and state != "cancelled":
        yield "called off"
    yield f"with {line.rep}"
    if line.barred:
        yield "asked not to be contacted: stays here"
    elif line.returned:
        yield f"returned: {line.returned}"
    elif line.in_review:
        yield "+ approves, returns or rejects it"
    elif line.missing:
        yield f"missing {', '.join(line.missing).replace('_', ' ')}"
    if line.due and not line.barred:
        yield f"to export: {', '.join(line.due)}"


def meeting_rows(record: MeetingRecord, line: MeetingLine | None, standing: Standing, ours: str) -> list[FactRow]:
    """The card beside the list: whom, when on both clocks, with whom, and what sales has not heard yet."""
    state = state_words(record.status) + (" · SQL" if record.qualified else "")
    if line is not None:
        words = standing_words(line, standing)
        ahead = standing.sql is not None and not line.in_review and record.status in OPEN
        state = f"{words} · {state_words(record.status)}" if ahead else words
    head = [FactRow(record.public.prospect.name or "Name unknown"), FactRow("state", state, weight="strong")]
    if line is not None and line.returned:
        head.append(FactRow("returned", line.returned))
    return [*head, *_about(record, ours, barred=line is not None and line.barred)]


def side_rows(record: MeetingRecord, told: WithSales, now: int, ours: str, *, barred: bool = False) -> list[ReadRow]:
    """Below the card: what sales says, what is on its way, what may go wrong, and the gates with their evidence."""
    rows = list(sales_rows(told, now, ours, cancelled=record.cancelled))
    if not barred:
        rows += [ReadRow("guest", guest_words(guest, now, ours)) for guest in record.guests_said]
    rows += [ReadRow("risk", risk) for risk in record.risks]
    if record.unsigned:
        rows.append(ReadRow("sign-off", unsigned_words(record.unsigned)))
    gates = gate_rows(record)
    return [*rows, ReadRow("Gates"), *gates] if rows and gates else [*rows, *gates]


def _about(record: MeetingRecord, ours: str, *, barred: bool) -> Iterator[FactRow]:
    public, details = record.public, record.details
    yield FactRow("there", full_time(public.starts, public.prospect_zone))
    yield FactRow("here", full_time(public.starts, ours), weight="muted")
    yield FactRow("with", f"{public.rep.name}, {public.minutes} min, {public.place}")
    yield FactRow("title", details.title or "unknown", weight="normal" if details.title else "muted")
    yield FactRow("company", public.company or "unknown", weight="normal" if public.company else "muted")
    confirmed = "verified" if details.email_confirmed else ""
    if barred:
        yield FactRow("e-mail", "not shown: they asked not to be contacted", weight="muted")
    else:
        yield FactRow("e-mail", public.prospect.email or "none", confirmed)
    if public.guests:
        yield FactRow("joined by", ", ".join(guest.name for guest in public.guests))
    yield FactRow("agenda", public.agenda or "not asked yet", weight="normal" if public.agenda else "muted")
    yield FactRow("set by", f"{record.caller}, {day(record.set_at, ours)}", weight="muted")


def gate_rows(record: MeetingRecord) -> list[ReadRow]:
    """The gates, each with the words it stands on or what it lacks, and what looks odd about them."""
    rows = []
    for gate in record.gates:
        sign, before = GATE_SIGNS.get(gate.status, ("", ""))
        words = _CODE.sub(lambda code: code[0].replace("_", " "), gate.quote) or gate.lacks or gate.status
        doubt = f" · {gate.doubt}" if gate.doubt else ""
        rows.append(ReadRow(gate_word(gate.gate), before + words + doubt, sign))
    return rows


def packet_rows(page: str) -> list[ReadRow]:
    """The packet's page as it reads: its headings, its labels, its words."""
    rows = []
    for line in page.splitlines():
        text = _ESCAPED.sub(r"\1", line.strip().replace("**", "")).strip("* ")
        if line.startswith("#"):
            rows.append(ReadRow(text.lstrip("# ")))
        elif line.startswith("- "):
            label, colon, words = text.removeprefix("- ").partition(": ")
            rows.append(ReadRow(label, words) if colon and len(label) < LONGEST_LABEL else ReadRow(" ", text[2:]))
        elif text:
            rows.append(ReadRow(" ", text))
    return rows


LONGEST_LABEL = 40
