"""The three ways in which setter says no, each with a sentence, a place and a way on."""

from __future__ import annotations


class SetterError(Exception):
    """What went wrong in one sentence, where, and what to do about it.

    `code` is a stable word for programs; `message` never holds more personal data than the asker typed.
    """

    exit_code = 1

    def __init__(self, code: str, message: str, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.where = where
        self.hint = hint


class Refused(SetterError):
    """A rule says no: the asker did nothing wrong, the answer is still no."""

    exit_code = 1


class Wrong(SetterError):
    """The asker's words or file cannot be used as they are."""

    exit_code = 2


class Unusable(SetterError):
    """The database cannot be opened, reached or trusted."""

    exit_code = 3
