"""A file of outcomes is read as it stands, or it is said in a sentence why it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from histories import file_of, read
from setter.domain.errors import Wrong


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [
        ["web", "2026-03-0" + str(1 + row % 3), row % 4, "" if row == 5 else "yes" if row % 3 else "No"]
        for row in range(30)
    ]
    return file_of(tmp_path / "h.csv", ["Lead Source", "Came on", "Doors", "Won"], rows)


class TestTheLabel:
    def test_is_found_whatever_its_letters_and_a_yes_is_a_success(self, file: Path) -> None:
        history = read(file, "won")
        assert history.positive == "yes" and int(history.success.sum()) == 19

    def test_may_be_said_the_other_way_round(self, file: Path) -> None:
        assert int(read(file, positive="no").success.sum()) == 10

    def test_leaves_out_and_counts_the_rows_of_which_it_says_nothing(self, file: Path) -> None:
        history = read(file)
        assert history.table.rows == 29 and history.notes == ("1 rows say nothing in «Won» and are left out.",)

    @pytest.mark.parametrize(
        ("label", "positive", "said"),
        [
            ("One", "", "Every row has the same value in «One» («1»)"),
            ("Three", "", "3 different values («a», «b», «c»)"),
            ("Two", "", "none of them plainly means a success"),
            ("Two", "c", "No row has «c» in «Two»"),
            ("None", "", "The label «None» holds nothing"),
            ("Too", "", "The file has no column «Too»"),
        ],
    )
    def test_that_nobody_could_use_is_wrong(self, tmp_path: Path, label: str, positive: str, said: str) -> None:
        rows = [[1, "abc"[row % 3], "ab"[row % 2], ""] for row in range(9)]
        file = file_of(tmp_path / "h.csv", ["One", "Three", "Two", "None"], rows)
        with pytest.raises(Wrong) as refused:
            read(file, label, positive=positive)
        assert said in refused.value.message and refused.value.hint

    @pytest.mark.parametrize(
        "cells",
        [
            ["ann@quay.example", "bo@quay.example", "cy@quay.example"] * 3,
            ["+44 20 7946 0958", "02079460959", "020 7946 0960"] * 3,
            ["Ann Quay", "Bo Dock", "Cy Pier", "Di Lock", "Ed Weir", "Fy Sluice", "Gus Ford"] * 3,
            ["Ann Quay", "Bo Dock", "Cy Pier"],
            ["asked whether a Ms Quay could call back on Monday", "no", "no"] * 3,
        ],
    )
    @pytest.mark.parametrize("positive", ["", "won"])
    def test_that_holds_what_says_who_somebody_is_is_counted_not_told(
        self, tmp_path: Path, cells: list[str], positive: str
    ) -> None:
        file = file_of(tmp_path / "h.csv", ["Who", "x"], [[cell, 1] for cell in cells])
        with pytest.raises(Wrong) as refused:
            read(file, "Who", positive=positive)
        told = refused.value.message + refused.value.hint
        assert f"{len(set(cells))} different values" in told or "none of them plainly" in told
        assert not any(cell in told for cell in cells if cell != "no")

    def test_cannot_be_ignored_at_once(self, file: Path) -> None:
        with pytest.raises(Wrong, match="cannot be ignored"):
            read(file, ignore=("Won",))


class TestTheColumns:
    def test_are_named_as_an_import_names_them(self, file: Path) -> None:
        assert list(read(file).table.by_name) == ["lead_source", "came_on", "doors"]

    def test_are_left_out_by_request_and_the_name_must_be_right(self, file: Path) -> None:
        history = read(file, ignore=("lead source",))
        assert list(history.table.by_name) == ["came_on", "doors"] and history.ignored == {"lead_source"}
        with pytest.raises(Wrong) as refused:
            read(file, ignore=("Lead Sauce",))
        assert refused.value.hint == "Did you mean «Lead Source»?"


class TestTheOrder:
    @pytest.mark.parametrize("order", ["Came on", "Doors"])
    def test_is_that_of_a_column_of_days_or_numbers_and_what_is_alike_keeps_its_order(
        self, file: Path, order: str
    ) -> None:
        table = read(file, order=order).table
        assert order not in [column.header for column in table.columns]
        other = "doors" if order == "Came on" else "came_on"
        assert table.values(0)[other] == ("0" if other == "doors" else "2026-03-01")

    @pytest.mark.parametrize(
        ("days", "first"),
        [
            *((["31.12.2025", "01.02.2026"], "0"), (["02/01/2026", "12/31/2025"], "1"), (["10", "9"], "1")),
            (["01/03/2026", "13/02/2026"], "1"),
        ],
    )
    def test_of_days_in_other_forms_is_understood(self, tmp_path: Path, days: list[str], first: str) -> None:
        rows = [[days[row % 2], row % 2, row % 3 % 2] for row in range(12)]
        table = read(file_of(tmp_path / "h.csv", ["Day", "Which", "Won"], rows), order="Day").table
        assert table.values(0)["which"] == first

    def test_by_words_is_wrong(self, file: Path) -> None:
        with pytest.raises(Wrong, match="does not tell any two rows apart"):
            read(file, order="Lead Source")
        with pytest.raises(Wrong, match="no column «when»"):
            read(file, order="when")


def test_without_the_libraries_it_says_what_to_install(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Wrong) as refused:
        read(file)
    assert "pip install 'setter[lab]'" in refused.value.hint


def test_no_file_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(Wrong, match="no such file"):
        read(tmp_path / "nowhere.csv")
