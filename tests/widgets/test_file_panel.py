"""A file is picked from what is there: typed, completed, or walked to."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from setter.screens.base import SetterScreen
from setter.screens.file_words import looking, size_words
from setter.services.files import CAMPAIGNS, LISTS, entries
from setter.widgets.file_panel import FilePanel
from widgets.stage import painted


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two lists, one newer, another file, a hidden one, and a folder with a list in it."""
    for age, name in enumerate(("old.csv", "new.xlsx", "notes.pdf", ".secret.csv")):
        (tmp_path / name).write_text("name,phone\n", encoding="utf-8")
        os.utime(tmp_path / name, (1_700_000_000 + age, 1_700_000_000 + age))
    (tmp_path / "march").mkdir()
    (tmp_path / "march" / "people.csv").write_text("name,phone\n", encoding="utf-8")
    return tmp_path


class TestWhatIsThere:
    def test_lists_come_first_the_newest_of_them_before_folders_and_the_rest(self, folder: Path) -> None:
        assert [each.name for each in entries(f"{folder}/", LISTS)] == ["new.xlsx", "old.csv", "march/", "notes.pdf"]
        assert next(each.name for each in entries(f"{folder}/", CAMPAIGNS)) == "march/"

    def test_what_is_typed_narrows_it_down_and_a_dot_shows_the_hidden(self, folder: Path) -> None:
        assert [each.name for each in entries(f"{folder}/O", LISTS)] == ["old.csv"]
        assert [each.name for each in entries(f"{folder}/.s", LISTS)] == [".secret.csv"]

    @pytest.mark.parametrize("typed", ["/no/such/place/", "", "\0", "~nobody-at-all/"])
    def test_what_is_not_there_is_nothing_and_no_error(self, typed: str) -> None:
        assert isinstance(entries(typed, LISTS), list)

    @pytest.mark.parametrize(("size", "words"), [(0, "0 B"), (1023, "1023 B"), (2048, "2 kB"), (3_565_158, "3.4 MB")])
    def test_sizes_in_words(self, size: int, words: str) -> None:
        assert size_words(size) == words


class Page(SetterScreen):
    """A screen that asks for a list."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder, self.picked = folder, []
        self.files = FilePanel(looking(lambda: 1_700_000_000_000, LISTS), id="files")

    def compose_panels(self):
        yield self.files

    def on_mount(self) -> None:
        self.files.ask("Which list?", f"{self.folder}/")

    def on_file_panel_picked(self, event: FilePanel.Picked) -> None:
        self.picked.append(event.path)


class Pages(App[None]):
    """Shows that screen."""

    def __init__(self, make: Callable[[], Page]) -> None:
        super().__init__()
        self._make = make

    def compose(self) -> ComposeResult:
        return iter(())

    def on_mount(self) -> None:
        self.push_screen(self._make())


async def test_enter_takes_the_newest_list(folder: Path) -> None:
    async with Pages(lambda: Page(folder)).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen.picked == [str(folder / "new.xlsx")]


async def test_a_folder_is_entered_and_its_list_taken(folder: Path) -> None:
    async with Pages(lambda: Page(folder)).run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "enter")
        assert pilot.app.screen.files.text == f"{folder / 'march'}/" and pilot.app.screen.files.is_open
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen.picked == [str(folder / "march" / "people.csv")]


async def test_tab_completes_and_a_path_to_nothing_is_handed_on_as_typed(folder: Path) -> None:
    async with Pages(lambda: Page(folder)).run_test(size=(80, 24)) as pilot:
        await pilot.press(*"ol", "tab")
        assert pilot.app.screen.files.text == str(folder / "old.csv")
        await pilot.press("x", "enter")
        await pilot.pause()
        assert pilot.app.screen.picked == [str(folder / "old.csvx")]


async def test_a_file_with_a_hostile_name_is_shown_as_text(folder: Path) -> None:
    (folder / "x [@click=app.quit] \x1b[31m.csv").write_text("name\n", encoding="utf-8")
    async with Pages(lambda: Page(folder)).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "x [@click=app.quit] .csv" in "\n".join(painted(pilot.app))
