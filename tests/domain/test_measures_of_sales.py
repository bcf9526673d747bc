"""What sales says, added up: each code where it belongs, each SQL once."""

from __future__ import annotations

from datetime import date

import pytest

from setter.domain.gate_names import with_gate_named
from setter.domain.measure_words import words
from setter.domain.measures_of_money import Spent, Talked, costs, fixed_share, labour, returns
from setter.domain.measures_of_pace import pacing, period_of, whole_weeks
from setter.domain.measures_of_sales import (
    MetMeeting,
    SoldSql,
    acceptance,
    gates,
    minutes_lost,
    shows,
    standing_of,
    submitted_per_week,
)
from setter.domain.rejections import words_of
from setter.domain.units import DAY, HOUR

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def sold(standing: str, code: str = "", **more: object) -> SoldSql:
    return SoldSql("p", "s", "mira", 1, 0, standing, code, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "decision", "code", "appeal", "standing"),
    [
        ("submitted", "", "", "", "pending"),
        ("submitted", "accepted", "", "", "accepted"),
        ("withdrawn", "accepted", "", "", "accepted"),
        ("withdrawn", "rejected", "R04", "", "rejected"),
        ("submitted", "rejected", "R04", "open", "rejected"),
        ("submitted", "rejected", "R04", "upheld", "rejected"),
        ("submitted", "rejected", "R04", "overturned", "accepted"),
        ("returned", "rejected", "R12", "", "returned"),
        ("submitted", "rejected", "R13", "", "excused"),
        ("submitted", "rejected", "R14", "", "repeated no-show"),
        ("withdrawn", "", "", "", "withdrawn"),
        ("returned", "", "", "", "returned"),
    ],
)
def test_how_an_sql_stands(state: str, decision: str, code: str, appeal: str, standing: str) -> None:
    assert standing_of(state, decision, code, appeal) == standing


@pytest.mark.requirement("R-082")
def test_what_is_neither_accepted_nor_rejected_is_in_no_rate() -> None:
    sqls = [sold("accepted")] * 6 + [sold("rejected", "R03")] * 2 + [sold("pending")] * 3
    sqls += [sold("excused", "R13"), sold("returned", "R12"), sold("repeated no-show", "R14"), sold("withdrawn")]
    told = {each.measure: (each.numerator, each.denominator) for each in acceptance("p", sqls)}
    assert told["SQL acceptance"] == (6, 8) and told["sales rejection"] == (2, 8)
    assert told["sales rejection, at least"] == (2, 11) and told["sales rejection, at most"] == (5, 11)
    assert told["SQLs pending"] == (3, 13) and told["SQLs excused (R13)"] == (1, 13)
    assert told["SQLs returned (R12)"] == (1, 14) and told["SQLs withdrawn"] == (1, 14)


@pytest.mark.requirement("R-083")
def test_a_rejection_is_a_false_positive_of_its_own_gate_and_of_no_waived_one() -> None:
    both = {"gates": ("budget", "need")}
    sqls = [sold("accepted", **both)] * 4 + [sold("rejected", "R04", **both), sold("rejected", "R04", gates=("need",))]
    told = {each.measure: (each.numerator, each.denominator) for each in gates("p", sqls)}
    assert told["gate false positives, budget"] == (1, 5) and told["gate precision, budget"] == (4, 5)
    assert told["gate false positives, need"] == (0, 6)


def test_three_days_are_no_rate_a_week() -> None:
    told = submitted_per_week("p", [sold("accepted")] * 2, 3 / 7)
    assert (told.numerator, told.denominator, told.value) == (2, 3 / 7, None) and "less than a week" in told.note
    assert words(told) == "2 so far" and words(submitted_per_week("p", [sold("accepted")] * 2, 2)).startswith("1.0 (")


def test_a_gate_is_told_by_its_name() -> None:
    assert with_gate_named("gate false positives, knows_what") == "gate false positives, knows what we do"
    assert with_gate_named("calls, need") == "calls, need"
    assert words_of("R07").endswith("(gate: knows who we are and knows what we do)")


@pytest.mark.requirement("R-084")
def test_minutes_are_lost_in_rejected_and_in_missed_meetings_once() -> None:
    sqls = [
        sold("accepted", minutes=40),
        sold("rejected", "R03", minutes=25, missed=True),
        sold("pending", missed=True),
    ]
    sqls += [sold("excused", "R13", minutes=5), sold("accepted", minutes=10, missed=True)]
    told = minutes_lost("p", sqls)
    assert (told.numerator, told.denominator) == (35, 80) and "told of 2 of 3 lost SQLs" in told.note


