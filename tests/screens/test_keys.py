"""One key table: no key means two things, and a letter means the same wherever it is used."""

from collections import defaultdict

import pytest
from textual.app import App
from textual.keys import _character_to_key
from textual.widgets import Input

from setter.screens.keys import EVERYWHERE, KEYS, bindings, hints, key_table_markdown, written

SCREENS = [scope for scope in KEYS if scope not in EVERYWHERE]


@pytest.mark.parametrize("scope", SCREENS)
def test_no_key_means_two_things_on_one_screen(scope):
    keys = [key for where in (*EVERYWHERE, scope) for one in KEYS[where] for key in one.keys]
    assert sorted(keys) == sorted(set(keys))


def test_a_key_means_the_same_on_every_screen_with_people():
    meanings = defaultdict(set)
    for scope in KEYS:
        for one in KEYS[scope] if scope != "lab" else ():
            for key in one.keys:
                meanings[key].add(one.id)
    assert {key: ids for key, ids in meanings.items() if len(ids) > 1} == {}


def test_ids_are_unique_and_every_binding_has_a_sentence():
    found = [binding for scope in KEYS for binding in bindings(scope)]
    ids = [binding.id for binding in found]
    assert len(ids) == len(set(ids))
    assert all(binding.tooltip and binding.description for binding in found)


def test_only_quit_goes_before_everything_else():
    assert [binding.id for scope in KEYS for binding in bindings(scope) if binding.priority] == ["app.quit"]


def test_every_key_is_one_that_a_terminal_sends_and_textual_names_so():
    for scope in KEYS:
        for binding in bindings(scope):
            for key in binding.key.split(","):
                name = key.removeprefix("ctrl+")
                named = len(name) == 1 and name.isalnum()
                spelt = name in {_character_to_key(char) for char in "?/+-= "} or name in (
                    "enter", "escape", "tab", "backspace", "delete", "up", "down", "left", "right", "space",
                )  # fmt: skip
                assert named or spelt or name in {f"f{n}" for n in range(1, 13)}, key


def test_the_eight_frequent_outcomes_have_a_letter_and_o_has_the_rest():
    outcomes = {one.keys[0]: one.id for one in KEYS["call"] if one.group == "outcomes"}
    assert outcomes == {
        "n": "no_answer", "v": "voicemail", "b": "busy", "c": "callback", "g": "gatekeeper_block",
        "i": "not_interested", "f": "info_requested", "m": "meeting", "o": "other",
    }  # fmt: skip


async def test_what_must_work_inside_a_text_field_is_not_eaten_by_one():
    """Up and down are bound by every widget to a scrolling that a field cannot do: they pass through (test_base)."""
    app: App[None] = App()
    async with app.run_test():
        await app.mount(field := Input())
        own = set(field._bindings.key_to_bindings)
        everywhere = {key for one in KEYS["global"] for key in one.keys if len(key) > 1} - {"question_mark"}
        in_book = {key for one in KEYS["book"] for key in one.keys} - {"enter", "up", "down"}
        assert not (everywhere | in_book) & own


def test_hints_know_every_binding():
    for scope in SCREENS:
        ids = {binding.id for where in (*EVERYWHERE, scope) for binding in bindings(where)}
        known = set(hints(scope))
        assert {one for one in ids if one not in known and ".choose." not in one} == set()


def test_people_read_keys_as_they_are_printed():
    assert [written(key) for key in ("f9", "ctrl+o", "escape", "question_mark", "n")] == [
        "F9",
        "Ctrl+O",
        "Esc",
        "?",
        "n",
    ]


def test_readme_can_print_every_key():
    table = key_table_markdown()
    for scope in KEYS:
        for one in KEYS[scope]:
            assert f"| {one.tooltip} |" in table
    assert "| `1–9` |" in table
    assert "| `F9` `Ctrl+O` |" in table


def test_a_sentence_of_the_help_panel_fits_a_column_at_a_hundred_columns():
    assert [one.tooltip for scope in KEYS for one in KEYS[scope] if len(one.tooltip) > 38] == []


def test_labels_hold_nothing_that_could_be_read_as_markup():
    words = [word for scope in KEYS for one in KEYS[scope] for word in (one.label, one.short, one.tooltip)]
    assert not any("[" in word or "$" in word for word in words)


def test_the_short_labels_of_all_outcomes_fit_eighty_columns():
    chips = [one for one in KEYS["call"] if one.group]
    assert sum(2 + len(one.short or one.label) for one in chips) + 2 * (len(chips) - 1) <= 78
