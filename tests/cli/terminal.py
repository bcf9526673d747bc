"""The real program as a user runs it, in this process: arguments in, exit code, standard output and errors out."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from typing import Any

from setter.cli.main import setter
from setter.cli.speech import run

ERROR = {"code", "message", "where", "hint"}
ART, BEA = "Art Venere", "Bea Marsh2"
"""Two of the twenty in the queue."""


@dataclass(frozen=True)
class Said:
    """What one run said."""

    code: int
    out: bytes
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output, and nothing else there."""
        text = self.out.decode("utf-8")
        assert text.count("\n") == 1 and text.endswith("\n")
        return json.loads(text)

    @property
    def error(self) -> dict[str, Any]:
        """The one error document on the error output."""
        told = json.loads(self.err)
        assert set(told) == {"error"} and set(told["error"]) >= ERROR
        error: dict[str, Any] = told["error"]
        assert error["message"].endswith((".", "?"))
        return error


def speak(*arguments: str) -> Said:
    """Run the program with these arguments, with no terminal at either end."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", newline=""), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(setter, list(arguments), opens_no_screen)
    out.flush()
    buffer = out.buffer
    assert isinstance(buffer, io.BytesIO)
    return Said(code, buffer.getvalue(), err.getvalue())


def opens_no_screen(database: str, as_name: str) -> None:
    raise AssertionError("the screens were opened where nobody sees them")


class Terminal:
    """A person at a database, who wants JSON."""

    def __init__(self, database: str, name: str = "mira") -> None:
        self.database, self.name = database, name

    def say(self, *arguments: str) -> Said:
        """Run a command."""
        return speak("--db", self.database, "--as", self.name, "--json", *arguments)

    def done(self, *arguments: str) -> Any:
        """Run a command that is done, silently but for its document; the document."""
        said = self.say(*arguments)
        assert (said.code, said.err) == (0, ""), said
        return said.document

    def refused(self, *arguments: str, exit_code: int = 1) -> dict[str, Any]:
        """Run a command that is refused and prints nothing but its error document; the error."""
        said = self.say(*arguments)
        assert (said.code, said.out) == (exit_code, b""), said
        return said.error

    def words(self, *arguments: str) -> str:
        """Run a command without JSON, as people do; what it prints."""
        said = speak("--db", self.database, "--as", self.name, *arguments)
        assert said.code == 0, said
        return said.out.decode("utf-8")

    def person(self, name: str) -> str:
        """The id of a prospect in the queue, by name."""
        (found,) = [line["prospect"] for line in self.done("queue", "--limit", "100") if line["name"] == name]
        return str(found)

    def dialled(self, name: str) -> str:
        """A call in hand with this person, dialled; its id."""
        call: str = self.done("take", self.person(name))["call"]
        self.done("dial", call)
        return call
