"""What is wrong with a call script: missing disclosures, dead ends, uncaptured gates, words nobody may say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Literal

from msgspec import Struct

from setter.domain import script_graph as graph
from setter.domain.campaign import Campaign
from setter.domain.conversation import ALWAYS_KNOWN, PLACEHOLDER, RETURN, SOMETIMES_KNOWN, options_of
from setter.domain.script import Node, Script

MOST_QUESTIONS = 7
"""Questions before the ask; above this a prospect gives up (R-037)."""

MOST_WORDS = 45
"""Words of one node; more is a speech (domain §4.1)."""

MOST_TRIES = 2
MOST_TRIES_NOT_INTERESTED = 1

FORBIDDEN = {
    "returning your call": "it is untrue of a cold call (16 CFR 310.3(a)(2))",
    "returning a call": "it is untrue of a cold call (16 CFR 310.3(a)(2))",
    "not a sales call": "it is one",
    "isn't a sales call": "it is one",
    "not selling anything": "we are",
    "not trying to sell": "we are",
    "survey": "a sales call must not pose as research",
    "you registered": "say it only where the source proves it",
    "you signed up": "say it only where the source proves it",
}
"""Phrases that mislead (domain §4.1; the TSR's bans on misrepresentation cover business calls since 2024)."""

PURPOSE = re.compile(
    r"\b(?:sales call|calling (?:you )?(?:about|because|to)|called (?:you )?(?:about|because|to)|ringing (?:you )?"
    r"(?:about|because|to)|reason (?:for|I|I'm)|why I(?:'m| am)? call(?:ed|ing)?|it's about|here about)\b",
    re.IGNORECASE,
)
"""Words by which a caller says what the call is for."""

_BRACES = re.compile(r"\{[^{}]*\}?|\}")


class LintProblem(Struct, frozen=True):
    """One complaint about a script; `node` is empty for the script as a whole, `key` names the part of the node."""

    node: str
    message: str
    severity: Literal["error", "warning"] = "error"
    key: tuple[str | int, ...] = ()


def lint(campaign: Campaign) -> list[LintProblem]:
    """Every fault of a campaign's script, in no order that matters (domain §4.1)."""
    script = campaign.script
    problems: list[LintProblem] = []
    for node in script.nodes:
        problems += [*_ways(script, node), *_keys(node), *_tries(node), *_words(campaign, node)]
        problems += _captures(campaign, node)
    problems += [*_walks(script), *_objection_letters(script), *_ends(campaign)]
    problems += [*_opener(campaign), *_gates(campaign), *_questions(script)]
    return problems


def _ways(script: Script, node: Node) -> Iterator[LintProblem]:
    known = {each.id for each in script.nodes} | set(script.ends)
    for key, goto in graph.gotos(node):
        if goto == RETURN and node.kind == "objection":
            continue
        if goto not in known:
            near = get_close_matches(goto, sorted(known), n=1, cutoff=0.6)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield LintProblem(node.id, f"goes to “{goto}”, which is neither a node nor an end{hint}", key=key)
    if not node.goto and not options_of(node):
        yield LintProblem(node.id, "is a dead end; give it a goto or choices")
    if node.goto and node.choices:
        yield LintProblem(node.id, "has both a goto and choices; keep one", key=("goto",))
    if not node.say.strip():
        yield LintProblem(node.id, "says nothing", key=("say",))


def _keys(node: Node) -> Iterator[LintProblem]:
    seen: set[str] = set()
    for index, choice in enumerate(node.choices):
        key = ("choices", index, "key")
        if choice.key not in tuple("123456789"):
            yield LintProblem(node.id, f"has a choice with key “{choice.key}”; use one digit from 1 to 9", key=key)
        elif choice.key in seen:
            yield LintProblem(node.id, f"has two choices with key {choice.key}", key=key)
        seen.add(choice.key)
    if not node.choices and len(options_of(node)) > 9:
        yield LintProblem(node.id, "offers more than nine options, and there are nine digits", key=("capture", 0))


def _tries(node: Node) -> Iterator[LintProblem]:
    if node.kind != "objection":
        if node.letter:
            yield LintProblem(node.id, "has a letter, but only objections do", key=("letter",))
        return
    firm = "not_interested" in node.id or "not interested" in node.label.casefold()
    most = MOST_TRIES_NOT_INTERESTED if firm else MOST_TRIES
    if node.max_tries > most:
        after = "after “not interested” one try is enough" if firm else "an objection is answered twice at most"
        yield LintProblem(node.id, f"allows {node.max_tries} tries; {after}", key=("max_tries",))


def _words(campaign: Campaign, node: Node) -> Iterator[LintProblem]:
    said = " ".join(node.say.casefold().replace("’", "'").split())
    for phrase, reason in FORBIDDEN.items():
        if re.search(rf"\b{re.escape(phrase)}", said):
            yield LintProblem(node.id, f"says “{phrase}”: {reason}", key=("say",))
    count = len(PLACEHOLDER.sub("word", node.say).split())
    if count > MOST_WORDS:
        text = f"has {count} words; nobody listens to more than {MOST_WORDS} at once"
        yield LintProblem(node.id, text, "warning", ("say",))
    yield from placeholder_problems(campaign, node.say, node.id)


def placeholder_problems(campaign: Campaign, text: str, node: str = "") -> Iterator[LintProblem]:
    """What is wrong with the placeholders of one text: unknown, without a fallback, or unreadable."""
    answers = set(campaign.script.captures())
    known = {*ALWAYS_KNOWN, *SOMETIMES_KNOWN, *answers}
    for match in PLACEHOLDER.finditer(text):
        name, fallback = match[1], match[2]
        area, _, rest = name.partition(".")
        if name not in known and not (area in ("company", "prospect") and rest in answers):
            near = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
            hint = f"; did you mean {{{near[0]}}}?" if near else ""
            yield LintProblem(node, f"uses {{{name}}}, which nothing fills{hint}", key=("say",))
        elif name not in ALWAYS_KNOWN and fallback is None:
            advice = f"uses {{{name}}}, which may be unknown; give it a fallback as in {{{name}|…}}"
            yield LintProblem(node, advice, "warning", ("say",))
    for brace in _BRACES.findall(PLACEHOLDER.sub("", text)):
        yield LintProblem(node, f"has a placeholder that cannot be read: {brace[:30]}", key=("say",))


def _captures(campaign: Campaign, node: Node) -> Iterator[LintProblem]:
    gates = {gate.id: gate for gate in campaign.gates.gates}
    first = campaign.script.captures()
    for index, capture in enumerate(node.captures):
        key = ("capture", index)
        if capture.type == "choice" and not capture.options:
            yield LintProblem(node.id, f"asks to choose {capture.field} from no options", key=key)
        if first[capture.field].type != capture.type:
            text = f"captures {capture.field} as {capture.type}; another node captures it as another type"
            yield LintProblem(node.id, text, key=key)
        for gate in capture.gates:
            if gate not in gates:
                near = get_close_matches(gate, sorted(gates), n=1, cutoff=0.6)
                hint = f"; did you mean {near[0]}?" if near else ""
                text = f"gives {capture.field} to the gate “{gate}”, which the campaign does not have{hint}"
                yield LintProblem(node.id, text, key=(*key, "gates"))
    yield from _sets(campaign.script, node)


def _sets(script: Script, node: Node) -> Iterator[LintProblem]:
    captures = script.captures()
    for index, choice in enumerate(node.choices):
        for name, value in choice.sets.items():
            key = ("choices", index, "sets")
            if name not in captures:
                near = get_close_matches(name, sorted(captures), n=1, cutoff=0.6)
                hint = f"; did you mean {near[0]}?" if near else ""
                yield LintProblem(node.id, f"sets {name}, which no node captures{hint}", key=key)
            elif captures[name].type == "choice" and value not in captures[name].options:
                offered = ", ".join(captures[name].options)
                yield LintProblem(node.id, f"sets {name} to “{value}”; its options are {offered}", key=key)


def _walks(script: Script) -> Iterator[LintProblem]:
    ids = [node.id for node in script.nodes]
    for key, start, does in (("start", script.start, "starts"), ("inbound", script.inbound, "answers callers")):
        if ids and start not in ids and (start or key == "start"):
            near = get_close_matches(start, ids, n=1, cutoff=0.6)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield LintProblem("", f"{does} at “{start}”, which is not a node{hint}", key=(key,))
    ways = graph.ways_of(script)
    reached = graph.reachable(script, ways)
    ending = graph.ending(script, ways)
    for node in script.nodes:
        if node.id not in reached:
            yield LintProblem(node.id, "can never be reached: nothing goes to it")
        if node.id not in ending and (node.goto or options_of(node)):
            yield LintProblem(node.id, "never comes to an end: every way from it goes round")


def _objection_letters(script: Script) -> Iterator[LintProblem]:
    seen: dict[str, str] = {}
    for node in script.nodes:
        if node.kind != "objection":
            continue
        if not node.letter:
            yield LintProblem(node.id, "is an objection without a letter, so no key leads to it")
        elif node.letter in seen:
            text = f"has the letter {node.letter}, as {seen[node.letter]} has"
            yield LintProblem(node.id, text, key=("letter",))
        seen.setdefault(node.letter, node.id)


def _ends(campaign: Campaign) -> Iterator[LintProblem]:
    like = {extra.code: extra.like for extra in campaign.dispositions}
    proposed = {like.get(code, code) for code in campaign.script.ends.values()}
    if "do_not_call" not in proposed:
        text = 'has no end for do_not_call, so nobody can opt out; add end_do_not_call = "do_not_call"'
        yield LintProblem("", text, key=("ends",))
    if "meeting_set" not in proposed:
        yield LintProblem("", "has no end for meeting_set, so no call can succeed", key=("ends",))


def _opener(campaign: Campaign) -> Iterator[LintProblem]:
    needed = {"identity", "company", "purpose"}
    openers = [node for node in campaign.script.nodes if needed <= set(node.compliance)]
    if not openers:
        text = 'has no opener; mark one node compliance = ["identity", "company", "purpose"]'
        yield LintProblem("", text)
    for node in openers:
        if not re.search(r"\{caller\.(?:first_)?name[}|]", node.say):
            yield LintProblem(node.id, "opens without the caller's name; say {caller.name}", key=("say",))
        if "{client.name" not in node.say and campaign.client.name.casefold() not in node.say.casefold():
            text = f"opens without the client's name; say {{client.name}} ({campaign.client.name})"
            yield LintProblem(node.id, text, key=("say",))
        if not PURPOSE.search(node.say.replace("’", "'")):
            text = "opens without saying what the call is for; say “this is a sales call” or “I'm calling about …”"
            yield LintProblem(node.id, text, key=("say",))


def _gates(campaign: Campaign) -> Iterator[LintProblem]:
    fed: dict[str, set[str]] = {}
    for capture in (each for node in campaign.script.nodes for each in node.captures):
        for name in capture.gates:
            fed.setdefault(name, set()).add(capture.type)
    for gate in campaign.gates.gates:
        if gate.id in ("target_market", "meeting_requested"):
            continue
        if gate.evidence in ("answer", "quote") and gate.id not in fed:
            yield LintProblem("", f"captures nothing for the gate {gate.id}, so it can never pass")
        elif gate.evidence == "quote" and not fed.get(gate.id, set()) & {"quote", "text"}:
            text = f"captures no words for the gate {gate.id}, which wants a quote"
            yield LintProblem("", text)
    if not any(node.kind == "meeting" for node in campaign.script.nodes):
        yield LintProblem("", 'has no node of kind "meeting", so nothing can be booked')


def _questions(script: Script) -> Iterator[LintProblem]:
    most = graph.most_questions(script)
    if most > MOST_QUESTIONS:
        text = f"asks up to {most} questions before the meeting; more than {MOST_QUESTIONS} wear people out"
        yield LintProblem("", text, "warning")
