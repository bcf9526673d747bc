"""A prospect as a list gives it, cleaned: plain frozen values that the store can take."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from setter.domain.facts import Value


class CleanPhone(Struct, frozen=True, array_like=True, gc=False):
    """A valid number; `kind` is direct, switchboard, mobile or unknown, `raw` what the list had."""

    e164: str
    raw: str = ""
    extension: str = ""
    kind: str = "unknown"


class CleanEmail(Struct, frozen=True, array_like=True, gc=False):
    """A well-formed address; `key` is its lower-case NFKC form, for matching and suppression (domain §6.2)."""

    address: str
    key: str


class Known(Struct, frozen=True, array_like=True):
    """What is known of one person, from whatever source; "" is unknown.

    `country` is ISO 3166 alpha-2 where it was recognised, `external_id` is "supplier:id", `domain` the company's own.
    `company_key` and each e-mail's `key` are for matching only. `claimed_stage` raises no rung (R-003).
    """

    full_name: str = ""
    first_name: str = ""
    last_name: str = ""
    title: str = ""
    seniority: str = ""
    function: str = ""
    company: str = ""
    company_key: str = ""
    phones: tuple[CleanPhone, ...] = ()
    emails: tuple[CleanEmail, ...] = ()
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    website: str = ""
    domain: str = ""
    external_id: str = ""
    language: str = ""
    notes: str = ""
    claimed_stage: str = ""
    opted_out: bool = False
    attributes: Mapping[str, Value] = field(default_factory=dict)


class CleanProspect(Known, frozen=True, array_like=True):
    """One row of a list that may land: a name, and a phone number or an e-mail address (R-041).

    `supplier` says whose list it is; `flags` are words about what was found on the way, such as `phone_invalid`.
    """

    row_number: int = 0
    supplier: str = ""
    flags: tuple[str, ...] = ()


class Reject(Struct, frozen=True, array_like=True):
    """A row that may not land, and why in a sentence.

    Where it says `opted_out`, whoever it names is to be suppressed although nobody lands (R-075).
    """

    row_number: int
    reason: str
    opted_out: bool = False
    full_name: str = ""
    company: str = ""
    phones: tuple[CleanPhone, ...] = ()
    emails: tuple[CleanEmail, ...] = ()
