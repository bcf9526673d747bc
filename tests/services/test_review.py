"""What happened, counted: each thing on its own day and for whoever did it (domain §8)."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from hands import DAY, DAY_BEFORE, HOUR, MINUTE, QUALIFIED, as_lead, booked, dialled, ended, meeting_of, prospect_named
from houses import ADA, BEN, CAMPAIGN, CLEO, DOV, TO_REVIEW, Colleague, advance, change_campaign, wait_until
from setter.domain.metrics import Proportion
from setter.services.book import book
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.meeting_life import cancel, reschedule
from setter.services.promote import promote
from setter.services.record_outcome import Given, record
from setter.services.recount import recount
from setter.services.review import outcomes, report, today_numbers


@pytest.fixture(autouse=True)
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The team's office is in Chicago."""
    monkeypatch.setenv("TZ", "America/Chicago")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


class TestAnSql:
    def test_counts_on_the_day_and_for_the_caller_that_completed_it(self, desk: Desk, colleague: Colleague) -> None:
        booked(desk, ADA, when="1 dec 3pm", budget_status="none")
        assert report(desk, "week").summary.total.sqls == 0
        wait_until(desk, DAY_BEFORE)
        noor = colleague(desk, "noor")
        ended(noor, "meeting_confirmed", ADA, answers={"budget_status": "allocated"}, minutes=3)
        for period in ("today", "week"):
            summary = report(desk, period).summary
            assert (summary.total.sqls, summary.total.meetings_set) == (1, 0)
            assert [(line.name, line.sqls) for line in summary.by_caller] == [("noor", 1)]
            assert [(line.name, line.sqls) for line in summary.by_disposition] == [("meeting_confirmed", 1)]

    def test_counts_for_the_lead_who_waived_what_was_missing_though_nobody_dialled(
        self, desk: Desk, colleague: Colleague
    ) -> None:
        booked(desk, ADA, when="1 dec 3pm", budget_status="none")
        advance(desk, DAY)
        promote(colleague(desk, "lead"), prospect_named(desk, ADA).id, CAMPAIGN, {"budget": "their CFO told me"})
        today = report(desk, "today").summary
        assert [(line.name, line.dials, line.sqls) for line in today.by_caller] == [("lead", 0, 1)]
        week = report(desk, "week").summary
        assert [(line.name, line.sqls, line.meetings_set) for line in week.by_caller] == [
            ("lead", 1, 0),
            ("mira", 0, 1),
        ]

    def test_that_waits_for_a_team_leads_review_is_none_yet(self, desk: Desk) -> None:
        change_campaign(desk, TO_REVIEW)
        booked(desk, ADA, when="1 dec 3pm")
        total = report(desk, "today").summary.total
        assert (total.meetings_set, total.sqls, today_numbers(desk)["sqls"]) == (1, 0, 0)


