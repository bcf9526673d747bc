"""The columns of the usual exports are understood as they come, each program's own words for them."""

from __future__ import annotations

import pytest

from setter.intake.mapping import guess_mapping
from setter.intake.phones import kind_of
from setter.intake.rows import Row

EXPORTS = {
    "Salesforce contacts": {
        "first_name": "First Name", "last_name": "Last Name", "title": "Title", "company": "Account Name",
        "street": "Mailing Street", "city": "Mailing City", "region": "Mailing State/Province",
        "postal_code": "Mailing Zip/Postal Code", "country": "Mailing Country",
        "phone": "Phone | Mobile | Home Phone | Other Phone | Account Phone", "email": "Email",
        "website": "Account Website", "source": "Lead Source", "external_id": "Contact ID", "notes": "Description",
        "opted_out": "Do Not Call | Email Opt Out",
        "": "Salutation | Account Owner | Account ID | Fax | Department | Birthdate | Last Activity",
    },
    "Salesforce leads": {
        "external_id": "Lead ID", "first_name": "First Name", "last_name": "Last Name", "company": "Company / Account",
        "title": "Title", "street": "Street", "city": "City", "region": "State/Province",
        "postal_code": "Zip/Postal Code", "country": "Country", "phone": "Phone | Mobile", "email": "Email",
        "website": "Website", "source": "Lead Source", "industry": "Industry", "employees": "No. of Employees",
        "opted_out": "Do Not Call", "": "Lead Status | Rating | Annual Revenue | Lead Owner | Created Date",
    },
    "HubSpot": {
        "external_id": "Record ID", "first_name": "First Name", "last_name": "Last Name", "email": "Email",
        "phone": "Phone Number | Mobile Phone Number", "company": "Company Name", "title": "Job Title",
        "stage": "Lifecycle Stage", "website": "Website URL", "street": "Street Address", "city": "City",
        "region": "State/Region", "postal_code": "Postal Code", "country": "Country/Region", "industry": "Industry",
        "employees": "Number of Employees", "opted_out": "Unsubscribed from all email", "source": "Original Source",
        "language": "Preferred language", "linkedin": "LinkedIn URL",
        "": "Associated Company | Contact owner | Lead Status | Create Date | Time Zone",
    },
    "LinkedIn Sales Navigator": {
        "first_name": "First Name", "last_name": "Last Name", "full_name": "Full Name", "title": "Title",
        "company": "Company", "website": "Company URL", "industry": "Industry", "linkedin": "Profile URL",
        "email": "Email", "phone": "Phone", "": "Headline | Summary | Connection Degree",
    },
    "Apollo": {
        "first_name": "First Name", "last_name": "Last Name", "title": "Title", "company": "Company",
        "email": "Email | Secondary Email",
        "phone": "Work Direct Phone | Home Phone | Mobile Phone | Corporate Phone | Other Phone | Company Phone",
        "stage": "Stage", "employees": "# Employees", "industry": "Industry", "linkedin": "Person Linkedin Url",
        "website": "Website", "city": "City", "region": "State", "country": "Country", "address": "Company Address",
        "opted_out": "Do Not Call", "external_id": "Apollo Contact Id",
        "": "Email Status | Primary Email Source | Seniority | Company Linkedin Url | Company City | Company State "
            "| Company Country | Annual Revenue | Keywords | Account Owner | Apollo Account Id",
    },
    "ZoomInfo": {
        "external_id": "ZoomInfo Contact ID", "last_name": "Last Name", "first_name": "First Name",
        "title": "Job Title", "phone": "Direct Phone Number | Mobile phone | Company HQ Phone",
        "email": "Email Address", "street": "Person Street", "city": "Person City", "region": "Person State",
        "postal_code": "Person Zip Code", "country": "Country", "linkedin": "LinkedIn Contact Profile URL",
        "company": "Company Name", "website": "Website", "employees": "Employees", "industry": "Primary Industry",
        "": "Middle Name | Management Level | ZoomInfo Company ID | Fax | Company Street Address | Company City "
            "| Company State | Company Zip Code | Company Country | Employee Range",
    },
    "Outlook": {
        "first_name": "First Name", "last_name": "Last Name", "company": "Company", "title": "Job Title",
        "street": "Business Street", "city": "Business City", "region": "Business State",
        "postal_code": "Business Postal Code", "country": "Business Country/Region",
        "phone": "Business Phone | Business Phone 2 | Company Main Phone | Mobile Phone",
        "email": "E-mail Address | E-mail 2 Address", "website": "Web Page", "notes": "Notes", "": "Business Fax",
    },
    "Google contacts": {
        "first_name": "First Name", "last_name": "Last Name", "company": "Organization Name",
        "title": "Organization Title", "phone": "Phone 1 - Value", "email": "E-mail 1 - Value",
        "": "Phone 1 - Label | E-mail 1 - Label | Organization Department",
    },
}  # fmt: skip


@pytest.mark.parametrize("program", EXPORTS)
def test_every_column_of_an_export_is_taken_for_what_it_is(program: str) -> None:
    meant = {field: tuple(columns.split(" | ")) for field, columns in EXPORTS[program].items()}
    columns = sorted(column for listed in meant.values() for column in listed)
    for order in (columns, columns[::-1]):
        told = guess_mapping(order, []).by_field
        assert {field: set(found) for field, found in told.items()} == {
            field: set(listed) for field, listed in meant.items() if field
        }


@pytest.mark.parametrize(
    "header",
    ["Org", "Organisation", "Organization", "Firm", "Account", "Employer", "Company/Organization", "Org Name",
     "Organisation name", "Account Name", "Business"],
)  # fmt: skip
def test_every_word_for_a_company(header: str) -> None:
    assert guess_mapping(["Name", header], []).columns_of("company") == (header,)


@pytest.mark.parametrize("header", ["Ph.", "Work Tel", "HQ Phone", "Direct Dial Number", "Cell #", "Office line"])
def test_every_word_for_a_number(header: str) -> None:
    assert guess_mapping(["Name", header], []).columns_of("phone") == (header,)


@pytest.mark.parametrize("header", ["Phone Type", "Phone ID", "Email Status", "Account Number", "Mobile app", "Home"])
def test_what_only_names_one_is_none(header: str) -> None:
    told = guess_mapping(["Name", header], [])
    assert (told.columns_of("phone"), told.columns_of("email")) == ((), ())


def test_a_corporate_number_is_a_switchboard() -> None:
    assert (kind_of("Corporate Phone"), kind_of("Work Direct Phone")) == ("switchboard", "direct")


def test_a_url_of_profiles_is_no_companys_website() -> None:
    rows = [Row(n, {"Name": "x", "URL": f"https://www.linkedin.com/in/x{n}"}) for n in range(2, 6)]
    assert guess_mapping(["Name", "URL"], rows).by_field == {"full_name": ("Name",), "linkedin": ("URL",)}
