"""Rules learned from a file ask for its columns; where an import calls them otherwise, that is said."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from hands import land, prospect_named
from histories import file_of
from setter.domain.facts import Condition
from setter.domain.rule_set import RuleSet, ScoringRule
from setter.services.backtest_file import backtest_file
from setter.services.desk import Desk
from setter.services.fit import fit
from setter.services.history import Asked
from setter.services.knowledge import scored_facts

HEADER = ["Job", "Lead Source", "Company", "Employees", "Source Kind", "Do Not Call", "Doors", "Won"]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    chance = random.Random(5)
    rows = []
    for at in range(400):
        job, source = chance.choice(["owner", "clerk"]), chance.choice(["web", "fair"])
        won = int(chance.random() < 0.2 + 0.3 * (job == "owner") + 0.3 * (source == "web"))
        rows.append([job, source, f"Firm {at % 40}", at % 50, "x", chance.choice(["yes", ""]), at % 7, won])
    return Asked(file_of(tmp_path_factory.mktemp("imports") / "h.csv", HEADER, rows), "Won")


def notes_on(asked: Asked, *fields: str) -> tuple[str, ...]:
    rules = [ScoringRule(f"r{at}", "R", Condition(field, "known"), 5) for at, field in enumerate(fields)]
    return backtest_file(asked, RuleSet("r", (*rules, ScoringRule("d", "D", Condition("doors", ">", 2), 5)))).notes


def test_a_test_says_by_which_name_an_import_knows_a_column(asked: Asked) -> None:
    assert notes_on(asked, "job", "lead_source", "company", "source_kind", "do_not_call") == (
        "«Job» is imported as title: in a campaign the rule must ask for title.",
        "«Lead Source» is imported as source: in a campaign the rule must ask for source.",
        "«Company» is imported as company: in a campaign the rule must ask for company_name.",
        "«Source Kind» is imported as source_kind_2: in a campaign the rule must ask for source_kind_2.",
        "«Do Not Call» is imported as opted_out, of which no rule can ask.",
    )


def test_and_nothing_of_one_that_keeps_its_name_or_that_no_rule_asks_for(asked: Asked) -> None:
    assert notes_on(asked, "employees") == ()


def test_a_fitted_card_says_it_of_its_lines(asked: Asked) -> None:
    done = fit(asked)
    assert {each.conditions[0].field for each in done.rule_set.rules} >= {"job", "lead_source"}
    assert "«Job» is imported as title: in a campaign the rule must ask for title." in done.notes
    assert not any("Do Not Call" in note or "Doors" in note for note in done.notes)


def test_and_an_import_does_know_them_by_those_names(desk: Desk, tmp_path: Path) -> None:
    header = "Name,Phone,Job,Lead Source,Company,Source Kind,Do Not Call,Doors"
    land(desk, tmp_path, "Ida Quay,+12125550188,owner,web,Pier Foods,x,,6", header=header)
    known = desk.store.read(lambda unit: scored_facts(unit, prospect_named(desk, "Ida Quay")))
    told = {name: known[name].value for name in ("title", "source", "company_name", "source_kind_2")}
    assert told == {"title": "owner", "source": "web", "company_name": "Pier Foods", "source_kind_2": "x"}
    assert not {"job", "lead_source", "company", "opted_out", "do_not_call"} & known.keys()
