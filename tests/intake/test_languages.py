"""A list writes a language in many ways; two letters say which it is."""

from __future__ import annotations

import pytest

from setter.intake.languages import language_code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("en", "en"), ("English", "en"), ("ENGLISH (US)", "en"), ("eng", "en"), ("en-GB", "en"), ("en_us", "en")),
        *(
            ("Español", "es"),
            ("Spanisch", "es"),
            ("spa", "es"),
            ("es-419", "es"),
            ("Français", "fr"),
            ("Deutsch", "de"),
        ),
        *(("German", "de"), ("de-CH", "de"), ("pt-BR", "pt"), ("Português", "pt"), ("no", "nb"), ("Mandarin", "zh")),
        *(("", ""), ("  ", ""), ("klingon", ""), ("7", ""), ("unknown", ""), ("n/a", "")),
    ],
)
def test_a_language_as_it_is_written(written: str, code: str) -> None:
    assert language_code(written) == code
