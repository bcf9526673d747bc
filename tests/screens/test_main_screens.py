"""Queue, booking, handoff, review, intake and first start, by their real keys and by picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import booked
from houses import CAMPAIGN
from screens.desks import live, seated
from screens.test_call import EVERYTHING
from setter.app import SetterApp
from setter.examples import example_campaign, example_list
from setter.screens.first_start import FirstStartScreen
from setter.screens.handoff import HandoffScreen
from setter.screens.intake import IntakeScreen
from setter.screens.queue import QueueScreen
from setter.services.answer import answer
from setter.services.book import book
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.hand_off import meetings_of, packet
from setter.services.import_list import import_list
from setter.services.record_outcome import Given, record
from setter.services.take_call import next_call, take
from setter.store import ids

SIZES = pytest.mark.parametrize("size", [(100, 30), (80, 24)], ids=["100x30", "80x24"])
HOSTILE = "x [/] [@click=app.quit]y[/] [Inc] \x1b[31m\u202e"


def named(name: str, size: tuple[int, int]) -> str:
    return name if size == (100, 30) else f"{name}-80x24"


def a_morning(desk: Desk, zone: str = "") -> None:
    """Three calls: nobody there, a callback, and a meeting that is a whole SQL."""
    for code, more in (("no_answer", {}), ("callback_prospect", {"callback": "tomorrow 10"})):
        call = next_call(desk, CAMPAIGN).call
        assert call is not None
        dial(desk, call.id)
        record(desk, call.id, Given(code, **more))
    call = next_call(desk, CAMPAIGN).call
    assert call is not None
    dial(desk, call.id)
    answer(desk, call.id, EVERYTHING)
    book(desk, call.id, "mon 10:30", zone=zone)
    record(desk, call.id, Given("meeting_set", note="Wants to see the late vans first", minutes=7))


async def test_enter_takes_the_marked_one(sandbox_desk: Desk) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        best = next_call(sandbox_desk, CAMPAIGN)
        assert best.resumed and (call := live(sandbox_desk)) is not None and call.id == best.call.id


async def test_leaving_an_undialled_call_puts_the_prospect_back(sandbox_desk: Desk) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "escape")
        await pilot.pause()
        assert live(sandbox_desk) is None and isinstance(app.screen, QueueScreen)


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


async def test_a_list_comes_in_through_the_intake_screen(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        app.screen.open_list(example_list())
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
    assert len(small_desk.store.read(lambda unit: unit.prospects.enrolments_of(1))) == 186


async def test_a_first_start_leads_from_a_campaign_file_to_the_queue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = tmp_path / "campaign.toml"
    campaign.write_text(example_campaign(), encoding="utf-8")
    app = SetterApp(None, str(tmp_path / "fresh.db"))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, FirstStartScreen)
        monkeypatch.chdir(tmp_path)
        await pilot.press("3", "enter")
        await pilot.pause()
        assert isinstance(app.screen, QueueScreen)
    assert app.desk is not None
    app.desk.store.close()


async def test_a_first_start_leads_from_a_list_over_its_campaign_to_the_intake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "campaign.toml").write_text(example_campaign(), encoding="utf-8")
    (tmp_path / "people.csv").write_text("name,phone\nAda North,+13125550101\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    app = SetterApp(None, str(tmp_path / "fresh.db"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", *"peop", "enter", *"camp", "enter")
        await pilot.pause()
        assert isinstance(app.screen, IntakeScreen)
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(app.screen, QueueScreen) and app.screen.card.prospect.full_name == "Ada North"
    assert app.desk is not None
    app.desk.store.close()


async def test_a_campaign_with_errors_shows_each_with_its_line_and_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = example_campaign().replace('market = "B2B"', 'market = "B2X"').replace('start = "reach"', 'start = "rich"')
    (tmp_path / "campaign.toml").write_text(wrong, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    app = SetterApp(None, str(tmp_path / "fresh.db"))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("3", "enter")
        await pilot.pause()
        assert isinstance(app.screen, FirstStartScreen)
        told = app.screen.welcome.painted_text
        assert "campaign.toml: 2 errors" in told and "market" in told and "rich" in told
    assert not (tmp_path / "fresh.db").exists()


async def test_hostile_names_go_through_every_screen(small_desk: Desk, tmp_path: Path) -> None:
    listed = tmp_path / "hostile.csv"
    listed.write_text(f'full_name,company,phone,title\n"{HOSTILE}","{HOSTILE}",+13125550188,"{HOSTILE}"\n')
    import_list(small_desk, listed, CAMPAIGN, source=HOSTILE)
    people = small_desk.store.read(lambda unit: unit.prospects.search("tidemark", "app.quit", 5))
    assert len(people) == 1
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(7):
            await pilot.press("space", "w", "escape", "d", "h", "escape", "e", "escape", "m")
            await pilot.pause()
            await pilot.press("escape", "n")
            await pilot.pause()
        for screen in ("f3", "f4", "f5", "f2"):
            await pilot.press(screen, "enter", "escape")
            await pilot.pause()
        assert app.is_running


async def test_a_team_lead_looks_at_one_outcome_only(small_desk: Desk) -> None:
    a_morning(small_desk, "America/Phoenix")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        assert len(app.screen.lines) == 3
        await pilot.press("l", "4")
        await pilot.pause()
        assert [line.code for line in app.screen.lines.values()] == ["no_answer"]
        await pilot.press("l", "0")
        await pilot.pause()
        assert len(app.screen.lines) == 3


async def test_a_team_lead_waives_a_gate_with_a_reason_and_a_caller_cannot(small_desk: Desk, colleague) -> None:
    _, reply = booked(small_desk, "Ada North", when="1 dec 3pm", budget_status="none")
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


@SIZES
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("queue", []),
        ("queue-why", ["w"]),
        ("handoff", ["f3"]),
        ("handoff-packet", ["f3", "enter"]),
        ("review", ["f4"]),
        ("review-call", ["f4", "enter"]),
        ("intake", ["f5"]),
    ],
)
async def test_the_pictures_of_a_morning(sandbox_desk, assert_pictured, monkeypatch, size, name, keys) -> None:
    monkeypatch.setattr(ids, "_maker", ids.IdMaker(node=1))
    a_morning(sandbox_desk)
    app = seated(sandbox_desk)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        assert_pictured(pilot, named(name, size))


@SIZES
async def test_the_picture_of_booking(sandbox_desk, assert_pictured, size) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=size) as pilot:
        await pilot.press("space", "d", "m")
        await pilot.pause()
        for key in ("m", "o", "n", "space", "1", "0"):
            await pilot.press(key)
        await pilot.pause(0.6)
        assert_pictured(pilot, named("book", size))


@SIZES
async def test_the_picture_of_a_list_that_is_mapped(sandbox_desk, assert_pictured, size) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=size) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        app.screen.open_list(example_list())
        await pilot.pause()
        assert_pictured(pilot, named("intake-mapped", size))


@SIZES
async def test_the_picture_of_a_first_start(assert_pictured, monkeypatch, size, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    app = SetterApp(None, "setter.db")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert_pictured(pilot, named("first-start", size))


async def test_with_two_zones_possible_booking_asks_first_and_then_books(small_desk: Desk) -> None:
    desk = small_desk
    fay = desk.store.read(lambda unit: unit.prospects.search("tidemark", "Fay Roe", 1))[0]
    enrolment = desk.store.read(lambda unit: unit.prospects.enrolled(1, fay.id))
    assert enrolment is not None and "," in enrolment.zones
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
    meeting = desk.store.read(lambda unit: unit.meetings.open_for(enrolment.id))
    assert meeting is not None and meeting.zone == "America/Phoenix"
