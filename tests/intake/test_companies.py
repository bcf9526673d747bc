"""Two spellings of a company meet under one key, and its domain is its own."""

from __future__ import annotations

import pytest

from setter.intake.companies import company_domain, company_key
from setter.intake.emails import clean_email


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme, Inc.", "ACME INC"),
        ("The Acme Company", "Acme"),
        ("A.C.M.E. Ltd", "ACME Limited"),
        ("Müller GmbH & Co. KG", "Muller"),
        ("Smith & Sons, L.L.C.", "Smith and Sons LLC"),
        ("O'Neill Ltd", "ONeill"),
    ],
)
def test_legal_forms_and_signs_do_not_matter(one, other):
    assert company_key(one) == company_key(other)


def test_a_name_never_vanishes():
    assert company_key("S.A.") == "sa"
    assert company_key("The Company") == "company"
    assert company_key("株式会社") == "株式会社"
    assert company_key("Acme North") != company_key("Acme South")


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("http://www.acme.example/contact?x=1", "acme.example"),
        ("ACME.example:8080", "acme.example"),
        ("acme.example/", "acme.example"),
        ("https://www.facebook.com/acme", ""),
        ("https://acme.wordpress.com", ""),
        ("javascript:alert(1)", ""),
        ("http://[bad", ""),
        ("http://10.0.0.1/", ""),
    ],
)
def test_the_domain_comes_from_the_website(website, domain):
    assert company_domain(website, ()) == domain


def test_else_from_an_address_that_is_not_free_mail():
    emails = [clean_email("a@gmail.com"), clean_email("a@Acme.example")]
    assert company_domain("", emails) == "acme.example"
    assert company_domain("", emails[:1]) == ""
