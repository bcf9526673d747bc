"""The conversation on the call screen: ways on by number, answers one after another, objections, the meeting."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable, Sequence

from setter.domain.conversation import options_of
from setter.domain.script import Capture
from setter.screens import call_shown as shown_as
from setter.screens.call_page import CallPage
from setter.services.book import Booked
from setter.services.draft import keep_typing, typing_of
from setter.widgets.answer_panel import AnswerPanel
from setter.widgets.ask_panel import Question
from setter.widgets.panel import Panel
from setter.widgets.times import clock, full_time

SAME_KEY_SECONDS = 0.4
"""A key that comes so soon after itself is the same press: it never answers the next question as well."""

RESCHEDULED = "meeting_rescheduled"
HINTS = {
    "quote": "Their own words, as they said them.",
    "int": "A number: 12, 1,200 or ~12.",
    "money": "An amount: 1200, $1,200.50 or 15k.",
    "bool": "yes or no",
    "month": "A month: mar 2027 or 2027-03.",
    "date": "A date: 2026-11-24 or 24 nov 2026.",
    "phone": "Digits, as in +1 312 555 0142.",
    "email": "name@company.example",
}


class CallConversation(CallPage):
    """What digits, Enter, Backspace and `x` do."""

    _form: Sequence[Capture] = ()
    _on_pick: Callable[[str], None]
    _wanted = ""
    _declined: frozenset[str] = frozenset()
    _entered = 0.0
    _chosen: tuple[str, float] = ("", 0.0)

    def open_call(self, call_id: int, note: str = "") -> None:
        """Show a call; what was waved away on the one before is asked again on this one."""
        self._declined, self._form = frozenset(), ()
        super().open_call(call_id, note)

    def action_choose(self, key: str) -> None:
        """Take a numbered way on; where an answer in words decides between the ways, it is asked for first.

        What is known already and agrees with the way is kept. A digit held down, or struck twice, answers one
        question only.
        """
        (before, at), self._chosen = self._chosen, (key, time.monotonic())
        if key == before and time.monotonic() - at < SAME_KEY_SECONDS:
            return
        self.said.say("")
        talk = self.talk
        if talk.proposed:
            self._ask_open_question(int(key) - 1)
            return
        with self.telling():
            if talk.known_fits(key) and talk.keep_known():
                self.arrive()
            elif talk.typed_for(key) is not None and talk.conversation.node not in self._declined:
                self.open_form(talk.unsaid(), key)
            else:
                talk.choose(key)
                self.arrive()

    def action_take(self) -> None:
        """Enter: record what is proposed, keep what is known, write an answer down, or go on."""
        again, self._entered = time.monotonic() - self._entered < SAME_KEY_SECONDS, time.monotonic()
        self.said.say("")
        talk = self.talk
        if talk.proposed:
            if not again:
                self.end_with(talk.proposed)
            return
        with self.telling():
            if talk.node.kind == "meeting" and self.shown.meeting is None:
                self.open_booking()
            elif talk.known_already() and talk.keep_known():
                self.arrive()
            elif talk.unsaid():
                self.open_form(talk.unsaid())
            elif talk.answered():
                self.arrive()
            else:
                talk.go_on()

    def arrive(self) -> None:
        """Show where the conversation has come to; where a time or only words can follow, they are asked for at once.

        Letters are commands elsewhere: a caller who begins to write what she hears must not record an outcome.
        """
        self.look()
        node, talk = self.talk.node, self.talk
        if node.kind == "meeting" and self.shown.meeting is None and not talk.proposed:
            self.open_booking()
            return
        words_only = node.kind == "ask" and not options_of(node) and not talk.known_already()
        if words_only and talk.unsaid() and not talk.proposed and node.id not in self._declined:
            self.open_form(talk.unsaid())

    def action_step_back(self) -> None:
        """One step back."""
        self.talk.back()
        self.look()

    def action_objections(self) -> None:
        """What to say to an objection."""
        self._on_pick = self._object
        self.pick("Objections", shown_as.objection_rows(self.talk))

    def _object(self, node_id: str) -> None:
        with self.telling():
            self.talk.object_to(node_id)
            self.look()

    def on_answer_panel_picked(self, event: AnswerPanel.Picked) -> None:
        """A way on was clicked."""
        event.stop()
        if self.check_action("take", ()) is not True:
            return
        if event.option.key == shown_as.RECORD_KEY:
            self._entered = 0.0
            self.action_take()
        else:
            self.action_choose(event.option.key)

    def _ask_open_question(self, place: int) -> None:
        """Go to a question that is still open for the booked meeting."""
        asked = self.talk.still_open(self.shown)
        if self.shown.meeting is None or self.talk.proposed != self.talk.settles or place >= len(asked):
            return
        self.ask_open(asked[place][0])

    def ask_open(self, node_id: str) -> None:
        """Ask a question out of turn, and come back to the proposal with its answer."""
        self.talk.jump(node_id)
        self.talk.filling = True
        self.look()
        if self.talk.unsaid():
            self.open_form(self.talk.unsaid())

    # -- answers, one after another in one line

    def open_form(self, captures: Sequence[Capture], wanted: str = "") -> None:
        """Ask for these answers; `wanted` is the way on that was chosen for them."""
        self._form, self._wanted = tuple(captures), wanted
        self._ask_next()

    def _ask_next(self) -> None:
        capture = self._form[0]
        known = self.talk.facts.get(capture.field)
        text = typing_of(self.desk, self.call_id).get(capture.field, "") or (str(known.value) if known else "")
        more = f" · then {len(self._form) - 1} more" if len(self._form) > 1 else ""
        title = (capture.label or capture.field) + ("" if capture.required else " (Enter leaves it out)") + more
        self.asking.ask(Question(title, self._take_answer, text, _hint(capture), self._keep_typing))

    def _keep_typing(self, text: str) -> str:
        if self._form and text != typing_of(self.desk, self.call_id).get(self._form[0].field, ""):
            keep_typing(self.desk, self.call_id, self._form[0].field, text)
        return ""

    def _take_answer(self, text: str) -> None:
        self._entered = time.monotonic()
        capture = self._form[0]
        if text.strip() or capture.required:
            self.talk.answer(capture.field, text)
            keep_typing(self.desk, self.call_id, capture.field, "")
        self._form = self._form[1:]
        if self._form:
            self.look()
            self._ask_next()
            return
        self.look()
        self.talk.answered(self._wanted)
        self.arrive()

    def on_panel_closed(self, event: Panel.Closed) -> None:
        """Escape in the form: what was typed stays, and the digits choose at once."""
        event.stop()
        if event.panel is self.asking and self._form:
            self._declined, self._form = self._declined | {self.talk.conversation.node}, ()

    # -- the meeting

    def open_booking(self) -> None:
        """Pick the meeting's time."""
        from setter.screens.book import BookScreen

        self.app.push_screen(BookScreen(self.desk, self.call_id), self._booked)

    def open_move(self) -> None:
        """Pick another time for the meeting that stands; moved, that is how the call ended."""
        from setter.screens.book import BookScreen

        self.app.push_screen(BookScreen(self.desk, meeting=self.shown.meeting), self._moved)

    def _moved(self, booked: Booked | None) -> None:
        self.look()
        if booked is not None:
            self.end_with(RESCHEDULED)

    def _booked(self, booked: Booked | None) -> None:
        if booked is None:
            self.look()
            return
        script = self.talk.script
        home = next((node for node in script.nodes if node.kind == "meeting"), None)
        if home is not None:
            self.talk.jump(home.id)
        self.look()
        self.said.say(self._booked_words(booked))

    def _booked_words(self, booked: Booked) -> str:
        at, zone = booked.meeting.starts_at, booked.meeting.zone
        there = full_time(at, zone)
        lacks = [mark.label for mark in shown_as.gates(self.shown) if mark.state == "missing"]
        missing = f"still missing: {', '.join(lacks)}" if lacks else "nothing is missing"
        return f"Booked {there} ({clock(at, self.ours)} here); {missing} · Enter asks on, m records"

    @abstractmethod
    def end_with(self, code: str) -> None:
        """Record an outcome, asking first for what it needs."""


def _hint(capture: Capture) -> str:
    if capture.type == "choice":
        return "  ".join(f"{at} {option.replace('_', ' ')}" for at, option in enumerate(capture.options, 1))
    words = HINTS.get(capture.type, "")
    return f"{words} At least {capture.min_chars} characters." if capture.min_chars else words
