"""One row of a list becomes a prospect who may land, or a reject with its reason."""

from __future__ import annotations

from functools import lru_cache

from setter.domain.facts import Value
from setter.intake import emails as mail
from setter.intake import phones as telephone
from setter.intake.addresses import Address, clean_address, known_country
from setter.intake.companies import company_domain, company_key
from setter.intake.fields import FIELDS
from setter.intake.mapping import ColumnMap
from setter.intake.names import Name, clean_name, says_otherwise
from setter.intake.prospect import CleanProspect, Reject
from setter.intake.rows import Cell, Row
from setter.intake.text import is_placeholder, known_text, slug, visible, visible_lines, words, written
from setter.intake.titles import read_title

_NO = frozenset(
    {"", "no", "n", "false", "f", "0", "nein", "non", "clean", "not listed", "callable", "ok", "opted in", "subscribed"}
)
_YES = frozenset(
    {"yes", "y", "true", "t", "1", "x", "ja", "j", "oui", "o", "si", "sí", "s", "✓", "✔", "on", "dnc", "listed"}
    | {"opted out", "opt out", "unsubscribed", "do not call", "do not contact"}
)
KEPT_ASIDE = ("industry", "employees", "linkedin", "source")
"""Fields that are kept as attributes of the same name."""
_Attributes = dict[str, Value]


class Cleaner:
    """Cleans the rows of a list; `region` (ISO alpha-2) reads national numbers, `supplier` says whose ids these are."""

    def __init__(self, mapping: ColumnMap, region: str, supplier: str = "") -> None:
        self._columns = {field: mapping.columns_of(field) for field in FIELDS}
        self._attributes = mapping.attributes
        self._more = [field for field in KEPT_ASIDE if mapping.columns_of(field)]
        self._region, self._supplier = region, supplier

    def clean(self, row: Row) -> CleanProspect | Reject:
        """Clean one row: a name, and a phone number or an e-mail address are needed to land (R-041).

        Never raises for what stands in a cell.
        """
        cells = _Cells(row.values, self._columns)
        name = clean_name(cells.one("full_name"), cells.one("first_name"), cells.one("last_name"))
        address = self._address(cells)
        phones = telephone.clean_phones(cells.several("phone"), regions_of(address.country, self._region))
        emails = mail.clean_emails(cells.several("email"))
        flags = [*phones.flags, *emails.flags, *address.flags, *_opt_out_flags(cells)]
        opted_out = "opted_out" in flags
        company = cells.known("company")
        if not name.full or not (phones.phones or emails.emails):
            reason = _reason(name, phones, emails)
            return Reject(row.number, reason, opted_out, name.full, company, phones.phones, emails.emails)
        return self._prospect(row, cells, name, address, phones, emails, flags)

    def _prospect(
        self,
        row: Row,
        cells: _Cells,
        name: Name,
        address: Address,
        phones: telephone.Found,
        emails: mail.Found,
        flags: list[str],
    ) -> CleanProspect:
        """Put together who a row is about, once it is known that they can be reached."""
        company, title, website = cells.known("company"), cells.known("title"), cells.known("website")
        flags += ["stage_claimed"] if cells.known("stage") else []
        (seniority, function), external_id = read_title(title), cells.known("external_id")
        return CleanProspect(
            full_name=name.full,
            first_name=name.first,
            last_name=name.last,
            title=title,
            seniority=seniority,
            function=function,
            company=company,
            company_key=company_key(company),
            phones=phones.phones,
            emails=emails.emails,
            street=address.street,
            city=address.city,
            region=address.region,
            postal_code=address.postal_code,
            country=address.country,
            website=website,
            domain=company_domain(website, emails.emails),
            language=cells.known("language"),
            notes=visible_lines(cells.raw("notes")),
            claimed_stage=cells.known("stage"),
            attributes=self._attributes_of(cells, name, address, (*phones.unused, *emails.unused)),
            row_number=row.number,
            supplier=self._supplier,
            external_id=f"{self._supplier}:{external_id}" if external_id else "",
            opted_out="opted_out" in flags,
            flags=tuple(dict.fromkeys(flags)),
        )

    def _address(self, cells: _Cells) -> Address:
        parts = Address(
            cells.known("street"),
            cells.known("city"),
            cells.known("region"),
            cells.known("postal_code"),
            cells.known("country"),
        )
        return clean_address(cells.known("address"), parts, self._region)

    def _attributes_of(self, cells: _Cells, name: Name, address: Address, unused: tuple[str, ...]) -> _Attributes:
        """Keep what no field takes: columns of their own, text that was no number or address, a form of address.

        So are a whole name or an address line that says what their parts do not.
        """
        attributes: _Attributes = {}
        for column, attribute in self._attributes:
            value = _value(cells.values.get(column))
            if value != "":
                attributes[attribute] = value
        for field in self._more:
            if text := cells.known(field):
                attributes[field] = _whole_number(text) if field == "employees" else text
        for column in unused:
            _keep(attributes, f"{slug(column) or 'column'}_raw", visible(written(cells.values.get(column))))
        if name.honorific:
            attributes.setdefault("salutation", name.honorific)
        whole, line = cells.one("full_name"), cells.known("address")
        if whole and says_otherwise(whole, name):
            _keep(attributes, "full_name", whole)
        if line and cells.known("street") and not set(words(line).split()) <= set(words(" ".join(address[:5])).split()):
            _keep(attributes, "address", line)
        return attributes


