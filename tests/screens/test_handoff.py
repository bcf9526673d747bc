"""Meetings on their way to sales by their real keys and by picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import DAY, QUALIFIED, booked, meeting_of, prospect_named
from houses import ADA, CAMPAIGN, CLEO, TO_REVIEW, Colleague, advance, beside, change_campaign, wait_until
from screens.desks import a_morning, seated
from setter.screens.book import BookScreen
from setter.screens.book_panels import EchoLines
from setter.screens.call import CallScreen
from setter.screens.handoff import HandoffScreen
from setter.services.desk import Desk
from setter.services.hand_off import meetings_of, packet
from setter.services.meeting_life import cancel
from setter.services.opt_out import opt_out
from setter.services.sql_review import waiting
from setter.widgets.key_bar import KeyBar


async def test_the_handoff_screen_promotes_confirms_and_exports(small_desk: Desk, tmp_path: Path) -> None:
    a_morning(small_desk, "America/Phoenix")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, HandoffScreen)
        await pilot.press("a")
        await pilot.pause()
        meeting = small_desk.store.read(lambda unit: unit.meetings.all())[0]
        assert meeting.status == "confirmed"
        await pilot.press("ctrl+s", "1")
        await pilot.pause()
        app.screen.asking.question.accept(str(tmp_path / "meetings.csv"))
        await app.workers.wait_for_complete()
    assert (tmp_path / "meetings.csv").read_bytes().count(b"\r\n") == 2


async def test_a_no_show_is_asked_about_once_and_only_when_the_meeting_has_begun(small_desk: Desk) -> None:
    booked(small_desk, ADA, when="wed 3pm")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f3", "minus")
        await pilot.pause()
        assert app.screen.passing.words == "This meeting has not begun yet."
        wait_until(small_desk, "2026-11-25T21:05:00Z")
        app.screen.refresh_facts()
        await pilot.press("minus", "2")
        await pilot.pause()
        assert [line.meeting.status for line in meetings_of(small_desk, CAMPAIGN)] == ["booked"]
        await pilot.press("minus", "1")
        await pilot.pause()
        assert [line.meeting.status for line in meetings_of(small_desk, CAMPAIGN)] == ["no_show"]
        assert "no-show" in app.screen.facts.painted_text and app.screen.passing.words == "Noted as a no-show."
        await pilot.press("f2")
        await pilot.pause()
        assert "rescue no-show" in app.screen.strip.painted_text
        await pilot.press("1")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen) and app.screen.shown.prospect.full_name == ADA


async def test_a_team_lead_waives_a_gate_with_a_reason_and_a_caller_cannot(
    small_desk: Desk, colleague: Colleague
) -> None:
    _, reply = booked(small_desk, ADA, when="1 dec 3pm", budget_status="none")
    assert reply.sql is None
    for desk, promoted in ((small_desk, False), (colleague(small_desk, "lead"), True)):
        app = seated(desk)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("f3", "plus")
            await pilot.pause()
            if promoted:
                await pilot.press("enter")
                assert app.screen.asking.is_open, "a waiver needs a written reason"
                await pilot.press(*"board", "space", *"said", "space", *"yes", "enter")
                await pilot.pause()
            lines = meetings_of(desk, CAMPAIGN)
            assert [line.qualified for line in lines] == [promoted]
    handoff = small_desk.store.read(lambda unit: unit.meetings.handoff_of(lines[0].meeting.id))
    assert (handoff.waived, handoff.promoted_by) == (1, "lead")
    assert "WAIVED" in packet(small_desk, lines[0].meeting.id)


@pytest.mark.requirement("R-024")
async def test_words_that_look_pasted_are_pointed_out_beside_their_gate(small_desk: Desk) -> None:
    booked(small_desk, ADA, need_quote=QUALIFIED["confirm_quote"])
    app = seated(small_desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f3")
        await pilot.pause()
        assert "the same words as for “Knows who we are”" in " ".join(app.screen.gates.painted_text.split())


@pytest.mark.parametrize("key", ["w", "h"])
async def test_why_and_history_answer_in_handoff_and_review(small_desk: Desk, key: str) -> None:
    booked(small_desk, ADA)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        for screen in ("f3", "f4"):
            await pilot.press(screen)
            await pilot.pause()
            await pilot.press(key)
            assert app.screen.reading.is_open, screen
            await pilot.press("escape")


@pytest.mark.parametrize(("name", "keys"), [("handoff", ["f3"]), ("handoff-packet", ["f3", "enter"])])
async def test_its_pictures(picture_a_morning, name, keys) -> None:
    await picture_a_morning(name, keys)


async def test_a_meeting_is_moved_by_a_time_said_back(small_desk: Desk) -> None:
    booked(small_desk, CLEO, when="1 dec 3pm")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f3", "r")
        await pilot.pause()
        app.screen.query_one("#when").value = "4 dec 16:00"
        await pilot.pause()
        assert "with Tobe Abara instead of Maja Lindqvist" in app.screen.query_one(EchoLines).painted_text
        app.screen.query_one("#when").value = ""
        await pilot.press(*"wed", "space", *"10:30", "enter")
        assert isinstance(app.screen, BookScreen), "it is said back first"
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, HandoffScreen) and "Moved to" in app.screen.passing.words
        assert "Wed 25 Nov 10:30" in app.screen.facts.painted_text
    (meeting,) = small_desk.store.read(lambda unit: unit.meetings.all())
    assert (meeting.wall, meeting.sequence, meeting.reschedules) == ("2026-11-25T10:30", 1, 1)


async def test_a_meeting_is_called_off_only_after_one_more_key(small_desk: Desk) -> None:
    booked(small_desk, ADA, when="1 dec 3pm")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f3", "delete", "enter")
        await pilot.pause()
        assert [line.meeting.status for line in meetings_of(small_desk, CAMPAIGN)] == ["booked"]
        await pilot.press("delete", "1")
        await pilot.pause()
        assert [line.meeting.status for line in meetings_of(small_desk, CAMPAIGN)] == ["cancelled"]
        assert "cancelled" in app.screen.facts.painted_text


async def test_what_asks_for_work_stands_first_and_its_card_says_what_is_missing(small_desk: Desk) -> None:
    booked(small_desk, ADA, when="wed 3pm")
    booked(small_desk, "Ben Okafor", when="1 dec 3pm", budget_status="none")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f3")
        await pilot.pause()
        assert app.screen.people.highlighted.name == "Ben Okafor"
        assert "✗" in app.screen.gates.painted_text and "not yet qualified" in app.screen.facts.painted_text
        keys = app.screen.query_one(KeyBar)
        assert "+ promote" in keys.painted_text and "no-show" not in keys.painted_text
        await pilot.press("down")
        await pilot.pause()
        assert "+ promote" not in keys.painted_text, "the bar shows what works on the marked one"


@pytest.mark.parametrize(
    ("keys", "state"),
    [
        (["1"], "pending with sales"),
        (["2", *"budget", "enter"], "not yet qualified"),
        (["3", *"student", "enter"], "cancelled"),
    ],
)
async def test_a_team_lead_approves_returns_or_rejects_an_sql_and_a_caller_waits(
    small_desk: Desk, keys: list[str], state: str
) -> None:
    change_campaign(small_desk, TO_REVIEW)
    lead = beside(small_desk, "lead")
    booked(small_desk, ADA, when="1 dec 3pm")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f3", "plus")
        await pilot.pause()
        assert "team lead reads it first" in app.screen.passing.words
    app = seated(lead)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert "review SQL" in app.screen.strip.painted_text
        await pilot.press("1", "1")
        await pilot.pause()
        assert isinstance(app.screen, HandoffScreen)
        await pilot.press("plus", *keys)
        await pilot.pause()
        assert state in app.screen.facts.painted_text
    assert waiting(lead) == []


async def test_an_older_meeting_is_listed_once_asked_for(small_desk: Desk) -> None:
    booked(small_desk, ADA, when="wed 3pm", budget_status="none")
    cancel(small_desk, meeting_of(small_desk).id)
    advance(small_desk, 70 * DAY)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f3")
        await pilot.pause()
        assert app.screen.people.highlighted is None and "1 meeting before" in app.screen.passing.words
        assert "z older" in app.screen.query_one(KeyBar).painted_text
        await pilot.press("z")
        await pilot.pause()
        assert app.screen.people.highlighted.name == ADA and "cancelled" in app.screen.facts.painted_text


async def test_whoever_asked_to_be_left_alone_is_shown_without_address_or_packet(small_desk: Desk) -> None:
    booked(small_desk, ADA, when="1 dec 3pm")
    opt_out(small_desk, prospect_named(small_desk, ADA).id)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f3")
        await pilot.pause()
        assert "not shown" in app.screen.facts.painted_text and "ada@" not in app.screen.facts.painted_text
        await pilot.press("enter")
        await pilot.pause()
        assert not app.screen.reading.is_open and "asked not to be contacted" in app.screen.passing.words
