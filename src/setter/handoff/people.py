"""Files of prospects: each form's own, filled person by person, so that a campaign of any size goes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, get_args

from setter.domain.errors import Wrong
from setter.handoff.crm import PeopleFiles, column_list
from setter.handoff.crm_map import PEOPLE, Book
from setter.handoff.dialects import Dialect, Sheet
from setter.handoff.meeting import SANDBOX_MARK
from setter.handoff.person import Person, fields_of
from setter.handoff.vcard import Version, card

PeopleForm = Literal["csv", "json", "vcard", "salesforce", "hubspot"]
PEOPLE_FORMS: tuple[PeopleForm, ...] = get_args(PeopleForm)
SUFFIXES = {"csv": ".csv", "json": ".json", "vcard": ".vcf"}
"""How a form's one file is named; any other form is a folder of several."""


class People:
    """Prospects on their way out in one form; `book` is the map of whoever reads them."""

    def __init__(self, form: PeopleForm, book: Book, dialect: Dialect, version: Version) -> None:
        self.form, self._book, self._version = form, book, version
        self._files = PeopleFiles(book) if form in ("salesforce", "hubspot") else None
        (self._table, *_) = book.files(PEOPLE)
        self._sheet = Sheet(self._table.headers, dialect)
        self._parts: list[bytes] = []
        self._addresses: set[str] = set()

    def why_not(self, person: Person) -> str:
        """Why a person has no place here, "" for none: HubSpot knows people by address, Salesforce by name."""
        if self.form == "hubspot":
            address = person.email.strip().casefold()
            return "no_email" if not address else "same_email" if address in self._addresses else ""
        return "no_name" if self.form == "salesforce" and not person.names[1] else ""

    def add(self, person: Person) -> None:
        """Write one more person."""
        self._addresses.add(person.email.strip().casefold())
        if self._files is not None:
            self._files.add(person)
        elif self.form == "csv":
            self._sheet.add(self._book.row(self._table, fields_of(person)))
        elif self.form == "vcard":
            self._parts.append(card(person, self._version))
        else:
            self._parts.append(self._as_json(person))

    def contents(self) -> dict[str, bytes]:
        """The files by their names."""
        if self._files is not None:
            return {**self._files.contents(), **column_list(self._book)}
        name = f"{'contacts' if self.form == 'vcard' else 'prospects'}{SUFFIXES[self.form]}"
        if self.form == "csv":
            return {name: self._sheet.content()}
        if self.form == "vcard":
            return {name: b"".join(self._parts)}
        return {name: b"[" + b",\n ".join(self._parts) + b"]\n"}

    def _as_json(self, person: Person) -> bytes:
        import msgspec

        row = dict(zip(self._table.headers, self._book.row(self._table, fields_of(person)), strict=True))
        return msgspec.json.encode(row)


def check_form(form: str, out: Path | None) -> PeopleForm:
    """Find a form by its name; Wrong where there is none, or where its several files have no folder to go to."""
    for known in PEOPLE_FORMS:
        if known == form:
            if known not in SUFFIXES and (out is None or out.is_file() or out.suffix in SUFFIXES.values()):
                raise Wrong("needs_folder", f"{form} is several files.", "--out", "Name a folder with --out.")
            return known
    raise Wrong("form", f"There is no form {form!r}.", "--as", f"Forms: {', '.join(PEOPLE_FORMS)}.")


def marked(document: dict[str, Any], sandbox: bool) -> dict[str, Any]:
    """A document with the sandbox's mark where it comes from one."""
    return {"mark": SANDBOX_MARK, **document} if sandbox else document
