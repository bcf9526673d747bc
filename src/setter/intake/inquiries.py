"""A file of inquiries becomes one inquiry a row: who asked, when, through which channel and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from setter.domain.errors import Wrong
from setter.intake.clean import Cleaner
from setter.intake.mapping import apply_overrides, check_recognised, guess_mapping
from setter.intake.own_columns import field_of, own_columns
from setter.intake.prospect import CleanProspect, Reject
from setter.intake.read import open_rows
from setter.intake.rows import BadRow, Row
from setter.intake.text import visible, visible_lines, written

SAMPLE_ROWS = 200
MOST_TEXT = 4_000
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "came_at": (
            *("came at", "received at", "submitted at", "created at", "received", "submitted", "created", "timestamp"),
            *("submission date", "date time", "datetime", "time", "date", "at", "when"),
        ),
        "channel": ("channel", "medium", "inquiry channel", "via"),
        "text": (
            *("text", "message", "inquiry", "enquiry", "question", "comment", "comments", "body", "inquiry text"),
            *("request", "your message"),
        ),
        "inquiry_id": (
            *("inquiry id", "enquiry id", "submission id", "entry id", "response id", "ticket id", "ticket"),
            *("message id", "id"),
        ),
    }
)
"""The headers under which forms and mailboxes say what belongs to the inquiry and not to the person."""


class Asked(Struct, frozen=True):
    """One row of a file of inquiries, as it stands there; `came` is the time in words, "" where there is none."""

    row_number: int
    who: CleanProspect | Reject
    came: str
    channel: str
    text: str
    inquiry_id: str


def read_inquiries(path: Path, region: str, encoding: str = "", overrides: Sequence[str] = ()) -> Iterator[Asked]:
    """Read a file of inquiries row by row: CSV, TSV, JSON, NDJSON or a spreadsheet.

    Wrong when it cannot be read as a list, when no column says when they came, or when none tells who asked. A row
    that cannot be read comes as a reject.
    """
    rows = open_rows(path, encoding or None)
    own = own_columns(rows.columns, COLUMNS, overrides)
    if "came_at" not in own:
        hint = "Name a column “came at”, or say which it is: --map came_at=COLUMN."
        raise Wrong("no_time_column", "No column says when the inquiries came.", path.name, hint)
    about = [column for column in rows.columns if column not in own.values()]
    guessed = guess_mapping(about, rows.sample(SAMPLE_ROWS))
    mapping = apply_overrides(guessed, [each for each in overrides if field_of(each) not in COLUMNS])
    check_recognised(rows, mapping)
    cleaner = Cleaner(mapping, region)
    for row in rows:
        if isinstance(row, BadRow):
            yield Asked(row.number, Reject(row.number, row.reason), "", "", "", "")
        else:
            yield _asked(row, cleaner.clean(row), own)


def typed(full_name: str, email: str, phone: str, company: str, region: str) -> CleanProspect | Reject:
    """Read who asked as somebody typed it in."""
    cells = {"full name": full_name, "email": email, "phone": phone, "company": company}
    return Cleaner(guess_mapping(list(cells), ()), region).clean(Row(1, dict(cells)))


def text_of(text: str) -> str:
    """The words of an inquiry as they are kept: what can be seen of them, in their lines."""
    return visible_lines(text)[:MOST_TEXT]


def _asked(row: Row, who: CleanProspect | Reject, own: Mapping[str, str]) -> Asked:
    def cell(field: str) -> str:
        return written(row.values.get(own.get(field, "")))

    return Asked(
        row_number=row.number,
        who=who,
        came=visible(cell("came_at")),
        channel=visible(cell("channel")),
        text=text_of(cell("text")),
        inquiry_id=visible(cell("inquiry_id")),
    )
