"""One line says what just happened; a long one keeps what can be pressed in sight."""

from __future__ import annotations

from setter.widgets.said_line import SaidLine
from widgets.stage import painted, staged


async def test_the_newest_word_stands_alone() -> None:
    line = SaidLine()
    async with staged(line) as pilot:
        line.say("first")
        line.say("second")
        await pilot.pause()
        assert painted(pilot.app)[0].strip() == "second" and "first" not in "".join(painted(pilot.app))


async def test_a_long_one_is_cut_before_what_can_be_pressed() -> None:
    line = SaidLine()
    async with staged(line, size=(40, 3)) as pilot:
        line.say("Somebody with a very long name indeed: Busy: again on Monday · u undoes")
        await pilot.pause()
        assert painted(pilot.app)[0].rstrip().endswith("… · u undoes")


async def test_trouble_has_a_sign_and_not_only_a_colour() -> None:
    line = SaidLine()
    async with staged(line) as pilot:
        for severity, sign in (("warning", "!"), ("error", "✗")):
            line.say("The database is away.", severity)
            await pilot.pause()
            assert painted(pilot.app)[0].strip() == f"{sign} The database is away."
