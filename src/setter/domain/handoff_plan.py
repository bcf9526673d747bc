"""How a campaign makes meetings and hands them to sales: the reps, the rules, the channels."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from setter.domain.opening_hours import WeekHours


class Rep(Struct, frozen=True):
    """A sales representative who takes meetings; hours are wall time in the rep's own zone.

    `deliver` are the channels through which each change reaches them: folder, email, calendar, webhook. `folder` is a
    path, `calendar` the URL of a CalDAV calendar, `webhook` a URL; a `…_secret` names a secret, and never holds one.
    """

    id: str
    name: str
    email: str
    zone: str
    hours: WeekHours
    weight: float = 1.0
    max_per_day: int = 4
    territory: tuple[str, ...] = ("*",)
    days_off: tuple[date, ...] = ()
    deliver: tuple[str, ...] = ()
    folder: str = ""
    calendar: str = ""
    calendar_user: str = ""
    calendar_secret: str = ""
    webhook: str = ""
    webhook_secret: str = ""


class MailServer(Struct, frozen=True):
    """Through which server, and as whom, mail leaves; `security`: tls, starttls, or none on the same machine only."""

    host: str
    sender: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    secret: str = ""


class HandoffPlan(Struct, frozen=True):
    """How meetings are made and handed to sales.

    `review`: none, team_lead, or sample:SHARE for whoever has earned it. A team lead answers within `review_hours`,
    sales within `reply_hours`, both of the rep's working time: from the submission, or with `decide` "after_meeting"
    from the meeting's end. A meeting of which nobody says what became is chased `unknown_after_hours` after its end,
    a rep's calendar that was read longer ago than `calendar_stale_minutes` offers no time.
    """

    reps: tuple[Rep, ...]
    meeting_minutes: int = 30
    min_notice_hours: float = 20.0
    max_days_out: int = 15
    buffer_minutes: int = 10
    place: str = "video call"
    subject: str = ""
    review: str = "none"
    hold_minutes: int = 10
    review_hours: float = 4.0
    reply_hours: float = 8.0
    decide: str = "before_meeting"
    unknown_after_hours: float = 24.0
    calendar_stale_minutes: int = 60
    mail: MailServer | None = None

    def rep(self, rep_id: str) -> Rep:
        """Find a rep by id; KeyError where the campaign has none."""
        for rep in self.reps:
            if rep.id == rep_id:
                return rep
        raise KeyError(rep_id)
