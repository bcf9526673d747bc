"""The lab, by its real keys: rules are changed on trial, and only an adoption writes."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from hands import as_lead, enrolment_of
from houses import ADA, CAMPAIGN, beside
from pictures import AssertPictured
from screens.desks import SIZES, SMALL, pictured, press_each, seated
from services.rules_kept import rules_in_force
from setter.app import SetterApp
from setter.domain.rule_versions import UNSIGNED
from setter.intake.rules_file import rules_text
from setter.screens import lab_adopt
from setter.screens.base import SetterScreen
from setter.screens.lab import LabScreen
from setter.screens.lab_draft import NOT_LEADING
from setter.services.adopt import Adopted, adopt
from setter.services.desk import Desk
from setter.services.rule_sets import add_rules, log, versions
from setter.widgets.plain import clean


def in_lab(app: SetterApp) -> LabScreen:
    """The lab, on show."""
    assert isinstance(app.screen, LabScreen)
    return app.screen


def said(app: SetterApp) -> str:
    """What was told in passing."""
    return clean(in_lab(app).passing.painted_text)


def written(desk: Desk) -> list[Any]:
    """What any write would change."""
    told = desk.store.read(lambda unit: [dict(row) for row in unit.audit.ask("heads")])
    return [told, versions(desk, CAMPAIGN), log(desk, CAMPAIGN), enrolment_of(desk, ADA)]


async def typed(pilot: Pilot[None], words: str) -> None:
    """Type words into the field that has the focus."""
    await pilot.press(*("space" if each == " " else each for each in words))


async def settled(pilot: Pilot[None]) -> None:
    """Wait for what works beside the keys."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


class TestADraft:
    @SIZES
    async def test_changes_points_and_shows_who_would_move(self, small_desk: Desk, size: tuple[int, int]) -> None:
        app = seated(as_lead(small_desk))
        before = written(small_desk)
        async with app.run_test(size=size) as pilot:
            await press_each(pilot, ["f6", "plus", "plus", "down", "minus"])
            shown = in_lab(app).table.painted_text
            assert "+25 → +27" in shown and "+16 → +15" in shown
            told = in_lab(app).moves.painted_text
            assert "new among the first 20 · all 6 in the queue" in told
            assert "place of 6" in told
            assert "Runs the firm +25 → +27" in told
        assert written(small_desk) == before, "a draft is nobody's rules"

    async def test_takes_typed_points_and_says_what_it_does_not_understand(self, small_desk: Desk) -> None:
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(100, 30)) as pilot:
            await press_each(pilot, ["f6", "enter"])
            await typed(pilot, "many")
            await press_each(pilot, ["enter"])
            assert "whole number" in in_lab(app).asking.words
            await press_each(pilot, ["ctrl+u"])
            await typed(pilot, "40")
            await press_each(pilot, ["enter"])
            assert "+25 → +40" in in_lab(app).table.painted_text

    async def test_switches_a_line_off_and_takes_every_step_back(self, small_desk: Desk) -> None:
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(100, 30)) as pilot:
            await press_each(pilot, ["f6", "plus", "x"])
            assert "+25 → off" in in_lab(app).table.painted_text
            await press_each(pilot, ["u"])
            assert "+25 → +26" in in_lab(app).table.painted_text
            await press_each(pilot, ["u"])
            assert "Nothing is changed yet" in in_lab(app).moves.painted_text
            await press_each(pilot, ["x", "x", "u"])
            assert "→" not in in_lab(app).table.painted_text
            assert said(app) == "Nothing is changed in the draft."

    async def test_says_what_a_line_asks_for_and_why_somebody_moves(self, small_desk: Desk) -> None:
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(100, 30)) as pilot:
            await press_each(pilot, ["f6", "w"])
            assert "seniority in [owner, c_suite]" in in_lab(app).reading.told
            assert ADA in in_lab(app).reading.told
            await press_each(pilot, ["escape", *["minus"] * 12, "tab"])
            fallen = str(enrolment_of(small_desk, ADA).id)
            while in_lab(app).moves.marked.key != fallen:
                await press_each(pilot, ["down"])
            await press_each(pilot, ["w"])
            assert "Runs the firm" in in_lab(app).reading.told and "+25 → +13" in in_lab(app).reading.told

    async def test_is_a_team_leads_and_a_caller_may_look(self, small_desk: Desk) -> None:
        app = seated(beside(small_desk, "noor"))
        async with app.run_test(size=(100, 30)) as pilot:
            for key in ("plus", "x", "enter", "a"):
                await press_each(pilot, ["f6", key])
                assert said(app) == NOT_LEADING, key
            assert "Runs the firm" in in_lab(app).table.painted_text
            assert "a team lead sees who would move" in in_lab(app).moves.painted_text
            await press_each(pilot, ["w"])
            assert in_lab(app).reading.is_open


