"""The chain of who did what: it verifies, it breaks where anything is altered, and a person can be erased."""

from __future__ import annotations

import pytest

from setter.store import audit
from setter.store.house import Store

NOW = 1_795_000_000_000


@pytest.fixture
def store(store: Store) -> Store:
    """One in which two people have written four entries each."""
    for number in range(4):
        for writer in ("mira@desk", "noor@desk"):
            store.write(
                lambda unit, number=number, writer=writer: unit.audit.append(
                    writer, "mira", "outcome", f"call/{number}", f'{{"code": "n{number}"}}', NOW + number
                )
            )
    return store


def broken(store: Store) -> list[str]:
    return store.read(lambda unit: unit.audit.broken())


def alter(store: Store, statement: str) -> None:
    store.engine.connect().execute(statement)


@pytest.mark.requirement("R-017")
def test_each_writer_has_a_chain_that_verifies(store: Store) -> None:
    assert broken(store) == []
    kept = store.read(lambda unit: unit.audit.about("call/2"))
    assert [(entry.writer, entry.number, entry.detail) for entry in kept] == [
        ("mira@desk", 3, '{"code": "n2"}'),
        ("noor@desk", 3, '{"code": "n2"}'),
    ]


@pytest.mark.requirement("R-017")
@pytest.mark.parametrize(
    "change",
    [
        "detail = 'x'",
        "action = 'undo'",
        "caller = 'somebody'",
        "recorded_at = recorded_at + 1",
        "subject = 'call/9'",
        "commitment = 'x'",
        "hash = 'x'",
    ],
)
def test_whatever_is_altered_breaks_the_chain_there(store: Store, change: str) -> None:
    alter(store, f"UPDATE audit SET {change} WHERE writer = 'mira@desk' AND number = 2")
    assert broken(store)[0] == "mira@desk/2"
    assert all(place.startswith("mira@desk") for place in broken(store))


def test_a_removed_entry_breaks_the_chain(store: Store) -> None:
    alter(store, "DELETE FROM audit WHERE writer = 'mira@desk' AND number = 2")
    assert broken(store) == ["mira@desk/3"]


def test_an_erased_detail_leaves_the_chain_whole(store: Store) -> None:
    alter(store, "UPDATE audit SET detail = '', salt = '' WHERE subject = 'call/1'")
    assert broken(store) == []


def test_a_long_chain_is_read_in_parts_and_verified_across_them(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "AT_A_TIME", 2)
    assert broken(store) == []
    alter(store, "UPDATE audit SET caller = 'noor' WHERE writer = 'mira@desk' AND number = 3")
    assert broken(store) == ["mira@desk/3"]
