"""Everything a caller needs before her on one call: the person, the words, the gates, the numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping

from msgspec import Struct

from setter.domain.cadence import voicemail_today, voicemail_words
from setter.domain.calling_window import are_known, clock_words
from setter.domain.campaign import Campaign
from setter.domain.conversation import options_of, render
from setter.domain.dispositions import Effect, outcomes
from setter.domain.errors import Wrong
from setter.domain.facts import Fact
from setter.domain.gates import Qualification
from setter.domain.outcome import APOLOGY, is_missed
from setter.domain.schedule import Schedule
from setter.domain.script import Choice, Node
from setter.services.answer_inquiry import newest_open
from setter.services.at_hand import SHOWING, look_at_call
from setter.services.attempts import dialled
from setter.services.callability import Line, best_line, opening_for
from setter.services.desk import Desk
from setter.services.dial import call_lines
from setter.services.knowledge import facts_of
from setter.services.qualify import qualification_of
from setter.services.queue_view import tier_words
from setter.services.spoken import About, spoken_words
from setter.store.records import Attempt, Call, Callback, Email, Enrolment, Inquiry, Meeting, Prospect
from setter.store.unit import Unit

MOST_HISTORY = 12


class PastCall(Struct, frozen=True):
    """One earlier call with this prospect, newest first in lists."""

    at: int
    caller: str
    outcome: str
    note: str


class CallView(Struct, frozen=True):
    """A live or closed call with everything around it; `values` fill the script's words.

    `voicemail` advises whether to leave a message, `inquiry` is what they asked last and wait to be answered. `missed`
    says that the promised time is long over: the caller says sorry first.
    """

    call: Call
    campaign: Campaign
    prospect: Prospect
    enrolment: Enrolment
    lines: tuple[Line, ...]
    emails: tuple[Email, ...]
    attempts: tuple[Attempt, ...]
    history: tuple[PastCall, ...]
    facts: Mapping[str, Fact]
    values: Mapping[str, str]
    qualification: Qualification
    meeting: Meeting | None
    promise: Callback | None
    inquiry: Inquiry | None
    missed: bool
    sources: tuple[str, ...]
    opening: Schedule
    voicemail_today: bool
    voicemail: str
    local_time: str
    node: Node
    words: str
    choices: tuple[Choice, ...]
    reasons: tuple[str, ...]

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones that the prospect may be in."""
        return self.opening.zones


def view(desk: Desk, call_id: int, node_id: str = "") -> CallView:
    """Look at a call, on the node of its script where it stands or the one named; Wrong when there is no such call."""
    return desk.store.read(lambda unit: _view(desk, unit, call_id, node_id))


def _view(desk: Desk, unit: Unit, call_id: int, node_id: str) -> CallView:
    call, prospect, enrolment = _called(desk, unit, call_id)
    campaign = desk.campaign(unit, call.campaign, call.campaign_version)
    facts = facts_of(unit, prospect)
    opening = opening_for(unit, campaign, prospect, enrolment, desk.now())
    zones = opening.zones
    meeting = unit.meetings.open_for(enrolment.id)
    promise = unit.tasks.open_callback(enrolment.id)
    missed = _is_missed(promise, call, enrolment)
    node = campaign.script.node(node_id or json.loads(call.path)[-1])
    lines = tuple(call_lines(desk, unit, call))
    first = best_line(list(lines))
    about = About(desk, unit, campaign, call, prospect, enrolment, zones, first.phone.e164 if first else "")
    left = _voicemails_left(unit, campaign, call, enrolment)
    values = spoken_words(about, facts, meeting, node.say)
    return CallView(
        call=call,
        campaign=campaign,
        prospect=prospect,
        enrolment=enrolment,
        lines=lines,
        emails=tuple(unit.prospects.emails(prospect.id)),
        attempts=tuple(dialled(unit, call.id)),
        history=past_calls(unit, call.prospect_id, call.id),
        facts=facts,
        values=values,
        qualification=qualification_of(desk, unit, campaign, enrolment, prospect, talking=True),
        meeting=meeting,
        promise=promise,
        inquiry=newest_open(unit, prospect.id),
        missed=missed,
        sources=tuple(f"{source.source}, {source.acquired_on}" for source in unit.prospects.acquisitions(prospect.id)),
        opening=opening,
        voicemail_today=voicemail_today(campaign.calling.cadence, enrolment.attempts, left),
        voicemail=voicemail_words(campaign.calling.cadence, enrolment.attempts, left),
        local_time=clock_words(desk.now(), zones[0]) if are_known(zones) else "",
        node=node,
        words=render(node.say, values),
        choices=options_of(node),
        reasons=_reasons(call, enrolment, missed),
    )


def _voicemails_left(unit: Unit, campaign: Campaign, call: Call, enrolment: Enrolment) -> int:
    """How many messages we left them in this cycle, on earlier calls."""
    leaving = {code for code, each in outcomes(campaign).items() if each.effect is Effect.TRY_AFTER_VOICEMAIL}
    return sum(
        each.disposition in leaving and each.call_id != call.id and each.started_at >= enrolment.cycle_started_at
        for each in unit.calls.attempts_of_enrolment(enrolment.id)
    )


def _called(desk: Desk, unit: Unit, call_id: int) -> tuple[Call, Prospect, Enrolment]:
    """A call and whom it is with; Wrong when there is no such call."""
    call = unit.calls.get(call_id)
    if call is not None:
        look_at_call(desk, unit, SHOWING, call)
    prospect = unit.prospects.get(call.prospect_id) if call else None
    enrolment = unit.prospects.enrolment(call.enrolment_id) if call else None
    if call is None or prospect is None or enrolment is None:
        raise Wrong("no_call", "There is no such call.", "call", "Take one with: setter next.")
    return call, prospect, enrolment


def past_calls(unit: Unit, prospect_id: int, leave_out: int = 0) -> tuple[PastCall, ...]:
    """The calls with a prospect that have an outcome, newest first, at most twelve."""
    past = [each for each in unit.calls.of_prospect(prospect_id) if each.id != leave_out and each.outcome]
    return tuple(
        PastCall(each.closed_at or each.taken_at, each.caller, each.outcome, each.note) for each in past[:MOST_HISTORY]
    )


def _is_missed(promise: Callback | None, call: Call, enrolment: Enrolment) -> bool:
    if promise is None or promise.kind != "hard":
        return False
    return is_missed(promise.due_at, call.taken_at, promise.missed_minutes, enrolment.last_attempt_at)


def _reasons(call: Call, enrolment: Enrolment, missed: bool) -> tuple[str, ...]:
    said = [tier_words(call.tier, call.state_before), f"score {enrolment.score}"]
    if call.explored:
        said.append("picked at random, to learn")
    if missed:
        said.append(APOLOGY)
    if enrolment.attempts:
        said.append(f"attempt {enrolment.attempts + 1}")
    return tuple(said)
