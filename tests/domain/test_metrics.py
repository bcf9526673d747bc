"""Small numbers are told honestly (promise 10), with the known answers of domain §8."""

from __future__ import annotations

import json
from itertools import permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from setter.domain.metrics import ActivityRow, CallbackRow, Proportion, Summary, activity, as_json
from setter.domain.outcome import Kept

WILSON = [
    (0, 5, 0.0, 43.45),
    (0, 20, 0.0, 16.11),
    (1, 3, 6.15, 79.23),
    (2, 5, 11.76, 76.93),
    (3, 8, 13.68, 69.43),
    (5, 50, 4.35, 21.36),
    (7, 50, 6.95, 26.19),
    (6, 100, 2.78, 12.48),
    (8, 11, 43.44, 90.25),
    (10, 10, 72.25, 100.0),
    (98, 100, 93.00, 99.45),
    (980, 1000, 96.93, 98.70),
]


class TestAShareAndHowSureItIs:
    @pytest.mark.parametrize(("hits", "cases", "low", "high"), WILSON)
    def test_the_interval_is_the_published_one(self, hits: int, cases: int, low: float, high: float) -> None:
        interval = Proportion(hits, cases).interval
        assert interval is not None
        assert [round(100 * bound, 2) for bound in interval] == [low, high]

    def test_no_cases_give_no_share_and_no_interval(self) -> None:
        nothing = Proportion(0, 0)
        assert (nothing.value, nothing.interval, nothing.words()) == (None, None, "—")

    @pytest.mark.parametrize(
        ("hits", "cases", "words"),
        [
            (3, 8, "3 / 8 (38 %, 14–69 %)"),
            (1, 8, "1 / 8 (13 %, 2–47 %)"),
            (10, 10, "10 / 10 (100 %, 72–100 %)"),
            (0, 5, "0 / 5 (0 %, 0–43 %)"),
            (980, 1000, "980 / 1000 (98 %, 97–99 %)"),
        ],
    )
    def test_a_share_is_told_with_its_counts_and_its_interval(self, hits: int, cases: int, words: str) -> None:
        assert Proportion(hits, cases).words() == words

    @pytest.mark.parametrize("cases", [1, 2, 3, 4])
    def test_under_five_cases_only_the_counts_are_told(self, cases: int) -> None:
        assert Proportion(1, cases).words() == f"1 / {cases}"

    @pytest.mark.parametrize(("hits", "cases"), [(1, 0), (-1, 3), (4, 3), (0, -1)])
    def test_more_hits_than_cases_is_refused(self, hits: int, cases: int) -> None:
        with pytest.raises(ValueError, match="not a proportion"):
            Proportion(hits, cases)

    @given(st.integers(0, 100_000), st.integers(1, 100_000))
    def test_the_interval_always_holds_the_share_and_stays_a_share(self, hits: int, cases: int) -> None:
        share = Proportion(min(hits, cases), cases)
        assert share.interval is not None
        assert share.value is not None
        assert 0 <= share.interval[0] <= share.value <= share.interval[1] <= 1


def day_of_two_callers() -> list[ActivityRow]:
    """Zoe dials 12 times and sets one meeting; adam dials twice, and skips once."""
    return [
        ActivityRow("Zoe", "no_answer", count=6),
        ActivityRow("Zoe", "gatekeeper_block", human=True, count=2),
        ActivityRow("Zoe", "not_interested", human=True, connect=True, count=2),
        ActivityRow("Zoe", "no_need", human=True, connect=True, conversation=True),
        ActivityRow("Zoe", "meeting_set", human=True, connect=True, conversation=True, first_meeting=True),
        ActivityRow("Zoe", "meeting_set", dialled=False, meeting=True),
        ActivityRow("Zoe", "meeting_set", dialled=False, sql=True),
        ActivityRow("adam", "no_answer", count=2),
        ActivityRow("adam", "skipped", dialled=False),
    ]


