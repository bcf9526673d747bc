"""Every shared widget on one screen, with people and numbers of our own invention; the clock stands still."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import App
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from setter.screens.base import SetterScreen
from setter.screens.keys import bindings
from setter.widgets.answer_panel import AnswerPanel, Option, Turn
from setter.widgets.choice_panel import ChoicePanel, ChoiceRow
from setter.widgets.day_strip import Day, DayStrip, RepDay
from setter.widgets.facts_card import FactRow, FactsCard
from setter.widgets.gate_strip import GateMark, GateStrip
from setter.widgets.header import Heading
from setter.widgets.opt_out_panel import OptOutTarget
from setter.widgets.panel import Panel
from setter.widgets.prospect_line import ProspectLine
from setter.widgets.prospect_list import ProspectList
from setter.widgets.score_card import ScoreCard, ScoreLine
from setter.widgets.table_lines import Column, TableLines
from setter.widgets.task_strip import Task, TaskStrip
from setter.widgets.theme import THEMES
from setter.widgets.two_clocks import Opening, TwoClocks

NOW = 1_795_533_240_000  # Tue 24 Nov 2026, 09:14 in Chicago
MINUTE = 60_000
HOSTILE = "x [/] [@click=app.quit]y[/] [Inc] \x1b[31mred\x1b[0m \u202egnp.exe\u202c \u200f"
NAMES = ("Ana Ruiz", "Jonas Weidmann", "小林 健太", "Priya Nair", "Marguerite de la Fontaine-Beaumont", "Li Wei 🚚")
TITLES = ("VP Operations", "Owner", "物流部長", "Head of Logistics", "Directrice générale adjointe", "COO")
COMPANIES = (
    "Contoso Freight",
    "Weidmann & Söhne",
    "東海運輸株式会社",
    "Lakeside Cold Storage",
    "Transports Beaumont",
    "Wei",
)
OUTCOMES = ("", "no answer", "callback", "voicemail", "gatekeeper block", "busy")
WHYS = (
    "asked for a demo 2 d ago; 3 docks over the minimum; 09:00 is when owners here answer",
    "promised 09:15, said the gate is clear then",
    "inbound inquiry 4 min ago: wants a quote for two sites",
    "fits the target; never called; morning cell answers 31 of 210",
)


def prospect(index: int) -> ProspectLine:
    """The prospect at a place of the gallery's list."""
    turn = index % 6
    return ProspectLine(
        key=1000 + index,
        name=NAMES[turn],
        title=TITLES[turn],
        company=COMPANIES[turn],
        local_time=("09:14 CST", "10:14 EST", "08:14–09:14", "07:14 PST")[index % 4],
        attempts=(0, 2, 1, 3, 5, 1)[turn],
        last_outcome=OUTCOMES[turn],
        score=max(96 - 3.4 * index, 0),
        tier=(0, 1, 2, 3)[min(index // 2, 3)],
        temperature=("hot", "warm", "cold")[min(index // 2, 2)],
        rung=("MQL", "lead", "prospect")[min(index // 2, 2)],
        why=WHYS[index % 4],
    )


def fetch(offset: int, after: ProspectLine | None, limit: int) -> Sequence[ProspectLine]:
    """A page of the gallery's list."""
    return [prospect(index) for index in range(offset, min(offset + limit, 1_000_000))]


GATE_WORDS = ("target", "who", "what", "need", "use", "budget", "authority", "timing", "meeting")
GATES = tuple(
    GateMark(word, word, state)
    for word, state in zip(
        GATE_WORDS,
        ("met", "met", "met", "met", "met", "missing", "failed", "waived", "missing"),
        strict=True,
    )
)
TURN = Turn(
    say=(
        "Mr Ruiz, this is Dana calling on behalf of Larkfield Systems. We help warehouses with six docks or more "
        "take the queue out of the yard. May I ask how your drivers book a dock today?"
    ),
    step="Need · 3 of 9",
    options=(
        Option("1", "By phone or e-mail"),
        Option("2", "They turn up and wait", chosen=True),
        Option("3", "A tool of the carrier"),
        Option("4", "No docks of their own"),
    ),
    asks="dock doors",
    known="14",
    known_from="list, 12 d ago",
    note="Let them finish; write their own words down.",
)
DAY = Day(
    "Wed 25 Nov · 30 min · Priya Nair, 15:00 their time",
    NOW + 22 * 60 * MINUTE + 46 * MINUTE,
    (
        RepDay("Priya Nair", ("closed",) * 2 + ("free",) * 4 + ("busy",) * 3 + ("free",) * 7 + ("held",) * 2),
        RepDay("Tom Okafor", ("free",) * 6 + ("busy",) * 2 + ("free",) * 2 + ("busy",) * 6 + ("closed",) * 2),
        RepDay("Marguerite de la Fontaine", ("busy",) * 18),
    ),
    theirs="America/Chicago",
    ours="Europe/Berlin",
    chosen=(0, 14),
    as_of=NOW - 12 * MINUTE,
)
SCORE = (
    ScoreLine("Operations or supply chain", 20, "title"),
    ScoreLine("14 dock doors", 18.25, "list, 12 d ago"),
    ScoreLine("Asked for a demo", 36.333, "2 d ago, of 40"),
    ScoreLine("Three no-answers", -4.5, "since 11 Nov"),
)


class QueuePage(SetterScreen):
    """The widgets of a queue."""

    SCOPE = "queue"
    AUTO_FOCUS = "ProspectList"
    BINDINGS: ClassVar = [*bindings("queue")]
    DEFAULT_CSS = """
    QueuePage #side { width: 34; border-left: solid $border-blurred; }
    QueuePage.-narrow #side { display: none; }
    QueuePage.-very-wide #side { width: 46; }
    QueuePage FactsCard { height: 8; }
    """

    def compose_body(self) -> Iterable[Widget]:
        with Horizontal():
            yield ProspectList(fetch, 1_000_000, on_highlight=self.follow)
            with Vertical(id="side"):
                yield FactsCard()
                yield ScoreCard(SCORE)
        yield TaskStrip()

    def follow(self, index: int, row: ProspectLine | None) -> None:
        if row is None:
            return
        facts = (
            FactRow(row.name),
            FactRow("title", row.title, mark="verified"),
            FactRow("company", row.company, weight="strong"),
            FactRow("docks", "14", mark="wrong"),
            FactRow("phone", "+1 504 621 8927", weight="strong"),
            FactRow("source", "purchased list, 3 wk ago", weight="muted"),
        )
        self.query_one(FactsCard).show(facts)

    def on_mount(self) -> None:
        self.head.show(
            Heading("Queue", "Docks 2026", "Larkfield Systems", "dana", "Tue 24 Nov 09:14 CST", sandbox=True)
        )
        self.query_one(TaskStrip).show(
            (
                Task(1, "1", "callback", "Jonas Weidmann · Weidmann & Söhne", NOW + 4 * MINUTE + 5000),
                Task(2, "2", "confirm", "小林 健太 · 東海運輸株式会社", NOW + 95 * MINUTE),
                Task(3, "3", "no-show", "Ana Ruiz · Contoso Freight", NOW - 3 * MINUTE),
                Task(4, "4", "send info", "Li Wei"),
            ),
            NOW,
        )

    def opt_out_target(self) -> OptOutTarget | None:
        rows = self.query_one_optional(ProspectList)
        row = rows.highlighted if rows else None
        return OptOutTarget(row.key, row.name, row.company, "Larkfield Systems") if row else None


class CallPage(SetterScreen):
    """The widgets of a call."""

    SCOPE = "call"
    KEY_ROWS = 2
    BINDINGS: ClassVar = [*bindings("call")]
    DEFAULT_CSS = """
    CallPage #card { width: 36; border-right: solid $border-blurred; }
    CallPage.-narrow #card { width: 28; }
    """
    dialled = True

    def __init__(self) -> None:
        super().__init__()
        self.others = ChoicePanel(id="others")

    def compose_body(self) -> Iterable[Widget]:
        yield GateStrip(GATES)
        with Horizontal():
            with Vertical(id="card"):
                yield TwoClocks()
                yield FactsCard(
                    (
                        FactRow("Ana Ruiz"),
                        FactRow("title", "VP Operations", mark="verified"),
                        FactRow("company", "Contoso Freight"),
                        FactRow("number", "+1 504 621 8927", weight="strong"),
                        FactRow("voicemail", "yes, today is its turn"),
                        FactRow("gatekeeper", "Marta, ext. 12, before 9"),
                        FactRow("last", "no answer, yesterday 16:40", weight="muted"),
                    )
                )
            yield AnswerPanel(TURN)

    def compose_panels(self) -> Iterable[Panel]:
        yield self.others

    def on_mount(self) -> None:
        self.head.show(Heading("Call", "Docks 2026", "Larkfield Systems", "dana", "Tue 24 Nov 09:14 CST"))
        opening = Opening(True, NOW + 166 * MINUTE)
        self.query_one(TwoClocks).show(NOW, ("America/Chicago",), "Europe/Berlin", opening)

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        if action in ("outcome", "other") and not self.dialled:
            return "Dial first: an outcome belongs to an attempt."
        if action == "dial" and self.dialled:
            return "You are on the line already."
        return None

    def opt_out_target(self) -> OptOutTarget | None:
        return OptOutTarget(1000, "Ana Ruiz", "Contoso Freight", "Larkfield Systems")

    def action_other(self) -> None:
        rows = [
            ChoiceRow(key, label, label, note)
            for key, label, note in (
                ("1", "Wrong number", "number marked bad for this person"),
                ("2", "Left the company", "asks for the successor"),
                ("3", "Disconnected", "next number, or bad data"),
                ("4", "Hung up early", "rests 10 business days"),
                ("5", "No need", "disqualified"),
                ("6", "No budget", "or nurture to a date"),
                ("7", "Competitor", "disqualified"),
                ("8", "Language", "to a colleague"),
            )
        ]
        self.others.ask("Other outcomes", rows)


class BookPage(SetterScreen):
    """The widgets of a booking, and a small table."""

    SCOPE = "book"
    BINDINGS: ClassVar = [*bindings("book")]

    def compose_body(self) -> Iterable[Widget]:
        yield DayStrip()
        yield TableLines()

    def on_mount(self) -> None:
        self.head.show(Heading("Book", "Docks 2026", "Larkfield Systems", "dana", "Tue 24 Nov 09:14 CST"))
        self.query_one(DayStrip).show(DAY)
        self.query_one(TableLines).show(
            (
                Column("caller"),
                Column("dials", number=True),
                Column("connects", number=True),
                Column("of dials", number=True, spare=True),
                Column("meetings", number=True),
            ),
            (("dana", 1412, 96, "96 of 1,412", 7), ("小林 健太", 88, 9, "9 of 88", None)),
            title="This week",
        )


class Gallery(App[None]):
    """Shows one page of widgets in one theme."""

    CSS = "Screen { overflow: hidden; }"
    BINDINGS: ClassVar = bindings("app")

    def __init__(self, page: type[SetterScreen], theme: str = "setter-dark") -> None:
        super().__init__()
        self._page, self._theme = page, theme

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._theme
        self.push_screen(self._page())
