"""A house in which things happen in any order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from houses import desk_at
from setter.domain.errors import Refused, Wrong


class House(RuleBasedStateMachine):
    """A furnished house of its own; `people` is the list in it, the handful where there is none."""

    make: Callable[[], str]
    people = ""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        listed = Path(self.folder.name) / "people.csv"
        listed.write_text(self.people, encoding="utf-8")
        where = Path(self.folder.name)
        self.sitting = desk_at(type(self).make(), where, "mira", listed if self.people else None)
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
