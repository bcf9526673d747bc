"""Campaigns and their immutable versions."""

from __future__ import annotations

from setter.store.records import CampaignRow
from setter.store.room import Room


class CampaignRoom(Room):
    """Campaigns; each version is stored as its source text and compiled, so that no start validates again."""

    name = "campaigns"

    def by_id(self, campaign_id: str) -> CampaignRow | None:
        """The campaign of that id."""
        return self.one(CampaignRow, "campaign", id=campaign_id)

    def numbered(self, number: int) -> CampaignRow | None:
        """The campaign of that number."""
        return self.one(CampaignRow, "campaign_numbered", number=number)

    def all(self) -> list[CampaignRow]:
        """Every campaign, oldest first."""
        return self.many(CampaignRow, "campaigns")

    def next_number(self) -> int:
        """The number for the next campaign."""
        return int(self.ask("next_number"))

    def add(self, row: CampaignRow, client_name: str) -> None:
        """Add a campaign, and its client if new."""
        self.ask("add_client", id=row.client_id, name=client_name)
        self.put("add_campaign", row)

    def save(self, row: CampaignRow) -> None:
        """Write a campaign's standing."""
        self.put("save_campaign", row)

    def newest_version(self, number: int) -> int:
        """The newest version's number; 0 when there is none."""
        return int(self.ask("newest_version", campaign=number) or 0)

    def digest(self, number: int, version: int) -> str:
        """The digest of the file that a version was made from; '' where there is no such version."""
        return str(self.ask("digest", campaign=number, version=version) or "")

    def add_version(
        self, number: int, version: int, digest: str, compiled: str, source: str, now: int, by: str
    ) -> None:
        """Add an immutable version."""
        self.ask(
            "add_version",
            campaign=number,
            version=version,
            digest=digest,
            compiled=compiled,
            source=source,
            added_at=now,
            added_by=by,
        )

    def compiled(self, number: int, version: int) -> str | None:
        """A version as compiled JSON."""
        found = self.ask("compiled", campaign=number, version=version)
        return None if found is None else str(found)
