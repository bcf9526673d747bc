"""The lab: scoring rules tried on the queue, and tested on what came of calls, before anybody adopts them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from setter.screens.keys import bindings
from setter.screens.lab_versions import Versions
from setter.services.desk import Desk
from setter.widgets.panel import Panel


class LabScreen(Versions):
    """A draft of one campaign's scoring rules beside those in force."""

    SCOPE = "lab"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "#lines"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lab")]

    def __init__(self, desk: Desk, campaign_id: str) -> None:
        super().__init__()
        self.desk, self.campaign_id = desk, campaign_id

    def compose_panels(self) -> Iterable[Panel]:
        """One line, one question, a choice, an adoption, a test, what is suggested."""
        yield from (
            *(self.reading, self.asking, self.adopting, self.choices, self.doing),
            *(self.result, self.suggesting),
        )

    def on_mount(self) -> None:
        """Read what is in force."""
        self.head_with(self.desk, "Lab", self.campaign_id)
        self.read_anew()
