"""The first start by its real keys and by picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.desks import SMALL, pictured
from setter.app import SetterApp
from setter.examples import example_campaign
from setter.screens.first_start import FirstStartScreen
from setter.screens.intake import IntakeScreen
from setter.screens.queue import QueueScreen


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


async def test_the_picture_of_a_first_start(assert_pictured, monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    app = SetterApp(None, "setter.db")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pictured(pilot, assert_pictured, "first-start")
