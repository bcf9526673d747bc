"""Newcomers of a list are written together, and it comes to the same as if each row had been landed alone."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hands import land
from houses import CAMPAIGN, beside
from setter.examples import example_campaign
from setter.intake.prospect import Reject
from setter.services import arrive
from setter.services.campaigns import activate, add_text
from setter.services.desk import Desk
from setter.services.import_list import Imported, import_list
from setter.services.land import Beside
from setter.services.land import land as land_alone
from setter.services.people_on_record import OnRecord
from setter.services.sift import Fate, Line, land_together

HEADER = "full_name,company,phone,mobile,email,contact id,do not call,title,employees"
NAMES = ("Ann Lee", "A. Lee", "Lee", "Bob Ray", "Ann Ray", "Robert Ray", "")
NUMBERS = ("", "+12125550161", "+12125550162 x9", "+12125550163", "n/a")
PEOPLE = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(("", "Birch Foods", "Birch Foods Inc", "Elm")),
    st.sampled_from(NUMBERS),
    st.sampled_from(("", "+12125550171", "+12125550172")),
    st.sampled_from(("", "ann@birch.example", "info@birch.example", "lee@elm.example")),
    st.sampled_from(("", "", "7", "8")),
    st.sampled_from(("", "", "", "", "yes")),
    st.sampled_from(("", "CEO", "Buyer")),
    st.sampled_from(("", "40", "n/a")),
)
ANN = ("Ann Lee", "", "+12125550161", "", "", "", "", "", "")
LISTS = st.lists(st.lists(PEOPLE, min_size=1, max_size=14), min_size=1, max_size=3)
WHOLE = """
SELECT p.id, p.full_name, p.first_name, p.last_name, p.title, p.seniority, p.business_function, p.company_name,
  c.name AS company, p.region, p.domain, p.external_id, p.attributes, p.flags, p.blocked, p.market_type, p.said_zone,
  p.referred_by, p.erased_at, n.e164, n.raw, n.extension, n.kind, n.position, n.standing, n.zones, n.gatekeeper,
  m.address, m.match_key, m.position AS mail_position, a.source, a.kind AS source_kind, a.acquired_on, a.cost,
  a.media_class, e.work_state, e.state_reason, e.cycle, e.attempts, e.next_at, e.owner, e.score, e.priority, e.tier,
  e.temperature, e.rung, e.zones AS called_in, e.skips, q.slot, q.tier AS queued_tier, q.priority AS queued_priority,
  q.owner AS queued_owner, e.places, w.zones AS queued_in, w.places AS queued_at, CAST(s.words AS text) AS words
FROM prospect p LEFT JOIN company c ON c.id = p.company_id LEFT JOIN phone n ON n.prospect_id = p.id
LEFT JOIN email m ON m.prospect_id = p.id LEFT JOIN acquisition a ON a.prospect_id = p.id
LEFT JOIN enrolment e ON e.prospect_id = p.id LEFT JOIN queue q ON q.enrolment_id = e.id
LEFT JOIN locality w ON w.id = q.calling_window LEFT JOIN search_words s ON s.rowid = p.id
"""
clients = count(1)


def one_by_one(people: OnRecord, lines: Sequence[Line], beside: Beside, until: float) -> tuple[list[Fate], list[Line]]:
    """Land each line by the rules for a single row."""
    fates = []
    for place, row in lines:
        fates.append((place, *land_alone(people, row if isinstance(row, Reject) else row.person, beside)))
    return fates, []


def for_a_new_client(desk: Desk) -> tuple[str, str]:
    """A campaign of a client that has nobody yet: its id and the client's."""
    number = next(clients)
    text = example_campaign().replace(f'id = "{CAMPAIGN}"', f'id = "campaign-{number}"', 1)
    client = desk.store.read(lambda unit: unit.campaigns.by_id(CAMPAIGN)).client_id
    assert f'"{client}"' in text
    add_text(desk, text.replace(f'"{client}"', f'"client-{number}"'))
    activate(beside(desk, "lead"), f"campaign-{number}")
    return f"campaign-{number}", f"client-{number}"


