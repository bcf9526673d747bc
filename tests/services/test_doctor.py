"""The doctor finds what is amiss in a database, and says of a sound one that it is."""

from __future__ import annotations

import pytest

from hands import as_lead, ended, enrolment_of, taken
from houses import tamper
from setter.services.desk import Desk
from setter.services.doctor import examine
from setter.services.recount import recount


def amiss(desk: Desk) -> dict[str, str]:
    """What is not as it must be, and what was found."""
    return {finding.what: finding.found for finding in examine(desk) if not finding.sound}


def alter(desk: Desk, statement: str) -> None:
    desk.store.engine.connect().execute(statement)


def test_a_sound_database_is_told_so_point_by_point(desk: Desk) -> None:
    assert amiss(desk) == {}
    told = [finding.what for finding in examine(desk)]
    assert told[:3] == ["schema", "suppression key", "audit chains"]


@pytest.mark.parametrize("lost", ["INDEX queue_pool", "INDEX call_prospect", "TABLE waiver", "VIEW on_break"])
def test_a_table_or_an_index_that_is_gone_is_named(desk: Desk, lost: str) -> None:
    alter(desk, f"DROP {lost}")
    assert amiss(desk)["schema"] == f"{lost.split()[1]} is missing"


@pytest.mark.requirement("R-017")
def test_an_altered_audit_is_found_where_it_was_altered(desk: Desk) -> None:
    tamper(desk.store, "UPDATE audit SET detail = 'x' WHERE number = 1")
    assert list(amiss(desk)) == ["audit chains"] and "/1 was altered" in amiss(desk)["audit chains"]


@pytest.mark.requirement("R-017")
def test_of_an_audit_that_was_altered_all_over_the_first_few_are_named(desk: Desk) -> None:
    for name in ("Ben Okafor", "Cleo Marsh"):
        ended(desk, "no_answer", name)
    tamper(desk.store, "UPDATE audit SET commitment = 'x'")
    assert amiss(desk)["audit chains"].endswith("more: setter audit verify")


@pytest.mark.requirement("R-017")
def test_a_guard_of_the_audit_that_was_taken_away_is_named(desk: Desk) -> None:
    alter(desk, "DROP TRIGGER audit_undeleted" + (" ON audit" if desk.store.engine.served else ""))
    assert amiss(desk) == {"schema": "audit_undeleted is missing"}


def test_a_key_that_others_may_read_or_that_is_gone_is_found(desk: Desk) -> None:
    place = desk.store.read(lambda unit: desk.store.engine.key_place(unit.suppressions.mark))
    place.chmod(0o644)
    assert "chmod 600" in amiss(desk)["suppression key"]
    place.unlink()
    desk.store.keys._known.clear()
    assert str(place) in amiss(desk)["suppression key"]


@pytest.mark.requirement("R-086")
def test_somebody_open_without_a_next_step_is_found(desk: Desk) -> None:
    taken(desk, "Ben Okafor")
    assert amiss(desk) == {}
    alter(desk, f"DELETE FROM queue WHERE enrolment_id = {enrolment_of(desk, 'Ada North').id}")
    assert amiss(desk)["campaign quaywise-us"] == "open prospects without a next step: 1 queued"


def test_counts_that_are_not_what_happened_are_found_until_all_is_counted_anew(desk: Desk) -> None:
    ended(desk, "no_answer", "Ben Okafor")
    alter(desk, "UPDATE activity_day SET number = 7 WHERE number = 1")
    found = amiss(desk)["counts"]
    assert found == "today's are not what happened: count anew with: setter recount"
    recount(as_lead(desk))
    assert amiss(desk) == {}


def test_a_row_without_its_parent_is_found_in_a_file(small_desk: Desk) -> None:
    connection = small_desk.store.engine.connect()
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("UPDATE phone SET prospect_id = 1 WHERE id = (SELECT min(id) FROM phone)")
    assert amiss(small_desk)["schema"] == "phone: a row without its parent"
