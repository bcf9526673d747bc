"""How commands speak: one JSON document or plain words on stdout, errors as a sentence on stderr, exit codes."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from traceback import extract_tb
from typing import Any

import click
from msgspec import Struct

from setter.domain.answer_columns import MEETING_MARK, SQL_MARK
from setter.domain.callable import Verdict
from setter.domain.errors import SetterError
from setter.services.clock import iso
from setter.services.desk import Desk, open_desk
from setter.services.go_on import go_on
from setter.services.here import own_zone
from setter.store.house import Mistaken
from setter.store.ids import as_id
from setter.widgets.times import clock, day, in_zone, zone_word

UNEXPECTED, STOPPED = 70, 130


class Id(click.ParamType):  # type: ignore[type-arg]
    """An id as setter prints it: decimal digits that a database can hold, with the mark of an answer sheet or not."""

    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read an id; wrong usage for whatever is none."""
        text = str(value)
        found = as_id(text.removeprefix(SQL_MARK).removeprefix(MEETING_MARK))
        return self.fail(f"{text[:40]!r} is no id.", param, ctx) if found is None else found


ID = Id()

Screens = Callable[[str, str], int]
"""Opens the screens on a database under a name; handed in by the composition root."""


GO_ON_S = 1.0
"""So long a command goes on with a list that a killed import has brought in whole, before it does its own work."""


@dataclass
class Manner:
    """What was asked of the whole program: which database, under which name, as JSON or in words."""

    database: str
    as_name: str
    screens: Screens
    as_json: bool = False

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Sit down at the database for one command."""
        desk = open_desk(self.database, self.as_name)
        try:
            go_on(desk, GO_ON_S)
            yield desk
        finally:
            desk.store.close()


def command(name: str | None = None) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a command whose function returns (document, words); `--json` prints the one, else the other."""

    def wrap(work: Callable[..., Any]) -> click.Command:
        @click.pass_obj
        @functools.wraps(work)
        def run(manner: Manner, /, *args: Any, as_json: bool, **values: Any) -> None:
            manner.as_json = manner.as_json or as_json
            document, words = work(manner, *args, **values)
            say(manner, document, words)

        described = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(run)
        return click.command(name or work.__name__.rstrip("_").replace("_", "-"), help=work.__doc__)(described)

    return wrap


def say(manner: Manner, document: Any, words: str | bytes) -> None:
    """Print what a command found; bytes are a file's content and go out untouched."""
    if manner.as_json:
        click.echo(json.dumps(plain(document), ensure_ascii=False))
    elif isinstance(words, bytes):
        click.echo(words, nl=False)
    elif words:
        click.echo(words)


def need_terminal(instead: str) -> None:
    """Refuse to open the screens where nobody could see them."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(f"The screens need a terminal; {instead}")


def plain(value: Any) -> Any:
    """A value as JSON knows it: records as objects, ids beyond a float's reach as strings."""
    if isinstance(value, Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return str(value)
    return value


def in_columns(rows: Iterable[Sequence[str]]) -> str:
    """Rows of words under one another, each column as wide as its longest; the last one as it is."""
    from rich.cells import cell_len

    kept = [list(row) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*kept, strict=True)]
    lines = []
    for row in kept:
        padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        lines.append("  ".join([*padded[:-1], row[-1]]).rstrip())
    return "\n".join(lines)


def wall(instant: int | None, zone: str = "", *, year: bool = False) -> str:
    """An instant (UTC milliseconds) as people read it: "Tue 24 Nov 09:14 CST"; "" where there is none.

    On the clock of whoever sits here, or of an IANA zone; with its `year` where it may lie far off.
    """
    if instant is None:
        return ""
    zone = zone or own_zone()
    date = f"{day(instant, zone)} {in_zone(instant, zone).year}" if year else day(instant, zone)
    return f"{date} {clock(instant, zone)} {zone_word(instant, zone)}"


def verdict_told(verdict: Verdict) -> dict[str, Any]:
    """A verdict of the gate with its instants in ISO 8601."""
    return {
        "question": verdict.question,
        "allowed": verdict.allowed,
        "results": [
            {"rule": each.rule, "passed": each.passed, "detail": each.detail, "opens_at": _iso(each.opens_at)}
            for each in verdict.results
        ],
        "opens_at": _iso(verdict.opens_at),
        "at": _iso(verdict.at),
    }


def _iso(instant: int | None) -> str | None:
    return None if instant is None else iso(instant)


def run(cli: click.Command, arguments: list[str], screens: Screens) -> int:
    """Run the command line; the exit code: 0 done, 1 refused, 2 wrong usage or input, 3 no database, 70 our fault.

    130 says that somebody stopped it.
    """
    as_json = "--json" in arguments
    try:
        done = cli.main(args=arguments, prog_name="setter", standalone_mode=False, obj=screens)
    except SetterError as error:
        return complain(as_json, error.exit_code, error.code, error.message, error.where, error.hint, error)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        return _misused(as_json, error)
    except (click.Abort, KeyboardInterrupt):
        return complain(as_json, STOPPED, "stopped", "Stopped.", "", "")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not print somebody's data
        hint = "Run again with SETTER_DEBUG=1 for the details, and report them."
        sentence = f"Something broke inside setter ({type(error).__name__})."
        details = Traced(traced(error)) if os.environ.get("SETTER_DEBUG") else None
        return complain(as_json, UNEXPECTED, "internal", sentence, "", hint, details)
    return done if isinstance(done, int) else 0


def _misused(as_json: bool, error: click.ClickException) -> int:
    """Say how a command is called; one that has others below it, and was given none, lists them."""
    ctx = getattr(error, "ctx", None)
    command = "setter" if ctx is None else ctx.command_path
    if not isinstance(error, click.exceptions.NoArgsIsHelpError):
        sentence = " ".join(error.format_message().split()).rstrip(".") + "."
    elif as_json:
        sentence = f"{command} needs one of its commands."
    else:
        click.echo(error.format_message(), err=True)
        return 2
    return complain(as_json, 2, "usage", sentence, "", f"See: {command} --help.")


class Traced(Struct, frozen=True):
    """Where something broke, as it is told after the sentence."""

    lines: list[str]

    @property
    def details(self) -> dict[str, Any]:
        """The same for programs."""
        return {"trace": self.lines}


def traced(error: BaseException | None) -> list[str]:
    """Where it broke, call by call, down to its cause; never an error's own words: they may quote somebody's row."""
    lines: list[str] = []
    while error is not None:
        words = f": {error}" if isinstance(error, Mistaken) else ""
        lines.append(f"{type(error).__name__}{words}")
        lines += [f"  {each.filename}:{each.lineno} {each.name}" for each in extract_tb(error.__traceback__)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


def complain(
    as_json: bool, exit_code: int, code: str, message: str, where: str, hint: str, error: object = None
) -> int:
    """Say on stderr what was wrong, where, and what to do; the exit code again."""
    if as_json:
        told: dict[str, Any] = {"code": code, "message": message, "where": where, "hint": hint}
        told |= plain(getattr(error, "details", {}))
        click.echo(json.dumps({"error": told}, ensure_ascii=False), err=True)
        return exit_code
    place = f" ({where})" if where else ""
    click.echo(f"setter: {message}{place}", err=True)
    for line in getattr(error, "lines", ()):
        click.echo(f"        {line}", err=True)
    if hint:
        click.echo(f"        {hint}", err=True)
    return exit_code
