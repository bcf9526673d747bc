"""Suppress a number or an address by its text, for a client."""

from __future__ import annotations

from setter.domain.errors import Wrong
from setter.services.desk import Desk
from setter.services.suppress import suppress_value
from setter.store.unit import Unit


def suppress_text(desk: Desk, text: str, client_id: str = "", reason: str = "do_not_call") -> tuple[str, int]:
    """Suppress a number or e-mail as a person writes it: (kind, known prospects reached). Wrong when it is neither."""

    def write(unit: Unit) -> tuple[str, int]:
        client, region = _client(desk, unit, client_id)
        kind, value = _read(text, region)
        return kind, suppress_value(desk, unit, client, kind, value, reason)

    return desk.store.write(write)


def _client(desk: Desk, unit: Unit, client_id: str) -> tuple[str, str]:
    rows = [row for row in unit.campaigns.all() if client_id in ("", row.client_id)]
    clients = {row.client_id for row in rows}
    if len(clients) != 1:
        known = ", ".join(sorted({row.client_id for row in unit.campaigns.all()})) or "none yet"
        raise Wrong("which_client", "It is not clear for which client.", "--client", f"Clients: {known}.")
    return clients.pop(), desk.campaign(unit, rows[0].number).default_region


def _read(text: str, region: str) -> tuple[str, str]:
    from setter.intake.emails import clean_email
    from setter.intake.phones import clean_phones

    if "@" in text:
        email = clean_email(text)
        if email is not None:
            return "email", email.key
    else:
        phones = clean_phones([("phone", text)], (region,)).phones
        if phones:
            return "number", phones[0].e164
    raise Wrong("not_reachable", "This is neither a phone number nor an e-mail address.", "suppress", "Check it.")
