"""What happened in a period: counts by caller and by outcome, and the outcomes behind them, newest first."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from setter.domain.dispositions import outcome_words
from setter.domain.metrics import Activity, Proportion, activity, promises_of
from setter.services.here import own_zone
from setter.services.periods import Period
from setter.services.review import OutcomeLine, Outcomes, Report
from setter.widgets.choice_panel import LETTERS, ChoiceRow
from setter.widgets.prospect_line import ProspectLine
from setter.widgets.prospect_list import ProspectList
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


class HappenedPage(Vertical):
    """One period's counts, quality first, and its calls."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.ours = own_zone()
        self.calls_by_id: dict[int, OutcomeLine] = {}
        self._told = activity(())
        self.by_caller, self.promised, self.by_outcome = TableLines(), TableLines(id="promised"), TableLines()
        self.calls = ProspectList(self._fetch, 0, empty=EMPTY, titles=("call with", "here", "outcome"))

    def compose(self) -> ComposeResult:
        """The tables, then the outcomes."""
        with VerticalScroll(id="numbers"):
            yield self.by_caller
            yield self.promised
            yield self.by_outcome
        yield self.calls

    def tell(self, done: Report, found: Outcomes, period: Period, only: Only) -> None:
        """Show what a service counted and found."""
        self.calls_by_id = {line.call: line for line in found.lines}
        below = only.words(len(found.lines) if found.more else 0)
        rows = [*done.summary.by_caller, done.summary.total]
        title = f"{period.words[:1].upper()}{period.words[1:]}, by caller{below}"
        self.by_caller.show(COLUMNS, [_cells(row) for row in rows], title=title)
        due = [row for row in rows if row.promised]
        self.promised.display = bool(due)
        self.promised.show(PROMISED, [_kept_cells(row) for row in due], title="Promises of a time that fell due")
        self.by_outcome.show(COLUMNS, [_cells(row) for row in done.summary.by_disposition], title="By outcome")
        self._told = done.summary
        self.calls.show(self._fetch, len(self.calls_by_id), empty=only.empty)

    @property
    def marked(self) -> OutcomeLine | None:
        """The marked call."""
        row = self.calls.highlighted
        return self.calls_by_id.get(row.key) if row else None

    def ways(self) -> Iterator[tuple[str, Only]]:
        """Whose calls, or which outcome's, may be looked at."""
        yield "all of them", Only()
        yield from ((row.name, Only(caller=row.name)) for row in self._told.by_caller)
        yield from ((outcome_words(row.name), Only(code=row.name)) for row in self._told.by_disposition)

    def _fetch(self, offset: int, after: ProspectLine | None, limit: int) -> list[ProspectLine]:
        return [self._row(line) for line in list(self.calls_by_id.values())[offset : offset + limit]]

    def _row(self, line: OutcomeLine) -> ProspectLine:
        spoken = f", {line.minutes:g} min" if line.minutes else ""
        return ProspectLine(
            key=line.call,
            name=line.name,
            company=line.company,
            local_time=day_and_clock(line.at, self.ours),
            last_outcome=line.label,
            why=f"{line.caller}{spoken}",
        )


def choices(words: list[str]) -> list[ChoiceRow]:
    """Choices by their places: 0 is all of them."""
    return [ChoiceRow(key, each, str(at)) for at, (key, each) in enumerate(zip(f"0{LETTERS}", words, strict=False))]


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
