"""One change of a meeting on its way to one receiver: what a channel is given, and what it says of it."""

from __future__ import annotations

from msgspec import Struct

from setter.domain.errors import SetterError
from setter.domain.handoff_plan import MailServer, Rep
from setter.handoff.meeting import MeetingRecord


class Parcel(Struct, frozen=True):
    """What is to arrive, and where.

    `id` and `made_at` (UTC ms) never change from one try to the next, so that whatever is made of them (a Message-ID,
    a DTSTAMP, a webhook's id) is the same again. `maybe_arrived`: an earlier try died after its last byte may have
    gone out. `href` and `etag` are where this meeting stands in the rep's calendar; "" where it does not yet.
    `secrets` are the values of the secrets that the rep's and the mail server's settings name, by name.
    """

    id: int
    channel: str
    receiver: str
    record: MeetingRecord
    rep: Rep
    mail: MailServer | None
    made_at: int
    maybe_arrived: bool = False
    href: str = ""
    etag: str = ""
    secrets: dict[str, str] = {}


class Arrived(Struct, frozen=True):
    """The receiver's side has it: `reference` is how they know it (a Message-ID, a path, a URL), `etag` its version."""

    reference: str
    etag: str = ""


class NotSent(SetterError):
    """It did not arrive; `passing` says that another try may do better, without it a person has to mend something."""

    exit_code = 1

    def __init__(self, message: str, where: str, hint: str, *, passing: bool) -> None:
        super().__init__("not_sent", message, where, hint)
        self.passing = passing
