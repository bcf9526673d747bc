"""A title says how high and where a person works."""

from __future__ import annotations

import pytest

from setter.intake.titles import read_title


@pytest.mark.requirement("R-022")
@pytest.mark.parametrize(
    ("title", "seniority", "function"),
    [
        ("CEO", "c_suite", ""),
        ("President & CEO", "c_suite", ""),
        ("Chief Operating Officer", "c_suite", ""),
        ("Geschäftsführer", "c_suite", ""),
        ("Directeur général", "c_suite", ""),
        ("Owner", "owner", ""),
        ("Co-Founder", "owner", ""),
        ("Vice President of Sales", "vp", "sales"),
        ("SVP, Supply Chain", "vp", "supply_chain"),
        ("Director, Logistics", "director", "logistics"),
        ("Head of IT", "director", "it"),
        ("Vertriebsleiter", "director", "sales"),
        ("Warehouse Operations Manager", "manager", "warehouse"),
        ("Operations Supervisor", "manager", "operations"),
        ("Responsable marketing", "manager", "marketing"),
        ("HR Business Partner", "staff", "hr"),
        ("Executive Assistant to the CEO", "staff", ""),
        ("Accountant", "staff", "finance"),
        ("Product Owner", "staff", ""),
        ("Wizard", "", ""),
        ("", "", ""),
    ],
)
def test_by_its_words(title, seniority, function):
    assert read_title(title) == (seniority, function)
