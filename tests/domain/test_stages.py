"""Sub-stages say more of where somebody is inside a rung; they follow what happened and move nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from setter.domain.ladder import Rung
from setter.domain.stages import CONDITIONS, Progress, Stage, flaws, read_stage, sub_stage

SQL = tuple(map(read_stage, ("set", "confirmed", "held")))
ASKED = Progress(2, 1, promised=False, sql=True, meeting="booked")


class TestASubStage:
    @pytest.mark.requirement("R-012")
    @pytest.mark.parametrize(
        ("meeting", "stage"), [("booked", "set"), ("confirmed", "confirmed"), ("held", "held"), ("no_show", "set")]
    )
    def test_is_the_furthest_that_is_so(self, meeting: str, stage: str) -> None:
        assert sub_stage(SQL, Progress(2, 1, promised=False, sql=True, meeting=meeting)) == stage

    def test_may_have_a_name_of_the_teams_own(self) -> None:
        stages = tuple(map(read_stage, ("fresh: untouched", "in talks: reached")))
        assert stages == (Stage("fresh", "untouched"), Stage("in talks", "reached"))
        assert sub_stage(stages, Progress(0, 0, promised=False, sql=False)) == "fresh"
        assert sub_stage(stages, Progress(3, 1, promised=False, sql=False)) == "in talks"
        assert sub_stage(stages, Progress(3, 0, promised=False, sql=False)) == ""

    @given(some.builds(Progress, some.integers(0, 3), some.integers(0, 3), some.booleans(), some.booleans()))
    def test_follows_from_what_is_on_record_whatever_that_is(self, progress: Progress) -> None:
        assert {progress.shows(each) for each in CONDITIONS} <= {True, False}
        assert progress.shows("untouched") != (progress.attempts > 0)


class TestAFlaw:
    @pytest.mark.requirement("R-012")
    @pytest.mark.parametrize(
        ("rung", "written", "place", "says"),
        [
            (Rung.SQL, ("confirmed", "set"), 1, "comes before the one ahead of it"),
            (Rung.SQL, ("set", "set"), 1, "comes before the one ahead of it"),
            (Rung.LEAD, ("tried", "held"), 1, "belongs to the rung SQL or above: no sub-stage skips a rung"),
            (Rung.SQL, ("untouched", "set"), 0, "can never be so of an SQL"),
            (Rung.MQL, ("warm",), 0, "none of untouched, tried"),
            (Rung.MQL, ("one: tried", "one: reached"), 1, "has the name of another"),
        ],
    )
    def test_is_an_order_a_rung_or_a_word_that_does_not_fit(
        self, rung: Rung, written: tuple[str, ...], place: int, says: str
    ) -> None:
        found = list(flaws(rung, tuple(map(read_stage, written))))
        assert found[0][0] == place and says in found[0][1]

    def test_is_in_none_that_go_as_things_happen(self) -> None:
        assert list(flaws(Rung.SQL, SQL)) == []