class TestWhatCallersDid:
    def test_each_rate_has_its_own_numerator_and_denominator(self) -> None:
        zoe = activity(day_of_two_callers()).by_caller[1]
        assert (zoe.name, zoe.dials, zoe.connects, zoe.conversations) == ("Zoe", 12, 4, 2)
        assert zoe.answer_rate == Proportion(6, 12)
        assert zoe.connect_rate == Proportion(4, 12)
        assert zoe.conversation_rate == Proportion(2, 4)
        assert zoe.conversation_to_meeting == Proportion(1, 2)
        assert zoe.share == Proportion(12, 14)
        assert (zoe.meetings_set, zoe.sqls, zoe.dials_per_meeting) == (1, 1, 12.0)

    def test_dials_per_meeting_is_unknown_without_a_meeting_never_zero_or_endless(self) -> None:
        assert activity(day_of_two_callers()).by_caller[0].dials_per_meeting is None

    def test_skipped_and_failed_calls_are_no_dials(self) -> None:
        adam = activity(day_of_two_callers()).by_caller[0]
        assert adam.dials == 2

    def test_an_inbound_call_raises_no_rate_of_dials_but_its_meeting_counts(self) -> None:
        inbound = ActivityRow(
            "Zoe", "meeting_set", dialled=False, human=True, connect=True, conversation=True, meeting=True
        )
        total = activity([inbound, ActivityRow("Zoe", "no_answer")]).total
        assert (total.answer_rate, total.connects, total.conversations) == (Proportion(0, 1), 0, 0)
        assert (total.meetings_set, total.dials_per_meeting) == (1, 1.0)

    def test_callers_stand_in_the_order_of_their_names_whatever_they_achieved(self) -> None:
        for rows in permutations(day_of_two_callers()[2:]):
            assert [line.name for line in activity(rows).by_caller] == ["adam", "Zoe"]

    def test_the_same_dials_are_told_by_disposition(self) -> None:
        by_disposition = {line.name: line for line in activity(day_of_two_callers()).by_disposition}
        assert by_disposition["no_answer"].share == Proportion(8, 14)
        assert by_disposition["skipped"].dials == 0
        assert sum(line.dials for line in by_disposition.values()) == 14

    def test_promised_callbacks_are_counted_as_kept_or_not_even_for_a_caller_who_dialled_nobody(self) -> None:
        due = [CallbackRow("Mia", Kept.KEPT), CallbackRow("Mia", Kept.MISSED)]
        summary = activity(day_of_two_callers(), due)
        assert [line.name for line in summary.by_caller] == ["adam", "Mia", "Zoe"]
        assert summary.by_caller[1].callbacks_kept == Proportion(1, 2)
        assert summary.by_caller[2].callbacks_kept.words() == "—"

    def test_a_promise_moved_in_time_is_neither_kept_nor_broken(self) -> None:
        due = [CallbackRow("Mia", Kept.KEPT, 3), CallbackRow("Mia", Kept.LATE, 2), CallbackRow("Mia", Kept.MOVED, 4)]
        (mia,) = activity([], [*due, CallbackRow("Mia", Kept.MISSED)]).by_caller
        told = (mia.callbacks_kept, mia.callbacks_late, mia.callbacks_missed, mia.callbacks_moved)
        assert told == (Proportion(3, 6), Proportion(2, 6), Proportion(1, 6), Proportion(4, 10))

    def test_an_empty_day_is_told_without_a_division(self) -> None:
        total = activity([]).total
        assert (total.dials, total.connect_rate.words(), total.dials_per_meeting) == (0, "—", None)

    def test_the_summary_is_plain_json_with_both_numbers_of_every_rate(self) -> None:
        told = json.loads(json.dumps(as_json(activity(day_of_two_callers()))))
        rate = told["by_caller"][1]["answer_rate"]
        assert (rate["numerator"], rate["denominator"], rate["value"]) == (6, 12, 0.5)
        assert rate["words"] == "6 / 12 (50 %, 25–75 %)"
        assert told["by_caller"][0]["callbacks_kept"]["interval"] is None

    def test_the_summary_survives_being_stored(self) -> None:
        summary = activity(day_of_two_callers())
        assert msgspec.json.decode(msgspec.json.encode(summary), type=Summary) == summary
