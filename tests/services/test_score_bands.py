"""Every week a team lead sees whether the score that calls went by sorts: by the first dial of each cycle."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from hands import DAY, attempts_of, booked, ended, enrolment_of, taken
from houses import ADA, CAMPAIGN, CLEO, DOV, FAY, advance, wait_until
from setter.domain.errors import Wrong
from setter.domain.score_bands import Band
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.doctor import examine
from setter.services.record_outcome import Given, record
from setter.services.rescore import rescore
from setter.services.score_bands import ScoreBands, score_bands
from setter.services.undo import undo

RIPE = "2026-12-31T12:00:00Z"
"""Thirty days after the week in which the example stands."""


def counted(desk: Desk, weeks: int = 8) -> dict[int, tuple[int, int]]:
    """SQLs and cycles by the lowest score of their band."""
    return {band.first: fraction(band) for band in score_bands(desk, CAMPAIGN, weeks).accuracy.overall.bands}


def fraction(band: Band) -> tuple[int, int]:
    """A band's two numbers."""
    return band.share.numerator, band.share.denominator


def band_of(desk: Desk, name: str) -> int:
    """The band of somebody's score as it is kept."""
    return min(enrolment_of(desk, name).score // 20 * 20, 80)


def again(desk: Desk, name: str) -> None:
    """Let a new cycle begin with somebody."""
    fresh = replace(enrolment_of(desk, name), cycle=2, cycle_started_at=desk.now(), attempts=0, work_state="queued")
    desk.store.write(lambda unit: unit.prospects.save_enrolment(fresh))


@pytest.mark.requirement("R-078")
class TestACycle:
    def test_counts_once_by_the_score_of_its_first_dial_and_an_sql_for_it(self, desk: Desk) -> None:
        bands = {name: band_of(desk, name) for name in (ADA, CLEO)}
        booked(desk, ADA)
        ended(desk, "no_answer", CLEO)
        advance(desk, 2 * DAY)
        ended(desk, "no_answer", CLEO)
        desk.store.write(lambda unit: unit.prospects.save_enrolment(replace(enrolment_of(desk, CLEO), score=99)))
        wait_until(desk, RIPE)
        wanted = {bands[CLEO]: (0, 1)}
        wanted[bands[ADA]] = (1, 2) if bands[ADA] == bands[CLEO] else (1, 1)
        assert counted(desk) == wanted

    def test_counts_once_however_many_numbers_were_tried(self, desk: Desk) -> None:
        call = taken(desk, ADA)
        dial(desk, call.id)
        record(desk, call.id, Given("no_answer"))
        undo(desk, call.id)
        record(desk, call.id, Given("no_answer"))
        assert len(attempts_of(desk, call.id)) == 1
        wait_until(desk, RIPE)
        assert sum(cases for _, cases in counted(desk).values()) == 1

    def test_that_begins_anew_counts_as_another(self, desk: Desk) -> None:
        ended(desk, "no_answer", CLEO)
        advance(desk, 2 * DAY)
        again(desk, CLEO)
        ended(desk, "no_answer", CLEO)
        wait_until(desk, RIPE)
        assert sum(cases for _, cases in counted(desk).values()) == 2

    def test_waits_until_its_label_is_final(self, desk: Desk) -> None:
        ended(desk, "no_answer", CLEO)
        wait_until(desk, "2026-12-30T12:00:00Z")
        ripe = counted(desk)
        wait_until(desk, "2026-12-29T12:00:00Z")
        assert (ripe != {}, counted(desk)) == (True, {})

    def test_is_of_the_week_in_which_it_began(self, desk: Desk) -> None:
        for name in (DOV, FAY):
            ended(desk, "no_answer", name)
            advance(desk, 7 * DAY)
            rescore(desk, CAMPAIGN)
        wait_until(desk, "2027-01-10T12:00:00Z")
        found = score_bands(desk, CAMPAIGN)
        assert list(found.accuracy.weeks) == ["2026-W48", "2026-W49"]
        assert (found.first_day.isoformat(), found.last_day.isoformat()) == ("2026-10-12", "2026-12-06")
        assert list(score_bands(desk, CAMPAIGN, 1).accuracy.weeks) == ["2026-W49"]


@pytest.mark.parametrize("weeks", [0, 521])
def test_a_number_of_weeks_that_cannot_be_looked_at_is_wrong(small_desk: Desk, weeks: int) -> None:
    with pytest.raises(Wrong) as wrong:
        score_bands(small_desk, CAMPAIGN, weeks)
    assert wrong.value.code == "weeks"


def test_whoever_examines_the_house_is_told_whether_the_score_sorts(small_desk: Desk) -> None:
    (found,) = [each for each in examine(small_desk) if each.what == f"campaign {CAMPAIGN}, score"]
    assert found.sound and found.found == "Too few to say whether the score is sorting."


def test_the_bands_say_of_what_they_are(small_desk: Desk) -> None:
    found: ScoreBands = score_bands(small_desk, CAMPAIGN)
    assert (found.campaign, found.label) == (CAMPAIGN, "sql")
    assert score_bands(small_desk, CAMPAIGN, label="held").label == "held"
