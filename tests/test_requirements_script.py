"""A stranger can ask which requirements a test proves, and gets an answer that can be wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
SCRIPT = HOUSE / "scripts" / "requirements"


def ask(house: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), "--house", str(house), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A repository with three requirements and tests that prove two of them, each in its own way."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "requirements.md").write_text("- R-001 One\n- R-002 Two\n- R-003 Three\n")
    tests = tmp_path / "tests" / "deep"
    tests.mkdir(parents=True)
    (tests / "test_a.py").write_text(
        'import pytest\n@pytest.mark.requirement("R-001")\ndef test_a(): ...\n# requirement("R-002")\n'
    )
    (tests / "test_b.py").write_text('import pytest\npytestmark = pytest.mark.requirement("R-003")\n')
    return tmp_path


class TestTheListOfRequirements:
    def test_it_tells_the_met_from_the_unmet_and_where_the_proof_is(self, house: Path) -> None:
        told = json.loads(ask(house, "--json").stdout)
        assert told["met"] == {"R-001": ["tests/deep/test_a.py:2"], "R-003": ["tests/deep/test_b.py:2"]}
        assert told["unmet"] == ["R-002"]

    def test_a_person_reads_it_as_a_list(self, house: Path) -> None:
        told = ask(house)
        assert told.stdout.startswith("2 of 3 requirements are met by a test\n")
        assert "unmet  R-002 Two" in told.stdout
        assert told.returncode == 0

    def test_a_marker_that_names_no_requirement_fails_it(self, house: Path) -> None:
        (house / "tests" / "test_c.py").write_text('@pytest.mark.requirement("R-999")\ndef test_c(): ...\n')
        told = ask(house)
        assert told.returncode == 1
        assert "R-999 is no requirement: tests/test_c.py:1" in told.stderr

    def test_it_runs_by_itself_on_this_repository_and_every_marker_is_a_requirement(self) -> None:
        told = subprocess.run([str(SCRIPT)], capture_output=True, text=True, check=False)
        assert (told.returncode, told.stderr) == (0, "")

    def test_it_needs_nothing_but_the_standard_library_and_fits_on_two_screens(self) -> None:
        source = SCRIPT.read_text("utf-8")
        imported = set(re.findall(r"^(?:import|from) (\w+)", source, re.MULTILINE))
        assert imported <= sys.stdlib_module_names
        assert len(source.splitlines()) <= 80

    def test_the_page_names_every_requirement_of_the_reference(self) -> None:
        reference = HOUSE.parent / "shared" / "domain.md"
        if not reference.exists():
            pytest.skip("the domain reference is not beside this repository")
        wanted = re.findall(r"^\| (R-\d{3}) \|", reference.read_text("utf-8"), re.MULTILINE)
        page = (HOUSE / "docs" / "requirements.md").read_text("utf-8")
        assert re.findall(r"^- (R-\d{3}) ", page, re.MULTILINE) == wanted
