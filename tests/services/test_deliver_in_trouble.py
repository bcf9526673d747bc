"""Servers that hang, clocks that are wrong, people who leave: what goes again is the same, and nobody waits long."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from hands import HOUR, MINUTE, booked, meeting_of, prospect_named
from houses import ADA, advance, beside, tamper, wait_until
from receivers import Post
from services.delivering import by_mail, event_in, to_guests
from setter.services import deliver as delivering
from setter.services import patience
from setter.services.deliver import deliver, outbox
from setter.services.desk import Desk
from setter.services.erase import erase
from setter.services.in_background import go_by_the_clock
from setter.services.meeting_life import cancel, reschedule
from setter.services.opt_out import opt_out


class Dripping:
    """A server that says a letter now and then and never a word, so that no limit of a line is ever reached."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.asked = 0
        self._over = threading.Event()
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listening.accept()
                self.asked += 1
                threading.Thread(target=self._drip, args=(line,), daemon=True).start()

    def _drip(self, line: socket.socket) -> None:
        with suppress(OSError), line:
            while not self._over.wait(0.05):
                line.sendall(b"2")

    def close(self) -> None:
        """Stop it."""
        self._over.set()
        self._listening.close()


@pytest.fixture
def dripping() -> Iterator[Dripping]:
    made = Dripping()
    yield made
    made.close()


@pytest.mark.requirement("R-081")
def test_what_may_have_arrived_goes_again_to_the_byte_whatever_is_known_since(small_desk: Desk, post: Post) -> None:
    by_mail(small_desk, post)
    booked(small_desk, ADA, when="1 dec 3pm")
    post.answers = ["dies", "dies"]
    deliver(small_desk, at_once=True)
    assert [row.content != "" for row in outbox(small_desk)] == [True, True]
    tamper(small_desk.store, "UPDATE prospect SET full_name = 'Ada Renamed' WHERE full_name = 'Ada North'")
    advance(small_desk, MINUTE)
    assert [way.row.state for way in deliver(beside(small_desk, "c1"))] == ["sent", "sent"]
    assert len(post.taken) == 4 and len(set(post.taken)) == 2
    assert [row.content for row in outbox(small_desk)] == ["", ""]


def test_a_corrected_address_goes_out_by_the_clock_alone(small_desk: Desk, post: Post) -> None:
    by_mail(small_desk, post)
    booked(small_desk, ADA, when="1 dec 3pm")
    advance(small_desk, 2 * MINUTE)
    go_by_the_clock(small_desk)
    tamper(small_desk.store, "UPDATE email SET address = 'new@birch.example' WHERE address = 'ada@birch.example'")
    for _ in range(3):
        advance(small_desk, MINUTE)
        go_by_the_clock(small_desk)
    assert to_guests(post)[0]["To"].addresses[0].addr_spec == "ada@birch.example"
    assert {mail["To"].addresses[0].addr_spec for mail in to_guests(post)[1:]} == {
        "ada@birch.example",
        "new@birch.example",
    }


def test_a_server_that_only_drips_is_waited_for_so_long_and_no_longer(
    small_desk: Desk, dripping: Dripping, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several mails are due: after the first in vain the rest stay, and whoever leaves waits but a moment."""
    by_mail(small_desk, dripping)  # type: ignore[arg-type]
    booked(small_desk, ADA, when="1 dec 3pm")
    monkeypatch.setattr(delivering, "AT_MOST_S", 1.5)
    monkeypatch.setattr(delivering, "SLOW_S", 0.1)
    whys = [way.why for way in deliver(small_desk, at_once=True)]
    assert whys == ["The email took too long to answer.", "Its server did not answer a moment ago."]
    assert [row.state for row in outbox(small_desk)] == ["waiting", "waiting"] and dripping.asked == 1
    monkeypatch.setattr(delivering, "AT_MOST_S", 60.0)
    monkeypatch.setattr(patience, "LEAVING_S", 0.2)
    advance(small_desk, HOUR)
    begun, leaving = time.monotonic(), threading.Event()
    threading.Timer(0.2, leaving.set).start()
    go_by_the_clock(small_desk, leaving.is_set)
    assert time.monotonic() - begun < 5 and dripping.asked == 2
    assert {row.state for row in outbox(small_desk)} == {"waiting"}


def test_a_delivery_taken_by_a_clock_that_was_years_ahead_is_taken_again(small_desk: Desk, post: Post) -> None:
    by_mail(small_desk, post)
    booked(small_desk, ADA, when="1 dec 3pm")
    deliver(small_desk)
    ahead = small_desk.now() + 365 * 24 * HOUR
    tamper(small_desk.store, f"UPDATE delivery SET state = 'sending', tries = 1, taken_until = {ahead}, due_at = 0")
    assert [way.row.state for way in deliver(small_desk)] == ["sent", "sent"]


def test_of_a_meeting_that_was_to_begin_within_minutes_everybody_hears_at_once(small_desk: Desk, post: Post) -> None:
    by_mail(small_desk, post)
    booked(small_desk, ADA, when="1 dec 3pm")
    deliver(small_desk, at_once=True)
    wait_until(small_desk, meeting_of(small_desk).starts_at - 20 * MINUTE)
    reschedule(small_desk, meeting_of(small_desk).id, "4 dec 3pm")
    go_by_the_clock(small_desk)
    assert event_in(to_guests(post)[1])[1].sequence.value == "1"
    cancel(small_desk, meeting_of(small_desk).id)
    assert deliver(small_desk) == []


def test_what_may_have_arrived_is_kept_of_nobody_who_is_erased(desk: Desk, post: Post) -> None:
    by_mail(desk, post)
    booked(desk, ADA, when="1 dec 3pm")
    post.answers = ["dies", "dies"]
    deliver(desk, at_once=True)
    opt_out(desk, prospect_named(desk, ADA).id)
    advance(desk, MINUTE)
    assert [way.row.state for way in deliver(desk)] == ["withheld", "withheld"]
    cancel(desk, meeting_of(desk).id)
    deliver(desk, at_once=True)
    assert [(row.state, row.content != "") for row in outbox(desk)] == [("withheld", True)] * 2 + [("sent", False)] * 2
    desk.clock.sandbox = True  # type: ignore[attr-defined]
    erase(desk, prospect_named(desk, ADA).id)
    assert {row.content for row in outbox(desk)} == {""}
