"""A time sought and booked by its real keys and by picture."""

from __future__ import annotations

import pytest

from hands import QUALIFIED, dialled, enrolment_of, meeting_of, sql_of
from houses import ADA, FAY
from screens.desks import SIZES, named, press_each, seated
from setter.screens.book_panels import EchoLines
from setter.services.answer import answer
from setter.services.desk import Desk
from setter.services.take_call import take


async def test_with_two_zones_possible_booking_asks_first_and_then_books(small_desk: Desk) -> None:
    desk = small_desk
    enrolment = enrolment_of(desk, FAY)
    assert "," in enrolment.zones
    take(desk, enrolment.id)
    app = seated(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("d", "m")
        await pilot.pause()
        assert app.screen.zones.is_open
        await pilot.press("2")
        await pilot.pause()
        await pilot.press(*"mon", "space", *"10", "enter", "enter")
        await pilot.pause()
    assert meeting_of(desk, FAY).zone == "America/Phoenix"


async def test_half_a_time_typed_for_a_booking_outlives_a_kill(small_desk: Desk) -> None:
    call = dialled(small_desk, ADA)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("1", "m")
        await pilot.pause()
        await pilot.press(*"mon", "space", "3")
        assert small_desk.journal.draft(call.id).typing["when"] == "mon 3"
        await pilot.press("escape")
        await pilot.pause()
        assert small_desk.journal.draft(call.id).typing["when"] == ""


@SIZES
async def test_the_picture_of_booking(sandbox_desk, assert_pictured, size) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=size) as pilot:
        await pilot.press("space", "d", "m")
        await pilot.pause()
        await pilot.press(*"mon", "space", *"10")
        await pilot.pause(0.6)
        assert_pictured(pilot, named("book", size))


async def test_a_colleague_joins_and_another_rep_takes_it(small_desk: Desk) -> None:
    dialled(small_desk, ADA)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("1", "m")
        await pilot.pause()
        await pilot.press(*"mon", "space", *"3pm")
        first = app.screen.sought.taker(app.screen.sought.understand("mon 3pm"))
        await pilot.press("ctrl+r", "ctrl+n", *"Lee", "space", "<", *"lee", "@", *"birch.example", ">", "enter")
        await pilot.press("enter", "enter")
        await pilot.pause()
    meeting = meeting_of(small_desk)
    assert meeting.rep != first
    assert meeting.attendees == '[["Lee", "lee@birch.example"]]'


@pytest.mark.parametrize(("typed", "told"), [("1/2 10", "can be"), ("mon", "no time of day"), ("24 nov 9", "")])
async def test_what_is_unclear_or_gone_is_asked_again(small_desk: Desk, typed: str, told: str) -> None:
    call = dialled(small_desk, ADA)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("1", "m")
        await pilot.pause()
        await pilot.press(*("space" if letter == " " else letter for letter in typed), "enter", "enter")
        await pilot.pause()
        assert app.screen.query_one(EchoLines).echo.sign == "✗" and told in app.screen.query_one(EchoLines).painted_text
    assert small_desk.store.read(lambda unit: unit.meetings.open_for(call.enrolment_id)) is None


async def test_a_booking_is_six_keys_at_most_beside_the_words(small_desk: Desk) -> None:
    call = dialled(small_desk, ADA)
    answer(small_desk, call.id, QUALIFIED)
    app = seated(small_desk)
    keys = ["m", "1", "enter", "enter", "m"]
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("1")
        await press_each(pilot, keys)
    assert len(keys) <= 6
    assert sql_of(small_desk).gates_met == 9


async def test_a_question_mark_asks_for_the_keys_here_too(small_desk: Desk) -> None:
    dialled(small_desk, "Ada North")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("1", "m")
        await pilot.pause()
        await pilot.press(*"tue 3", "question_mark")
        await pilot.pause()
        assert app.screen.panel_open and app.screen.query_one("#when").value == "tue 3"
