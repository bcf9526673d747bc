"""Refused rows stand in a file beside the list, and can be mended and imported again."""

from __future__ import annotations

import csv
import stat

import pytest

from setter.domain.errors import Wrong
from setter.intake.clean import Cleaner
from setter.intake.mapping import guess_mapping
from setter.intake.prospect import CleanProspect, Reject
from setter.intake.read import open_rows
from setter.intake.rejects import RejectsFile
from setter.intake.rows import BadRow, Row


def refuse(path, source, folder=None):
    mapping = guess_mapping(source.columns, source.sample())
    with RejectsFile(path, source.columns, *([folder] if folder else [])) as rejects:
        for row in source:
            if isinstance(row, BadRow):
                rejects.add(row)
            elif isinstance(found := Cleaner(mapping, "US").clean(row), Reject):
                rejects.add(row, found.reason)
    return rejects


class TestTheFileOfRefusedRows:
    def test_says_line_reason_and_the_row(self, listed):
        path = listed('name,phone\nJames,n/a\n"broken,1\nArt,856-636-8749\n')
        rejects = refuse(path, open_rows(path))
        assert rejects.path == path.parent / "list.csv.rejects.csv"
        assert rejects.count == 2
        with rejects.path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert rows == [
            ["rejected line", "rejected because", "name", "phone", "rejected text"],
            ["2", "The row has no phone number and no e-mail address.", "James", "n/a", ""],
            ["3", "A quotation mark is opened and not closed.", "", "", '"broken,1'],
        ]

    def test_is_for_its_owner_only_and_runs_in_no_spreadsheet(self, listed):
        path = listed("name,=phone\n=cmd|' /C calc'!A0,n/a\n@x,+1\n")
        rejects = refuse(path, open_rows(path))
        assert stat.S_IMODE(rejects.path.stat().st_mode) == 0o600
        text = rejects.path.read_text(encoding="utf-8-sig")
        assert "'=cmd" in text and "'@x" in text and "'+1" in text and "'=phone" in text

    def test_is_not_made_when_nothing_was_refused(self, listed):
        path = listed("name,phone\nArt,856-636-8749\n")
        rejects = refuse(path, open_rows(path))
        assert (rejects.path, rejects.count) == (None, 0)
        assert [file.name for file in path.parent.iterdir()] == ["list.csv"]

    def test_replaces_the_one_of_an_earlier_run_whole(self, listed):
        path = listed("name,phone\nArt,n/a\n")
        old = path.with_name("list.csv.rejects.csv")
        old.write_text("old")
        with pytest.raises(KeyError), RejectsFile(path, ["name", "phone"]) as rejects:
            rejects.add(Row(2, {"name": "Art"}), "x")
            raise KeyError
        assert old.read_text() == "old"
        refuse(path, open_rows(path))
        assert "Art" in old.read_text(encoding="utf-8-sig")
        assert len(list(path.parent.iterdir())) == 2

    def test_of_an_earlier_run_goes_when_nothing_is_refused_any_more(self, listed):
        path = listed("name,phone\nArt,n/a\n")
        old = refuse(path, open_rows(path)).path
        path.write_text("name,phone\nArt,856-636-8749\n")
        assert refuse(path, open_rows(path)).path is None
        assert not old.exists()

    def test_leaves_alone_what_setter_has_not_written(self, listed):
        path = listed("name,phone\nArt,856-636-8749\n")
        theirs = path.with_name("list.csv.rejects.csv")
        theirs.write_text("name,why\nArt,mine\n")
        refuse(path, open_rows(path))
        assert theirs.read_text() == "name,why\nArt,mine\n"

    def test_goes_elsewhere_when_the_folder_cannot_be_written(self, listed, tmp_path, monkeypatch):
        import tempfile

        path = listed("name,phone\nArt,n/a\n")
        other = tmp_path / "other"
        other.mkdir()
        make = tempfile.mkstemp

        def refusing(*args, dir, **options):  # noqa: A002
            if dir == path.parent:
                raise PermissionError(13, "denied")
            return make(*args, dir=dir, **options)

        monkeypatch.setattr(tempfile, "mkstemp", refusing)
        assert refuse(path, open_rows(path), other).path == other / "list.csv.rejects.csv"
        with pytest.raises(Wrong) as caught:
            refuse(path, open_rows(path))
        assert caught.value.code == "no_rejects_file"
        RejectsFile(path, ["name"], other).prepare()
        assert not list(other.glob(".rejects-*"))
        with pytest.raises(Wrong) as early:
            RejectsFile(path, ["name"]).prepare()
        assert early.value.code == "no_rejects_file"

    def test_once_mended_lands_like_the_list_itself(self, listed):
        path = listed("name,phone,Docks,Code\nJames,n/a,6,=7\nArt,n/a,5,8\n")
        rejects = refuse(path, open_rows(path))
        mended = rejects.path.read_text(encoding="utf-8-sig").replace("n/a", "504-621-8927", 1)
        again = listed(mended, "mended.csv")
        source = open_rows(again)
        mapping = guess_mapping(source.columns, source.sample())
        found = [Cleaner(mapping, "US").clean(row) for row in source if isinstance(row, Row)]
        assert isinstance(found[0], CleanProspect)
        assert (found[0].full_name, dict(found[0].attributes)) == ("James", {"docks": "6", "code": "=7"})
        second = refuse(again, source)
        assert "rejected line" in second.path.read_text(encoding="utf-8-sig")
        assert second.path.read_text(encoding="utf-8-sig").count("rejected because") == 1

    def test_holds_what_no_encoding_can(self, tmp_path):
        with RejectsFile(tmp_path / "x.csv", ["name"]) as rejects:
            rejects.add(Row(2, {"name": "\ud800"}), "x")
        assert "\\ud800" in rejects.path.read_text(encoding="utf-8-sig")
