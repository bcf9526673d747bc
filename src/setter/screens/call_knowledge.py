"""What is known of whoever is on the line: note, history, why, and each fact right or wrong."""

from __future__ import annotations

from textual import on

from setter.screens import call_shown as shown_as
from setter.screens.call_conversation import CallConversation
from setter.screens.call_facts import FactChoice, FactsPanel
from setter.screens.prospect_words import why_rows
from setter.services.verify import FIELDS, WRONG, mark
from setter.services.why import why_prospect
from setter.widgets.ask_panel import Question


class CallKnowledge(CallConversation):
    """What `t`, `h`, `w` and `e` do."""

    def action_note(self) -> None:
        """Write a note."""
        self.note.focus(scroll_visible=False)

    def action_history(self) -> None:
        """All that happened with this person."""
        self.reading.tell("History", shown_as.history(self.shown))

    def action_why(self) -> None:
        """Why this one, and whether the number may be dialled."""
        with self.telling():
            told = why_prospect(self.desk, self.shown.prospect.id, self.shown.campaign.id)
            self.reading.tell("Why this one?", why_rows(told, self.desk.now()))

    def action_facts(self) -> None:
        """Each fact of the card: right or wrong."""
        self.facts.ask(self._fact_choices())

    def _fact_choices(self) -> list[FactChoice]:
        prospect, emails = self.shown.prospect, self.shown.emails
        known = {"email": emails[0].address if emails else ""}
        return [
            FactChoice(field, label, known.get(field, str(getattr(prospect, field, ""))), self.marks.get(field, ""))
            for field, label in FIELDS.items()
        ]

    @on(FactsPanel.Judged)
    def fact_judged(self, event: FactsPanel.Judged) -> None:
        """Keep a mark; a wrong fact is asked for at once."""
        event.stop()
        fact = event.fact
        if event.verdict == WRONG:
            self.facts.close()
            title = f"What is right for {fact.label}? (Enter alone: only wrong)"
            self.asking.ask(Question(title, lambda text: self._mark(fact.field, WRONG, text), fact.value))
            return
        with self.telling():
            self._mark(fact.field, event.verdict, "")
            self.facts.ask(self._fact_choices(), fact.field)

    def _mark(self, field: str, verdict: str, value: str) -> None:
        mark(self.desk, self.call_id, field, verdict, value)
        self.look()
