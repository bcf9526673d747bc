"""What is no list is refused in a sentence, whatever its bytes."""

from __future__ import annotations

import os
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.reading import PEOPLE, names_of, refusal
from setter.domain.errors import Wrong
from setter.intake.lines import LONGEST_LINE
from setter.intake.read import open_rows


class TestWhatIsNoListIsRefusedInASentence:
    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"\x89PNG\r\n\x1a\n" + bytes(2000), "PNG picture"),
            (b"%PDF-1.7\n%\xe2\xe3", "PDF document"),
            (b"\x1f\x8b\x08\0\0\0\0\0", "gzip"),
            (bytes(range(256)) * 4, "binary data"),
            (bytes(600) + b"text" * 40, "binary data"),
            (b"<!DOCTYPE html><table><tr><td>x</td></tr></table>", "web page"),
            (b"BEGIN:VCARD\nFN:A\nEND:VCARD\n", "vCard"),
            (b"", "empty"),
            (b"\xef\xbb\xbf \r\n\n", "empty"),
            (b"\n\n,,\n", "empty"),
            (b"[]x", "JSON is broken"),
            (b'{"a": [{}', "JSON is broken"),
            (b'{"a": [{"x": 1}], "b": [{"y": 1}]}', "several lists"),
            (b'[[1, 2], [3, 4]]', "no list of objects"),
            (b"42\n", "no list of objects"),
            (b'"name,phone"', "no list of objects"),
            (b"null", "no list of objects"),
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


class TestUtf16WithoutItsMark:
    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_is_told_by_its_nuls(self, listed, encoding):
        source = open_rows(listed(PEOPLE.replace("Butt", "Büttnér").encode(encoding)))
        assert source.encoding == encoding
        assert names_of(source) == ["James Büttnér", "Art Venere"]

    def test_what_is_not_sure_says_which_option_helps(self, listed):
        assert "--encoding utf-16-le" in refusal(listed(bytes(range(256)) * 4)).hint
