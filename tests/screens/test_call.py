"""A caller's day on the call screen, by its real keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import HOUR, QUALIFIED, dialled, ended, land, taken
from houses import ADA, CAMPAIGN, advance
from screens.desks import SMALL, closed, live, pictured, press_each, seated
from setter.screens.book import BookScreen
from setter.screens.call import CallScreen
from setter.services.answer import answer
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.draft import keep_note
from setter.services.take_call import next_call
from setter.widgets.painted import Painted


def known_prospect(desk: Desk) -> None:
    """The first prospect answered everything on an earlier call and waits again."""
    answer(desk, dialled(desk).id, QUALIFIED)


class TestTheCard:
    """What a caller must know before the first word."""

    @pytest.mark.requirement("R-024")
    async def test_points_out_words_that_stand_behind_two_gates(self, small_desk: Desk) -> None:
        answer(small_desk, dialled(small_desk).id, {**QUALIFIED, "need_quote": QUALIFIED["confirm_quote"]})
        assert "the same words as for “Knows who we are”" in await self.read(small_desk)

    @pytest.mark.parametrize("is_missed", [False, True])
    async def test_asks_to_say_sorry_for_a_promise_that_was_missed(self, small_desk: Desk, is_missed: bool) -> None:
        ended(small_desk, "callback_prospect", ADA, callback="tomorrow 10")
        advance(small_desk, (27 if is_missed else 24) * HOUR)
        taken(small_desk, ADA)
        assert ("say sorry first" in await self.read(small_desk)) is is_missed

    async def read(self, desk: Desk) -> str:
        app = seated(desk)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            return " ".join(app.screen.card.painted_text.split())


class TestKeysAfterDial:
    """Promise 9: beside the words typed."""

    async def press(self, desk: Desk, *keys: str) -> None:
        app = seated(desk)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("space", "d")
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()

    async def test_no_answer_is_one(self, small_desk: Desk) -> None:
        await self.press(small_desk, "n")
        assert (call := closed(small_desk)) is not None and call.outcome == "no_answer"

    async def test_a_callback_is_two(self, small_desk: Desk) -> None:
        await self.press(small_desk, "c", *"tomorrow", "space", *"10", "enter")
        assert (call := closed(small_desk)) is not None and call.outcome == "callback_prospect"
        promise = small_desk.store.read(lambda unit: unit.tasks.open_callback(call.enrolment_id))
        assert promise is not None and (promise.wall, promise.zone) == ("2026-11-25T10:00", "America/Chicago")

    async def test_a_do_not_call_is_two_and_never_one(self, small_desk: Desk) -> None:
        await self.press(small_desk, "f9")
        assert closed(small_desk) is None

    async def test_a_do_not_call_is_there_before_the_next_claim(self, small_desk: Desk) -> None:
        await self.press(small_desk, "f9", "enter")
        assert (call := closed(small_desk)) is not None and call.outcome == "do_not_call"
        person = small_desk.store.read(lambda unit: unit.prospects.get(call.prospect_id))
        assert person is not None and person.blocked == "do_not_call"

    async def test_undo_is_one(self, small_desk: Desk) -> None:
        await self.press(small_desk, "n", "u")
        assert (call := live(small_desk)) is not None and call.outcomes == 1 and call.outcome == ""

    async def test_a_meeting_with_everything_known_is_at_most_six(self, small_desk: Desk) -> None:
        known_prospect(small_desk)
        app = seated(small_desk)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            if app.screen.panel_open:
                await pilot.press("1")
            await pilot.press("m")
            await pilot.pause()
            await pilot.press(*"mon", "space", *"1030")
            await pilot.press("backspace", "backspace", *":30")
            await pilot.press("enter", "enter")
            await pilot.pause()
            await pilot.press("m")
            await pilot.pause()
        assert (call := closed(small_desk)) is not None and call.outcome == "meeting_set"
        sql = small_desk.store.read(lambda unit: unit.meetings.handoff_of_enrolment(call.enrolment_id))
        assert sql is not None and sql.gates_met == 9


async def test_outcome_keys_are_dead_before_the_dial_and_say_why(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "n", "b", "i")
        await pilot.pause()
        assert closed(small_desk) is None and live(small_desk) is not None


async def test_a_doubled_key_never_records_a_second_outcome(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "d", "d", "n", "n", "n")
        await pilot.pause()
    outcomes = small_desk.store.read(lambda unit: unit.reports.outcomes(0, 2**53, 99))
    dials = small_desk.store.read(lambda unit: unit.reports.dials(0, 2**62))
    assert (len(outcomes), len(dials)) == (1, 1)


async def test_a_note_is_in_the_journal_letter_by_letter(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "d", "t", *"rosa")
        call = live(small_desk)
        assert call is not None and small_desk.journal.draft(call.id).note == "rosa"
        await pilot.press("escape", "n")
        await pilot.pause()
    assert (done := closed(small_desk)) is not None and done.note == "rosa"


async def test_a_call_that_was_live_is_there_again_and_asks_how_it_stands(small_desk: Desk) -> None:
    call = next_call(small_desk, CAMPAIGN).call
    assert call is not None
    dial(small_desk, call.id)
    keep_note(small_desk, call.id, "asked for the spring")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, CallScreen) and screen.choices.is_open
        assert screen.note.text == "asked for the spring"
        await pilot.press("3")
        await pilot.pause()
        assert not screen.dialled
    attempts = small_desk.store.read(lambda unit: unit.calls.attempts(call.id))
    assert [attempt.disposition for attempt in attempts] == ["never_dialled"]


async def test_nobody_left_leads_back_to_the_queue(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space")
        for _ in range(6):
            await pilot.press("d", "n")
            await pilot.pause()
        assert not isinstance(app.screen, CallScreen)


async def test_every_panel_opens_and_escape_closes_it(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "d")
        for key in ("w", "h", "e", "o", "x", "c"):
            await pilot.press(key)
            await pilot.pause()
            assert app.screen.panel_open, key
            await pilot.press("escape")
            await pilot.pause()
            assert not app.screen.panel_open and isinstance(app.screen, CallScreen), key


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("call", ["space"]),
        ("call-dialled", ["space", "d", "1", "1"]),
        ("call-outcomes", ["space", "d", "o"]),
        ("call-objections", ["space", "d", "x"]),
        ("call-callback", ["space", "d", "c", *"tomorrow", "space", *"10"]),
        ("call-opt-out", ["space", "d", "f9"]),
    ],
)
async def test_its_pictures(sandbox_desk, assert_pictured, name, keys) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=SMALL) as pilot:
        await press_each(pilot, keys)
        await pictured(pilot, assert_pictured, name)


async def test_where_only_words_can_follow_they_are_written_at_once_and_record_nothing(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "d", "1", "1", "1")
        await pilot.pause()
        assert app.screen.talk.node.id == "need"
        await pilot.press(*("space" if letter == " " else letter for letter in "nobody is in all day"), "enter")
        await pilot.pause()
        said = app.screen.talk.said()
        assert said["need_quote"].value == "nobody is in all day"
        await pilot.press("escape", "x")
        await pilot.pause()
        assert app.screen.choices.is_open
    assert closed(small_desk) is None


async def test_yes_to_the_ask_opens_the_booking_at_once(small_desk: Desk) -> None:
    known_prospect(small_desk)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("1")
        app.screen.talk.jump("ask")
        app.screen.look()
        await pilot.press("1")
        await pilot.pause()
        assert isinstance(app.screen, BookScreen)
        await pilot.press("1", "enter", "enter")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen) and app.screen.shown.meeting is not None
        await pilot.press("m")
        await pilot.pause()
    assert (call := closed(small_desk)) is not None and call.outcome == "meeting_set"


class TestAnAnswerInWords:
    """What decides between the ways is asked for, or kept where it is known."""

    async def test_that_was_waved_away_on_one_call_is_asked_for_on_the_next(
        self, small_desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("setter.screens.call_conversation.SAME_KEY_SECONDS", 0.0)
        app = seated(small_desk)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("space")
            for _ in range(2):
                await press_each(pilot, ["d", "1", "1", "1"])
                assert app.screen.talk.node.id == "need" and app.screen.asking.is_open
                await pilot.press("escape", "n")
                await pilot.pause()

    async def test_that_is_known_and_agrees_with_the_digit_is_kept(self, small_desk: Desk, tmp_path: Path) -> None:
        land(small_desk, tmp_path, "Gil,Nash,Gum,3125550177,14", header="first_name,last_name,company,phone,vehicles")
        call = dialled(small_desk, "Gil Nash")
        app = seated(small_desk)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("1")
            app.screen.talk.jump("size")
            app.screen.look()
            assert "14" in app.screen.answers.painted_text
            await pilot.press("1")
            await pilot.pause()
            assert not app.screen.panel_open and app.screen.talk.node.id == "role"
        (said,) = small_desk.store.read(lambda unit: unit.calls.answers_of_call(call.id))
        assert (said.field, said.value) == ("vehicles", "14")

    async def test_that_is_unknown_is_asked_for_in_an_empty_field(self, small_desk: Desk) -> None:
        dialled(small_desk, ADA)
        app = seated(small_desk)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("1")
            app.screen.talk.jump("size")
            app.screen.look()
            await pilot.press("2")
            assert app.screen.asking.is_open and app.screen.asking.text == ""
            await pilot.press(*"14", "enter", "enter")
            await pilot.pause()
            assert app.screen.talk.node.id == "role", "the number decides, not the digit"


@pytest.mark.parametrize(("letter", "outcome"), [("x", "do_not_call"), ("6", "complaint"), ("0", "deceased")])
async def test_what_is_for_good_is_asked_once_more_and_names_the_person(
    small_desk: Desk, letter: str, outcome: str
) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "d", "o", letter)
        await pilot.pause()
        assert closed(small_desk) is None and app.screen.panel_open
        name = app.screen.shown.prospect.full_name
        panel = app.screen.opt_out_panel if letter == "x" else app.screen.choices
        shown = " ".join(each.painted_text for each in panel.query(Painted))
        assert name in f"{panel.border_title} {shown}"
        await pilot.press("escape", "o", letter, *(["enter"] if letter == "x" else ["2"]))
        await pilot.pause()
    assert (call := closed(small_desk)) is not None and call.outcome == outcome
