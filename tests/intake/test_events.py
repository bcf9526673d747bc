"""What other programs call things is understood by a plain table, and no row of a file breaks the reading."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from setter.domain.acts import CHANNELS, KINDS, is_kind
from setter.intake.event_names import SAID_AS, channel_named, kind_named, unknown_kind
from setter.intake.events import open_events, typed

OWN = {"email_steady", "no_show", "sales_rejected", "no_answer", "page_view"}
PAGE = Path(__file__).parents[2] / "docs" / "events.md"


class TestAWord:
    @pytest.mark.parametrize(
        ("word", "kind"),
        [
            ("Email Opened", "email_open"),
            ("email-click", "email_click"),
            ("E-Mail Clicked", "email_click"),
            ("DEMO_REQUEST", "demo_request"),
            ("Requested Demo", "demo_request"),
            ("webinar", "webinar_attended"),
            ("formSubmission", "contact_us"),
            ("Unsubscribed", "unsubscribe"),
            ("unsub", "unsubscribe"),
            ("Unsubscribed from list", "unsubscribe"),
            ("list-unsubscribe", "unsubscribe"),
            ("Opted out", "unsubscribe"),
            ("complaint", "unsubscribe"),
            ("SpamComplaint", "unsubscribe"),
            ("Marked Email as Spam", "unsubscribe"),
            ("reply", "email_answer"),
            ("Email Replied", "email_answer"),
            ("positive reply", "email_reply"),
            ("Interested reply", "email_reply"),
            ("ppc click", "ad_click"),
            ("x_fleet_calculator", "x_fleet_calculator"),
            ("x_", ""),
            ("no_show", ""),
            ("flew past", ""),
            ("", ""),
        ],
    )
    def test_means_a_kind_however_it_is_written(self, word: str, kind: str) -> None:
        assert kind_named(word) == kind

    def test_means_one_kind_only(self) -> None:
        words = [word for kind, said in SAID_AS.items() for word in (kind, *said.split())]
        squeezed = [word.replace("_", "") for word in words]
        assert len(squeezed) == len(set(squeezed))

    def test_is_there_for_every_kind_that_files_may_tell(self) -> None:
        assert set(SAID_AS) | OWN == set(KINDS) | {"page_view"}

    @pytest.mark.parametrize(
        ("page", "kind"),
        [
            ("https://x.example/pricing?utm=1", "pricing_page"),
            ("/en/Plans/", "pricing_page"),
            ("https://pricing.example/about", "page_view"),
            ("/compare/us-vs-them", "comparison_page"),
            ("/case-studies/fir", "case_study"),
            ("/blog/how-pricing-works", "blog"),
            ("/careers", "careers_page"),
            ("/features", "product_page"),
            ("/surprise", "page_view"),
            ("", "page_view"),
        ],
    )
    def test_for_a_page_goes_by_whole_words_of_its_path(self, page: str, kind: str) -> None:
        assert kind_named("Page View", page) == kind
        assert kind_named("blog", page) == "blog"

    def test_that_nobody_knows_is_answered_with_what_may_be_meant(self) -> None:
        assert "Is webinar_attended meant?" in unknown_kind("webinar attendd")
        assert "x_flew_past" in unknown_kind("Flew past")

    def test_for_a_channel_is_understood_and_else_the_kind_has_its_own(self) -> None:
        assert [channel_named(word, "blog") for word in ("Google Ads", "e-mail", "LinkedIn", "pigeon", "")] == [
            *("ads", "email", "social", "", "web")
        ]
        assert channel_named("", "x_own") == "record"

    def test_stands_in_the_page_that_users_read(self) -> None:
        text = PAGE.read_text(encoding="utf-8")
        told = set(re.findall(r"`([a-z_]+)`", text))
        assert set(SAID_AS) | set(CHANNELS) - {"inquiry"} <= told


SEEN = some.text(some.characters(exclude_categories=("Cc", "Cs")), max_size=30)


@settings(max_examples=60, deadline=None)
@given(some.lists(some.tuples(*[SEEN] * 5), min_size=1, max_size=4))
def test_whatever_stands_in_a_row_it_is_told_or_refused_and_never_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    path = tmp_path_factory.mktemp("hostile") / "events.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows([("email", "event", "timestamp", "event id", "page"), *rows])
    for told in open_events(path, "US", overrides=["email=email"]):
        kind = kind_named(told.what, told.page)
        assert kind == "" or is_kind(kind)


def test_what_stands_inside_of_something_else_is_found_too(tmp_path: Path) -> None:
    path = tmp_path / "web.ndjson"
    path.write_text('{"email": "a@b.example", "type": "page", "at": "", "properties": {"url": "/pricing"}}', "utf-8")
    (row,) = open_events(path, "US")
    assert (row.page, row.details) == ("/pricing", {"properties_url": "/pricing"})


def test_who_did_it_is_no_detail_and_whatever_else_there_is_is() -> None:
    told = typed(
        {"email": "ada@birch.example", "phone": "312 555 0101", "what": "blog", "when": "", "id": "7"}, {}, "US"
    )
    assert (told.emails[0].key, told.phones[0].e164, told.event_id) == ("ada@birch.example", "+13125550101", "7")
    assert told.details == {}
