"""A prospect who was made to break the screen goes through every widget, and is only text everywhere."""

import pytest
from rich.cells import cell_len

from setter.screens.base import SetterScreen
from setter.widgets.answer_panel import AnswerPanel, Option, Turn
from setter.widgets.choice_panel import ChoicePanel, ChoiceRow
from setter.widgets.day_strip import Day, DayStrip, RepDay
from setter.widgets.facts_card import FactRow, FactsCard
from setter.widgets.gate_strip import GateMark, GateStrip
from setter.widgets.header import Heading
from setter.widgets.opt_out_panel import OptOutTarget
from setter.widgets.prospect_line import ProspectLine
from setter.widgets.prospect_list import ProspectList
from setter.widgets.score_card import ScoreCard, ScoreLine
from setter.widgets.table_lines import Column, TableLines
from setter.widgets.task_strip import Task, TaskStrip
from setter.widgets.two_clocks import Opening, TwoClocks
from widgets.gallery import HOSTILE, MINUTE, NOW, Gallery
from widgets.stage import painted

BAD = HOSTILE + "\u202e] \ud83d [b"
MARK = "x [/] [@c"


class HostilePage(SetterScreen):
    """Every widget, each with a hostile word in every place that takes one."""

    SCOPE = "call"
    DEFAULT_CSS = """
    HostilePage ProspectList { height: 4; }
    HostilePage FactsCard { height: 3; }
    HostilePage ScoreCard { height: 3; }
    HostilePage AnswerPanel { height: 6; }
    HostilePage DayStrip { height: 6; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.choices = ChoicePanel()

    def compose_panels(self):
        yield self.choices

    def compose_body(self):
        yield ProspectList(lambda *_: [ProspectLine(1, *[BAD] * 3, BAD, 1, BAD, 1.0, 1, BAD, BAD, BAD)], 1)
        yield FactsCard([FactRow(BAD, BAD, BAD), FactRow(BAD)])
        yield GateStrip([GateMark(BAD, BAD, "missing"), GateMark("b", BAD, BAD)])
        yield ScoreCard([ScoreLine(BAD, 1, BAD)], title=BAD)
        yield TwoClocks()
        yield TaskStrip()
        yield AnswerPanel(Turn(BAD, BAD, (Option(BAD, BAD, True),), BAD, BAD, BAD, BAD))
        yield DayStrip()
        yield TableLines()

    def on_mount(self) -> None:
        self.head.show(Heading(BAD, BAD, BAD, BAD, BAD, True))
        self.query_one(TaskStrip).show([Task(1, BAD, BAD, BAD, NOW)], NOW)
        self.query_one(TwoClocks).show(NOW, [BAD], BAD, Opening(False, NOW + MINUTE, BAD))
        self.query_one(DayStrip).show(Day(BAD, NOW, (RepDay(BAD, ("free", BAD)),), "UTC", "UTC", as_of=NOW))
        self.query_one(TableLines).show([Column(BAD), Column(BAD, True)], [[BAD, BAD]], title=BAD)

    def opt_out_target(self) -> OptOutTarget:
        return OptOutTarget(1, BAD, BAD, BAD)


def assert_only_text(app, cells: int) -> None:
    lines = painted(app)
    text = "\n".join(lines)
    assert MARK in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    text.encode("utf-8")
    assert {cell_len(line) for line in lines} == {cells}
    for strip in app.screen._compositor.render_strips():
        assert not any(segment.style and segment.style.meta.get("@click") for segment in strip)


@pytest.mark.parametrize("size", [(80, 50), (100, 50), (160, 50)])
async def test_every_widget_shows_hostile_words_as_text_and_keeps_its_columns(size):
    async with Gallery(HostilePage).run_test(size=size) as pilot:
        await pilot.pause()
        assert_only_text(pilot.app, size[0])
        for y in range(2, 40, 3):
            await pilot.click(offset=(12, y))
        assert pilot.app.is_running


async def test_panels_and_passing_words_show_them_as_text_too():
    async with Gallery(HostilePage).run_test(size=(100, 50)) as pilot:
        page = pilot.app.screen
        page.choices.ask(BAD, [ChoiceRow("1", BAD, BAD, BAD), ChoiceRow("[", BAD, BAD)])
        page.say(BAD)
        await pilot.pause()
        assert_only_text(pilot.app, 100)
        await pilot.press("escape", "f9")
        assert page.opt_out_panel.is_open
        assert_only_text(pilot.app, 100)
