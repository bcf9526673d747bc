"""A line to a PostgreSQL server that can be cut at a chosen moment of a conversation."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

COMMIT = b"INSERT INTO written"
"""What goes over the line in a durable commit; before a commit in doubt is asked for, with DO NOTHING."""


class Line:
    """Passes on what client and server say, through a socket in a folder of its own; cuts itself when told to.

    `cut` is where it is cut at each of the next commits: "before" the server hears of it, "after" it has answered and
    before the client hears, or "late": the client hears that the line is cut, and the server hears of the commit when
    `deliver` is called. `at` is what is said where it is cut: a durable commit, unless it is told otherwise.
    """

    def __init__(self, server: Path, folder: Path) -> None:
        self.folder, self.cuts = folder, 0
        self.cut: list[str] = []
        self.deliver: Callable[[], None] = lambda: None
        self.at = COMMIT
        self._server = str(server / ".s.PGSQL.5432")
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / ".s.PGSQL.5432"))
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Let nobody new through any more."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(self._server)
            except OSError:
                client.close()
                continue
            threading.Thread(target=self._there, args=(client, server), daemon=True).start()
            threading.Thread(target=self._back, args=(client, server), daemon=True).start()

    def _there(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while said := client.recv(65536):
                if self.cut and self.at in said and b"DO NOTHING" not in said:
                    self._cut_at(said, client, server)
                    return
                server.sendall(said)
        _end(server)

    def _cut_at(self, said: bytes, client: socket.socket, server: socket.socket) -> None:
        where, self.cuts = self.cut.pop(0), self.cuts + 1
        if where == "late":
            self.deliver = lambda: server.sendall(said)
            _end(client)
            return
        if where == "after":
            _end(client, socket.SHUT_WR)
            server.sendall(said)
            server.settimeout(2)
            with suppress(OSError):
                while (answer := server.recv(65536)) and not answer.endswith(b"I"):
                    pass
        _end(server)
        _end(client)

    def _back(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while said := server.recv(65536):
                client.sendall(said)
        _end(client)


def _end(side: socket.socket, how: int = socket.SHUT_RDWR) -> None:
    with suppress(OSError):
        side.shutdown(how)
