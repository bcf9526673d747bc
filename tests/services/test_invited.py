"""Whom an invitation reaches, at which address, and that nothing of ours is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hands import (
    DAY,
    QUALIFIED,
    booked,
    dialled,
    ended,
    meeting_of,
)
from houses import ADA, CAMPAIGN, DOV, advance, desk_at
from setter.domain.errors import Wrong
from setter.handoff.invitation import cancel as cancel_file
from setter.handoff.invitation import invite
from setter.services.answer import answer
from setter.services.book import book
from setter.services.desk import Desk
from setter.services.hand_off import export, meeting_record, meetings_of
from setter.services.meeting_life import cancel, reschedule
from setter.services.meeting_record import AGENDA_FIELD
from setter.services.record_outcome import Given, record
from setter.services.verify import WRONG, mark
from setter.store.records import Call

NEW = "ada.new@birch.example"


def addresses(folder: Path, kind: str) -> set[str]:
    """Whom the newest calendar file of a kind in a folder goes to."""
    (path,) = folder.glob(f"{kind}-[0-9]*.ics")
    text = path.read_bytes().decode("utf-8").replace("\r\n ", "")
    return set(re.findall(r"ATTENDEE[^\r\n]*mailto:([^\r\n]+)", text))


class TestAnInvitation:
    def test_is_due_when_an_address_is_given_after_the_hold_left(self, desk: Desk, tmp_path: Path) -> None:
        call = dialled(desk, DOV)
        book(desk, call.id, "1 dec 3pm")
        record(desk, call.id, Given("meeting_set", answers={k: v for k, v in QUALIFIED.items() if k != "email"}))
        first = export(desk, "ics", tmp_path / "out")
        assert "invite" not in [file["kind"] for file in first.document["files"]]
        advance(desk, DAY)
        ended(desk, "meeting_confirmed", DOV, answers={"email": "dov@fir.example"})
        second = export(desk, "ics", tmp_path / "out")
        assert "invite" in [file["kind"] for file in second.document["files"]]
        assert addresses(tmp_path / "out", "invite") == {"dov@fir.example"}
        assert export(desk, "ics", tmp_path / "out").changes == 0

    def test_goes_to_a_corrected_address_and_is_taken_back_at_the_old_one(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        export(desk, "ics", tmp_path / "out")
        advance(desk, DAY)
        call = dialled(desk, ADA)
        mark(desk, call.id, "email", WRONG, NEW)
        record(desk, call.id, Given("no_answer"))
        assert [line.due for line in meetings_of(desk, CAMPAIGN)] == [("csv", "json", "ics")]
        export(desk, "ics", tmp_path / "out")
        assert addresses(tmp_path / "out", "invite") == {NEW}
        assert addresses(tmp_path / "out", "uninvite") == {"ada@birch.example"}
        assert meeting_of(desk).sequence == 1
        cancel(desk, meeting_of(desk).id)
        export(desk, "ics", tmp_path / "out")
        assert addresses(tmp_path / "out", "cancel") == {NEW}

    def test_is_taken_back_from_a_colleague_who_joins_no_more_once(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        meeting = meeting_of(desk)
        reschedule(desk, meeting.id, "1 dec 3pm", attendees=[("Bo", "bo@birch.example")])
        export(desk, "ics", tmp_path / "both")
        reschedule(desk, meeting.id, "1 dec 3pm", attendees=[])
        export(desk, "ics", tmp_path / "one")
        assert addresses(tmp_path / "one", "uninvite") == {"bo@birch.example"}
        reschedule(desk, meeting.id, "2 dec 3pm")
        export(desk, "ics", tmp_path / "moved")
        assert not list((tmp_path / "moved").glob("uninvite*"))

    def test_is_taken_back_at_the_address_it_went_to(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        export(desk, "ics", tmp_path / "out")
        advance(desk, DAY)
        call = dialled(desk, ADA)
        mark(desk, call.id, "email", WRONG, NEW)
        record(desk, call.id, Given("meeting_cancelled"))
        export(desk, "ics", tmp_path / "out")
        assert addresses(tmp_path / "out", "cancel") == {"ada@birch.example"}

    def test_that_left_with_a_table_is_taken_back_with_the_next(self, desk: Desk, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        booked(desk, ADA, when="1 dec 3pm")
        export(desk, "csv", tmp_path / "out")
        cancel(desk, meeting_of(desk).id)
        export(desk, "csv", tmp_path / "out")
        assert addresses(tmp_path / "out", "cancel") == {"ada@birch.example"}


MARK = "zq"
said = st.text(min_size=6, max_size=24).map(f"{MARK} {{}} {MARK}".format)


@pytest.fixture(scope="module")
def one_call(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Call]]:
    """A call on which a meeting is booked, and so much is said yet."""
    folder = tmp_path_factory.mktemp("said")
    desk = next(seats := desk_at(str(folder / "house.db"), folder, "mira"))
    call = dialled(desk, ADA)
    book(desk, call.id, "1 dec 3pm")
    yield desk, call
    seats.close()


class TestNothingInternalReachesTheProspect:
    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def test_whatever_is_said_or_noted(self, one_call: tuple[Desk, Call], data: st.DataObject) -> None:
        desk, call = one_call
        captures = desk.store.read(lambda unit: desk.campaign(unit, 1)).script.captures().values()
        asked = [each.field for each in captures if each.type in ("text", "quote") and each.field != AGENDA_FIELD]
        answers = {field: data.draw(said, field) for field in data.draw(st.sets(st.sampled_from(asked), min_size=1))}
        note = data.draw(said, "note")
        heard = False
        with suppress(Wrong):  # some of it is no answer
            heard = bool(answer(desk, call.id, {**QUALIFIED, **answers}))
        desk.store.write(lambda unit: unit.calls.save(replace(call, note=note)))
        record = meeting_record(desk, meeting_of(desk).id)
        assert MARK in record.notes and (not heard or any(MARK in each.value for each in record.answers))
        off = replace(record.public, sequence=record.public.sequence + 1)
        for written in (invite(record.public, 0), cancel_file(off, 0)):
            assert MARK not in written.replace(b"\r\n ", b"").decode("utf-8")

    def test_though_an_older_version_of_the_campaign_asked_for_it(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        public = meeting_record(desk, meeting_of(desk).id).public
        assert public.subject == "Tidemark Software and Birch Foods: your deliveries, seen as they happen"
        campaign = desk.store.read(lambda unit: desk.campaign(unit, 1))
        for leak, shown in (
            ("{need_quote|You} and {product}", f"You and {campaign.product}"),
            ("{company.budget_status|Us} and {need_quote}", "Meeting: Tidemark Software and Birch Foods"),
        ):
            leaky = replace(campaign, handoff=replace(campaign.handoff, subject=leak))
            monkeypatch.setattr(Desk, "campaign", lambda *_, leaky=leaky: leaky)
            written = invite(meeting_record(desk, meeting_of(desk).id).public, 0)
            assert f"SUMMARY:SANDBOX: {shown}".encode() in written.replace(b"\r\n ", b"")
