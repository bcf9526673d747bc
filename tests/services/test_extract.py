"""A team lead looks at a campaign elsewhere."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from hands import as_lead, dialled, prospect_named
from houses import ADA, CAMPAIGN, Colleague
from setter.domain.errors import Refused
from setter.services.answer import answer
from setter.services.desk import Desk
from setter.services.extract import extract
from setter.services.opt_out import opt_out
from setter.store.records import AuditEntry


def test_the_extract_is_searchable_private_and_leaves_out_who_asked_to_be_left_alone(
    desk: Desk, colleague: Colleague, tmp_path: Path
) -> None:
    opt_out(desk, prospect_named(desk, ADA).id)
    written = extract(colleague(desk, "lead"), CAMPAIGN, tmp_path / "extract.db")
    assert written["prospects"] == 5
    assert (tmp_path / "extract.db").stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(tmp_path / "extract.db") as database:
        found = database.execute("SELECT count(*) FROM prospects_fts WHERE prospects_fts MATCH 'birch'").fetchone()
        everything = " ".join(str(row) for row in database.execute("SELECT * FROM prospects"))
    assert found == (1,)
    assert "Ada" not in everything and "ada@" not in everything


def taken_out(desk: Desk) -> list[AuditEntry]:
    """The audit's entries of what left."""
    entries = desk.store.read(lambda unit: unit.audit.about(f"campaign/{CAMPAIGN}"))
    return [entry for entry in entries if entry.action == "extract"]


def test_a_caller_takes_nobody_out_of_the_house(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        extract(desk, CAMPAIGN, tmp_path / "mine.db")
    assert refused.value.code == "role" and not (tmp_path / "mine.db").exists()
    assert taken_out(desk) == []


def test_what_leaves_stands_in_the_audit_with_who_took_it(desk: Desk, tmp_path: Path) -> None:
    extract(as_lead(desk), CAMPAIGN, tmp_path / "extract.db")
    (entry,) = taken_out(desk)
    assert entry.caller == "lead"
    detail = json.loads(entry.detail)
    assert detail["file"] == "extract.db" and detail["rows"]["prospects"] == 6


def test_what_was_said_in_another_campaign_stays_there(two_campaigns: Desk, tmp_path: Path) -> None:
    answer(two_campaigns, dialled(two_campaigns, ADA).id, {"vehicles": "14"})
    here, there = (extract(as_lead(two_campaigns), each, tmp_path / f"{each}.db") for each in (CAMPAIGN, "second"))
    assert (here["answers"], there["answers"]) == (1, 0)
