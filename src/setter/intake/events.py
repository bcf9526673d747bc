"""A file of events becomes one event a row: who did what, when, through which channel, and all else that it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Wrong
from setter.domain.facts import Value
from setter.intake import emails as mail
from setter.intake import phones as telephone
from setter.intake.mapping import apply_overrides, guess_mapping
from setter.intake.order import day_comes_first, in_figures, year_first
from setter.intake.own_columns import field_of, own_columns
from setter.intake.prospect import CleanEmail, CleanPhone
from setter.intake.read import RowSource, open_rows
from setter.intake.rows import BadRow, Cell, Row
from setter.intake.text import known_text, slug, visible, words, written

SAMPLE_ROWS = 200
MOST_DETAILS, MOST_TEXT = 40, 500
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "what": (
            *("event", "event type", "event name", "activity", "activity type", "action", "type", "what", "kind"),
            *("activity name", "event kind", "interaction"),
        ),
        "when": (
            *("when", "at", "timestamp", "occurred at", "happened at", "event time", "event date", "event at"),
            *("activity date", "date time", "datetime", "time", "date", "created at", "sent at", "received at", "ts"),
        ),
        "channel": ("channel", "medium", "event channel", "via"),
        "event_id": ("event id", "event uuid", "activity id", "event key", "id"),
    }
)
"""The headers under which other programs say what belongs to the event and not to the person."""
PAGE = ("url", "page url", "page", "page path", "path", "link", "landing page", "address of page")
"""How the header of the address of a page that was looked at ends; the address stays a detail as well."""
WHO = ("email", "phone", "external_id", "full_name", "first_name", "last_name")


class Told(Struct, frozen=True):
    """One row of a file of events, as it stands there; `when` is the time in words, "" where there is none.

    `external_id` is the person's, by which their supplier calls them; `event_id` is the event's own, and no mail's,
    which is sent, opened and unsubscribed by under one id.
    """

    row: Row | BadRow
    emails: tuple[CleanEmail, ...] = ()
    phones: tuple[CleanPhone, ...] = ()
    external_id: str = ""
    full_name: str = ""
    what: str = ""
    when: str = ""
    channel: str = ""
    event_id: str = ""
    page: str = ""
    details: Mapping[str, Value] = MappingProxyType({})


class Reader:
    """Reads a row by what its columns were taken for; `region` (ISO alpha-2) reads national numbers.

    `day_first` says how days in figures are read, as in 3/4/2026; None where nobody knows.
    """

    def __init__(
        self,
        columns: Sequence[str],
        own: Mapping[str, str],
        who: Mapping[str, tuple[str, ...]],
        region: str,
        day_first: bool | None = None,
    ) -> None:
        self._own, self._who, self._regions = own, who, (region,) if region else ()
        self._day_first = day_first
        taken = {*own.values(), *(column for named in who.values() for column in named)}
        others = [(column, slug(column) or f"column_{place}") for place, column in enumerate(columns, 1)]
        self._details = [(column, name) for column, name in others if column not in taken][:MOST_DETAILS]
        named = [(f" {words(column)}", column) for column in columns]
        self._page = next((column for header in PAGE for told, column in named if told.endswith(f" {header}")), "")

    @property
    def columns(self) -> dict[str, str]:
        """What each thing that matters is read from, as the file calls it."""
        return {**self._own, **{field: " + ".join(columns) for field, columns in self._who.items()}}

    def told(self, row: Row) -> Told:
        """What a row tells."""
        values = row.values

        def one(field: str) -> str:
            return known_text(written(values.get(self._own.get(field, ""))))

        def several(field: str) -> list[tuple[str, str]]:
            return [(column, written(values.get(column))) for column in self._who.get(field, ())]

        names = [visible(text) for field in ("full_name", "first_name", "last_name") for _, text in several(field)]
        return Told(
            row=row,
            emails=mail.clean_emails(several("email")).emails,
            phones=telephone.clean_phones(several("phone"), self._regions).phones,
            external_id=next((found for _, text in several("external_id") if (found := known_text(text))), ""),
            full_name=" ".join(name for name in names if name),
            what=one("what"),
            when=one("when") if self._day_first is None else year_first(one("when"), self._day_first),
            channel=one("channel"),
            event_id=one("event_id"),
            page=visible(written(values.get(self._page))),
            details={name: value for column, name in self._details if (value := _value(values.get(column))) != ""},
        )


class EventFile:
    """An opened file of events; each iteration reads it from its start."""

    def __init__(self, rows: RowSource, reader: Reader) -> None:
        self.rows, self.columns = rows, reader.columns
        self._reader = reader

    def __iter__(self) -> Iterator[Told]:
        """Hand out every row in order; one that cannot be read has nothing but itself."""
        for row in self.rows:
            yield Told(row) if isinstance(row, BadRow) else self._reader.told(row)


def open_events(
    path: Path, region: str, encoding: str = "", overrides: Sequence[str] = (), *, all_one_kind: bool = False
) -> EventFile:
    """Open a file of events: CSV, TSV, JSON, NDJSON or a spreadsheet.

    Wrong when it cannot be read as a list, or when no column says when it was, who it was, or, unless they are
    `all_one_kind`, what they did.
    """
    rows = open_rows(path, encoding or None)
    own = own_columns(rows.columns, COLUMNS, overrides)
    who = _who([column for column in rows.columns if column not in own.values()], rows.sample(SAMPLE_ROWS), overrides)
    _check(path, own, who, all_one_kind)
    return EventFile(rows, Reader(rows.columns, own, who, region, _day_comes_first(rows, own["when"])))


def typed(told: Mapping[str, str], details: Mapping[str, Value], region: str) -> Told:
    """Read an event as somebody typed it in, under the headers of a file."""
    own = own_columns(told, COLUMNS, ())
    who = _who([column for column in told if column not in own.values()], (), ())
    day_first = _agreed([told.get("when", "")], "when", "")
    return replace(Reader(list(told), own, who, region, day_first).told(Row(1, dict(told))), details=details)


def _day_comes_first(rows: RowSource, column: str) -> bool | None:
    """How the days of a column are read; the whole of it is asked where its first rows have days in figures."""
    if not any(in_figures(written(row.values.get(column))) for row in rows.sample(SAMPLE_ROWS)):
        return None
    return _agreed((written(row.values.get(column)) for row in rows if isinstance(row, Row)), column, rows.path.name)


def _agreed(texts: Iterable[str], column: str, place: str) -> bool | None:
    try:
        return day_comes_first(texts, column, place)
    except Wrong:
        return None


def _who(columns: Sequence[str], sample: Sequence[Row], overrides: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The columns by which a row names somebody."""
    mapping = apply_overrides(
        guess_mapping(columns, sample), [each for each in overrides if field_of(each) not in COLUMNS]
    )
    return {field: mapping.columns_of(field) for field in WHO if mapping.columns_of(field)}


def _check(path: Path, own: Mapping[str, str], who: Mapping[str, object], all_one_kind: bool) -> None:
    lacking = [
        ("who it was", "email, phone or external_id", not {"email", "phone", "external_id"} & set(who)),
        ("what they did", "what", "what" not in own and not all_one_kind),
        ("when it was", "when", "when" not in own),
    ]
    for words_for, field, lacks in lacking:
        if lacks:
            hint = f"Say which it is: --map {field.partition(',')[0]}=COLUMN ({field})."
            raise Wrong("no_event_column", f"No column says {words_for}.", path.name, hint)


def _value(cell: Cell) -> Value:
    if isinstance(cell, (bool, int, float)):
        return cell
    return known_text(written(cell))[:MOST_TEXT]
