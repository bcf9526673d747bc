"""A file of those who asked not to be called is heeded line by line, whatever of it can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import dialled, taken
from houses import ADA, CAMPAIGN, beside
from setter.domain.errors import Wrong
from setter.services.desk import Desk
from setter.services.queue_view import why_queue
from setter.services.suppress_value import suppress_file, suppress_text


class TestAFileOfWhoAsked:
    def test_is_heeded_line_by_line_and_says_what_it_could_not_read(self, desk: Desk, tmp_path: Path) -> None:
        path = tmp_path / "do-not-call.csv"
        path.write_text("number\n+1 312 555 0101\ncleo@elm.example;2026\nnobody at all\n", encoding="utf-8")
        done = suppress_file(desk, path)
        assert (done.numbers, done.emails, done.unread, done.reached) == (1, 1, 2, 2)
        assert dict(why_queue(desk, CAMPAIGN))["suppressed"] == 2

    def test_reaches_whoever_is_on_the_line(self, desk: Desk, tmp_path: Path) -> None:
        call = dialled(desk, ADA)
        suppress_text(desk, "+13125550101")
        assert taken(beside(desk, "noor")).prospect_id != call.prospect_id

    def test_that_is_not_there_is_told(self, desk: Desk, tmp_path: Path) -> None:
        with pytest.raises(Wrong) as refused:
            suppress_file(desk, tmp_path / "nowhere.csv")
        assert refused.value.code == "suppression_file"

    def test_says_of_every_number_that_a_line_holds(self, desk: Desk, tmp_path: Path) -> None:
        path = tmp_path / "do-not-call.txt"
        path.write_text("312-555-0101 / 312-555-0102\n", encoding="utf-8")
        assert suppress_file(desk, path).numbers == 2
        assert dict(why_queue(desk, CAMPAIGN))["suppressed"] == 2

    def test_that_holds_none_at_all_is_wrong(self, desk: Desk, tmp_path: Path) -> None:
        path = tmp_path / "names.csv"
        path.write_text("Ada North,+13125550101\n", encoding="utf-8")
        with pytest.raises(Wrong) as refused:
            suppress_file(desk, path)
        assert refused.value.code == "suppression_file"
