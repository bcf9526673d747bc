"""Home by its real keys and by picture: who comes next, what is due, the clock, the campaign."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import pytest

from hands import ended, promise_of
from houses import CAMPAIGN, MORNING, Colleague, advance, change_campaign, second_campaign
from screens.desks import live, press_each, seated
from setter.app import SetterApp
from setter.domain.errors import Unusable
from setter.intake.inquiries import typed
from setter.intake.prospect import CleanProspect
from setter.screens.call import CallScreen
from setter.screens.queue import QueueScreen
from setter.services.desk import Desk
from setter.services.inquire import Question, inquire
from setter.services.inquiry_list import inquiries
from setter.services.take_call import next_call
from setter.widgets.key_bar import KeyBar


async def test_enter_takes_the_marked_one(sandbox_desk: Desk) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        best = next_call(sandbox_desk, CAMPAIGN)
        assert best.resumed and (call := live(sandbox_desk)) is not None and call.id == best.call.id


async def test_where_the_best_is_given_out_only_what_one_owes_is_taken_by_hand(small_desk: Desk) -> None:
    ended(small_desk, "callback_prospect", "Ada North", callback="in 10 min")
    change_campaign(small_desk, ('pick = "caller"', 'pick = "best"'))
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert live(small_desk) is None and "gives out the best one" in app.screen.passing.words
        await pilot.press("1")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen) and app.screen.shown.prospect.full_name == "Ada North"


async def test_leaving_an_undialled_call_puts_the_prospect_back(sandbox_desk: Desk) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "escape")
        await pilot.pause()
        assert live(sandbox_desk) is None and isinstance(app.screen, QueueScreen)


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


async def test_another_campaign_is_worked_now_and_next_time(small_desk: Desk) -> None:
    second_campaign(small_desk)
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


@pytest.mark.parametrize(("name", "keys"), [("queue", []), ("queue-why", ["w"]), ("queue-everybody", ["w", "w"])])
async def test_its_pictures(picture_a_morning, name, keys) -> None:
    await picture_a_morning(name, keys)


@pytest.mark.parametrize("key", ["w", "question_mark"])
async def test_what_a_small_terminal_cannot_show_at_once_is_scrolled_to_by_the_keys(
    sandbox_desk: Desk, key: str
) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        panel = app.screen.reading if key == "w" else app.screen.help_panel
        assert panel.max_scroll_y > 0 and "more" in app.screen.query_one(KeyBar).painted_text
        await pilot.press(*["pagedown"] * 4)
        await pilot.pause()
        assert panel.scroll_y == panel.max_scroll_y
        await pilot.press("up", "home", "down")
        await pilot.pause()
        assert panel.scroll_y == 1


async def test_w_again_tells_where_everybody_is_and_turns_back(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await press_each(pilot, ["w"])
        reading = app.screen.reading
        assert "may be dialled now" in reading.told.casefold() and "the whole list" not in reading.told
        await press_each(pilot, ["w"])
        assert "the whole list" in reading.told and str(reading.border_title) == "Where everybody is"
        await press_each(pilot, ["w"])
        assert "may be dialled now" in reading.told.casefold() and "Ada North" in str(reading.border_title)
        await press_each(pilot, ["escape", "h", "w"])
        assert reading.is_open and "the whole list" not in reading.told, "a history has no page behind"


async def test_where_everybody_is_cannot_be_had_now_and_the_page_stays(
    small_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise Unusable("server_away", "The server is away.", "", "")

    monkeypatch.setattr("setter.screens.queue.why_queue", away)
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await press_each(pilot, ["w", "w"])
        assert "Ada North" in str(app.screen.reading.border_title) and "The server is away" in app.screen.passing.words


async def test_a_break_stops_the_clock_and_k_goes_on(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("k", "1")
        await pilot.pause()
        assert "On break" in app.screen.today.painted_text
        await pilot.press("space")
        await pilot.pause()
        assert isinstance(app.screen, QueueScreen) and live(small_desk) is None
        await pilot.press("k", "space")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen)


async def test_a_promise_near_its_time_is_told_once_and_taken_by_its_digit(small_desk: Desk) -> None:
    ended(small_desk, "left_company", "Ben Okafor")
    ended(small_desk, "callback_prospect", "Ada North", callback="in 10 min")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert "Ada North" in app.screen.strip.painted_text.splitlines()[0], "promises stand before other duties"
        advance(small_desk, 6 * 60_000)
        app.watch_promises()
        assert app.screen.passing.words == "Promised: Ada North, 4:00. Press 1."
        await pilot.press("1")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen) and app.screen.shown.prospect.full_name == "Ada North"


async def test_a_promise_that_was_missed_says_so(small_desk: Desk) -> None:
    ended(small_desk, "callback_prospect", "Ada North", callback="in 30 min")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert "call back" in app.screen.strip.painted_text
        advance(small_desk, 151 * 60_000)
        app.screen.refresh_facts()
        assert "missed promise" in app.screen.strip.painted_text


@pytest.mark.requirement("R-042")
async def test_an_inquiry_counts_down_is_told_once_and_taken_by_its_digit(small_desk: Desk) -> None:
    ended(small_desk, "callback_prospect", "Ada North", callback="in 30 min")
    inquire(small_desk, CAMPAIGN, asked("Gil Nash", "gil@fir.example", "312 555 0177"))
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        first = app.screen.strip.painted_text.splitlines()[0]
        assert "inquiry" in first and "Gil Nash" in first and "5:00" in first
        app.watch_promises()
        assert "Asked: Gil Nash" in app.screen.passing.words and "Press 1" in app.screen.passing.words
        advance(small_desk, 6 * 60_000)
        app.screen.tick_duties()
        await pilot.pause()
        assert "1 min late" in app.screen.strip.painted_text.splitlines()[0]
        await pilot.press("1")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen) and app.screen.shown.prospect.full_name == "Gil Nash"
        assert "Six vans" in app.screen.card.painted_text


async def test_who_left_no_number_is_answered_in_writing_and_ticked_off(small_desk: Desk) -> None:
    inquire(small_desk, CAMPAIGN, asked("Hal Reed", "hal@reed.example", ""))
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause()
        assert isinstance(app.screen, QueueScreen) and live(small_desk) is None
        await pilot.press("1")
        await pilot.pause()
    (line,) = inquiries(small_desk, CAMPAIGN)
    assert line.answered_at == small_desk.now()


def asked(name: str, email: str, phone: str) -> Question:
    """What somebody asks by web just now."""
    who = typed(name, email, phone, "", "US")
    assert isinstance(who, CleanProspect)
    return Question(who, MORNING, "web", "Six vans at the depot")


async def test_a_promise_is_passed_on_to_the_pool(small_desk: Desk) -> None:
    ended(small_desk, "callback_prospect", "Ada North", callback="in 2 hours")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("p", "1")
        await pilot.pause()
    assert promise_of(small_desk).owner == ""


async def test_a_shift_of_thirty_calls(sandbox_desk: Desk) -> None:
    """Whatever a caller meets in a morning: thirty calls by their keys, each recorded once."""
    a_callback = ["c", *"tomorrow", "space", "9", "enter"]
    ways = (["n"], ["b"], ["g"], ["i"], ["v", "2"], ["o", "1"], ["f"], ["o", "w"], a_callback, ["f9", "enter"])
    app = seated(sandbox_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space")
        for number in range(30):
            await pilot.press("d", *ways[number % len(ways)])
            await pilot.pause()
            assert isinstance(app.screen, CallScreen), number
        await pilot.press("escape")
        await pilot.pause()
        assert "30 dials" in app.screen.today.painted_text
    outcomes = sandbox_desk.store.read(lambda unit: unit.reports.outcomes(0, 2**53, 99))
    assert len(outcomes) == len({row["call_id"] for row in outcomes}) == 30
    times = Counter(row["prospect_id"] for row in outcomes)
    again = {prospect for prospect, number in times.items() if number > 1}
    wrong = {row["prospect_id"] for row in outcomes if row["code"] == "wrong_number"}
    assert again and again <= wrong, "only a wrong number has a second one"


async def test_the_queue_follows_what_others_take(small_desk: Desk, colleague: Colleague) -> None:
    app, noor = seated(small_desk), colleague(small_desk, "noor")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, QueueScreen) and screen.people.highlighted is not None
        first = screen.people.highlighted.name
        await asyncio.to_thread(next_call, noor, CAMPAIGN)
        until = time.monotonic() + 10
        while screen.people.highlighted is not None and screen.people.highlighted.name == first:
            assert time.monotonic() < until, "the screen still shows whom a colleague has on the line"
            await pilot.pause(0.1)


async def test_a_queue_in_which_nothing_changes_is_not_painted_again(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        screen, painted = app.screen, []
        assert isinstance(screen, QueueScreen)
        screen.people.refresh = lambda *regions, **how: painted.append(regions)  # type: ignore[method-assign,assignment]
        screen.refresh_facts()
        assert painted == []
        ended(small_desk, "no_answer")
        screen.refresh_facts()
        assert painted
