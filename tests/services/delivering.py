"""Who receives what in tests, and what came in."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import vobject

from houses import change_campaign
from receivers import USER, Post
from setter.services.deliver import outbox
from setter.services.desk import Desk
from setter.store.records import Delivery

TOBE, ROSA = "t.abara", "r.castellan"
"""Tobe takes meetings from Illinois."""
SENDER = "meetings@agency.example"


def received_by(
    desk: Desk,
    *settings: str,
    post: Post | None = None,
    security: str = "none",
    who: tuple[str, ...] = (TOBE,),
    also: Any = (),
) -> None:
    """Put a version in force by which reps receive as these lines say, and mail leaves through a server."""
    changes = [(f'id = "{rep}"', "\n".join([f'id = "{rep}"', *settings])) for rep in who]
    if post is not None:
        login = "" if security == "none" else f'user = "{USER}"\nsecret = "agency-mail"\n'
        server = f'[handoff.mail]\nhost = "localhost"\nport = {post.port}\nsender = "{SENDER}"\n'
        changes.append(("[signed_off]", f'{server}security = "{security}"\n{login}\n[signed_off]'))
    desk.clock.sandbox = True  # type: ignore[attr-defined]
    change_campaign(desk, *changes, *also)
    desk.clock.sandbox = False  # type: ignore[attr-defined]


def by_mail(desk: Desk, post: Post, **more: Any) -> None:
    received_by(desk, 'deliver = ["email"]', post=post, **more)


def to_guests(post: Post) -> list[EmailMessage]:
    return [mail for mail in post.mails if mail["Reply-To"]]


def to_rep(post: Post) -> list[EmailMessage]:
    return [mail for mail in post.mails if not mail["Reply-To"]]


def event_in(mail: EmailMessage) -> tuple[str, vobject.base.Component]:
    """The method and event of a mail's calendar part, by another parser than the one that wrote it."""
    part = next(each for each in mail.walk() if each.get_content_type() == "text/calendar")
    calendar = vobject.readOne(part.get_content())
    assert part.get_param("method") == calendar.method.value
    return calendar.method.value, calendar.vevent


def standing(desk: Desk) -> list[tuple[int, str, str]]:
    return [(row.change, f"{row.channel} {row.receiver}", row.state) for row in outbox(desk)]


def waiting_rows(desk: Desk) -> list[Delivery]:
    return [row for row in outbox(desk) if row.state == "waiting"]
