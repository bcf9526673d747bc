"""Every change of a meeting reaches its rep and its prospect once, whoever delivers and whatever is away."""

from __future__ import annotations

import base64
import hmac
import json
from email.message import EmailMessage
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import vobject

from hands import DAY, HOUR, MINUTE, QUALIFIED, as_lead, at_once, booked, calendars, meeting_of, prospect_named
from houses import ADA, TO_REVIEW, Colleague, advance, change_campaign, wait_until
from receivers import PASSWORD, USER, Hook, Post
from setter.domain.errors import Refused
from setter.services.deliver import again, deliver, outbox
from setter.services.desk import Desk
from setter.services.meeting_life import cancel, confirm, reschedule
from setter.services.opt_out import opt_out
from setter.services.record_outcome import Given, record
from setter.services.sql_review import approve, waiting
from setter.services.tasks import strip
from setter.services.undo import undo
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


class TestAChange:
    @pytest.mark.requirement("R-081")
    def test_reaches_rep_and_prospect_once_through_every_channel(
        self, desk: Desk, safe_post: Post, hook: Hook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        key = base64.b64encode(b"0" * 24).decode()
        monkeypatch.setenv("SETTER_SECRET_TOBES_HOOK", f"whsec_{key}")
        monkeypatch.setenv("SETTER_SECRETS", str(tmp_path))
        (tmp_path / "agency-mail").write_text(f"{PASSWORD}\n")
        (tmp_path / "agency-mail").chmod(0o600)
        settings = (f'folder = "{tmp_path}"', f'webhook = "{hook.url}"', 'webhook_secret = "tobes-hook"')
        received_by(desk, 'deliver = ["folder", "email", "webhook"]', *settings, post=safe_post, security="starttls")
        booked(desk, ADA, when="1 dec 3pm")
        assert deliver(desk) == []
        advance(desk, 2 * MINUTE)
        assert {way.row.state for way in deliver(desk)} == {"sent"} and safe_post.logged_in == [True, True]
        (invitation,), (packet,) = to_guests(safe_post), to_rep(safe_post)
        method, event = event_in(invitation)
        assert method == "REQUEST" and invitation["From"].addresses[0].addr_spec == SENDER
        assert event.organizer.value == f"mailto:{SENDER}" and event.attendee.value == "mailto:ada@birch.example"
        assert invitation["Reply-To"].addresses[0].addr_spec == "tobe.abara@tidemark.example"
        assert "# Meeting" in packet.get_body().get_content() and event_in(packet)[0] == "PUBLISH"
        assert calendars(tmp_path) == {"hold"} and len(list(tmp_path.glob("packet-*.md"))) == 1
        ((head, body),) = hook.posted
        signed = f"{head['webhook-id']}.{desk.now() // 1000}.".encode() + body
        proof = base64.b64encode(hmac.new(b"0" * 24, signed, sha256).digest()).decode()
        assert head["webhook-signature"] == f"v1,{proof}" and json.loads(body)["type"] == "meeting.qualified"
        assert deliver(desk, at_once=True) == []

        confirm(desk, meeting_of(desk).id)
        deliver(desk, at_once=True)
        assert len(to_guests(safe_post)) == 1 and len(to_rep(safe_post)) == 2
        reschedule(desk, meeting_of(desk).id, "2 dec 3pm")
        deliver(desk, at_once=True)
        assert event_in(to_guests(safe_post)[1])[1].sequence.value == "1"
        cancel(desk, meeting_of(desk).id)
        deliver(desk, at_once=True)
        method, last = event_in(to_guests(safe_post)[2])
        assert (method, last.status.value, last.uid.value) == ("CANCEL", "CANCELLED", event.uid.value)
        assert [json.loads(body)["type"] for _, body in hook.posted[1:]] == [
            *("meeting.confirmed", "meeting.rescheduled", "meeting.cancelled")
        ]

    def test_that_a_newer_one_overtakes_never_leaves(self, desk: Desk, post: Post) -> None:
        by_mail(desk, post)
        booked(desk, ADA, when="1 dec 3pm")
        post.answers = ["451 later", "451 later"]
        advance(desk, 2 * MINUTE)
        deliver(desk)
        reschedule(desk, meeting_of(desk).id, "2 dec 3pm")
        advance(desk, 2 * MINUTE)
        deliver(desk)
        ((_, event),) = [event_in(mail) for mail in to_guests(post)]
        assert event.sequence.value == "1" and len(to_rep(post)) == 1
        assert [state for *_, state in standing(desk)] == ["overtaken", "overtaken", "sent", "sent"]

    def test_nobody_hears_that_off_is_what_they_never_heard_of(self, desk: Desk, post: Post) -> None:
        by_mail(desk, post)
        booked(desk, ADA, when="1 dec 3pm")
        cancel(desk, meeting_of(desk).id)
        deliver(desk, at_once=True)
        assert post.taken == [] and outbox(desk) == []

    def test_a_change_of_rep_calls_one_off_and_invites_under_another_uid(self, desk: Desk, post: Post) -> None:
        by_mail(desk, post, who=(TOBE, ROSA))
        booked(desk, ADA, when="1 dec 3pm")
        deliver(desk, at_once=True)
        before = meeting_of(desk)
        reschedule(desk, before.id, "2 dec 3pm", rep=ROSA)
        deliver(desk, at_once=True)
        told = {(method, event.uid.value) for method, event in map(event_in, to_guests(post)[1:])}
        assert told == {("CANCEL", before.uid), ("REQUEST", meeting_of(desk).uid)}
        assert to_rep(post)[-1]["Subject"].startswith("New") != to_rep(post)[-2]["Subject"].startswith("New")

    def test_reaches_a_rep_who_left_by_the_version_that_knew_them(self, desk: Desk, post: Post) -> None:
        by_mail(desk, post)
        booked(desk, ADA, when="1 dec 3pm")
        deliver(desk, at_once=True)
        received_by(desk, also=[('id = "t.abara"\nname = "Tobe Abara"', 'id = "new"\nname = "Somebody"')], who=())
        cancel(desk, meeting_of(desk).id)
        assert {way.row.state for way in deliver(desk, at_once=True)} == {"sent"}
        assert to_rep(post)[-1]["To"].addresses[0].addr_spec == "tobe.abara@tidemark.example"

    def test_in_review_says_so_and_goes_again_approved(self, desk: Desk, post: Post) -> None:
        by_mail(desk, post, also=[TO_REVIEW])
        booked(desk, ADA, when="1 dec 3pm")
        deliver(desk, at_once=True)
        assert len(to_guests(post)) == 1 and "team lead's review" in to_rep(post)[0].get_body().get_content()
        approve(as_lead(desk), waiting(desk)[0].sql)
        deliver(desk, at_once=True)
        assert len(to_guests(post)) == 1 and "team lead's review" not in to_rep(post)[1].get_body().get_content()


class TestWhatDoesNotArrive:
    def test_is_tried_again_as_the_very_same_until_it_does(self, desk: Desk, post: Post) -> None:
        by_mail(desk, post)
        booked(desk, ADA, when="1 dec 3pm")
        post.answers = ["dies", "451 later", "250 OK", "dies"]
        gaps = []
        advance(desk, 2 * MINUTE)
        while any(way.row.state == "waiting" for way in deliver(desk)):
            (due, *_) = sorted(row.due_at for row in outbox(desk) if row.state == "waiting")
            gaps.append((due - desk.now()) // MINUTE)
            wait_until(desk, due)
        assert gaps == [1, 5] and len(post.mails) == 2
        assert len(post.taken) > len(post.mails) and len(set(post.taken)) == 2

    def test_is_called_off_with_whomever_it_may_have_reached(self, desk: Desk, post: Post) -> None:
        by_mail(desk, post)
        booked(desk, ADA, when="1 dec 3pm")
        meeting = reschedule(desk, meeting_of(desk).id, "1 dec 3pm", attendees=[("Bo", "bo@birch.example")])
        post.answers = ["250 OK", "dies"]
        deliver(desk, at_once=True)
        reschedule(desk, meeting.id, "1 dec 3pm", attendees=[])
        post.answers = ["250 OK", "451 later"]
        deliver(desk, at_once=True)
        advance(desk, MINUTE)
        deliver(desk)
        told = [event_in(mail) for mail in to_guests(post)]
        assert [(method, {each.value[7:] for each in event.attendee_list}) for method, event in told] == [
            ("REQUEST", {"ada@birch.example", "bo@birch.example"}),
            ("CANCEL", {"bo@birch.example"}),
            ("REQUEST", {"ada@birch.example"}),
        ]
        post.answers = ["250 OK", "dies"]
        reschedule(desk, meeting.id, "2 dec 3pm")
        deliver(desk, at_once=True)
        post.taken.clear()
        cancel(desk, meeting.id)
        deliver(desk, at_once=True)
        assert [event_in(mail)[0] for mail in to_guests(post)] == ["CANCEL"]

    def test_is_called_off_where_only_the_first_may_have_arrived(self, desk: Desk, post: Post) -> None:
        by_mail(desk, post)
        booked(desk, ADA, when="1 dec 3pm")
        post.answers = ["dies", "dies"]
        deliver(desk, at_once=True)
        cancel(desk, meeting_of(desk).id)
        deliver(desk, at_once=True)
        assert [event_in(mail)[0] for mail in to_guests(post)] == ["REQUEST", "CANCEL"]

    def test_is_given_up_where_the_answer_is_no_and_the_team_lead_sees_to_it(self, desk: Desk, post: Post) -> None:
        by_mail(desk, post)
        booked(desk, ADA, when="1 dec 3pm")
        post.refused = {"ada@birch.example": "550 5.1.1 ada@birch.example is nobody here"}
        deliver(desk, at_once=True)
        (lost,) = [row for row in outbox(desk) if row.state == "given_up"]
        assert lost.problem == "The mail server refused the address (550)." and lost.handed_over_at is None
        assert [line.kind for line in strip(as_lead(desk))] == ["delivery_failed"]
        post.refused = {}
        again(as_lead(desk), lost.id)
        assert [way.row.state for way in deliver(desk)] == ["sent"]
        assert strip(as_lead(desk)) == [] and len(to_guests(post)) == 1
        with pytest.raises(Refused, match="only one that was given up"):
            again(desk, lost.id)

    def test_is_told_to_the_lead_while_it_is_tried_and_given_up_after_three_days(self, desk: Desk, post: Post) -> None:
        by_mail(desk, post)
        booked(desk, ADA, when="8 dec 3pm")
        begun, tries = desk.now(), 0
        post.close()
        advance(desk, 2 * MINUTE)
        while any(row.state == "waiting" for row in [*(way.row for way in deliver(desk)), *waiting_rows(desk)]):
            tries += 1
            assert bool(strip(as_lead(desk))) == any(row.tries >= 4 for row in outbox(desk))
            wait_until(desk, min(row.due_at for row in waiting_rows(desk)))
        assert {row.state for row in outbox(desk)} == {"given_up"} and {row.tries for row in outbox(desk)} == {12}
        assert 3 * DAY <= desk.now() - begun < 3 * DAY + HOUR

    def test_waits_for_a_machine_that_has_the_secret_and_uses_no_try_up(
        self, desk: Desk, safe_post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        received_by(desk, 'deliver = ["email"]', post=safe_post, security="starttls")
        booked(desk, ADA, when="1 dec 3pm")
        whys = {way.why for way in deliver(desk, at_once=True)}
        assert whys == {"The secret agency-mail is not on this machine."}
        monkeypatch.setenv("SETTER_SECRETS", str(tmp_path))
        (tmp_path / "agency-mail").write_text(PASSWORD)
        (tmp_path / "agency-mail").chmod(0o644)
        assert {way.why for way in deliver(desk)} == {"The file of the secret agency-mail can be read by others."}
        assert {row.tries for row in outbox(desk)} == {0} and strip(as_lead(desk)) == []
        advance(desk, HOUR)
        deliver(desk)
        assert [line.kind for line in strip(as_lead(desk))] == ["delivery_failed"]
        (tmp_path / "agency-mail").chmod(0o600)
        assert [way.row.state for way in deliver(desk)] == ["sent", "sent"] and strip(as_lead(desk)) == []


def waiting_rows(desk: Desk) -> list[Delivery]:
    return [row for row in outbox(desk) if row.state == "waiting"]


class TestNothing:
    def test_leaves_a_sandbox(self, desk: Desk, post: Post) -> None:
        by_mail(desk, post)
        desk.clock.sandbox = True  # type: ignore[attr-defined]
        booked(desk, ADA, when="1 dec 3pm")
        deliver(desk, at_once=True)
        assert post.taken == [] and {(row.state, row.problem) for row in outbox(desk)} == {("withheld", "sandbox")}

    @pytest.mark.requirement("R-089")
    def test_but_a_cancellation_goes_to_somebody_who_asked_to_be_left_alone(self, desk: Desk, post: Post) -> None:
        by_mail(desk, post)
        booked(desk, ADA, when="1 dec 3pm")
        deliver(desk, at_once=True)
        reschedule(desk, meeting_of(desk).id, "2 dec 3pm")
        opt_out(desk, prospect_named(desk, ADA).id)
        deliver(desk, at_once=True)
        assert len(post.mails) == 2 and outbox(desk)[-1].state == "withheld"
        cancel(desk, meeting_of(desk).id)
        deliver(desk, at_once=True)
        assert [event_in(mail)[0] for mail in to_guests(post)] == ["REQUEST", "CANCEL"]

    def test_is_sent_twice_by_many_at_once_nor_taken_back_once_it_left(
        self, desk: Desk, colleague: Colleague, post: Post
    ) -> None:
        by_mail(desk, post)
        call, _ = booked(desk, ADA, when="1 dec 3pm")
        undo(desk, call.id)
        record(desk, call.id, Given("meeting_set", answers=QUALIFIED, minutes=6))
        at_once([partial(deliver, colleague(desk, f"c{each}"), True) for each in range(3)])
        assert len(post.taken) == 2
        with pytest.raises(Refused, match="Sales already has this meeting"):
            undo(desk, call.id)
