"""What a caller does on a call while no server answers: it is kept on this machine, and written once one does."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import suppress
from dataclasses import dataclass

from textual import work
from textual.message import Message

from setter.domain.dispositions import find
from setter.domain.errors import Unusable
from setter.screens import call_shown as shown_as
from setter.screens.call_knowledge import CallKnowledge
from setter.services.call_view import CallView
from setter.services.draft import AWAY, catch_up, end_call
from setter.services.record_outcome import Given, Reply
from setter.services.unwritten import sweep

WRITING = "writing what was kept"


class CallKept(CallKnowledge):
    """Records outcomes; one that no server takes now is recorded by itself later, and the call goes on from there."""

    kept = ""
    """What the outcome is called that waits for the server; '' while none does."""
    away_on = 0
    """The call that was in hand when the server was last seen to be away."""

    @dataclass
    class CaughtUp(Message):
        """What was kept of a call is written; `reply` where an outcome was among it."""

        shown: CallView
        reply: Reply | None

    def record(self, given: Given) -> None:
        """Record an outcome for good, then show the next prospect, undialled."""
        shown = self.shown
        try:
            reply = end_call(self.desk, self.call_id, given)
        except Unusable as problem:
            if problem.code not in AWAY:
                raise
            self.kept = find(given.code, shown.campaign).label
            self.say(f"{self.kept}: kept on this machine, and recorded as soon as the server is back.", "warning")
            return
        self.after(reply, shown_as.followed(reply, shown))

    @abstractmethod
    def after(self, reply: Reply, words: str) -> None:
        """Go on once an outcome is recorded."""

    def server_left(self) -> None:
        """Know on which call it was."""
        super().server_left()
        self.away_on = self.call_id

    @property
    def says_server_is_back(self) -> bool:
        """Not once the next prospect is here: what became of the last call is said, and how it is taken back."""
        return self.away_on == self.call_id

    def server_came_back(self) -> None:
        """Write what was kept meanwhile."""
        super().server_came_back()
        self.write_kept()

    def tick(self) -> None:
        """Write what was kept even where the server was away for less than it takes to see it."""
        super().tick()
        if (self.kept or self.talk.owed) and self.desk.server_away_since is None:
            self.write_kept()

    def write_kept(self) -> None:
        """Write what only this machine has of the call, unless that is under way."""
        under_way = [each for each in self.workers if each.group == WRITING and each.node is self]
        if all(each.is_finished for each in under_way):
            self._write_in_background()

    @work(thread=True, exit_on_error=False, group=WRITING)
    def _write_in_background(self) -> None:
        """A server that is slow to take it keeps nobody from typing."""
        shown = self.shown
        reply = catch_up(self.desk, shown.call.id)
        self.post_message(self.CaughtUp(shown, reply))

    def on_call_kept_caught_up(self, event: CaughtUp) -> None:
        """Go on where an outcome was recorded; say so where it was refused, and must be given again."""
        event.stop()
        if event.shown.call.id != self.call_id:
            return
        label, self.kept, self.talk.owed = self.kept, "", False
        if event.reply is not None:
            with suppress(Unusable):  # the journal has what was typed since, and it is written at the next start
                sweep(self.desk, self.call_id)
            self.after(event.reply, shown_as.followed(event.reply, event.shown))
            return
        self.look()
        if label:
            self.say(f"{label} could not be recorded as it was given: say again how the call ended.", "warning")
