"""Gates, scores, clocks, facts, days, tables and the head line: what each says, at every width."""

import pytest
from rich.cells import cell_len

from setter.widgets.answer_panel import AnswerPanel, Option, Turn
from setter.widgets.day_strip import Day, DayStrip, RepDay
from setter.widgets.facts_card import FactRow, FactsCard
from setter.widgets.gate_strip import GateMark, GateStrip
from setter.widgets.header import Heading, HeadLine
from setter.widgets.score_card import ScoreCard, ScoreLine, tenths
from setter.widgets.table_lines import Column, TableLines
from setter.widgets.task_strip import Task, TaskStrip
from setter.widgets.two_clocks import Opening, TwoClocks
from widgets.gallery import DAY, GATES, MINUTE, NOW, SCORE, TURN
from widgets.stage import painted, staged

HOUR = 60 * MINUTE


class TestGateStrip:
    async def test_eighty_columns_name_every_gate_each_with_its_sign(self):
        async with staged(GateStrip(GATES)) as pilot:
            row = painted(pilot.app)[0]
            assert row.split()[0] == "6/9"
            for gate in GATES:
                sign = {"met": "✓", "missing": "○", "failed": "✗", "waived": "W"}[gate.state]
                assert f"{sign} {gate.label}" in row

    async def test_many_long_gates_are_shortened_and_none_is_left_out(self):
        gates = [GateMark(f"gate{n}", f"a gate of many words {n}", "missing") for n in range(9)]
        async with staged(GateStrip(gates)) as pilot:
            assert painted(pilot.app)[0].count("○") == 9


class TestScoreCard:
    def test_rounded_lines_add_up_to_the_rounded_total(self):
        points = [one.points for one in SCORE]
        assert sum(tenths(points)) == round(sum(points) * 10)
        assert sum(tenths([0.04] * 30)) == 12

    async def test_what_was_held_within_limits_is_a_line_of_its_own(self):
        async with staged(ScoreCard([ScoreLine("Fits", 80), ScoreLine("Demo", 40)], 100)) as pilot:
            text = painted(pilot.app)
            assert text[0].split() == ["Score", "100"]
            assert text[3].split() == ["Held", "within", "limits", "−20"]

    async def test_tenths_are_shown_where_any_line_has_them_and_no_points_where_there_are_none(self):
        async with staged(
            ScoreCard([ScoreLine("Fits", 80), ScoreLine("Clicked", 4.5), ScoreLine("Asked", 0)])
        ) as pilot:
            text = painted(pilot.app)
            assert [line.split()[-1] for line in text[:4]] == ["84.5", "+80.0", "+4.5", "Asked"]

    async def test_lines_without_room_are_summed_up_not_lost(self):
        card = ScoreCard([ScoreLine(f"Rule {n}", n) for n in range(1, 41)])
        async with staged(card, size=(60, 10)) as pilot:
            lines = [line.split() for line in painted(pilot.app)]
            assert lines[0] == ["Score", "820"]
            assert lines[9][:2] == ["32", "more"]
            shown = sum(float(line[-1]) for line in lines[1:])
            assert shown == 820


class TestTwoClocks:
    async def shown(self, *args, **more):
        clocks = TwoClocks()
        async with staged(clocks) as pilot:
            clocks.show(*args, **more)
            await pilot.pause()
            return [line.strip() for line in painted(pilot.app)[:3]]

    async def test_both_clocks_and_how_long_the_hours_last(self):
        opening = Opening(True, NOW + 166 * MINUTE)
        assert await self.shown(NOW, ["America/Chicago"], "Europe/Berlin", opening, sandbox=True) == [
            "there  Tue 09:14 CST",
            "here   Tue 16:14 CET   sandbox clock",
            "✓ open, closes in 2 h 46",
        ]

    async def test_every_zone_a_prospect_may_be_in_is_told(self):
        opening = Opening(False, NOW + HOUR, "not open in every zone")
        lines = await self.shown(NOW, ["America/Chicago", "America/New_York"], "UTC", opening)
        assert lines[0] == "there  Tue 09:14 CST or Tue 10:14 EST"
        assert lines[2] == "✗ closed, opens in 1 h 00: not open in every zone"

    async def test_an_unknown_zone_is_said(self):
        assert (await self.shown(NOW, [], "UTC"))[0] == "there  zone unknown"

    async def test_a_tick_repaints_only_when_something_reads_differently(self):
        clocks = TwoClocks()
        async with staged(clocks):
            clocks.show(NOW, ["America/Chicago"], "UTC", Opening(True, NOW + 166 * MINUTE))
            paints = []
            clocks.repaint = lambda: paints.append(1)
            clocks.tick(NOW + 1)
            assert len(paints) == 1  # the minutes left changed
            clocks.tick(NOW + 2)
            assert len(paints) == 1


