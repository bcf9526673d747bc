"""The palette's commands: the keys of the screen by name, so that the list can never drift from the keys."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from setter.widgets.key_bar import live_bindings


class Palette(CommandPalette):
    """Textual's palette, in which the opt-out keys work as everywhere."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9,ctrl+o", "opt_out", "opt-out", show=False, id="palette.opt_out"),
    ]

    def action_opt_out(self) -> None:
        """Close, and ask on the screen below."""
        self.dismiss()
        self.app.simulate_key("f9")


class Command(Struct, frozen=True):
    """One key as a command: its label, its sentence, and the key to press for it."""

    label: str
    sentence: str
    key: str
    shown: str


class ScreenCommands(Provider):
    """Every key of the screen that works now, to be found by its label or its sentence."""

    def commands(self) -> Iterator[Command]:
        """The screen's commands in the order of its keys, those of every screen last, each once."""
        seen: set[str] = set()
        for key, binding in sorted(live_bindings(self.screen), key=_everywhere):
            if binding.id and binding.tooltip and not key.isdigit() and binding.id not in seen:
                seen.add(binding.id)
                yield Command(binding.description, binding.tooltip, key, self.app.get_key_display(binding))

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for command in self.commands():
            yield DiscoveryHit(_title(command), partial(self.app.simulate_key, command.key), command.label)

    async def search(self, query: str) -> Hits:
        """Those that the query fits."""
        matcher = self.matcher(query)
        for command in self.commands():
            score = matcher.match(f"{command.label} {command.sentence}")
            if score > 0:
                yield Hit(score, _title(command), partial(self.app.simulate_key, command.key), command.label)


def _everywhere(found: tuple[str, Binding]) -> bool:
    return (found[1].id or "").startswith(("app.", "global."))


def _title(command: Command) -> Content:
    return Content.assemble(
        (f"{command.shown:>7}  ", "$accent"), (f"{command.label:<15}", ""), (command.sentence, "dim")
    )
