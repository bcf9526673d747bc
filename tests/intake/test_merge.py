"""A second list adds to a known person, overwrites nothing and loses nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from setter.intake.emails import clean_email
from setter.intake.merge import Changes, merge, merged
from setter.intake.prospect import CleanPhone, CleanProspect, Known

JAMES = Known(
    full_name="James Butt",
    first_name="James",
    last_name="Butt",
    title="Owner",
    seniority="owner",
    company="Acme, Inc.",
    phones=(CleanPhone("+15046218927"),),
    street="1 Main St",
    city="Albany",
    region="NY",
    attributes={"docks": "6"},
)


def row(supplier: str = "fair", **fields: object) -> CleanProspect:
    return CleanProspect(supplier=supplier, **fields)  # type: ignore[arg-type]


class TestMerging:
    def test_the_same_again_changes_nothing(self):
        same = row(
            full_name="JAMES BUTT",
            company="Acme Inc",
            company_key="acme",
            phones=JAMES.phones,
            attributes={"docks": "6"},
        )
        assert not merge(JAMES, same)
        assert merge(JAMES, same) == Changes()

    def test_blanks_are_filled(self):
        email = clean_email("j@b.com")
        assert email
        new = row(full_name="James Butt", website="acme.example", domain="acme.example", postal_code="12207",
                  notes="met", emails=(email,), phones=(CleanPhone("+15048451427"),),
                  attributes={"dock_type": "sea"})  # fmt: skip
        changes = merge(JAMES, new)
        assert changes.fields == {
            "website": "acme.example",
            "domain": "acme.example",
            "postal_code": "12207",
            "notes": "met",
        }
        assert (changes.emails, changes.phones, changes.attributes) == ((email,), new.phones, {"dock_type": "sea"})

    def test_a_title_brings_its_seniority_and_function(self):
        new = row(title="VP Sales", seniority="vp", function="sales")
        assert merge(Known(full_name="A"), new).fields == {"title": "VP Sales", "seniority": "vp", "function": "sales"}
        assert merge(JAMES, new).fields == {}

    def test_what_contradicts_is_kept_under_its_lists_name(self):
        changes = merge(JAMES, row(title="VP Sales", attributes={"docks": "8"}))
        assert changes.attributes == {"docks (fair)": "8", "title (fair)": "VP Sales"}
        again = merge(merged(JAMES, changes), row(title="Clerk"))
        assert again.attributes == {"title (fair 2)": "Clerk"}

    def test_half_of_another_address_is_never_filled_in(self):
        changes = merge(JAMES, row(street="9 Elm St", city="Boston", region="MA", postal_code="02101"))
        assert changes.fields == {}
        assert changes.attributes == {"address (fair)": "9 Elm St, Boston, MA, 02101"}

    def test_a_blank_extension_and_an_unknown_kind_of_a_number_are_filled(self):
        better = CleanPhone("+15046218927", extension="9", kind="direct")
        changes = merge(JAMES, row(phones=(better,)))
        assert (changes.phones, changes.better_phones, dict(changes.attributes)) == ((), (better,), {})
        assert merged(JAMES, changes).phones == (better,)

    def test_other_extensions_of_known_numbers_are_all_kept(self):
        known = Known(full_name="Wen Doe", phones=(CleanPhone("+1", extension="1"), CleanPhone("+2", extension="2")))
        changes = merge(known, row(phones=(CleanPhone("+1", extension="11"), CleanPhone("+2", extension="22"))))
        assert changes.attributes == {"phone (fair)": "+1 ext 11", "phone (fair 2)": "+2 ext 22"}
        assert not merge(merged(known, changes), row(phones=(CleanPhone("+1", extension="11"),)))

    def test_an_opt_out_is_taken_over_and_never_back(self):
        changes = merge(JAMES, row(opted_out=True))
        assert changes.opted_out
        out = merged(JAMES, changes)
        assert out.opted_out and not merge(out, row(opted_out=False))

    def test_the_website_is_the_same_however_it_is_written(self):
        known = merged(JAMES, merge(JAMES, row(website="http://www.acme.example/")))
        assert not merge(known, row(website="acme.example"))


WORDS = st.sampled_from(["", "a", "A", "b", "Ä", "a Inc", "http://a", "a ("])
NUMBERS = st.lists(
    st.builds(CleanPhone, st.sampled_from(["+1", "+2"]), extension=st.sampled_from(["", "1", "2"])),
    max_size=2,
    unique_by=lambda phone: phone.e164,
).map(tuple)
MAILS = st.lists(st.sampled_from([clean_email("a@b.com"), clean_email("c@d.com")]), max_size=2, unique=True).map(tuple)
ATTRIBUTES = st.dictionaries(st.sampled_from(["x", "y", "x (s)", "title (s)"]), WORDS | st.integers(0, 2), max_size=3)
TEXTS = ("full_name", "first_name", "last_name", "title", "seniority", "function", "company", "company_key", "street",
         "city",
         "region", "country", "website", "domain", "external_id", "language", "notes", "claimed_stage")  # fmt: skip
FIELDS = {
    **dict.fromkeys(TEXTS, WORDS),
    "phones": NUMBERS,
    "emails": MAILS,
    "attributes": ATTRIBUTES,
    "opted_out": st.booleans(),
}
SUPPLIERS = st.sampled_from(["", "s", "t"])


class TestWhateverIsMerged:
    @settings(max_examples=300, deadline=None)
    @given(st.builds(Known, **FIELDS), st.builds(CleanProspect, supplier=SUPPLIERS, **FIELDS))
    def test_a_second_time_changes_nothing(self, known, new):
        after = merged(known, merge(known, new))
        assert not merge(after, new)

    @settings(max_examples=300, deadline=None)
    @given(st.builds(Known, **FIELDS), st.builds(CleanProspect, supplier=SUPPLIERS, **FIELDS))
    def test_nothing_known_is_overwritten_and_nothing_new_is_lost(self, known, new):
        after = merged(known, merge(known, new))
        for name in TEXTS:
            assert not getattr(known, name) or getattr(after, name) == getattr(known, name)
        assert all(after.attributes[name] == value for name, value in known.attributes.items())
        kept = " ".join(map(str, [*(getattr(after, name) for name in TEXTS), *after.attributes.values()])).casefold()
        for name in ("full_name", "title", "street", "city", "language", "notes"):
            assert getattr(new, name).casefold().replace("ä", "a") in kept.replace("ä", "a")
        assert {phone.e164 for phone in new.phones} <= {phone.e164 for phone in after.phones}
        assert {email.key for email in new.emails} <= {email.key for email in after.emails}
