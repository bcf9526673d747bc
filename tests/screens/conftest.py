"""What the tests of screens share."""

import pytest


@pytest.fixture(autouse=True)
def hands_as_quick_as_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test presses keys faster than a person; none of its keys is a held one unless the test says so."""
    monkeypatch.setattr("setter.screens.call_conversation.SAME_KEY_SECONDS", 0.0)
