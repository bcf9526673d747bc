"""A page of measures can be read in a minute: groups side by side, each thing once, what never happened by name."""

from __future__ import annotations

from datetime import date

import pytest

from setter.cli.measures_page import page
from setter.domain.measures import Measure, difference_of, share
from setter.domain.measures_of_sales import SoldSql, acceptance, codes, conversion, gates
from setter.services.measures import Told

NOW = 1_790_000_000_000


def sold(who: str, many: int, standing: str, code: str = "") -> list[SoldSql]:
    return [SoldSql(who, "s", who, 1, NOW, standing, code, gates=("budget", "need")) for _ in range(many)]


def rows_of(*names: str) -> tuple[Measure, ...]:
    sqls = [each for name in names for each in (*sold(name, 6, "accepted"), *sold(name, 2, "pending"))]
    sqls += [*sold(names[0], 2, "rejected", "R04"), *sold(names[1], 9, "accepted")]
    own = {name: [each for each in sqls if each.caller == name] for name in names}
    told = [part for name in names for part in (acceptance, gates) for part in part(name, own[name])]
    told += [part for name in names for part in (*conversion(name, own[name], NOW), *codes(name, own[name], sqls))]
    return tuple(sorted(told, key=lambda each: each.measure))


def shown(monkeypatch: pytest.MonkeyPatch, width: int, rows: tuple[Measure, ...]) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    return page(Told("Programmes", date(2026, 9, 1), date(2026, 9, 30), "Etc/UTC", rows)).splitlines()


@pytest.mark.requirement("R-100", "R-102")
def test_two_programmes_stand_side_by_side_and_each_thing_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = "Own vans, national list", "Van shows"
    for width in (80, 100, 160):
        lines = shown(monkeypatch, width, rows_of(one, other))
        assert max(map(len, lines)) <= width
        (line,) = [line for line in lines if line.lstrip().startswith("SQL acceptance ")]
        assert line.split("  ")[-1].strip() == "15 / 15 (100 %, 80–100 %)" and "6 / 8 (75 %, 41–93 %)" in line
        (line,) = [line for line in lines if "with what is pending" in line]
        assert "2–4 / 10 (20–40 %)" in line and "0–2 / 17 (0–12 %)" in line
        assert "precision is the SQL acceptance" in " ".join(lines)
        (line,) = [line for line in lines if line.lstrip().startswith("R04: ")]
        assert "2 / 8" in line and "0 / 15" in line  # the reason stands beside whoever has none of it
        assert "Nought: SQLs excused (R13)" in "\n".join(lines)


def test_many_callers_are_a_row_each_and_their_reasons_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    names = "abcdefgh"
    lines = shown(monkeypatch, 100, rows_of(*names))
    assert max(map(len, lines)) <= 100
    assert len([line for line in lines if line.startswith("  a  ")]) < 8
    (line,) = [line for line in lines if line.startswith("  R04: ")]
    assert line.split()[-2:] == ["/", "6"] and "%" not in line


def test_differences_of_many_pairs_are_told_where_they_are_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    three = [share("sales rejection", name, hits, 40) for name, hits in (("a", 2), ("b", 3), ("c", 30))]
    pairs = [difference_of(three[0], three[1]), difference_of(three[0], three[2]), difference_of(three[1], three[2])]
    words = "\n".join(shown(monkeypatch, 80, (*three, *pairs)))
    assert "Difference, a − c" in words and "a is clearly lower" in words and "Difference, a − b" not in words
    assert "No clear difference in 1 of 3 comparisons." in words