def held(desk: Desk, client: str) -> tuple[list[str], list[str]]:
    """Everything on record of a client but ids and what is made of them, and what is suppressed."""
    connection = desk.store.engine.reader()
    mark = "?" if desk.store.engine.dialect == "sqlite3" else "%s"
    asked = f"{WHOLE} WHERE p.client_id = {mark} ORDER BY p.id, n.e164, m.address, a.source"
    rows = connection.execute(asked, (client,)).fetchall()
    kept = connection.execute(f"SELECT kind, hash, reason FROM suppression WHERE client_id = {mark}", (client,))
    whose = [row.pop("id") for row in rows]
    words = [row.pop("words") for row in rows]
    desk.store.write(lambda unit: unit.search.renew(whose))
    assert words == [row["words"] for row in connection.execute(asked, (client,)).fetchall()], "found by what they are"
    return sorted(map(repr, rows)), sorted(map(repr, kept.fetchall()))


@pytest.mark.requirement("R-075")
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lists=LISTS)
@example(lists=[[ANN, (*ANN[:3], "+12125550171", *ANN[4:]), ("Lee", "Elm", "", "+12125550171", *ANN[4:])]])
@example(lists=[[ANN, (ANN[0], "Birch Foods Inc", *ANN[2:]), ("Bob Ray", "Birch Foods", NUMBERS[3], *ANN[3:])]])
@example(
    lists=[
        [("Ann Lee", "Birch Foods", "", "", "info@birch.example", "7", "", "", "")],
        [("Ann Lee", "", "", "", "info@birch.example", "", "yes", "", "")],
        [
            ("Lee", "Birch Foods", "", "+12125550171", "", "7", "", "", ""),
            ("Lee", "Birch Foods", "", "", "ann@birch.example", "", "", "", ""),
        ],
    ]
)
@example(
    lists=[
        [
            ("Bob Ray", "", "", "", "ann@birch.example", "", "yes", "", ""),
            ("Ann Lee", "", "", "+12125550171", "ann@birch.example", "", "", "", ""),
            ("Ann Lee", "", "", "", "info@birch.example", "", "", "", ""),
            ("Ann Lee", "", "", "+12125550171", "info@birch.example", "", "", "", ""),
        ]
    ]
)
@example(
    lists=[
        [
            ("Bob Ray", "", "", "+12125550171", "", "", "yes", "", ""),
            ("Ann Lee", "", "", "+12125550171", "", "", "", "", ""),
            ("Ann Lee", "", "", "", "info@birch.example", "", "", "", ""),
            ("Ann Lee", "", "", "+12125550171", "info@birch.example", "", "", "", ""),
        ]
    ]
)
def test_together_is_as_one_by_one(lists: list[Any], desk: Desk, tmp_path: Path) -> None:
    ends = []
    for work in (land_together, one_by_one):
        campaign, client = for_a_new_client(desk)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(arrive, "land_together", work)
            told = [brought(desk, tmp_path, campaign, at, rows) for at, rows in enumerate(lists)]
        ends.append((told, held(desk, client)))
    assert ends[0] == ends[1]


def brought(desk: Desk, folder: Path, campaign: str, at: int, rows: list[tuple[str, ...]]) -> Imported:
    """Bring a list in."""
    path = folder / f"list{at}.csv"
    path.write_text("\n".join([HEADER, *(",".join(row) for row in rows)]), encoding="utf-8")
    return import_list(desk, path, campaign, source=f"list {at % 2}")


def test_a_short_time_leaves_the_rest_for_the_next_unit(desk: Desk, tmp_path: Path) -> None:
    def hurried(people: OnRecord, lines: Sequence[Line], beside: Beside, until: float) -> tuple[list[Fate], list[Line]]:
        return land_together(people, lines, beside, time.monotonic())

    rows = [f"Person{i // 2} Sur,Firm,+1312556{i // 2:04d},,,,,," for i in range(60)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(arrive, "land_together", hurried)
        done = land(desk, tmp_path, *rows, header=HEADER)
    assert (done.read, done.landed, done.unchanged) == (60, 30, 30)
