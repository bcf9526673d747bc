"""A list on its way in by its real keys and by picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import land, prospect_named
from screens.desks import SIZES, named, seated
from setter.domain.sources import SOURCE_KINDS
from setter.examples import example_list
from setter.screens.intake import LETTERS
from setter.screens.intake_words import result_rows
from setter.services.desk import Desk


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


@SIZES
@pytest.mark.parametrize(("name", "keys"), [("intake", ["f5"])])
async def test_its_pictures(picture_a_morning, size, name, keys) -> None:
    await picture_a_morning(name, size, keys)


@SIZES
async def test_the_picture_of_a_list_that_is_mapped(sandbox_desk, assert_pictured, size) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=size) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        app.screen.open_list(example_list())
        await pilot.pause()
        assert_pictured(pilot, named("intake-mapped", size))


async def test_a_column_is_set_right_and_a_dry_run_counts_without_writing(small_desk: Desk, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("who,ring,fleet\nGil Nash,+13125550177,12\n,n/a,3\n", encoding="utf-8")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        app.screen.open_list(listed)
        await pilot.press("enter", "1")
        await pilot.press("down", "enter", "6")
        await pilot.press("down", "enter", "z", *"vehicles", "enter")
        await pilot.pause()
        assert [guess.field or guess.attribute for guess in app.screen.seen.mapping.guesses] == [
            "full_name",
            "phone",
            "vehicles",
        ]
        before = people(small_desk)
        await pilot.press("ctrl+t")
        await app.workers.wait_for_complete()
        await pilot.pause()
        told = app.screen.result.painted_text
        assert "would land" in told and "refused" in told and people(small_desk) == before
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert people(small_desk) == before + 1 and "written to" in app.screen.result.painted_text


def people(desk: Desk) -> int:
    return len(desk.store.read(lambda unit: unit.prospects.enrolments_of(1)))


async def test_the_kind_and_name_of_the_source_are_said_and_kept(small_desk: Desk, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("name,phone\nGil Nash,+13125550177\n", encoding="utf-8")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        app.screen.open_list(listed)
        kinds = list(SOURCE_KINDS)
        await pilot.press("ctrl+k", LETTERS[kinds.index("event_business_card")])
        await pilot.press(*"van-show", "enter", "ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
    gil = prospect_named(small_desk, "Gil Nash")
    (source,) = small_desk.store.read(lambda unit: unit.prospects.acquisitions(gil.id))
    assert (source.kind, source.source) == ("event_business_card", "van-show")


def test_a_file_of_headings_alone_is_told_to_hold_nobody(small_desk: Desk, tmp_path: Path) -> None:
    rows = result_rows(land(small_desk, tmp_path))
    assert "headings and no rows" in rows[-1].value
