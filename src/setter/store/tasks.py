"""Promises, duties with a due time, and the hours of callers."""

from __future__ import annotations

from setter.store.records import Callback, Shift, Task, TaskLine
from setter.store.room import Room


class TaskRoom(Room):
    """Callbacks, tasks and shifts."""

    name = "tasks"

    def add_callback(self, callback: Callback) -> None:
        """Make a promise."""
        self.put("add_callback", callback)

    def save_callback(self, callback: Callback) -> None:
        """Write how a promise stands."""
        self.put("save_callback", callback)
        self._touched.enrolments.add(callback.enrolment_id)

    def callback(self, callback_id: int) -> Callback | None:
        """One promise."""
        return self.one(Callback, "callback", id=callback_id)

    def open_callback(self, enrolment_id: int) -> Callback | None:
        """The open promise to a prospect."""
        return self.one(Callback, "open_callback", enrolment_id=enrolment_id)

    def callbacks_of(self, enrolment_id: int) -> list[Callback]:
        """Every promise ever made to a prospect, oldest first."""
        return self.many(Callback, "callbacks_of", enrolment_id=enrolment_id)

    def open_after(self, after: int, most: int) -> list[Callback]:
        """The next open promises, of whomever and to whomever."""
        return self.many(Callback, "open_callbacks_after", after=after, most=most)

    def promises_of(self, owner: str) -> list[Callback]:
        """A caller's open promises by time."""
        return self.many(Callback, "open_callbacks_of_owner", owner=owner)

    def add(self, task: Task) -> None:
        """Add a duty."""
        self.put("add_task", task)

    def get(self, task_id: int) -> Task | None:
        """One duty."""
        return self.one(Task, "task", id=task_id)

    def close(self, task_id: int, state: str, now: int) -> None:
        """Close a duty as done or cancelled."""
        self.ask("close_task", id=task_id, state=state, closed_at=now)

    def close_for_meeting(self, meeting_id: int, kind: str, state: str, now: int) -> None:
        """Close a meeting's duties of one kind."""
        self.ask("close_meeting_tasks", meeting_id=meeting_id, kind=kind, state=state, closed_at=now)

    def move_along(self, meeting_id: int, kind: str, moved_to: int) -> None:
        """Let a meeting's open duties of one kind go along to the meeting that takes its place."""
        self.ask("move_meeting_tasks", meeting_id=meeting_id, kind=kind, moved_to=moved_to)

    def of_enrolment(self, enrolment_id: int) -> list[Task]:
        """Every duty there ever was about an enrolment, oldest first."""
        return self.many(Task, "tasks_of_enrolment", enrolment_id=enrolment_id)

    def reopen(self, task_id: int) -> None:
        """Make a closed duty due again."""
        self.ask("reopen_task", id=task_id)

    def cancel_for_prospect(self, prospect_id: int, now: int) -> None:
        """Cancel every promise and duty towards a person."""
        self.ask("cancel_prospect_tasks", prospect_id=prospect_id, closed_at=now)
        self.ask("cancel_prospect_callbacks", prospect_id=prospect_id, closed_at=now)

    def pass_on(self, owner: str, until: int, new_owner: str) -> int:
        """Give a caller's duties due by `until` to a colleague, or to the pool (''); how many."""
        return int(self.ask("pass_tasks_on", owner=owner, until=until, new_owner=new_owner))

    def strip(self, caller: str, until: int) -> list[TaskLine]:
        """A caller's and the pool's promises and duties due by `until`, earliest first."""
        return self.many(TaskLine, "strip", caller=caller, until=until)

    def open_shift(self, caller: str) -> Shift | None:
        """The stretch of work or break that a caller is in."""
        return self.one(Shift, "open_shift", caller=caller)

    def begin_shift(self, shift: Shift) -> None:
        """Begin a stretch of work or break."""
        self.put("add_shift", shift)

    def end_shift(self, shift_id: int, now: int) -> None:
        """End a stretch of work or break."""
        self.ask("end_shift", id=shift_id, ended_at=now)

    def away(self) -> frozenset[str]:
        """Whose clock stands for a break."""
        return frozenset(str(row["caller"]) for row in self.ask("away"))
