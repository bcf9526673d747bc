"""What happened: today or this week, by caller and by outcome, down to one call."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from msgspec import Struct
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from setter.domain.answers import said_words
from setter.domain.dispositions import outcome_words
from setter.domain.metrics import Activity, Proportion, activity, promises_of
from setter.screens.base import SetterScreen
from setter.screens.keys import bindings
from setter.screens.prospect_words import history_rows, why_rows
from setter.services.campaigns import campaign_named
from setter.services.desk import Desk
from setter.services.here import own_zone
from setter.services.prospect_card import card_of_call
from setter.services.review import PERIODS, CallStory, OutcomeLine, outcomes, report, story
from setter.services.why import why_prospect
from setter.store.records import Answer, Attempt
from setter.widgets.choice_panel import LETTERS, ChoicePanel, ChoiceRow, of_how_many
from setter.widgets.opt_out_panel import OptOutTarget
from setter.widgets.panel import Panel
from setter.widgets.prospect_line import ProspectLine
from setter.widgets.prospect_list import ProspectList
from setter.widgets.read_panel import ReadPanel, ReadRow
from setter.widgets.table_lines import Column, TableLines
from setter.widgets.times import day_and_clock

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
PROMISED = (
    Column(""),
    Column("kept", number=True),
    Column("late", number=True),
    Column("missed", number=True),
    Column("moved", number=True, spare=True),
)


class Only(Struct, frozen=True):
    """Which calls are looked at: one caller's, one outcome's, or all."""

    caller: str = ""
    code: str = ""

    def words(self, newest: int) -> str:
        """What stands after the title, where below are `newest` calls and there are older ones; 0 for all of them."""
        shown = self.caller or outcome_words(self.code)
        told = [f"the newest {newest}"] if newest else []
        told += [f"only {shown}"] if shown else []
        return f"; below, {', '.join(told)}" if told else ""

    @property
    def empty(self) -> str:
        """What an empty list says."""
        return EMPTY if not (self.caller or self.code) else "None of these in this period; l looks at others."


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
        self._told = activity(())
        self._ways: list[Only] = []
        self.by_caller, self.promised, self.by_outcome = TableLines(), TableLines(id="promised"), TableLines()
        self.calls = ProspectList(self._fetch, 0, empty=EMPTY, titles=("call with", "here", "outcome"))
        self.reading, self.choices = ReadPanel(id="reading"), ChoicePanel(id="choices")
        self.only = Only()

    def compose_body(self) -> Iterable[Widget]:
        """The tables, then the outcomes, newest first."""
        with VerticalScroll(id="numbers"):
            yield self.by_caller
            yield self.promised
            yield self.by_outcome
        yield self.calls

    def compose_panels(self) -> Iterable[Panel]:
        """One call, and whose calls to look at."""
        yield from (self.reading, self.choices)

    def on_mount(self) -> None:
        """Count today."""
        self.head_with(self.desk, "Review")
        self.refresh_facts()

    def refresh_facts(self) -> None:
        """Count anew."""
        with self.telling():
            done = report(self.desk, self.period)
            found = outcomes(self.desk, self.period, self.only.caller, self.only.code)
            self.lines = {line.call: line for line in found.lines}
            days = f"{done.first:%a %d %b}" + (f" to {done.last:%a %d %b}" if done.last > done.first else "")
            below = self.only.words(len(found.lines) if found.more else 0)
            rows = [*done.summary.by_caller, done.summary.total]
            title = f"{self.period.capitalize()}, {days}, by caller{below}"
            self.by_caller.show(COLUMNS, [_cells(row) for row in rows], title=title)
            due = [row for row in rows if row.promised]
            self.promised.display = bool(due)
            self.promised.show(PROMISED, [_kept_cells(row) for row in due], title="Promises of a time that fell due")
            self.by_outcome.show(COLUMNS, [_cells(row) for row in done.summary.by_disposition], title="By outcome")
            self._told = done.summary
            self.calls.show(self._fetch, len(self.lines), empty=self.only.empty)
            self.refresh_bindings()

    def _fetch(self, offset: int, after: ProspectLine | None, limit: int) -> list[ProspectLine]:
        return [self._row(line) for line in list(self.lines.values())[offset : offset + limit]]

    def _row(self, line: OutcomeLine) -> ProspectLine:
        spoken = f", {line.minutes:g} min" if line.minutes else ""
        return ProspectLine(
            key=line.call,
            name=line.name,
            company=line.company,
            local_time=self._at(line.at),
            last_outcome=line.label,
            why=f"{line.caller}{spoken}",
        )

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Say why a key cannot do anything now."""
        if action in ("take", "why", "history") and self.calls.highlighted is None:
            return EMPTY
        if action == "earlier" and self.period == PERIODS[-1]:
            return "This week is the longest look back."
        if action == "later" and self.period == PERIODS[0]:
            return "This is today."
        return None

    def marked(self) -> OutcomeLine | None:
        """The marked call."""
        row = self.calls.highlighted
        return self.lines.get(row.key) if row else None

    def opt_out_target(self) -> OptOutTarget | None:
        """Whoever the marked call was with."""
        line = self.marked()
        return OptOutTarget(line.prospect, line.name, line.company) if line else None

    def action_why(self) -> None:
        """Where the prospect of the marked call stands, and why."""
        if line := self.marked():
            with self.telling():
                campaign = campaign_named(self.desk, line.campaign)
                told = why_prospect(self.desk, line.prospect, campaign)
                self.reading.tell(f"Why {line.name}?", why_rows(told, self.desk.now()))

    def action_history(self) -> None:
        """All that happened with the prospect of the marked call."""
        if line := self.marked():
            with self.telling():
                card = card_of_call(self.desk, line.call)
                self.reading.tell(line.name, history_rows(card, self.desk.now()))

    def action_earlier(self) -> None:
        """This week."""
        self.period = PERIODS[-1]
        self.refresh_facts()

    def action_later(self) -> None:
        """Today."""
        self.period = PERIODS[0]
        self.refresh_facts()

    def action_only(self) -> None:
        """Ask whose calls, or which outcome, to look at."""
        told = [("all of them", Only())]
        told += [(row.name, Only(caller=row.name)) for row in self._told.by_caller]
        told += [(outcome_words(row.name), Only(code=row.name)) for row in self._told.by_disposition]
        self._ways = [each for _, each in told]
        keyed = zip(f"0{LETTERS}", told, strict=False)
        rows = [ChoiceRow(key, words, str(at)) for at, (key, (words, _)) in enumerate(keyed)]
        self.choices.ask(of_how_many("Look at whose calls, or which outcome?", rows, len(told)), rows)

    def on_choice_panel_picked(self, event: ChoicePanel.Picked) -> None:
        """Look at those only."""
        event.stop()
        self.only = self._ways[int(str(event.row.value))]
        self.refresh_facts()

    def action_take(self) -> None:
        """Open the marked call."""
        row = self.calls.highlighted
        if row is not None:
            with self.telling():
                told = story(self.desk, row.key)
                self.reading.tell(f"Call with {told.prospect.full_name}", self._rows(told))

    def _at(self, instant: int) -> str:
        return day_and_clock(instant, self.ours)

    def _rows(self, told: CallStory) -> list[ReadRow]:
        call = told.call
        rows = [ReadRow("caller", call.caller), ReadRow("taken", self._at(call.taken_at))]
        rows.append(ReadRow("script", " › ".join(told.path)))
        rows += [ReadRow("dial", f"{self._at(each.started_at)}, {_dial_words(each)}") for each in told.attempts]
        rows += [_answer_row(told, each) for each in told.answers]
        if call.note:
            rows.append(ReadRow("note", call.note))
        for outcome in told.outcomes:
            taken_back = ", taken back" if outcome.undone_at else ""
            rows.append(ReadRow("outcome", outcome_words(outcome.code) + taken_back))
        return rows


def _dial_words(attempt: Attempt) -> str:
    failed = [each["rule"] for each in json.loads(attempt.verdict)["results"] if not each["passed"]]
    gate = f"refused by {', '.join(failed)}" if failed else "every rule passed"
    return f"{outcome_words(attempt.disposition) or 'on the line'}; gate: {gate}"


def _answer_row(told: CallStory, answer: Answer) -> ReadRow:
    capture = told.captures.get(answer.field)
    return ReadRow(capture.label if capture else answer.field, said_words(json.loads(answer.value), capture))


def _kept_cells(row: Activity) -> list[str]:
    return [row.name, *map(Proportion.words, promises_of(row))]


def _cells(row: Activity) -> list[str]:
    return [
        outcome_words(row.name),
        str(row.sqls),
        str(row.meetings_set),
        row.conversation_rate.words(),
        row.connect_rate.words(),
        row.answer_rate.words(),
        str(row.dials),
    ]
