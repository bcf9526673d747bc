"""The chains of who did what: they verify, they break where anything is altered, and a person can be erased."""

from __future__ import annotations

import json

import pytest

from houses import tamper
from setter.store import audit, audit_check
from setter.store import migrate as steps_of
from setter.store.audit_check import verify
from setter.store.house import Store, open_store
from setter.store.migrate import steps
from setter.store.records import AuditHead

NOW = 1_795_000_000_000
WRITERS = ("mira@desk", "noor@desk")
KEPT_SINCE = 19
"""The schema since which the ends of the chains are kept."""


@pytest.fixture
def store(store: Store) -> Store:
    """One in which two people have written four entries each."""
    for number in range(4):
        for writer in WRITERS:
            write(store, writer, f"call/{number}", {"code": f"n{number}"}, at=NOW + number)
    return store


def write(
    store: Store, writer: str, subject: str, detail: dict[str, object], action: str = "outcome", at: int = NOW
) -> None:
    store.write(lambda unit: unit.audit.append(writer, "mira", action, subject, json.dumps(detail), at))


def broken(store: Store, known: tuple[AuditHead, ...] = ()) -> list[str]:
    return [fault.words for fault in store.read(lambda unit: verify(unit.audit, known)).faults]


@pytest.mark.requirement("R-017")
def test_each_writer_has_a_chain_that_verifies(store: Store) -> None:
    found = store.read(lambda unit: verify(unit.audit))
    assert (found.writers, found.entries, found.faults) == (2, 8, ())
    kept = store.read(lambda unit: unit.audit.about("call/2"))
    assert [(entry.writer, entry.number, entry.detail) for entry in kept] == [
        ("mira@desk", 3, '{"code": "n2"}'),
        ("noor@desk", 3, '{"code": "n2"}'),
    ]


@pytest.mark.requirement("R-017")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET detail = 'x'",
        "UPDATE audit SET caller = 'noor', detail = '', salt = '' WHERE number = 2",
        "UPDATE audit SET detail = ''",
        "DELETE FROM audit WHERE number = 4",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE number = 2",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET number = 3",
    ],
)
def test_the_database_itself_refuses_to_change_an_entry(store: Store, statement: str) -> None:
    connection = store.engine.connect()
    with pytest.raises(Exception) as refused:
        connection.execute(statement)
    assert store.engine.mistake(refused.value)
    assert broken(store) == []


@pytest.mark.requirement("R-017")
@pytest.mark.parametrize(
    "change",
    [
        "detail = 'x'",
        "detail = 'x', salt = ''",
        "action = 'undo'",
        "caller = 'somebody'",
        "recorded_at = recorded_at + 1",
        "subject = 'call/9'",
        "commitment = 'x'",
        "hash = 'x'",
    ],
)
def test_whatever_is_altered_breaks_the_chain_there(store: Store, change: str) -> None:
    tamper(store, f"UPDATE audit SET {change} WHERE writer = 'mira@desk' AND number = 2")
    assert broken(store)[0] == "mira@desk/2 was altered"
    assert all(place.startswith("mira@desk") for place in broken(store))


def test_a_removed_entry_is_missed(store: Store) -> None:
    tamper(store, "DELETE FROM audit WHERE writer = 'mira@desk' AND number = 2")
    assert broken(store) == ["mira@desk/2 is missing"]


def test_so_is_the_end_of_a_chain_and_a_whole_one(store: Store) -> None:
    tamper(
        store,
        "DELETE FROM audit WHERE writer = 'mira@desk' AND number > 2",
        "DELETE FROM audit WHERE writer = 'noor@desk'",
    )
    assert broken(store) == ["mira@desk/3 is missing", "noor@desk/1 is missing"]


def test_a_chain_that_went_on_after_its_end_was_cut_off_shows_where(store: Store) -> None:
    tamper(store, "DELETE FROM audit WHERE writer = 'mira@desk' AND number > 2")
    for number in range(4):
        write(store, "mira@desk", "call/9", {"code": f"again {number}"})
    assert broken(store) == ["mira@desk/3 is where the chain did not go on as it had ended"]


