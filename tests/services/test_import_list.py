"""A list comes in: every row counted, nobody half there, and callers go on calling meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from hands import DAY, as_lead, called, counts, enrolment_of, everything, land, many, prospect_named
from houses import AT_ONCE, CAMPAIGN, HEADER, Colleague, advance
from setter.domain.errors import Unusable, Wrong
from setter.examples import example_campaign
from setter.services import arrive, import_list
from setter.services.campaigns import activate, add_text
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.doctor import examine
from setter.services.extract import extract
from setter.services.import_list import preview
from setter.services.land import OPTED_OUT, SUPPRESSED
from setter.services.opt_out import opt_out
from setter.services.queue_view import queue_length, why_queue
from setter.services.record_outcome import Given, record
from setter.services.search import search
from setter.services.suppress_value import suppress_text
from setter.services.take_call import next_call

NO_CONTACT = "The row has no phone number and no e-mail address."
MIXED = (
    "Gil Nash,Elm Supply,+12125550161,Buyer,gil@elm.example,NY,US",
    "Ada North,Birch Foods,+13125550101,Owner,ada@birch.example,IL,US",
    "Ben Okafor,Birch Foods,+13125550162,,,IL,US",
    "Cleo Marsh,Elm Supply,,,cleo@elm.example,NY,US",
    "Nobody At All,,n/a,,,,",
    "Gil Nash,Elm Supply,+12125550161,Buyer,gil@elm.example,NY,US",
    "Hal Ives,,,,hal@ives.example,,",
    "Gil Nash,,+12125550163,,gil@elm.example,,",
)


def sound(desk: Desk) -> bool:
    """Whether the doctor finds nothing."""
    return all(finding.sound for finding in examine(desk))


class TestEveryRow:
    def test_lands_is_merged_changes_nothing_or_is_refused(self, desk: Desk, tmp_path: Path) -> None:
        opt_out(desk, prospect_named(desk, "Cleo Marsh").id)
        done = land(desk, tmp_path, *MIXED, source="list")
        assert counts(done) == (8, 3, 1, 2, 2)
        assert dict(done.reasons) == {SUPPRESSED: 1, NO_CONTACT: 1}
        assert sound(desk) and enrolment_of(desk, "Gil Nash").work_state == "queued"

    def test_again_changes_nothing_at_all(self, desk: Desk, tmp_path: Path) -> None:
        opt_out(desk, prospect_named(desk, "Cleo Marsh").id)
        asked = "Fay Roe,Holt Auto,+16025550106,,fay@holt.example,AZ,US"
        land(desk, tmp_path, *MIXED)
        header = f"{HEADER},do not call"
        land(desk, tmp_path, f"{asked},yes", header=header)
        before = everything(desk)
        again = land(desk, tmp_path, *MIXED)
        assert (again.landed, again.merged, again.unchanged) == (0, 0, 6)
        assert land(desk, tmp_path, f"{asked},yes", header=header).reasons == ((OPTED_OUT, 1),)
        assert everything(desk) == before

    def test_is_told_by_a_dry_run_which_writes_nothing(self, desk: Desk, tmp_path: Path) -> None:
        opt_out(desk, prospect_named(desk, "Cleo Marsh").id)
        asked = ("Dov Lind,Fir Floral,+12135550104,,,CA,US,yes", "Dov Lind,,+12135550104,,dov@fir.example,,,no")
        rows = [*(f"{row},no" for row in MIXED), *asked, "Ivy Moss,,+12135550164,,dov@fir.example,,,no"]
        before = everything(desk)
        dry = land(desk, tmp_path, *rows, header=f"{HEADER},do not call", dry_run=True)
        assert everything(desk) == before and dry.dry_run
        assert not (tmp_path / "more.csv.rejects.csv").exists()
        done = land(desk, tmp_path, *rows, header=f"{HEADER},do not call")
        assert counts(dry) == counts(done) and dry.reasons == done.reasons

    def test_of_a_hostile_list_is_told_as_text_or_as_refused(self, desk: Desk, tmp_path: Path) -> None:
        names = ("[/]", "[@click=app.quit]Eve", "=cmd|' /C calc'!A0", "\x1b[31mRed\x1b[0m Roe", "\u202eevE", "A\x00da")
        rows = [f'"{name}",,+1212555018{at},,,,' for at, name in enumerate(names)]
        done = land(
            desk, tmp_path, *rows, '"never closed,,+12125550190,,,,', "Long," + "x" * 1_100_000, "Phone,,n/a,,,,"
        )
        assert done.read == 9 == done.landed + done.rejected
        shown = {each.name for each in search(desk, CAMPAIGN, "212555018", 99)}
        assert {"[/]", "[@click=app.quit]Eve", "=cmd|' /C calc'!A0", "Red Roe", "evE"} <= shown

    @pytest.mark.requirement("R-002")
    def test_makes_prospects_and_no_leads(self, desk: Desk, tmp_path: Path) -> None:
        assert land(desk, tmp_path, *many(100)).landed == 100
        rungs = desk.store.read(lambda unit: {each.rung for each in unit.prospects.enrolments_of(1)})
        assert rungs == {"prospect"}


class TestRefusedRows:
    def test_stand_in_a_file_that_goes_once_they_are_mended(self, desk: Desk, tmp_path: Path) -> None:
        done = land(desk, tmp_path, "Gil Nash,,n/a,,,,", "Hal Ives,,+12125550165,,,,")
        assert done.rejects_file == str(tmp_path / "more.csv.rejects.csv")
        assert "Gil Nash" in Path(done.rejects_file).read_text(encoding="utf-8-sig")
        done = land(desk, tmp_path, "Gil Nash,,+12125550166,,,,", "Hal Ives,,+12125550165,,,,")
        assert done.rejects_file is None and not (tmp_path / "more.csv.rejects.csv").exists()

    def test_are_asked_about_before_anybody_lands(
        self, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: Any, **__: Any) -> None:
            raise PermissionError(13, "denied")

        monkeypatch.setattr("tempfile.mkstemp", refuse)
        with pytest.raises(Wrong) as nowhere:
            land(desk, tmp_path, "Gil Nash,,+12125550166,,,,")
        assert nowhere.value.code == "no_rejects_file"
        assert search(desk, CAMPAIGN, "Gil Nash") == []
        assert land(desk, tmp_path, "Gil Nash,,+12125550166,,,,", dry_run=True).landed == 1

    def test_how_the_file_was_read_is_told(self, desk: Desk, tmp_path: Path) -> None:
        path = tmp_path / "mixed.csv"
        path.write_bytes("full_name,phone\nJürgen,+12125550166\n".encode() + "Zoë Groß,+12125550167\n".encode("cp1252"))
        note = "1 line is not UTF-8 and was read as Windows-1252."
        assert import_list.import_list(desk, path, CAMPAIGN).notes == (note,)
        assert preview(path).notes == (note,)


class TestAnImportThatWasKilled:
    @pytest.fixture
    def killed(self, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Rows of which a part has landed when the import died."""
        rows = [*many(30), "Ada North,Birch Foods,+13125550168,,ada@birch.example,IL,US"]
        monkeypatch.setattr(arrive, "MOST_ROWS", 10)
        landed: list[int] = []

        def die(what: str, row: int, share: float) -> None:
            landed.append(row)
            if what == "Landing" and row >= 20:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            land(desk, tmp_path, *rows, progress=die)
        return rows

    def test_leaves_nobody_to_be_called_found_or_counted(
        self, desk: Desk, tmp_path: Path, killed: list[str], colleague: Colleague
    ) -> None:
        assert queue_length(desk, CAMPAIGN) == 6 and search(desk, CAMPAIGN, "Person") == []
        assert sum(number for _, number in why_queue(desk, CAMPAIGN)) == 6
        assert sound(desk) and extract(as_lead(desk), CAMPAIGN, tmp_path / "extract.db")["prospects"] == 6
        add_text(desk, example_campaign().replace(*AT_ONCE))
        activate(as_lead(desk), CAMPAIGN)
        assert queue_length(desk, CAMPAIGN) == 6
        noor, met = colleague(desk, "noor"), []
        while name := called(noor):
            met.append(name)
            live = desk.store.read(lambda unit: unit.calls.live("noor"))
            assert live is not None
            dial(noor, live.id)
            record(noor, live.id, Given("no_answer"))
        assert len(met) == 6

    def test_is_gone_on_with_and_comes_to_the_same_end(self, desk: Desk, tmp_path: Path, killed: list[str]) -> None:
        advance(desk, DAY)
        done = land(desk, tmp_path, *killed)
        assert counts(done) == (31, 30, 1, 0, 0)
        person = [each.prospect_id for each in search(desk, CAMPAIGN, "Person", 99)]
        bought = desk.store.read(lambda unit: [each for one in person for each in unit.prospects.acquisitions(one)])
        assert [each.acquired_on for each in bought] == ["2026-11-24"] * 30
        assert queue_length(desk, CAMPAIGN) == 36 and len(search(desk, CAMPAIGN, "Person", 99)) == 30 and sound(desk)
        advance(desk, -DAY)
        before = everything(desk)
        assert counts(land(desk, tmp_path, *killed)) == (31, 0, 0, 31, 0)
        assert everything(desk) == before

    def test_lets_in_with_another_list_only_whom_that_one_has(
        self, desk: Desk, tmp_path: Path, killed: list[str]
    ) -> None:
        done = land(desk, tmp_path, *killed[:3], "Gil Nash,,+12125550166,,,,", file="other")
        assert counts(done) == (4, 4, 0, 0, 0)
        assert queue_length(desk, CAMPAIGN) == 10 and len(search(desk, CAMPAIGN, "Person", 99)) == 3

    def test_keeps_whoever_asked_in_between_out(self, desk: Desk, tmp_path: Path, killed: list[str]) -> None:
        assert suppress_text(desk, "+1 312 556 0003") == ("number", 1)
        done = land(desk, tmp_path, *killed)
        assert counts(done) == (31, 29, 1, 0, 1)
        assert queue_length(desk, CAMPAIGN) == 35


