"""What the database says of itself, and who works in it."""

from __future__ import annotations

from setter.store.room import Room


class SettingRoom(Room):
    """Named settings and the roles of colleagues."""

    name = "settings"

    def get(self, name: str, default: str = "") -> str:
        """A setting's value, or `default`."""
        value = self.ask("setting", name=name)
        return default if value is None else str(value)

    def set(self, name: str, value: str) -> None:
        """Write a setting."""
        self.ask("set_setting", name=name, value=value)

    def clock(self) -> tuple[int, int]:
        """What a sandbox's clock read, and what the world's read then (UTC milliseconds)."""
        row = self.ask("clock")
        return int(row["anchor"]), int(row["set_at"])

    def server_time(self) -> int | None:
        """What the server's clock reads now (UTC milliseconds); None where a file is the database."""
        value = self.ask("server_time")
        return None if value is None else int(value)

    def role(self, name: str) -> str:
        """A colleague's role: one of domain.roles; caller also for anybody who was never named."""
        return str(self.ask("role", name=name) or "caller")

    def set_role(self, name: str, role: str) -> None:
        """Give a colleague a role."""
        self.ask("set_role", name=name, role=role)

    def colleagues(self) -> list[tuple[str, str]]:
        """Everybody with a role: (name, role)."""
        return [(row["name"], row["role"]) for row in self.ask("colleagues")]

    def who_worked(self) -> list[str]:
        """Everybody with a role, a shift or a call, by name."""
        return [str(row["name"]) for row in self.ask("who_worked")]
