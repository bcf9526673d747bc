"""E-mail addresses: well formed or not, and whose kind of mailbox."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from setter.intake.prospect import CleanEmail
from setter.intake.text import is_placeholder, visible

_FREE_WORDS = """
gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es ymail.com hotmail.com
hotmail.co.uk hotmail.fr hotmail.de outlook.com live.com live.co.uk msn.com aol.com icloud.com me.com
mac.com gmx.de gmx.net gmx.at gmx.com gmx.ch web.de t-online.de freenet.de mail.com mail.ru yandex.ru
proton.me protonmail.com pm.me zoho.com orange.fr wanadoo.fr free.fr sfr.fr laposte.net libero.it
comcast.net cox.net verizon.net att.net sbcglobal.net bellsouth.net earthlink.net charter.net
btinternet.com sky.com ntlworld.com qq.com 163.com 126.com rediffmail.com bluewin.ch telefonica.net
terra.es shaw.ca rogers.com sympatico.ca bigpond.com optusnet.com.au
"""
FREE_MAIL = frozenset(_FREE_WORDS.split())
"""Domains of mailboxes that say nothing of where a person works."""

_ROLE_WORDS = """
info sales office contact admin hello mail support service team kontakt verkauf vertrieb buero empfang
reception enquiries inquiries marketing accounts accounting billing hr jobs careers help helpdesk
webmaster postmaster noreply no-reply contacto ventas administracion accueil commercial direction
secretariat zentrale order orders purchasing purchase procurement invoice invoices dispatch shipping
logistics warehouse operations shop store frontdesk mailbox post bestellung einkauf pedidos
"""
_ROLES = frozenset(_ROLE_WORDS.split())
_PLAIN = re.compile(
    r"[a-z0-9_%+'-]+(?:\.[a-z0-9_%+'-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
    re.IGNORECASE | re.ASCII,
)
_SEPARATORS = re.compile(r"[\s;,|<>()\[\]\"]+|/(?=[^/@]*@)")
_OUTER = ".:'"


class Found(NamedTuple):
    """The addresses of some cells, the columns whose text held none or a broken one, and flags."""

    emails: tuple[CleanEmail, ...]
    unused: tuple[str, ...]
    flags: tuple[str, ...]


def clean_emails(cells: Iterable[tuple[str, str]]) -> Found:
    """Find the well-formed addresses in (column, text) cells; whether mail arrives there is not asked."""
    emails: dict[str, CleanEmail] = {}
    unused: list[str] = []
    flags: list[str] = []
    for column, text in cells:
        seen = visible(text)
        if not seen:
            continue
        if is_placeholder(seen):
            flags.append("email_placeholder")
            continue
        parts = [seen] if _PLAIN.fullmatch(seen) else [part for part in _SEPARATORS.split(seen) if "@" in part]
        found = [email for email in map(clean_email, parts) if email]
        emails.update((email.key, email) for email in found if email.key not in emails)
        if not found or len(found) < len(parts):
            unused.append(column)
            flags.append("email_invalid")
    if any(domain_of(email) in FREE_MAIL for email in emails.values()):
        flags.append("email_free")
    if any(is_role(key) for key in emails):
        flags.append("email_role")
    return Found(tuple(emails.values()), tuple(unused), tuple(dict.fromkeys(flags)))


def clean_email(text: str) -> CleanEmail | None:
    """Read one address, or None where its syntax is broken (RFC 5321; reserved test domains are let through)."""
    text = text.strip(_OUTER).removeprefix("mailto:")
    if _PLAIN.fullmatch(text) and "--" not in text and len(text) <= 254 and text.index("@") <= 64:
        local, _, domain = text.rpartition("@")
        return CleanEmail(f"{local}@{domain.lower()}", text.lower())
    from email_validator import EmailNotValidError, validate_email

    try:
        address = validate_email(text, check_deliverability=False, test_environment=True, strict=True).normalized
    except (EmailNotValidError, UnicodeError, ValueError):
        return None
    return CleanEmail(address, email_key(address))


def email_key(address: str) -> str:
    """Bring an address to the form under which it is matched and suppressed: trimmed, NFKC, lower case."""
    return unicodedata.normalize("NFKC", address.strip()).lower()


def both_forms(key: str) -> tuple[str, ...]:
    """List the forms under which an address is suppressed: as it is, and without dots and "+tag" (domain §6.2)."""
    local, _, domain = key.rpartition("@")
    plain = local.partition("+")[0].replace(".", "")
    return tuple(dict.fromkeys((key, f"{plain}@{domain}" if plain else key)))


def is_role(key: str) -> bool:
    """Say whether a mailbox belongs to an office, not to a person ("info@")."""
    return key.partition("@")[0] in _ROLES


def domain_of(email: CleanEmail) -> str:
    """Name an address's domain, in lower case."""
    return email.key.rpartition("@")[2]
