"""The house keeps its shape: floors, sizes, and nothing heavy on the way in."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from sources import SETTER, calls, trees

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 300
HIDING = ("manager", "helper", "utils", "handler")
MOST_LINES_OF_A_FUNCTION = 42
"""About thirty lines is where to look for the seam; a formatter's one-argument-a-line calls need some room."""


def modules_after(program: str) -> set[str]:
    """The top-level packages that are loaded once a program has run in a fresh interpreter."""
    script = f"{program}\nimport sys; print(' '.join(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_the_services_know_nothing_of_the_face() -> None:
    program = "import importlib, pkgutil, setter.services as s\n"
    program += "[importlib.import_module(f'setter.services.{m.name}') for m in pkgutil.iter_modules(s.__path__)]"
    assert not {"textual", "psycopg", "numpy", "sklearn"} & modules_after(program)


def test_a_start_on_a_file_never_loads_the_other_engine(tmp_path: Path) -> None:
    program = f"from setter.store.house import open_store; s = open_store({str(tmp_path / 'a.db')!r}); s.migrate()"
    assert not {"psycopg", "sqlite_utils", "pydantic", "numpy"} & modules_after(program)


def test_a_file_says_one_thing_and_fits_on_a_few_screens() -> None:
    too_long = []
    for source, tree in trees().items():
        lines = len((SETTER / source).read_text(encoding="utf-8").splitlines())
        too_long += [f"{source}: {lines} lines"] if lines > MOST_LINES else []
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                too_long += [f"{source}: {node.name} has {lines} lines"] if lines > MOST_LINES_OF_A_FUNCTION else []
    assert not too_long, "\n".join(too_long)


def test_every_public_name_says_what_it_is() -> None:
    silent = [f"{source}: the module" for source, tree in trees().items() if not ast.get_docstring(tree)]
    for source, tree in trees().items():
        classes = [each for each in _public(tree) if isinstance(each, ast.ClassDef)]
        told = [*_public(tree), *(method for owner in classes for method in _public(owner))]
        silent += [f"{source}: {each.name}" for each in told if not ast.get_docstring(each)]
    assert not silent, "\n".join(silent)


def _public(owner: ast.Module | ast.ClassDef) -> list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [each for each in owner.body if isinstance(each, kinds) and not each.name.startswith("_")]


def test_no_name_hides_what_a_thing_is() -> None:
    found = [
        f"{source}: {node.name}"
        for source, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and any(word in node.name.casefold() for word in HIDING)
    ]
    assert found == []


def test_nothing_dials_by_itself() -> None:
    """A person dials: no source starts a dial outside a key press or a command (DESIGN §7)."""
    callers = calls().get("begin_dial", set()) | calls().get("dial_number", set())
    assert callers <= {"cli/calls.py", "screens/call.py", "screens/call_dial.py"}
