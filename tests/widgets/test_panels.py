"""Panels open over a screen, take the keys, and give them back."""

import pytest
from textual.app import App
from textual.widgets import Input

from setter.widgets.choice_panel import LETTERS, ChoicePanel, ChoiceRow, of_how_many
from setter.widgets.opt_out_panel import OptOutPanel
from setter.widgets.prospect_list import ProspectList
from setter.widgets.read_panel import ReadRow
from widgets.gallery import CallPage, Gallery, QueuePage
from widgets.stage import painted


class Heard:
    """Remembers the messages of an app, each once."""

    def __init__(self) -> None:
        self.messages: list[object] = []

    def __call__(self, message: object) -> None:
        if not any(message is one for one in self.messages):
            self.messages.append(message)

    def of(self, kind: type) -> list:
        return [one for one in self.messages if isinstance(one, kind)]


class TestChoicePanel:
    async def test_its_key_picks_once_and_closes(self):
        heard = Heard()
        async with Gallery(CallPage).run_test(size=(100, 30), message_hook=heard) as pilot:
            await pilot.press("o", "5")
            assert [one.row.label for one in heard.of(ChoicePanel.Picked)] == ["No need"]
            assert not pilot.app.screen.others.is_open

    async def test_arrows_and_enter_pick_too(self):
        heard = Heard()
        async with Gallery(CallPage).run_test(size=(100, 30), message_hook=heard) as pilot:
            await pilot.press("o", "down", "down", "up", "enter")
            assert [one.row.key for one in heard.of(ChoicePanel.Picked)] == ["2"]

    async def test_a_click_picks(self):
        heard = Heard()
        async with Gallery(CallPage).run_test(size=(80, 24), message_hook=heard) as pilot:
            await pilot.press("o")
            lines = painted(pilot.app)
            y = next(y for y, line in enumerate(lines) if "No budget" in line)
            await pilot.click(offset=(lines[y].index("No budget"), y))
            assert [one.row.label for one in heard.of(ChoicePanel.Picked)] == ["No budget"]

    async def test_what_is_read_before_one_chooses_is_folded_and_no_choice(self):
        heard = Heard()
        async with Gallery(CallPage).run_test(size=(80, 24), message_hook=heard) as pilot:
            rows, words = [ChoiceRow("1", "Appeal", "a"), ChoiceRow("2", "Seen", "s")], "their budget is frozen " * 8
            pilot.app.screen.others.ask("Rejected", rows, said=[ReadRow("why", words)])
            await pilot.pause()
            lines = painted(pilot.app)
            told = [y for y, line in enumerate(lines) if "budget is" in line]
            assert len(told) == 3
            await pilot.click(offset=(10, told[1]))
            assert not heard.of(ChoicePanel.Picked)
            await pilot.click(offset=(lines[told[-1] + 2].index("Seen"), told[-1] + 2))
            assert [one.row.label for one in heard.of(ChoicePanel.Picked)] == ["Seen"]

    def test_its_title_says_where_there_are_more_choices_than_keys(self):
        rows = [ChoiceRow(key, key, key) for key in LETTERS]
        assert of_how_many("Which?", rows, 35) == "Which?"
        assert of_how_many("Which?", rows, 36) == "Which? · the first 35 of 36"

    async def test_a_mark_beyond_its_choices_stands_on_the_last(self):
        heard = Heard()
        async with Gallery(CallPage).run_test(size=(100, 30), message_hook=heard) as pilot:
            pilot.app.screen.others.ask("Which?", [ChoiceRow("1", "one", "1"), ChoiceRow("2", "two", "2")], 40)
            await pilot.press("enter")
            assert [one.row.label for one in heard.of(ChoicePanel.Picked)] == ["two"]

    async def test_escape_decides_nothing(self):
        heard = Heard()
        async with Gallery(CallPage).run_test(size=(100, 30), message_hook=heard) as pilot:
            await pilot.press("o", "escape")
            assert not heard.of(ChoicePanel.Picked)
            assert not pilot.app.screen.panel_open


class TestUnderAnOpenPanel:
    @pytest.mark.parametrize("key", ["n", "b", "i", "d", "m", "u", "space"])
    async def test_no_letter_becomes_an_outcome(self, key):
        acted = []
        CallPage.action_outcome = lambda self, code: acted.append(code)
        try:
            async with Gallery(CallPage).run_test(size=(100, 30)) as pilot:
                await pilot.press("o", key)
                assert acted == []
                assert pilot.app.screen.panel_open
        finally:
            del CallPage.action_outcome

    async def test_a_click_beside_it_does_not_wake_the_screens_keys(self):
        acted = []
        CallPage.action_outcome = lambda self, code: acted.append(code)
        try:
            async with Gallery(CallPage).run_test(size=(100, 30)) as pilot:
                await pilot.press("question_mark")
                await pilot.click(offset=(60, 4))
                await pilot.press("n")
                assert acted == []
                await pilot.press("escape", "n")
                assert acted == ["no_answer"]
        finally:
            del CallPage.action_outcome


class TestOptOut:
    async def test_f9_then_enter_opts_out_once(self):
        heard = Heard()
        async with Gallery(QueuePage).run_test(size=(100, 30), message_hook=heard) as pilot:
            await pilot.press("f9", "enter", "enter")
            assert [one.target.prospect for one in heard.of(OptOutPanel.Confirmed)] == [1000]

    async def test_two_enters_in_one_breath_are_one_opt_out(self):
        heard = Heard()
        async with Gallery(QueuePage).run_test(size=(100, 30), message_hook=heard) as pilot:
            await pilot.press("f9")
            panel = pilot.app.screen.opt_out_panel
            panel.action_confirm()
            panel.open()
            panel.action_confirm()
            await pilot.pause()
            assert len(heard.of(OptOutPanel.Confirmed)) == 1

    async def test_the_person_does_not_change_while_the_panel_is_open(self):
        heard = Heard()
        async with Gallery(QueuePage).run_test(size=(100, 30), message_hook=heard) as pilot:
            await pilot.press("f9")
            page = pilot.app.screen
            page.query_one(ProspectList).action_move(1)
            page.opt_out_panel.ask(page.opt_out_target())
            await pilot.press("f9", "enter")
            assert [one.target.prospect for one in heard.of(OptOutPanel.Confirmed)] == [1000]

    async def test_escape_gives_the_focus_back_to_the_list(self):
        async with Gallery(QueuePage).run_test(size=(100, 30)) as pilot:
            await pilot.press("f9", "escape", "down")
            assert pilot.app.focused is pilot.app.screen.query_one(ProspectList)
            assert pilot.app.screen.query_one(ProspectList).cursor == 1


class TestHelp:
    async def test_it_lists_every_key_and_says_which_do_nothing_now(self):
        async with Gallery(CallPage).run_test(size=(100, 40)) as pilot:
            await pilot.press("question_mark")
            text = "\n".join(painted(pilot.app))
            assert "Dial: the attempt begins  (not now)" in text
            assert "F9 Ctrl+O  Never contact again (Enter confirms)" in text
            assert text.count("(not now)") == 2, "the dial on a live line, and the way back from the lowest screen"
            await pilot.press("f1")
            assert not pilot.app.screen.panel_open


async def test_a_panel_with_a_field_gives_it_the_focus():
    from setter.widgets.panel import Panel

    panel = Panel(Input(), title="Note")
    app: App[None] = App()
    async with app.run_test() as pilot:
        await app.mount(panel)
        panel.open()
        await pilot.press("a", "b")
        assert panel.query_one(Input).value == "ab"
        await pilot.press("escape")
        assert not panel.is_open
