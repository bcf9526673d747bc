"""One calendar on its server, asked and answered over HTTP (CalDAV, RFC 4791) with the rep's own user and secret."""

from __future__ import annotations

import base64
import http.client
import ssl
import time
from collections.abc import Mapping
from urllib.parse import quote, urljoin, urlsplit
from xml.etree import ElementTree

from msgspec import Struct

from setter import __version__
from setter.domain.errors import SetterError
from setter.domain.handoff_plan import Rep

PATIENCE_S = 5.0
"""How long a server may take to answer while somebody waits for it."""
MOST_BYTES = 20_000_000
HERE = ("localhost", "127.0.0.1", "::1")
CALENDAR, XML = "text/calendar; charset=utf-8", "application/xml; charset=utf-8"
_DAV, _CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_AS_WRITTEN = "/%@:+,;=!$&'()*~"
_PASSING = (401, 408, 423, 425, 429)
"""Answers below 500 after which another try may do better; a secret that is wrong may be so on one machine alone."""


class CalendarProblem(SetterError):
    """A calendar did not do as it was asked; `passing` says that it may the next time.

    `status` is what it answered, 0 for nothing; `away` says that nobody was there to be asked.
    """

    exit_code = 1

    def __init__(
        self, message: str, where: str, hint: str, *, passing: bool, status: int = 0, away: bool = False
    ) -> None:
        super().__init__("calendar", message, where, hint)
        self.passing, self.status, self.away = passing, status, away


class Answer(Struct, frozen=True):
    """What a server answered."""

    status: int
    etag: str = ""
    body: bytes = b""


class Standing(Struct, frozen=True):
    """An entry as it stands in a calendar; `place` is its URL, `etag` the version that was read."""

    place: str
    etag: str
    text: bytes


