"""What holds whatever screen one is on: refusals do not end the program, crashes tell nothing, looks are kept."""

from __future__ import annotations

import pytest

from hands import HOUR, QUALIFIED, booked, dialled, ended, enrolment_of
from houses import CAMPAIGN, advance
from screens.desks import closed, live, seated
from setter.app import SetterApp
from setter.domain.errors import Unusable
from setter.examples import example_campaign
from setter.screens.call import CallScreen
from setter.screens.palette import Palette
from setter.screens.queue import QueueScreen
from setter.services.book import book
from setter.services.campaigns import activate, add_text
from setter.services.desk import Desk
from setter.services.draft import keep_note
from setter.services.record_outcome import Given, record
from setter.services.take_call import next_call


async def test_a_database_that_is_away_is_told_and_the_screen_goes_on(small_desk: Desk, monkeypatch) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()

        def away(desk: Desk, campaign_id: str) -> int:
            raise Unusable("database_unusable", "The database does not answer.", "", "Try again in a moment.")

        monkeypatch.setattr(app.screen, "action_take_break", lambda: away(small_desk, ""))
        await pilot.press("k")
        await pilot.pause()
        assert app.is_running and app.screen.passing.words == "The database does not answer. Try again in a moment."
        monkeypatch.undo()
        await pilot.press("space")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen)


def test_a_crash_names_the_place_and_nobody(small_desk: Desk) -> None:
    app = SetterApp(small_desk, small_desk.store.url)
    try:
        person = {"name": "Ada North", "number": "+13125550101"}
        raise KeyError(person["name"])
    except KeyError:
        app._fatal_error()
    (told,) = app._exit_renderables
    assert "KeyError at test_shell.py" in str(told) and "start it again" in str(told)
    assert "Ada" not in str(told) and "3125550101" not in str(told)


async def test_a_call_whose_hold_ran_out_meanwhile_is_there_with_its_words(small_desk: Desk, colleague) -> None:
    call = dialled(small_desk, "Ada North")
    keep_note(small_desk, call.id, "wants spring prices")
    advance(small_desk, 2 * HOUR)
    next_call(colleague(small_desk, "noor"), CAMPAIGN)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, CallScreen) and app.screen.call_id == call.id
        assert app.screen.note.text == "wants spring prices"
        await pilot.press("2", "i")
        await pilot.pause()
    done = small_desk.store.read(lambda unit: unit.calls.get(call.id))
    assert (done.outcome, done.note) == ("not_interested", "wants spring prices")


async def test_the_light_is_turned_on_and_stays_on(small_desk: Desk) -> None:
    async with seated(small_desk).run_test(size=(100, 30)) as pilot:
        before = pilot.app.theme
        pilot.app.action_change_look()
        after = pilot.app.theme
        assert before != after
    async with seated(small_desk).run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert pilot.app.theme == after


async def test_the_opt_out_works_in_the_palette(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, Palette)
        await pilot.press("f9")
        await pilot.pause()
        assert isinstance(app.screen, QueueScreen) and app.screen.opt_out_panel.is_open


async def test_another_campaign_is_worked_now_and_next_time(small_desk: Desk) -> None:
    add_text(small_desk, example_campaign().replace('id = "quaywise-us"', 'id = "quaywise-two"', 1))
    activate(small_desk, "quaywise-two")
    app = SetterApp(small_desk, small_desk.store.url)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        first = app.campaign_id
        await pilot.press("ctrl+g", "2" if first == "quaywise-us" else "1")
        await pilot.pause()
        assert isinstance(app.screen, QueueScreen) and app.campaign_id != first
        second = app.campaign_id
    app = SetterApp(small_desk, small_desk.store.url)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert app.campaign_id == second


class TestAMeetingThatStood:
    """A confirmation call: m settles what was booked before."""

    async def test_it_is_confirmed_after_what_was_missing_is_asked(self, small_desk: Desk) -> None:
        call = dialled(small_desk, "Ada North")
        book(small_desk, call.id, "1 dec 3pm")
        said = {name: text for name, text in QUALIFIED.items() if name != "budget_status"}
        assert record(small_desk, call.id, Given("meeting_set", answers=said)).missing == ("budget",)
        advance(small_desk, 2 * HOUR)
        dialled(small_desk, "Ada North")
        app = seated(small_desk)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("1")
            assert "Tue 1 Dec 15:00" in app.screen.card.painted_text and "budget" in app.screen.card.painted_text
            await pilot.press("m")
            assert app.screen.choices.is_open
            await pilot.press("4")
            await pilot.pause()
            assert app.screen.talk.node.id == "budget"
            await pilot.press("2")
            await pilot.pause()
            assert app.screen.talk.proposed == "meeting_confirmed"
            await pilot.press("enter")
            await pilot.pause()
        assert (call := closed(small_desk)) is not None and call.outcome == "meeting_confirmed"
        sql = small_desk.store.read(lambda unit: unit.meetings.handoff_of_enrolment(call.enrolment_id))
        assert sql is not None and enrolment_of(small_desk, "Ada North").work_state == "handed_off"

    async def test_it_is_moved_by_a_time_said_back(self, small_desk: Desk) -> None:
        booked(small_desk, "Ada North", when="1 dec 3pm")
        advance(small_desk, 2 * HOUR)
        dialled(small_desk, "Ada North")
        app = seated(small_desk)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("1", "m", "2")
            await pilot.pause()
            await pilot.press(*"wed", "space", *"10:30", "enter", "enter")
            await pilot.pause()
        assert (call := closed(small_desk)) is not None and call.outcome == "meeting_rescheduled"
        meeting = small_desk.store.read(lambda unit: unit.meetings.open_for(call.enrolment_id))
        assert meeting is not None and meeting.wall == "2026-11-25T10:30" and meeting.sequence == 1


async def test_the_queue_key_lets_an_undialled_prospect_go(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "f2")
        await pilot.pause()
        assert isinstance(app.screen, QueueScreen) and live(small_desk) is None
        await pilot.press("space", "d", "f2")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen) and live(small_desk) is not None


async def test_all_duties_can_be_reached(small_desk: Desk) -> None:
    for name in ("Ada North", "Ben Okafor", "Cleo Marsh", "Dov Lind", "Fay Roe"):
        ended(small_desk, "left_company", name)
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "0: 3 more" in app.screen.strip.painted_text
        await pilot.press("0", "5")
        await pilot.pause()
        assert app.screen.duty_panel.is_open and "Fay Roe" in str(app.screen.duty_panel.border_title)


@pytest.mark.parametrize("key", ["w", "h"])
async def test_why_and_history_answer_in_handoff_and_review(small_desk: Desk, key: str) -> None:
    booked(small_desk, "Ada North")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        for screen in ("f3", "f4"):
            await pilot.press(screen)
            await pilot.pause()
            await pilot.press(key)
            assert app.screen.reading.is_open, screen
            await pilot.press("escape")


async def test_half_a_time_typed_for_a_booking_outlives_a_kill(small_desk: Desk) -> None:
    call = dialled(small_desk, "Ada North")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("1", "m")
        await pilot.pause()
        await pilot.press(*"mon", "space", "3")
        assert small_desk.journal.draft(call.id).typing["when"] == "mon 3"
        await pilot.press("escape")
        await pilot.pause()
        assert small_desk.journal.draft(call.id).typing["when"] == ""
