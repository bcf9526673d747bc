"""Companies: the key under which two spellings meet, and the domain that is the company's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from setter.intake.emails import FREE_MAIL, domain_of
from setter.intake.prospect import CleanEmail
from setter.intake.text import without_accents

_LEGAL_WORDS = """
inc incorporated llc llp lp ltd limited corp corporation co company plc pllc pc gmbh mbh ag kg kgaa ohg
ug ek ev se sa sas sarl eurl sasu snc sl slu sau srl spa sapi nv bv vof cv oy oyj ab as asa aps pty pvt
kk sro doo zrt kft
"""
_LEGAL = frozenset(_LEGAL_WORDS.split())
_DOTTED = re.compile(r"(?<=\b[a-z])\.\s?(?=[a-z]\b)")
_SIGNS = re.compile(r"[^\w]+|_+")
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://|//)?(?:[^/@\s]*@)?([^/?#:\s]+)", re.IGNORECASE)
_LABELS = re.compile(r"(?:[\w](?:[\w-]{0,61}[\w])?\.)+[^\W\d_][\w-]{1,62}")
_SHARED_WORDS = """
facebook.com linkedin.com instagram.com twitter.com x.com youtube.com tiktok.com google.com
sites.google.com yelp.com wordpress.com blogspot.com wixsite.com weebly.com github.io xing.com linktr.ee
"""
_SHARED = frozenset(_SHARED_WORDS.split())


@lru_cache(maxsize=4096)
def company_key(name: str) -> str:
    """Reduce a company's name to what two spellings share: no case, accents, punctuation or legal form."""
    plain = without_accents(name.casefold()).replace("&", " and ").replace("'", "").replace("’", "")
    parts = _SIGNS.sub(" ", _DOTTED.sub("", plain)).split()
    kept = parts[1:] if len(parts) > 1 and parts[0] == "the" else parts[:]
    while len(kept) > 1 and (kept[-1] in _LEGAL or kept[-1] == "and"):
        kept.pop()
    return " ".join(kept)


def company_domain(website: str, emails: Iterable[CleanEmail]) -> str:
    """Find the company's own domain: its website's, else that of an address which is not free mail; "" if neither."""
    host = _HOST.match(website.strip())
    if host:
        name = host[1].lower().rstrip(".").removeprefix("www.")
        if _LABELS.fullmatch(name) and name not in FREE_MAIL and not _is_shared(name):
            return name
    domains = (domain_of(email) for email in emails)
    return next((domain for domain in domains if domain not in FREE_MAIL and not _is_shared(domain)), "")


def _is_shared(host: str) -> bool:
    return host in _SHARED or host.partition(".")[2] in _SHARED
