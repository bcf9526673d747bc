"""A CSV that a CRM can import and a spreadsheet can open, whatever was typed into it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from setter.domain.errors import Wrong
from setter.domain.formulas import undefanged
from setter.handoff.dialects import DIALECTS, Dialect, defang, dialect_named, write_csv

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1+1",
    "\tplain",
    "\rplain",
    "＝1+1",
    "＋1",
    "－1+1",
    "＠SUM(A1)",
    "  =1+1",
    "\u00a0=1+1",
    "\u00a0\u3000 @x",
    "first line\n=1+1",
    "first line\r\n  -cmd",
]
HARMLESS = ["", "Ana Núñez", "a=b", "O'Brien", "'quoted'", "1-800", "x@y.example", "first\nsecond", "3.5"]
RAW_IN_A_CRM = ["+13125550101", "+491711234567", "-5", "-3.75"]
NOT_QUITE_A_PHONE = ["+131255", "+13125550101 ext 4", "+0312555010", "+1312555010155555", "+1312555010A", "-5-1", "-"]

cells = st.one_of(
    st.text(alphabet=st.sampled_from("'=+-@＝＋－＠\t\r\n \u00a0a1,;\""), max_size=6),
    st.text(max_size=12),
    st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True),
)


def read(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode("utf-8"), newline="")))


class TestNothingRuns:
    @pytest.mark.parametrize("dialect", DIALECTS)
    @pytest.mark.parametrize("cell", FORMULAS)
    def test_a_formula_gets_one_apostrophe_in_either_dialect(self, cell: str, dialect: Dialect) -> None:
        assert defang(cell, dialect) == f"'{cell}"

    @pytest.mark.parametrize("dialect", DIALECTS)
    @pytest.mark.parametrize("cell", HARMLESS)
    def test_everything_else_stays_as_it_is(self, cell: str, dialect: Dialect) -> None:
        assert defang(cell, dialect) == cell

    @pytest.mark.parametrize("cell", RAW_IN_A_CRM)
    def test_phones_and_negative_numbers_pass_raw_to_a_crm_only(self, cell: str) -> None:
        assert defang(cell, "crm") == cell
        assert defang(cell, "spreadsheet") == f"'{cell}"

    @pytest.mark.parametrize("cell", [*NOT_QUITE_A_PHONE, "+13125550101\n", "+१३१२५५५०१०१"])
    def test_what_only_looks_like_a_phone_or_a_number_is_defanged_for_a_crm_too(self, cell: str) -> None:
        assert defang(cell, "crm") == f"'{cell}"


class TestNothingIsLost:
    @pytest.mark.parametrize("dialect", DIALECTS)
    @given(cell=cells)
    @example(cell="'=typed by a person")
    @example(cell="''+13125550101")
    @example(cell="'")
    def test_taking_one_apostrophe_off_gives_the_cell_back(self, dialect: Dialect, cell: str) -> None:
        assert undefanged(defang(cell, dialect)) == cell

    @pytest.mark.parametrize("dialect", DIALECTS)
    @given(row=st.lists(cells, min_size=2, max_size=4))
    def test_a_whole_file_comes_back_cell_by_cell(self, dialect: Dialect, row: list[str]) -> None:
        written = write_csv([f"c{number}" for number in range(len(row))], [row], dialect, bom=False)
        assert [[undefanged(cell) for cell in line] for line in read(written)[1:]] == [row]


class TestTheFileItself:
    def test_lines_end_in_crlf_and_cells_are_quoted_only_where_they_must_be(self) -> None:
        written = write_csv(["name", "note"], [["Cargo, Sons", 'said "no"'], ["Ana", "a\nb"]], "crm")
        assert written == b'name,note\r\n"Cargo, Sons","said ""no"""\r\nAna,"a\nb"\r\n'

    def test_a_spreadsheet_is_told_the_encoding_and_a_crm_is_not(self) -> None:
        assert write_csv(["é"], [], "spreadsheet") == b"\xef\xbb\xbf\xc3\xa9\r\n"
        assert write_csv(["é"], [], "crm") == b"\xc3\xa9\r\n"
        assert write_csv(["é"], [], "spreadsheet", bom=False) == b"\xc3\xa9\r\n"
        assert write_csv(["é"], [], "crm", bom=True).startswith(b"\xef\xbb\xbf")

    def test_half_a_character_does_not_stop_the_export(self) -> None:
        assert write_csv(["name"], [["a\ud800b"]], "crm") == b"name\r\na?b\r\n"

    def test_a_dialect_nobody_knows_is_refused_with_the_names_there_are(self) -> None:
        assert dialect_named("crm") == "crm"
        with pytest.raises(Wrong) as wrong:
            dialect_named("excel")
        assert "spreadsheet" in wrong.value.hint
