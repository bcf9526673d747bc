"""Files for a CRM: people, meetings that are new to it, and changes of meetings that it has.

Salesforce takes people in two ways, by label (Data Import Wizard) and by API name (Data Loader), and meetings only
once it has told the ids of its records (domain §7.3). HubSpot takes a meeting once and never changes it by a file, so
that what changed is a list for a person to apply (domain §7.4).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from setter.domain.errors import Wrong
from setter.domain.formulas import undefanged
from setter.handoff.crm_map import CHANGED, NEW, PEOPLE, Book, FileMap
from setter.handoff.dialects import Sheet
from setter.handoff.invitation import description, summary
from setter.handoff.meeting import MeetingRecord
from setter.handoff.person import Person, Value, fields_of

RECORD_ID = "id"
"""The column in which Salesforce tells a record's id, whatever its letters' size."""


class PeopleFiles:
    """The files of people of one receiver, filled person by person."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._sheets = [(file, Sheet(file.headers, "crm")) for file in book.files(PEOPLE)]

    def add(self, person: Person) -> None:
        """Write one more person into each file."""
        fields = fields_of(person)
        for file, sheet in self._sheets:
            sheet.add(self._book.row(file, fields))

    def contents(self) -> dict[str, bytes]:
        """Each file by its name; a header stands even where nobody does."""
        return {file.name: sheet.content() for file, sheet in self._sheets}


def people_files(book: Book, records: Iterable[MeetingRecord]) -> dict[str, bytes]:
    """Write the people of some meetings, each once: a CRM refuses a file that names a record twice."""
    files = PeopleFiles(book)
    for person in people_in(records):
        files.add(person)
    return files.contents()


def people_in(records: Iterable[MeetingRecord]) -> list[Person]:
    """Everybody whom some meetings are with, each once, as of the meeting that stands."""
    found: dict[int, MeetingRecord] = {}
    for record in sorted(records, key=lambda each: (not each.cancelled, each.public.starts)):
        if record.person is not None:
            found[record.person.prospect] = record
    return [record.person for record in found.values() if record.person is not None]


def meeting_files(book: Book, records: Sequence[MeetingRecord]) -> dict[str, bytes]:
    """Write the meetings that the receiver has not got yet, and apart from them the changes of those it has.

    Each file stands even where it holds none, so that no earlier one is loaded twice.
    """
    return {
        file.name: _sheet(
            book, file, [meeting_fields(each) for each in records if (each.left == 0) == (file.of == NEW)]
        )
        for file in book.files(NEW, CHANGED)
    }


def column_list(book: Book) -> dict[str, bytes]:
    """Write which column of which file is which property of the CRM, for whoever maps them by hand."""
    named = [(file, column) for file in book.file for column in file.columns if column.property]
    if not named:
        return {}
    sheet = Sheet(("File", "Column", "Property"), "crm")
    for file, column in named:
        sheet.add((file.name, column.header, column.property))
    return {"columns.csv": sheet.content()}


def meeting_fields(record: MeetingRecord) -> dict[str, Value]:
    """All that a map can ask of a meeting; everything but the internal notes is public."""
    public, person = record.public, record.person
    return {
        "meeting_id": str(public.meeting),
        "email": public.prospect.email,
        "subject": summary(public),
        "starts": public.starts,
        "ends": public.ends,
        "minutes": public.minutes,
        "place": public.place,
        "public_words": description(public),
        "status": record.status,
        "cancelled": record.cancelled,
        "what_changed": record.change_kind.replace("_", " "),
        "rep": public.rep.id,
        "record_id": person.record_id if person else "",
        "internal_notes": person.internal_notes if person else "",
    }


def record_ids(book: Book, content: bytes, where: str) -> dict[str, str]:
    """Read the file in which Salesforce tells the ids of its records: an id by our prospect's or SQL's.

    It is the one that Data Loader writes of a load that succeeded, or any export with our id and theirs. The keys are
    "prospect/ID" and "sql/ID". Wrong where the file has no such columns.
    """
    try:
        told = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        rows = [{str(name).strip().casefold(): cell for name, cell in row.items()} for row in told]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Wrong("unreadable_file", "The file of ids is no CSV in UTF-8.", where, _HINT) from error
    ours = {kind: header.casefold() for kind, header in _our_columns(book).items()}
    heads = {str(name).strip().casefold() for name in told.fieldnames or ()}
    if RECORD_ID not in heads or not heads & set(ours.values()):
        names = " or ".join(_our_columns(book).values())
        raise Wrong("no_ids", f"The file of ids needs the columns Id and {names}.", where, _HINT)
    return {
        f"{kind}/{key}": value
        for row in rows
        for kind, header in ours.items()
        if (key := undefanged((row.get(header) or "").strip())) and (value := (row.get(RECORD_ID) or "").strip())
    }


_HINT = "Give the success file that Data Loader wrote when it loaded leads-loader.csv."


def id_of(person: Person, ids: Mapping[str, str]) -> str:
    """A person's id in Salesforce; "" where the file did not tell it."""
    return ids.get(f"prospect/{person.prospect}", "") or ids.get(f"sql/{person.sql}", "")


def _our_columns(book: Book) -> dict[str, str]:
    """Under which headers our ids stand in the file that is loaded with them."""
    columns = [column for file in book.files(PEOPLE) for column in file.columns]
    found = {column.field: column.header for column in columns if column.field in ("prospect_id", "sql_id")}
    return {"prospect": found["prospect_id"], "sql": found["sql_id"]}


def _sheet(book: Book, file: FileMap, rows: Iterable[Mapping[str, Value]]) -> bytes:
    sheet = Sheet(file.headers, "crm")
    for row in rows:
        sheet.add(book.row(file, row))
    return sheet.content()