class TestRulesAsTheyCome:
    async def test_words_of_a_rules_file_are_only_words(self, small_desk: Desk) -> None:
        hostile = "x [/] [@click=app.quit]y[/] [Inc]"
        rules = rules_in_force(small_desk)
        named = (replace(rules.rules[0], label=hostile), *rules.rules[1:])
        version = add_rules(as_lead(small_desk), CAMPAIGN, rules_text(replace(rules, rules=named))).version
        adopt(as_lead(small_desk), CAMPAIGN, version, "to see", "nobody would")
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(100, 30)) as pilot:
            await press_each(pilot, ["f6", "plus", "plus"])
            assert "x [/] [@click=app.quit]y" in in_lab(app).table.painted_text
            await press_each(pilot, ["w", "escape", "a", "escape", "enter"])
            assert "[@click=app.quit]" in str(in_lab(app).asking.border_title)

    async def test_a_campaign_without_a_rule_has_an_empty_table(self, small_desk: Desk) -> None:
        rules = replace(rules_in_force(small_desk), rules=(), models=())
        version = add_rules(as_lead(small_desk), CAMPAIGN, rules_text(rules)).version
        adopt(as_lead(small_desk), CAMPAIGN, version, "to see", "nobody would")
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(80, 24)) as pilot:
            await press_each(pilot, ["f6", "plus"])
            assert said(app) == "There is no line to change."
            await press_each(pilot, ["w", "down", "enter", "x", "b"])
            await settled(pilot)


