"""The subject of an invitation: it goes to the prospect, so it may use public words and nothing else (domain §7.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from setter.domain.conversation import PLACEHOLDER

PUBLIC_WORDS = (
    "company.name",
    "prospect.name",
    "prospect.full_name",
    "prospect.first_name",
    "prospect.last_name",
    "client.name",
    "client.legal_name",
    "agency",
    "product",
)
"""Placeholders whose words everybody in the meeting may read; an answer, a score or a note is none of them."""


def internal_words(text: str) -> Iterator[str]:
    """Name the placeholders of a subject that would show the prospect what is ours to know."""
    seen = (match[1] for match in PLACEHOLDER.finditer(text))
    return (name for name in dict.fromkeys(seen) if name not in PUBLIC_WORDS)


def subject_of(text: str, values: Mapping[str, str]) -> str:
    """Fill a subject from `values`; empty, for a plain one to take its place, where a word is not known.

    No placeholder may reach the prospect: what `values` does not hold gives way to its fallback.
    """
    known = {name: value.strip() for name, value in values.items() if name in PUBLIC_WORDS and value.strip()}
    if any(match[1] not in known and match[2] is None for match in PLACEHOLDER.finditer(text)):
        return ""
    return PLACEHOLDER.sub(lambda match: known.get(match[1]) or match[2] or "", text).strip()
