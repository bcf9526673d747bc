"""A group of commands in which whatever is no command of its own is a file to take in."""

from __future__ import annotations

import click

FILE = "file"


class FileGroup(click.Group):
    """Reads its first word as a command, else as the file that its command `file` takes."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or the one that takes a file of it."""
        return super().get_command(ctx, cmd_name) or super().get_command(ctx, FILE)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Read the first word as a command, else as the file."""
        return super().resolve_command(ctx, args if args[0] in self.commands else [FILE, *args])