class TestAnAdoption:
    @pytest.mark.requirement("R-078")
    async def test_reads_the_changes_asks_why_and_weighs_everybody_anew(self, small_desk: Desk) -> None:
        app = seated(as_lead(small_desk))
        before = written(small_desk)
        async with app.run_test(size=(100, 30)) as pilot:
            await press_each(pilot, ["f6", "plus", "plus", "a"])
            panel = in_lab(app).adopting
            assert "Runs the firm: points +25 → +27" in panel.told.painted_text
            assert UNSIGNED in panel.told.painted_text
            await press_each(pilot, ["enter"])
            assert "must be a reason" in panel.words
            await typed(pilot, "no calls yet")
            await press_each(pilot, ["enter", "enter"])
            assert "needs a note" in panel.words
            assert written(small_desk) == before, "nothing is written before the note"
            await typed(pilot, "owners first")
            await press_each(pilot, ["enter"])
            await settled(pilot)
            assert "Version 2 is in force" in said(app)
            assert "version 2 in force" in in_lab(app).about.painted_text
        assert [each.points for each in rules_in_force(small_desk).rules if each.id == "owner"] == [27]
        newest = log(small_desk, CAMPAIGN)[-1]
        assert (newest.what, newest.version, newest.note, newest.untested) == (
            "adopted", 2, "owners first", "no calls yet",
        )  # fmt: skip

    async def test_leaves_everything_as_it_is_on_escape(self, small_desk: Desk) -> None:
        app = seated(as_lead(small_desk))
        before = written(small_desk)
        async with app.run_test(size=(100, 30)) as pilot:
            await press_each(pilot, ["f6", "plus", "a", "escape"])
            assert "+25 → +26" in in_lab(app).table.painted_text
        assert written(small_desk) == before

    async def test_is_taken_back_and_signed_off_among_the_versions(self, small_desk: Desk) -> None:
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(100, 30)) as pilot:
            await press_each(pilot, ["f6", "plus", "a"])
            await typed(pilot, "no calls")
            await press_each(pilot, ["enter"])
            await typed(pilot, "owners")
            await press_each(pilot, ["enter"])
            await settled(pilot)
            assert "of 6 have another score. v takes it back." in said(app)
            await press_each(pilot, ["v", "2", "d"])
            assert "From version 1, in force before, to version 2" in str(in_lab(app).reading.border_title)
            assert "+25 → +26" in in_lab(app).reading.told
            await press_each(pilot, ["escape", "v", "2", "s"])
            await typed(pilot, "Tobe Abara")
            await press_each(pilot, ["enter"])
            assert "signed off by Tobe Abara, 2026-11-24" in in_lab(app).about.painted_text
            await press_each(pilot, ["v", "2", "b"])
            await typed(pilot, "owners do not answer")
            await press_each(pilot, ["enter"])
            await settled(pilot)
            assert "Version 1 is in force" in said(app) and "takes it back" not in said(app), "nothing was before"
            await press_each(pilot, ["v", "1"])
            assert not in_lab(app).doing.is_open, "nothing is left to be done with it"
            assert "Version 1, in force" in str(in_lab(app).reading.border_title)
            await press_each(pilot, ["escape"])
            assert "version 1 in force" in in_lab(app).about.painted_text
            await press_each(pilot, ["v", "0"])
            assert "version 1 back in force in place of version 2" in in_lab(app).reading.told
        assert [each.in_force for each in versions(small_desk, CAMPAIGN)] == [True, False]

    async def test_says_so_to_whoever_leaves_while_everybody_is_weighed(
        self, small_desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        left, begun = threading.Event(), lab_adopt.adopt_draft

        def slowly(*asked: Any) -> Adopted:
            left.wait(20)
            return begun(*asked)

        monkeypatch.setattr(lab_adopt, "adopt_draft", slowly)
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(100, 30)) as pilot:
            await press_each(pilot, ["f6", "plus", "a"])
            await typed(pilot, "none")
            await press_each(pilot, ["enter"])
            await typed(pilot, "owners")
            await press_each(pilot, ["enter", "a"])
            assert "being weighed" in said(app)
            await press_each(pilot, ["f2"])
            assert isinstance(app.screen, SetterScreen) and lab_adopt.STOPPED[:30] in app.screen.passing.painted_text
            left.set()
            await settled(pilot)
        assert [each.in_force for each in versions(small_desk, CAMPAIGN)] == [False, True]

    async def test_shows_what_is_different_between_two_versions(self, small_desk: Desk) -> None:
        app = seated(as_lead(small_desk))
        async with app.run_test(size=(100, 30)) as pilot:
            rules = replace(rules_in_force(small_desk), attempt_penalty=3)
            add_rules(as_lead(small_desk), CAMPAIGN, rules_text(rules))
            await press_each(pilot, ["f6", "v", "2", "d"])
            assert "From version 1, in force, to version 2" in str(in_lab(app).reading.border_title)
            assert "attempt" in in_lab(app).reading.told


TRIED = ["f6", "plus", "plus", "plus", "down", "down", "minus", "down", "x"]
"""Some changes of the example's rules."""


@pytest.mark.parametrize(
    ("name", "keys"), [("lab", TRIED), ("lab-adopt", [*TRIED, "a"]), ("lab-versions", ["f6", "v"])]
)
async def test_its_pictures(sandbox_desk: Desk, assert_pictured: AssertPictured, name: str, keys: list[str]) -> None:
    rules = replace(rules_in_force(sandbox_desk), attempt_penalty=3)
    add_rules(as_lead(sandbox_desk), CAMPAIGN, rules_text(rules))
    app = seated(as_lead(sandbox_desk))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await press_each(pilot, keys)
        await pictured(pilot, assert_pictured, name)
