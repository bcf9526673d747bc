"""The program's sources, read and parsed once."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETTER = ROOT / "src" / "setter"


@lru_cache(maxsize=1)
def trees() -> dict[str, ast.Module]:
    """Every source by its path inside of the package."""
    paths = sorted(SETTER.rglob("*.py"))
    return {path.relative_to(SETTER).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


@lru_cache(maxsize=1)
def calls() -> dict[str, set[str]]:
    """The sources in which something of a name is called."""
    found: dict[str, set[str]] = {}
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                for name in (getattr(node.func, "id", ""), getattr(node.func, "attr", "")):
                    found.setdefault(name, set()).add(path)
    return found
