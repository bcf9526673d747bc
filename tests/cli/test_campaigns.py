"""Campaign files from the command line: checked whole, added once, activated by a team lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.terminal import Terminal, speak
from setter.examples import example_campaign
from setter.services.campaigns import put_in_force
from setter.services.desk import open_desk

BROKEN = "\n".join(
    [
        *('[campaign]', 'id = "Bad Id"', 'name = "x"', 'product = "y"', 'agency = "z"', 'default_region = "Mars"'),
        *('[client]', 'id = "c"', '[programme]', 'id = "p"', 'name = "P"', 'provider = "nobody"'),
        *('[goal]', 'outcome = "o"', 'target_accepted_sqls = "many"', 'max_rejection_rate = 2'),
    ]
)  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "campaign.toml"
    path.write_text(example_campaign(), encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.toml"
    path.write_text(BROKEN, encoding="utf-8")
    return path


class TestCheck:
    def test_a_file_without_a_problem(self, house: Terminal, file: Path) -> None:
        assert house.done("campaign", "check", str(file))["errors"] == []

    def test_every_error_at_once_with_its_line(self, house: Terminal, broken: Path) -> None:
        said = house.say("campaign", "check", str(broken))
        assert said.code == 2 and set(said.document) == {"errors", "warnings"}
        errors = said.document["errors"]
        assert all(set(each) == {"line", "field", "message"} for each in errors)
        fields = {each["field"] for each in errors}
        assert fields >= {"campaign.id", "campaign.default_region", "programme.provider", "goal.target_accepted_sqls"}
        assert {each["line"] for each in errors if each["field"] == "campaign.default_region"} == {6}

    def test_needs_no_database(self, file: Path) -> None:
        assert speak("--db", "/nowhere/x.db", "--json", "campaign", "check", str(file)).code == 0

    def test_what_is_no_campaign_file_is_said(self, house: Terminal, tmp_path: Path) -> None:
        assert house.refused("campaign", "check", str(tmp_path), exit_code=2)["code"] == "campaign_file"
        assert house.refused("campaign", "check", str(tmp_path / "no.toml"), exit_code=2)["code"] == "campaign_file"


class TestAdd:
    def test_the_same_file_is_the_same_version(self, house: Terminal, file: Path) -> None:
        assert house.done("campaign", "add", str(file)) == {"campaign": "quaywise-us", "version": 1}
        file.write_text(example_campaign() + "\n# newer\n", encoding="utf-8")
        assert house.done("campaign", "add", str(file)) == {"campaign": "quaywise-us", "version": 2}

    def test_tells_every_error_as_check_does(self, house: Terminal, broken: Path) -> None:
        checked = house.say("campaign", "check", str(broken)).document["errors"]
        error = house.refused("campaign", "add", str(broken), exit_code=2)
        assert (error["code"], error["errors"]) == ("campaign_file", checked)
        said = speak("--db", house.database, "campaign", "add", str(broken))
        assert all(f"line {each['line']}: {each['field']}" in said.err for each in checked)

    def test_a_key_that_stands_twice_is_named(self, house: Terminal, file: Path) -> None:
        file.write_text(example_campaign() + '\n[client]\nname = "again"\n', encoding="utf-8")
        (error,) = house.say("campaign", "check", str(file)).document["errors"]
        assert (error["field"], error["message"]) == ("client", "is given twice; keep one of the two")


class TestActivate:
    def test_anybody_puts_it_in_force_in_a_sandbox(self, house: Terminal, file: Path) -> None:
        file.write_text(example_campaign() + "\n# newer\n", encoding="utf-8")
        house.done("campaign", "add", str(file))
        told = house.done("campaign", "activate", "quaywise-us")
        rescored = told.pop("rescored")
        assert told == {"campaign": "quaywise-us", "version": 2, "status": "active", "unsigned": []}
        assert (rescored["read"], rescored["changed"]) == (20, 0)
        assert house.done("campaign", "activate", "quaywise-us")["rescored"] is None

    @pytest.mark.requirement("R-020")
    @pytest.mark.requirement("R-021")
    @pytest.mark.parametrize("table", ["goal", "target_market"])
    def test_a_draft_is_refused_by_what_it_lacks(self, lead: Terminal, file: Path, table: str) -> None:
        text = example_campaign().replace('id = "quaywise-us"', 'id = "draft"')
        head, _, rest = text.partition(f"[{table}]\n")
        _, _, rest = rest.partition("\n[")
        file.write_text(f"{head}[{rest}", encoding="utf-8")
        lead.done("campaign", "add", str(file))
        error = lead.refused("campaign", "activate", "draft")
        assert (error["code"], error["where"]) == ("cannot_activate", table)

    def test_an_unknown_one_is_wrong(self, lead: Terminal) -> None:
        assert lead.refused("campaign", "activate", "nope", exit_code=2)["code"] == "no_campaign"


@pytest.mark.requirement("R-033")
class TestSignOff:
    def test_is_asked_for_by_name_and_written_down(self, house: Terminal, lead: Terminal, file: Path) -> None:
        file.write_text(example_campaign().replace("Thank you for calling back.", "Thank you."), encoding="utf-8")
        lead.done("campaign", "add", str(file))
        told = lead.words("campaign", "activate", "quaywise-us")
        asked = "campaign sign-off quaywise-us --part script"
        assert f"Not signed off by sales: script. Once they have: setter {asked} --by NAME" in told
        assert "not signed off by sales: script" in lead.words("campaign", "list")
        assert house.refused(*asked.split(), "--by", "Rosa Castellan")["code"] == "role"
        done = lead.done(*asked.split(), "--by", "Rosa Castellan", "--on", "2026-11-20")
        assert done == {
            "part": "script",
            "version": 2,
            "signed_by": "Rosa Castellan",
            "signed_on": "2026-11-20",
            "unsigned": [],
        }
        assert "not signed off" not in lead.words("campaign", "list")


class TestScore:
    @pytest.fixture
    def dearer(self, house: Terminal, file: Path) -> Terminal:
        """The house with a version in force by whose rules nobody has been weighed yet, as if it had been killed."""
        dearer = example_campaign().replace('"email known", points = 3', '"email known", points = 5')
        file.write_text(dearer, encoding="utf-8")
        house.done("campaign", "add", str(file))
        desk = open_desk(str(house.database), "mira")
        put_in_force(desk, "quaywise-us")
        desk.store.close()
        return house

    def test_says_how_many_would_stand_elsewhere_and_changes_nothing_when_dry(self, dearer: Terminal) -> None:
        told = dearer.done("score", "--dry-run")
        assert set(told) == {"campaign", "version", "read", "changed", "seconds", "longest_write_ms", "dry_run"}
        assert (told["campaign"], told["version"], told["read"], told["changed"]) == ("quaywise-us", 2, 20, 19)
        assert dearer.done("score", "--dry-run")["changed"] == 19

    def test_weighs_everybody_by_the_rules_in_force(self, dearer: Terminal) -> None:
        said = speak("--db", dearer.database, "score", "--campaign", "quaywise-us")
        words = said.out.decode("utf-8")
        assert words.startswith("20 prospects weighed in ") and words.endswith(": 19 stand elsewhere now.\n")
        assert dearer.done("score")["changed"] == 0

    def test_goes_on_where_an_activation_was_killed(self, dearer: Terminal) -> None:
        told = dearer.done("campaign", "activate", "quaywise-us")
        assert (told["version"], told["rescored"]["changed"]) == (2, 19)

    def test_of_no_campaign_is_wrong(self, house: Terminal) -> None:
        assert house.refused("score", "--campaign", "nope", exit_code=2)["code"] == "no_campaign"


def test_list_shows_each_with_what_sales_has_not_signed_off(house: Terminal) -> None:
    (line,) = house.done("campaign", "list")
    assert set(line) == {"id", "name", "client", "status", "version", "newest", "rules_version", "unsigned"}
    assert (line["id"], line["status"], line["version"]) == ("quaywise-us", "active", 1)
