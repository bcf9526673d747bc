"""A time sought and booked by its real keys and by picture."""

from __future__ import annotations

import pytest

from hands import HOUR, QUALIFIED, dialled, enrolment_of, meeting_of, sql_of
from houses import ADA, FAY, advance, change_campaign
from radicales import SECRET, USER, Radicale
from screens.desks import SMALL, pictured, press_each, seated
from setter.screens.book_panels import EchoLines, OfferLines
from setter.services.answer import answer
from setter.services.desk import Desk
from setter.services.take_call import take
from setter.widgets.day_strip import DayStrip

REPS = ("m.lindqvist", "t.abara", "r.castellan")


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


async def test_the_calendars_are_read_while_one_types_and_a_stale_one_is_said(
    small_desk: Desk, radicale: Radicale, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every rep of the example has the one calendar here; nobody waits for its server."""
    desk = small_desk
    monkeypatch.setenv("SETTER_SECRET_OURS", SECRET)
    own = f'calendar = "{radicale.calendar()}"\ncalendar_user = "{USER}"\ncalendar_secret = "ours"'
    change_campaign(desk, *((f'id = "{rep}"', f'id = "{rep}"\n{own}') for rep in REPS))
    dialled(desk, ADA)
    desk.clock.sandbox = False
    radicale.gate.clear()
    app = seated(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("1", "m")
        await pilot.pause()
        screen = app.screen
        assert "reading the reps' calendars" in screen.query_one(OfferLines).painted_text
        await pilot.press(*"1", "space", *"dec", "space", *"10")
        assert "never read" in screen.query_one(DayStrip).painted_text
        radicale.gate.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert len(screen.sought.offers) == 2
        assert "calendar as of 16:30" in screen.query_one(DayStrip).painted_text
        assert "Tobe Abara" in screen.query_one(EchoLines).painted_text, "what was typed meanwhile is answered now"

        radicale.stop()
        advance(desk, 3 * HOUR)
        screen.read_calendars()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert screen.sought.offers == ()
        assert "Tobe Abara's calendar was last read 3 h ago" in screen.query_one(DayStrip).painted_text
        await pilot.press("enter")
        await pilot.pause()
        assert screen.said is None, "nothing is booked on what was known three hours ago"


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


async def test_the_picture_of_booking(sandbox_desk, assert_pictured) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("space", "d", "m")
        await pilot.pause()
        await pilot.press(*"mon", "space", *"10")
        await pilot.pause(0.6)
        await pictured(pilot, assert_pictured, "book")


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
