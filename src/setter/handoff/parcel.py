"""One change of a meeting on its way to one receiver: what a channel is given, and what it says of it."""

from __future__ import annotations

from msgspec import Struct

from setter.domain.errors import SetterError
from setter.domain.handoff_plan import MailServer, Rep
from setter.handoff.meeting import MeetingRecord


class Parcel(Struct, frozen=True):
    """What is to arrive, and where.

    `id` and `made_at` (UTC ms) never change from one try to the next, so that whatever is made of them (a Message-ID,
    a DTSTAMP, a webhook's id) is the same again; `tried_at` (UTC ms) is this try's own. `maybe_arrived`: an earlier try
    died after its last byte may have gone out. `href` and `etag` are where this meeting stands in the rep's calendar;
    "" where it does not yet. `secrets` are the values of the secrets that the rep's and the mail server's settings
    name, by name.
    """

    id: int
    channel: str
    receiver: str
    record: MeetingRecord
    rep: Rep
    mail: MailServer | None
    made_at: int
    tried_at: int = 0
    maybe_arrived: bool = False
    href: str = ""
    etag: str = ""
    secrets: dict[str, str] = {}


class Arrived(Struct, frozen=True):
    """The receiver's side has it: `reference` is how they know it (a Message-ID, a path, a URL), `etag` its version.

    `note` says in a sentence, and without anybody's name, what somebody should still look at.
    """

    reference: str
    etag: str = ""
    note: str = ""


class NotSent(SetterError):
    """It did not arrive; `passing` says that another try may do better, without it a person has to mend something.

    `untouched` says that for certain nothing of it has arrived, `away` that nobody answered there at all. The message
    is kept and shown: nobody's name or address is in it.
    """

    exit_code = 1

    def __init__(
        self, message: str, where: str, hint: str, *, passing: bool, untouched: bool = False, away: bool = False
    ) -> None:
        super().__init__("not_sent", message, where, hint)
        self.passing = passing
        self.untouched = untouched or away
        self.away = away
