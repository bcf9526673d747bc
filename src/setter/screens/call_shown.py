"""What the call screen says of a call: the store's values turned into what its widgets show."""

from __future__ import annotations

from collections.abc import Mapping

from setter.domain.answers import said_words
from setter.domain.conversation import asked_in, options_of, render
from setter.domain.dispositions import NOBODY_THERE, Effect, find, outcome_words, outcomes
from setter.domain.script import Node
from setter.domain.when import Moment
from setter.screens.call_talk import Talk
from setter.services.call_view import CallView
from setter.services.callability import Line, best_line
from setter.services.clock import parse_instant
from setter.services.record_outcome import UNDIALLED, Reply
from setter.store.records import Attempt
from setter.widgets.answer_panel import Option, Turn
from setter.widgets.choice_panel import ChoiceRow
from setter.widgets.gate_strip import GateMark
from setter.widgets.read_panel import ReadRow
from setter.widgets.times import ago, countdown, day_and_clock, full_time
from setter.widgets.two_clocks import Opening

GATE_WORDS = {
    "target_market": "target",
    "ability_to_use": "use",
    "knows_who": "who",
    "knows_what": "what",
    "meeting_requested": "meeting",
}
GATE_STATES = {"pass": "met", "fail": "failed", "waived": "waived"}
RECORD_KEY = "↵"
NEEDS_A_MEETING = frozenset({Effect.MEETING_CONFIRMED, Effect.MEETING_RESCHEDULED, Effect.MEETING_CANCELLED})
"""Outcomes that only somebody with a meeting can have."""
SKIPPED = "skipped"


def running(shown: CallView) -> Attempt | None:
    """The attempt in progress, or the one whose outcome was taken back: either waits for its outcome."""
    return next((each for each in reversed(shown.attempts) if not each.disposition), None)


def came_in(shown: CallView) -> bool:
    """Say whether they called us."""
    attempt = running(shown)
    return attempt is not None and attempt.direction == "inbound"


def line_on_show(shown: CallView) -> Line | None:
    """The number that is being dialled, or would be."""
    attempt = running(shown)
    dialled = [line for line in shown.lines if attempt and line.phone.id == attempt.phone_id]
    return dialled[0] if dialled else best_line(list(shown.lines))


def has_other_number(shown: CallView) -> bool:
    """Say whether another number of theirs, not tried on this call, may be dialled now."""
    tried = {attempt.e164 for attempt in shown.attempts}
    return any(line.verdict.allowed and line.phone.e164 not in tried for line in shown.lines)


def opening(shown: CallView, now: int) -> Opening | None:
    """Whether the prospect's telephone hours are on, and when that changes."""
    hours = shown.opening
    if not hours.zones:
        return None
    if hours.is_open(now):
        return Opening(True, hours.closes_at(now))
    return Opening(False, hours.next_opening(now), "outside hours")


def refusal(shown: CallView) -> str:
    """Why the number on show may not be dialled, and when it may; '' where it may."""
    line = line_on_show(shown)
    if line is None:
        return "There is no number to dial."
    if line.verdict.allowed:
        return ""
    opens = line.verdict.opens_at
    when = f" Opens {day_and_clock(opens, zone_of(shown))} there." if opens else ""
    return line.verdict.reason + ("" if "pens" in line.verdict.reason else when)


def zone_of(shown: CallView) -> str:
    """The zone in which times are shown as the prospect's."""
    return shown.zones[0] if shown.zones else "UTC"


def gate_word(gate: str) -> str:
    """A gate in a word."""
    return GATE_WORDS.get(gate, gate.replace("_", " "))


def gates(shown: CallView) -> list[GateMark]:
    """The gates in a word each."""
    return [
        GateMark(each.gate, gate_word(each.gate), GATE_STATES.get(each.status, "missing"))
        for each in shown.qualification.gates
    ]


def standing_rows(shown: CallView, talk: Talk) -> list[ChoiceRow]:
    """What can become of a meeting that stood before this call, and what may be asked to make it an SQL."""
    asked = [
        ChoiceRow(str(at), f"Ask: {each.label or each.field}", f"{ASK}{node}")
        for at, (node, each) in enumerate(talk.still_open(shown)[:6], 4)
    ]
    return [
        ChoiceRow("1", "They will come", "meeting_confirmed", "confirmed"),
        ChoiceRow("2", "Another time", MOVE, "pick it, then it is moved"),
        ChoiceRow("3", "They call it off", "meeting_cancelled", "the rep's time is free again"),
        *asked,
    ]


MOVE, ASK = "move", "ask:"


