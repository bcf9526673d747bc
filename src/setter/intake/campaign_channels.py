"""What a campaign file's channels of delivery must agree on: each has a place, and nothing secret goes unprotected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from setter.intake.campaign_problems import Finding

if TYPE_CHECKING:
    from setter.intake.campaign_handoff import Handoff, Rep

HERE = ("localhost", "127.0.0.1", "::1")


def channel_findings(handoff: Handoff) -> Iterator[Finding]:
    """Where a rep is to receive something, and how it gets there."""
    for index, rep in enumerate(handoff.rep):
        path = ("handoff", "rep", index)
        for channel, lacks in _lacking(handoff, rep):
            yield Finding((*path, "deliver"), f"names {channel}, and {lacks}")
        for key in ("calendar", "webhook"):
            wrong = _wrong_address(getattr(rep, key))
            if wrong:
                yield Finding((*path, key), wrong)


def _lacking(handoff: Handoff, rep: Rep) -> Iterator[tuple[str, str]]:
    for channel in rep.deliver:
        if channel == "email":
            if handoff.mail is None:
                yield channel, "there is no [handoff.mail] through which mail leaves"
        elif not getattr(rep, channel):
            yield channel, f"the rep has none: write {channel} = …"


def _wrong_address(address: str) -> str:
    """Why nothing may be sent to an address; empty where it may, or where there is none."""
    if not address:
        return ""
    try:
        at = urlsplit(address)
        host, secret, _ = at.hostname or "", at.password or at.username, at.port
    except ValueError:
        return "is no address; write it like https://host/path/"
    if not host or (at.scheme != "https" and not (at.scheme == "http" and host in HERE)):
        return "must begin with https://; http:// reaches this machine only"
    return "holds a user or a password; name them beside it instead" if secret else ""
