"""What the outcomes suggest for the lab's draft, taken into it line by line."""

from __future__ import annotations

from dataclasses import dataclass

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from setter.domain.errors import SetterError
from setter.domain.rule_draft import Draft
from setter.domain.rule_set import RuleSet
from setter.screens.lab_backtest import Backtesting
from setter.screens.lab_backtest_words import suggested_rows, suggested_title
from setter.screens.lab_suggest_panel import SuggestPanel
from setter.services.suggest import DROP, NEW, Suggestion, suggestions

LOOKING = "Looking for what the outcomes suggest; the lab stays open meanwhile."
NOTHING = "The outcomes suggest nothing: too few of them, or the rules say what they say. b shows how many there are."


class Suggesting(Backtesting):
    """What the lab does with suggestions: none is taken that was not marked and seen."""

    @dataclass
    class Suggested(Message):
        """The outcomes suggest these."""

        found: tuple[Suggestion, ...]

    def __init__(self) -> None:
        super().__init__()
        self.suggesting = SuggestPanel(id="suggesting")
        self.suggested: dict[str, Suggestion] = {}

    def action_suggest(self) -> None:
        """Ask what the outcomes suggest for the rules in force."""
        if self.draft is not None:
            self.begin_learning(LOOKING)
            self.suggest_in_background(self.draft.before, self.label)

    @work(thread=True, exclusive=True, exit_on_error=False, group="learn")
    def suggest_in_background(self, rules: RuleSet, label: str) -> None:
        """Look off the screen's thread."""
        try:
            found = suggestions(self.desk, self.campaign_id, rules, label)
        except SetterError as error:
            self.post_message(self.Failed(error))
        else:
            if not get_current_worker().is_cancelled:
                self.post_message(self.Suggested(found))

    def on_suggesting_suggested(self, event: Suggested) -> None:
        """Show them, or that there are none."""
        event.stop()
        self.learning = ""
        self.refresh_bindings()
        self.suggested = {each.rule.id: each for each in event.found}
        if not self.suggested:
            self.say(NOTHING)
        elif self.is_busy:
            self.say("s shows what the outcomes suggest.")
        else:
            self.say("")
            self._show_suggested()

    def on_suggest_panel_taken(self, event: SuggestPanel.Taken) -> None:
        """Take one into the draft, or out of it."""
        event.stop()
        if (each := self.suggested.get(event.key)) and self.draft:
            with self.telling():
                self.try_draft(_without(self.draft, each) if is_taken(self.draft, each) else _with(self.draft, each))
                self._show_suggested()

    def _show_suggested(self) -> None:
        if self.draft is not None:
            draft = self.draft
            taken = {key for key, each in self.suggested.items() if is_taken(draft, each)}
            found = list(self.suggested.values())
            self.suggesting.tell(suggested_title(found, self.label), suggested_rows(found, taken))


def is_taken(draft: Draft, each: Suggestion) -> bool:
    """Say whether a draft has what is suggested."""
    if each.kind == DROP:
        return each.rule.id in draft.off
    return each.rule in draft.rules and each.rule.id not in draft.off


def _with(draft: Draft, each: Suggestion) -> Draft:
    changed = draft.switched(each.rule.id) if each.kind == DROP else draft.with_rule(each.rule)
    return changed.learned(each.learned_until)


def _without(draft: Draft, each: Suggestion) -> Draft:
    if each.kind == DROP:
        return draft.switched(each.rule.id)
    if each.kind == NEW:
        return draft.without(each.rule.id)
    return draft.with_points(each.rule.id, each.old)
