"""The lab tests its draft on what came of calls, and takes what they suggest line by line."""

from __future__ import annotations

import threading
from collections.abc import Callable
from random import Random

import pytest

from hands import DAY, as_lead, booked, ended
from houses import ADA, CAMPAIGN, DOV, MORNING, advance
from pictures import AssertPictured
from screens.desks import SMALL, pictured, press_each, seated
from screens.test_lab import in_lab, said, settled, typed, written
from setter.domain.acts import Act
from setter.domain.facts import Value
from setter.services import backtest_cycles
from setter.services.backtest_cycles import Cycles
from setter.services.desk import Desk
from setter.services.past_cycles import PastCycle
from setter.services.rule_sets import log, versions

SLOTS = ("wed 3pm", "mon 10:30", "mon 11:30", "mon 3pm", "wed 4pm")


def a_cycle(dice: Random, at: int) -> PastCycle:
    """Owners become SQLs seldom, department heads and whoever looks at prices often; those in the south more often."""
    rank, south = dice.choice(["owner", "director", ""]), dice.random() < 0.5
    priced = dice.random() < 0.3
    chance = 0.04 + 0.25 * (rank == "director") + 0.3 * priced + 0.2 * south
    values: dict[str, Value] = {"seniority": rank, "district": "south" if south else "north", "employees": 50}
    when = MORNING - (700 - at) * DAY // 10
    acts = (Act("pricing_page", when - DAY),) * priced
    known = {name: value for name, value in values.items() if value}
    return PastCycle(at, at, when, known, acts, dice.random() < chance, 0, 1, dice.random() < 0.05)


