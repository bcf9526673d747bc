"""Sales' answer by its real keys, and how it comes home: the duty, the appeal, the verdict."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from hands import booked, open_tasks
from houses import ADA, beside, wait_until
from screens.desks import SMALL, a_morning, pictured, seated
from setter.domain.sales_answer import SaleSays
from setter.screens.handoff import HandoffScreen
from setter.screens.sales_words import money, way_words
from setter.services.chase import chase
from setter.services.desk import Desk
from setter.services.duties import DELIVERY_FAILED, meeting_task
from setter.services.sales_reply import answer
from setter.services.with_sales import sql_of
from setter.store import ids
from setter.store.records import Delivery, GuestAnswer, Meeting, SalesWord
from setter.store.unit import Unit

AFTER = "2026-12-02T21:30:00Z"
NOON = 1795543200000
"""Tuesday 24 November 2026, 12:00 in Chicago."""


def the_meeting(desk: Desk) -> Meeting:
    """The one meeting there is."""
    (meeting,) = desk.store.read(lambda unit: unit.meetings.all())
    return meeting


def the_word(desk: Desk) -> SalesWord:
    """What sales says of its SQL."""
    word = sql_of(desk, the_meeting(desk).id).word
    assert word is not None
    return word


async def pressed(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, and wait until all is said and done."""
    await pilot.press(*keys)
    await pilot.pause()


async def typed(pilot: Pilot[Any], words: str) -> None:
    """Type a line into the panel that asks, and take it."""
    screen: Any = pilot.app.screen
    assert screen.asking.is_open
    screen.asking._line.value = words
    await pressed(pilot, "enter")


def key_of(app: Any, kind: str) -> str:
    """The digit of a kind of duty on the strip."""
    (task,) = [task for task in app.screen.strip.tasks if task.kind == kind]
    return str(task.key)


@pytest.mark.requirement("R-083")
async def test_a_rejection_comes_home_is_appealed_and_overturned(small_desk: Desk) -> None:
    booked(small_desk, ADA, when="1 dec 3pm")
    lead = beside(small_desk, "lead")
    app = seated(lead)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "f3", "equals_sign", "2", "4")
        await typed(pilot, " ")
        assert "needs a reason in words" in app.screen.asking.words, "in the panel, in the service's words"
        await typed(pilot, "their budget is frozen")
        assert "rejected R04" in app.screen.facts.painted_text
        assert "(gate: budget)" in " ".join(app.screen.gates.painted_text.split())
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "sales rejected" in app.screen.strip.painted_text
        await pressed(pilot, "1")
        told = app.screen.duty_panel.told
        assert "R04, no budget or means (gate: budget). their budget is frozen" in " ".join(told.split())
        await pressed(pilot, "1")
        await typed(pilot, "the budget is signed, I have it in writing")
        await pressed(pilot, "f3", "equals_sign")
        assert app.screen.asking.is_open, "whoever set it may appeal here as well"
        await typed(pilot, "again")
    assert the_word(small_desk).appeal == "open"
    app = seated(lead)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "1")
        told = " ".join(app.screen.duty_panel.told.split())
        assert "their budget is frozen" in told and "mira the budget is signed" in told
        await pressed(pilot, "1")
        await typed(pilot, "she is right")
        assert app.screen.passing.words == "Overturned: it counts as accepted."
    assert the_word(small_desk).accepted
    assert {task.kind for task in open_tasks(small_desk, ADA)} >= {"appeal_decided", "rebook_meeting"}


async def test_sales_accepts_in_two_keys_and_says_later_what_it_came_to(small_desk: Desk) -> None:
    booked(small_desk, ADA, when="1 dec 3pm")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, "f3")
        assert (
            app.screen.people.highlighted.due.startswith("due ")
            and "pending with sales" in app.screen.facts.painted_text
        )
        await pressed(pilot, "equals_sign")
        assert "Only sales" in app.screen.passing.words and not app.screen.answering.is_open
    app = seated(beside(small_desk, "lead"))
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, "f3", "equals_sign", "1")
        assert the_word(small_desk).accepted
        await pressed(pilot, "4", "enter", "equals_sign", "5", "2")
        assert "follows a meeting that was held" in app.screen.passing.words and not app.screen.asking.is_open
        wait_until(small_desk, AFTER)
        await pressed(pilot, "equals_sign", "3", "equals_sign", "6")
        await typed(pilot, "25")
        await pressed(pilot, "equals_sign", "5", "2")
        await typed(pilot, "2026-12-24")
        assert "is in the future" in app.screen.asking.words
        await typed(pilot, "yesterday")
        await typed(pilot, "today")
        await typed(pilot, "12k")
        await typed(pilot, "")
        assert "won" in app.screen.facts.painted_text and "12,000 USD" in app.screen.gates.painted_text
    word = the_word(small_desk)
    assert (word.quality, word.minutes, word.amount, word.margin) == (4, 25, 1_200_000, None)
    assert (word.opportunity, word.opportunity_on, word.closed_on) == ("won", "2026-12-01", "2026-12-02")