def low_strip() -> TaskStrip:
    strip = TaskStrip()
    strip.styles.max_height = 3
    return strip


class TestTaskStrip:
    TASKS = (
        Task(1, "1", "callback", "Jonas · Weidmann", NOW + 4 * MINUTE),
        Task(2, "2", "confirm", "Ana", NOW - 10 * MINUTE),
        Task(3, "3", "no-show", "Li"),
        Task(4, "4", "send info", "Priya"),
    )

    async def test_each_task_has_its_key_and_its_time_left_and_the_rest_are_counted(self):
        strip = low_strip()
        async with staged(strip, size=(60, 10)) as pilot:
            strip.show(self.TASKS, NOW)
            await pilot.pause()
            lines = painted(pilot.app)
            assert lines[0].split() == ["1", "callback", "Jonas", "·", "Weidmann", "4:00"]
            assert lines[1].split()[-3:] == ["10", "min", "late"]
            assert lines[2].strip() == "0: 2 more, each with its key"

    async def test_it_never_takes_the_focus_and_a_click_takes_a_task_up(self):
        strip = low_strip()
        async with staged(strip) as pilot:
            strip.show(self.TASKS, NOW)
            await pilot.pause()
            await pilot.click(strip, offset=(5, 1))
            assert pilot.app.focused is None
            assert [one.task.id for one in pilot.app.heard if isinstance(one, TaskStrip.Taken)] == [2]
            await pilot.click(strip, offset=(5, 2))
            assert len([one for one in pilot.app.heard if isinstance(one, TaskStrip.Taken)]) == 1

    async def test_it_is_as_high_as_it_has_tasks(self):
        strip = TaskStrip()
        async with staged(strip) as pilot:
            heights = []
            for count in (0, 1, 3, 0):
                strip.show(self.TASKS[:count], NOW)
                await pilot.pause()
                heights.append(strip.size.height)
            assert heights == [1, 1, 3, 1]


class TestHeadLine:
    @pytest.mark.parametrize("cells", [80, 100, 160])
    async def test_the_sandbox_mark_and_the_clock_are_never_cut(self, cells):
        heading = Heading(
            "Queue", "Docks 2026, third wave, north-east", "Larkfield Systems", "dana", "Tue 24 Nov 09:14 CST", True
        )
        async with staged(HeadLine(heading), size=(cells, 5)) as pilot:
            line = painted(pilot.app)[0]
            assert "SANDBOX" in line
            assert line.rstrip().endswith("dana · Tue 24 Nov 09:14 CST")
            assert "for Larkfield Systems" in line or cells == 80


class TestFactsCard:
    async def test_a_long_value_goes_on_under_itself_where_there_is_room(self):
        card = FactsCard([FactRow("e-mail", "helena.lockhart@deltabakery.example"), FactRow("place", "Richmond, VA")])
        async with staged(card, size=(32, 6)) as pilot:
            assert [line.strip() for line in painted(pilot.app)[:4]] == [
                "e-mail  helena.lockhart@",
                "deltabakery.example",
                "place   Richmond, VA",
                "",
            ]
            await pilot.resize_terminal(32, 2)
            await pilot.pause()
            assert painted(pilot.app)[0].rstrip().endswith("…")

    async def test_labels_and_values_stand_in_two_columns(self):
        card = FactsCard(
            [FactRow("Ana Ruiz"), FactRow("title", "COO", "verified"), FactRow("company", "Contoso", "wrong")]
        )
        async with staged(card, size=(40, 6)) as pilot:
            assert [line.strip() for line in painted(pilot.app)[:3]] == [
                "Ana Ruiz",
                "title    COO ✓",
                "company  Contoso ✗ wrong",
            ]

    async def test_a_number_to_dial_is_never_cut_for_its_label(self):
        card = FactsCard([FactRow("a very long label", "+1 504 621 8927", weight="strong")])
        async with staged(card, size=(26, 6)) as pilot:
            assert "+1 504 621 8927" in painted(pilot.app)[0]

    async def test_facts_without_room_are_counted(self):
        async with staged(FactsCard([FactRow(f"f{n}", "x") for n in range(9)]), size=(40, 4)) as pilot:
            assert painted(pilot.app)[3].strip() == "6 more facts"


