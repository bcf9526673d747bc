"""Cold, warm and hot come from what a prospect did and from time passing, never from points."""

import inspect
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from setter.domain.acts import ACTIVE_INTEREST, ENGAGEMENT, KINDS, Act, is_kind, words_of
from setter.domain.temperature import Temperature, Windows, company_temperature, steady_since, temperature
from setter.domain.units import DAY

NOW = 1_764_000_000_000


def did(*acts: tuple[str, float]) -> list[Act]:
    return [Act(kind, NOW - round(days * DAY)) for kind, days in acts]


def level(*acts: tuple[str, float]) -> Temperature:
    return temperature(did(*acts), NOW).level


class TestCold:
    @pytest.mark.requirement("R-060")
    def test_nothing_known_is_cold(self) -> None:
        assert level() is Temperature.COLD
        assert temperature([], NOW).reason == "Cold: no sign of interest within 180 days."

    def test_is_told_with_the_days_that_the_campaign_looks_back(self) -> None:
        narrow = Windows(hot_days=10, warm_days=21)
        assert temperature(did(("blog", 30)), NOW, narrow).reason == "Cold: no sign of interest within 21 days."
        assert temperature(did(("blog", 3)), NOW, narrow).reason == "Warm: blog 3 days ago."

    @pytest.mark.requirement("R-060")
    def test_being_sent_mails_and_opening_none_is_cold(self) -> None:
        assert level(("email_sent", 1), ("email_sent", 3)) is Temperature.COLD

    def test_an_act_whose_time_nobody_knows_counts_for_nothing(self) -> None:
        assert temperature([Act("demo_request", None)], NOW).level is Temperature.COLD

    def test_acts_nobody_knows_and_acts_in_the_future_count_for_nothing(self) -> None:
        assert level(("unsubscribe", 1), ("x_looked_great", 1), ("demo_request", -1)) is Temperature.COLD

    @pytest.mark.requirement("R-065")
    def test_no_score_can_be_given_at_all(self) -> None:
        assert list(inspect.signature(temperature).parameters) == ["acts", "now", "windows"]
        assert not any("score" in name or "points" in name for name in Windows.__struct_fields__)


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

    @pytest.mark.requirement("R-062")
    def test_two_of_the_last_five_mails_clicked_are_consistent_and_a_click_is_an_open(self) -> None:
        sent = [("email_sent", days) for days in (80, 50, 40, 30, 20, 10)]
        assert steady_since(did(*sent, ("email_click", 9), ("email_click", 8)), NOW) is None
        assert steady_since(did(*sent, ("email_click", 79), ("email_click", 9)), NOW) is None
        assert steady_since(did(*sent, ("email_click", 19), ("email_click", 9)), NOW) == NOW - 9 * DAY
        opened = (("email_open", 39), ("email_open", 19))
        assert steady_since(did(*sent, *opened, ("email_click", 9)), NOW) == NOW - 9 * DAY

    @pytest.mark.requirement("R-062")
    def test_consistency_is_read_as_of_a_time(self) -> None:
        clicks = did(("email_click", 19), ("email_click", 9))
        assert steady_since(clicks, NOW - 10 * DAY) is None
        assert steady_since([*clicks, Act("email_click", None)], NOW) == NOW - 9 * DAY

    @pytest.mark.requirement("R-062")
    def test_how_many_mails_are_consistent_is_the_campaigns_to_say(self) -> None:
        sent = [("email_sent", days) for days in (50, 40, 30, 20, 10)]
        opened = did(*sent, ("email_open", 29), ("email_open", 9))
        assert temperature(opened, NOW).level is Temperature.COLD
        assert temperature(opened, NOW, Windows(mails_opened=2)).level is Temperature.WARM
        assert temperature(opened, NOW, Windows(mails_opened=2, mails_watched=2)).level is Temperature.COLD


