"""Where a process can die: every write it makes, counted, so that it can be killed at the n-th.

Runs in a child process only. Nothing in the product knows of it: the child's own `os` functions and `sqlite3.connect`
are wrapped before the product is used.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from setter.store import sqlite as engine

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "WITH")
TURNS = ("BEGIN IMMEDIATE", "COMMIT")
_write = os.write


class Boundaries:
    """Counts the boundaries that a process passes, and kills it at the one asked for; 0 only counts."""

    def __init__(self, kill_at: int = 0) -> None:
        self.kill_at = kill_at
        self.passed: list[str] = []

    def reach(self, what: str, on_the_way: Callable[[], Any] | None = None) -> None:
        """Pass a boundary, or die at it: after `on_the_way`, the half of a write that still got through."""
        self.passed.append(what)
        if len(self.passed) == self.kill_at:
            if on_the_way is not None:
                on_the_way()
            os.kill(os.getpid(), signal.SIGKILL)

    def watch_files(self) -> None:
        """Watch every write, sync, rename and removal that Python makes."""
        os.write = self._watched_write
        for name in ("fsync", "fdatasync", "unlink", "rename", "replace", "mkdir"):
            setattr(os, name, self._watched(name, getattr(os, name)))

    def watch_database(self) -> None:
        """Watch the begin and end of every transaction that writes, and every statement in it that does."""
        boundaries = self

        class Cursor(sqlite3.Cursor):
            def execute(self, sql: str, *values: Any) -> Any:
                done = super().execute
                return boundaries._statement(sql, lambda: done(sql, *values))

        class Connection(sqlite3.Connection):
            def cursor(self, *_: Any, **__: Any) -> Any:
                return super().cursor(Cursor)

            def execute(self, sql: str, *values: Any) -> Any:
                return self.cursor().execute(sql, *values)

        plain = sqlite3.connect
        engine.sqlite3.connect = lambda *given, **more: plain(*given, factory=Connection, **more)

    def watch_network(self) -> None:
        """Watch everything that is sent to a server, by its first word: before it, torn in the middle, and after it."""
        boundaries, plain = self, socket.socket.sendall

        def send(line: socket.socket, content: bytes, *more: Any) -> None:
            word = bytes(content[:40]).split()[0].decode("ascii", "replace")
            boundaries.reach(f"before {word}")
            boundaries.reach(f"torn {word}", lambda: plain(line, content[: len(content) // 2]))
            plain(line, content, *more)
            boundaries.reach(f"after {word}")

        socket.socket.sendall = send  # type: ignore[method-assign,assignment]

    def watch_engine(self) -> None:
        """Watch every page that SQLite itself writes to the database or its log: before it, and torn in the middle."""
        watch_system_calls(self)

    def _watched_write(self, descriptor: int, text: bytes) -> int:
        self.reach("before write")
        self.reach("torn write", lambda: _write(descriptor, text[: len(text) // 2]))
        return _write(descriptor, text)

    def _watched(self, name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **more: Any) -> Any:
            self.reach(f"before {name}")
            done = plain(*given, **more)
            self.reach(f"after {name}")
            return done

        return call

    def _statement(self, sql: str, run: Callable[[], Any]) -> Any:
        # aiosql puts the query's own comment first
        words = next((line for line in sql.splitlines() if line.strip() and not line.startswith("--")), "").upper()
        if not words.startswith(WRITES + TURNS):
            return run()
        self.reach(f"before {words.split()[0]}")
        done = run()
        if words == "COMMIT":
            self.reach("after COMMIT")
        return done


class _Vfs(ctypes.Structure):
    """The head of SQLite's `sqlite3_vfs`, down to the function that replaces a system call (SQLite's own test door)."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        *((f"method_{number}", ctypes.c_void_p) for number in range(13)),
        ("set_system_call", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)),
        ("get_system_call", ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)),
    )


_kept: list[Any] = []
"""Functions that SQLite calls must not be collected."""


def sqlite_library() -> ctypes.CDLL | None:
    """The SQLite that Python itself uses; None where it is built into Python and cannot be reached."""
    sqlite3.connect(":memory:").close()
    try:
        with Path("/proc/self/maps").open(encoding="utf-8") as maps:
            path = next(line.split()[-1] for line in maps if "libsqlite3" in line)
    except (OSError, StopIteration):
        return None
    return ctypes.CDLL(path)


def watch_system_calls(boundaries: Boundaries) -> None:
    """Put ourselves before SQLite's pwrite."""
    library = sqlite_library()
    assert library is not None
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    found = library.sqlite3_vfs_find(None)
    shape = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64)
    for name in _writing_calls(found):
        plain = shape(found.contents.get_system_call(found, name))

        def watched(descriptor: int, data: int, size: int, at: int, plain: Any = plain) -> int:
            boundaries.reach("before page")
            boundaries.reach("torn page", lambda: plain(descriptor, data, size // 2, at))
            return int(plain(descriptor, data, size, at))

        ours = shape(watched)
        _kept.append(ours)
        assert found.contents.set_system_call(found, name, ctypes.cast(ours, ctypes.c_void_p)) == 0


def _writing_calls(found: Any) -> Iterator[bytes]:
    for name in (b"pwrite64", b"pwrite"):
        if found.contents.get_system_call(found, name):
            yield name
            return
