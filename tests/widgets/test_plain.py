"""User data is text: it cannot act, colour, hide or push a column aside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from setter.widgets.plain import clean, cut, fit, line, phone_grouped, phone_masked, plain, stack
from widgets.gallery import HOSTILE


class TestHostileText:
    def test_markup_is_shown_as_it_was_typed(self):
        content = plain("x [/] [@click=app.quit]y[/] [Inc]")
        assert content.plain == "x [/] [@click=app.quit]y[/] [Inc]"
        assert not content.spans

    def test_escape_codes_and_direction_overrides_are_gone(self):
        assert clean(HOSTILE) == "x [/] [@click=app.quit]y[/] [Inc] red gnp.exe "

    @pytest.mark.parametrize(
        ("raw", "shown"),
        [
            ("a\x1b]0;new title\x07b", "ab"),
            ("a\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
            ("a\x9b31mb", "ab"),
            ("a\x1bPqdevice\x1b\\b", "ab"),
            ("half \ud800 pair", "half \ufffd pair"),
            ("two\nlines\tand a tab", "two lines and a tab"),
            ("nul\x00 bell\x07 del\x7f", "nul bell del"),
            ("שלום", "שלום"),
            (None, ""),
            (3, "3"),
        ],
    )
    def test_what_a_terminal_would_obey_is_dropped_and_the_rest_kept(self, raw, shown):
        assert clean(raw) == shown

    def test_an_unfinished_escape_code_swallows_nothing_that_a_terminal_would_show_as_a_command(self):
        assert "\x1b" not in clean("name \x1b[31")
        assert "\x1b" not in clean("name \x1b")

    def test_notes_keep_their_line_ends(self):
        assert clean("one\r\ntwo\rthree\n\x1b[1mfour", lines=True) == "one\ntwo\nthree\nfour"

    @given(st.text())
    def test_nothing_that_steers_a_terminal_survives(self, text):
        shown = clean(text)
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 or char in "\u202a\u202e\u2066\u200f" for char in shown)
        shown.encode("utf-8")
        assert clean(shown) == shown


class TestFitting:
    @given(st.text(), st.integers(0, 60), st.sampled_from(["left", "right", "centre"]))
    def test_a_fitted_text_has_exactly_its_cells(self, text, cells, align):
        assert cell_len(fit(text, cells, align)) == cells

    @given(st.text(), st.integers(0, 60))
    def test_a_cut_text_never_has_more(self, text, cells):
        assert cell_len(cut(text, cells)) <= cells

    def test_an_ellipsis_says_that_something_is_missing(self):
        assert cut("Lakeside Cold Storage", 10) == "Lakeside…"
        assert cut("東海運輸株式会社", 9) == "東海運輸…"
        assert fit("東海運輸株式会社", 8) == "東海運… "

    def test_numbers_stand_at_the_right(self):
        assert fit("7", 4, "right") == "   7"


class TestLines:
    def test_strings_in_a_line_are_text_too(self):
        content = line("[b]", (HOSTILE, "$accent"), plain("z"))
        assert content.plain == "[b]x [/] [@click=app.quit]y[/] [Inc] red gnp.exe z"
        assert [span.style for span in content.spans] == ["$accent"]

    def test_lines_stack(self):
        assert stack([Content("a"), Content("b")]).plain == "a\nb"


class TestPhoneNumbers:
    @pytest.mark.parametrize(
        ("number", "shown"),
        [
            ("+15046218927", "+1 504 621 8927"),
            ("+442079460958", "+44 20 7946 0958"),
            ("+49301234567", "+49 30 1234567"),
            ("+99912345678", "+99912345678"),
            ("n/a", "n/a"),
            ("", ""),
        ],
    )
    def test_a_number_is_grouped_for_reading_aloud(self, number, shown):
        assert phone_grouped(number) == shown

    @pytest.mark.parametrize(
        ("number", "shown"),
        [("+15046218927", "+1 504 ··· ····"), ("+442079460958", "+44 20 7··· ····"), ("n/a", "n/a"), ("", "")],
    )
    def test_a_number_that_is_not_told_is_told_apart(self, number, shown):
        assert phone_masked(number) == shown

    def test_without_the_library_a_foreign_number_is_shown_as_it_is(self, monkeypatch):
        monkeypatch.setitem(__import__("sys").modules, "phonenumbers", None)
        assert phone_grouped("+442079460958") == "+442079460958"
        assert phone_grouped("+15046218927") == "+1 504 621 8927"
