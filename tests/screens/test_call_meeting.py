"""A call with somebody whose meeting or whose earlier call stands, by its real keys."""

from __future__ import annotations

from hands import HOUR, QUALIFIED, booked, dialled, enrolment_of, meeting_of, sql_of
from houses import ADA, CAMPAIGN, Colleague, advance
from screens.desks import closed, seated
from setter.screens.call import CallScreen
from setter.services.book import book
from setter.services.desk import Desk
from setter.services.draft import keep_note
from setter.services.record_outcome import Given, record
from setter.services.take_call import next_call


async def test_a_call_whose_hold_ran_out_meanwhile_is_there_with_its_words(
    small_desk: Desk, colleague: Colleague
) -> None:
    call = dialled(small_desk, ADA)
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


class TestAMeetingThatStood:
    """A confirmation call: m settles what was booked before."""

    async def test_it_is_confirmed_after_what_was_missing_is_asked(self, small_desk: Desk) -> None:
        call = dialled(small_desk, ADA)
        book(small_desk, call.id, "1 dec 3pm")
        said = {name: text for name, text in QUALIFIED.items() if name != "budget_status"}
        assert record(small_desk, call.id, Given("meeting_set", answers=said)).missing == ("budget",)
        advance(small_desk, 2 * HOUR)
        dialled(small_desk, ADA)
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
        assert sql_of(small_desk) is not None and enrolment_of(small_desk, ADA).work_state == "handed_off"

    async def test_it_is_moved_by_a_time_said_back(self, small_desk: Desk) -> None:
        booked(small_desk, ADA, when="1 dec 3pm")
        advance(small_desk, 2 * HOUR)
        dialled(small_desk, ADA)
        app = seated(small_desk)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("1", "m", "2")
            await pilot.pause()
            await pilot.press(*"wed", "space", *"10:30", "enter", "enter")
            await pilot.pause()
        assert (call := closed(small_desk)) is not None and call.outcome == "meeting_rescheduled"
        meeting = meeting_of(small_desk)
        assert (meeting.wall, meeting.sequence) == ("2026-11-25T10:30", 1)
