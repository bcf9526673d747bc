"""A whole season's reports, each number counted again in plain SQL and arithmetic by whoever does not trust them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

import season as played
from houses import check_counts
from season import FIRST, QUALITY, VOLUME, WEEKS, Season
from setter.domain.measures import Measure
from setter.services.doctor import examine
from setter.services.measures import Asked
from setter.services.measures_accuracy import accuracy
from setter.services.measures_reports import callers, programmes, sources
from setter.services.measures_worked import funnel
from setter.store import ids

OLDEST = FIRST - timedelta(days=7)
ASKED = Asked(first=OLDEST, last=FIRST + timedelta(days=7 * WEEKS - 1))
NAMES = {VOLUME: "Own vans, national list", QUALITY: "Van shows"}
HOUR_COSTS, FIXED = 36.50, 1200.0

# An SQL that sales got in these days, and what it came to: in words of the database alone.
SOLD = """
CREATE TEMP VIEW sold AS
SELECT h.id AS id, c.id AS campaign, k.caller AS caller, h.prospect_id AS prospect, h.submitted_at AS submitted_at,
  h.state AS state, w.minutes AS minutes, w.opportunity AS opportunity, w.amount AS amount, w.margin AS margin,
  m.status AS met,
  (SELECT a.source FROM acquisition a WHERE a.prospect_id = h.prospect_id ORDER BY a.id LIMIT 1) AS source,
  CASE WHEN w.decision = 'accepted' OR w.appeal = 'overturned' THEN 'accepted'
       WHEN w.decision = 'rejected' AND w.code IN ('R12', 'R13', 'R14') THEN w.code
       WHEN w.decision = 'rejected' THEN 'rejected'
       WHEN h.state = 'submitted' THEN 'pending' ELSE 'withdrawn' END AS came_to
