"""A cell that a spreadsheet would run is made harmless, and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setter.domain.formulas import defanged, is_formula, undefanged


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        " =1",
        "\u00a0=1",
        "a\n=1",
        "a\u2028=1",
        "\x00=1",
        "\u200b\ufeff=1",
        "=cmd|' /C calc'!A0",
    ],
)
def test_every_known_way_to_start_a_formula_is_stopped(cell):
    assert is_formula(cell)
    assert defanged(cell) == "'" + cell
    assert undefanged(defanged(cell)) == cell


@pytest.mark.parametrize("cell", ["", "a", "a=b", "1-2", "a@b.c", "'t Hooft", "O'Brien", "'quoted'"])
def test_plain_text_stays_as_it_is(cell):
    assert defanged(cell) == cell == undefanged(cell)


def test_exactly_one_apostrophe_is_taken_off():
    assert undefanged("''=1") == "'=1"
    assert undefanged("'=1") == "=1"


@given(st.text(alphabet="'=+-@\t\r\n aＡ＝", max_size=12) | st.text())
def test_a_round_trip_loses_nothing(cell):
    assert undefanged(defanged(cell)) == cell
    assert not is_formula(cell) or defanged(cell).startswith("'")
