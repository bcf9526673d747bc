"""The script's part of a campaign file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from setter.intake import campaign_values as read
from setter.intake.campaign_types import FieldName, MaybeTest, Scalar, Table, Text, Word, between, needed


class Capture(Table):
    """One answer to write down."""

    field: FieldName = needed()
    type: Literal["text", "quote", "int", "money", "bool", "choice", "month", "phone", "email", "date"] = needed(
        lambda: "text"
    )
    label: Text = ""
    options: list[Text] = Field(default_factory=list)
    required: bool = False
    gates: list[str] = Field(default_factory=list)
    min_chars: int = between(0, 0, 500)


class Choice(Table):
    """A numbered way on."""

    key: Text = needed()
    label: Text = needed()
    goto: Text = needed()
    sets: dict[FieldName, Scalar] = Field(default_factory=dict)
    when: MaybeTest = None


class Node(Table):
    """One screenful of the conversation."""

    id: Word = needed()
    label: Text = ""
    kind: Literal["say", "ask", "branch", "objection", "meeting"] = needed(lambda: "say")
    say: Text = needed()
    letter: Annotated[str, AfterValidator(read.letter)] = ""
    capture: list[Capture] = Field(default_factory=list)
    choices: list[Choice] = Field(default_factory=list)
    goto: Text = ""
    max_tries: int = between(2, 1, 9)
    compliance: list[Literal["identity", "company", "purpose", "recording"]] = Field(default_factory=list)


class Script(Table):
    """The words."""

    start: Text = needed()
    inbound: Text = ""
    node: list[Node] = needed(list)
    ends: dict[Word, Text] = needed(dict)
