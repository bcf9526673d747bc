"""Columns are understood by their headers and contents, and the user has the last word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setter.domain.errors import Wrong
from setter.intake.fields import FIELDS
from setter.intake.mapping import ColumnMap, apply_overrides, guess_mapping
from setter.intake.read import open_rows
from setter.intake.rows import Row


def guessed(columns: list[str], *rows: list[str]) -> ColumnMap:
    samples = [Row(n, dict(zip(columns, row, strict=True))) for n, row in enumerate(rows, start=2)]
    return guess_mapping(columns, samples)


def fields_of(*columns: str) -> dict[str, tuple[str, ...]]:
    return guessed(list(columns)).by_field


class TestHeadersAreUnderstood:
    def test_of_an_american_crm(self):
        columns = ["First Name", "Last Name", "Company / Account", "Title", "Email", "Phone", "Mobile Phone",
                   "Lead Source", "Industry", "No. of Employees", "Street", "City", "State/Province",
                   "Zip/Postal Code", "Country",
                   "Website", "Description", "Email Opt Out", "Lead Owner"]  # fmt: skip
        mapping = guessed(columns)
        assert mapping.by_field == {
            "first_name": ("First Name",), "last_name": ("Last Name",), "company": ("Company / Account",),
            "title": ("Title",), "email": ("Email",), "phone": ("Phone", "Mobile Phone"), "source": ("Lead Source",),
            "industry": ("Industry",), "employees": ("No. of Employees",), "street": ("Street",), "city": ("City",),
            "region": ("State/Province",), "postal_code": ("Zip/Postal Code",), "country": ("Country",),
            "website": ("Website",), "notes": ("Description",), "opted_out": ("Email Opt Out",),
        }  # fmt: skip
        assert mapping.attributes == (("Lead Owner", "lead_owner"),)

    def test_of_a_german_list(self):
        names = [
            "Vorname",
            "Nachname",
            "Firma",
            "Funktion",
            "E-Mail-Adresse",
            "Telefon",
            "Handy",
            "Straße",
            "PLZ",
            "Ort",
            "Land",
        ]
        assert fields_of(*names) == {
            "first_name": ("Vorname",), "last_name": ("Nachname",), "company": ("Firma",), "title": ("Funktion",),
            "email": ("E-Mail-Adresse",), "phone": ("Telefon", "Handy"), "street": ("Straße",), "postal_code": ("PLZ",),
            "city": ("Ort",), "country": ("Land",),
        }  # fmt: skip

    def test_of_a_french_and_a_spanish_list(self):
        assert fields_of("Prénom", "Nom", "Société", "Poste", "Courriel", "Téléphone portable", "Ville", "Pays") == {
            "first_name": ("Prénom",), "last_name": ("Nom",), "company": ("Société",), "title": ("Poste",),
            "email": ("Courriel",), "phone": ("Téléphone portable",), "city": ("Ville",), "country": ("Pays",),
        }  # fmt: skip
        assert fields_of("Nombre", "Apellidos", "Empresa", "Correo electrónico", "Móvil") == {
            "first_name": ("Nombre",), "last_name": ("Apellidos",), "company": ("Empresa",),
            "email": ("Correo electrónico",), "phone": ("Móvil",),
        }  # fmt: skip

    def test_a_bare_name_by_the_columns_beside_it(self):
        assert fields_of("Name", "Phone")["full_name"] == ("Name",)
        assert fields_of("Vorname", "Name")["last_name"] == ("Name",)
        assert fields_of("Nombre", "Empresa")["full_name"] == ("Nombre",)
        assert fields_of("Nom", "Société")["full_name"] == ("Nom",)

    def test_numbered_ones_together(self):
        assert fields_of("phone1", "phone2", "Phone 3", "email_1", "Primary Email")["phone"] == (
            "phone1",
            "phone2",
            "Phone 3",
        )

    @pytest.mark.parametrize(
        "header",
        ["Do Not Call", "DoNotCall", "DNC", "Unsubscribed", "unsubscribed at", "Opt-Out", "Opted out of email",
         "HasOptedOutOfEmail", "Nicht anrufen", "Ne pas appeler", "No llamar"],
    )  # fmt: skip
    def test_every_way_to_say_leave_me_alone(self, header):
        assert fields_of(header)["opted_out"] == (header,)

    def test_a_claimed_stage(self):
        assert fields_of("Lifecycle Stage")["stage"] == ("Lifecycle Stage",)

    def test_what_is_no_field_becomes_an_attribute_with_a_name_of_its_own(self):
        mapping = guessed(["Dock doors", "dock-doors", "Company", "Account Name", "Größe (m²)", "日本"])
        assert dict(mapping.attributes) == {
            "Dock doors": "dock_doors", "dock-doors": "dock_doors_2", "Account Name": "account_name",
            "Größe (m²)": "grosse_m2", "日本": "column",
        }  # fmt: skip

    def test_nor_can_a_column_say_where_the_list_came_from(self):
        mapping = guessed(["Provenance", "source kind"])
        assert dict(mapping.attributes) == {"Provenance": "provenance_2", "source kind": "source_kind_2"}


class TestContentsHaveTheirSay:
    def test_in_columns_without_a_name(self):
        mapping = guessed(
            ["column 1", "column 2", "column 3", "column 4"],
            ["James", "504-621-8927", "a@b.com", "http://a.example"],
            ["Art", "8566368749", "n/a", "www.b.example"],
        )
        assert mapping.by_field == {"phone": ("column 2",), "email": ("column 3",), "website": ("column 4",)}
        assert all(guess.confidence < 1 for guess in mapping.guesses if guess.field)

    def test_against_a_header_that_promises_what_is_not_there(self):
        rows = [["yes", "Mr", "home"], ["no", "Dr.", "mobile"], ["yes", "Mrs", "mobile"]]
        mapping = guessed(["E-Mail", "Title", "Phone"], *rows)
        assert mapping.by_field == {}
        assert ("Title", "salutation") in mapping.attributes

    def test_but_dates_ids_and_versions_are_no_numbers(self):
        mapping = guessed(["Area"], ["70116-1234"], ["70117-4321"])
        assert mapping.by_field == {}
        mapping = guessed(
            ["a", "b", "c"],
            ["2026-11-24", "5046218927", "192.168.100.200"],
            ["2026-11-25", "8566368749", "10.20.30.40"],
        )
        assert mapping.by_field == {}


class TestTheUserHasTheLastWord:
    MAPPING = guessed(["name", "phone1", "phone2", "E-Mail", "company", "Docks"])

    def test_over_one_column_for_a_field_of_several(self):
        assert apply_overrides(self.MAPPING, ["phone=phone2"]).columns_of("phone") == ("phone2",)
        assert apply_overrides(self.MAPPING, ["phone=phone2"]).attributes[0] == ("phone1", "phone_1")
        both = apply_overrides(self.MAPPING, ["phone=phone1", "phone=Docks"])
        assert both.columns_of("phone") == ("phone1", "Docks")

    def test_to_leave_a_field_empty(self):
        mapping = apply_overrides(self.MAPPING, ["company=-"])
        assert mapping.columns_of("company") == ()
        assert ("company", "company_2") in mapping.attributes

    def test_to_name_an_attribute(self):
        mapping = apply_overrides(self.MAPPING, ["attribute.dock_doors=Docks"])
        assert ("Docks", "dock_doors") in mapping.attributes

    def test_without_minding_how_a_column_is_spelt(self):
        assert apply_overrides(self.MAPPING, ["notes=e mail"]).columns_of("notes") == ("E-Mail",)

    @pytest.mark.parametrize(
        ("override", "code", "hint"),
        [
            ("fone=phone1", "unknown_field", "phone"),
            ("phone=phone9", "unknown_column", "Did you mean «phone"),
            ("phone=zzzzzz", "unknown_column", "Columns:"),
            ("attribute.$!?=Docks", "unknown_field", "Fields:"),
            ("attribute.phone=Docks", "unknown_field", ""),
            ("attribute.provenance=Docks", "unknown_field", ""),
            ("phone", "bad_mapping", "FIELD"),
            ("phone=", "bad_mapping", ""),
            ("", "bad_mapping", ""),
        ],
    )
    def test_but_nonsense_is_refused_with_a_suggestion(self, override, code, hint):
        with pytest.raises(Wrong) as caught:
            apply_overrides(self.MAPPING, [override])
        assert caught.value.code == code
        assert hint in caught.value.message + caught.value.hint

    def test_and_one_field_cannot_come_from_two_columns(self):
        with pytest.raises(Wrong):
            apply_overrides(self.MAPPING, ["title=name", "title=company"])


class TestRealLists:
    def test_us_500(self, shared_data):
        source = open_rows(shared_data / "us-500.csv")
        assert guess_mapping(source.columns, source.sample()).by_field == {
            "external_id": ("id",), "first_name": ("first_name",), "last_name": ("last_name",),
            "company": ("company_name",), "address": ("address",), "phone": ("phone1", "phone2"),
            "email": ("email",), "website": ("web",),
        }  # fmt: skip

    def test_x_education_has_its_do_not_call_column(self, shared_data):
        source = open_rows(shared_data / "x-education-first-60pct.csv")
        mapping = guess_mapping(source.columns, source.sample())
        assert mapping.columns_of("opted_out") == ("Do Not Email", "Do Not Call")
        assert mapping.columns_of("external_id") == ("Prospect ID",)
        assert mapping.columns_of("phone") == mapping.columns_of("email") == mapping.columns_of("notes") == ()


@given(st.lists(st.text(max_size=15), max_size=8, unique=True), st.data())
def test_any_headers_give_every_column_exactly_one_meaning(columns, data):
    rows = [Row(2, {column: data.draw(st.text(max_size=12)) for column in columns})]
    mapping = guess_mapping(columns, rows)
    assert [guess.column for guess in mapping.guesses] == columns
    names = [name for _, name in mapping.attributes]
    assert len(names) == len(set(names))
    assert not set(names) & set(FIELDS)


class TestWhatNobodyDials:
    @pytest.mark.parametrize("column", ["Fax", "fax_number", "Telefax", "Office Fax", "Faxnummer", "FaxPhone"])
    def test_is_an_attribute_whatever_stands_in_it(self, column):
        mapping = guessed(["name", column], *[["A", f"+1 504 621 892{n}"] for n in range(5)])
        assert mapping.columns_of("phone") == ()
        assert [name for name, _ in mapping.attributes] == [column]


class TestOtherWords:
    def test_a_field_may_be_said_by_its_everyday_name(self):
        mapping = apply_overrides(guessed(["Kunde", "Tel"]), ["name=Kunde"])
        assert mapping.columns_of("full_name") == ("Kunde",)

    @pytest.mark.parametrize("column", ["Contact", "Contact name", "CONTACT_NAME"])
    def test_a_contact_is_a_name(self, column):
        assert fields_of(column, "phones", "emails") == {
            "full_name": (column,), "phone": ("phones",), "email": ("emails",)
        }  # fmt: skip

    def test_a_contact_that_is_an_address_is_none(self):
        rows = [[f"a{n}@x.example"] for n in range(4)]
        assert guessed(["Contact"], *rows).by_field == {"email": ("Contact",)}