FROM handoff h JOIN campaign c ON c.number = h.campaign JOIN meeting m ON m.id = h.meeting_id
JOIN call k ON k.id = h.call_id LEFT JOIN sales_word w ON w.handoff_id = h.id
WHERE h.submitted_at IS NOT NULL
"""
Count = Callable[[str], int]


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    """The season, played once."""
    folder = tmp_path_factory.mktemp("season")
    with pytest.MonkeyPatch.context() as here:
        here.setattr(ids, "_maker", ids.IdMaker(node=7))
        done = played.play(played.begun(str(folder / "house.db"), folder, calls_a_day=2))
        yield done
        done.desk.store.close()


@pytest.fixture(scope="module")
def raw(season: Season) -> Iterator[sqlite3.Connection]:
    """The same file, read past setter."""
    connection = sqlite3.connect(season.desk.store.url)
    connection.executescript(SOLD)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def count(raw: sqlite3.Connection) -> Count:
    return lambda sql: raw.execute(sql).fetchone()[0] or 0


def told(rows: tuple[Measure, ...]) -> dict[tuple[str, str], Measure]:
    return {(each.measure, each.by): each for each in rows}


def fraction(each: Measure) -> tuple[float, float]:
    return each.numerator, each.denominator


def shares(count: Count, where: str) -> dict[str, tuple[int, int]]:
    """What any group of SQLs comes to, by the formulas of the reference: measure to (numerator, denominator)."""
    n = {
        word: count(f"SELECT count(*) FROM sold WHERE {where} AND came_to = '{word}'")
        for word in ("accepted", "rejected", "pending", "R12", "R13", "R14", "withdrawn")
    }
    decided = n["accepted"] + n["rejected"]
    known = sum(n.values()) - n["withdrawn"]
    deals = {
        word: count(f"SELECT count(*) FROM sold WHERE {where} AND came_to = 'accepted' AND opportunity IN ({kinds})")
        for word, kinds in (("opportunity", "'open', 'won', 'lost'"), ("customer", "'won'"))
    }
    return {
        "SQL acceptance": (n["accepted"], decided),
        "sales rejection": (n["rejected"], decided),
        "sales rejection, at least": (n["rejected"], decided + n["pending"]),
        "sales rejection, at most": (n["rejected"] + n["pending"], decided + n["pending"]),
        "SQLs pending": (n["pending"], known),
        "SQLs excused (R13)": (n["R13"], known),
        "SQLs withdrawn": (n["withdrawn"], known + n["withdrawn"]),
        "SQL to accepted": (n["accepted"], known),
        "accepted to opportunity": (deals["opportunity"], n["accepted"]),
        "opportunity to customer": (deals["customer"], deals["opportunity"]),
        "accepted to customer": (deals["customer"], n["accepted"]),
    }


@pytest.mark.requirement("R-080", "R-082", "R-100")
def test_what_sales_made_of_each_programme_is_what_the_tables_say(season: Season, count: Count) -> None:
    rows = told(programmes(season.desk, ASKED).rows)
    for campaign, name in NAMES.items():
        for measure, expected in shares(count, f"campaign = '{campaign}'").items():
            assert fraction(rows[measure, name]) == expected, (measure, name)
    assert season.told["accepted"] > 30  # the season is long enough to say something
    assert count("SELECT count(*) FROM sold WHERE came_to = 'rejected'") > 5


@pytest.mark.requirement("R-046")
def test_the_same_holds_of_each_source_and_each_caller(season: Season, count: Count) -> None:
    by_source, by_caller = told(sources(season.desk, ASKED).rows), told(callers(season.desk, ASKED).rows)
    for source in ("national-list", "van-show-2026"):
        for measure, expected in shares(count, f"source = '{source}'").items():
            assert fraction(by_source[measure, source]) == expected, (measure, source)
    for name in (*played.TEAM[VOLUME], *played.TEAM[QUALITY]):
        for measure, expected in shares(count, f"caller = '{name}'").items():
            assert fraction(by_caller[measure, name]) == expected, (measure, name)
        held = f"SELECT count(*) FROM sold WHERE caller = '{name}' AND came_to = 'accepted' AND met = 'held'"
        assert by_caller["accepted and held", name].numerator == count(held)


def test_who_came_and_who_did_not_is_counted_of_meetings_whose_time_is_over(season: Season, count: Count) -> None:
    rows, now = told(programmes(season.desk, ASKED).rows), season.clock.now()
    for number, name in enumerate(NAMES.values(), 1):
        of = f"FROM meeting m WHERE m.campaign = {number} AND m.starts_at < {now}"
        held = count(f"SELECT count(*) {of} AND m.status = 'held'")
        missed = count(f"SELECT count(*) {of} AND m.status = 'no_show'")
        late = count(
            f"SELECT count(*) {of} AND m.status = 'cancelled' AND EXISTS (SELECT 1 FROM meeting_change c "
            "WHERE c.meeting_id = m.id AND c.kind = 'cancelled' AND m.starts_at - c.changed_at < 86400000 "
            "AND c.changed_at <= m.starts_at AND c.detail NOT LIKE '%\"sales_rejected\"%')"
        )
        assert fraction(rows["show rate", name]) == (held, held + missed + late), name
        assert held + missed > 10


def test_minutes_lost_costs_and_returns_follow_from_hours_records_and_deals(
    season: Season, raw: sqlite3.Connection, count: Count
) -> None:
    rows, hours = told(programmes(season.desk, ASKED).rows), worked_hours(raw)
    for number, (campaign, name) in enumerate(NAMES.items(), 1):
        records = raw.execute("SELECT sum(cost) FROM acquisition WHERE campaign = ?", [number]).fetchone()[0]
        cost = hours[number] * HOUR_COSTS + records + FIXED
        accepted = count(f"SELECT count(*) FROM sold WHERE campaign = '{campaign}' AND came_to = 'accepted'")
        won = f"FROM sold WHERE campaign = '{campaign}' AND came_to = 'accepted' AND opportunity = 'won'"
        margin = count(f"SELECT sum(margin) {won}") / 100
        lost = count(
            f"SELECT sum(minutes) FROM sold WHERE campaign = '{campaign}' AND (came_to = 'rejected' OR met = 'no_show')"
        )
        assert rows["cost per accepted SQL", name].value == pytest.approx(cost / accepted)
        assert rows["return on investment", name].value == pytest.approx((margin - cost) / cost)
        assert rows["sales minutes lost", name].numerator == lost > 0
        assert rows["cost per record", name].value == pytest.approx(
            records / count(f"SELECT count(*) FROM acquisition WHERE campaign = {number}")
        )


def worked_hours(raw: sqlite3.Connection) -> dict[int, float]:
    """A caller's hours of a day go to the campaigns they talked for, by how long; a call counts an hour at most."""
    hours: dict[tuple[str, date], float] = defaultdict(float)
    talked: dict[tuple[str, date], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for caller, begun, ended in raw.execute("SELECT caller, started_at, ended_at FROM shift WHERE kind = 'work'"):
        hours[caller, day(begun)] += (ended - begun) / 3_600_000
    for caller, number, taken, closed in raw.execute(
        "SELECT caller, campaign, taken_at, closed_at FROM call WHERE outcomes > 0 AND closed_at IS NOT NULL"
    ):
        talked[caller, day(taken)][number] += min(closed - taken, 3_600_000)
    shared: dict[int, float] = defaultdict(float)
    for key, by_campaign in talked.items():
        for number, part in by_campaign.items():
            shared[number] += hours[key] * part / sum(by_campaign.values())
    return shared


def day(at: int) -> date:
    return datetime.fromtimestamp(at / 1000, UTC).date()


@pytest.mark.requirement("R-104")
def test_records_are_as_right_as_callers_found_them(season: Season, raw: sqlite3.Connection) -> None:
    newest: dict[tuple[Any, ...], str] = {}
    for prospect, name, verdict in raw.execute("SELECT prospect_id, field, verdict FROM fact_check ORDER BY id"):
        newest[prospect, name] = verdict
    rows = told(accuracy(season.desk, ASKED).rows)
    for name, label in (("title", "title"), ("company_name", "company")):
        marks = [verdict for (_, each), verdict in newest.items() if each == name]
        assert fraction(rows["field correct", label]) == (marks.count("verified"), len(marks))


@pytest.mark.requirement("R-103", "R-106")
def test_the_funnel_is_who_was_called_by_the_rung_they_reached(season: Season, raw: sqlite3.Connection) -> None:
    """Whoever sales rejected, or who called the meeting off, has been an SQL all the same."""
    order = ("prospect", "subscriber", "lead", "MQL", "SQL", "opportunity", "customer")
    called = "SELECT DISTINCT prospect_id FROM attempt WHERE direction = 'outbound'"
    stands = raw.execute(
        "SELECT rung, EXISTS (SELECT 1 FROM sold s WHERE s.prospect = e.prospect_id) "
        f"FROM enrolment e WHERE prospect_id IN ({called})"
    ).fetchall()
    highest = [max(order.index(rung), order.index("SQL") if sold else 0) for rung, sold in stands]
    reached = [sum(each >= place for each in highest) for place in range(len(order))]
    rows = told(funnel(season.desk, ASKED).rows)
    for place, rung in enumerate(order[:-1]):
        assert fraction(rows["conversion to the next rung", rung]) == (reached[place + 1], reached[place]), rung
    since, until = (datetime(2026, 9, each, tzinfo=UTC).timestamp() * 1000 for each in (7, 14))
    first = "(SELECT min(a.started_at) FROM attempt a WHERE a.prospect_id = s.prospect)"
    worth = told(funnel(season.desk, Asked(date(2026, 9, 7), date(2026, 9, 13))).rows)["worth of one more", "prospect"]
    margin = raw.execute(
        f"SELECT sum(s.margin) / 100.0 FROM sold s WHERE s.came_to = 'accepted' AND s.opportunity = 'won' "
        f"AND {first} >= {since} AND {first} < {until}"
    ).fetchone()[0]
    assert worth.numerator == pytest.approx(margin) and margin > 0  # of the people of that week, whenever they were won


def test_what_was_told_to_the_services_is_what_the_database_holds(season: Season, count: Count) -> None:
    assert count("SELECT count(*) FROM meeting WHERE status = 'held'") == season.told["held"]
    assert count("SELECT count(*) FROM meeting WHERE status = 'no_show'") == season.told["no_show"]
    won = count("SELECT count(*) FROM sales_word WHERE opportunity = 'won'")
    assert won == season.told["won"] == count("SELECT count(*) FROM enrolment WHERE rung = 'customer'") > 0
    check_counts(season.desk)


@pytest.mark.requirement("R-086")
def test_nobody_is_left_without_a_next_step_and_the_record_is_whole(season: Season) -> None:
    assert [each for each in examine(season.desk) if not each.sound] == []
