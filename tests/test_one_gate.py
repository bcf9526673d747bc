"""No path leads round the gate: whatever offers a number for dialling has asked it at that instant (DESIGN §2)."""

from __future__ import annotations

from setter.domain.callable import RULES
from setter.screens.prospect_words import PASSED
from sources import calls


def calls_to(name: str) -> set[str]:
    """The files in which something of this name is called."""
    return calls().get(name, set())


class TestTheSources:
    def test_begin_an_attempt_in_one_place_with_the_gates_verdict_in_hand(self) -> None:
        assert calls_to("Attempt") == {"services/dial.py"}
        assert calls_to("attempt_of") == {"services/dial.py", "services/receive_call.py"}
        assert calls_to("add_attempt") == {"services/dial.py", "services/receive_call.py"}

    def test_start_a_dialler_in_one_place_with_an_attempt_in_hand(self) -> None:
        assert calls_to("ring") == {"screens/call.py"}
        assert calls_to("command_for") == {"screens/call.py"}

    def test_copy_a_number_in_one_place(self) -> None:
        assert calls_to("copy_to_clipboard") == {"screens/call.py"}

    def test_ask_the_gate_in_one_place(self) -> None:
        assert calls_to("may_dial") == {"services/callability.py"}
        assert calls_to("may_contact") == {"services/callability.py"}


def test_every_rule_has_words_for_whoever_asks_why() -> None:
    assert tuple(PASSED) == RULES
