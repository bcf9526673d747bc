"""The lab's draft tested against the rules in force on the campaign's own calls, beside the keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.worker import Worker, WorkerState, get_current_worker

from setter.domain.errors import SetterError
from setter.domain.rule_evidence import RuleEvidence
from setter.domain.rule_set import RuleSet
from setter.domain.rule_versions import Backtested
from setter.screens.lab_adopt import Adoption
from setter.screens.lab_backtest_panel import BacktestPanel
from setter.screens.lab_backtest_words import (
    LABEL_WORDS,
    difference_words,
    evidence_told,
    evidence_words,
    shown,
)
from setter.services.backtest_cycles import as_kept, compare_cycles

if TYPE_CHECKING:
    from setter.services.backtest_cycles import CyclesCompared

TESTING = "The draft is being tested; the lab stays open meanwhile."


class Backtesting(Adoption):
    """What the lab does to test its draft; the newest test is kept until the screen is left."""

    @dataclass
    class Tested(Message):
        """A draft was tested."""

        rule_set: RuleSet
        found: CyclesCompared

    @dataclass
    class Failed(Message):
        """Something could not be learned from the calls."""

        error: SetterError

    def __init__(self) -> None:
        super().__init__()
        self.result = BacktestPanel(id="result")
        self.label = next(iter(LABEL_WORDS))
        self.learning = ""
        self.tested: RuleSet | None = None
        self.compared: CyclesCompared | None = None

    @property
    def test_of_draft(self) -> Backtested | None:
        """The newest test, if it is of the draft as it is and says anything."""
        if self.compared is None or self.draft is None or not self._is_of_draft or not self.compared.draft.sorting:
            return None
        return as_kept(self.compared.draft, self.campaign_id, self.draft.before.version)

    @property
    def verdict(self) -> str:
        """What that test says of the draft beside what is in force; "" where it says nothing of it."""
        compared = self.compared.compared if self.compared and self._is_of_draft else None
        return difference_words(compared) if compared else ""

    @property
    def _is_of_draft(self) -> bool:
        return self.draft is not None and self.tested == self.draft.rule_set

    @property
    def records(self) -> dict[str, RuleEvidence]:
        """What the newest test says of each line, whatever its points are."""
        found = (*self.compared.in_force.evidence, *self.compared.draft.evidence) if self.compared else ()
        return {each.rule: each for each in found}

    def evidence(self) -> dict[str, str]:
        """What came of those of whom each line held, in a few words, by its id; none before a test."""
        return {rule: evidence_words(each) for rule, each in self.records.items()}

    def evidence_of(self, rule_id: str) -> str:
        """The same of one line, in full."""
        found = self.records.get(rule_id)
        return evidence_told(found) if found else ""

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Say why a key cannot do anything now."""
        if action in ("backtest", "suggest", "only") and self.learning:
            return self.learning
        if action in ("backtest", "only") and self.draft is None:
            return "The rules could not be read."
        return super().why_not(action, parameters)

    def action_backtest(self) -> None:
        """Test the draft as it is against what is in force, or show that test again."""
        if self.compared is not None and self._is_of_draft:
            self._show()
        elif self.draft is not None:
            self.begin_learning(TESTING)
            self.test_in_background(self.draft.rule_set, self.draft.before, self.label)

    def action_only(self) -> None:
        """Count something else as a success: SQLs, those that sales accepted, or meetings held."""
        labels = list(LABEL_WORDS)
        self.label = labels[(labels.index(self.label) + 1) % len(labels)]
        self.tested = self.compared = None
        self.show_draft()
        self.action_backtest()

    def begin_learning(self, what: str) -> None:
        """Say what is under way beside the keys."""
        self.learning = what
        self.say(what)
        self.refresh_bindings()

    @work(thread=True, exclusive=True, exit_on_error=False, group="learn")
    def test_in_background(self, draft: RuleSet, in_force: RuleSet, label: str) -> None:
        """Test off the screen's thread."""
        try:
            found = compare_cycles(self.desk, self.campaign_id, draft, in_force, label)
        except SetterError as error:
            self.post_message(self.Failed(error))
        else:
            if not get_current_worker().is_cancelled:
                self.post_message(self.Tested(draft, found))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What broke is over."""
        if event.state is WorkerState.ERROR and event.worker.group == "learn":
            self.learning = ""
            self.refresh_bindings()

    def on_backtesting_failed(self, event: Failed) -> None:
        """Say what is missing."""
        event.stop()
        self.learning = ""
        self.refresh_bindings()
        self.report(event.error)

    def on_backtesting_tested(self, event: Tested) -> None:
        """Keep the test; show it, unless somebody has gone on with something else meanwhile."""
        event.stop()
        self.learning, self.tested, self.compared = "", event.rule_set, event.found
        self.show_draft()
        if self._is_of_draft and not self.is_busy:
            self.say("")
            self._show()
        else:
            self.say("The test is done; b shows it." if self._is_of_draft else "A test of the draft before is done.")

    @property
    def is_busy(self) -> bool:
        """Whether a panel is open."""
        return any(panel.is_open for panel in self._panels)

    def _show(self) -> None:
        if self.compared and self.sample and self.trial:
            under = [each.points for each in self.trial.weighed.values()]
            before = [each.points for each in self.sample.in_force.weighed.values()]
            self.result.tell(shown(self.compared, under, before))
