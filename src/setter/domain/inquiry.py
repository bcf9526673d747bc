"""What somebody asks of us otherwise than by telephone: by which channel, and when an answer is due (R-013)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from setter.domain.schedule import Schedule
from setter.domain.units import MINUTE

CHANNELS: Mapping[str, str] = MappingProxyType(
    {
        "web": "webform_inquiry",
        "email": "email_inquiry",
        "search": "seo_inquiry",
        "ad": "ppc_inquiry",
        "webinar": "webinar_attendee",
        "event": "event_business_card",
        "other": "other",
    }
)
"""Each channel with the kind of source that it is (R-040)."""

_SAID_AS = {
    "web": "website web_form webform form contact_form contact_us landing_page site online",
    "email": "e_mail mail inbox",
    "search": "seo organic organic_search",
    "ad": "ads ppc paid paid_search advert adwords google_ads",
    "webinar": "webinars",
    "event": "events fair trade_fair trade_show business_card booth",
    "other": "chat social letter fax sms",
}
_KNOWN = {word: channel for channel, words in _SAID_AS.items() for word in (channel, *words.split())}


def channel_named(text: str) -> str:
    """The channel that a word means; "" for one that nobody knows."""
    return _KNOWN.get("_".join(text.casefold().replace("-", " ").replace("_", " ").split()), "")


def due(came_at: int, minutes: int, opening: Schedule | None) -> int:
    """When an inquiry is to be answered (UTC milliseconds): so soon after it came.

    The time runs from when the person may be rung, as `opening` has it; None for somebody who is answered in writing.
    """
    begins = came_at
    if opening is not None and not opening.is_open(came_at):
        begins = opening.next_opening(came_at) or came_at
    return begins + minutes * MINUTE