def turn(shown: CallView, talk: Talk, offered: Mapping[str, str], now: int) -> Turn:
    """The node on show, its words filled, its ways on numbered."""
    node = talk.node
    say = render(node.say, {**shown.values, **offered})
    title = node.label or node.id.replace("_", " ")
    step = f"Objection · {title}" if node.kind == "objection" else title
    if talk.proposed:
        return Turn(say, step, proposal(shown, talk), note="Backspace: not yet.")
    known = known_words(node, talk) if talk.known_already() else ""
    unsaid = talk.unsaid()
    asks = ", ".join(each.label or each.field for each in (asked_in(node) if known else unsaid))
    source = next((talk.facts[each.field] for each in asked_in(node) if each.field in talk.facts), None)
    return Turn(
        say,
        step,
        tuple(Option(each.key, each.label, _given(talk, each.sets)) for each in options_of(node)),
        asks,
        known,
        f"{source.source}, {ago(source.at, now)}" if known and source else "",
        _hint(node, talk, known, shown.meeting is not None),
    )


def _hint(node: Node, talk: Talk, known: str, booked: bool) -> str:
    if node.kind == "meeting" and not booked:
        return "m or Enter: pick the time."
    if known:
        return ""
    if talk.unsaid():
        return "Enter: write it down." + (" A number goes on." if options_of(node) else "")
    return "" if options_of(node) else "Enter goes on."


def _given(talk: Talk, sets: Mapping[str, object]) -> bool:
    said = talk.said()
    return bool(sets) and all(name in said and str(said[name].value) == str(value) for name, value in sets.items())


def known_words(node: Node, talk: Talk) -> str:
    """What is known of a node's answers, as one line."""
    return ", ".join(
        said_words(talk.facts[each.field].value, each) for each in asked_in(node) if each.field in talk.facts
    )


def proposal(shown: CallView, talk: Talk) -> tuple[Option, ...]:
    """The outcome that Enter records, and for a meeting the questions that are still open."""
    label = find(talk.proposed, shown.campaign).label
    record = Option(RECORD_KEY, f"Record ‹{label}›", chosen=True)
    if talk.proposed != talk.settles or shown.meeting is None:
        return (record,)
    open_questions = talk.still_open(shown)
    if open_questions:
        record = Option(RECORD_KEY, f"Record ‹{label}›: booked, not yet qualified", chosen=True)
    asked = [Option(str(at), f"Ask: {each.label or each.field}") for at, (_, each) in enumerate(open_questions, 1)]
    return (record, *asked)


def other_outcomes(shown: CallView) -> list[ChoiceRow]:
    """Every outcome without a letter of its own, by its list letter: those that may be recorded now."""
    known = outcomes(shown.campaign).values()
    may = [each for each in known if (each.code != SKIPPED if shown.attempts else each.effect in UNDIALLED)]
    may = [each for each in may if shown.meeting is not None or each.effect not in NEEDS_A_MEETING]
    may = [each for each in may if not came_in(shown) or each.effect not in NOBODY_THERE]
    return [ChoiceRow(each.list_letter, each.label, each.code) for each in may if each.list_letter]


def objection_rows(talk: Talk) -> list[ChoiceRow]:
    """The objections by letter; those answered often enough say so."""
    rows = []
    for node in talk.script.nodes:
        if node.kind == "objection" and node.letter:
            spent = talk.conversation.tries.get(node.id, 0) >= node.max_tries
            rows.append(ChoiceRow(node.letter, node.label or node.id, node.id, "answered" if spent else ""))
    return sorted(rows, key=lambda row: row.key)


def followed(reply: Reply, shown: CallView) -> str:
    """What an outcome led to, in one line, times on the prospect's clock; what can be pressed now stands last."""
    said, zone = reply.words.rstrip("."), zone_of(shown)
    label = said.split(":", maxsplit=1)[0]
    if reply.sql or reply.missing or reply.suppressed:
        head = said
    elif reply.next_at is not None:
        at = parse_instant(reply.next_at)
        then = "call back" if reply.callback else "again"
        head = f"{label}: {then} {full_time(at, zone)}"
    else:
        head = said
    return f"{shown.prospect.full_name}: {head}" + ("" if reply.suppressed else " · u undoes")


def promised_words(moment: Moment, ours: str, now: int) -> str:
    """A time as it was understood: in full, on the caller's clock, and how far off."""
    here = f"{full_time(moment.at, ours)} here"
    return f"{moment.words} · {here} · in {countdown(moment.at, now)}"


def history(shown: CallView) -> list[ReadRow]:
    """All earlier calls with what was said, for the history panel."""
    zone = zone_of(shown)
    rows = []
    for call in shown.history:
        words = outcome_words(call.outcome) + (f": {call.note}" if call.note else "")
        rows.append(ReadRow(day_and_clock(call.at, zone), f"{words}  ({call.caller})"))
    captures = shown.campaign.script.captures()
    said = [
        ReadRow(captures[name].label if name in captures else name.replace("_", " "),
                said_words(fact.value, captures.get(name)))
        for name, fact in shown.facts.items() if fact.call
    ]  # fmt: skip
    if said:
        rows += [ReadRow("Said on calls"), *said]
    return rows or [ReadRow("Nothing yet: nobody has spoken with them for us.")]
