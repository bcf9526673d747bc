"""The reports of measures by their real keys: programmes side by side, how far people come, and the file of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from pictures import AssertPictured
from screens.desks import named, press_each, seated
from services.test_measures import GOOD, MANY, season
from setter.services.desk import Desk

WIDE, SMALL = (100, 30), (80, 24)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each once what the one before asked for is counted."""
    for key in keys:
        await press_each(pilot, [key])
        await pilot.app.workers.wait_for_complete([each for each in pilot.app.workers if each.group == "count"])
        await pilot.pause()


async def typed(pilot: Pilot[None], text: str) -> None:
    """Type a whole line where the keys go, over what stands there."""
    field: Any = pilot.app.screen.focused
    field.value = ""
    field.post_message(events.Paste(text))
    await press(pilot, "enter")


def read(page: Any) -> str:
    """What stands there, without the room between it."""
    return " ".join(page.painted_text.split())


@pytest.mark.requirement("R-100", "R-101", "R-102", "R-103", "R-106")
async def test_a_team_lead_compares_two_programmes_and_sees_how_far_people_come(
    small_desk: Desk, tmp_path: Path, assert_pictured: AssertPictured, monkeypatch: pytest.MonkeyPatch
) -> None:
    season(small_desk, tmp_path)
    monkeypatch.chdir(tmp_path)
    app = seated(small_desk)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "f4", "2", "down", "down", "down")
        page = app.screen.measures
        table, plot = read(page.table), read(page.plot)
        assert read(page.title) == "Programmes, last 4 weeks, Tue 17 Nov to Mon 14 Dec"
        assert table.index("Quality: SQLs") < table.index("SQLs submitted per week 2.2 1.0–4.3 1.5 0.5–3.3")
        assert "▌ sales rejection 5 / 7 71 % 36–92 % 0 / 6 0 % 0–39 %" in table
        assert f"difference: +71 points (+19 to +92); {MANY} is clearly higher" in plot
        assert f"{MANY} 5 / 7 71 % 36–92 % ├" in plot and "1 − acceptance; cohort: SQLs submitted in the" in plot
        assert_pictured(pilot, "review-programmes")
        await pilot.resize_terminal(*SMALL)
        assert_pictured(pilot, named("review-programmes", SMALL))
        assert "▌ sales rejection 5 / 7 71 % 0 / 6 0 %" in read(page.table)
        await pilot.resize_terminal(60, 24)
        assert page.body.has_class("-beside") and "5 / 7" not in read(page.table) and "5 / 7" in read(page.plot)
        await press(pilot, "w")
        assert f"{MANY} − {GOOD}: +71 points" in " ".join(app.screen.reading.told.split())
        await press(pilot, "escape", "6")
        assert page.body.has_class("-few") and "SQL and up 8 / 15 53 % 30–75 % █" in read(page.plot)
        await pilot.resize_terminal(*SMALL)
        assert_pictured(pilot, named("review-funnel", SMALL))
        await pilot.resize_terminal(*WIDE)
        assert_pictured(pilot, "review-funnel")
        await keeps_and_looks_elsewhere(pilot, page)


async def keeps_and_looks_elsewhere(pilot: Pilot[None], page: Any) -> None:
    """The funnel in a file, never over another one; then other days, another report, one campaign."""
    screen: Any = pilot.app.screen
    await press(pilot, "ctrl+s", "enter")
    (file,) = Path.cwd().glob("funnel-2026-11-17-2026-12-14.csv")
    assert "conversion to the next rung,SQL,8,15,0.533333," in file.read_text()
    await press(pilot, "ctrl+s", "enter")
    assert "is there already" in screen.asking.words
    await press(pilot, "escape", "ctrl+d")
    await typed(pilot, "2026-12-08 to 2026-12-07")
    assert screen.asking.words.startswith("2026-12-07 comes before 2026-12-08.")
    await typed(pilot, "2026-12-08")
    assert read(page.title) == "Funnel, Tue 08 Dec to Mon 14 Dec" and "SQL and up 2 / 5 40 %" in read(page.plot)
    await press(pilot, "4", "l", "2", "down")
    assert read(page.title) == "Callers, Tue 08 Dec to Mon 14 Dec, only show"
    assert "mira 2 / 2" in read(page.plot) and "fewer than 5: counts only" in read(page.plot)
    await pilot.press("3", "1")
    await press(pilot, "left")
    assert screen.happened.display and not page.display and len(screen.happened.calls_by_id) == 0