class TestCallersMeanwhile:
    def test_go_on_and_the_list_lands(self, desk: Desk, tmp_path: Path, colleague: Colleague) -> None:
        noor, lead = colleague(desk, "noor"), colleague(desk, "lead")
        land(desk, tmp_path, *many(120, 212, "Ware"), file="first")
        waits: list[float] = []
        over = threading.Event()

        def call() -> int:
            made = 0
            while not over.is_set():
                found = next_call(noor, CAMPAIGN).call
                assert found is not None
                dial(noor, found.id)
                began = time.monotonic()
                record(noor, found.id, Given("no_answer"))
                waits.append(time.monotonic() - began)
                made += 1
                time.sleep(0.02)
            return made

        with ThreadPoolExecutor() as pool:
            calls = pool.submit(call)
            done = pool.submit(lambda: land(lead, tmp_path, *many(1200), file="second"))
            try:
                assert counts(done.result()) == (1200, 1200, 0, 0, 0)
            finally:
                over.set()
            assert calls.result() > 1
        assert sound(desk) and max(waits) < 5
        assert len(desk.store.read(lambda unit: unit.prospects.enrolments_of(1))) == 1326

    def test_are_never_kept_waiting_for_a_whole_list(self, desk: Desk, tmp_path: Path) -> None:
        longest: list[float] = []
        write = desk.store.write

        def timed(work: Callable[[Any], Any], durable: bool = True) -> Any:
            began = time.monotonic()
            try:
                return write(work, durable)
            finally:
                longest.append(time.monotonic() - began)

        desk.store.write = timed  # type: ignore[method-assign]
        land(desk, tmp_path, *many(600), dry_run=True)
        assert longest == []
        land(desk, tmp_path, *many(600))
        assert len(longest) >= 4

    def test_two_lists_at_once_share_their_people(self, desk: Desk, tmp_path: Path, colleague: Colleague) -> None:
        lead, noor = colleague(desk, "lead"), colleague(desk, "noor")
        rows = many(120)
        with ThreadPoolExecutor() as pool:
            one = pool.submit(lambda: land(lead, tmp_path, *rows[:90], file="one", source="one"))
            two = pool.submit(lambda: land(noor, tmp_path, *rows[30:], file="two", source="two"))
            done = [one.result(), two.result()]
        assert sum(each.landed for each in done) == 120
        assert len(search(desk, CAMPAIGN, "Person", 200)) == 120 and queue_length(desk, CAMPAIGN) == 126
        assert sound(desk)

    def test_the_same_list_twice_at_once_lands_once(self, desk: Desk, tmp_path: Path, colleague: Colleague) -> None:
        both = [colleague(desk, name) for name in ("lead", "noor")]
        rows = many(80)
        with ThreadPoolExecutor() as pool:
            done = list(pool.map(lambda each: land(each, tmp_path, *rows, file=each.caller, source="same"), both))
        assert sum(each.landed for each in done) == 80
        assert queue_length(desk, CAMPAIGN) == 86 and sound(desk)


class TestAFullDisk:
    """That of passing files; the database has one of its own."""

    def fill(self, monkeypatch: pytest.MonkeyPatch) -> None:
        full = Path("/dev/full")
        monkeypatch.setattr(import_list.tempfile, "TemporaryFile", lambda: full.open("r+b", buffering=0))

    def test_stops_the_list_with_a_sentence_and_it_is_gone_on_with(
        self, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as full:
            self.fill(full)
            with pytest.raises(Unusable) as no:
                land(desk, tmp_path, *MIXED, source="list")
            assert no.value.code == "disk_full" and "TMPDIR" in no.value.hint
        assert counts(land(desk, tmp_path, *MIXED, source="list"))[0] == 8 and sound(desk)
