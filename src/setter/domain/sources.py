"""The kinds of source that a prospect can come from, with their media class and direction (R-040, domain §2.4)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from setter.domain.errors import Wrong


class SourceKind(Struct, frozen=True):
    """What a kind of source is by default: paid, earned or owned; inbound or outbound; who consented to what."""

    media_class: str
    direction: str
    provenance: str


SOURCE_KINDS: Mapping[str, SourceKind] = MappingProxyType(
    {
        "name_email": SourceKind("owned", "outbound", "unknown"),
        "webform_inquiry": SourceKind("owned", "inbound", "consented"),
        "webinar_attendee": SourceKind("owned", "inbound", "consented"),
        "linkedin_connection": SourceKind("earned", "outbound", "public_business"),
        "seo_inquiry": SourceKind("earned", "inbound", "consented"),
        "ppc_inquiry": SourceKind("paid", "inbound", "consented"),
        "email_inquiry": SourceKind("owned", "inbound", "consented"),
        "referral": SourceKind("earned", "inbound", "public_business"),
        "event_business_card": SourceKind("paid", "inbound", "consented"),
        "incoming_call_unknown": SourceKind("earned", "inbound", "consented"),
        "purchased_list": SourceKind("paid", "outbound", "purchased"),
        "other": SourceKind("owned", "outbound", "unknown"),
    }
)
"""The ten kinds of R-040 and two more, with the defaults of domain §2.4."""


PROVENANCES = ("consented", "public_business", "purchased", "scraped", "unknown")
"""How people came to be on a list (R-047)."""


def provenance(name: str) -> str:
    """A provenance by its name; Wrong with those there are."""
    if name not in PROVENANCES:
        hint = f"Provenances: {', '.join(PROVENANCES)}."
        raise Wrong("provenance", f"{name!r} is no provenance.", "--provenance", hint)
    return name


def source_kind(name: str) -> SourceKind:
    """Find a kind of source; Wrong with the list of kinds for a word that is none."""
    found = SOURCE_KINDS.get(name)
    if found is None:
        raise Wrong("source_kind", f"{name!r} is no kind of source.", "--kind", f"Kinds: {', '.join(SOURCE_KINDS)}.")
    return found
