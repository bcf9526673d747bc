"""A list is opened by what it holds, and every one of its rows comes out."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from setter.domain.errors import Wrong
from setter.intake.lines import LONGEST_LINE
from setter.intake.read import RowSource, open_rows
from setter.intake.rows import BadRow, Row

PEOPLE = "name,phone\nJames Butt,504-621-8927\nArt Venere,856-636-8749\n"


def rows_of(source: RowSource) -> list[Row]:
    return [row for row in source if isinstance(row, Row)]


def bad_rows_of(source: RowSource) -> list[BadRow]:
    return [row for row in source if isinstance(row, BadRow)]


def names_of(source: RowSource) -> list[object]:
    return [row.values["name"] for row in rows_of(source)]


def refusal(path: Path, encoding: str | None = None) -> Wrong:
    with pytest.raises(Wrong) as caught:
        list(open_rows(path, encoding))
    assert caught.value.message.endswith(".")
    assert caught.value.where
    return caught.value


class TestAListIsKnownByItsContent:
    @pytest.mark.parametrize(
        ("delimiter", "kind"),
        [(",", "csv"), (";", "csv"), ("|", "csv"), ("\t", "tsv")],
        ids=["comma", "semi", "pipe", "tab"],
    )
    def test_whatever_its_delimiter(self, listed, delimiter, kind):
        source = open_rows(listed(PEOPLE.replace(",", delimiter), "list.dat"))
        assert (source.format, source.columns) == (kind, ["name", "phone"])
        assert rows_of(source)[1] == Row(3, {"name": "Art Venere", "phone": "856-636-8749"})

    def test_a_semicolon_list_with_commas_in_its_cells(self, listed):
        source = open_rows(listed("name;address\nA;1 Main St, Town, LA\nB;2 Main St, Town, LA\n"))
        assert source.columns == ["name", "address"]

    def test_excels_separator_line_is_obeyed(self, listed):
        source = open_rows(listed("sep=;\r\nname;phone\r\nA;1\r\n"))
        assert (source.columns, rows_of(source)[0].number) == (["name", "phone"], 3)

    def test_json_with_a_list_of_objects(self, listed):
        source = open_rows(listed('[{"name": "A", "age": 5}, {"name": "B", "vip": true}]', "people.csv"))
        assert (source.format, source.columns) == ("json", ["name", "age", "vip"])
        assert rows_of(source)[1] == Row(2, {"name": "B", "vip": True})

    def test_json_with_its_list_inside_an_object(self, listed):
        source = open_rows(listed('{"page": 1,\n "people": [\n{"name": "A"},\n{"name": "B"}\n]}'))
        assert names_of(source) == ["A", "B"]

    def test_json_that_nests_is_laid_flat(self, listed):
        person = {"name": "A", "phones": ["1", "2"], "address": {"city": "X"}, "mail": [{"to": "a@b.c"}]}
        source = open_rows(listed(json.dumps([person])))
        assert rows_of(source)[0].values == {"name": "A", "phones": "1; 2", "address city": "X", "mail 1 to": "a@b.c"}

    def test_one_object_a_line_and_the_fields_that_come_late(self, listed):
        source = open_rows(listed('{"name": "A"}\n\n{"name": "B", "email": "b@x.com"}\n', "list.json"))
        assert (source.format, source.columns) == ("ndjson", ["name", "email"])
        assert [row.number for row in source] == [1, 3]

    def test_a_spreadsheet_that_is_named_csv(self, spreadsheet):
        path = spreadsheet("list.csv", People=[["name", "phone"], ["A", 5046218927], ["B", "1"]])
        source = open_rows(path)
        assert (source.format, source.total, source.unit) == ("xlsx", 2, "rows")
        assert rows_of(source)[0] == Row(2, {"name": "A", "phone": 5046218927})

    def test_a_spreadsheet_with_a_title_blank_rows_and_more_sheets(self, spreadsheet):
        people = [["Our list, autumn", None], [None, None], ["name", None], ["A", True], [None, None], ["B", 1.5]]
        people[2][1] = "vip"
        source = open_rows(spreadsheet(Empty=[], People=people, More=[["x", "y"]]))
        assert list(source) == [Row(4, {"name": "A", "vip": True}), Row(6, {"name": "B", "vip": 1.5})]
        assert source.blank == 1
        assert any("autumn" in note for note in source.notes) and any("More" in note for note in source.notes)

    def test_a_spreadsheet_that_begins_further_down_and_right(self, spreadsheet):
        rows = [[], [], [None, "name"], [None, "A"], [], [None, "B"]]
        source = open_rows(spreadsheet(People=rows))
        assert list(source) == [Row(4, {"name": "A"}), Row(6, {"name": "B"})]
        assert (source.total, source.position, source.blank, source.notes) == (3, 3, 1, [])

    def test_an_open_document(self, listed, tmp_path):
        cells = "".join(
            '<table:table-row><table:table-cell office:value-type="string">'
            f"<text:p>{text}</text:p></table:table-cell></table:table-row>"
            for text in ("name", "A")
        )
        names = ("office", "table", "text")
        spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
        table = f'<office:spreadsheet><table:table table:name="P">{cells}</table:table></office:spreadsheet>'
        body = f"<office:document-content {spaces}><office:body>{table}</office:body></office:document-content>"
        with zipfile.ZipFile(tmp_path / "list.csv", "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", body)
            archive.writestr("META-INF/manifest.xml", "<manifest/>")
        source = open_rows(tmp_path / "list.csv")
        assert (source.format, list(source)) == ("ods", [Row(2, {"name": "A"})])

    def test_a_list_without_a_header_loses_no_first_person(self, listed, spreadsheet):
        source = open_rows(listed("A,504-621-8927\nB,856-636-8749\n"))
        assert source.columns == ["column 1", "column 2"]
        assert [row.number for row in source] == [1, 2]
        sheet = open_rows(spreadsheet(People=[["A", "a@b.com"], ["B", "b@b.com"]]))
        assert [row.number for row in sheet] == [1, 2]
        assert sheet.total == 2


class TestColumnsHaveNamesOfTheirOwn:
    def test_unnamed_and_repeated_ones(self, listed):
        source = open_rows(listed("name,,phone,phone,phone\nA,x,1,2,3\n"))
        assert source.columns == ["name", "column 2", "phone", "phone (2)", "phone (3)"]

    def test_a_short_row_is_filled_up(self, listed):
        source = open_rows(listed("name,phone,email\nA,1\n"))
        assert rows_of(source)[0].values == {"name": "A", "phone": "1", "email": None}


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
    def test_are_guessed(self, listed, encoding):
        source = open_rows(listed("name,city\nJürgen,Köln\n".encode(encoding)))
        assert rows_of(source)[0].values == {"name": "Jürgen", "city": "Köln"}
        assert source.columns[0] == "name"

    def test_two_in_one_file_are_read_line_by_line(self, listed):
        content = "name,city\nJürgen,Köln\n".encode() + "René,Orléans\n".encode("cp1252")
        source = open_rows(listed(content))
        assert names_of(source) == ["Jürgen", "René"]
        assert source.notes == ["1 lines are not UTF-8 and were read as Windows-1252."]

    def test_a_line_in_neither_is_a_bad_row(self, listed):
        source = open_rows(listed(b"name,city\nJ\x81,X\nB,Y\n"))
        assert [type(row) for row in source] == [BadRow, Row]

    def test_can_be_said(self, listed):
        assert names_of(
            open_rows(
                listed("name,x\nŁukasz,1\n".encode("cp1250")),
            )
        ) != ["Łukasz"]
        assert names_of(open_rows(listed("name,x\nŁukasz,1\n".encode("cp1250")), "cp1250")) == ["Łukasz"]
        assert names_of(open_rows(listed("name,x\nŁukasz,1\n".encode("utf-16-le")), "utf-16-le")) == ["Łukasz"]

    def test_that_do_not_exist_are_refused(self, listed):
        assert refusal(listed(PEOPLE), "klingon").code == "unknown_encoding"
        assert refusal(listed(PEOPLE), "rot13").code == "unknown_encoding"

    def test_old_mac_line_ends(self, listed):
        assert names_of(open_rows(listed(PEOPLE.replace("\n", "\r")))) == ["James Butt", "Art Venere"]


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
        assert bad_rows_of(source)[0][:2] == (2, "The line has NUL bytes.")
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


class TestWhatIsNoListIsRefusedInASentence:
    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"\x89PNG\r\n\x1a\n" + bytes(2000), "PNG picture"),
            (b"%PDF-1.7\n%\xe2\xe3", "PDF document"),
            (b"\x1f\x8b\x08\0\0\0\0\0", "gzip"),
            (bytes(range(256)) * 4, "binary data"),
            (b"<!DOCTYPE html><table><tr><td>x</td></tr></table>", "web page"),
            (b"BEGIN:VCARD\nFN:A\nEND:VCARD\n", "vCard"),
            (b"", "empty"),
            (b"\xef\xbb\xbf \r\n\n", "empty"),
            (b"\n\n,,\n", "empty"),
            (b"[]x", "JSON is broken"),
            (b'{"a": [{}', "JSON is broken"),
            (b'{"a": [{"x": 1}], "b": [{"y": 1}]}', "several lists"),
            (b'[[1, 2], [3, 4]]', "no list of objects"),
            (b"[" * 100_000, "JSON is broken"),
            (b"PK\x03\x04 not a zip", "spreadsheet is damaged"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "spreadsheet is damaged"),
            (b"x" * (LONGEST_LINE + 5), "longer than 1 MB"),
            (b'"name,phone\nA,1\n', "header cannot be read"),
            (",".join(f"c{n}" for n in range(3000)).encode() + b"\n", "3000 columns"),
        ],
    )  # fmt: skip
    def test_by_content(self, listed, content, says):
        assert says in refusal(listed(content)).message

    def test_a_truncated_spreadsheet(self, spreadsheet):
        path = spreadsheet(People=[["name", "phone"], *(["A", n] for n in range(500))])
        whole = path.read_bytes()
        for share in (0.2, 0.5, 0.9, 0.99):
            path.write_bytes(whole[: int(len(whole) * share)])
            assert refusal(path).code == "broken_sheet"

    def test_an_empty_spreadsheet_and_a_zip_of_something_else(self, spreadsheet, tmp_path):
        assert refusal(spreadsheet(Empty=[])).code == "empty_file"
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            archive.writestr("readme.txt", "hello")
        assert refusal(tmp_path / "x.zip").code == "broken_sheet"

    def test_what_is_not_there_a_folder_a_pipe_and_a_bad_name(self, tmp_path):
        assert "no such file" in refusal(tmp_path / "gone.csv").message
        assert "folder" in refusal(tmp_path).message
        os.mkfifo(tmp_path / "pipe")
        assert "no regular file" in refusal(tmp_path / "pipe").message
        assert refusal(Path("a\0b")).code == "unreadable_file"
        assert refusal(tmp_path / ("x" * 300)).code == "unreadable_file"

    def test_what_may_not_be_read(self, listed, monkeypatch):
        path = listed(PEOPLE)
        if os.geteuid() == 0:
            monkeypatch.setattr(Path, "open", lambda *_, **__: (_ for _ in ()).throw(PermissionError(13, "denied")))
        else:
            path.chmod(0)
        assert "permission denied" in refusal(path).message

    def test_but_a_header_alone_is_a_list_of_nobody(self, listed):
        assert list(open_rows(listed("name,phone\n"))) == []
        assert list(open_rows(listed("[]"))) == []


class TestReadingIsRepeatableAndShowsHowFarItIs:
    def test_twice_gives_the_same(self, listed):
        source = open_rows(listed(PEOPLE))
        assert list(source) == list(source)
        assert source.sample(1) == rows_of(source)[:1]

    def test_the_position_grows_to_the_total(self, listed):
        source = open_rows(listed("name\n" + "A\n" * 5000))
        places = [source.position for _ in source]
        assert places == sorted(places)
        assert 0 < places[0] < places[-1] <= source.total == source.position

    def test_memory_stays_flat_over_a_large_file(self, listed):
        import tracemalloc

        source = open_rows(listed("name,phone\n" + "James Butt,504-621-8927\n" * 200_000))
        tracemalloc.start()
        count = sum(1 for _ in source)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == 200_000
        assert peak < 2_000_000


class TestRealLists:
    def test_us_500(self, shared_data):
        source = open_rows(shared_data / "us-500.csv")
        assert len(rows_of(source)) == 500
        assert source.columns[5] == "column 6"

    def test_bank_calls(self, shared_data):
        source = open_rows(shared_data / "bank-calls.csv")
        assert sum(1 for _ in source) == 41_188
        assert (len(source.columns), bad_rows_of(source)) == (20, [])

    def test_x_education(self, shared_data):
        source = open_rows(shared_data / "x-education-first-60pct.csv")
        assert len(rows_of(source)) == 5_544


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


class TestAnyBytesAtAll:
    """Whatever a file holds: a sentence, or every one of its lines accounted for."""

    @settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(st.one_of(st.binary(max_size=400), st.text(alphabet='ab,;"\n\r\t|[]{}:0 \0é', max_size=200).map(str.encode)))
    def test_are_refused_or_read(self, content):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "list.csv"
            path.write_bytes(content)
            try:
                source = open_rows(path)
                first = list(source)
            except Wrong as wrong:
                assert wrong.message.endswith(".")
                return
            assert first == list(source)
            assert all(row.number >= 1 for row in first)
            assert len({row.number for row in first}) == len(first)

    @settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(st.lists(st.text(alphabet='ab"\n, \x1b', max_size=8), max_size=12))
    def test_of_one_column_come_out_line_by_line(self, cells):
        text = "name;phone\n" + "".join(f"{cell.replace(chr(10), '')};1\n" for cell in cells)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "list.csv"
            path.write_text(text, encoding="utf-8", newline="")
            numbers = [row.number for row in open_rows(path)]
            taken = set(numbers)
            quoted = any('"' in cell for cell in cells)
            assert numbers == sorted(numbers)
            assert quoted or taken == set(range(2, len(cells) + 2))
