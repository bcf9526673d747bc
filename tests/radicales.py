"""A real CalDAV server to test with: Radicale in a thread of this process, with a user and its own storage."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

USER, SECRET = "maja", "open sesame"


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's own name
        """Say nothing."""


class Radicale:
    """A server that keeps its calendars whether it runs or not; it answers nothing while `gate` is closed.

    `heard` are the requests as "METHOD path"; `done` is told each method after it was done and before it is answered.
    """

    def __init__(self, folder: Path) -> None:
        from radicale import config
        from radicale.app import Application

        logging.getLogger("radicale").setLevel(logging.CRITICAL)
        self.folder = folder
        users = folder / "users"
        users.write_text(f"{USER}:{SECRET}\n")
        settings = config.load()
        storage = {"filesystem_folder": str(folder / "kept")}
        auth = {"type": "htpasswd", "htpasswd_filename": str(users), "htpasswd_encryption": "plain", "delay": "0"}
        settings.update({"auth": auth, "storage": storage}, "test")
        self._app = Application(settings)
        self.heard: list[str] = []
        self.done: Callable[[str], None] = lambda _: None
        self.gate = threading.Event()
        self.gate.set()
        self.port = 0
        self._server: WSGIServer | None = None

    def start(self) -> None:
        """Answer, at the same port as before."""

        def app(environ: dict[str, object], start_response: object) -> object:
            self.heard.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
            self.gate.wait(10)
            answered = self._app(environ, start_response)
            self.done(str(environ["REQUEST_METHOD"]))
            return answered

        self._server = make_server("127.0.0.1", self.port, app, handler_class=_Silent)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        self.gate.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def calendar(self, name: str = "work") -> str:
        """The address of a calendar of the user's, made when it is asked for first."""
        with suppress(RuntimeError):
            self.ask("MKCALENDAR", f"/{USER}/{name}/")
        return f"http://127.0.0.1:{self.port}/{USER}/{name}/"

    def put(self, name: str, text: str, calendar: str = "work") -> None:
        """Be the rep at their own calendar program: write an entry."""
        self.ask("PUT", f"/{USER}/{calendar}/{name}.ics", text)

    def delete(self, name: str, calendar: str = "work") -> None:
        """Be the rep, and throw an entry away."""
        self.ask("DELETE", f"/{USER}/{calendar}/{name}.ics")

    def kept(self, calendar: str = "work") -> dict[str, str]:
        """Every entry as the server keeps it, by the name of its file."""
        root = self.folder / "kept" / "collection-root" / USER / calendar
        return {path.name: path.read_text("utf-8") for path in root.glob("*.ics")}

    def ask(self, method: str, path: str, body: str = "") -> bytes:
        """Ask as the user does; RuntimeError for anything but a yes."""
        import base64
        import http.client

        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        key = base64.b64encode(f"{USER}:{SECRET}".encode()).decode()
        headers = {"Authorization": f"Basic {key}", "Content-Type": "text/calendar; charset=utf-8"}
        connection.request(method, path, body.encode() or None, headers)
        answer = connection.getresponse()
        read = answer.read()
        connection.close()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        return read


@pytest.fixture
def radicale(tmp_path: Path) -> Iterator[Radicale]:
    """A running server of this test's own."""
    (tmp_path / "radicale").mkdir()
    server = Radicale(tmp_path / "radicale")
    server.start()
    yield server
    server.stop()
