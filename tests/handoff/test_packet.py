"""Sales gets one page with everything in it, and nothing a prospect is called can act on that page."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from setter.domain.gate_evidence import GateResult
from setter.handoff.meeting import (
    NINE_GATES,
    SANDBOX_MARK,
    AnswerGiven,
    AttemptMade,
    Guest,
    MeetingRecord,
    ObjectionRaised,
)
from setter.handoff.packet import Packet, as_json
from setter.handoff.packet_page import MOST_LINES, render_markdown, render_plain
from setter.handoff.packing import packet_of
from setter.handoff.words import line, markdown

MARKDOWN = MarkdownIt("gfm-like")
HOSTILE = [
    "[bold]Acme[/bold]",
    "[@click=app.quit]x",
    "[Acme](https://evil.example)",
    "![](https://evil.example/p.png)",
    "<script>alert(1)</script>",
    "<https://evil.example>",
    "https://evil.example/x",
    "www.evil.example",
    "_Acme_ a_b_ _c a__b__c ___",
    "**Acme** _Co_ `x` ~~y~~ a|b",
    "# Acme\n\n- [x] accept\n\n## Gates",
    "Tom &amp; Co &lt;b&gt;",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07name",
    "a\u202eb\u2066c",
]


def page(record: MeetingRecord) -> str:
    return render_markdown(packet_of(record))


def with_name(record: MeetingRecord, name: str) -> MeetingRecord:
    return replace(record, public=replace(record.public, prospect=Guest(name, "a@b.example"), company=name))


def shown(text: str) -> tuple[str, set[str]]:
    """What a Markdown reader shows of a list item, and the kinds of markup it found in it."""
    (inline,) = [token for token in MARKDOWN.parse(f"- Name: {text}") if token.type == "inline"]
    return "".join(child.content for child in inline.children or []), {child.type for child in inline.children or []}


class TestThePageHoldsEverythingSalesNeeds:
    def test_every_internal_text_of_the_record_is_on_it(self, record: MeetingRecord) -> None:
        written = page(record)
        for text in (
            *("campaign", "Uma", "asked", "COO", "trucking", "140", "Joliet", "Vera", "trucks wait"),
            *("9000 a month", "a whiteboard", "the CFO", "can find", "3 months", "two", "we have a tool"),
            *("what would you change", "rang out", "zoomlist", "pricing page", "sounded tired", "rules-3"),
            *("recommends, does not decide", "legitimate interest", "none", "off"),
        ):
            assert f"INTERNAL {text}" in written
        for text in ("Ana Núñez", "Cargo, Sons; \\& Co", "+13125550101", "ana@cargo.example, confirmed", "Bo Li"):
            assert text in written

    def test_both_clocks_are_on_it(self, record: MeetingRecord) -> None:
        assert "Prospect's time: Wednesday 25 November 2026, 9:00 am CST (America/Chicago)" in page(record)
        assert "Your time: Wednesday 25 November 2026, 10:00 am EST (America/New_York)" in page(record)

    def test_there_are_nine_gate_lines_with_words_day_and_name(self, record: MeetingRecord) -> None:
        written = page(record)
        gates = written.split("## Gates\n")[1].split("\n\n")[0].splitlines()
        assert [each.split(":")[0] for each in gates] == [f"- {label}" for label in NINE_GATES.values()]
        assert all("pass – “INTERNAL quote of" in each for each in gates)
        assert all("(24 November 2026, INTERNAL Uma)" in each for each in gates)

    @pytest.mark.requirement("R-032")
    def test_a_waiver_stands_in_capitals_with_who_and_why_and_again_as_a_risk(self, record: MeetingRecord) -> None:
        waived = GateResult("budget", "Budget", "waived", "the group pays", "Vera", record.set_at)
        gates = tuple(waived if gate.gate == "budget" else gate for gate in record.gates)
        written = page(replace(record, gates=gates))
        assert "- **WAIVED: BUDGET, BY VERA** – the group pays (24 November 2026)" in written
        assert "- Budget was waived" in written

    @pytest.mark.requirement("R-024")
    def test_words_that_stand_behind_two_gates_are_pointed_out_there_and_as_a_risk(self, record: MeetingRecord) -> None:
        gates = tuple(replace(gate, same_as="Knows who we are" * (gate.gate == "need")) for gate in record.gates)
        written = page(replace(record, gates=gates))
        assert "- Need: pass – “INTERNAL quote of need” – the same words as for “Knows who we are”" in written
        assert "- Need: the same words as for “Knows who we are”" in written.split("## Risks")[1]

    def test_a_gate_that_nothing_is_known_of_is_unknown_not_left_out(self, record: MeetingRecord) -> None:
        assert [gate.status for gate in packet_of(replace(record, gates=())).gates] == ["unknown"] * 9

    def test_a_slot_without_an_sql_says_so_and_what_is_missing(self, record: MeetingRecord) -> None:
        held = replace(record, qualified=False, missing=("budget", "knows_what"), sql=None, rung="lead")
        assert "**BOOKED, NOT YET QUALIFIED** – missing: Budget, Knows what we do" in page(held)
        assert "SQL 5501" not in page(held)

    def test_a_sandbox_and_a_cancellation_are_said_first(self, record: MeetingRecord) -> None:
        off = replace(record, status="cancelled", public=replace(record.public, sandbox=True))
        first_lines = page(off).splitlines()[:6]
        assert f"**{SANDBOX_MARK}**" in first_lines
        assert "**CANCELLED**" in first_lines
        assert as_json(packet_of(off))["mark"] == SANDBOX_MARK
        assert "SANDBOX" not in page(record)

    def test_it_says_in_words_what_is_kept_as_codes(self, record: MeetingRecord) -> None:
        written = page(replace(record, requested_how="accepted_slot", change_kind="guests_changed"))
        assert "- How it was requested: they took a time that was offered\n" in written
        assert "(guests changed)" in written and ": no answer, INTERNAL Uma" in written

    def test_of_a_meeting_that_is_off_and_no_sql_no_answer_is_awaited(self, record: MeetingRecord) -> None:
        off = replace(record, status="cancelled", sql=None)
        assert "Your answer" in page(record) and "Your answer" not in page(off)

    def test_sales_can_answer_on_it(self, record: MeetingRecord) -> None:
        written = page(record)
        assert "Due: Wednesday 25 November 2026, 10:00 am EST" in written
        assert "R04 no budget or means" in written
        assert "[ ] accept" in written

    @pytest.mark.requirement("R-001")
    def test_it_ends_by_saying_what_is_counted_and_never_speaks_of_a_bare_lead(self, record: MeetingRecord) -> None:
        assert "every count names its rung" in page(record).splitlines()[-1]
        assert "rung SQL" in page(record)
        assert "leads:" not in page(record).lower()
        assert "Booked, not yet qualified" not in page(record)
        assert "Booked, not yet qualified" in page(replace(record, gates=(), qualified=False, missing=("need",)))

    @pytest.mark.parametrize("name", HOSTILE)
    def test_as_plain_text_it_shows_each_sign_as_it_was_typed(self, record: MeetingRecord, name: str) -> None:
        told = render_plain(packet_of(with_name(record, name))).splitlines()
        assert told[0] == f"# {line(name)}, {line(name)}" and SANDBOX_MARK not in told
        assert not any("**" in each or each.endswith(" ") for each in told if line(name) not in each)

    def test_a_time_that_was_asked_for_is_said_to_be_moved(self, record: MeetingRecord) -> None:
        for wall, moved in (("2026-11-25 09:00", False), ("2026-11-24 09:00", True)):
            asked = GateResult(
                "meeting_requested", "Meeting", "pass", f"{wall} America/Chicago, asked", "Uma", record.set_at
            )
            assert ("moved since" in page(replace(record, gates=(asked,)))) is moved

    def test_a_prospect_nobody_can_write_to_is_a_risk(self, record: MeetingRecord) -> None:
        silent = replace(record, public=replace(record.public, prospect=Guest("Ana"), guests=()))
        assert "no invitation went out" in page(silent)


class TestItIsOnePage:
    def test_a_long_history_and_long_words_are_cut_on_the_page_and_whole_in_the_json(
        self, record: MeetingRecord
    ) -> None:
        long = replace(
            record,
            attempts=tuple(AttemptMade(record.set_at - day, "Uma", "busy") for day in range(60)),
            objections=tuple(ObjectionRaised(f"no {number}", "why") for number in range(60)),
            answers=tuple(AnswerGiven(f"q{number}", "Q", "word " * 400, ("need",)) for number in range(60)),
            notes="note " * 2000,
        )
        written = page(long)
        assert len(written.splitlines()) <= 80
        assert len(written) < 12_000
        assert f"- {60 - MOST_LINES} earlier, in the JSON packet" in written
        whole = as_json(packet_of(long))
        assert (len(whole["history"]), len(whole["objections"]), len(whole["need"])) == (60, 60, 60)
        assert len(whole["notes"]) == len("note " * 2000) - 1

    def test_an_empty_record_still_makes_a_page_that_says_what_is_unknown(self, record: MeetingRecord) -> None:
        bare = replace(
            record, gates=(), answers=(), objections=(), attempts=(), sources=(), score=None, notes="", reply_due=None
        )
        written = page(bare)
        assert "- Need and its cost: unknown" in written
        assert "- Score: unknown" in written
        assert "- Due: no time set" in written

    def test_attempts_stand_oldest_first_and_the_newest_are_kept(self, record: MeetingRecord) -> None:
        attempts = tuple(AttemptMade(record.set_at + number, "Uma", f"d{number}") for number in (3, 1, 2))
        history = packet_of(replace(record, attempts=attempts)).history
        assert [each.disposition for each in history] == ["d1", "d2", "d3"]


class TestAnswersStandWhereSalesLooks:
    def test_an_answer_goes_by_its_gate_unless_it_says_where(self, record: MeetingRecord) -> None:
        packet = packet_of(record)
        assert [each.value for each in packet.need] == ["INTERNAL trucks wait", "INTERNAL 9000 a month"]
        assert [each.value for each in packet.process] == ["INTERNAL a whiteboard"]
        assert [each.value for each in packet.other] == ["INTERNAL two"]

    def test_words_that_already_stand_on_a_gate_line_are_not_told_twice(self, record: MeetingRecord) -> None:
        who = AnswerGiven("knows_who_quote", "Who is it", "INTERNAL quote of knows_who", ("knows_who", "knows_what"))
        assert packet_of(replace(record, answers=(who,))).other == ()
        unquoted = replace(who, value="the dock people")
        assert [each.value for each in packet_of(replace(record, answers=(unquoted,))).other] == ["the dock people"]


class TestANameIsText:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_hostile_name_shows_as_it_is_and_changes_no_structure(self, record: MeetingRecord, name: str) -> None:
        def structure(written: str) -> list[str]:
            return [token.type for token in MARKDOWN.parse(written)]

        written = page(with_name(record, name))
        assert structure(written) == structure(page(with_name(record, "Ana")))
        text, kinds = shown(markdown(name))
        assert text == f"Name: {line(name)}"
        assert kinds <= {"text", "text_special"}
        assert "\x1b" not in written
        assert "\u202e" not in written

    @given(st.text(alphabet=st.characters(exclude_characters="@."), max_size=40))
    @example("\\*a\\*")
    @example("_é_ a_é_b")
    @example("a&copy;b")
    def test_whatever_is_typed_comes_out_as_typed(self, typed: str) -> None:
        assert shown(markdown(typed))[0] == f"Name: {line(typed)}".rstrip()
        assert shown(markdown(typed))[1] <= {"text", "text_special"}


class TestThePacketIsData:
    def test_it_is_plain_json_with_ids_as_strings(self, record: MeetingRecord) -> None:
        big = replace(record, sql=2**62, public=replace(record.public, meeting=2**62 + 1))
        told = json.loads(json.dumps(as_json(packet_of(big))))
        assert (told["header"]["sql_id"], told["header"]["meeting_id"]) == (str(2**62), str(2**62 + 1))
        assert told["appointment"]["starts_utc"] == "2026-11-25T15:00:00.000Z"
        assert len(told["gates"]) == 9

    def test_it_survives_being_stored(self, record: MeetingRecord) -> None:
        packet = packet_of(record)
        assert msgspec.json.decode(msgspec.json.encode(packet), type=Packet) == packet
