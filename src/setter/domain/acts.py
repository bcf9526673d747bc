"""What prospects do, and what happens with them: the kinds of dated acts, and what each is evidence of.

Temperature, ladder and scores stand on these; each kind is one word wherever it is said (domain §3.2 to §3.4).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec import field as default

from setter.domain.facts import Value

CHANNELS = ("web", "email", "social", "webinar", "ads", "event", "call", "inquiry", "record")
"""Where acts come from: the first six from files of events, the others from what setter itself has on record."""

OWN_KIND = "x_"
"""How the name of a kind begins that a team has made up for itself."""
_OWN = re.compile(r"x_[a-z0-9]+(?:_[a-z0-9]+)*")
MOST_LETTERS = 40


class Act(Struct, frozen=True):
    """One act, at an instant in UTC milliseconds: None where that is not known or not to be trusted."""

    kind: str
    at: int | None
    details: Mapping[str, Value] = default(default_factory=dict)
    source: str = "record"


class ActKind(Struct, frozen=True):
    """What a kind of act is called, through which channel it comes by itself, and what it is evidence of.

    `engages`: it makes warm (R-061). `active`: active interest, it makes hot (R-063). `opts_in`: they said that they
    want to hear from us (R-004, R-005).
    """

    kind: str
    channel: str
    words: str
    engages: bool = False
    active: bool = False
    opts_in: bool = False


def _engaging(kind: str, channel: str, words: str) -> ActKind:
    return ActKind(kind, channel, words, engages=True)


def _opt_in(kind: str, channel: str, words: str) -> ActKind:
    return ActKind(kind, channel, words, engages=True, opts_in=True)


def _active(kind: str, channel: str, words: str) -> ActKind:
    return ActKind(kind, channel, words, engages=True, active=True, opts_in=True)


_ALL = (
    _active("demo_request", "web", "asked for a demo"),
    _active("quote_request", "web", "asked for a quote"),
    _active("contact_us", "web", "wrote to us"),
    _active("consultation", "web", "asked for a consultation"),
    _active("incoming_call", "call", "called us"),
    _active("callback", "call", "asked to be called back"),
    _active("meeting", "call", "asked for a meeting"),
    _opt_in("webinar_attended", "webinar", "attended a webinar"),
    _opt_in("webinar_registered", "webinar", "registered for a webinar"),
    _opt_in("download", "web", "downloaded something for their address"),
    _opt_in("newsletter_optin", "email", "asked for the newsletter"),
    _opt_in("info_request", "call", "asked for information"),
    _engaging("pricing_page", "web", "looked at the prices"),
    _engaging("comparison_page", "web", "compared us with others"),
    _engaging("case_study", "web", "read a case study"),
    _engaging("product_page", "web", "looked at the product"),
    _engaging("blog", "web", "read the blog"),
    _engaging("ad_click", "ads", "clicked an advertisement"),
    _engaging("email_click", "email", "clicked in a mail"),
    _engaging("email_answer", "email", "answered a mail"),
    _engaging("email_reply", "email", "replied to a mail with interest"),
    _engaging("email_steady", "email", "opens or clicks our mails consistently"),
    _engaging("social_like", "social", "liked a post"),
    _engaging("linkedin_connection", "social", "connected with us"),
    _engaging("event_card", "event", "left a card at an event"),
    _engaging("referral", "record", "was referred to us"),
    _engaging("conversation_positive", "call", "talked with us and is open to more"),
    ActKind("email_sent", "email", "was sent a mail"),
    ActKind("email_open", "email", "opened a mail"),
    ActKind("email_bounce", "email", "a mail came back"),
    ActKind("careers_page", "web", "looked for a job"),
    ActKind("page_view", "web", "looked at another page"),
    ActKind("unsubscribe", "email", "unsubscribed"),
    ActKind("not_interested", "call", "is not interested"),
    ActKind("no_need", "call", "has no need"),
    ActKind("no_answer", "call", "did not answer"),
    ActKind("no_show", "record", "did not come to the meeting"),
    ActKind("sales_rejected", "record", "was rejected by sales"),
)

KINDS: Mapping[str, ActKind] = MappingProxyType({each.kind: each for each in _ALL})
"""Every kind of act that setter knows by itself; `email_steady` is read from mails sent, opened and clicked (R-062)."""

ACTIVE_INTEREST = frozenset(each.kind for each in _ALL if each.active)
ENGAGEMENT = frozenset(each.kind for each in _ALL if each.engages)
OPT_INS = frozenset(each.kind for each in _ALL if each.opts_in)


def is_kind(word: str) -> bool:
    """Say whether rules and events may name this kind: one of the catalogue, or a team's own (`x_…`)."""
    return word in KINDS or (len(word) <= MOST_LETTERS and _OWN.fullmatch(word) is not None)


def words_of(kind: str) -> str:
    """Say a kind in plain words, as what somebody did."""
    known = KINDS.get(kind)
    return known.words if known else kind.removeprefix(OWN_KIND).replace("_", " ")