@pytest.fixture
def many_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the campaign have had 600 calls whose outcomes are final."""
    dice = Random(5)
    cycles = Cycles([a_cycle(dice, at) for at in range(600)], "sql", 1.5)

    def known(desk: Desk, campaign_id: str, label: str = "sql") -> Cycles:
        return Cycles(cycles.cycles, label, 1.5)

    monkeypatch.setattr("setter.services.backtest_cycles.cycles_of", known)
    monkeypatch.setattr("setter.services.suggest.cycles_of", known)


@pytest.mark.usefixtures("many_calls")
class TestABacktest:
    @pytest.mark.requirement("R-078")
    async def test_compares_the_draft_with_what_is_in_force_and_writes_nothing(self, small_desk: Desk) -> None:
        app = seated(as_lead(small_desk))
        before = written(small_desk)
        async with app.run_test(size=(100, 40)) as pilot:
            await press_each(pilot, ["f6", "x", "b"])
            await settled(pilot)
            told = in_lab(app).result.told
            assert "600 cycles" in told and "each as it was known at its first dial" in told
            assert "the draft is better" in told
            assert "AUC: who succeeds scores higher" in told and "top tenth that succeeds (lift)" in told
            assert "●" in told and "◇" in told
            await press_each(pilot, ["escape"])
            assert "tested" in in_lab(app).about.painted_text
            line = in_lab(app).table.painted_text
            assert "with, without it" in line
            await press_each(pilot, ["w"])
            assert "percentage points apart" in " ".join(in_lab(app).reading.told.split())
        assert written(small_desk) == before

    async def test_lets_the_lab_go_on_meanwhile(self, small_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        held, go_on = backtest_cycles.cycles_of, threading.Event()

        def slowly(desk: Desk, campaign_id: str, label: str = "sql") -> Cycles:
            go_on.wait(20)
            return held(desk, campaign_id, label)

        monkeypatch.setattr("setter.services.backtest_cycles.cycles_of", slowly)
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(100, 30)) as pilot:
            await press_each(pilot, ["f6", "plus", "b", "plus"])
            assert "+25 → +27" in in_lab(app).table.painted_text
            await press_each(pilot, ["b"])
            assert "being tested" in said(app)
            go_on.set()
            await settled(pilot)
            assert not in_lab(app).result.is_open and "of the draft before" in said(app)
            assert "not tested" in in_lab(app).about.painted_text
            await press_each(pilot, ["u"])
            assert "not tested" not in in_lab(app).about.painted_text, "the test was of just these points"

    async def test_counts_meetings_held_when_asked(self, small_desk: Desk) -> None:
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(100, 30)) as pilot:
            await press_each(pilot, ["f6", "plus", "l"])
            await settled(pilot)
            assert "of them SQLs that sales accepted" in in_lab(app).result.told
            await press_each(pilot, ["escape", "l"])
            await settled(pilot)
            assert "of them meetings held" in in_lab(app).result.told

    async def test_is_kept_with_the_version_that_is_adopted(self, small_desk: Desk) -> None:
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(100, 30)) as pilot:
            await press_each(pilot, ["f6", "x", "b"])
            await settled(pilot)
            await press_each(pilot, ["escape", "a"])
            known = " ".join(in_lab(app).adopting.told.painted_text.split())
            assert "AUC" in known and "✓" not in known
            assert "the draft is better: +" in known and "percentage points in the top tenth" in known
            await typed(pilot, "owners do not buy")
            await press_each(pilot, ["enter"])
            await settled(pilot)
        newest = versions(small_desk, CAMPAIGN)[-1]
        assert newest.in_force and newest.test is not None and newest.test.against == 1
        assert log(small_desk, CAMPAIGN)[-1].untested == ""


@pytest.mark.usefixtures("many_calls")
class TestSuggestions:
    async def test_are_taken_into_the_draft_one_by_one_and_out_again(self, small_desk: Desk) -> None:
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(100, 40)) as pilot:
            await press_each(pilot, ["f6", "s"])
            await settled(pilot)
            lab = in_lab(app)
            assert lab.suggesting.is_open and lab.draft is not None
            kinds = {each.kind for each in lab.suggested.values()}
            assert {"new", "drop"} <= kinds
            assert lab.draft.differences == (), "nothing is taken that was not marked"
            first = lab.suggesting.table.marked
            assert first is not None
            await press_each(pilot, ["space"])
            assert len({each.subject for each in lab.draft.differences}) == 1
            assert lab.suggesting.table.painted_text.count("✓") == 1
            await press_each(pilot, ["space"])
            assert lab.draft.differences == ()
            rows = len(lab.suggested)
            await pilot.press(*["space", "down"] * rows)
            assert len({each.subject for each in lab.draft.differences}) == rows
            await pilot.press("home", *["space", "down"] * rows)
            assert (lab.draft.rules, lab.draft.off) == (lab.draft.before.rules, frozenset())
            await pilot.press("home", *["space", "down"] * rows, "escape", "b")
            await settled(pilot)
            assert lab.compared is not None and lab.compared.draft.sorting and lab.compared.in_force.sorting
            assert lab.compared.draft.sorting.auc > lab.compared.in_force.sorting.auc

    async def test_say_what_each_rests_on(self, small_desk: Desk) -> None:
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(80, 24)) as pilot:
            await press_each(pilot, ["f6", "s"])
            await settled(pilot)
            before = in_lab(app).suggesting.said.painted_text
            assert "with it" in before and "points apart" in before
            await press_each(pilot, ["down"])
            assert in_lab(app).suggesting.said.painted_text != before


class TestTheStoresOwnCalls:
    async def test_are_what_a_draft_is_tested_on(self, sandbox_desk: Desk) -> None:
        for number in range(40):
            if number % 8:
                ended(sandbox_desk, "no_answer")
            else:
                booked(sandbox_desk, when=SLOTS[number // 8], email=f"a{number}@x.example")
        advance(sandbox_desk, 31 * DAY)
        app = seated(as_lead(sandbox_desk))
        async with app.run_test(size=(100, 30)) as pilot:
            await press_each(pilot, ["f6", "x", "b"])
            await settled(pilot)
            told = in_lab(app).result.told
            assert "40 cycles, 5 of them SQLs" in told
            assert "no clear difference" in told and "hardly a line can be believed" in told


class TestTooFewCalls:
    async def test_are_told_as_such_and_are_no_test(self, small_desk: Desk) -> None:
        booked(small_desk, ADA)
        ended(small_desk, "no_answer", DOV)
        advance(small_desk, 31 * DAY)
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(80, 24)) as pilot:
            await press_each(pilot, ["f6", "plus", "b"])
            await settled(pilot)
            told = in_lab(app).result.told
            assert "2 cycles, 1 of them SQLs" in told and "too few to say anything" in told
            assert "AUC" not in told
            await press_each(pilot, ["escape", "a"])
            assert "untested" in str(in_lab(app).adopting.border_title)
            await press_each(pilot, ["escape", "s"])
            await settled(pilot)
            assert "suggest nothing" in said(app)

    async def test_without_the_libraries_of_the_lab_the_table_works_alone(
        self, small_desk: Desk, monkeypatch: pytest.MonkeyPatch, without_the_lab: Callable[[], None]
    ) -> None:
        without_the_lab()
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(100, 30)) as pilot:
            await press_each(pilot, ["f6", "plus", "b"])
            await settled(pilot)
            assert "numpy" in said(app)
            assert "+25 → +26" in in_lab(app).table.painted_text


@pytest.fixture
def without_the_lab(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Be where numpy and scikit-learn are not installed."""
    import sys

    def take_away() -> None:
        for name in ("numpy", "sklearn", "threadpoolctl"):
            monkeypatch.setitem(sys.modules, name, None)

    return take_away


@pytest.mark.usefixtures("many_calls")
@pytest.mark.parametrize(("name", "keys"), [("lab-backtest", ["b"]), ("lab-suggested", ["s"])])
async def test_its_pictures(sandbox_desk: Desk, assert_pictured: AssertPictured, name: str, keys: list[str]) -> None:
    app = seated(as_lead(sandbox_desk))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await press_each(pilot, ["f6", "x", *keys])
        await settled(pilot)
        await pictured(pilot, assert_pictured, name)
