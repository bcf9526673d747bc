"""What sales says of an SQL, how changes reach sales, and what its calendars say."""

from __future__ import annotations

from msgspec import Struct


class SalesWord(Struct, frozen=True):
    """What sales says of an SQL, as it stands; '' and None are not said yet.

    `amount` and `margin` are in hundredths of the campaign's currency, `opportunity_on` and `closed_on` ISO 8601 days,
    instants UTC ms. `answers` counts what it came from. `appeal`: '', open, upheld or overturned.
    """

    handoff_id: int
    campaign: int
    enrolment_id: int
    prospect_id: int
    decision: str = ""
    code: str = ""
    reason: str = ""
    decided_at: int | None = None
    decided_by: str = ""
    appeal: str = ""
    minutes: int | None = None
    quality: int | None = None
    lacked: str = ""
    opportunity: str = ""
    opportunity_on: str = ""
    closed_on: str = ""
    amount: int | None = None
    margin: int | None = None
    answers: int = 0
    answered_at: int = 0

    @property
    def accepted(self) -> bool:
        """Say whether it counts as accepted: so said sales, or a team lead on appeal."""
        return self.decision == "accepted" or self.appeal == "overturned"

    @property
    def rejected(self) -> str:
        """Sales' reason code while a rejection stands; '' otherwise."""
        return "" if self.appeal == "overturned" else self.code


class SalesAnswer(Struct, frozen=True):
    """One answer of sales as it came: `said` is JSON by field, `way` file, screen, command or appeal."""

    handoff_id: int
    number: int
    said: str
    way: str
    answered_by: str
    recorded_at: int
    recorded_by: str


class SaidBySales(Struct, frozen=True):
    """What sales said of an SQL of a prospect (JSON by field), and when it was recorded (UTC ms)."""

    prospect_id: int
    handoff_id: int
    said: str
    recorded_at: int


class Appeal(Struct, frozen=True):
    """A caller's appeal against a rejection; `verdict`: '' while open, upheld or overturned."""

    handoff_id: int
    reason: str
    made_at: int
    made_by: str
    verdict: str = ""
    note: str = ""
    decided_at: int | None = None
    decided_by: str = ""


class Delivery(Struct, frozen=True):
    """One change of a meeting on its way to a receiver ("rep" or "prospect") through a channel.

    `channel`: folder, email, calendar or webhook; `state`: waiting, sending, sent, overtaken, withheld or given_up.
    `content` is what a try said that may have arrived, as JSON; "" where none may.
    """

    id: int
    meeting_id: int
    change: int
    channel: str
    receiver: str
    rep: str
    state: str
    due_at: int
    tries: int
    taken_by: str
    taken_until: int | None
    handed_over_at: int | None
    made_at: int
    sent_at: int | None
    reference: str
    problem: str
    content: str = ""


class CalendarEntry(Struct, frozen=True):
    """Where a meeting stands in its rep's calendar, and as which revision."""

    meeting_id: int
    href: str
    etag: str
    sequence: int


class RepCalendar(Struct, frozen=True):
    """When a rep's calendar was last read, of which stretch (UTC ms), and what went wrong since."""

    client_id: str
    rep: str
    origin: str
    read_at: int | None
    covers_from: int | None
    covers_until: int | None
    tried_at: int
    problem: str


class GuestAnswer(Struct, frozen=True):
    """What a guest answered to the invitation of a revision: accepted, declined, tentative or countered.

    `proposes` is the other time that a countered one asks for (UTC ms).
    """

    meeting_id: int
    address: str
    sequence: int
    answer: str
    proposes: int | None
    answered_at: int
    recorded_at: int
    recorded_by: str


class CampaignSignOff(Struct, frozen=True):
    """Sales' sign-off of a part of a campaign, by its digest; `version` is where it was given."""

    campaign: int
    part: str
    digest: str
    version: int
    signed_by: str
    signed_on: str
    recorded_at: int
    recorded_by: str


class Decided(Struct, frozen=True):
    """How often sales decided this of the SQLs whose meetings somebody set."""

    set_by: str
    decision: str
    code: str
    appeal: str
    number: int
