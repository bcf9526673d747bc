"""Cold, warm and hot come from what a prospect did and from time passing, never from points."""

import inspect

import pytest

from setter.domain.temperature import (
    ACTIVE_INTEREST,
    ENGAGEMENT,
    Engagement,
    Temperature,
    company_temperature,
    temperature,
)
from setter.domain.units import DAY

NOW = 1_764_000_000_000


def did(*acts: tuple[str, float]) -> list[Engagement]:
    return [Engagement(kind, NOW - round(days * DAY)) for kind, days in acts]


def level(*acts: tuple[str, float]) -> Temperature:
    return temperature(did(*acts), NOW).level


class TestCold:
    @pytest.mark.requirement("R-060")
    def test_nothing_known_is_cold(self) -> None:
        assert level() is Temperature.COLD
        assert temperature([], NOW).reason == "Cold: no sign of interest within half a year."

    @pytest.mark.requirement("R-060")
    def test_being_sent_mails_and_opening_none_is_cold(self) -> None:
        assert level(("email_sent", 1), ("email_sent", 3)) is Temperature.COLD

    def test_acts_nobody_knows_and_acts_in_the_future_count_for_nothing(self) -> None:
        assert level(("unsubscribed", 1), ("looked_great", 1), ("demo", -1)) is Temperature.COLD

    @pytest.mark.requirement("R-065")
    def test_no_score_can_be_given_at_all(self) -> None:
        assert list(inspect.signature(temperature).parameters) == ["events", "now"]


class TestWarm:
    @pytest.mark.requirement("R-061")
    @pytest.mark.parametrize("kind", sorted(ENGAGEMENT - ACTIVE_INTEREST))
    def test_one_act_of_engagement_is_enough(self, kind: str) -> None:
        assert level((kind, 1)) is Temperature.WARM

    @pytest.mark.requirement("R-062")
    def test_opening_mails_counts_only_when_it_is_consistent(self) -> None:
        sent = [("email_sent", days) for days in (50, 40, 30, 20, 10)]
        assert level(*sent, ("email_open", 9), ("email_open", 8), ("email_open", 7)) is Temperature.COLD
        assert level(*sent, ("email_open", 49), ("email_open", 29), ("email_open", 9)) is Temperature.WARM

    @pytest.mark.requirement("R-062")
    def test_mails_opened_before_the_last_five_count_no_longer(self) -> None:
        sent = [("email_sent", days) for days in (80, 70, 60, 50, 40, 30, 20, 10)]
        assert level(*sent, ("email_open", 79), ("email_open", 69), ("email_open", 9)) is Temperature.COLD

    @pytest.mark.requirement("R-062")
    def test_where_nobody_recorded_the_sending_opens_on_three_days_count(self) -> None:
        assert level(("email_open", 3), ("email_open", 2), ("email_open", 2.001)) is Temperature.COLD
        assert level(("email_open", 3), ("email_open", 2), ("email_open", 1)) is Temperature.WARM


class TestHot:
    @pytest.mark.requirement("R-063")
    @pytest.mark.parametrize("kind", sorted(ACTIVE_INTEREST))
    def test_active_interest_within_thirty_days_is_hot(self, kind: str) -> None:
        assert level((kind, 30)) is Temperature.HOT

    @pytest.mark.requirement("R-036")
    def test_everything_a_prospect_can_ask_for_is_engagement(self) -> None:
        assert {"info_request", "callback", "consultation", "demo", "quote", "meeting"} <= ENGAGEMENT

    def test_time_alone_turns_hot_to_warm_to_cold(self) -> None:
        assert [level(("demo", days)) for days in (30, 30.01, 180, 180.01)] == [
            Temperature.HOT,
            Temperature.WARM,
            Temperature.WARM,
            Temperature.COLD,
        ]

    def test_the_reading_names_the_newest_act_it_stands_on(self) -> None:
        reading = temperature(did(("demo", 12), ("quote", 20), ("blog", 1)), NOW)
        assert (reading.kind, reading.days) == ("demo", 12)
        assert reading.reason == "Hot: demo 12 days ago."


class TestACompany:
    @pytest.mark.requirement("R-064")
    def test_is_as_hot_as_its_hottest_person(self) -> None:
        assert company_temperature([Temperature.COLD, Temperature.HOT, Temperature.WARM]) is Temperature.HOT
        assert company_temperature([Temperature.COLD, Temperature.WARM]) is Temperature.WARM
        assert company_temperature([]) is Temperature.COLD
