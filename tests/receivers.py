"""A real mail server and a real web server that receive what setter delivers, and do as they are told."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

USER, PASSWORD = "setter", "pässword"


class Post:
    """A mail server on this machine; `answers` are what it says to the next mails, 250 where they have run out.

    "dies" is a server that takes a mail and dies before it says so, "kills" kills whoever sent
    it. `refused` are addresses with the answer to them.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        from aiosmtpd.controller import Controller
        from aiosmtpd.smtp import AuthResult

        self.taken: list[tuple[tuple[str, ...], bytes]] = []
        self.answers: list[str] = []
        self.refused: dict[str, str] = {}
        self.logged_in: list[bool] = []
        self.closed = False
        self.kill: Callable[[], None] = lambda: None

        def check(*given: Any) -> AuthResult:
            login = given[-1]
            self.logged_in.append((login.login, login.password) == (USER.encode(), PASSWORD.encode()))
            return AuthResult(success=self.logged_in[-1])

        secured = {"tls_context": tls, "require_starttls": True, "authenticator": check, "auth_required": True}

        class AtAnyPort(Controller):
            def _trigger_server(self) -> None:
                self.port = self.server.sockets[0].getsockname()[1]
                super()._trigger_server()

        self._controller = AtAnyPort(self, hostname="127.0.0.1", port=0, **(secured if tls else {}))
        self._controller.start()
        self.port = self._controller.port

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or refuse them."""
        answer = self.refused.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd calls it so
        """Take a mail, or do as told."""
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250") or answer in ("dies", "kills"):
            self.taken.append((tuple(envelope.rcpt_tos), envelope.content))
        if answer == "kills":
            self.kill()
        if answer in ("dies", "kills"):
            server.transport.abort()
        return answer

    @property
    def mails(self) -> list[EmailMessage]:
        """What came in, as another parser reads it; of those with one Message-ID the first, as mailboxes do."""
        found: dict[str, EmailMessage] = {}
        for _, content in self.taken:
            mail = message_from_bytes(content, policy=default)
            assert isinstance(mail, EmailMessage)
            found.setdefault(str(mail["Message-ID"]), mail)
        return list(found.values())

    def close(self) -> None:
        """Stop it; again nothing happens."""
        if not self.closed:
            self.closed = True
            self._controller.stop(no_assert=True)


class Hook:
    """A web server on this machine that keeps what is posted; `answers` are its next codes, 204 thereafter.

    0 kills whoever posted; 200 says yes and then words that nobody can read.
    """

    def __init__(self) -> None:
        hook = self
        self.posted: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.kill: Callable[[], None] = lambda: None

        class Request(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.posted.append(({name.lower(): value for name, value in self.headers.items()}, body))
                code = hook.answers.pop(0) if hook.answers else 204
                if not code:
                    hook.kill()
                    return
                self.send_response(code)
                if 300 <= code < 400:
                    self.send_header("Location", f"{hook.url}/elsewhere")
                self.send_header(*(("Transfer-Encoding", "chunked") if code == 200 else ("Content-Length", "0")))
                self.end_headers()
                if code == 200:
                    self.wfile.write(b"many\r\n")

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
        self.url = f"http://127.0.0.1:{self._server.server_port}/in"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        """Stop it."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server without TLS, as only this machine may be reached."""
    made = Post()
    yield made
    made.close()


@pytest.fixture
def safe_post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """A mail server that wants STARTTLS and a password, with a certificate that this machine trusts."""
    import trustme

    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    made = Post(context)
    yield made
    made.close()


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A web server."""
    made = Hook()
    yield made
    made.close()
