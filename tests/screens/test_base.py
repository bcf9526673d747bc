"""What every screen does: says why a key is dead, reports failures calmly, opts out from a text field, goes back."""

from typing import ClassVar

import pytest
from textual import work
from textual.app import App
from textual.widgets import Input

from setter.domain.errors import Refused, Unusable
from setter.screens.base import SetterScreen
from setter.screens.keys import bindings
from setter.screens.palette import ScreenCommands
from setter.widgets.opt_out_panel import OptOutTarget
from widgets.gallery import BookPage, CallPage, Gallery, QueuePage
from widgets.stage import painted


class NotePage(SetterScreen):
    """A screen with a field, a worker that can fail, and one that can be refused."""

    SCOPE = "call"
    BINDINGS: ClassVar = bindings("call")

    def __init__(self) -> None:
        super().__init__()
        self.opted: list[int] = []
        self.acted: list[str] = []

    def compose_body(self):
        yield Input(id="note")

    def opt_out_target(self):
        return OptOutTarget(7, "Ana Ruiz")

    def opt_out(self, target):
        self.opted.append(target.prospect)

    def action_note(self):
        self.query_one(Input).focus()

    def action_dial(self):
        self.acted.append("dial")

    def action_outcome(self, code):
        self.acted.append(code)

    @work(thread=True, exit_on_error=False)
    def fail(self, error: Exception) -> None:
        raise error


def words(app: App) -> list[str]:
    said = app.screen.passing
    return [said.words] if said.words else []


class TestOptOutFromATextField:
    @pytest.mark.parametrize("key", ["f9", "ctrl+o"])
    async def test_it_works_while_a_note_is_typed_and_the_note_stays(self, key):
        async with Gallery(NotePage).run_test(size=(100, 30)) as pilot:
            await pilot.press("t", "h", "i", key, "enter")
            assert pilot.app.screen.opted == [7]
            assert pilot.app.screen.query_one(Input).value == "hi"
            assert pilot.app.focused is pilot.app.screen.query_one(Input)

    async def test_with_nobody_chosen_it_says_what_to_do(self):
        async with Gallery(BookPage).run_test(size=(100, 30)) as pilot:
            await pilot.press("f9")
            assert words(pilot.app) == ["Nobody is chosen: mark the person first, then F9."]


class TestDeadKeys:
    async def test_a_key_that_cannot_act_now_says_why_once(self):
        async with Gallery(CallPage).run_test(size=(100, 30)) as pilot:
            await pilot.press("d")
            assert words(pilot.app) == ["You are on the line already."]

    async def test_the_words_leave_the_key_bar_in_sight(self):
        async with Gallery(CallPage).run_test(size=(80, 24), notifications=True) as pilot:
            await pilot.press("d")
            await pilot.pause(0.2)
            lines = painted(pilot.app)
            assert "You are on the line already." in "\n".join(lines)
            assert "o other" in lines[-2]
            assert "? keys" in lines[-1]

    async def test_a_key_that_nobody_bound_says_nothing(self):
        async with Gallery(CallPage).run_test(size=(100, 30)) as pilot:
            await pilot.press("z")
            assert words(pilot.app) == []

    async def test_letters_in_a_field_are_words_not_outcomes(self):
        async with Gallery(NotePage).run_test(size=(100, 30)) as pilot:
            await pilot.press("t", "n", "d", "escape", "d")
            assert pilot.app.screen.query_one(Input).value == "nd"
            assert pilot.app.screen.acted == ["dial"]


class SlotPage(SetterScreen):
    """A screen whose arrows work while its field is typed in."""

    SCOPE = "book"
    BINDINGS: ClassVar = bindings("book")

    def __init__(self) -> None:
        super().__init__()
        self.slot = 0

    def compose_body(self):
        yield Input()

    def on_mount(self):
        self.query_one(Input).focus()

    def action_slot_after(self):
        self.slot += 1


class TestArrowsInAField:
    async def test_they_reach_the_screen_and_stand_on_its_key_bar(self):
        async with Gallery(SlotPage).run_test(size=(100, 30)) as pilot:
            await pilot.press("t", "u", "down", "down")
            assert pilot.app.screen.slot == 2
            assert "↑ earlier  ↓ later" in painted(pilot.app)[-1]
            assert "Enter book" in painted(pilot.app)[-1]


