"""A calendar's server that answers junk: never is a rep free because of it, nor a meeting gone from their calendar."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from msgspec.structs import replace

from handoff.test_busy import AT_TEN, REP, SOUGHT, TEN, calendar, event, instant
from handoff.test_caldav import moved
from setter.handoff.busy import busy_in, read_busy, read_free_busy
from setter.handoff.caldav import deliver
from setter.handoff.dav import CalendarProblem, RemoteCalendar
from setter.handoff.meeting import MeetingRecord
from setter.handoff.parcel import NotSent, Parcel

PAGE = "<html><body>Log in</body></html>"
CLEAN = event(AT_TEN).replace("\n", "&#13;\n")
ENTRY = (
    "<D:response><D:href>{href}</D:href><D:propstat><D:prop><C:calendar-data>{text}</C:calendar-data></D:prop>"
    "</D:propstat></D:response>"
)


def told(*responses: str, before: str = "") -> str:
    """An answer to a calendar-query."""
    names = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
    return f'<?xml version="1.0"?>{before}<D:multistatus {names}>{"".join(responses)}</D:multistatus>'


class Junk:
    """A server that answers whatever it is told to."""

    def __init__(self) -> None:
        junk = self
        self.answer: tuple[int, str] = (200, "")

        class Request(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, body = junk.answer
                self.send_response(status)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            do_GET = do_PUT = do_DELETE = do_REPORT = _answer  # noqa: N815 - the server calls them so

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
        self.url = f"http://127.0.0.1:{self._server.server_port}/maja/"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        """Stop it."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def junk() -> Iterator[Junk]:
    made = Junk()
    yield made
    made.close()


def test_junk_makes_nobody_free(junk: Junk) -> None:
    there = RemoteCalendar(replace(REP, calendar=junk.url), "")
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
    cut_off = "<D:response><D:href>/maja/</D:href><D:status>HTTP/1.1 507 Insufficient Storage</D:status></D:response>"
    good = ENTRY.format(href="/maja/a.ics", text=calendar(CLEAN))
    for status, body in (
        (200, PAGE),
        (207, PAGE),
        (207, ""),
        (207, '<?xml version="1.0" encoding="none"?><a/>'),
        (207, told(ENTRY.format(href="http://[", text="&lt;html&gt;"))),
        (200, told(good)),
        (207, told(good, cut_off)),
        (207, told(good, before=bomb)),
        (207, told(ENTRY.format(href="/maja/a.ics", text="&lt;html&gt;"))),
    ):
        junk.answer = status, body
        with pytest.raises(CalendarProblem) as problem:
            read_busy(there, SOUGHT)
        assert problem.value.passing, body
    junk.answer = 200, PAGE
    with pytest.raises(CalendarProblem, match="cannot be read"):
        read_free_busy(there, SOUGHT)
    junk.answer = 207, told(ENTRY.format(href="http://behind.proxy.example/maja/a.ics", text=calendar(CLEAN)))
    assert read_busy(there, SOUGHT).times == ((instant(TEN[0][0]), instant(TEN[0][1])),)
    junk.answer = 207, told()
    assert read_busy(there, SOUGHT).times == ()


def test_a_page_in_place_of_an_entry_is_no_entry_that_was_taken_out(junk: Junk, record: MeetingRecord) -> None:
    rep, junk.answer = replace(REP, calendar=junk.url, calendar_secret=""), (200, PAGE)
    for change in (record, replace(moved(record, 2), status="cancelled")):
        parcel = Parcel(7, "calendar", "rep", change, rep, None, record.set_at)
        with pytest.raises(NotSent, match="cannot be read") as refused:
            deliver(parcel)
        assert refused.value.passing


def test_no_event_keeps_the_reckoning_busy_for_ever() -> None:
    """Each of these ran for longer than anybody waits."""
    seconds = ",".join(str(number) for number in range(60))
    for lines in (
        "DTSTART:20200101T100000Z|DURATION:PT1H|RRULE:FREQ=DAILY;INTERVAL=0",
        f"DTSTART:20200101T100000Z|DURATION:PT1H|RRULE:FREQ=DAILY;BYMINUTE={seconds};BYSECOND={seconds}",
        "DTSTART:00010101T100000Z|DURATION:PT1H|RRULE:FREQ=HOURLY",
        "BEGIN:VEVENT|" * 3000 + "END:VEVENT|" * 3000,
    ):
        found = busy_in([calendar(event(AT_TEN)).encode(), calendar(event(lines, "b")).encode()], SOUGHT)
        assert (found.times, found.unreadable) == (((instant(TEN[0][0]), instant(TEN[0][1])),), 1)
