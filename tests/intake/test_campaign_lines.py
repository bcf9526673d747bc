"""Each key of a TOML text is found on its own line."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from setter.examples import example_campaign
from setter.intake.campaign_lines import Path, lines_of, nearest

TEXT = """# a remark with [brackets] and = signs
top = 1
"quoted key" = 'it""" + """'
[table]            # another
a.b = { c = 1, "d e" = [1, 2] }
many = [
  { x = "]" }, # odd } one
  # nothing
  { x = "a \\" b",
    },
]
long = \"\"\"
three " lines # here
\"\"\"
[[list]]
n = 2026-01-01 07:30:00
[list.inner]
k = true
[[list]]
[[list.sub]]
z = 1
""".replace(",\n    },", "},")


def test_tables_lists_inline_tables_and_long_texts_all_have_their_line() -> None:
    lines = lines_of(TEXT)
    assert {
        path: lines[path]
        for path in (
            ("top",),
            ("quoted key",),
            ("table",),
            ("table", "a"),
            ("table", "a", "b", "d e", 1),
            ("table", "many"),
            ("table", "many", 0, "x"),
            ("table", "many", 1),
            ("table", "long"),
            ("list", 0),
            ("list", 0, "n"),
            ("list", 0, "inner", "k"),
            ("list", 1),
            ("list", 1, "sub", 0, "z"),
        )
    } == {
        ("top",): 2,
        ("quoted key",): 3,
        ("table",): 4,
        ("table", "a"): 5,
        ("table", "a", "b", "d e", 1): 5,
        ("table", "many"): 6,
        ("table", "many", 0, "x"): 7,
        ("table", "many", 1): 9,
        ("table", "long"): 11,
        ("list", 0): 14,
        ("list", 0, "n"): 15,
        ("list", 0, "inner", "k"): 17,
        ("list", 1): 18,
        ("list", 1, "sub", 0, "z"): 20,
    }


def test_a_path_that_is_not_there_is_found_at_what_would_hold_it() -> None:
    lines = lines_of(TEXT)
    assert nearest(lines, ("list", 1, "missing")) == 18
    assert nearest(lines, ("nowhere",)) == 1


def paths_of(data: Any, path: Path = ()) -> set[Path]:
    """Every path of parsed TOML."""
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = {path} if path else set()
    for step, inner in steps:
        found |= paths_of(inner, (*path, step))
    return found


def test_every_value_of_the_example_has_a_line() -> None:
    text = example_campaign()
    assert paths_of(tomllib.loads(text)) == set(lines_of(text))


KEYS = st.text("ab-_1", min_size=1, max_size=3)
VALUES = st.recursive(
    st.sampled_from(
        ["1", '"a,]}#"', "'''x\n]'''", '"""a\n\\"b""""', "1979-05-27 07:32:00", "-0.5", "true", '""', "'\"'"]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[ " + ", # c ]\n".join(items) + "\n]"),
        st.lists(inner, max_size=2).map(
            lambda items: "{ " + ", ".join(f"k{n} = {v}" for n, v in enumerate(items)) + " }"
        ),
    ),
    max_leaves=8,
)
LINES = st.one_of(
    st.tuples(KEYS, VALUES).map(" = ".join),
    st.tuples(KEYS, KEYS, VALUES).map(lambda each: f'{each[0]} . "{each[1]}" = {each[2]}'),
    st.tuples(KEYS, KEYS).map(lambda each: f"[{each[0]}.{each[1]}]"),
    KEYS.map(lambda key: f"[[ {key} ]] # new"),
    st.tuples(KEYS, KEYS).map(lambda each: f"[[{each[0]}.'{each[1]}']]"),
)


@given(st.lists(LINES, max_size=8).map("\n".join))
def test_whatever_toml_a_person_writes_every_value_has_a_line(text: str) -> None:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert paths_of(data) == set(lines_of(text))