class TestDayStrip:
    async def test_the_chosen_slot_stands_under_its_hour_on_both_clocks(self):
        strip = DayStrip()
        async with staged(strip) as pilot:
            strip.show(DAY)
            await pilot.pause()
            lines = painted(pilot.app)
            column = lines[2].index("██")
            assert lines[1][column : column + 2] == "15"
            assert lines[5][column : column + 2] == "22"
            assert "15:00" in lines[2]
            assert "calendar as of 16:02" in lines[6]

    async def test_a_meeting_of_an_hour_takes_two_half_hours_and_reps_without_room_are_counted(self):
        strip = DayStrip()
        day = Day("Wed", NOW, tuple(RepDay(f"rep {n}", ("free",) * 4) for n in range(7)), "UTC", "UTC", (0, 1), 2)
        async with staged(strip) as pilot:
            strip.show(day)
            await pilot.pause()
            assert "──████──" in painted(pilot.app)[2]
            assert "3 more reps" in painted(pilot.app)[7]


class TestAnswerPanel:
    async def test_words_ways_on_and_the_known_answer(self):
        async with staged(AnswerPanel(TURN), size=(72, 20)) as pilot:
            text = "\n".join(painted(pilot.app))
            assert "Mr Ruiz, this is Dana" in text
            assert "= dock doors: 14  (list, 12 d ago)   Enter keeps it" in text
            assert "2  They turn up and wait  ◂" in text

    @pytest.mark.parametrize("rows", range(6, 14))
    async def test_in_little_room_the_ways_on_all_stay(self, rows):
        async with staged(AnswerPanel(TURN), size=(60, rows)) as pilot:
            text = "\n".join(painted(pilot.app))
            shown = [option.label in text for option in TURN.options]
            assert all(shown) or rows < 8

    async def test_a_click_picks_a_way_on(self):
        panel = AnswerPanel(Turn("Hello.", options=(Option("1", "Yes"), Option("2", "No"))))
        async with staged(panel, size=(60, 12)) as pilot:
            y = next(y for y, line in enumerate(painted(pilot.app)) if "No" in line)
            await pilot.click(panel, offset=(8, y))
            assert [one.option.key for one in pilot.app.heard if isinstance(one, AnswerPanel.Picked)] == ["2"]


class TestTableLines:
    COLUMNS = (Column("caller"), Column("dials", True), Column("of dials", True, spare=True))

    async def test_words_left_numbers_right_and_nothing_is_a_dash(self):
        table = TableLines()
        async with staged(table, size=(60, 8)) as pilot:
            table.show(self.COLUMNS, [("小林", 1412, "96 of 1,412"), ("dana", None, "–")], title="This week")
            await pilot.pause()
            lines = [line.rstrip() for line in painted(pilot.app)[:4]]
            assert lines == [
                " This week",
                " caller  dials     of dials",
                " 小林    1,412  96 of 1,412",
                " dana        –            –",
            ]

    async def test_a_narrow_screen_drops_the_spare_column_first(self):
        table = TableLines()
        async with staged(table, size=(24, 8)) as pilot:
            table.show(self.COLUMNS, [("Marguerite", 7, "1 of 7")])
            await pilot.pause()
            assert painted(pilot.app)[0].split() == ["caller", "dials"]

    async def test_an_empty_table_says_so(self):
        table = TableLines()
        async with staged(table) as pilot:
            table.show(self.COLUMNS, [], empty="No calls today.")
            await pilot.pause()
            assert painted(pilot.app)[0].strip() == "No calls today."


def test_no_line_of_any_card_is_wider_than_its_room():
    card = FactsCard(
        [FactRow("東海運輸株式会社", "東海運輸株式会社", "wrong"), FactRow("東海運輸株式会社東海運輸株式会社")]
    )
    strip = GateStrip(GATES)
    score = ScoreCard(SCORE)
    for widget in (card, strip, score):
        for cells in range(24, 90):
            for line in widget.lines(cells, 9):
                assert cell_len(line.plain) <= cells, (widget, cells, line.plain)
