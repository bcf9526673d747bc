"""The kinds of value that a campaign file holds, and what a table of it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator

from setter.domain.facts import Condition, Value
from setter.domain.opening_hours import Hours
from setter.intake import campaign_values as read

Text = Annotated[str, AfterValidator(read.text)]
Word = Annotated[str, AfterValidator(read.word)]
FieldName = Annotated[str, AfterValidator(read.field_name)]
Phone = Annotated[str, AfterValidator(read.phone)]
Email = Annotated[str, AfterValidator(read.email)]
Test = Annotated[Condition, PlainValidator(read.condition)]
MaybeTest = Annotated[Condition | None, PlainValidator(read.condition)]
Scalar = Annotated[Value, PlainValidator(read.scalar)]
Opening = Annotated[tuple[Hours, ...], PlainValidator(read.opening)]
DialOpening = Annotated[tuple[Hours, ...], PlainValidator(read.dial_opening)]
Days = Annotated[str, AfterValidator(read.days)]

_T = TypeVar("_T")
NEEDED: dict[str, Any] = {"needed": True}


def needed(factory: Callable[[], Any] = str) -> Any:
    """A key that the file must give; `factory` makes what stands in for it while the rest is checked."""
    return Field(default_factory=factory, json_schema_extra=NEEDED)


def between(default: _T, low: float, high: float) -> Any:
    """A number with bounds."""
    return Field(default=default, ge=low, le=high)


class Table(BaseModel):
    """A TOML table that knows all its keys."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
