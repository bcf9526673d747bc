"""A row becomes a prospect who may land, or a reject that says why."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setter.intake.clean import Cleaner
from setter.intake.mapping import guess_mapping
from setter.intake.prospect import CleanProspect, Reject
from setter.intake.read import open_rows
from setter.intake.rows import Cell, Row

JAMES: dict[str, Cell] = {"name": "James Butt", "phone": "504-621-8927"}


def cleaned(values: dict[str, Cell], region: str = "US", supplier: str = "") -> CleanProspect | Reject:
    row = Row(7, values)
    return Cleaner(guess_mapping(list(values), []), region, supplier).clean(row)


def prospect(values: dict[str, Cell], region: str = "US", supplier: str = "") -> CleanProspect:
    found = cleaned(values, region, supplier)
    assert isinstance(found, CleanProspect), found
    return found


class TestWhoMayLand:
    @pytest.mark.requirement("R-041")
    def test_a_name_with_a_phone_number_or_an_email_address(self):
        assert prospect(JAMES).phones[0].e164 == "+15046218927"
        assert prospect({"name": "James Butt", "email": "j@b.com"}).emails[0].key == "j@b.com"

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"phone": "504-621-8927"}, "The row has no name."),
            ({"name": "n/a", "phone": "504-621-8927"}, "The row has no name."),
            ({"name": "\u200b\x1b[0m", "phone": "504-621-8927"}, "The row has no name."),
            ({"name": "James"}, "The row has no phone number and no e-mail address."),
            ({"name": "James", "phone": "n/a", "email": "-"}, "The row has no phone number and no e-mail address."),
            ({"name": "James", "phone": "123"}, "The row has no valid phone number and no valid e-mail address."),
            ({"company": "Acme"}, "The row has no name, no phone number and no e-mail address."),
            ({}, "The row has no name, no phone number and no e-mail address."),
        ],
    )
    def test_nobody_else_and_the_reason_is_a_sentence(self, values, reason):
        found = cleaned(values)
        assert isinstance(found, Reject)
        assert (found.row_number, found.reason) == (7, reason)

    @pytest.mark.requirement("R-075")
    def test_whoever_opted_out_is_told_even_when_he_does_not_land(self):
        found = cleaned({"email": "j@b.com", "phone": "504-621-8927", "Unsubscribed": "yes"})
        assert isinstance(found, Reject)
        assert (found.opted_out, found.emails[0].key, found.phones[0].e164) == (True, "j@b.com", "+15046218927")
        named = cleaned({"name": "Ada North", "company": "Birch Foods", "Do not call": "yes"})
        assert isinstance(named, Reject)
        assert (named.opted_out, named.full_name, named.company) == (True, "Ada North", "Birch Foods")


class TestNothingIsLost:
    def test_a_number_that_is_none_is_kept_as_it_was_typed(self):
        found = prospect({"name": "James", "phone1": "call Bob", "email": "j@b.com"})
        assert (found.attributes, found.flags) == ({"phone_1_raw": "call Bob"}, ("phone_invalid",))

    def test_nor_that_of_a_second_column_of_the_same_name(self):
        found = prospect({"name": "James", "email": "j@b.com", "Phone": "call desk A", "phone!": "call desk B"})
        assert found.attributes == {"phone_raw": "call desk A", "phone_raw_2": "call desk B"}

    def test_nor_a_whole_name_or_an_address_line_that_says_more_than_its_parts(self):
        parts = {"first name": "Ada", "last name": "Stone", "street": "12 Front", "city": "Chicago"}
        more = prospect({**JAMES, **parts, "name": "Ada M. Stone", "address": "12 Rear Door, Dock 4"})
        assert (more.full_name, more.street) == ("Ada M. Stone", "12 Front")
        assert more.attributes == {"address": "12 Rear Door, Dock 4"}
        other = prospect({**JAMES, **parts, "name": "Eve Sand", "address": "12 Front, Chicago"})
        assert (other.full_name, other.attributes) == ("Ada Stone", {"full_name": "Eve Sand"})

    def test_a_line_known_better_by_its_second_column(self):
        found = prospect({"name": "James", "phone": "504-621-8927", "direct phone": "504-621-8927 x5"})
        assert [(phone.extension, phone.kind) for phone in found.phones] == [("5", "direct")]

    def test_columns_of_their_own_are_attributes(self):
        found = prospect({**JAMES, "Dock doors": "12", "Rating": 4.5, "VIP": True, "Blank": "", "Gone": None})
        assert found.attributes == {"dock_doors": "12", "rating": 4.5, "vip": True}

    def test_so_are_industry_employees_linkedin_source_and_form_of_address(self):
        found = prospect({"name": "Dr. Anna Lee", "email": "a@b.com", "industry": "493110", "employees": "1,200",
                          "linkedin": "https://linkedin.com/in/a", "Lead Source": "Fair"})  # fmt: skip
        assert found.attributes == {"industry": "493110", "employees": 1200, "linkedin": "https://linkedin.com/in/a",
                                    "source": "Fair", "salutation": "Dr."}  # fmt: skip
        assert prospect({**JAMES, "employees": "51-200"}).attributes == {"employees": "51-200"}

    def test_notes_keep_their_lines(self):
        assert prospect({**JAMES, "notes": "one\ntwo"}).notes == "one\ntwo"


class TestWhatIsUnderstood:
    def test_company_title_and_domain(self):
        found = prospect({**JAMES, "title": "VP Operations", "company": "Acme, Inc.", "website": "www.acme.example"})
        assert (found.seniority, found.function) == ("vp", "operations")
        assert (found.company, found.company_key, found.domain) == ("Acme, Inc.", "acme", "acme.example")

    def test_the_country_reads_the_numbers_before_the_campaigns_region_does(self):
        found = prospect({"name": "Jürgen", "phone": "030 1234567", "country": "Deutschland"})
        assert (found.phones[0].e164, found.country) == ("+49301234567", "DE")

    def test_numbers_that_a_spreadsheet_kept_as_numbers(self):
        found = prospect(
            {"name": "James", "phone": 5046218927, "zip": 8014, "state": "NJ", "id": 12.0}, supplier="zoom"
        )
        assert (found.phones[0].e164, found.postal_code, found.external_id) == ("+15046218927", "08014", "zoom:12")
        assert "postal_padded" in found.flags

    @pytest.mark.requirement("R-003")
    def test_a_claimed_stage_is_only_a_claim(self):
        found = prospect({**JAMES, "stage": "SQL"})
        assert (found.claimed_stage, found.flags) == ("SQL", ("stage_claimed",))

    @pytest.mark.requirement("R-075")
    @pytest.mark.parametrize(
        ("word", "out", "unclear"),
        [("Yes", True, False), ("TRUE", True, False), ("1", True, False), ("x", True, False), (True, True, False),
         ("No", False, False), ("", False, False), (False, False, False), (None, False, False), ("n/a", False, False),
         ("2026-01-05", True, True), ("only mornings", True, True)],
    )  # fmt: skip
    def test_opting_out_in_every_spelling_and_in_doubt(self, word, out, unclear):
        found = prospect({**JAMES, "Do Not Call": word, "Do Not Email": "no"})
        assert found.opted_out is out
        assert ("opted_out" in found.flags, "opt_out_unclear" in found.flags) == (out, unclear)


class TestHostileCells:
    @pytest.mark.parametrize(
        "name", ["[/]", "[bold]James[/]", "[@click=app.quit]x[/]", "=cmd|' /C calc'!A0", "<b>x</b>"]
    )
    def test_markup_and_formulas_stay_text(self, name):
        assert prospect({**JAMES, "name": name}).full_name == name

    def test_escapes_and_turned_writing_vanish(self):
        found = prospect(
            {"name": "\x1b[2J\u202eJames\u202c Butt", "phone": "\u2066504-621-8927\u2069", "company": "A\u200bcme\x07"}
        )
        assert (found.full_name, found.company, found.phones[0].e164) == ("James Butt", "Acme", "+15046218927")

    def test_a_list_that_was_made_safe_for_a_spreadsheet_comes_back(self):
        found = prospect({"name": "James", "phone": "'+15046218927", "Motto": "'=1+1", "company": "'t Hooft"})
        assert (found.phones[0].e164, found.attributes, found.company) == (
            "+15046218927",
            {"motto": "=1+1"},
            "'t Hooft",
        )

    @settings(max_examples=300, deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from(["name", "first name", "phone", "email", "address", "zip", "country", "company", "title",
                             "web", "dnc", "notes", "employees", "x"]),
            st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=60)),
        ),
        st.sampled_from(["US", "GB", "DE", "", "ZZ"]),
    )  # fmt: skip
    def test_any_cell_is_cleaned_or_rejected(self, values, region):
        found = cleaned(values, region)
        if isinstance(found, Reject):
            assert found.reason.endswith(".")
        else:
            assert found.full_name
            assert found.phones or found.emails


class TestRealLists:
    @pytest.mark.requirement("R-002")
    def test_us_500_lands_whole(self, shared_data):
        source = open_rows(shared_data / "us-500.csv")
        mapping = guess_mapping(source.columns, source.sample())
        people = [Cleaner(mapping, "US", "us-500").clean(row) for row in source if isinstance(row, Row)]
        assert Counter(type(person) for person in people) == {CleanProspect: 500}
        landed = [person for person in people if isinstance(person, CleanProspect)]
        assert sum(len(person.phones) for person in landed) == 1000
        assert all(person.emails and len(person.region) == 2 and person.country == "US" for person in landed)
        assert all(len(person.postal_code) == 5 for person in landed)
        assert not any(person.claimed_stage for person in landed)

    def test_bank_calls_has_no_names_and_every_row_says_so(self, shared_data):
        source = open_rows(shared_data / "bank-calls.csv")
        mapping = guess_mapping(source.columns, source.sample())
        found = [Cleaner(mapping, "US").clean(row) for row in source if isinstance(row, Row)]
        assert len(found) == 41_188
        assert {person.reason for person in found if isinstance(person, Reject)} == {
            "The row has no name, no phone number and no e-mail address."
        }
