"""The sheet of answers goes out to sales, and comes back filled in: row by row, each one once."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from setter.domain.answer_columns import BY_FIELD, COLUMNS, MEETING_MARK, SQL_MARK
from setter.domain.calling_window import local_time
from setter.domain.errors import Refused, SetterError, Wrong
from setter.domain.sales_answer import Amiss, said_fields
from setter.services.desk import Desk
from setter.services.rep_time import rep_of
from setter.services.sales_reply import MAY_ANSWER, Unanswerable, answer_in, look_at, said_before, unsaid
from setter.store.records import Handoff, Meeting
from setter.store.unit import Unit

if TYPE_CHECKING:
    from setter.handoff.answer_sheet import SheetRow
    from setter.intake.answer_sheet import RowSays
    from setter.intake.rejects import RejectsFile

LANDED, KNOWN, SILENT, REFUSED = "answered", "known", "silent", "refused"


class Sheet(Struct, frozen=True):
    """The sheet as it goes out: its content, and how many SQLs it holds."""

    content: bytes
    rows: int


class Replied(Struct, frozen=True):
    """What became of a file's rows; each is one of answered, known already, silent (nothing is said) or refused.

    `reasons` say why rows stand in the rejects file, most common first.
    """

    read: int
    answered: int
    known: int
    silent: int
    refused: int
    rejects_file: str | None
    reasons: tuple[tuple[str, int], ...]
    dry_run: bool
    notes: tuple[str, ...] = ()


def answer_sheet(desk: Desk, form: str, *, rep: str = "", campaign_id: str = "") -> Sheet:
    """The SQLs that sales has more to say of, one a row, as csv, xlsx or json; those of one rep where asked.

    Refused for whoever may not answer.
    """
    from setter.handoff.answer_sheet import write_sheet

    def look(unit: Unit) -> list[SheetRow]:
        sentence = "Only sales, a team lead, compliance or an admin has sales' answers."
        desk.allow_only(unit, MAY_ANSWER, sentence, "export", "Ask your team lead.")
        campaign = desk.campaign_row(unit, campaign_id).number if campaign_id else None
        found = ((each, unit.meetings.get(each.meeting_id)) for each in unit.sales.to_answer(campaign))
        kept = ((sql, meeting) for sql, meeting in found if meeting is not None and rep in ("", meeting.rep))
        rows = (_row(desk, unit, sql, meeting) for sql, meeting in kept)
        return [row for row in rows if row is not None]

    rows = desk.store.read(look)
    return Sheet(write_sheet(rows, form), len(rows))


def reply_file(desk: Desk, path: Path, *, client_id: str = "", dry_run: bool = False) -> Replied:
    """Take a filled-in sheet: what is right lands, what is not stands beside the file with its reasons.

    The same file again changes nothing. All rows are of one client: `client_id`, else the first row's. Wrong for a file
    that is no such sheet, Refused for whoever may not answer.
    """
    from setter.intake.answer_sheet import contradictions, open_answers
    from setter.intake.rejects import RejectsFile

    sentence = "Only sales, a team lead, compliance or an admin says what sales answers."
    desk.store.read(lambda unit: desk.allow_only(unit, MAY_ANSWER, sentence, "reply", "Ask your team lead."))
    source, rows = open_answers(path)
    taking = _Taking(desk, client_id, dry_run)
    for row, problem in contradictions(rows):
        taking.contradicting[id(row)] = problem
    if dry_run:
        for row in rows:
            taking.one(row, None)
        return taking.told(len(rows), None, source.notes)
    with RejectsFile(path, source.columns, Path.cwd(), Path(tempfile.gettempdir())) as rejects:
        rejects.prepare()
        for row in rows:
            taking.one(row, rejects)
    return taking.told(len(rows), rejects.path, source.notes)


@dataclass
class _Taking:
    """A sheet on its way in: what became of its rows so far."""

    desk: Desk
    client: str
    dry_run: bool
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    strangers: Counter[str] = field(default_factory=Counter)
    contradicting: dict[int, Amiss] = field(default_factory=dict)

    def one(self, row: RowSays, rejects: RejectsFile | None) -> None:
        """Take one row, or write why not."""
        problems = self._take(row)
        if not problems:
            return
        self.counts[REFUSED] += 1
        self.reasons.update(each.sentence for each in problems[:1])
        if rejects is not None:
            rejects.add(row.row, " ".join(map(_words, problems)))

    def _take(self, row: RowSays) -> Sequence[Amiss]:
        if row.amiss or id(row) in self.contradicting:
            found = self.contradicting.get(id(row))
            return (*row.amiss, *((found,) if found else ()))
        if not said_fields(row.says):
            self.counts[SILENT] += 1
            return ()
        try:
            store = self.desk.store
            news = (
                store.read(lambda unit: self._foresee(unit, row))
                if self.dry_run
                else store.write(lambda unit: self._answer(unit, row))
            )
        except Unanswerable as wrong:
            return wrong.problems
        except SetterError as refused:
            if refused.code == "role" or refused.exit_code > 2:
                raise
            return (Amiss(refused.where, refused.code, refused.message, refused.hint),)
        self.counts[LANDED if news else KNOWN] += 1
        return ()

    def _foresee(self, unit: Unit, row: RowSays) -> bool:
        self._check(unit, row)
        return bool(look_at(self.desk, unit, row.sql or 0, row.says)[-1])

    def _answer(self, unit: Unit, row: RowSays) -> bool:
        by = self._check(unit, row)
        return bool(answer_in(self.desk, unit, row.sql or 0, row.says, by=by, way="file").news)

    def _check(self, unit: Unit, row: RowSays) -> str:
        """Whoever answers; Refused for an SQL of another client, Wrong for another meeting than its own."""
        handoff = unit.meetings.handoff(row.sql or 0)
        meeting = unit.meetings.get(handoff.meeting_id) if handoff else None
        if handoff is None or meeting is None:
            return ""
        self.client = self.client or meeting.client_id
        if meeting.client_id != self.client:
            raise Refused(
                "other_client", "This SQL is of another client than the others.", "sql", "Give each its file."
            )
        if row.meeting is not None and row.meeting not in _its_meetings(unit, meeting):
            raise Wrong("other_meeting", "This SQL is not about this meeting.", "meeting", "Leave both as exported.")
        by = row.by or row.rep or meeting.rep
        plan = self.desk.campaign(unit, handoff.campaign).handoff
        if by.casefold() not in {word.casefold() for rep in plan.reps for word in (rep.id, rep.name, rep.email)}:
            self.strangers[by] += 1
        return by

    def told(self, read: int, rejects_file: Path | None, notes: Sequence[str]) -> Replied:
        """What became of the file."""
        strange = [
            f"{count} {'row is' if count == 1 else 'rows are'} answered by {name}, who is no rep of the campaign."
            for name, count in sorted(self.strangers.items())
        ]
        return Replied(
            read=read,
            answered=self.counts[LANDED],
            known=self.counts[KNOWN],
            silent=self.counts[SILENT],
            refused=self.counts[REFUSED],
            rejects_file=str(rejects_file) if rejects_file else None,
            reasons=tuple(self.reasons.most_common()),
            dry_run=self.dry_run,
            notes=(*notes, *strange),
        )


def _words(problem: Amiss) -> str:
    """What is wrong with a row, in which column, and what is allowed."""
    column = BY_FIELD[problem.field].name if problem.field in BY_FIELD else problem.field
    allowed = f" Allowed: {problem.allowed.rstrip('.')}." if problem.allowed else ""
    return f"{column}: {problem.sentence}{allowed}" if column else problem.sentence


def _its_meetings(unit: Unit, meeting: Meeting) -> set[int]:
    """A meeting, and those that it took the place of as its rep changed or nobody came."""
    same = (each.id for each in unit.meetings.with_prospect(meeting.prospect_id) if each.id <= meeting.id)
    return {meeting.id, *same}


def _row(desk: Desk, unit: Unit, sql: Handoff, meeting: Meeting) -> SheetRow | None:
    prospect = unit.prospects.get(sql.prospect_id)
    if prospect is None or prospect.erased_at is not None:
        return None
    said = said_before(unit.sales.word(sql.id) or unsaid(sql), meeting)
    zone = ""
    with suppress(KeyError):
        zone = rep_of(desk, unit, meeting).zone
    theirs = zone or meeting.zone
    known: dict[str, str | int | None] = {
        "sql": f"{SQL_MARK}{sql.id}",
        "meeting": f"{MEETING_MARK}{meeting.id}",
        "name": prospect.full_name,
        "company": prospect.company_name,
        "rep": meeting.rep,
        "starts_utc": _minute(meeting.starts_at, "UTC"),
        "starts_rep": f"{_minute(meeting.starts_at, theirs)} {theirs}",
        "reply_due": f"{_minute(sql.reply_by, theirs)} {theirs}" if sql.reply_by is not None else "",
        "answered_by": "",
    }
    return {each.name: getattr(said, each.field) if each.field else known[each.name] for each in COLUMNS}


def _minute(at: int, zone: str) -> str:
    return f"{local_time(at, zone):%Y-%m-%d %H:%M}"
