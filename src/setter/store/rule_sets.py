"""Versions of the scoring rules, and what was decided of them: added to, never changed."""

from __future__ import annotations

import json

from setter.store.records import RuleSetChange, RuleSetRow, RuleSetSignOff, RuleSetTest
from setter.store.room import Room


class RuleSetRoom(Room):
    """A campaign's rule sets by version, their tests and sign-offs, and which came into force when."""

    name = "rule_sets"

    def get(self, campaign: int, version: int) -> RuleSetRow | None:
        """A version."""
        return self.one(RuleSetRow, "rule_set", campaign=campaign, version=version)

    def all(self, campaign: int) -> list[RuleSetRow]:
        """Every version, the oldest first."""
        return self.many(RuleSetRow, "rule_sets", campaign=campaign)

    def add(self, row: RuleSetRow) -> None:
        """Add a version."""
        self.put("add_rule_set", row)

    def tests(self, campaign: int) -> list[RuleSetTest]:
        """Every test, by version, the oldest first."""
        return self.many(RuleSetTest, "rule_set_tests", campaign=campaign)

    def add_test(self, row: RuleSetTest) -> None:
        """Keep what a test came to."""
        self.put("add_rule_set_test", row)

    def sign_offs(self, campaign: int) -> dict[int, RuleSetSignOff]:
        """Who signed which version off."""
        found = self.many(RuleSetSignOff, "rule_set_sign_offs", campaign=campaign)
        return {row.version: row for row in found}

    def sign_off(self, row: RuleSetSignOff) -> None:
        """Keep that a version was signed off."""
        self.put("add_rule_set_sign_off", row)

    def changes(self, campaign: int) -> list[RuleSetChange]:
        """What came into force, the oldest first."""
        return self.many(RuleSetChange, "rule_set_changes", campaign=campaign)

    def add_change(self, row: RuleSetChange) -> None:
        """Keep that a version came into force."""
        self.put("add_rule_set_change", row)

    def number_filed(self) -> None:
        """Give the rules of every campaign in force that were never numbered the number 1."""
        for row in self.ask("filed_versions"):
            campaign, filed = int(row["campaign"]), json.loads(row["compiled"])
            rules, signed = filed["scoring"], filed.get("sign_offs", {}).get("scoring")
            at, by = int(row["added_at"]), str(row["added_by"])
            self.add(RuleSetRow(campaign, 1, rules["id"], "file", json.dumps(rules), "", "", at, by))
            if signed:
                self.sign_off(RuleSetSignOff(campaign, 1, signed["by"], signed["on"], at, by))
            self.add_change(RuleSetChange(campaign, 1, "activated", 0, 1, "", "", at, by))
            self.ask("score_by", campaign=campaign, version=1)
