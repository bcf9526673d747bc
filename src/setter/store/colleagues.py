"""Who works here: for which campaigns, in which languages, and what a server lets each of them do."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from setter.domain.roles import ADMIN, CALLER
from setter.store.grants import statements, withdrawal
from setter.store.room import Room

_OWNER = """SELECT pg_get_userbyid(c.relowner) AS owner, n.nspname AS schema,
    pg_has_role(c.relowner, 'USAGE') AS ours FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = to_regclass('setting')"""
_TABLES = (
    "SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = to_regnamespace(%s) AND c.relkind IN ('r', 'v')"
)
_USER = "SELECT 1 AS found FROM pg_roles WHERE rolname = %s"


class Assignment(NamedTuple):
    """A role, the campaigns somebody calls for, and the languages they speak (ISO 639-1); none of them means all."""

    role: str
    campaigns: tuple[int, ...]
    languages: tuple[str, ...]


class ColleagueRoom(Room):
    """What each colleague calls, and what the database lets them do."""

    name = "colleagues"

    def assignment(self, name: str) -> Assignment:
        """What somebody's role is and what they call."""
        rows = [(row["kind"], str(row["value"])) for row in self.ask("assignment", name=name)]
        return Assignment(
            next((value for kind, value in rows if kind == "role"), CALLER),
            tuple(sorted(int(value) for kind, value in rows if kind == "campaign")),
            tuple(sorted(value for kind, value in rows if kind == "language")),
        )

    def call_for(self, name: str, campaigns: Collection[int]) -> None:
        """Have somebody call for these campaigns alone; for all where there are none."""
        self.ask("call_for_all", name=name)
        for campaign in campaigns:
            self.ask("call_for", name=name, campaign=campaign)

    def speak(self, name: str, languages: Collection[str]) -> None:
        """Have somebody call those alone who speak one of these languages; everybody where there are none."""
        self.ask("speak_all", name=name)
        for language in languages:
            self.ask("speak", name=name, language=language)

    def owned(self) -> bool:
        """Say whether whoever works here owns the database: a file's user does."""
        return self._folder != "postgres" or bool(self._connection.execute(_OWNER).fetchone()["ours"])

    def grant(self, name: str, role: str, before: str = "") -> bool:
        """Let the database user of this name do what the role may; False where a server has no such user."""
        if self._folder != "postgres":
            return True
        self._memo.settle()
        if self._connection.execute(_USER, (name,)).fetchone() is None:
            return False
        place = self._connection.execute(_OWNER).fetchone()
        if name == place["owner"]:
            return True
        tables = [row["name"] for row in self._connection.execute(_TABLES, (place["schema"],)).fetchall()]
        if before == ADMIN and role != ADMIN:
            self._connection.execute(withdrawal(name, place["owner"]))
        for statement in statements(name, role, place["owner"], tables, place["schema"]):
            self._connection.execute(statement)
        return True
