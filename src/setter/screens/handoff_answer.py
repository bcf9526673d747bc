"""Sales' answer on the handoff screen: one key, then digits; whatever has to be said in words is asked for in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace
from textual import on

from setter.domain.days import day_of
from setter.domain.errors import SetterError
from setter.domain.rejections import OTHER, REJECTIONS, SHORTEST_OTHER, Rejection
from setter.domain.sales_answer import ACCEPTED, HELD, LOST, NO_SHOW, OPEN, REJECTED, WON, SaleSays
from setter.screens.handoff_sql import SqlDecisions
from setter.screens.sales_questions import (
    appeal_question,
    day_of_words,
    hundredths_of,
    minutes_of,
    verdict_question,
)
from setter.screens.sales_words import money
from setter.services.appeal import OVERTURNED, UPHELD
from setter.services.hand_off import meeting_record
from setter.services.sales_reply import NOT_WITH_SALES, answer
from setter.services.with_sales import Standing, check_field
from setter.store.records import Handoff, SalesWord
from setter.widgets.ask_panel import Question
from setter.widgets.choice_panel import LETTERS, ChoicePanel, ChoiceRow

ONLY_SALES = "Only sales, a team lead, compliance or an admin says what sales answers."
NO_SQL = "It is no SQL yet: sales has nothing to answer."
SKIP = "0"
QUALITY = ("Poor", "Fair", "As agreed", "Good", "Excellent")
WHOLE_LINE = 400
"""Cells that no terminal has: a column of choices takes the whole line."""
DEALS = (
    ChoiceRow("1", "Open", OPEN, "sales works on it"),
    ChoiceRow("2", "Won", WON, "with its days and its amount"),
    ChoiceRow("3", "Lost", LOST, "with its days"),
)


class SalesAnswers(SqlDecisions):
    """What a screen does on which sales answers the marked SQL."""

    def __init__(self) -> None:
        super().__init__()
        self.answering = ChoicePanel(id="answering")
        self.standings: dict[int, Standing] = {}
        self.may_answer = False
        self._then: Callable[[str], object] = lambda value: None

    def marked_standing(self) -> Standing:
        """How the marked meeting stands with sales."""
        line = self.marked()
        return self.standings.get(line.meeting.id, Standing()) if line else Standing()

    def why_no_answer(self) -> str | None:
        """Say why nobody may answer the marked SQL now; None where somebody may."""
        sql, word = self.marked_standing().sql, self.marked_standing().word
        if sql is None:
            return NO_SQL
        if sql.state in NOT_WITH_SALES:
            return NOT_WITH_SALES[sql.state]
        return None if self.may_answer or (word is not None and word.rejected) else ONLY_SALES

    def action_answer(self) -> None:
        """Ask what sales says of the marked SQL; its setter is asked for an appeal."""
        line, standing = self.marked(), self.marked_standing()
        if line is None or standing.sql is None:
            return
        sql, name = standing.sql, line.name
        if not self.may_answer:
            self._ask(appeal_question(self.desk, sql.id, name, self._done))
            return
        ways = self._ways(sql, standing.word, name, line.meeting.booked_by)
        self._choose(f"What does sales say of {name}?", answer_rows(standing.word), lambda value: ways[value]())

    def _ways(self, sql: Handoff, word: SalesWord | None, name: str, setter: str) -> Mapping[str, Callable[[], object]]:
        def verdict(how: str) -> Callable[[], None]:
            return lambda: self._ask(verdict_question(self.desk, sql.id, name, how, self._done))

        return {
            "accept": lambda: self._accept(sql, name),
            "reject": lambda: self._refuse(sql, setter),
            "held": lambda: self._say_of(sql, SaleSays(met=HELD), "Noted as held."),
            "no_show": lambda: self._say_of(sql, SaleSays(met=NO_SHOW), "Noted as a no-show."),
            "deal": lambda: self._choose(f"The opportunity with {name}", DEALS, lambda how: self._deal(sql, word, how)),
            "minutes": lambda: self._minutes(sql, word),
            OVERTURNED: verdict(OVERTURNED),
            UPHELD: verdict(UPHELD),
        }

    def _choose(self, title: str, rows: Sequence[ChoiceRow], then: Callable[[str], object], at: int = 0) -> None:
        self._then = then
        self.say("")
        self.answering.ask(title, rows, at, column=WHOLE_LINE)

    def _ask(self, question: Question) -> None:
        """Ask in words; what was said before gives way, for it would hide what the panel says."""
        self.say("")
        self.asking.ask(question)

    @on(ChoicePanel.Picked, "#answering")
    def answer_picked(self, event: ChoicePanel.Picked) -> None:
        """Go on with what was chosen."""
        event.stop()
        self._then(event.row.value)

    def refresh_marked(self) -> None:
        """Show the marked meeting as it stands now."""
        raise NotImplementedError

    def _done(self, sentence: str) -> None:
        self.say(sentence)
        self.refresh_marked()

    def _say_of(self, sql: Handoff, says: SaleSays, sentence: str) -> bool:
        """Keep an answer; what cannot be is told in the service's words."""
        try:
            answer(self.desk, sql.id, says)
        except SetterError as error:
            self.report(error)
            return False
        self._done(sentence)
        return True

    def _accept(self, sql: Handoff, name: str) -> None:
        """It is kept at once; whatever more there is to say of it may be left open."""
        if not self._say_of(sql, SaleSays(decision=ACCEPTED), "Accepted."):
            return
        rows = [ChoiceRow(str(quality), words, str(quality)) for quality, words in enumerate(QUALITY, 1)]
        rows.append(ChoiceRow(SKIP, "Not said", SKIP))
        self._choose(
            f"Accepted. How good is the SQL of {name}?", rows, lambda how: self._quality(sql, how), len(QUALITY)
        )

    def _quality(self, sql: Handoff, how: str) -> None:
        if how != SKIP and not self._say_of(sql, SaleSays(quality=int(how)), f"Accepted, quality {how}."):
            return

        def accept(text: str) -> None:
            if text.strip():
                answer(self.desk, sql.id, SaleSays(lacked=text.strip()))
                self._done("Kept.")

        self._ask(Question("What was missing?", accept, hint="Enter alone leaves it open."))

    def _refuse(self, sql: Handoff, setter: str) -> None:
        rows = code_rows()
        self._choose("Reject it: why?", rows, lambda code: self._because(sql, code, setter))

    def _because(self, sql: Handoff, code: str, setter: str) -> None:
        def accept(reason: str) -> None:
            answer(self.desk, sql.id, SaleSays(decision=REJECTED, code=code, reason=reason.strip()))
            self._done(f"Rejected, {code}: {setter} reads why.")

        hint = f"In words; {setter} reads them." + (f" {SHORTEST_OTHER} characters or more." if code == OTHER else "")
        self._ask(Question(f"{code}, {REJECTIONS[code].words}: why?", accept, hint=hint))

    def _minutes(self, sql: Handoff, word: SalesWord | None) -> None:
        def accept(text: str) -> None:
            answer(self.desk, sql.id, SaleSays(minutes=minutes_of(text)))
            self._done("Kept.")

        known = "" if word is None or word.minutes is None else str(word.minutes)
        self._ask(Question("How many minutes has sales spent on it?", accept, known, hint="Whole minutes, 0 to 600."))

    def _deal(self, sql: Handoff, word: SalesWord | None, how: str) -> None:
        """Ask for what an opportunity needs, one line after another; all of it is kept with the last."""
        zone = meeting_record(self.desk, sql.meeting_id).public.rep.zone
        today, known = day_of(self.desk.now(), zone), word or SalesWord(sql.id, sql.campaign, 0, 0)
        says = SaleSays(opportunity=how, opportunity_on=known.opportunity_on or str(today))
        with self.telling():
            check_field(self.desk, sql.id, says, "opportunity")
            check_field(self.desk, sql.id, says, "decision")
            self._since(sql, says, known, today)

    def _since(self, sql: Handoff, says: SaleSays, known: SalesWord, today: date) -> None:
        def accept(text: str) -> None:
            now = replace(says, opportunity_on=day_of_words(text, today, "opportunity_on"))
            check_field(self.desk, sql.id, now, "opportunity_on")
            self._money(sql, now, known) if now.opportunity == OPEN else self._ended(sql, now, known, today)

        hint = f"A day as {today}, today or yesterday."
        self._ask(Question("Since when is it an opportunity?", accept, says.opportunity_on, hint))

    def _ended(self, sql: Handoff, says: SaleSays, known: SalesWord, today: date) -> None:
        def accept(text: str) -> None:
            now = replace(says, closed_on=day_of_words(text, today, "closed_on"))
            check_field(self.desk, sql.id, now, "closed_on")
            self._keep(sql, now) if now.opportunity == LOST else self._money(sql, now, known)

        hint = f"A day as {today}, today or yesterday."
        self._ask(Question(f"When was it {says.opportunity}?", accept, known.closed_on or str(today), hint))

    def _money(self, sql: Handoff, says: SaleSays, known: SalesWord) -> None:
        def accept(text: str) -> None:
            now = replace(says, amount=hundredths_of(text))
            check_field(self.desk, sql.id, now, "amount")
            self._margin(sql, now, known)

        hint = "As 12,000 or 15k." + ("" if says.opportunity == WON else " Enter alone leaves it open.")
        self._ask(Question("What is it worth?", accept, _typed(known.amount), hint))

    def _margin(self, sql: Handoff, says: SaleSays, known: SalesWord) -> None:
        def accept(text: str) -> None:
            self._keep(sql, replace(says, margin=hundredths_of(text)))

        self._ask(Question("And its margin?", accept, _typed(known.margin), "Enter alone leaves it open."))

    def _keep(self, sql: Handoff, says: SaleSays) -> None:
        answer(self.desk, sql.id, says)
        self._done({OPEN: "Kept: an opportunity.", WON: "Kept: won.", LOST: "Kept: lost."}[says.opportunity])


