"""The draft in the lab: its lines with their points, and at every key who of the queue would move by it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from setter.domain.errors import Wrong
from setter.domain.rule_draft import Draft, draft_of
from setter.domain.rule_set import ScoringRule
from setter.domain.what_if import Ranked, WhatIf, ranked, what_if
from setter.screens.base import SetterScreen
from setter.screens.lab_words import (
    NO_CHANGE,
    NO_DRAFT,
    NOBODY_MOVES,
    columns,
    draft_words,
    in_force_words,
    line_rows,
    move_columns,
    moved_rows,
    moved_why,
    rule_rows,
    settings_words,
    what_if_title,
)
from setter.services.desk import Desk
from setter.services.rule_sets import VersionLine, versions
from setter.services.what_if import QueueSample, sample_queue
from setter.widgets.ask_panel import AskPanel, Question
from setter.widgets.facts_card import FactRow, FactsCard
from setter.widgets.marked_table import MarkedTable
from setter.widgets.read_panel import ReadPanel

NOT_LEADING = "Only a team lead changes the scoring rules; w tells what a line asks for."
CHANGING = ("take", "more", "less", "switch", "undo", "suggest", "save")


class Drafting(SetterScreen):
    """What the lab does with the points of its draft; nothing here is ever written."""

    desk: Desk
    campaign_id: str

    def __init__(self) -> None:
        super().__init__()
        self.about, self.table = FactsCard(id="about"), MarkedTable(id="lines")
        self.moves = MarkedTable(id="moves", empty=NO_CHANGE)
        self.reading, self.asking = ReadPanel(id="reading"), AskPanel(id="asking")
        self.leads = False
        self.sample: QueueSample | None = None
        self.line: VersionLine | None = None
        self.draft: Draft | None = None
        self.trial: Ranked | None = None
        self.found: WhatIf | None = None

    def compose_body(self) -> Iterable[Widget]:
        """What is in force, the lines, and who would move."""
        yield from (self.about, self.table, self.moves)

    def read_anew(self) -> None:
        """Read the rules in force and a sample of the queue, and begin a draft of them."""
        with self.telling():
            self.leads = self.desk.store.read(self.desk.gives_out_work)
            self.sample = sample_queue(self.desk, self.campaign_id)
            rules = self.sample.in_force.rule_set
            kept = versions(self.desk, self.campaign_id)
            self.line = next((each for each in kept if each.version == rules.version), None)
            self.try_draft(draft_of(rules))

    def try_draft(self, draft: Draft) -> None:
        """Go on with another draft: its lines, and what it would make of the queue, are painted in this tick."""
        if self.sample is None:
            return
        self.draft = draft
        self.trial = ranked(draft.rule_set, self.sample.people, self.sample.now)
        self.found = what_if(self.sample.in_force, self.trial)
        self.show_draft()

    def show_draft(self) -> None:
        """Show the draft as it is."""
        if self.sample is None or self.draft is None or self.trial is None or self.found is None:
            return
        rules = self.draft.before
        self.about.show(
            [
                FactRow("rules", in_force_words(rules, self.line)),
                FactRow("order", settings_words(rules), weight="muted"),
                FactRow("draft", draft_words(self.draft, self.is_tested)),
            ]
        )
        of = len(self.sample.people)
        evidence = self.evidence()
        rows = list(rule_rows(self.draft, self.trial.firing(), evidence))
        self.table.show(columns(of, bool(evidence)), rows)
        changed = bool(self.draft.differences)
        title = what_if_title(self.found, self.sample) if changed else "What if"
        empty = NOBODY_MOVES if changed else NO_CHANGE if self.leads else NO_DRAFT
        self.moves.show(move_columns(of), moved_rows(self.found), title=title, empty=empty, afresh=True)
        self.refresh_bindings()

    @property
    def is_tested(self) -> bool:
        """Whether the draft as it is has been tested."""
        return False

    def evidence(self) -> dict[str, str]:
        """What came of those of whom each line held, in a few words, by its id; none before a test."""
        return {}

    def evidence_of(self, rule_id: str) -> str:
        """The same of one line, in full; "" where nothing is known."""
        return ""

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Say why a key cannot do anything now."""
        if action in CHANGING and not self.leads:
            return NOT_LEADING
        if action in (*CHANGING, "why") and self.draft is None:
            return "The rules could not be read."
        if action == "undo" and self.draft is not None and not self.draft.differences:
            return "Nothing is changed in the draft."
        if action in ("more", "less", "switch") and self.marked_rule() is None:
            return "There is no line to change."
        return None

    def marked_rule(self) -> ScoringRule | None:
        """The marked line of the draft."""
        row = self.table.marked
        rules = self.draft.rules if self.draft else ()
        return next((each for each in rules if row and each.id == row.key), None)

    def action_more(self) -> None:
        """One point more for the marked line."""
        self._by(1)

    def action_less(self) -> None:
        """One point less."""
        self._by(-1)

    def _by(self, step: int) -> None:
        if (rule := self.marked_rule()) and self.draft:
            with self.telling():
                self.try_draft(self.draft.with_points(rule.id, rule.points + step))

    def action_switch(self) -> None:
        """The marked line off, or on again."""
        if (rule := self.marked_rule()) and self.draft:
            with self.telling():
                self.try_draft(self.draft.switched(rule.id))

    def action_undo(self) -> None:
        """Take the last change back."""
        if self.draft:
            self.try_draft(self.draft.back())

    def action_take(self) -> None:
        """Type the points of the marked line; among those who move, read why."""
        if self.focused is self.moves:
            self.action_why()
        elif rule := self.marked_rule():
            hint = "A whole number from -100 to 100; the draft alone changes."
            title = f"How many points for “{rule.label}”?"
            self.asking.ask(Question(title, lambda text: self._type(rule.id, text), str(rule.points), hint))

    def _type(self, rule_id: str, text: str) -> None:
        words = text.strip().replace("−", "-")
        if not words.lstrip("+-").isdecimal() or len(words) > 5:
            raise Wrong("points", "Points are a whole number.", "points", "Such as 12 or -12.")
        if self.draft:
            self.try_draft(self.draft.with_points(rule_id, int(words)))

    def action_why(self) -> None:
        """All about the marked line, or why whoever is marked would move."""
        if self.focused is self.moves:
            row, moved = self.moves.marked, self.found.moved if self.found else ()
            for each in moved:
                if row and str(each.who.enrolment_id) == row.key:
                    self.reading.tell(f"Why would {each.who.name} move?", moved_why(each))
        elif (rule := self.marked_rule()) and self.draft and self.trial and self.sample:
            by = self.sample.in_force if rule.id in self.draft.off else self.trial
            holds = [each.name for each in by.order if by.worth(each.enrolment_id).get(rule.id)]
            told = line_rows(rule, self.draft, self.evidence_of(rule.id), holds, len(self.sample.people))
            self.reading.tell(rule.label, told)
