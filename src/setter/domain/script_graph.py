"""A call script as a graph: what leads where, what is reached, what ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from setter.domain.conversation import RETURN
from setter.domain.script import Node, Script

Ways = Mapping[str, tuple[str, ...]]
"""Node id to the nodes and ends that it leads to."""


def gotos(node: Node) -> list[tuple[tuple[str | int, ...], str]]:
    """Every way on that a node names, with the key that names it."""
    ways: list[tuple[tuple[str | int, ...], str]] = [
        (("choices", index, "goto"), choice.goto) for index, choice in enumerate(node.choices)
    ]
    return [*ways, (("goto",), node.goto)] if node.goto else ways


def ways_of(script: Script) -> Ways:
    """What leads where; a mistyped goto counts as the name it resembles, so that it is complained of only once."""
    known = sorted({node.id for node in script.nodes} | set(script.ends))
    ways: dict[str, tuple[str, ...]] = {}
    for node in script.nodes:
        named = [goto for _, goto in gotos(node)]
        ways[node.id] = tuple(near for goto in named for near in [_meant(goto, known)] if near) + ways.get(node.id, ())
    return ways


def reachable(script: Script, ways: Ways) -> set[str]:
    """Everything a call can come to: from the start, and from the objections, which are raised anywhere."""
    ids = [node.id for node in script.nodes]
    begun = [_meant(start, ids) for start in (script.start, script.inbound) if start]
    starts = begun + [node.id for node in script.nodes if node.kind == "objection" and node.letter]
    return _spread(starts, ways)


def ending(script: Script, ways: Ways) -> set[str]:
    """The nodes from which a call can end; an objection that returns to the talk counts as ending."""
    leading: dict[str, list[str]] = {}
    for node_id, targets in ways.items():
        for target in targets:
            leading.setdefault(target, []).append(node_id)
    return _spread([*script.ends, RETURN], leading)


def most_questions(script: Script) -> int:
    """The most questions on any way from the opener to the meeting, objections left aside (R-037)."""
    nodes = {node.id: node for node in script.nodes}
    ways = ways_of(script)
    openers = [node.id for node in script.nodes if node.compliance] or [script.start]
    return max((_longest(opener, nodes, ways) for opener in openers if opener in nodes), default=0)


def _longest(opener: str, nodes: Mapping[str, Node], ways: Ways) -> int:
    """Depth first without recursion; a way back into the nodes being walked is not walked again."""
    best: dict[str, int] = {}
    walking: set[str] = set()
    stack = [opener]
    while stack:
        node = nodes[stack[-1]]
        if node.id not in walking and node.id not in best:
            walking.add(node.id)
            stack += [each for each in _asked_next(node, nodes, ways) if each not in walking and each not in best]
            continue
        stack.pop()
        if node.id in walking:
            walking.discard(node.id)
            further = max((best.get(each, -1) for each in _asked_next(node, nodes, ways)), default=-1)
            own = int(node.kind in ("ask", "branch") and bool(node.captures))
            best[node.id] = 0 if node.kind == "meeting" else further + own if further >= 0 else -1
    return max(best[opener], 0)


def _asked_next(node: Node, nodes: Mapping[str, Node], ways: Ways) -> list[str]:
    if node.kind == "meeting":
        return []
    return [way for way in ways[node.id] if way in nodes and nodes[way].kind != "objection"]


def _spread(starts: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        place = waiting.pop()
        if place not in reached:
            reached.add(place)
            waiting += ways.get(place, ())
    return reached


def _meant(goto: str, known: list[str]) -> str:
    if goto in known or goto == RETURN:
        return goto
    return next(iter(get_close_matches(goto, known, n=1, cutoff=0.6)), "")
