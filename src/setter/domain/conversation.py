"""Walking a call script: one node at a time, with objections from anywhere and known answers passed over."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from setter.domain.errors import Refused, Wrong
from setter.domain.facts import Facts, Value, holds
from setter.domain.script import Capture, Choice, Node, Script

RETURN = "back"
"""Where an objection's choice goes to take up the conversation at the place it was raised."""

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)(?:\|([^{}|]*))?\}")

ALWAYS_KNOWN = (
    "caller.name",
    "caller.first_name",
    "client.name",
    "agency",
    "product",
    "campaign.name",
    "campaign.caller_id",
    "day_part",
)
"""Placeholders that every call can fill."""

SOMETIMES_KNOWN = (
    "prospect.name",
    "prospect.full_name",
    "prospect.first_name",
    "prospect.last_name",
    "prospect.title",
    "prospect.email",
    "prospect.phone",
    "company.name",
    "company.city",
    "company.region",
    "company.website",
    "client.legal_name",
    "client.privacy_contact",
    "client.opt_out_number",
    "source.name",
    "source.date",
    "referrer.name",
    "next_attempt.day",
    "rep.name",
    "rep.first_name",
    "slot.1",
    "slot.2",
    "slot.chosen",
    "slot.zone",
)
"""Placeholders that need a fallback, as in `{company.city|your area}`, beside the script's own answers."""


class Conversation(Struct, frozen=True):
    """Where a call stands in its script.

    `path` holds the nodes walked before `node`, so that an objection finds the way back to where it was raised;
    `tries` counts each objection answered.
    """

    node: str
    path: tuple[str, ...] = ()
    tries: Mapping[str, int] = field(default_factory=dict)


class Step(Struct, frozen=True):
    """What one key led to: the answers it gave, and at an end the disposition it proposes.

    At an end the conversation stays on its last node, so that its words can still be said.
    """

    conversation: Conversation
    answers: Mapping[str, Value] = field(default_factory=dict)
    end: str = ""
    disposition: str = ""


def render(text: str, values: Mapping[str, str]) -> str:
    """Fill the placeholders of a script text; one without value or fallback shows its own name in ‹ ›."""

    def fill(match: re.Match[str]) -> str:
        name, fallback = match[1], match[2]
        value = values.get(name, "").strip()
        if value:
            return value
        return fallback if fallback is not None else f"‹{name.replace('.', ' ').replace('_', ' ')}›"

    return PLACEHOLDER.sub(fill, text)


def options_of(node: Node) -> tuple[Choice, ...]:
    """The numbered ways on; a lone choice or yes-or-no question offers its own answers as numbers."""
    if node.choices or len(node.captures) != 1:
        return node.choices
    capture = node.captures[0]
    offered: tuple[tuple[str, Value], ...] = ()
    if capture.type == "choice":
        offered = tuple((option.replace("_", " "), option) for option in capture.options)
    elif capture.type == "bool":
        offered = (("yes", True), ("no", False))
    return tuple(
        Choice(str(number), label, node.goto, {capture.field: value})
        for number, (label, value) in enumerate(offered, 1)
    )


def choose(script: Script, conversation: Conversation, key: str) -> Step:
    """Take a numbered way on; Wrong when the node has no such number."""
    options = options_of(script.node(conversation.node))
    for option in options:
        if option.key == key:
            return _go(script, conversation, option.goto, option.sets)
    known = ", ".join(f"{option.key} {option.label}" for option in options)
    raise Wrong(
        "no_such_choice", f"There is no choice {key} here.", conversation.node, known or "Go on: this step has one way."
    )


def go_on(script: Script, conversation: Conversation) -> Step:
    """Go on from a node without choices; Wrong when it has several ways on."""
    node = script.node(conversation.node)
    if not node.goto:
        known = ", ".join(f"{option.key} {option.label}" for option in options_of(node))
        raise Wrong("choose_first", "This step has several ways on.", node.id, f"Choose one: {known}.")
    return _go(script, conversation, node.goto, {})


def back(conversation: Conversation) -> Conversation:
    """Return to the node before; answers given stay given, an objection left this way does not count as answered."""
    if not conversation.path:
        return conversation
    left = conversation.tries.get(conversation.node, 0) - 1
    tries = {name: times for name, times in conversation.tries.items() if name != conversation.node}
    tries |= {conversation.node: left} if left > 0 else {}
    return Conversation(conversation.path[-1], conversation.path[:-1], tries)


def object_to(script: Script, conversation: Conversation, node_id: str) -> Conversation:
    """Turn to an objection from anywhere; Refused once it has been answered as often as the script allows."""
    node = script.node(node_id)
    tries = conversation.tries.get(node_id, 0)
    if tries >= node.max_tries:
        times = "once" if tries == 1 else f"{tries} times"
        raise Refused(
            "objection_spent",
            f"“{node.label or node.id}” was already answered {times} on this call.",
            node_id,
            "Thank the prospect and end the call, or go on with the script.",
        )
    return replace(_stepped(conversation, node_id), tries={**conversation.tries, node_id: tries + 1})


def raised_at(script: Script, conversation: Conversation) -> str:
    """The node to which an objection returns: the last one walked that was no objection itself."""
    talk = (each for each in reversed(conversation.path) if script.node(each).kind != "objection")
    return next(talk, script.start)


def asked_in(node: Node) -> tuple[Capture, ...]:
    """The answers a node must bring: the required ones, or all where none is."""
    required = tuple(capture for capture in node.captures if capture.required)
    return required or node.captures


def skip(script: Script, conversation: Conversation, facts: Facts) -> Step | None:
    """The step past a question whose answers are known, or None where it must be asked (R-037).

    A question with choices is passed only when what is known points to exactly one of them.
    """
    node = script.node(conversation.node)
    asked = asked_in(node)
    if node.kind not in ("ask", "branch") or not asked or any(each.field not in facts for each in asked):
        return None
    if not node.choices:
        return _go(script, conversation, node.goto, {}) if node.goto else None
    fitting = [choice for choice in node.choices if _fits(choice, facts)]
    return _go(script, conversation, fitting[0].goto, {}) if len(fitting) == 1 else None


def next_unknown(script: Script, conversation: Conversation, facts: Facts) -> Step:
    """Walk past every known question from here; the step stands on the first node that must be said or asked."""
    step = Step(conversation)
    for _ in script.nodes:
        further = None if step.end else skip(script, step.conversation, facts)
        if further is None:
            break
        step = further
    return step


def _fits(choice: Choice, facts: Facts) -> bool:
    if choice.when is not None:
        return holds(choice.when, facts) is True
    known = choice.sets and all(name in facts for name in choice.sets)
    return bool(known) and all(_same(facts[name].value, value) for name, value in choice.sets.items())


def _same(left: Value, right: Value) -> bool:
    return str(left).strip().casefold() == str(right).strip().casefold()


def _go(script: Script, conversation: Conversation, goto: str, answers: Mapping[str, Value]) -> Step:
    if goto in script.ends:
        return Step(conversation, answers, goto, script.ends[goto])
    if goto == RETURN:
        return Step(_stepped(conversation, raised_at(script, conversation)), answers)
    if script.node(goto).kind == "objection":
        return Step(object_to(script, conversation, goto), answers)
    return Step(_stepped(conversation, goto), answers)


def _stepped(conversation: Conversation, node_id: str) -> Conversation:
    return replace(conversation, node=node_id, path=(*conversation.path, conversation.node))