class TestAMeeting:
    def test_counts_on_the_day_it_was_first_booked_and_never_again(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        advance(desk, DAY)
        moved = reschedule(desk, meeting_of(desk).id, "2 dec 3pm")
        reps = {each.id for each in desk.store.read(lambda unit: desk.campaign(unit, 1)).handoff.reps}
        reschedule(desk, moved.id, "2 dec 13:00", rep=sorted(reps - {moved.rep})[0])
        assert report(desk, "today").summary.total.meetings_set == 0
        assert report(desk, "week").summary.total.meetings_set == 1

    def test_that_another_takes_the_place_of_is_a_second_one_but_the_same_prospect(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        advance(desk, HOUR)
        cancel(desk, meeting_of(desk).id)
        advance(desk, DAY)
        booked(desk, ADA, when="2 dec 3pm")
        total = report(desk, "week").summary.total
        assert (total.meetings_set, total.conversation_to_meeting) == (2, Proportion(1, 2))
        assert report(desk, "today").summary.total.conversation_to_meeting == Proportion(0, 1)

    @pytest.mark.parametrize("outcome", ["not_interested", "meeting_cancelled"])
    def test_booked_and_called_off_in_one_breath_was_never_set(self, desk: Desk, outcome: str) -> None:
        call = dialled(desk, ADA)
        book(desk, call.id, "1 dec 3pm")
        advance(desk, MINUTE)
        if outcome == "not_interested":
            cancel(desk, meeting_of(desk).id)
            advance(desk, MINUTE)
        record(desk, call.id, Given(outcome, minutes=3, answers=QUALIFIED))
        total = report(desk, "today").summary.total
        assert (total.meetings_set, total.conversation_to_meeting.numerator) == (0, 0)
        assert total.dials == 1


class TestACall:
    def test_over_midnight_keeps_its_conversation_on_the_day_of_its_dial(self, desk: Desk) -> None:
        recount(as_lead(desk), "Asia/Tokyo")
        wait_until(desk, "2026-11-24T14:55:00Z")
        call = dialled(desk, CLEO)
        wait_until(desk, "2026-11-24T15:05:00Z")
        record(desk, call.id, Given("info_requested", minutes=9))
        after = report(desk, "today")
        assert (after.summary.total.dials, after.summary.total.conversations) == (0, 0)
        assert (after.zone, after.first.isoformat()) == ("Asia/Tokyo", "2026-11-25")
        wait_until(desk, "2026-11-24T14:59:00Z")
        before = report(desk, "today").summary.total
        assert (before.dials, before.conversation_rate) == (1, Proportion(1, 1))

    def test_in_another_language_reached_somebody_where_there_was_talk(self, desk: Desk) -> None:
        ended(desk, "language_barrier", ADA, minutes=3)
        ended(desk, "language_barrier", BEN)
        assert report(desk, "today").summary.total.connect_rate == Proportion(1, 2)

    def test_that_failed_or_was_skipped_is_no_dial(self, desk: Desk) -> None:
        ended(desk, "call_failed", ADA)
        ended(desk, "skipped", BEN, reason="a friend")
        ended(desk, "no_answer", CLEO)
        total = report(desk, "today").summary.total
        assert (total.dials, total.connects, total.answer_rate) == (1, 0, Proportion(0, 1))

    def test_of_two_numbers_is_two_dials_and_one_conversation(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        record(desk, call.id, Given("busy"))
        advance(desk, 2 * HOUR)
        ended(desk, "info_requested", ADA, minutes=4)
        total = report(desk, "today").summary.total
        assert (total.dials, total.connects, total.conversations) == (2, 1, 1)

    def test_that_ended_as_the_campaign_alone_calls_it_is_counted_and_named(self, desk: Desk) -> None:
        own = '\n[[disposition]]\ncode = "xmas_break"\nlabel = "Closed for the holidays"\nlike = "no_answer"\n'
        change_campaign(desk, more=own)
        call = dialled(desk, ADA)
        record(desk, call.id, Given("xmas_break"))
        assert report(desk, "today").summary.total.dials == today_numbers(desk)["dials"] == 1
        assert [line.label for line in outcomes(desk, "today").lines] == ["Closed for the holidays"]


class TestTheOutcomesOfAPeriod:
    def test_are_the_newest_of_one_caller_or_one_code_and_say_where_there_are_more(
        self, desk: Desk, colleague: Colleague
    ) -> None:
        noor = colleague(desk, "noor")
        for number, (who, code, name) in enumerate(
            [(desk, "busy", ADA), (noor, "busy", BEN), (noor, "no_answer", CLEO), (noor, "busy", DOV)]
        ):
            advance(desk, number * MINUTE)
            ended(who, code, name)

        def names(most: int = 9, **only: str) -> tuple[list[str], bool]:
            found = outcomes(desk, "today", most=most, **only)
            return [line.name for line in found.lines], found.more

        assert names() == ([DOV, CLEO, BEN, ADA], False)
        assert names(most=3) == ([DOV, CLEO, BEN], True)
        assert names(caller="noor", most=3) == ([DOV, CLEO, BEN], False)
        assert names(code="busy", most=2) == ([DOV, BEN], True)
        assert names(caller="noor", code="busy") == ([DOV, BEN], False)
        assert names(caller="nobody") == ([], False)


def test_a_report_counts_by_the_days_of_one_zone_wherever_it_is_asked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended(desk, "no_answer", ADA)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    told = report(desk, "today")
    assert (told.zone, told.first.isoformat(), told.summary.total.dials) == ("America/Chicago", "2026-11-24", 1)


def told(desk: Desk) -> dict[str, tuple[int, int]]:
    """How today's promises were kept, those words that any was: (numerator, denominator)."""
    total = report(desk, "today").summary.total
    how = {word: getattr(total, f"callbacks_{word}") for word in ("kept", "late", "missed", "moved")}
    return {word: (each.numerator, each.denominator) for word, each in how.items() if each.numerator}


class TestAPromise:
    def test_that_was_kept_before_its_time_counts_when_its_time_has_come(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", ADA, callback="2026-11-24T18:00:00Z")
        wait_until(desk, "2026-11-24T17:55:00Z")
        ended(desk, "no_need", ADA, minutes=3)
        assert report(desk, "today").summary.total.callbacks_kept == Proportion(0, 0)
        wait_until(desk, "2026-11-24T18:15:00Z")
        assert told(desk) == {}
        advance(desk, 1)
        assert told(desk) == {"kept": (1, 1)}

    @pytest.mark.parametrize(
        ("at", "how"),
        [("17:30", "kept"), ("18:15", "kept"), ("18:16", "late"), ("20:00", "late"), ("20:01", "missed")],
    )
    def test_is_kept_in_its_grace_or_early_then_late_then_missed(self, desk: Desk, at: str, how: str) -> None:
        ended(desk, "callback_prospect", ADA, callback="2026-11-24T18:00:00Z")
        wait_until(desk, f"2026-11-24T{at}:00Z")
        ended(desk, "no_need", ADA, minutes=3)
        wait_until(desk, "2026-11-24T20:02:00Z")
        assert told(desk) == {how: (1, 1)}

    def test_that_is_open_counts_as_late_once_its_grace_is_over_and_then_as_missed(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", ADA, callback="2026-11-24T18:00:00Z")
        for at, so_far in [("18:15", {}), ("18:16", {"late": (1, 1)}), ("20:01", {"missed": (1, 1)})]:
            wait_until(desk, f"2026-11-24T{at}:00Z")
            assert told(desk) == so_far

    def test_that_was_rung_in_time_is_kept_though_the_line_was_busy(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", ADA, callback="2026-11-24T18:00:00Z")
        wait_until(desk, "2026-11-24T18:00:00Z")
        ended(desk, "busy", ADA)
        wait_until(desk, "2026-11-24T19:30:00Z")
        assert told(desk) == {"kept": (1, 1)}

    @pytest.mark.parametrize(("at", "how"), [("18:05", {"moved": (1, 1)}), ("18:20", {"late": (1, 1)})])
    def test_that_is_moved_counts_apart_unless_it_was_late_by_then(
        self, desk: Desk, at: str, how: dict[str, tuple[int, int]]
    ) -> None:
        ended(desk, "callback_prospect", ADA, callback="2026-11-24T18:00:00Z")
        wait_until(desk, f"2026-11-24T{at}:00Z")
        ended(desk, "callback_prospect", ADA, callback="tomorrow 10")
        wait_until(desk, "2026-11-24T20:02:00Z")
        assert told(desk) == how

    def test_is_judged_by_the_grace_its_campaign_gave_when_it_was_made(self, desk: Desk) -> None:
        change_campaign(desk, ("callback_grace_minutes = 15", "callback_grace_minutes = 30"))
        ended(desk, "callback_prospect", ADA, callback="2026-11-24T18:00:00Z")
        change_campaign(desk, ("callback_grace_minutes = 15", "callback_grace_minutes = 5"))
        wait_until(desk, "2026-11-24T18:25:00Z")
        ended(desk, "no_need", ADA, minutes=3)
        wait_until(desk, "2026-11-24T18:31:00Z")
        assert told(desk) == {"kept": (1, 1)}


def test_a_callers_own_numbers_are_his_own(desk: Desk, colleague: Colleague) -> None:
    booked(desk, ADA, when="1 dec 3pm")
    noor = colleague(desk, "noor")
    call = dialled(noor, BEN)
    assert dial(noor, call.id).attempt
    assert today_numbers(desk) == {"dials": 1, "conversations": 1, "meetings": 1, "sqls": 1}
    assert today_numbers(noor) == {"dials": 1, "conversations": 0, "meetings": 0, "sqls": 0}