class TestFailures:
    async def test_a_refusal_in_a_worker_is_one_calm_sentence_and_the_screen_goes_on(self):
        async with Gallery(NotePage).run_test(size=(100, 30)) as pilot:
            pilot.app.screen.fail(Refused("cap", "Three dials today already.", hint="Try tomorrow."))
            while any(not worker.is_finished for worker in pilot.app.workers):
                await pilot.pause(0.01)
            await pilot.pause(0.05)
            assert words(pilot.app) == ["Three dials today already. Try tomorrow."]
            assert pilot.app.is_running

    async def test_an_unforeseen_failure_tells_no_personal_data(self):
        async with Gallery(NotePage).run_test(size=(100, 30)) as pilot:
            pilot.app.screen.report(ValueError("Ana Ruiz +15046218927"))
            await pilot.pause()
            assert words(pilot.app) == ["That did not work (ValueError). Try again, or run setter doctor."]

    async def test_a_refusal_of_a_service_in_an_action_is_told(self):
        async with Gallery(NotePage).run_test(size=(100, 30)) as pilot:
            with pilot.app.screen.telling():
                raise Unusable("gone", "The database is away [/].", hint="Check the network.")
            await pilot.pause()
            assert words(pilot.app) == ["The database is away [/]. Check the network."]
            assert pilot.app.screen.passing.severity == "error"

    async def test_other_errors_in_an_action_are_not_hidden(self):
        async with Gallery(NotePage).run_test(size=(100, 30)) as pilot:
            with pytest.raises(ZeroDivisionError), pilot.app.screen.telling():
                raise ZeroDivisionError


class TestGoingAbout:
    async def test_function_keys_ask_for_other_screens_but_not_for_this_one(self):
        heard = []
        async with Gallery(QueuePage).run_test(size=(100, 30), message_hook=heard.append) as pilot:
            await pilot.press("f3", "f2")
            assert {one.name for one in heard if isinstance(one, SetterScreen.WentTo)} == {"handoff"}

    async def test_somebody_calls_while_a_note_is_typed(self):
        heard = []
        async with Gallery(NotePage).run_test(size=(100, 30), message_hook=heard.append) as pilot:
            await pilot.press("t", "f8")
            assert any(isinstance(one, SetterScreen.CameIn) for one in heard)

    async def test_escape_leaves_the_field_then_the_screen_and_never_the_first_screen(self):
        async with Gallery(QueuePage).run_test(size=(100, 30)) as pilot:
            first = pilot.app.screen
            await pilot.app.push_screen(NotePage())
            await pilot.press("t", "escape")
            assert isinstance(pilot.app.screen, NotePage)
            await pilot.press("escape")
            assert pilot.app.screen is first
            await pilot.press("escape")
            assert pilot.app.screen is first

    async def test_q_quits_from_the_queue(self):
        app = Gallery(QueuePage)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("q")
            assert app._exit

    @pytest.mark.parametrize(("cells", "name"), [(80, "-narrow"), (100, "-wide"), (160, "-very-wide")])
    async def test_a_screen_knows_how_wide_it_is(self, cells, name):
        async with Gallery(QueuePage).run_test(size=(cells, 30)) as pilot:
            await pilot.pause()
            assert pilot.app.screen.has_class(name)


class TestPalette:
    async def test_it_offers_the_keys_of_the_screen_that_work_now(self):
        async with Gallery(CallPage).run_test(size=(100, 30)) as pilot:
            found = {command.label for command in ScreenCommands(pilot.app.screen).commands()}
            assert {"no answer", "objections", "opt-out"} <= found
            assert "dial" not in found

    async def test_the_screens_own_keys_come_first(self):
        async with Gallery(CallPage).run_test(size=(100, 30)) as pilot:
            found = [command.label for command in ScreenCommands(pilot.app.screen).commands()]
            assert found[0] == "no answer"
            assert found.index("skip") < found.index("opt-out")

    async def test_choosing_a_command_presses_its_key(self):
        async with Gallery(CallPage).run_test(size=(100, 30)) as pilot:
            await pilot.press("ctrl+p", *"all other")
            await pilot.pause(0.3)
            assert "All other outcomes" in "\n".join(painted(pilot.app))
            await pilot.press("down", "enter")
            await pilot.pause(0.2)
            assert pilot.app.screen.others.is_open
