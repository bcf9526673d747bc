"""A key in the wrong place or under another name is answered with the place and the name that were meant."""

from __future__ import annotations

import pytest

from intake.campaign_text import EXAMPLE, errors_of, only_error


@pytest.mark.parametrize(
    ("table", "line", "field", "says"),
    [
        ("[calling]", "max_attempts = 5", "calling.max_attempts", "it belongs in [calling.cadence]"),
        ("[calling]", "gaps_business_days = [1]", "calling.gaps_business_days", "it belongs in [calling.cadence]"),
        ("[handoff]", "max_attempts = 5", "handoff.max_attempts", "it belongs in [calling.cadence]"),
        ("[campaign]", 'client_brand = "Tidemark"', "campaign.client_brand", "did you mean name in [client]?"),
        ("[campaign]", 'provider = "internal"', "campaign.provider", "it belongs in [programme]"),
        ("[campaign]", 'cadence = "slow"', "campaign.cadence", "it is a table of its own, [calling.cadence]"),
        ("[calling.cadence]", "lease_minutes = 9", "calling.cadence.lease_minutes", "it belongs in [calling]"),
        ("[handoff]", 'zone = "America/Chicago"', "handoff.zone", "it belongs in [[handoff.rep]]"),
        ("[handoff]", "days_of = []", "handoff.days_of", "did you mean days_off in its rep?"),
        ("[campaign]", "end = 2027-01-05", "campaign.end", "did you mean ends?"),
        ("[client]", "colour = 1", "client.colour", "this table knows id, name,"),
    ],
)
def test_a_stray_key_is_shown_its_table(table: str, line: str, field: str, says: str) -> None:
    problem = only_error((f"{table}\n", f"{table}\n{line}\n"))
    assert problem.field == field and says in problem.message


def test_a_key_at_the_top_is_shown_its_table_too() -> None:
    assert "it belongs in [calling.cadence]" in errors_of(f"max_attempts = 5\n{EXAMPLE}")[0].message


def test_a_gate_named_on_a_node_belongs_in_its_capture() -> None:
    problem = only_error(('id = "opener"\n', 'id = "opener"\ngate = "need"\n'))
    assert "did you mean gates in its capture?" in problem.message


def test_a_longer_word_is_taken_for_the_key_in_it_and_what_it_holds_is_checked() -> None:
    begins = EXAMPLE.index("hours", EXAMPLE.index("[calling]"))
    text = f"{EXAMPLE[:begins]}business_{EXAMPLE[begins:]}"
    (problem,) = errors_of(text)
    assert problem.field == "calling.business_hours" and "did you mean hours?" in problem.message
