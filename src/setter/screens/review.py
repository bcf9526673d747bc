"""What happened: today or this week, by caller and by outcome, down to one call."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from setter.domain.metrics import Activity
from setter.screens.base import SetterScreen
from setter.screens.keys import bindings
from setter.services.desk import Desk
from setter.services.here import own_zone
from setter.services.review import PERIODS, CallStory, OutcomeLine, outcomes, report, story
from setter.widgets.panel import Panel
from setter.widgets.prospect_line import ProspectLine
from setter.widgets.prospect_list import ProspectList
from setter.widgets.read_panel import ReadPanel, ReadRow
from setter.widgets.table_lines import Column, TableLines
from setter.widgets.times import clock, day

EMPTY = "No outcome yet in this period."
COLUMNS = (
    Column(""),
    Column("SQLs", number=True),
    Column("meetings", number=True),
    Column("conversations", number=True),
    Column("connects", number=True, spare=True),
    Column("answered", number=True, spare=True),
    Column("dials", number=True),
)


class ReviewScreen(SetterScreen):
    """One period's counts, quality first, and the outcomes behind them."""

    SCOPE = "review"
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "ProspectList"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("review")]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.ours, self.period = desk, own_zone(), PERIODS[0]
        self.lines: dict[int, OutcomeLine] = {}
        self.by_caller, self.by_outcome = TableLines(), TableLines()
        self.calls = ProspectList(self._fetch, 0, empty=EMPTY, titles=("call with", "here", "outcome"))
        self.reading = ReadPanel(id="reading")

    def compose_body(self) -> Iterable[Widget]:
        """The two tables, then the outcomes, newest first."""
        with VerticalScroll(id="numbers", can_focus=False):
            yield self.by_caller
            yield self.by_outcome
        yield self.calls

    def compose_panels(self) -> Iterable[Panel]:
        """One call."""
        yield self.reading

    def on_mount(self) -> None:
        """Count today."""
        self.head_with(self.desk, "Review")
        self.refresh_facts()

    def refresh_facts(self) -> None:
        """Count anew."""
        with self.telling():
            done = report(self.desk, self.period)
            title = f"{self.period.capitalize()}: {done.first:%a %d %b} to {done.last:%a %d %b}, by caller"
            rows = [*done.summary.by_caller, done.summary.total]
            self.by_caller.show(COLUMNS, [_cells(row) for row in rows], title=title)
            self.by_outcome.show(COLUMNS, [_cells(row) for row in done.summary.by_disposition], title="By outcome")
            found = outcomes(self.desk, self.period)
            self.lines = {line.call: line for line in found}
            self.calls.show(self._fetch, len(self.lines))
            self.refresh_bindings()

    def _fetch(self, offset: int, after: ProspectLine | None, limit: int) -> list[ProspectLine]:
        return [self._row(line) for line in list(self.lines.values())[offset : offset + limit]]

    def _row(self, line: OutcomeLine) -> ProspectLine:
        spoken = f", {line.minutes:g} min" if line.minutes else ""
        return ProspectLine(
            key=line.call,
            name=line.name,
            company=line.company,
            local_time=clock(line.at, self.ours),
            last_outcome=line.label,
            why=f"{line.label} · {line.caller}, {day(line.at, self.ours)}{spoken}",
        )

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Say why a key cannot do anything now."""
        if action in ("search", "why", "history"):
            return ""
        if action == "take" and self.calls.highlighted is None:
            return EMPTY
        if action == "earlier" and self.period == PERIODS[-1]:
            return "This week is the longest look back."
        if action == "later" and self.period == PERIODS[0]:
            return "This is today."
        return None

    def action_earlier(self) -> None:
        """This week."""
        self.period = PERIODS[-1]
        self.refresh_facts()

    def action_later(self) -> None:
        """Today."""
        self.period = PERIODS[0]
        self.refresh_facts()

    def action_take(self) -> None:
        """Open the marked call."""
        row = self.calls.highlighted
        if row is not None:
            with self.telling():
                told = story(self.desk, row.key)
                self.reading.tell(f"Call with {told.prospect.full_name}", self._rows(told))

    def _rows(self, told: CallStory) -> list[ReadRow]:
        call = told.call
        rows = [ReadRow("caller", call.caller), ReadRow("taken", f"{day(call.taken_at, self.ours)} "
                f"{clock(call.taken_at, self.ours)}"), ReadRow("script", " › ".join(told.path))]  # fmt: skip
        for attempt in told.attempts:
            failed = [each["rule"] for each in json.loads(attempt.verdict)["results"] if not each["passed"]]
            gate = f"refused by {', '.join(failed)}" if failed else "every rule passed"
            rows.append(ReadRow("dial", f"{clock(attempt.started_at, self.ours)} {attempt.disposition}; gate: {gate}"))
        rows += [ReadRow(told.labels.get(each.field, each.field), str(json.loads(each.value))) for each in told.answers]
        if call.note:
            rows.append(ReadRow("note", call.note))
        for outcome in told.outcomes:
            taken_back = ", taken back" if outcome.undone_at else ""
            rows.append(ReadRow("outcome", f"{outcome.code.replace('_', ' ')}{taken_back}"))
        return rows


def _cells(row: Activity) -> list[str]:
    return [
        row.name.replace("_", " "),
        str(row.sqls),
        str(row.meetings_set),
        row.conversation_rate.words(),
        row.connect_rate.words(),
        row.answer_rate.words(),
        str(row.dials),
    ]
