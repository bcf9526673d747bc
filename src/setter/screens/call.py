"""The call: dial, talk, record, and the next prospect is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace
from textual import on

from setter.domain.dispositions import find
from setter.domain.errors import SetterError, Unusable
from setter.screens import call_shown as shown_as
from setter.screens.call_kept import CallKept
from setter.screens.prospect_words import SKIP_REASONS
from setter.services import draft
from setter.services.apply_outcome import SUPPRESSING
from setter.services.book import understand
from setter.services.dial import Dialled
from setter.services.dialler import command_for, ring
from setter.services.opt_out import opt_out
from setter.services.record_outcome import Given, Reply
from setter.services.take_call import next_call, release
from setter.services.undo import last_call, undo
from setter.widgets.ask_panel import Question
from setter.widgets.choice_panel import ChoicePanel, ChoiceRow
from setter.widgets.opt_out_panel import OptOutTarget

LEFT, DO_NOT_CALL = "left_company", "do_not_call"
CODES = {"meeting": "meeting_set", "callback": "callback_prospect"}
"""The outcome keys that are not called like their outcome."""
NOBODY_THERE = (("no_answer",), ("voicemail",), ("busy",))
"""The parameters of the keys that say that a dial reached nobody."""
VOICEMAIL = (("1", "Message left", "voicemail_left"), ("2", "No message left", "voicemail_no_message"))
STANDS = (
    ("1", "Still talking", draft.STILL_TALKING),
    ("2", "Ended: record how", draft.ENDED),
    ("3", "Never dialled", draft.NEVER_DIALLED),
)
HOLD_OVER = "Your hold on them ran out while you were away; what you wrote is here. How did it end?"
WHEN_HINT = "In their time: tue 3pm, tomorrow 10, 24 nov 14:30, in 2 weeks thu 9."
DAY_HINT = "A day: thu, tomorrow, 3 dec; in their calendar."


class CallScreen(CallKept):
    """One call after another on one screen; an outcome is recorded before the next person is shown."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")

    def on_mount(self) -> None:
        """Ask how it stands with a call that was found live."""
        if self.resumed and self.resumed.dialled:
            self._on_pick = self._stands
            over = self.resumed.call.state == "released"
            words = f"your note: {self.resumed.note}" if self.resumed.note else ""
            rows = [ChoiceRow(*each, words) for each in STANDS if not over or each[2] == draft.ENDED]
            rows = [rows[0], *(replace(row, note="") for row in rows[1:])]
            self.choices.ask(HOLD_OVER if over else "Still talking, ended, or never dialled?", rows)

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str | None:
        """Say why a key cannot do anything now."""
        if action in ("outcome", "next_number", "choose", "take", "step_back", "objections") and not self.dialled:
            return "Dial first, with d: an answer or outcome belongs to an attempt."
        if action == "copy_number" and not self.dialled:
            return "Dial first, with d: only then a number is there to be rung."
        if action == "dial":
            return "You are on the line already." if self.dialled else shown_as.refusal(self.shown) or None
        if action == "leave" and self.kept:
            return None
        if (action in ("leave", "undo") or (action == "go" and parameters == ("queue",))) and self.dialled:
            return "Record the outcome of this call first."
        if shown_as.came_in(self.shown) and (action == "next_number" or parameters in NOBODY_THERE):
            return "They called us, so somebody was there."
        if action == "next_number" and not shown_as.has_other_number(self.shown):
            return "There is no other number that may be dialled now."
        if action == "skip" and self.shown.attempts:
            return "You have dialled: record how it went."
        return None

    # -- the line

    def action_dial(self) -> None:
        """Begin the attempt; only now outcomes mean anything."""
        with self.telling():
            self._ring(draft.begin_dial(self.desk, self.call_id))
            self.said.say("")
        self.look()

    def _ring(self, dialled: Dialled) -> None:
        """Have the caller's own dialler ring the number; in a sandbox nothing ever rings."""
        if not self.desk.sandbox and (command := command_for(dialled.phone.e164)):
            ring(self.desk, command, dialled.attempt, self.call_id)

    def action_next_number(self) -> None:
        """No answer here: the next number, the same person."""
        with self.telling():
            self._ring(draft.try_next_number(self.desk, self.call_id))
            self.talk.begin_again()
            self.said.say("No answer there; this number is being dialled now.")
        self.look()

    def action_copy_number(self) -> None:
        """Copy the number on show."""
        line = shown_as.line_on_show(self.shown)
        if line is not None:
            self.app.copy_to_clipboard(line.phone.e164)
            self.said.say("The number is copied.")

    # -- outcomes

    def action_outcome(self, name: str) -> None:
        """One of the eight letters."""
        if name == "voicemail":
            self._on_pick = self.end_with
            at = 0 if self.shown.voicemail_today else 1
            self.pick(f"Voicemail ({self.shown.voicemail})", [ChoiceRow(*each) for each in VOICEMAIL], at)
            return
        if name == "meeting" and self.stood_before:
            self._on_pick = self._of_standing
            self.pick("Their meeting", shown_as.standing_rows(self.shown, self.talk))
            return
        self.end_with(CODES.get(name, name))

    @property
    def stood_before(self) -> bool:
        """Whether the meeting on show was booked on an earlier call."""
        meeting = self.shown.meeting
        return meeting is not None and meeting.call_id != self.call_id

    def _of_standing(self, value: str) -> None:
        if value == shown_as.MOVE:
            self.open_move()
        elif value.startswith(shown_as.ASK):
            self.ask_open(value.removeprefix(shown_as.ASK))
        else:
            self.end_with(value)

    def action_other(self) -> None:
        """All other outcomes."""
        self._on_pick = self._other
        self.pick("Other outcomes", shown_as.other_outcomes(self.shown))

    def _other(self, code: str) -> None:
        """What is for good is asked once more, naming the person: these keys lie close to one another."""
        outcome, name = find(code, self.shown.campaign), self.shown.prospect.full_name
        if code == DO_NOT_CALL:
            self.action_opt_out()
        elif outcome.effect in SUPPRESSING:
            self._on_pick = self._for_good
            rows = [
                ChoiceRow("1", "Leave it", ""),
                ChoiceRow("2", f"{outcome.label}: never contact {name} again", code),
            ]
            self.pick(f"{outcome.label}: {name}? Nobody can take it back", rows)
        else:
            self.end_with(code)

    def _for_good(self, code: str) -> None:
        if code:
            self.end_with(code)

    def action_skip(self) -> None:
        """Ask why this person is left for now."""
        rows = [ChoiceRow(str(at), reason, reason) for at, reason in enumerate(SKIP_REASONS, 1)]
        self._on_pick = self._skip
        self.pick(f"Skip {self.shown.prospect.full_name}: why?", rows)

    def _skip(self, reason: str) -> None:
        with self.telling():
            self.record(Given(shown_as.SKIPPED, reason=reason))

    def end_with(self, code: str) -> None:
        """Record an outcome, asking first for what it needs."""
        needs = find(code, self.shown.campaign).needs
        if "meeting" in needs and self.shown.meeting is None:
            self.open_booking()
        elif "callback" in needs:
            self._ask("Call back when?", WHEN_HINT, lambda text: Given(code, callback=text), echo=True)
        elif "day" in needs:
            self._ask("Come back on which day?", DAY_HINT, lambda text: Given(code, revisit=text), echo=True)
        elif "referred_name" in needs and "referred_name" not in self.talk.said():
            self._ask("Who was named?", "First and last name.", lambda text: Given(code, referred=text))
        elif code == LEFT and "referred_name" not in self.talk.said():
            hint = "First and last name; Enter alone: nobody was named."
            self._ask("Who does the work there now?", hint, lambda text: Given(code, referred=text.strip()))
        else:
            with self.telling():
                self.record(Given(code))

    def _ask(self, title: str, hint: str, given: Callable[[str], Given], *, echo: bool = False) -> None:
        typed = self._echo if echo else None
        self.asking.ask(Question(title, lambda text: self.record(given(text)), "", hint, typed))

    def _echo(self, text: str) -> str:
        if not text.strip():
            return ""
        try:
            moment = understand(self.desk, self.call_id, text)
        except SetterError as unclear:
            return unclear.message
        return shown_as.promised_words(moment, self.ours, self.desk.now())

    def after(self, reply: Reply, words: str) -> None:
        """Show whoever comes next, or go back to the queue when nobody may be called."""
        for panel in (self.choices, self.asking, self.reading, self.facts):
            if panel.is_open:
                panel.close()
        self.resumed = None
        if self.shown.call.direction == "inbound":
            self.leave_saying(words)
            return
        try:
            taken = next_call(self.desk, self.shown.campaign.id)
        except SetterError as error:
            self.leave_saying(f"{words} {error.message}")
            return
        if taken.call is not None:
            self.open_call(taken.call.id)
            self.said.say(words)
            return
        self.leave_saying(f"{words.removesuffix(' · u undoes')}. Nobody else may be called now.")

    def action_undo(self) -> None:
        """Take the last outcome back: that call is open again, this one goes back undialled."""
        with self.telling():
            last = last_call(self.desk)
            if last is None:
                self.say("There is nothing to take back.")
                return
            reopened = undo(self.desk, last.id)
            self.open_call(reopened.id, reopened.note)
            self.said.say("Taken back: the call is open again.")

    def opt_out(self, target: OptOutTarget) -> None:
        """Never contact this person again; it is the call's outcome."""
        with self.telling():
            shown = self.shown
            try:
                reply = opt_out(self.desk, target.prospect)
            except Unusable:
                self.record(Given(DO_NOT_CALL))  # at least this machine keeps it
                return
            if reply is not None:
                self.after(reply, shown_as.followed(reply, shown))

    # -- panels and the way out

    @on(ChoicePanel.Picked, "#choices")
    def choice_picked(self, event: ChoicePanel.Picked) -> None:
        """Do what the open choice was for."""
        event.stop()
        self._on_pick(str(event.row.value))

    def _stands(self, how: str) -> None:
        with self.telling():
            draft.settle_resumed(self.desk, self.call_id, how)
        self.resumed = None
        self.look()
        words = {draft.ENDED: "Record how it ended.", draft.NEVER_DIALLED: "Not counted as a dial: d dials."}
        self.said.say(words.get(how, "Go on where you were."))

    def leave_screen(self) -> None:
        """Back to the queue; a prospect who was not dialled goes back, too."""
        if self.dialled:
            self.say("Record the outcome of this call first.")
            return
        with self.telling():
            release(self.desk, self.call_id)
            self.desk.journal.forget(self.call_id)
            self.dismiss()

    def action_go(self, name: str) -> None:
        """The queue lies below; the other screens open above this call, which stays."""
        if name == "queue":
            self.leave_screen()
        else:
            super().action_go(name)

    def action_leave(self) -> None:
        """Quit; a prospect who was not dialled goes back."""
        with self.telling():
            if not self.dialled:
                release(self.desk, self.call_id)
        self.app.exit()
