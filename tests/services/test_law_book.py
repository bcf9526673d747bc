"""Compliance alone decides about the law, with a reason; a decision only narrows, or says what it relaxes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from compliance import ILLINOIS
from hands import dialled, refused_dial, taken
from houses import ADA, CLEO, beside, wait_until
from setter.domain.errors import Refused, Wrong
from setter.services import law_book
from setter.services.audit_trail import trail
from setter.services.desk import Desk
from setter.store.unit import Unit

DECREE, OVER = "State of emergency, EO 47", "EO 48 lifted it"


def outside_a_sandbox(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(desk), "sandbox", property(lambda self: False))


class TestTheBook:
    def test_shows_the_rows_of_a_place_with_its_country(self, desk: Desk) -> None:
        found = law_book.book(desk, ["us-la"])
        assert [row.place for row in found.rows] == ["US", "US-LA"]
        assert law_book.hours_words(found.rows[1]) == "Mon-Fri 08:00-20:00, Sat 08:00-20:00"

    def test_says_which_rows_want_reading_again(self, desk: Desk) -> None:
        assert law_book.book(desk).stale == ()
        wait_until(desk, "2027-06-30T12:00:00Z")
        assert "US-LA" in law_book.book(desk).stale

    def test_knows_no_place_that_is_none(self, desk: Desk) -> None:
        with pytest.raises(Wrong) as refused:
            law_book.book(desk, ["US-ATLANTIS"])
        assert refused.value.code == "place"


class TestWhoDecides:
    def test_is_compliance_alone(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        outside_a_sandbox(desk, monkeypatch)
        for name in ("mira", "lead"):
            with pytest.raises(Refused) as refused:
                law_book.black_out(beside(desk, name), "US-LA", date(2026, 11, 24), date(2026, 11, 25), DECREE)
            assert refused.value.code == "role"

    def test_leaves_their_name_their_reason_and_an_entry_in_the_audit(self, counsel: Desk) -> None:
        made = law_book.black_out(counsel, "us-la", date(2026, 11, 24), date(2026, 11, 25), DECREE)
        (decision,) = law_book.book(counsel, ["US-LA"]).decisions
        assert (decision.id, decision.kind, decision.reason, decision.decided_by) == (made, "blackout", DECREE, "noor")

        def audited(unit: Unit) -> list[str]:
            return [entry.action for entry in unit.audit.about("law/US-LA")]

        assert counsel.store.read(audited) == ["law_blackout"]

    @pytest.mark.parametrize("reason", ["", "  ", "because"])
    def test_gives_a_reason(self, counsel: Desk, reason: str) -> None:
        with pytest.raises(Wrong) as refused:
            law_book.relax(counsel, "US-KY", "b2b", reason)
        assert refused.value.code == "reason"

    def test_may_end_what_was_decided_and_nothing_that_ships(self, counsel: Desk) -> None:
        made = law_book.black_out(counsel, "US-IL", date(2026, 11, 24), date(2026, 11, 25), DECREE)
        assert refused_dial(counsel, taken(counsel, ADA).id) == "closed_day"
        law_book.end(counsel, made, OVER)
        *_, over = trail(counsel, "law/US-IL")
        assert (over.what, over.old, over.new, over.why) == ("law_end", "in force", "over", OVER)
        assert law_book.book(counsel, ["US-IL"]).decisions == ()
        with pytest.raises(Wrong) as refused:
            law_book.end(counsel, made, OVER)
        assert refused.value.code == "no_decision"


class TestABlackout:
    def test_is_in_force_at_the_very_next_dial(self, counsel: Desk) -> None:
        call = taken(counsel, CLEO)
        law_book.black_out(counsel, "US-NY", date(2026, 11, 24), date(2026, 11, 24), DECREE)
        assert refused_dial(counsel, call.id) == "closed_day"

    @pytest.mark.parametrize(
        ("first", "last", "code"),
        [
            (date(2026, 11, 25), date(2026, 11, 24), "blackout_days"),
            (date(2026, 11, 25), date(2027, 11, 26), "blackout_days"),
            (date(2026, 11, 20), date(2026, 11, 23), "blackout_past"),
        ],
    )
    def test_has_days_that_can_be(self, counsel: Desk, first: date, last: date, code: str) -> None:
        with pytest.raises(Wrong) as refused:
            law_book.black_out(counsel, "US-NY", first, last, DECREE)
        assert refused.value.code == code


class TestRelaxing:
    def test_frees_businesses_from_a_law_for_consumers(self, counsel: Desk, tmp_path: Path) -> None:
        wait_until(counsel, "2026-11-24T14:30:00Z")
        law_book.narrow_by(counsel, _file(tmp_path, ILLINOIS.replace("everybody", "consumers")))
        call = taken(counsel, ADA)
        assert refused_dial(counsel, call.id) == "law"
        law_book.relax(counsel, "US-IL", "b2b", "The act names residential subscribers only")
        dialled(counsel, ADA)

    def test_is_refused_where_the_law_binds_businesses(self, counsel: Desk) -> None:
        with pytest.raises(Refused) as refused:
            law_book.relax(counsel, "US-OK", "b2b", "somebody said that we are exempt")
        assert refused.value.code == "binds_everybody"

    def test_is_never_done_for_consumers(self, counsel: Desk) -> None:
        with pytest.raises(Wrong) as refused:
            law_book.relax(counsel, "US-KY", "b2c", "KRS 367.46951 excludes merchants")
        assert refused.value.code == "market"


class TestRowsOfOnesOwn:
    def test_narrow_what_ships_and_replace_their_former_selves(self, counsel: Desk, tmp_path: Path) -> None:
        assert law_book.narrow_by(counsel, _file(tmp_path, ILLINOIS)) == ("US-IL",)
        assert refused_dial(counsel, taken(counsel, ADA).id) == "law", "half past ten in Chicago"
        law_book.narrow_by(counsel, _file(tmp_path, ILLINOIS.replace("12:00", "08:00")))
        assert [each.kind for each in law_book.book(counsel, ["US-IL"]).decisions] == ["row"]

    def test_are_taken_in_whole_or_not_at_all(self, counsel: Desk, tmp_path: Path) -> None:
        faulty = _file(tmp_path, ILLINOIS + ILLINOIS.replace("US-IL", "US-NY").replace("12:00", "noon"))
        with pytest.raises(Wrong) as refused:
            law_book.narrow_by(counsel, faulty)
        assert refused.value.code == "law_file"
        assert law_book.book(counsel, ["US-IL"]).decisions == ()

    @pytest.mark.parametrize("text", ["", "places = 1", "[places", "[other]\nx = 1"])
    def test_are_written_in_a_file_that_holds_some(self, counsel: Desk, tmp_path: Path, text: str) -> None:
        with pytest.raises(Wrong) as refused:
            law_book.narrow_by(counsel, _file(tmp_path, text))
        assert refused.value.code == "law_file"


def _file(folder: Path, text: str) -> Path:
    path = folder / "law.toml"
    path.write_text(text, encoding="utf-8")
    return path