class TestHot:
    @pytest.mark.requirement("R-063")
    @pytest.mark.parametrize("kind", sorted(ACTIVE_INTEREST))
    def test_active_interest_within_thirty_days_is_hot(self, kind: str) -> None:
        assert level((kind, 30)) is Temperature.HOT

    @pytest.mark.requirement("R-036")
    def test_everything_a_prospect_can_ask_for_is_engagement(self) -> None:
        assert {"info_request", "callback", "consultation", "demo_request", "quote_request", "meeting"} <= ENGAGEMENT

    def test_time_alone_turns_hot_to_warm_to_cold(self) -> None:
        assert [level(("demo_request", days)) for days in (30, 30.01, 180, 180.01)] == [
            Temperature.HOT,
            Temperature.WARM,
            Temperature.WARM,
            Temperature.COLD,
        ]

    def test_the_windows_are_the_campaigns_to_say(self) -> None:
        windows, asked = Windows(hot_days=7, warm_days=20), did(("demo_request", 10))
        assert temperature(asked, NOW, windows).level is Temperature.WARM
        assert temperature(asked, NOW + 11 * DAY, windows).level is Temperature.COLD

    def test_the_reading_names_the_newest_act_it_stands_on(self) -> None:
        reading = temperature(did(("demo_request", 12), ("quote_request", 20), ("blog", 1)), NOW)
        assert (reading.kind, reading.days) == ("demo_request", 12)
        assert reading.reason == "Hot: demo request 12 days ago."


ACTS = some.lists(
    some.builds(Act, some.sampled_from(sorted(KINDS)), some.none() | some.integers(NOW - 200 * DAY, NOW + 5 * DAY)),
    max_size=8,
)
ORDER = list(Temperature)


class TestWhateverSomebodyDid:
    @given(ACTS, some.randoms(use_true_random=False))
    def test_the_order_in_which_it_is_told_changes_nothing(self, acts: list[Act], random: Random) -> None:
        shuffled = random.sample(acts, len(acts))
        read, again = temperature(acts, NOW), temperature(shuffled, NOW)
        assert (read.level, read.at) == (again.level, again.at)

    @given(ACTS, some.sampled_from(sorted(ENGAGEMENT)), some.integers(NOW - 200 * DAY, NOW))
    def test_another_sign_of_interest_never_cools(self, acts: list[Act], kind: str, at: int) -> None:
        before, after = temperature(acts, NOW).level, temperature([*acts, Act(kind, at)], NOW).level
        assert ORDER.index(after) >= ORDER.index(before)

    @given(ACTS, some.integers(0, 200 * DAY))
    def test_time_alone_never_warms_once_all_of_it_has_happened(self, acts: list[Act], passed: int) -> None:
        behind = [act for act in acts if act.at is None or act.at <= NOW]
        before, after = temperature(behind, NOW).level, temperature(behind, NOW + passed).level
        assert ORDER.index(after) <= ORDER.index(before)


class TestACompany:
    @pytest.mark.requirement("R-064")
    def test_is_as_hot_as_its_hottest_person(self) -> None:
        assert company_temperature([Temperature.COLD, Temperature.HOT, Temperature.WARM]) is Temperature.HOT
        assert company_temperature([Temperature.COLD, Temperature.WARM]) is Temperature.WARM
        assert company_temperature([]) is Temperature.COLD


class TestTheCatalogue:
    def test_has_every_kind_that_the_models_score(self) -> None:
        intent = "demo_request quote_request contact_us incoming_call webinar_attended pricing_page download"
        pages = "comparison_page case_study ad_click product_page blog careers_page"
        activity = "callback conversation_positive referral email_reply event_card linkedin_connection email_click"
        mails = "newsletter_optin email_open email_sent email_steady email_bounce unsubscribe social_like"
        noes = "not_interested no_need sales_rejected no_show no_answer info_request meeting consultation"
        assert set(" ".join((intent, pages, activity, mails, noes)).split()) <= set(KINDS)

    def test_a_team_may_have_kinds_of_its_own(self) -> None:
        assert all(map(is_kind, ("blog", "x_fleet_calculator", "x_2026_fair")))
        assert not any(map(is_kind, ("fleet_calculator", "x_", "x_Fleet", "x_a b", "x_" + "a" * 60, "")))
        assert (words_of("x_fleet_calculator"), words_of("blog")) == ("fleet calculator", "read the blog")

    def test_active_interest_is_engagement(self) -> None:
        assert ACTIVE_INTEREST < ENGAGEMENT < set(KINDS)
