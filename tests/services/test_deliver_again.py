"""What does not arrive is tried again as the very same, or somebody is told; nothing is lost and nothing doubled."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import DAY, HOUR, MINUTE, as_lead, booked, meeting_of
from houses import ADA, advance, beside, wait_until
from receivers import PASSWORD, Post
from services.delivering import (
    by_mail,
    event_in,
    received_by,
    to_guests,
    waiting_rows,
)
from setter.domain.errors import Refused
from setter.services.deliver import again, deliver, outbox
from setter.services.desk import Desk
from setter.services.meeting_life import cancel, reschedule
from setter.services.tasks import strip


class TestWhatDoesNotArrive:
    def test_is_tried_again_as_the_very_same_until_it_does(self, small_desk: Desk, post: Post) -> None:
        by_mail(small_desk, post)
        booked(small_desk, ADA, when="1 dec 3pm")
        post.answers = ["dies", "451 later", "250 OK", "dies"]
        gaps = []
        advance(small_desk, 2 * MINUTE)
        while any(way.row.state == "waiting" for way in deliver(small_desk)):
            (due, *_) = sorted(row.due_at for row in outbox(small_desk) if row.state == "waiting")
            gaps.append((due - small_desk.now()) // MINUTE)
            wait_until(small_desk, due)
        assert gaps == [1, 5] and len(post.mails) == 2
        assert len(post.taken) > len(post.mails) and len(set(post.taken)) == 2

    def test_is_called_off_with_whomever_it_may_have_reached(self, small_desk: Desk, post: Post) -> None:
        by_mail(small_desk, post)
        booked(small_desk, ADA, when="1 dec 3pm")
        meeting = reschedule(small_desk, meeting_of(small_desk).id, "1 dec 3pm", attendees=[("Bo", "bo@birch.example")])
        post.answers = ["250 OK", "dies"]
        deliver(small_desk, at_once=True)
        reschedule(small_desk, meeting.id, "1 dec 3pm", attendees=[])
        post.answers = ["250 OK", "451 later"]
        deliver(small_desk, at_once=True)
        advance(small_desk, MINUTE)
        deliver(small_desk)
        told = [event_in(mail) for mail in to_guests(post)]
        assert [(method, {each.value[7:] for each in event.attendee_list}) for method, event in told] == [
            ("REQUEST", {"ada@birch.example", "bo@birch.example"}),
            ("CANCEL", {"bo@birch.example"}),
            ("REQUEST", {"ada@birch.example"}),
        ]
        post.answers = ["250 OK", "dies"]
        reschedule(small_desk, meeting.id, "2 dec 3pm")
        deliver(small_desk, at_once=True)
        post.taken.clear()
        cancel(small_desk, meeting.id)
        deliver(small_desk, at_once=True)
        assert [event_in(mail)[0] for mail in to_guests(post)] == ["CANCEL"]

    def test_is_called_off_where_only_the_first_may_have_arrived(self, small_desk: Desk, post: Post) -> None:
        by_mail(small_desk, post)
        booked(small_desk, ADA, when="1 dec 3pm")
        post.answers = ["dies", "dies"]
        deliver(small_desk, at_once=True)
        cancel(small_desk, meeting_of(small_desk).id)
        deliver(small_desk, at_once=True)
        assert [event_in(mail)[0] for mail in to_guests(post)] == ["REQUEST", "CANCEL"]

    def test_is_given_up_where_the_answer_is_no_and_the_team_lead_sees_to_it(
        self, small_desk: Desk, post: Post
    ) -> None:
        by_mail(small_desk, post)
        booked(small_desk, ADA, when="1 dec 3pm")
        post.refused = {"ada@birch.example": "550 5.1.1 ada@birch.example is nobody here"}
        deliver(small_desk, at_once=True)
        (lost,) = [row for row in outbox(small_desk) if row.state == "given_up"]
        assert lost.problem == "The mail server refused the address (550)." and lost.handed_over_at is None
        assert [line.kind for line in strip(as_lead(small_desk))] == ["delivery_failed"]
        post.refused = {}
        again(as_lead(small_desk), lost.id)
        assert [way.row.state for way in deliver(small_desk)] == ["sent"]
        assert strip(as_lead(small_desk)) == [] and len(to_guests(post)) == 1
        with pytest.raises(Refused, match="only one that waits or was given up"):
            again(small_desk, lost.id)
        with pytest.raises(Refused, match="Only whoever set the meeting"):
            again(beside(small_desk, "another"), lost.id)

    def test_is_told_to_the_lead_while_it_is_tried_and_given_up_after_three_days(
        self, small_desk: Desk, post: Post
    ) -> None:
        by_mail(small_desk, post)
        booked(small_desk, ADA, when="8 dec 3pm")
        begun, tries = small_desk.now(), 0
        post.close()
        advance(small_desk, 2 * MINUTE)
        while any(
            row.state == "waiting" for row in [*(way.row for way in deliver(small_desk)), *waiting_rows(small_desk)]
        ):
            tries += 1
            assert bool(strip(as_lead(small_desk))) == any(row.tries >= 4 for row in outbox(small_desk))
            wait_until(small_desk, min(row.due_at for row in waiting_rows(small_desk)))
        assert {row.state for row in outbox(small_desk)} == {"given_up"} and {
            row.tries for row in outbox(small_desk)
        } == {12}
        assert 3 * DAY <= small_desk.now() - begun < 3 * DAY + HOUR

    def test_waits_for_a_machine_that_has_the_secret_and_uses_no_try_up(
        self, small_desk: Desk, safe_post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        received_by(small_desk, 'deliver = ["email"]', post=safe_post, security="starttls")
        booked(small_desk, ADA, when="1 dec 3pm")
        monkeypatch.setenv("SETTER_SECRET_AGENCY_MAIL", " ")
        whys = {way.why for way in deliver(small_desk, at_once=True)}
        assert whys == {"The secret agency-mail is not on this machine."}
        monkeypatch.setenv("SETTER_SECRETS", str(tmp_path))
        (tmp_path / "agency-mail").write_text(PASSWORD)
        (tmp_path / "agency-mail").chmod(0o644)
        assert {way.why for way in deliver(small_desk)} == {"The file of the secret agency-mail can be read by others."}
        assert {row.tries for row in outbox(small_desk)} == {0} and strip(as_lead(small_desk)) == []
        advance(small_desk, HOUR)
        deliver(small_desk)
        assert [line.kind for line in strip(as_lead(small_desk))] == ["delivery_failed"]
        (tmp_path / "agency-mail").chmod(0o600)
        assert [way.row.state for way in deliver(small_desk)] == ["sent", "sent"] and strip(as_lead(small_desk)) == []
