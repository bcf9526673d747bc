"""A migration cut into its statements, for SQLite."""

from __future__ import annotations

import sqlite3


def split_statements(script: str) -> list[str]:
    """Cut a migration into statements; `sqlite3` commits by itself when given a whole script."""
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return [statement for statement in statements if statement.strip()]
