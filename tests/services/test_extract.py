"""A team lead looks at a campaign elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from houses import CAMPAIGN
from setter.services.desk import Desk
from setter.services.extract import extract
from setter.services.opt_out import opt_out


def test_the_extract_is_searchable_private_and_leaves_out_who_asked_to_be_left_alone(
    desk: Desk, colleague: Callable[[Desk, str], Desk], tmp_path: Path
) -> None:
    ada = desk.store.read(lambda unit: unit.prospects.search("tidemark", "Ada North", 5))[0]
    opt_out(desk, ada.id)
    written = extract(colleague(desk, "lead"), CAMPAIGN, tmp_path / "extract.db")
    assert written["prospects"] == 5
    assert (tmp_path / "extract.db").stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(tmp_path / "extract.db") as database:
        found = database.execute("SELECT count(*) FROM prospects_fts WHERE prospects_fts MATCH 'birch'").fetchone()
        everything = " ".join(str(row) for row in database.execute("SELECT * FROM prospects"))
    assert found == (1,)
    assert "Ada" not in everything and "ada@" not in everything
