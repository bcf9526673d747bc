"""The picture fixture: the same screen is the same bytes, another screen is told with both files."""

import pytest
from textual.widgets import Input

from pictures import GOLDENS, SIZES, compare, picture
from screens.test_base import NotePage
from widgets.gallery import CallPage, Gallery, QueuePage


async def paint(page, size=(100, 30), *keys):
    async with Gallery(page).run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        return picture(pilot.app)


@pytest.mark.parametrize("size", SIZES.values())
async def test_one_screen_is_the_same_picture_every_time(still, size):
    assert await paint(QueuePage, size) == await paint(QueuePage, size)


async def test_a_field_with_the_focus_does_not_blink(still):
    assert await paint(NotePage, (100, 30), "t", "a") == await paint(NotePage, (100, 30), "t", "a")
    assert not Input().cursor_blink


async def test_a_picture_asks_no_other_machine_for_a_font(still):
    svg = await paint(QueuePage)
    assert "@font-face" not in svg
    assert "url(http" not in svg
    assert "/root" not in svg


async def test_a_difference_is_told_with_both_files(still, tmp_path, monkeypatch):
    monkeypatch.setenv("REPAINT", "1")
    compare(await paint(QueuePage), "page", tmp_path)
    monkeypatch.delenv("REPAINT")
    compare(await paint(QueuePage), "page", tmp_path)
    with pytest.raises(pytest.fail.Exception, match=r"golden: .*page\.svg\n  actual: .*page\.svg"):
        compare(await paint(CallPage), "page", tmp_path)
    with pytest.raises(pytest.fail.Exception, match="has no picture yet"):
        compare(await paint(CallPage), "other", tmp_path)


def test_the_goldens_are_the_pictures_of_the_readme():
    assert GOLDENS.name == "screens"
