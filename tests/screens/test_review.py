"""What happened, by its real keys and by picture."""

from __future__ import annotations

import pytest

from hands import ended
from houses import ADA, wait_until
from screens.desks import a_morning, press_each, seated
from setter.services.desk import Desk


async def test_a_team_lead_looks_at_one_outcome_only(small_desk: Desk) -> None:
    a_morning(small_desk, "America/Phoenix")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        calls = app.screen.happened.calls_by_id
        assert len(calls) == 3
        await press_each(pilot, ["l", "4"])
        assert [line.code for line in app.screen.happened.calls_by_id.values()] == ["no_answer"]
        await press_each(pilot, ["l", "0", "left"])
        assert app.screen.happened.calls_by_id == calls
        assert app.screen.happened.by_caller.painted_text.startswith("This week, Mon 23 Nov to Tue 24 Nov, by caller")


async def test_a_team_lead_reads_how_promises_were_kept(small_desk: Desk) -> None:
    ended(small_desk, "callback_prospect", ADA, callback="today 11:00")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        promised = app.screen.happened.promised
        assert not promised.display
        wait_until(small_desk, "2026-11-24T17:16:00Z")
        app.screen.refresh_facts()
        await pilot.pause()
        told = [each.plain.split() for each in promised.lines(100, 5)]
        assert promised.display and told[2:] == [
            ["mira", "0", "/", "1", "1", "/", "1", "0", "/", "1", "0", "/", "1"],
            ["all", "0", "/", "1", "1", "/", "1", "0", "/", "1", "0", "/", "1"],
        ]


@pytest.mark.parametrize(("name", "keys"), [("review", ["f4"]), ("review-call", ["f4", "enter"])])
async def test_its_pictures(picture_a_morning, name, keys) -> None:
    await picture_a_morning(name, keys)
