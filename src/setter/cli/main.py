"""The command group: what `setter` understands, each command loaded only when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module

import click

from setter import __version__
from setter.cli.speech import Manner, need_terminal, say

COMMANDS: Mapping[str, str] = {
    "init": "house",
    "migrate": "house",
    "demo": "house",
    "doctor": "house",
    "audit": "audit",
    "backup": "backups",
    "restore": "backups",
    "colleague": "house",
    "campaign": "campaigns",
    "score": "campaigns",
    "rules": "rules",
    "fit": "lab",
    "backtest": "lab",
    "import": "lists",
    "suppress": "lists",
    "inquiry": "inquiries",
    "events": "events",
    "law": "law",
    "consent": "consents",
    "lift": "consents",
    "registry": "consents",
    "subject": "subjects",
    "erase": "subjects",
    "queue": "queue",
    "next": "calls",
    "dial": "calls",
    "receive": "calls",
    "take": "calls",
    "answer": "calls",
    "outcome": "calls",
    "undo": "calls",
    "release": "calls",
    "book": "meetings",
    "meeting": "meetings",
    "promote": "meetings",
    "calendar": "calendars",
    "reopen": "people",
    "sql": "sql_review",
    "chase": "sql_review",
    "export": "exports",
    "reply": "sales",
    "deliver": "delivery",
    "report": "reports",
    "recount": "reports",
    "show": "reports",
    "calls": "past_calls",
    "call": "past_calls",
    "search": "people",
    "fact": "people",
    "why": "queue",
    "tasks": "duties",
    "duty": "duties",
    "break": "shift",
    "end": "shift",
}


class Commands(click.Group):
    """Loads a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command by name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        room = COMMANDS.get(cmd_name)
        if room is None:
            return None
        module = import_module(f"setter.cli.{room}")
        found: click.Command = module.COMMANDS[cmd_name]
        return found


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--db", "database", metavar="PATH-OR-URL", help="The database: a file, or postgresql://….")
@click.option("--as", "as_name", metavar="NAME", default="", help="Work under a name (in a sandbox only).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
@click.option("--version", is_flag=True, help="Say which version this is.")
@click.pass_context
def setter(ctx: click.Context, database: str | None, as_name: str, as_json: bool, version: bool) -> None:
    """The terminal in which outbound callers set appointments. Without a command it opens the screens."""
    ctx.obj = Manner(database or default_database(), as_name, ctx.obj, as_json)
    if version:
        say(ctx.obj, {"version": __version__}, f"setter, version {__version__}")
        ctx.exit()
    if ctx.invoked_subcommand is None:
        if as_json:
            raise click.UsageError("Without a command setter opens the screens, which are no JSON document.")
        need_terminal("name a command instead.")
        ctx.exit(ctx.obj.screens(ctx.obj.database, as_name))


def default_database() -> str:
    """SETTER_DATABASE, or a file in the user's data folder."""
    named = os.environ.get("SETTER_DATABASE")
    if named:
        return named
    import platformdirs

    return str(platformdirs.user_data_path("setter") / "setter.db")
