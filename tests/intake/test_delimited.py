"""A broken row is reported, and never takes its neighbours with it."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.reading import bad_rows_of, names_of, rows_of
from setter.intake.read import open_rows
from setter.intake.rows import BadRow


class TestABrokenRowNeverTakesItsNeighboursWithIt:
    def test_a_quotation_mark_that_is_never_closed(self, listed):
        source = open_rows(listed('name,phone\n"A,1\nB,2\nC,3\n'))
        assert bad_rows_of(source) == [BadRow(2, "A quotation mark is opened and not closed.", '"A,1')]
        assert names_of(source) == ["B", "C"]

    def test_one_that_only_a_later_row_would_close(self, listed):
        lines = ["name,phone,note", '1,"Bob,x', *(f"{n},B,x" for n in range(2, 9)), '9,Al,"']
        source = open_rows(listed("\n".join(lines) + "\n"))
        assert [row.number for row in bad_rows_of(source)] == [2, 10]
        assert len(rows_of(source)) == 7

    def test_two_stray_ones_far_apart_do_not_swallow_what_stands_between(self, listed):
        source = open_rows(listed('name,phone\nA,"1\n' + "B,2\n" * 700 + 'C,3"\n'))
        assert [row.number for row in bad_rows_of(source)] == [2]
        assert len(rows_of(source)) == 701

    def test_a_row_of_many_long_cells_is_not_held_in_memory(self, listed):
        header = ",".join(f"c{n}" for n in range(12))
        source = open_rows(
            listed(f"{header}\n" + ",".join(['"' + "x" * 99_000 + '\n"'] * 12) + "\n" + "y," * 11 + "z\n")
        )
        assert bad_rows_of(source)[0].number == 2
        assert rows_of(source)[-1].values["c11"] == "z"

    def test_text_after_a_closing_one(self, listed):
        source = open_rows(listed('name,phone\n"A" B,1\nC,2\n'))
        assert [row.number for row in bad_rows_of(source)] == [2]
        assert names_of(source) == ["C"]

    def test_a_quoted_cell_with_lines_is_no_mistake(self, listed):
        source = open_rows(listed('name,note\n"A","first\nsecond"\nB,x\n'))
        assert [(row.number, row.values["note"]) for row in rows_of(source)] == [(2, "first\nsecond"), (4, "x")]

    def test_a_quotation_mark_inside_a_cell_is_text(self, listed):
        assert names_of(open_rows(listed('name,phone\n5" pipe,1\n'))) == ['5" pipe']

    def test_too_many_cells(self, listed):
        source = open_rows(listed("name,phone\nAcme, Inc,1\nB,2,,\n"))
        assert bad_rows_of(source)[0].reason == "The row has 3 cells where the header has 2."
        assert bad_rows_of(source)[0].raw == "Acme, Inc,1"
        assert names_of(source) == ["B"]

    def test_nul_bytes(self, listed):
        source = open_rows(listed(b"name,phone\nA\0,1\nB,2\n"))
        (bad,) = bad_rows_of(source)
        assert bad.number == 2 and bad.reason.startswith("The line has NUL bytes, which no text holds")
        assert names_of(source) == ["B"]

    def test_a_line_of_ten_megabytes(self, listed):
        source = open_rows(listed(b"name,phone\nA,1\n" + b"x" * 10_000_000 + b"\nB,2\n"))
        assert names_of(source) == ["A", "B"]
        (bad,) = bad_rows_of(source)
        assert (bad.number, bad.reason) == (3, "The line is longer than 1 MB.")
        assert len(bad.raw) < 20_000
        assert source.position == source.total

    def test_a_cell_that_is_too_long(self, listed):
        source = open_rows(listed("name,phone\n" + "x" * 200_000 + ",1\nB,2\n"))
        assert bad_rows_of(source)[0].reason == "A cell is longer than 128 kB."
        assert names_of(source) == ["B"]

    def test_a_broken_line_of_json_and_one_that_is_no_object(self, listed):
        source = open_rows(listed('{"name": "A"}\n{"name": \n[1]\n{"name": "B"}\n'))
        assert [row.number for row in bad_rows_of(source)] == [2, 3]
        assert names_of(source) == ["A", "B"]

    def test_an_item_of_a_json_list_that_is_no_object(self, listed):
        source = open_rows(listed('[{"name": "A"}, "B", null]'))
        assert [row.number for row in bad_rows_of(source)] == [2, 3]

    def test_blank_lines_are_counted_and_passed_over(self, listed):
        source = open_rows(listed("\nname,phone\n\nA,1\n , \n,,,\nB,2\n\n"))
        assert names_of(source) == ["A", "B"]
        assert source.blank == 4


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters='\n",;|'), max_size=12)


class TestAnyTableAtAll:
    """Whatever a program writes as CSV comes back cell for cell, and a broken line between costs only itself."""

    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8), st.sampled_from(",;|\t"), st.integers(0, 8))
    def test_comes_back(self, table, delimiter, place):
        table = [cells for cells in table if any(map(str.strip, cells))]
        written = [_csv([cells], delimiter) for cells in table]
        place = min(place, len(written))
        for broken in ("", f'"x" y{delimiter}"1"{delimiter}"2"\r\n'):
            lines = [*written[:place], broken, *written[place:]]
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "list.csv"
                path.write_bytes((_csv([("name", "phone", "note")], delimiter) + "".join(lines)).encode())
                source = open_rows(path)
                assert [tuple(row.values.values()) for row in rows_of(source)] == table
                assert len(bad_rows_of(source)) == bool(broken)


def _csv(rows: list[tuple[str, ...]], delimiter: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    return buffer.getvalue()
