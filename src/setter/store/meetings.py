"""Meetings, the reps' time, handoffs and what was exported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from setter.store.records import Export, Handoff, Meeting, MeetingChange
from setter.store.room import Room, as_values


class MeetingRoom(Room):
    """Meetings and their way to sales."""

    name = "meetings"

    def get(self, meeting_id: int) -> Meeting | None:
        """One meeting."""
        return self.one(Meeting, "meeting", id=meeting_id)

    def with_prospect(self, prospect_id: int) -> list[Meeting]:
        """Every meeting there ever was with a prospect, by start."""
        return self.many(Meeting, "meetings_with", prospect_id=prospect_id)

    def open_for(self, enrolment_id: int) -> Meeting | None:
        """The meeting ahead for an enrolment."""
        return self.one(Meeting, "open_meeting", enrolment_id=enrolment_id)

    def of_campaign(self, campaign: int) -> list[Meeting]:
        """A campaign's meetings by start."""
        return self.many(Meeting, "meetings", campaign=campaign)

    def to_look_through(self, campaign: int, since: int, now: int) -> tuple[int, ...]:
        """A campaign's meetings that are open, wait for an answer, or began since (UTC ms), in the order of work."""
        return tuple(int(row["id"]) for row in self.ask("to_look_through", campaign=campaign, since=since, now=now))

    def number_of(self, campaign: int) -> int:
        """How many meetings a campaign ever had."""
        return int(self.ask("number_of", campaign=campaign))

    def all(self) -> list[Meeting]:
        """All meetings by start."""
        return self.many(Meeting, "all_meetings")

    def add(self, meeting: Meeting) -> None:
        """Add a meeting."""
        self.put("add_meeting", meeting)
        self._touched.enrolments.add(meeting.enrolment_id)

    def save(self, meeting: Meeting) -> None:
        """Write a meeting's standing."""
        self.put("save_meeting", meeting)
        self._touched.enrolments.add(meeting.enrolment_id)

    def busy(self, client_id: str, since: int) -> list[tuple[str, int, int, int]]:
        """The reps' meetings that end after `since`: (rep, starts_at, ends_at, meeting)."""
        rows = self.ask("busy", client_id=client_id, since=since)
        return [(row["rep"], int(row["starts_at"]), int(row["ends_at"]), int(row["id"])) for row in rows]

    def assigned(self, client_id: str) -> dict[str, tuple[int, int]]:
        """How many meetings each rep was given, and when last."""
        rows = self.ask("assigned", client_id=client_id)
        return {row["rep"]: (int(row["number"]), int(row["newest"])) for row in rows}

    def holds(self, client_id: str, now: int) -> list[tuple[str, int, int]]:
        """Offered slots that are still held: (rep, bucket, call)."""
        rows = self.ask("holds", client_id=client_id, now=now)
        return [(row["rep"], int(row["bucket"]), int(row["call_id"])) for row in rows]

    def occupied(self, client_id: str, first: int) -> dict[int, int]:
        """The last five-minute bucket that each meeting has taken of its rep, from bucket `first` on."""
        rows = self.ask("occupied", client_id=client_id, first=first)
        return {int(row["meeting_id"]): int(row["last"]) for row in rows}

    def hold(self, client_id: str, rep: str, buckets: Iterable[int], call_id: int, now: int, until: int) -> bool:
        """Hold a rep's time for an offer on a live call; False when any of it is taken."""
        self.ask("drop_expired_holds", client_id=client_id, rep=rep, now=now)
        return self._take(client_id, rep, buckets, None, call_id, until)

    def take(self, client_id: str, rep: str, buckets: Iterable[int], meeting_id: int, now: int) -> bool:
        """Give a rep's time to a meeting; False when any of it is taken (then the write must be given up)."""
        self.ask("drop_expired_holds", client_id=client_id, rep=rep, now=now)
        return self._take(client_id, rep, buckets, meeting_id, None, None)

    def drop_holds(self, call_id: int) -> None:
        """Let go of what was held for a call."""
        self.tell("drop_holds", call_id=call_id)

    def free(self, meeting_id: int) -> None:
        """Give a meeting's time back to its rep."""
        self.ask("free_slots", meeting_id=meeting_id)

    def add_change(self, change: MeetingChange) -> None:
        """Keep one step of a meeting's life."""
        self.put("add_meeting_change", change)

    def changes(self, meeting_id: int) -> list[MeetingChange]:
        """A meeting's life so far."""
        return self.many(MeetingChange, "changes", meeting_id=meeting_id)

    def add_handoff(self, handoff: Handoff) -> None:
        """Make an SQL."""
        self.put("add_handoff", handoff)
        self._touched.enrolments.add(handoff.enrolment_id)

    def save_handoff(self, handoff: Handoff) -> None:
        """Write how an SQL stands: its state, its review, and by when somebody must answer."""
        fields = ("id", "state", "submitted_at", "review", "reviewer", "review_by", "reply_by")
        self._touch(self.ask("save_handoff", **{name: getattr(handoff, name) for name in fields}))

    def handoff(self, handoff_id: int) -> Handoff | None:
        """One SQL."""
        return self.one(Handoff, "handoff", id=handoff_id)

    def handoff_of(self, meeting_id: int) -> Handoff | None:
        """The SQL that a meeting belongs to."""
        return self.one(Handoff, "handoff_of_meeting", meeting_id=meeting_id)

    def handoff_of_enrolment(self, enrolment_id: int) -> Handoff | None:
        """The standing SQL of an enrolment."""
        return self.one(Handoff, "handoff_of_enrolment", enrolment_id=enrolment_id)

    def move_handoff(self, handoff_id: int, meeting_id: int) -> None:
        """Let an SQL follow to the meeting that took its meeting's place."""
        self.ask("move_handoff", id=handoff_id, meeting_id=meeting_id)

    def handoffs_to_review(self) -> list[Handoff]:
        """All SQLs that wait for a team lead, oldest first."""
        return self.many(Handoff, "handoffs_to_review")

    def set_handoff_state(self, handoff_id: int, state: str) -> None:
        """Move an SQL to another state."""
        self._touch(self.ask("set_handoff_state", id=handoff_id, state=state))

    def remove_handoff(self, handoff_id: int) -> None:
        """Take back an SQL that never left the house."""
        self._touch(self.ask("remove_handoff", id=handoff_id))

    def exported_since(self, meeting_id: int, change: int) -> bool:
        """Say whether any change of a meeting after this one has left the house."""
        return bool(self.ask("exported_since", meeting_id=meeting_id, change=change))

    def drop_changes_after(self, meeting_id: int, change: int) -> None:
        """Take back the steps of a meeting's life after this one; none of them may have left the house."""
        self.ask("drop_changes_after", meeting_id=meeting_id, change=change)

    def exported_change(self, meeting_id: int, form: str) -> int:
        """The newest change of a meeting that left in this form; 0 for none."""
        return int(self.ask("exported_change", meeting_id=meeting_id, form=form) or 0)

    def add_export(self, export: Export) -> None:
        """Keep an export, before it leaves or as it does."""
        self.put("add_export", export)

    def claim_line(self, export: Export, meeting_id: int, change: int) -> bool:
        """Let a change leave with an export; False where it has left, or is leaving, with another in this form."""
        line = {"meeting_id": meeting_id, "change": change, "form": export.form, "export_id": export.id}
        return bool(self.ask("claim_export_line", **line))

    def drop_export(self, export: Export, lines: Iterable[tuple[int, int]]) -> None:
        """Forget an export that did not leave; its (meeting, change) pairs are still to go."""
        for meeting_id, change in lines:
            line = {"meeting_id": meeting_id, "change": change, "form": export.form, "export_id": export.id}
            self.ask("drop_export_line", **line)
        self.ask("drop_export", id=export.id)

    def save_export(self, export: Export) -> bool:
        """Write how an export stands; False where it is no longer here."""
        return bool(self.ask("save_export", **as_values(export)))

    def export(self, export_id: int) -> Export | None:
        """One export."""
        return self.one(Export, "export", id=export_id)

    def exports_like(self, form: str, pattern: str) -> list[Export]:
        """The exports of a form whose manifest reads like a pattern, oldest first."""
        return self.many(Export, "exports_like", form=form, pattern=pattern)

    def note_change(self, meeting_id: int, change: int, detail: str) -> None:
        """Write the detail of one step of a meeting's life anew."""
        self.ask("note_change", meeting_id=meeting_id, change=change, detail=detail)

    def _touch(self, handoff: Any) -> None:
        if handoff is not None:
            self._touched.enrolments.add(int(handoff["enrolment_id"]))

    def _take(
        self,
        client_id: str,
        rep: str,
        buckets: Iterable[int],
        meeting_id: int | None,
        call_id: int | None,
        until: int | None,
    ) -> bool:
        values = {"meeting_id": meeting_id, "call_id": call_id, "held_until": until}
        return all(self.ask("take_bucket", client_id=client_id, rep=rep, bucket=bucket, **values) for bucket in buckets)