def test_the_show_rate_takes_late_cancellations_in_and_leaves_early_ones_and_the_unknown_out() -> None:
    def met(status: str, cancelled: int | None = None) -> MetMeeting:
        return MetMeeting("p", "s", "mira", status, 10 * DAY, 10 * DAY + HOUR, cancelled)

    meetings = [met("held")] * 5 + [met("no_show"), met("cancelled", 9 * DAY), met("cancelled", 9 * DAY - 1)]
    meetings += [met("booked")]
    told = {each.measure: each for each in shows("p", meetings, 10 * DAY + 2 * HOUR)}
    assert (told["show rate"].numerator, told["show rate"].denominator) == (5, 7)
    assert (told["hold rate"].numerator, told["hold rate"].denominator) == (5, 9)
    assert told["meetings unknown"].numerator == 0
    later = {each.measure: each for each in shows("p", meetings, 12 * DAY)}
    assert later["meetings unknown"].numerator == 1


def test_a_day_is_divided_by_the_time_of_its_calls_and_a_day_without_calls_is_nobodys() -> None:
    worked = {("mira", MONDAY): 8.0, ("mira", TUESDAY): 4.0}
    talked = [Talked("mira", MONDAY, 1, "a", 3 * HOUR), Talked("mira", MONDAY, 2, "b", HOUR)]
    talked += [Talked("noor", MONDAY, 1, "a", HOUR)]
    done = labour(worked, talked)
    assert done.hours == {(1, "a", "mira"): 6.0, (2, "b", "mira"): 2.0, (1, "a", "noor"): 1.0}
    assert (dict(done.idle), done.unclocked) == ({"mira": 4.0}, 1.0)


def test_a_fixed_cost_is_shared_by_days_where_the_run_is_known() -> None:
    run = (date(2026, 11, 1), date(2026, 11, 30))
    assert fixed_share(300, MONDAY, TUESDAY, run)[0] == 20
    assert fixed_share(300, date(2026, 1, 1), date(2026, 1, 9), run)[0] == 0
    assert fixed_share(300, MONDAY, TUESDAY, (run[0], None))[0] == 300


@pytest.mark.requirement("R-048", "R-101")
def test_cost_leads_with_the_accepted_sql_and_revenue_is_no_return_on_investment() -> None:
    spent = Spent(labour=300, records=1000, bought=200)
    first, *_ = costs("p", "USD", spent, [sold("rejected", "R03")], 0)
    assert first.value is None and first.note.startswith("no accepted SQL; spend 500.00 USD")
    only_amount = [
        sold("accepted", opportunity="won", amount=150_000),
        sold("accepted", opportunity="open", amount=9**9),
    ]
    (told,) = returns("p", "USD", spent, only_amount)
    assert (told.measure, told.value) == ("revenue return", 2.0)
    (told,) = returns("p", "USD", spent, [sold("accepted", opportunity="won")])  # a deal of which nothing is known
    assert (told.measure, told.value, told.note[:18]) == ("return on investment", None, "no margin is known")
    with_margin = [sold("accepted", opportunity="won", amount=150_000, margin=75_000), sold("rejected", margin=9**9)]
    assert [(each.measure, each.value) for each in returns("p", "USD", spent, with_margin)] == [
        ("return on investment", 0.5),
        ("revenue return", 2.0),
    ]


@pytest.mark.requirement("R-085", "R-105")
def test_pace_is_by_working_days_and_the_week_begins_on_monday() -> None:
    def works(day: date) -> bool:
        return day.weekday() < 5 and day.day != 26

    span = period_of(date(2026, 11, 25), "week")
    told = pacing("pace of the week", "p", 3, 8, date(2026, 11, 25), span, works)
    assert (told.numerator, told.denominator, told.value) == (3, 6.0, 0.5)
    assert period_of(date(2026, 12, 3), "month") == (date(2026, 12, 1), date(2026, 12, 31))
    assert period_of(date(2026, 12, 3), "quarter") == (date(2026, 10, 1), date(2026, 12, 31))
    assert period_of(date(2026, 2, 3), "quarter") == (date(2026, 1, 1), date(2026, 3, 31))
    days = [date(2026, 11, 22), MONDAY, TUESDAY, date(2026, 12, 7)]
    assert whole_weeks(days, date(2026, 11, 22), date(2026, 12, 12)) == (2, 0)
