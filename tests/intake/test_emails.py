"""Addresses are checked by their syntax only, and matched without case."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setter.intake.emails import Found, both_forms, clean_email, clean_emails, email_key, is_role


def addresses(text: str) -> list[str]:
    return [email.address for email in clean_emails([("Email", text)]).emails]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("James.Butt@ACME.example", ["James.Butt@acme.example"]),
        (" a@b.com ", ["a@b.com"]),
        ("mailto:a@b.com", ["a@b.com"]),
        ("James Butt <a@b.com>", ["a@b.com"]),
        ("a@b.com; c@d.org, e@f.net", ["a@b.com", "c@d.org", "e@f.net"]),
        ("a@b.com/c@d.org", ["a@b.com", "c@d.org"]),
        ("a@b.com A@B.COM", ["a@b.com"]),
        ("o'brien+x@b.co.uk", ["o'brien+x@b.co.uk"]),
        ("a@x.test", ["a@x.test"]),
        ("jürgen@münchen.de", ["jürgen@münchen.de"]),
        ("a\u200b@b.com", ["a@b.com"]),
    ],
)
def test_are_found(typed, found):
    assert addresses(typed) == found


@pytest.mark.parametrize(
    "typed", ["bad", "bad@", "@bad.com", "a@b", "a@b..com", "a@-b.com", "a@ab--c.com", "x" * 70 + "@b.com"]
)
def test_broken_ones_are_named_for_keeping(typed):
    assert clean_emails([("Email", typed)]) == Found((), ("Email",), ("email_invalid",))


def test_a_placeholder_is_no_address():
    assert clean_emails([("Email", "n/a"), ("Other", "")]) == Found((), (), ("email_placeholder",))


def test_the_key_forgets_case_and_width():
    assert clean_email("A@B.Com").key == clean_email("a@b.com").key == email_key(" Ａ@b.com ")


def test_an_address_is_suppressed_with_and_without_its_tag_and_dots():
    assert both_forms("ada.north+news@birch.example") == ("ada.north+news@birch.example", "adanorth@birch.example")
    assert both_forms("ada@birch.example") == ("ada@birch.example",)


def test_free_and_office_mailboxes_are_flagged():
    assert clean_emails([("Email", "james@gmail.com")]).flags == ("email_free",)
    assert clean_emails([("Email", "info@acme.example")]).flags == ("email_role",)
    assert is_role("sales@x.com") and not is_role("salesman@x.com")


LOCAL = st.text(alphabet="abz09._%+'-", min_size=1, max_size=12)
DOMAIN = st.text(alphabet="abz09.-", min_size=1, max_size=16)


@settings(max_examples=400, deadline=None)
@given(
    st.builds(
        lambda local, domain, end: f"{local}@{domain}.{end}", LOCAL, DOMAIN, st.sampled_from(["com", "de", "example"])
    )
)
def test_the_short_way_lets_through_only_what_the_library_does(text):
    from email_validator import EmailNotValidError, validate_email

    ours = clean_email(text)
    try:
        theirs = validate_email(text.strip(".:'"), check_deliverability=False, strict=True).normalized
    except EmailNotValidError:
        theirs = None
    assert (ours.address if ours else None) == theirs


@given(st.text(max_size=50))
def test_any_text_is_read_without_complaint(text):
    clean_emails([("Email", text), ("Email", text + "@" + text)])
