"""One row of a list becomes a prospect who may land, or a reject with its reason."""

from __future__ import annotations

from dataclasses import replace

from setter.domain.facts import Value
from setter.intake import emails as mail
from setter.intake import phones as telephone
from setter.intake.addresses import Address, clean_address, known_country
from setter.intake.companies import company_domain, company_key
from setter.intake.mapping import ColumnMap
from setter.intake.names import Name, clean_name, says_otherwise
from setter.intake.prospect import CleanProspect, Reject
from setter.intake.rows import Cell, Row
from setter.intake.text import is_placeholder, slug, visible, visible_lines, words, written
from setter.intake.titles import read_title

_NO = frozenset(
    {"", "no", "n", "false", "f", "0", "nein", "non", "clean", "not listed", "callable", "ok", "opted in", "subscribed"}
)
_YES = frozenset(
    {"yes", "y", "true", "t", "1", "x", "ja", "j", "oui", "o", "si", "sí", "s", "✓", "✔", "on", "dnc", "listed"}
    | {"opted out", "opt out", "unsubscribed", "do not call", "do not contact"}
)
_Attributes = dict[str, Value]


def clean_row(row: Row, mapping: ColumnMap, default_region: str, supplier: str = "") -> CleanProspect | Reject:
    """Clean one row; `default_region` (ISO alpha-2) reads national numbers, `supplier` says whose ids these are.

    Never raises for what stands in a cell. A row needs a name, and a phone number or an e-mail address (R-041).
    """
    cells = _Cells(row, mapping)
    name = clean_name(cells.one("full_name"), cells.one("first_name"), cells.one("last_name"))
    address = _address(cells, default_region)
    regions = tuple(dict.fromkeys(region for region in (known_country(address.country), default_region) if region))
    phones = telephone.clean_phones(cells.several("phone"), regions)
    emails = mail.clean_emails(cells.several("email"))
    flags = [*phones.flags, *emails.flags, *address.flags, *_opt_out_flags(cells)]
    if not name.full or not (phones.phones or emails.emails):
        reason = _reason(name, phones, emails)
        company = cells.known("company")
        return Reject(row.number, reason, "opted_out" in flags, name.full, company, phones.phones, emails.emails)
    prospect = _prospect(cells, name, address, phones, emails)
    flags += ["stage_claimed"] if prospect.claimed_stage else []
    external_id = cells.known("external_id")
    return replace(
        prospect,
        row_number=row.number,
        supplier=supplier,
        external_id=f"{supplier}:{external_id}" if external_id else "",
        opted_out="opted_out" in flags,
        flags=tuple(dict.fromkeys(flags)),
    )


def _prospect(
    cells: _Cells, name: Name, address: Address, phones: telephone.Found, emails: mail.Found
) -> CleanProspect:
    title, company, website = cells.known("title"), cells.known("company"), cells.known("website")
    seniority, function = read_title(title)
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
        attributes=_attributes(cells, name, address, (*phones.unused, *emails.unused)),
    )


class _Cells:
    """One row's cells by the fields they fill."""

    __slots__ = ("mapping", "values")

    def __init__(self, row: Row, mapping: ColumnMap) -> None:
        self.values = row.values
        self.mapping = mapping

    def raw(self, field: str) -> str:
        """The text of a field's one column, as it was typed."""
        columns = self.mapping.columns_of(field)
        return written(self.values.get(columns[0])) if columns else ""

    def one(self, field: str) -> str:
        """The visible text of a field's one column."""
        columns = self.mapping.columns_of(field)
        return visible(written(self.values.get(columns[0]))) if columns else ""

    def known(self, field: str) -> str:
        """The visible text of a field's one column, "" where it only says that nothing is known."""
        text = self.one(field)
        return "" if is_placeholder(text) else text

    def several(self, field: str) -> list[tuple[str, str]]:
        """Every column of a field with its text as it was typed."""
        return [(column, written(self.values.get(column))) for column in self.mapping.columns_of(field)]


def _reason(name: Name, phones: telephone.Found, emails: mail.Found) -> str:
    reachable = phones.phones or emails.emails
    if not name.full:
        return "The row has no name." if reachable else "The row has no name, no phone number and no e-mail address."
    valid = "valid " if phones.unused or emails.unused else ""
    return f"The row has no {valid}phone number and no {valid}e-mail address."


def _address(cells: _Cells, default_region: str) -> Address:
    parts = Address(
        cells.known("street"),
        cells.known("city"),
        cells.known("region"),
        cells.known("postal_code"),
        cells.known("country"),
    )
    return clean_address(cells.known("address"), parts, default_region)


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


def _attributes(cells: _Cells, name: Name, address: Address, unused: tuple[str, ...]) -> _Attributes:
    """Keep what no field takes: columns of their own, text that was no number or address, a form of address.

    So are a whole name or an address line that says what their parts do not.
    """
    attributes: _Attributes = {}
    for column, attribute in cells.mapping.attributes:
        value = _value(cells.values.get(column))
        if value != "":
            attributes[attribute] = value
    for field in ("industry", "employees", "linkedin", "source"):
        if text := cells.known(field):
            attributes[field] = _whole_number(text) if field == "employees" else text
    for column in unused:
        _keep(attributes, f"{slug(column) or 'column'}_raw", visible(written(cells.values.get(column))))
    if name.honorific:
        attributes.setdefault("salutation", name.honorific)
    if says_otherwise(cells.one("full_name"), name):
        _keep(attributes, "full_name", cells.one("full_name"))
    line = cells.known("address")
    if line and cells.known("street") and not set(words(line).split()) <= set(words(" ".join(address[:5])).split()):
        _keep(attributes, "address", line)
    return attributes


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
