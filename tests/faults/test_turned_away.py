"""A server that lets nobody in, or that nobody finds, is said in a sentence with what to do, by a real one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from servers import Server
from setter.domain.errors import Unusable
from setter.store.house import open_store


@pytest.fixture
def locked(server: Server) -> Iterator[Server]:
    """A server that asks everybody for a password; the right one is “right”."""
    server.ask("ALTER USER postgres PASSWORD 'right'")
    hba = server.data / "pg_hba.conf"
    open_to_all = hba.read_text(encoding="utf-8")
    hba.write_text("local all all scram-sha-256\n", encoding="utf-8")
    server.ask("SELECT pg_reload_conf()")
    yield server
    hba.write_text(open_to_all, encoding="utf-8")
    server.stop()


def told(url: str) -> Unusable:
    """What somebody is told who opens a database there."""
    store = open_store(url)
    try:
        with pytest.raises(Unusable) as no:
            store.schema() or store.migrate()
        return no.value
    finally:
        store.close()


def with_password(server: Server, password: str) -> str:
    return f"{server.url()}&password={password}"


def test_a_wrong_password_is_told_from_none(locked: Server) -> None:
    assert told(with_password(locked, "wrong")).code == "password_refused"
    none = told(locked.url())
    assert none.code == "password_wanted" and ".pgpass" in none.hint
    store = open_store(with_password(locked, "right"))
    assert store.schema() == 0
    store.close()


def test_no_sentence_tells_the_password(locked: Server) -> None:
    assert "wrong" not in repr(told(with_password(locked, "wrong")).__dict__)


def test_a_database_or_a_user_that_is_not_there(server: Server) -> None:
    assert told(server.url().replace(f"/{server.database}?", "/nowhere?")).code == "server_refused"
    assert told(server.url().replace("postgres@", "nobody@")).code == "server_refused"


def test_no_server_at_all(server: Server) -> None:
    url = server.url()
    server.stop()
    no = told(url)
    assert no.code == "database_unusable" and "SETTER_DATABASE" in no.hint


def test_a_server_whose_disk_is_full(server: Server) -> None:
    store = open_store(server.url())
    store.migrate()
    with pytest.raises(Unusable) as no:
        store.write(
            lambda unit: unit._bound[0].execute(
                "DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
            )
        )
    assert no.value.code == "disk_full"
    store.close()