class RemoteCalendar:
    """A calendar by its URL; redirects are not followed, for whoever sends them would be given the secret."""

    def __init__(self, rep: Rep, password: str, patience: float = 0.0) -> None:
        self.patience = patience or PATIENCE_S
        self.rep, self.url = rep, rep.calendar.rstrip("/") + "/"
        self._at = urlsplit(self.url)
        named = f"{rep.calendar_user}:{password}".encode()
        self._key = "Basic " + base64.b64encode(named).decode() if rep.calendar_user else ""

    def place_of(self, uid: str) -> str:
        """Where an entry of a UID is put."""
        return f"{self.url}{quote(uid, safe='@')}.ics"

    def look(self, place: str) -> Standing | None:
        """What stands at a place; None for nothing."""
        answer = self.ask("GET", place)
        if answer.status in (404, 410):
            return None
        self.check(answer)
        return Standing(place, answer.etag, answer.body)

    def put(self, place: str, text: bytes, standing: Standing | None) -> Answer:
        """Write an entry over the one that was read, or where nothing stood; the caller looks at the status."""
        condition = {"If-None-Match": "*"} if standing is None else _if_match(standing.etag)
        return self.ask("PUT", place, text, {"Content-Type": CALENDAR, **condition})

    def delete(self, standing: Standing) -> Answer:
        """Take out the entry that was read; the caller looks at the status."""
        return self.ask("DELETE", standing.place, headers=_if_match(standing.etag))

    def report(self, question: str) -> Answer:
        """Ask the calendar a question in XML (RFC 4791 §7)."""
        headers = {"Content-Type": XML, "Depth": "1"}
        return self.ask("REPORT", self.url, question.encode(), headers)

    def entries(self, answer: Answer) -> list[Standing]:
        """The entries in an answer to a calendar-query; CalendarProblem where it is no whole one (RFC 4791 §7.8).

        The place of one that is not of this server is "": whatever it says, nothing is written there.
        """
        try:
            found = ElementTree.fromstring(answer.body, ElementTree.XMLParser(target=_Plain()))
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise self.unreadable() from error
        if answer.status != 207 or found.tag != f"{_DAV}multistatus":
            raise self.unreadable()
        entries = []
        for each in found.iterfind(f"{_DAV}response"):
            if " 507" in each.findtext(f"{_DAV}status", ""):
                raise self._problem("The calendar tells only a part of what it holds.", passing=True)
            text = each.findtext(f".//{_CALDAV}calendar-data", "")
            if text:
                etag = each.findtext(f".//{_DAV}getetag", "")
                entries.append(Standing(self._place(each.findtext(f"{_DAV}href", "")), etag, text.encode()))
        return entries

    def unreadable(self) -> CalendarProblem:
        """What is raised where a server answers anything but what it was asked: a page to log in at, or junk."""
        return self._problem("The calendar's answer cannot be read.", "Look at its address.", passing=True)

    def _place(self, href: str) -> str:
        try:
            place = urljoin(self.url, href)
        except ValueError:
            return ""
        return place if place.startswith(f"{self._at.scheme}://{self._at.netloc}/") else ""

    def ask(self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Ask once; CalendarProblem, passing, where nobody answers in time."""
        connection = self._connection()
        at = urlsplit(url)
        where = quote(at.path or "/", safe=_AS_WRITTEN) + (f"?{at.query}" if at.query else "")
        told = {"User-Agent": f"setter/{__version__}", "Accept": "*/*", **(headers or {})}
        if self._key:
            told["Authorization"] = self._key
        until = time.monotonic() + self.patience
        away = True
        try:
            connection.connect()
            away = False
            connection.request(method, where, body or None, told)
            response = connection.getresponse()
            return Answer(response.status, response.getheader("ETag", "") or "", _whole(response, until))
        except ssl.SSLCertVerificationError as error:
            sentence = "The calendar's server cannot prove who it is."
            raise self._problem(sentence, "Have its certificate put right.", passing=True, away=True) from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            sentence, hint = "The calendar's server does not answer.", "It is asked again."
            raise self._problem(sentence, hint, passing=True, away=away) from error
        finally:
            connection.close()

    def check(self, answer: Answer) -> Answer:
        """Pass on an answer that says yes; CalendarProblem for any other."""
        status = answer.status
        if status < 300:
            return answer
        user, named = self.rep.calendar_user or "nobody", "calendar_user and calendar_secret"
        known = {
            401: ("The calendar does not let setter in.", f"It came as {user}: mend {named}."),
            403: ("The calendar refuses.", f"Let {user} read and write it."),
            404: ("There is no such calendar.", "Mend its address, calendar, in the campaign."),
            409: ("There is no such calendar, or it refuses.", "Mend its address, calendar, in the campaign."),
        }
        if 300 <= status < 400:
            sentence, hint = "The calendar has moved.", "Write its new address, calendar, into the campaign."
        elif status >= 500 or (status in _PASSING and status not in known):
            sentence, hint = f"The calendar's server is in trouble ({status}).", "It is asked again."
        else:
            sentence, hint = known.get(status, (f"The calendar refuses ({status}).", "Ask whoever runs it."))
        passing = status >= 500 or status in _PASSING
        raise self._problem(sentence, hint, passing=passing, status=status, away=status == 401)

    def _connection(self) -> http.client.HTTPConnection:
        host = self._at.hostname or ""
        if self._at.scheme == "https" and host:
            return http.client.HTTPSConnection(host, self._at.port, timeout=self.patience)
        if self._at.scheme == "http" and host in HERE:
            return http.client.HTTPConnection(host, self._at.port, timeout=self.patience)
        hint = "Only a calendar on this machine may do without TLS."
        raise self._problem("A calendar's address begins with https://.", hint, passing=False)

    def _problem(
        self, sentence: str, hint: str = "", *, passing: bool, status: int = 0, away: bool = False
    ) -> CalendarProblem:
        where = f"calendar of {self.rep.id}"
        return CalendarProblem(sentence, where, hint, passing=passing, status=status, away=away)


class _Plain(ElementTree.TreeBuilder):
    """Builds what stands there, and refuses whatever declares words of its own: a few may grow into gigabytes."""

    def doctype(self, *_: object) -> None:
        """Refuse."""
        raise ValueError


def _if_match(etag: str) -> dict[str, str]:
    """Only over what was read; a weak tag never matches (RFC 9110 §13.1.1), and some servers give none."""
    return {} if not etag or etag.startswith("W/") else {"If-Match": etag}


def _whole(response: http.client.HTTPResponse, until: float) -> bytes:
    """Read an answer to its end, but not for ever."""
    parts, size = [], 0
    while part := response.read1(65_536):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES or time.monotonic() > until:
            raise TimeoutError
    return b"".join(parts)
