"""A prospect of whom only name, company and phone are known can qualify by what he says on one call."""

from __future__ import annotations

from functools import cache

import pytest

from setter.domain.answers import parse_answer
from setter.domain.campaign import Campaign
from setter.domain.conversation import Conversation, Step, choose, go_on, next_unknown, object_to, options_of
from setter.domain.dispositions import DISPOSITIONS
from setter.domain.facts import Fact, Value
from setter.domain.gate_evidence import MeetingEvidence
from setter.domain.gates import Qualification, judge
from setter.examples import example_campaign
from setter.intake.campaign_file import read

NOW = 1_790_000_000_000
MEETING = MeetingEvidence(
    meeting=1,
    prospect=2,
    starts_at=NOW + 86_400_000,
    ends_at=NOW + 86_400_000 + 1_800_000,
    wall="2026-11-26T15:00",
    zone="America/Chicago",
    rep="t.abara",
    place="video call",
    address="ada@vans.example",
    requested_how="asked",
    call=7,
    by="kim",
    at=NOW,
)

CALL = (
    ("reach", "1", {}),
    ("opener", "1", {}),
    ("reason", "1", {}),
    ("need", "", {"need_quote": "two people on the phone all day"}),
    ("size", "1", {"vehicles": "about 9"}),
    ("role", "1", {}),
    ("authority", "2", {}),
    ("budget", "2", {}),
    ("timing", "1", {}),
    ("ask", "1", {}),
    ("book", "", {"email": "ada@vans.example", "agenda": "how it finds a van"}),
    ("confirm", "", {"confirm_quote": "Tobe from Tidemark, about seeing our vans"}),
    ("close", "", {}),
)


@cache
def campaign() -> Campaign:
    return read(example_campaign())


def facts_of(said: dict[str, Value]) -> dict[str, Fact]:
    return {name: Fact(value, "answer", NOW, call=7, by="kim") for name, value in said.items()}


def call(stops: tuple[tuple[str, str, dict[str, str]], ...]) -> tuple[dict[str, Value], Step]:
    """Walk a call and gather its answers."""
    captures = campaign().script.captures()
    said: dict[str, Value] = {}
    step = Step(Conversation(campaign().script.start))
    for node, key, typed in stops:
        assert step.conversation.node == node
        said |= {field: parse_answer(captures[field], words) for field, words in typed.items()}
        walked = step.conversation
        step = choose(campaign().script, walked, key) if key else go_on(campaign().script, walked)
        said |= step.answers
    return said, step


def judged(said: dict[str, Value]) -> Qualification:
    return judge(campaign(), facts_of(said), {}, MEETING, 1, NOW, suppressed=False)


def test_one_call_answers_all_nine_gates_and_proposes_the_meeting() -> None:
    said, last = call(CALL)
    assert last.disposition == "meeting_set"
    assert judged(said).missing == ()
    assert judged(said).complete


@pytest.mark.requirement("R-016")
@pytest.mark.parametrize(
    "left_out", ["need_quote", "vehicles", "seniority", "budget_status", "timing", "confirm_quote"]
)
def test_any_answer_left_out_is_missed(left_out: str) -> None:
    said, _ = call(CALL)
    del said[left_out]
    assert not judged(said).complete


@pytest.mark.requirement("R-024")
def test_one_answer_says_who_we_are_and_what_we_do() -> None:
    said, _ = call(CALL)
    del said["confirm_quote"]
    assert set(judged(said).missing) == {"knows_who", "knows_what"}


@pytest.mark.requirement("R-015")
def test_a_second_call_passes_what_the_first_one_learned() -> None:
    said, _ = call(CALL)
    again = choose(campaign().script, call(CALL[:1])[1].conversation, "1").conversation
    assert again.node == "reason"
    assert next_unknown(campaign().script, again, facts_of(said)).conversation.node == "ask"


def test_a_call_that_cannot_succeed_says_so_at_once() -> None:
    small = next_unknown(campaign().script, call(CALL[:4])[1].conversation, facts_of({"vehicles": 3}))
    assert small.conversation.node == "too_small"
    assert go_on(campaign().script, small.conversation).disposition == "cannot_use"


def test_every_objection_has_a_letter_and_every_end_an_outcome_that_exists() -> None:
    script = campaign().script
    assert {node.letter for node in script.nodes if node.kind == "objection"} == set("bnitsprhmw")
    assert set(script.ends.values()) <= set(DISPOSITIONS)


def test_every_objection_can_be_raised_at_every_step_and_leads_on() -> None:
    script = campaign().script
    for node in script.nodes:
        for objection in (each for each in script.nodes if each.kind == "objection"):
            here = call(())[1].conversation
            raised = object_to(script, type(here)(node.id), objection.id)
            for option in options_of(objection):
                if script_goes_to_objection(option.goto) and option.goto == node.id:
                    continue
                step = choose(script, raised, option.key)
                assert step.end or step.conversation.node != objection.id


def script_goes_to_objection(goto: str) -> bool:
    return any(node.id == goto and node.kind == "objection" for node in campaign().script.nodes)
