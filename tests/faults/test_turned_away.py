"""A server that lets nobody in, or that nobody finds, is said in a sentence with what to do, by a real one."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
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


@pytest.mark.parametrize("written", ["postgresql://mira:100%@db/house", "postgresql://db/house?sslmod=require"])
def test_an_address_that_is_none_is_told_without_a_word_of_it(written: str) -> None:
    no = told(written)
    assert (no.code, no.where) == ("database_unusable", "") and "%25" in no.hint
    assert "100%" not in no.message and "mira" not in repr(no.__dict__)


def test_a_bracket_in_a_password_is_no_error_of_ours() -> None:
    assert told("postgresql://mira:a[b@/house").code == "database_unusable"


def test_a_wrong_name_with_a_right_password_is_told_as_the_name(locked: Server) -> None:
    nowhere = with_password(locked, "right").replace(f"/{locked.database}?", "/nowhere?")
    assert told(nowhere).code == "server_refused"


def test_a_server_that_has_as_many_as_it_takes_says_so_in_its_own_words(server: Server) -> None:
    server.stop()
    server.start("max_connections=4", "superuser_reserved_connections=3")
    server.ask("CREATE USER one")
    url = server.url().replace("postgres@", "one@")
    with psycopg.connect(url):
        no = told(url)
    assert no.code == "server_unready" and "try again" in no.hint.lower()
    assert "lets nobody in now: " in no.message
    server.stop()


def test_whoever_is_refused_from_now_on_is_told_so_and_not_that_the_server_is_away(locked: Server) -> None:
    store = open_store(with_password(locked, "right"))
    store.migrate()
    locked.ask_as("right", "ALTER USER postgres PASSWORD 'another'")
    locked.ask_as("another", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    with pytest.raises(Unusable) as no:
        store.write(lambda unit: unit.settings.set("n", "1"))
    assert no.value.code == "password_refused"
    locked.ask_as("another", "ALTER USER postgres PASSWORD 'right'")
    store.close()
