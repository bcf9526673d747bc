"""A house in which things happen in any order, and how long a test looks at such orders."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from houses import seated_at
from setter.domain.errors import Refused, Wrong
from thorough import MORE


class House(RuleBasedStateMachine):
    """A furnished house of its own, whose address is what `make` gives."""

    make: Callable[[], str]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.sitting = seated_at(type(self).make())
        self.desk = next(self.sitting)

    def teardown(self) -> None:
        next(self.sitting, None)
        self.folder.cleanup()

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Do what may be refused; None where it is."""
        try:
            return act()
        except (Refused, Wrong):
            return None


def in_any_order(house: type[House], make: Callable[[], str], orders: int, steps: int, **given: Any) -> None:
    """Let things happen in so many orders of so many steps, each in a house that `make` gives the address of."""
    kind = type("OnOneEngine", (house,), {"make": staticmethod(make), **given})
    quick = settings(
        max_examples=orders * MORE,
        stateful_step_count=steps,
        deadline=None,
        derandomize=MORE == 1,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(kind, settings=quick)
