"""Who is the same person, and who only sits at the same switchboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setter.intake.emails import clean_email
from setter.intake.match import compatible_names, match_keys, may_be, same_person
from setter.intake.prospect import CleanPhone, Known


def person(name: str, email: str = "", phone: str = "", extension: str = "", external_id: str = "") -> Known:
    found = clean_email(email) if email else None
    return Known(
        full_name=name,
        emails=(found,) if found else (),
        phones=(CleanPhone(phone, extension=extension),) if phone else (),
        external_id=external_id,
    )


PHONE = "+15046218927"


class TestTheSamePerson:
    def test_by_a_personal_address_whatever_the_name(self):
        assert same_person(person("Anna Lee", "anna@acme.example"), person("Anna Smith", "ANNA@acme.example"))

    def test_but_not_two_people_of_different_names_on_one_mailbox(self):
        for mailbox in ("orders@acme.example", "sales@acme.example", "mail.acme@web.example"):
            assert not same_person(person("John Doe", mailbox), person("Mary Roe", mailbox))
            assert not same_person(person("John Doe", mailbox), person("John Roe", mailbox))
            assert same_person(person("John Doe", mailbox), person("", mailbox))

    def test_by_an_office_address_only_with_a_name_that_fits(self):
        assert same_person(person("Anna Lee", "info@acme.example"), person("A. Lee", "info@acme.example"))
        assert not same_person(person("Anna Lee", "info@acme.example"), person("Bob Ray", "info@acme.example"))

    def test_by_a_number_only_with_a_name_that_fits(self):
        assert same_person(person("James Butt", phone=PHONE), person("J. Butt", phone=PHONE))
        assert same_person(person("James Butt", phone=PHONE), person("", phone=PHONE))
        assert not same_person(person("James Butt", phone=PHONE), person("Art Venere", phone=PHONE))

    def test_by_a_turned_name_only_where_the_line_or_the_mailbox_is_their_own(self):
        kim, lee = person("Kim Lee", phone=PHONE), person("Lee Kim", phone=PHONE)
        direct = Known(full_name="Lee Kim", phones=(CleanPhone(PHONE, kind="direct"),))
        assert not same_person(kim, lee)
        assert same_person(kim, direct)
        assert same_person(person("Kim Lee", "kim@acme.example"), person("Lee Kim", "kim@acme.example"))

    def test_never_over_two_extensions(self):
        assert not same_person(
            person("J. Butt", phone=PHONE, extension="1"), person("J. Butt", phone=PHONE, extension="2")
        )
        assert same_person(person("J. Butt", phone=PHONE, extension="1"), person("J. Butt", phone=PHONE))

    def test_by_a_suppliers_id_unless_it_is_a_mere_row_number(self):
        assert same_person(person("James Butt", external_id="zoom:1"), person("James Butt", external_id="zoom:1"))
        assert not same_person(person("James Butt", external_id="zoom:1"), person("Art Venere", external_id="zoom:1"))
        assert not same_person(person("James Butt", external_id="zoom:1"), person("James Butt", external_id="fair:1"))

    def test_never_by_a_name_alone(self):
        assert not same_person(person("James Butt"), person("James Butt"))


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("James Butt", "JAMES BUTT", True),
        ("James Butt", "Butt James", True),
        ("James Butt", "James T. Butt", True),
        ("James T. Butt", "James R. Butt", False),
        ("Jürgen Groß", "Jurgen Gross", True),
        ("Anne-Marie Lee", "Anne Marie Lee", True),
        ("James Butt", "James", True),
        ("James Butt", "Butt", True),
        ("James Butt", "J", False),
        ("James Butt", "J Butt", True),
        ("James Butt", "John Butt", False),
        ("Robert Lee", "Bob Lee", False),
        ("James Butt Jr.", "James Butt, Junior", True),
        ("James Butt Jr.", "James Butt Sr.", False),
        ("James Butt, PhD", "James Butt", True),
        ("", "James Butt", True),
    ],
)
def test_names_that_can_be_one_persons(one, other, fits):
    assert compatible_names(one, other) is fits
    assert compatible_names(other, one) is fits


def test_keys_to_look_a_person_up():
    assert match_keys(person("James", "J@B.com", PHONE, external_id="zoom:7")) == (
        "x:zoom:7",
        "e:j@b.com",
        f"p:{PHONE}",
    )
    assert match_keys(person("James")) == ()


NAMES = st.sampled_from(["", "James Butt", "J. Butt", "Butt, James", "Art Venere", "James"]) | st.text(max_size=20)
PEOPLE = st.builds(
    person,
    NAMES,
    st.sampled_from(["", "a@b.com", "info@b.com"]),
    st.sampled_from(["", PHONE]),
    st.sampled_from(["", "1", "2"]),
)


@given(PEOPLE, PEOPLE)
def test_matching_is_mutual_and_never_without_a_shared_key(one, other):
    assert same_person(one, other) == same_person(other, one)
    if same_person(one, other):
        shared = set(match_keys(one)) & set(match_keys(other))
        assert any(may_be(key, one.full_name, other.full_name) for key in shared)
