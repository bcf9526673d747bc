"""Going back from a version of the rules leads step by step to where the campaign was, never to and fro."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from setter.domain.rule_versions import ACTIVATED, ADOPTED, ROLLED_BACK, Backtested, way_back


@pytest.mark.requirement("R-078")
class TestTheWayBack:
    def test_leads_to_the_version_before(self) -> None:
        assert way_back([(ACTIVATED, 1), (ADOPTED, 3)]) == 1

    def test_from_the_first_leads_nowhere(self) -> None:
        assert way_back([]) == way_back([(ACTIVATED, 1)]) == 0

    def test_taken_twice_leads_two_steps_back(self) -> None:
        steps = [(ACTIVATED, 1), (ADOPTED, 2), (ADOPTED, 3), (ROLLED_BACK, 2)]
        assert way_back(steps) == 1
        assert way_back([*steps, (ROLLED_BACK, 1)]) == 0

    def test_after_a_step_on_leads_to_where_that_was_taken(self) -> None:
        assert way_back([(ACTIVATED, 1), (ADOPTED, 2), (ROLLED_BACK, 1), (ADOPTED, 3)]) == 1


@given(some.lists(some.one_of(some.none(), some.integers(1, 4)), max_size=12))
def test_every_step_back_undoes_one_step_on(wishes: list[int | None]) -> None:
    """None is a step back, a number a step on; kept beside a plain stack."""
    log: list[tuple[str, int]] = [(ACTIVATED, 1)]
    stack = [1]
    for wish in wishes:
        if wish is None:
            before = way_back(log)
            assert before == (stack[-2] if len(stack) > 1 else 0)
            if before:
                log.append((ROLLED_BACK, before))
                stack.pop()
        elif wish != stack[-1]:
            log.append((ADOPTED, wish))
            stack.append(wish)


def test_a_test_is_told_on_one_line() -> None:
    told = Backtested("history.csv", 1200, 84, 0.7312, (0.68, 0.78), 0.214, 3.06, 1, ("few", "drift"))
    assert told.words == (
        "84 of 1,200 in history.csv, AUC 0.731 (0.680–0.780), top tenth 21.4 %, lift 3.06, "
        "against version 1, 2 warnings"
    )
    assert Backtested("own attempts", 3, 0).words == "0 of 3 in own attempts"