def answer_rows(word: SalesWord | None) -> list[ChoiceRow]:
    """What sales may say, each with what it said before."""
    accepted, rejected = (word.accepted, word.rejected) if word is not None else (False, "")
    minutes = "" if word is None or word.minutes is None else f"{word.minutes} so far"
    rows = [
        ChoiceRow("1", "Accept it", "accept", "so it stands" if accepted else "sales takes it"),
        ChoiceRow("2", "Reject it", "reject", f"so it stands: {rejected}" if rejected else "with a reason"),
        ChoiceRow("3", "It was held", "held", "the meeting took place"),
        ChoiceRow("4", "Nobody came", "no_show", "whoever set it rings them"),
        ChoiceRow("5", "Opportunity", "deal", word.opportunity if word and word.opportunity else "open, won or lost"),
        ChoiceRow("6", "Minutes spent", "minutes", minutes),
    ]
    if word is not None and word.appeal == "open":
        rows.append(ChoiceRow("7", "Overturn the rejection", OVERTURNED, "the appeal is right: it counts as accepted"))
        rows.append(ChoiceRow("8", "Uphold the rejection", UPHELD, "it stands"))
    return rows


def code_rows() -> list[ChoiceRow]:
    """The codes of a rejection; the one that says nothing by itself is the last, on 0."""
    keys = dict(zip((code for code in REJECTIONS if code != OTHER), LETTERS, strict=False)) | {OTHER: "0"}
    return [ChoiceRow(keys[code], f"{code} {each.words}", code, _caught_by(each)) for code, each in REJECTIONS.items()]


def _caught_by(rejection: Rejection) -> str:
    gates = " and ".join(gate.replace("_", " ") for gate in rejection.gates)
    return f"gate: {gates}" if gates else ""


def _typed(hundredths: int | None) -> str:
    return "" if hundredths is None else money(hundredths)