def test_the_others_know_how_far_a_chain_went_whose_end_is_cut_off_with_what_is_kept_of_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "WITNESSED", 5)
    write(store, "noor@desk", "call/5", {})
    assert broken(store) == []
    cut = "DELETE FROM audit WHERE writer = 'mira@desk' AND number > 2"
    hidden = "SELECT hash FROM audit WHERE writer = 'mira@desk' AND number = 2"
    tamper(store, cut, f"UPDATE audit_head SET number = 2, hash = ({hidden}) WHERE writer = 'mira@desk'")
    assert broken(store) == ["mira@desk/4 is missing"]
    for number in range(3):
        write(store, "mira@desk", "call/9", {"code": f"again {number}"})
    assert broken(store) == ["mira@desk/4 was altered"]


def test_a_whole_chain_that_is_gone_with_its_end_is_missed_by_the_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "WITNESSED", 5)
    write(store, "noor@desk", "call/5", {})
    tamper(store, "DELETE FROM audit WHERE writer = 'mira@desk'", "DELETE FROM audit_head WHERE writer = 'mira@desk'")
    assert broken(store) == ["mira@desk/4 is missing"]


def test_what_a_backup_knows_of_the_ends_is_missed_even_where_everything_here_was_made_to_fit(store: Store) -> None:
    known = tuple(store.read(lambda unit: unit.audit.heads()))
    write(store, "mira@desk", "call/9", {})
    assert broken(store, known) == []
    tamper(store, "DELETE FROM audit", "DELETE FROM audit_head")
    write(store, "mira@desk", "call/9", {})
    assert broken(store) == []
    assert broken(store, known) == ["mira@desk/4 is missing", "noor@desk/4 is missing"]


def test_details_may_be_empty_of_whom_was_erased_and_of_nobody_else(store: Store) -> None:
    tamper(store, "UPDATE audit SET detail = '', salt = '' WHERE subject IN ('call/1', 'call/2')")
    assert broken(store) == [
        f"{writer}/{number} was emptied, and nobody was erased" for writer in WRITERS for number in (2, 3)
    ]
    write(store, "mira@desk", "prospect/1", {"subjects": ["prospect/1", "call/1", "call/2"]}, "erase")
    assert broken(store) == []


def test_a_database_of_before_knows_how_far_its_chains_went_and_whose_details_it_had_emptied(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as past:
        past.setattr(steps_of, "steps", lambda folder: [step for step in steps(folder) if step[0] < KEPT_SINCE])
        past.setattr(steps_of, "SCHEMA_VERSION", KEPT_SINCE - 1)
        store = open_store(url)
        store.migrate()
        for number in range(4):
            write(store, "mira@desk", f"call/{number}", {})
    store.engine.connect().execute("UPDATE audit SET detail = '', salt = '' WHERE subject = 'call/1'")
    store.migrate()
    assert broken(store) == []
    tamper(store, "DELETE FROM audit WHERE number = 4 AND writer = 'mira@desk'")
    assert broken(store) == ["mira@desk/4 is missing"]
    store.close()


def test_what_is_emptied_after_that_is_found(store: Store) -> None:
    store.write(lambda unit: unit.audit.own_up(NOW))
    tamper(store, "UPDATE audit SET detail = '', salt = '' WHERE subject = 'call/2'")
    assert len(broken(store)) == 2


def test_a_long_chain_is_read_in_parts_and_verified_across_them(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_check, "AT_A_TIME", 2)
    assert broken(store) == []
    tamper(store, "UPDATE audit SET caller = 'noor' WHERE writer = 'mira@desk' AND number = 3")
    assert broken(store) == ["mira@desk/3 was altered"]


def test_the_others_are_witnessed_seldom_and_in_a_word_each(store: Store) -> None:
    for number in range(audit.WITNESSED):
        write(store, "mira@desk", "call/9", {"code": str(number)})
    seen = store.read(lambda unit: unit.audit.about("audit"))
    assert [(entry.number, list(json.loads(entry.detail)["ends"])) for entry in seen] == [(65, ["noor@desk"])]
    assert broken(store) == []
