"""Every change of a meeting reaches its rep and its prospect once, whoever delivers and whatever is away."""

from __future__ import annotations

import base64
import hmac
import json
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from hands import MINUTE, QUALIFIED, as_lead, at_once, booked, calendars, meeting_of, prospect_named
from houses import ADA, TO_REVIEW, Colleague, advance
from receivers import PASSWORD, Hook, Post
from services.delivering import (
    ROSA,
    SENDER,
    TOBE,
    by_mail,
    event_in,
    received_by,
    standing,
    to_guests,
    to_rep,
)
from setter.domain.errors import Refused
from setter.services.deliver import deliver, outbox
from setter.services.desk import Desk
from setter.services.erase import erase
from setter.services.meeting_life import cancel, confirm, reschedule
from setter.services.opt_out import opt_out
from setter.services.record_outcome import Given, record
from setter.services.sql_review import approve, waiting
from setter.services.subject import subject
from setter.services.undo import undo


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

    def test_nobody_hears_that_off_is_what_they_never_heard_of(self, small_desk: Desk, post: Post) -> None:
        by_mail(small_desk, post)
        booked(small_desk, ADA, when="1 dec 3pm")
        cancel(small_desk, meeting_of(small_desk).id)
        deliver(small_desk, at_once=True)
        assert post.taken == [] and outbox(small_desk) == []

    def test_a_change_of_rep_calls_one_off_and_invites_under_another_uid(self, small_desk: Desk, post: Post) -> None:
        by_mail(small_desk, post, who=(TOBE, ROSA))
        booked(small_desk, ADA, when="1 dec 3pm")
        deliver(small_desk, at_once=True)
        before = meeting_of(small_desk)
        reschedule(small_desk, before.id, "2 dec 3pm", rep=ROSA)
        deliver(small_desk, at_once=True)
        told = {(method, event.uid.value) for method, event in map(event_in, to_guests(post)[1:])}
        assert told == {("CANCEL", before.uid), ("REQUEST", meeting_of(small_desk).uid)}
        assert to_rep(post)[-1]["Subject"].startswith("New") != to_rep(post)[-2]["Subject"].startswith("New")

    def test_reaches_a_rep_who_left_by_the_version_that_knew_them(self, small_desk: Desk, post: Post) -> None:
        by_mail(small_desk, post)
        booked(small_desk, ADA, when="1 dec 3pm")
        deliver(small_desk, at_once=True)
        received_by(small_desk, also=[('id = "t.abara"\nname = "Tobe Abara"', 'id = "new"\nname = "Somebody"')], who=())
        cancel(small_desk, meeting_of(small_desk).id)
        assert {way.row.state for way in deliver(small_desk, at_once=True)} == {"sent"}
        assert to_rep(post)[-1]["To"].addresses[0].addr_spec == "tobe.abara@tidemark.example"

    def test_in_review_says_so_and_goes_again_approved(self, small_desk: Desk, post: Post) -> None:
        by_mail(small_desk, post, also=[TO_REVIEW])
        booked(small_desk, ADA, when="1 dec 3pm")
        deliver(small_desk, at_once=True)
        assert len(to_guests(post)) == 1 and "team lead's review" in to_rep(post)[0].get_body().get_content()
        approve(as_lead(small_desk), waiting(small_desk)[0].sql)
        deliver(small_desk, at_once=True)
        assert len(to_guests(post)) == 1 and "team lead's review" not in to_rep(post)[1].get_body().get_content()


class TestNothing:
    def test_leaves_a_sandbox(self, small_desk: Desk, post: Post) -> None:
        by_mail(small_desk, post)
        small_desk.clock.sandbox = True  # type: ignore[attr-defined]
        booked(small_desk, ADA, when="1 dec 3pm")
        deliver(small_desk, at_once=True)
        assert post.taken == [] and {(row.state, row.problem) for row in outbox(small_desk)} == {
            ("withheld", "sandbox")
        }

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
        desk.clock.sandbox = True  # type: ignore[attr-defined]
        told = subject(desk, prospect_named(desk, ADA).id)["records"][0]["delivered"]
        assert [each["to"] for each in told] == ["rep", "prospect"] * 2
        assert erase(desk, prospect_named(desk, ADA).id).handed_out == ("email of t.abara",)

    def test_is_sent_twice_by_many_at_once_nor_taken_back_once_it_left(
        self, desk: Desk, colleague: Colleague, post: Post
    ) -> None:
        by_mail(desk, post)
        call, _ = booked(desk, ADA, when="1 dec 3pm")
        assert deliver(desk) == [] and len(outbox(desk)) == 2
        undo(desk, call.id)
        assert outbox(desk) == []
        record(desk, call.id, Given("meeting_set", answers=QUALIFIED, minutes=6))
        at_once([partial(deliver, colleague(desk, f"c{each}"), True) for each in range(3)])
        assert len(post.taken) == 2
        with pytest.raises(Refused, match="Sales already has this meeting"):
            undo(desk, call.id)
