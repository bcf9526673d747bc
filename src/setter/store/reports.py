"""What happened, as plain rows for the metrics to count."""

from __future__ import annotations

from typing import Any

from setter.store.room import Room


class ReportRoom(Room):
    """Rows of one period; `since` and `until` are UTC milliseconds, the end excluded."""

    name = "reports"

    def dials(self, since: int, until: int) -> list[dict[str, Any]]:
        """Attempts that began in the period, each with what its whole call came to, whenever that ended."""
        return [dict(row) for row in self.ask("dials", since=since, until=until)]

    def outcomes(self, since: int, until: int) -> list[dict[str, Any]]:
        """Standing outcomes recorded in the period, newest first."""
        return [dict(row) for row in self.ask("outcomes", since=since, until=until)]

    def meetings_of_worked(self, since: int, until: int) -> list[dict[str, Any]]:
        """Every meeting there ever was with those who were dialled or booked in the period, oldest first."""
        return [dict(row) for row in self.ask("meetings_of_worked", since=since, until=until)]

    def promotions(self, since: int, until: int) -> list[dict[str, Any]]:
        """SQLs made in the period, with the outcome of the call that completed them."""
        return [dict(row) for row in self.ask("promotions", since=since, until=until)]

    def callbacks_due(self, since: int, until: int) -> list[dict[str, Any]]:
        """Promises due in the period, with when they were dialled."""
        return [dict(row) for row in self.ask("callbacks_due", since=since, until=until)]
