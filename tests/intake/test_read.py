"""A list is opened by what it holds, and every one of its rows comes out."""

from __future__ import annotations

import json
import zipfile

import pytest

from intake.reading import PEOPLE, bad_rows_of, names_of, refusal, rows_of
from setter.intake.read import open_rows
from setter.intake.rows import BadRow, Row


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

    def test_an_open_document(self, tmp_path):
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
        assert source.notes == ["1 line is not UTF-8 and was read as Windows-1252."]

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

        source = open_rows(listed("name,phone\n" + "James Butt,504-621-8927\n" * 60_000))
        tracemalloc.start()
        count = sum(1 for _ in source)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == 60_000
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