async def test_a_lead_chases_sales_and_a_caller_says_what_became_of_a_meeting(small_desk: Desk) -> None:
    booked(small_desk, ADA, when="1 dec 3pm")
    wait_until(small_desk, "2026-12-04T21:30:00Z")
    chase(small_desk)
    app = seated(beside(small_desk, "lead"))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pressed(pilot, key_of(app, "chase sales"), "1")
        assert isinstance(app.screen, HandoffScreen) and app.screen.people.highlighted.name == ADA
        assert (
            "late" in app.screen.people.highlighted.due and "held, or did nobody" in app.screen.people.highlighted.why
        )
        await pressed(pilot, "f2")
        await pressed(pilot, key_of(app, "chase sales"), "2")
        assert "chase sales" not in app.screen.strip.painted_text
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pressed(pilot, key_of(app, "what became?"), "1")
        await typed(pilot, "")
        assert "Sales says whether" in app.screen.asking.words, "a caller says how they know"
        await typed(pilot, "Maja wrote to me after it")
        assert "what became?" not in app.screen.strip.painted_text
    assert the_meeting(small_desk).status == "held"


async def test_what_could_not_be_delivered_is_tried_again_or_given_to_a_colleague(small_desk: Desk) -> None:
    booked(small_desk, ADA, when="1 dec 3pm")
    meeting = the_meeting(small_desk)
    gone = way(meeting_id=meeting.id, change=meeting.change, state="given_up", problem="The folder is not there.")
    small_desk.store.write(lambda unit: _fails(small_desk, unit, meeting, gone))
    said = GuestAnswer(meeting.id, "ada@birch.example", 0, "accepted", None, small_desk.now(), small_desk.now(), "mira")
    small_desk.store.write(lambda unit: unit.calendars.add_answer(said))
    app = seated(beside(small_desk, "lead"))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert "not delivered" in app.screen.strip.painted_text
        await pressed(pilot, "1", "1")
        assert "tried again now" in app.screen.passing.words
        (row,) = small_desk.store.read(lambda unit: unit.deliveries.of_meeting(meeting.id))
        assert (row.state, row.due_at) == ("waiting", small_desk.now())
        await pressed(pilot, "1", "2", "1")
        assert app.screen.passing.words == "It is mira's now."
        await pressed(pilot, "f3")
        told = " ".join(app.screen.gates.painted_text.split())
        assert "waits: The folder is not there" in told and "guest Ada North: accepted" in told


def _fails(desk: Desk, unit: Unit, meeting: Meeting, row: Delivery) -> None:
    unit.deliveries.add(row)
    unit.tasks.add(meeting_task(meeting, DELIVERY_FAILED, "lead", desk.now(), desk.now(), row.problem))


def way(**fields: Any) -> Delivery:
    """A delivery to a rep's folder, as it stands but for these fields."""
    row: dict[str, Any] = {
        "id": 7, "meeting_id": 1, "change": 1, "channel": "folder", "receiver": "rep", "rep": "maja", "state": "sent",
        "due_at": NOON, "tries": 1, "taken_by": "", "taken_until": None, "handed_over_at": None, "made_at": NOON,
        "sent_at": None, "reference": "", "problem": "",
    }  # fmt: skip
    return Delivery(**{**row, **fields})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sent_at": NOON + 120_000}, "sent 12:02"),
        ({"state": "waiting"}, "leaves with the next delivery"),
        ({"state": "waiting", "due_at": NOON + 120_000, "tries": 0}, "leaves 12:02"),
        (
            {"state": "waiting", "due_at": NOON + 1_200_000, "problem": "The mail server is away."},
            "waits: The mail server is away, next try 12:20",
        ),
        ({"state": "given_up", "problem": "There is no such folder."}, "given up: There is no such folder"),
        ({"state": "withheld", "problem": "sandbox"}, "stays here: nothing leaves a sandbox"),
        ({"state": "withheld", "problem": "suppressed"}, "stays here: they must not be contacted"),
    ],
)
def test_where_a_delivery_stands(fields: dict[str, object], words: str) -> None:
    assert way_words(way(**fields), NOON, "America/Chicago") == words


def test_money_has_cents_only_where_there_are_any() -> None:
    assert [money(each) for each in (1_200_000, 1_200_050, -5, 0)] == ["12,000", "12,000.50", "-0.05", "0"]


@pytest.mark.parametrize(
    ("name", "who", "keys"), [("handoff-answer", "lead", ["f3", "equals_sign"]), ("queue-duties", "mira", [])]
)
async def test_its_pictures(sandbox_desk, assert_pictured, monkeypatch, name, who, keys) -> None:
    monkeypatch.setattr(ids, "_maker", ids.IdMaker(node=1))
    a_morning(sandbox_desk)
    sql = sql_of(sandbox_desk, the_meeting(sandbox_desk).id).sql
    assert sql is not None
    says = SaleSays(decision="accepted", quality=4)
    if name == "queue-duties":
        says = SaleSays(decision="rejected", code="R09", reason="the address bounces and the number is a fax")
    answer(beside(sandbox_desk, "lead"), sql.id, says)
    app = seated(beside(sandbox_desk, who))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pressed(pilot, *keys)
        await pictured(pilot, assert_pictured, name)
