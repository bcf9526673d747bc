"""Every error of the program stands in the table, under its exit code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from setter.domain import errors
from setter.store.file_trouble import _TROUBLE
from sources import trees

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")


def raised(kind: str) -> set[str]:
    """The codes with which the sources raise an error of this kind."""
    found = {code for code, *_ in _TROUBLE.values()} if kind == "Unusable" else set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = getattr(node.func, "id", "") or getattr(node.func, "attr", "").removeprefix("_").capitalize()
            if called == kind and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


@pytest.mark.parametrize("kind", ["Refused", "Wrong", "Unusable"])
def test_every_code_stands_under_its_exit_code(kind: str) -> None:
    exit_code = getattr(errors, kind).exit_code
    section = PAGE.split(f"## {exit_code}:")[1].split("\n## ")[0]
    assert raised(kind) == set(re.findall(r"^\| `([a-z_0-9]+)`", section, re.MULTILINE))
