"""The conversation in hand: where it stands in the script, what is known, what an end proposes to record."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from msgspec.structs import replace

from setter.domain import conversation as walk
from setter.domain.conversation import Conversation, Step
from setter.domain.facts import Fact, Facts, Value, holds
from setter.domain.gates import missing_captures
from setter.domain.script import Capture, Choice, Node, Script
from setter.services.call_view import CallView
from setter.services.desk import Desk
from setter.services.draft import give_answer, keep_path

MEETING_SET, MEETING_CONFIRMED = "meeting_set", "meeting_confirmed"


@dataclass
class Talk:
    """One call's way through its script; every step is in the journal before it can be painted.

    `proposed` is the outcome that an end of the script proposes; `settles` the one that settles the meeting on show:
    set on this call, or confirmed where it stood before. While `filling`, the questions still open for a
    booked meeting are asked one by one, and each leads back to the proposal. Answers are `owed` while only the journal
    has them.
    """

    desk: Desk
    call_id: int
    script: Script
    conversation: Conversation
    facts: Facts = field(default_factory=dict)
    proposed: str = ""
    filling: bool = False
    settles: str = MEETING_SET
    owed: bool = False

    @property
    def node(self) -> Node:
        """The node on show."""
        return self.script.node(self.conversation.node)

    @property
    def path(self) -> tuple[str, ...]:
        """Every node walked, the one on show last."""
        return (*self.conversation.path, self.conversation.node)

    def follow(self, shown: CallView) -> None:
        """Know what the store knows now."""
        self.facts = shown.facts
        stood = shown.meeting is not None and shown.meeting.call_id != self.call_id
        self.settles = MEETING_CONFIRMED if stood else MEETING_SET

    def choose(self, key: str) -> None:
        """Take a numbered way on."""
        self._step(walk.choose(self.script, self.conversation, key))

    def go_on(self) -> None:
        """Go on from words that were said."""
        self._step(walk.go_on(self.script, self.conversation))

    def back(self) -> None:
        """One step back; from a proposed outcome to the words before it."""
        if self.proposed:
            self.proposed, self.filling = "", False
            return
        self._stand(walk.back(self.conversation))

    def object_to(self, node_id: str) -> None:
        """Turn to an objection."""
        self.proposed, self.filling = "", False
        self._stand(walk.object_to(self.script, self.conversation, node_id))

    def jump(self, node_id: str) -> None:
        """Turn to a node out of turn: the booking's words, or a question still open."""
        self.proposed = ""
        if node_id != self.conversation.node:
            self._stand(replace(self.conversation, node=node_id, path=self.path))

    def keep_known(self) -> bool:
        """Keep what is known already as the prospect's answer, and go on; False where it leads nowhere."""
        known = {each.field: self.facts[each.field].value for each in walk.asked_in(self.node)}
        step = walk.skip(self.script, self.conversation, self.facts)
        if step is None:
            return False
        unsaid = {name: value for name, value in known.items() if name not in self.said()}
        self._step(replace(step, answers={**unsaid, **step.answers}))
        return True

    def answer(self, name: str, text: str) -> None:
        """Keep one typed answer; Wrong says what would be understood."""
        if give_answer(self.desk, self.call_id, {name: text}) is None:
            self.owed = True
            self.facts = {**self.facts, name: Fact(text, "answer", self.desk.now())}

    def answered(self, wanted: str = "") -> bool:
        """Go on after a node's questions: the way that the answers point to, else the one that was wanted."""
        if self.filling:
            self._propose_again()
            return True
        further = walk.skip(self.script, self.conversation, self.said())
        if further is not None:
            self._step(further)
        elif self.node.goto:
            self.go_on()
        elif wanted:
            self.choose(wanted)
        else:
            return False
        return True

    def begin_again(self) -> None:
        """From the top, with another number: whoever picks up there is somebody new."""
        self.proposed, self.filling = "", False
        self._stand(Conversation(self.script.start, self.path))

    def said(self) -> dict[str, Fact]:
        """What the prospect said on any call."""
        return {name: fact for name, fact in self.facts.items() if fact.source == "answer"}

    def unsaid(self) -> tuple[Capture, ...]:
        """The answers that this node asks for, that nobody gave yet and that no numbered choice gives."""
        by_choice = {name for choice in walk.options_of(self.node) for name in choice.sets}
        said = self.said()
        return tuple(each for each in self.node.captures if each.field not in said and each.field not in by_choice)

    def known_already(self) -> bool:
        """Say whether everything this node must bring is known, though not all of it from the prospect."""
        asked = walk.asked_in(self.node)
        said = self.said()
        known = bool(asked) and all(each.field in self.facts for each in asked)
        return known and any(each.field not in said for each in asked)

    def choice(self, key: str) -> Choice | None:
        """A numbered way on from here."""
        return next((each for each in walk.options_of(self.node) if each.key == key), None)

    def typed_for(self, key: str) -> Capture | None:
        """The answer in words that must come before a choice can be taken, where a number decides between the ways."""
        choice = self.choice(key)
        if choice is None or choice.when is None:
            return None
        return next((each for each in self.unsaid() if each.required and each.field == choice.when.field), None)

    def known_fits(self, key: str) -> bool:
        """Say whether what is known of this node, though not from the prospect, agrees with a numbered way on."""
        choice = self.choice(key)
        return (
            choice is not None
            and choice.when is not None
            and self.known_already()
            and holds(choice.when, self.facts) is True
        )

    def still_open(self, shown: CallView) -> tuple[tuple[str, Capture], ...]:
        """The questions that would settle the missing gates, with the node that asks each."""
        asked: list[tuple[str, Capture]] = []
        for capture in missing_captures(self.script, shown.qualification):
            home = next(node for node in self.script.nodes if capture.field in {each.field for each in node.captures})
            if home.id not in {node for node, _ in asked}:
                asked.append((home.id, capture))
        return tuple(asked[:9])

    def _step(self, step: Step) -> None:
        if step.answers:
            given = {name: spoken(value) for name, value in step.answers.items()}
            self.owed = give_answer(self.desk, self.call_id, given) is None or self.owed
            now = self.desk.now()
            self.facts = {**self.facts, **{name: Fact(value, "answer", now) for name, value in step.answers.items()}}
        if self.filling and step.answers:
            self._propose_again()
            return
        if not step.end:
            step = walk.next_unknown(self.script, step.conversation, self.said())
        self.proposed = step.disposition
        self._stand(step.conversation)

    def _stand(self, conversation: Conversation) -> None:
        self.conversation = conversation
        keep_path(self.desk, self.call_id, self.path)

    def _propose_again(self) -> None:
        self.filling = False
        self.proposed = self.settles


def talk_of(desk: Desk, shown: CallView, path: tuple[str, ...] = ()) -> Talk:
    """The conversation of a call as it stood, from its path or the one the journal kept."""
    script = shown.campaign.script
    known = {node.id for node in script.nodes}
    walked = [node for node in path or json.loads(shown.call.path) if node in known]
    walked = walked or [script.start_of(shown.call.direction)]
    objections = {node.id for node in script.nodes if node.kind == "objection"}
    tries = {node: walked.count(node) for node in walked if node in objections}
    talk = Talk(desk, shown.call.id, script, Conversation(walked[-1], tuple(walked[:-1]), tries))
    talk.follow(shown)
    return talk


def spoken(value: Value) -> str:
    """A value as it would be typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
