"""What sales has signed off of campaigns: added to, never changed."""

from __future__ import annotations

import json

from setter.store.records import CampaignSignOff
from setter.store.room import Room


class SignOffRoom(Room):
    """Sales' sign-offs of the parts of campaigns."""

    name = "sign_offs"

    def of_campaign(self, campaign: int) -> dict[tuple[str, str], CampaignSignOff]:
        """Every sign-off of a campaign by part and digest, the oldest first."""
        found = self.many(CampaignSignOff, "sign_offs", campaign=campaign)
        return {(each.part, each.digest): each for each in found}

    def add(self, row: CampaignSignOff) -> None:
        """Keep that a part was signed off."""
        self.put("add_sign_off", row)

    def take_over_filed(self) -> None:
        """Keep what the files of the campaigns in force say, once, for a database from before it was kept by part."""
        import msgspec

        from setter.domain.campaign import Campaign
        from setter.domain.signed_parts import FILED_PARTS, digests_of

        for row in self.ask("filed_until_in_force"):
            signed = json.loads(row["compiled"]).get("sign_offs", {}).keys() & set(FILED_PARTS)
            if not signed:
                continue
            filed, number = msgspec.json.decode(row["compiled"], type=Campaign), int(row["campaign"])
            digests, known = digests_of(filed), self.of_campaign(number)
            for part in sorted(signed):
                if (part, digests[part]) not in known:
                    sign, where = filed.sign_offs[part], (number, part, digests[part], int(row["version"]))
                    kept = (sign.by, sign.on.isoformat(), int(row["added_at"]), str(row["added_by"]))
                    self.add(CampaignSignOff(*where, *kept))
