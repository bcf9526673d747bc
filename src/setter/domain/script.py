"""The call script: nodes with words to say, answers to capture and choices to follow."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from setter.domain.facts import Condition, Value


class Capture(Struct, frozen=True):
    """One answer to write down: its field, type, and the gates that it is evidence for."""

    field: str
    type: str
    label: str
    options: tuple[str, ...] = ()
    required: bool = False
    gates: tuple[str, ...] = ()
    min_chars: int = 0


class Choice(Struct, frozen=True):
    """A numbered way on; `sets` are the answers that choosing it already gives.

    `when` says for which known answers it is the way to go, so that a question already answered can be passed.
    """

    key: str
    label: str
    goto: str
    sets: Mapping[str, Value] = field(default_factory=dict)
    when: Condition | None = None


class Node(Struct, frozen=True):
    """One screenful of the conversation; `letter` is the objection's key on the objection panel."""

    id: str
    kind: str
    say: str
    captures: tuple[Capture, ...] = ()
    choices: tuple[Choice, ...] = ()
    goto: str = ""
    max_tries: int = 2
    compliance: tuple[str, ...] = ()
    letter: str = ""
    label: str = ""


class Script(Struct, frozen=True):
    """A script graph; `ends` map an end's id to the disposition it proposes.

    `inbound` is the node that answers somebody who calls us; '' where that is `start`, too.
    """

    start: str
    nodes: tuple[Node, ...]
    ends: Mapping[str, str]
    inbound: str = ""

    def start_of(self, direction: str) -> str:
        """Name the node at which a call begins."""
        return self.inbound or self.start if direction == "inbound" else self.start

    def node(self, node_id: str) -> Node:
        """Find a node by id; KeyError where the script has none."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)

    def captures(self) -> dict[str, Capture]:
        """Every field that the script can capture, in script order."""
        return {capture.field: capture for node in self.nodes for capture in node.captures}