class _Cells:
    """One row's cells by the fields they fill."""

    __slots__ = ("columns", "values")

    def __init__(self, values: dict[str, Cell], columns: dict[str, tuple[str, ...]]) -> None:
        self.values = values
        self.columns = columns

    def raw(self, field: str) -> str:
        """The text of a field's one column, as it was typed."""
        columns = self.columns[field]
        return written(self.values.get(columns[0])) if columns else ""

    def one(self, field: str) -> str:
        """The visible text of a field's one column."""
        columns = self.columns[field]
        return visible(written(self.values.get(columns[0]))) if columns else ""

    def known(self, field: str) -> str:
        """The visible text of a field's one column, "" where it only says that nothing is known."""
        columns = self.columns[field]
        return known_text(written(self.values.get(columns[0]))) if columns else ""

    def several(self, field: str) -> list[tuple[str, str]]:
        """Every column of a field with its text as it was typed."""
        return [(column, written(self.values.get(column))) for column in self.columns[field]]


@lru_cache(maxsize=64)
def regions_of(country: str, default: str) -> tuple[str, ...]:
    """The regions in which a national number is read: the address's own first."""
    return tuple(dict.fromkeys(region for region in (known_country(country), default) if region))


def _reason(name: Name, phones: telephone.Found, emails: mail.Found) -> str:
    reachable = phones.phones or emails.emails
    if not name.full:
        return "The row has no name." if reachable else "The row has no name, no phone number and no e-mail address."
    valid = "valid " if phones.unused or emails.unused else ""
    return f"The row has no {valid}phone number and no {valid}e-mail address."


def _opt_out_flags(cells: _Cells) -> list[str]:
    """Read the opt-out columns: one yes is enough, and a word that is neither yes nor no counts as yes (R-075)."""
    flags: list[str] = []
    for _, text in cells.several("opted_out"):
        word = visible(text).casefold()
        if word in _YES:
            flags.append("opted_out")
        elif word not in _NO and not is_placeholder(word):
            flags += ["opted_out", "opt_out_unclear"]
    return flags


def _keep(attributes: _Attributes, name: str, value: Value) -> None:
    """Keep a value under a name of its own: two columns of one name lose nothing to each other."""
    free, place = name, 1
    while attributes.get(free, value) != value:
        place += 1
        free = f"{name}_{place}"
    attributes[free] = value


def _value(cell: Cell) -> Value:
    if isinstance(cell, str) or cell is None:
        return visible(written(cell))
    return cell


def _whole_number(text: str) -> Value:
    digits = text.replace(",", "").replace("'", "").replace(" ", "")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else text
