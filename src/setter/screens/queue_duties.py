"""The queue's duties: promises, confirmations and the rest, each with one digit; and the caller's own clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from setter.screens.queue_sales import CALL, KINDS, SalesDuties, said_of, ways_of
from setter.services.answer_inquiry import INQUIRY
from setter.services.colleagues import colleagues
from setter.services.duties import ONE_CALL, RESCUE
from setter.services.shift import begin_work, end_shift, shift_state, take_break
from setter.services.tasks import can_be_rung, done, missed, pass_callback, pass_duty, strip
from setter.store.records import TaskLine
from setter.widgets.choice_panel import LETTERS, ChoicePanel, ChoiceRow, of_how_many
from setter.widgets.panel import Panel
from setter.widgets.read_panel import ReadRow
from setter.widgets.task_strip import Task, TaskStrip
from setter.widgets.times import countdown

TAKEN_AT_ONCE = frozenset({"callback", "confirm_meeting", INQUIRY, RESCUE})
MISSED = "missed promise"
POOL = ""
DIGITS = "123456789"


class Duties(SalesDuties):
    """What a screen does that shows what is due."""

    strip: TaskStrip

    def __init__(self) -> None:
        super().__init__()
        self.duty_panel = ChoicePanel(id="duty")
        self._due: list[TaskLine] = []
        self._then: Callable[[str], None] = lambda value: None

    def duty_panels(self) -> Iterable[Panel]:
        """The one panel in which a duty, a colleague or a break is chosen."""
        yield self.duty_panel

    def take_up(self, enrolment_id: int) -> None:
        """Take the prospect of a duty for a call."""
        raise NotImplementedError

    def show_duties(self) -> None:
        """Show what is due, the first nine with their digit."""
        self._due, now = strip(self.desk), self.desk.now()
        tasks = [_task(line, DIGITS[place] if place < len(DIGITS) else "", now) for place, line in enumerate(self._due)]
        self.strip.show(tasks, now, empty="No promise and no duty in the next twelve hours.")

    def tick_duties(self) -> None:
        """Move the countdowns."""
        if self.is_active:
            self.strip.tick(self.desk.now())

    def way_to(self, line: TaskLine) -> str:
        """Its digit takes a promise up."""
        place = next((place for place, each in enumerate(self._due[: len(DIGITS)]) if each.id == line.id), None)
        return "" if place is None else f" Press {DIGITS[place]}."

    def duty_at(self, key: str) -> TaskLine | None:
        """The duty that a digit stands for."""
        place = DIGITS.index(key)
        return self._due[place] if place < len(self._due) else None

    def action_duties(self) -> None:
        """Every duty with its key, also those for which the strip has no room."""
        now = self.desk.now()
        rows = [
            ChoiceRow(key, f"{_kind(line)}: {_who(line)}", str(line.id), countdown(line.due_at, now))
            for key, line in zip(LETTERS, self._due, strict=False)
        ]
        title = f"All duties of the next twelve hours: {len(self._due)}"
        self._ask(of_how_many(title, rows, len(self._due)), rows, self._take_by_id)

    def _take_by_id(self, value: str) -> None:
        for line in self._due:
            if str(line.id) == value:
                self._take_duty(line)
                return

    def action_choose(self, key: str) -> None:
        """Take a duty up: a promise, a confirmation or an inquiry is a call, anything else is read and ticked off."""
        line = self.duty_at(key)
        if line is not None:
            self._take_duty(line)

    def on_task_strip_taken(self, event: TaskStrip.Taken) -> None:
        """A duty was clicked."""
        event.stop()
        self._take_by_id(str(event.task.id))

    def _take_duty(self, line: TaskLine) -> None:
        if line.kind in TAKEN_AT_ONCE and line.enrolment_id is not None and can_be_rung(self.desk, line):
            self.take_up(line.enrolment_id)
            return
        with self.telling():
            said = said_of(self.desk, line)
            self._ask(f"{_kind(line)}: {_who(line)}", ways_of(line), lambda value: self._settle(line, value), said)

    def _settle(self, line: TaskLine, value: str) -> None:
        way = self.sales_way(line, value)
        if value == CALL and line.enrolment_id is not None:
            self.take_up(line.enrolment_id)
            return
        with self.telling():
            if way is not None:
                way()
                return
            done(self.desk, line.id)
            self.say(f"Done: {_kind(line)}, {_who(line)}.")
        self.refresh_facts()

    def action_pass_on(self) -> None:
        """Pass the marked prospect's promise on; without one, ask which."""
        promises = [line for line in self._due if line.kind in ("callback", *ONE_CALL)]
        marked = getattr(self, "card", None)
        of_marked = [line for line in promises if marked and line.enrolment_id == marked.enrolment.id]
        if not promises:
            self.say("There is no promise to pass on.")
        elif of_marked or len(promises) == 1:
            self._ask_colleague((of_marked or promises)[0])
        else:
            keyed = enumerate(zip(LETTERS, promises, strict=False))
            rows = [ChoiceRow(key, _who(line), str(place)) for place, (key, line) in keyed]
            title = of_how_many("Pass which promise on?", rows, len(promises))
            self._ask(title, rows, lambda value: self._ask_colleague(promises[int(value)]))

    def _ask_colleague(self, line: TaskLine) -> None:
        with self.telling():
            names = colleagues(self.desk)
            rows = [ChoiceRow(LETTERS[0], "To the pool", POOL, "whoever is free keeps it")]
            rows += [ChoiceRow(key, name, name) for key, name in zip(LETTERS[1:], names, strict=False)]
            title = of_how_many(f"Pass {_who(line)} on to whom?", rows, len(names) + 1)
            self._ask(title, rows, lambda value: self._pass(line, value))

    def ask_colleague_for(self, line: TaskLine) -> None:
        """Ask to whom a duty is given."""
        names = colleagues(self.desk)
        rows = [ChoiceRow(key, name, name) for key, name in zip(LETTERS, names, strict=False)]
        if not rows:
            self.say("There is no colleague to give it to.")
            return
        title = of_how_many(f"Give {_kind(line)}: {_who(line)} to whom?", rows, len(names))
        self._ask(title, rows, lambda value: self._give(line, value))

    def _give(self, line: TaskLine, colleague: str) -> None:
        with self.telling():
            pass_duty(self.desk, line.id, colleague)
            self.say(f"It is {colleague}'s now.")
        self.refresh_facts()

    def _pass(self, line: TaskLine, colleague: str) -> None:
        with self.telling():
            pass_callback(self.desk, line.id, colleague)
            self.say(f"{line.full_name}: the promise is now {colleague or 'the pool'}'s.")
        self.refresh_facts()

    def action_take_break(self) -> None:
        """Stop the clock, or let it go on."""
        with self.telling():
            if shift_state(self.desk) != "work":
                begin_work(self.desk)
                self.say("Your clock runs again.")
                self.refresh_facts()
                return
            rows = [
                ChoiceRow("1", "Break", "break", "promises go to the pool as they fall due"),
                ChoiceRow("2", "End the shift", "end", "today's promises go to the pool"),
            ]
            self._ask("Stop the clock", rows, self._stop)

    def _stop(self, how: str) -> None:
        with self.telling():
            gone = take_break(self.desk) if how == "break" else end_shift(self.desk)
            back = " The prospect you had taken is back in the queue." if gone.released else ""
            passed = f" {gone.passed_on} of your promises and duties went to the pool." if how == "end" else ""
            self.say(f"{'On break.' if how == 'break' else 'Shift ended.'}{back}{passed} Press k to go on.")
        self.refresh_facts()

    def _ask(
        self, title: str, rows: Sequence[ChoiceRow], then: Callable[[str], None], said: Sequence[ReadRow] = ()
    ) -> None:
        self._then = then
        self.say("")
        self.duty_panel.ask(title, rows, said=said)

    def duty_picked(self, panel: ChoicePanel, row: ChoiceRow) -> None:
        """Go on with what was chosen."""
        if panel is self.duty_panel:
            self._then(row.value)


def _task(line: TaskLine, key: str, now: int) -> Task:
    return Task(line.id, key, MISSED if missed(line, now) else _kind(line), _who(line), line.due_at)


def _kind(line: TaskLine) -> str:
    return KINDS.get(line.kind) or line.kind.replace("_", " ")


def _who(line: TaskLine) -> str:
    return " · ".join(part for part in (line.full_name, line.company_name) if part) or line.words
