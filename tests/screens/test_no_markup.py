"""No user string can reach a place that reads markup: such places are not used, or only through `plain`."""

import ast
import re
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "setter"
FACE = sorted([*SRC.glob("widgets/*.py"), *SRC.glob("screens/*.py"), *SRC.glob("app.py")])
PARSERS = {
    "Static", "Label", "Button", "OptionList", "SelectionList", "Select", "Checkbox", "RadioButton", "RadioSet",
    "Collapsible", "TabPane", "Tabs", "TabbedContent", "DataTable", "Tree", "Footer", "Header", "ListView", "Link",
    "RichLog", "Log",
}  # fmt: skip
"""Textual's own widgets that read a plain string as markup, or cost too much (house rules 3.1 to 3.3)."""


def breaches(source: str) -> list[str]:
    """Every place in a module where a plain string could be read as markup."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual.widgets"):
            found += [f"{node.lineno}: imports {name.name}" for name in node.names if name.name in PARSERS]
        elif isinstance(node, ast.Call):
            found += _call(node)
        elif isinstance(node, ast.Assign):
            found += [f"{node.lineno}: sets {name} unsafely" for name in _titles(node) if not _safe(node.value)]
    return found


def _call(node: ast.Call) -> list[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    words = {word.arg: word.value for word in node.keywords}
    found = []
    if name in ("from_markup", "from_text", "render_str"):
        found.append(f"{node.lineno}: reads markup by {name}")
    if name == "notify" and not (isinstance(words.get("markup"), ast.Constant) and words["markup"].value is False):
        found.append(f"{node.lineno}: notify without markup=False")
    if name != "Binding" and "tooltip" in words and not _safe(words["tooltip"]) and name != "_key":
        found.append(f"{node.lineno}: tooltip from a string")
    return found


def _titles(node: ast.Assign) -> list[str]:
    names = [target.attr for target in node.targets if isinstance(target, ast.Attribute)]
    return [name for name in names if name in ("border_title", "border_subtitle", "tooltip")]


def _safe(value: ast.expr) -> bool:
    called = value.func.id if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else ""
    return called in ("plain", "line") or (isinstance(value, ast.Constant) and "[" not in str(value.value))


def test_no_plain_string_is_read_as_markup():
    found = {path.name: breaches(path.read_text(encoding="utf-8")) for path in FACE}
    assert {name: places for name, places in found.items() if places} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from textual.widgets import Input, Static",
        "Content.from_markup(name)",
        "self.notify(name)",
        "self.notify(name, markup=True)",
        "self.border_title = name",
        "widget.tooltip = f'{name}'",
        "Thing(tooltip=name)",
    ],
)
def test_the_rule_sees_what_it_forbids(source):
    assert breaches(source)


def test_colours_are_named_in_the_theme_alone():
    found = [
        f"{path.name}: {node.value}"
        for path in FACE
        if path.name != "theme.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.search(r"#[0-9a-fA-F]{6}\b", node.value)
    ]
    assert found == []
