"""Who works here, and who may decide what."""

from __future__ import annotations

from typing import Any

import pytest

from hands import as_lead, ended, taken
from setter.domain.errors import Refused
from setter.domain.roles import LEADING
from setter.services.colleagues import colleagues, set_role
from setter.services.desk import Desk
from setter.services.shift import begin_work


def leads(desk: Desk) -> list[str]:
    held = desk.store.read(lambda unit: unit.settings.colleagues())
    return [name for name, role in held if role in LEADING]


@pytest.fixture
def led(desk: Desk) -> Desk:
    """A desk whose only team lead is called lead."""
    for name in leads(desk):
        desk.store.write(lambda unit, name=name: unit.settings.set_role(name, "caller"))
    desk.store.write(lambda unit: unit.settings.set_role("lead", "team_lead"))
    return desk


class TestColleagues:
    """A promise can be passed to everybody who works here, with a role or without."""

    def test_are_those_with_a_role_a_shift_or_a_call(self, desk: Desk, colleague: Any) -> None:
        before = set(colleagues(desk))
        begin_work(colleague(desk, "noor"))
        ended(colleague(desk, "sam"), "no_answer", "Ben Okafor")
        ended(colleague(desk, "sam"), "no_answer", "Cleo Marsh")
        taken(colleague(desk, "uma"), "Dov Lind")
        assert set(colleagues(desk)) - before == {"noor", "sam", "uma"}
        assert "lead" in before and list(colleagues(desk)) == sorted(colleagues(desk))

    def test_are_others_than_oneself(self, desk: Desk, colleague: Any) -> None:
        begin_work(desk)
        ended(desk, "no_answer", "Ada North")
        assert "mira" not in colleagues(desk)
        assert "mira" in colleagues(colleague(desk, "noor"))


class TestTheLastTeamLead:
    """Nobody leaves a team without anybody who may give roles."""

    @pytest.mark.parametrize("role", ["caller", "compliance"])
    def test_stays_one(self, led: Desk, role: str) -> None:
        with pytest.raises(Refused) as refusal:
            set_role(as_lead(led), "lead", role)
        assert refusal.value.code == "last_lead" and leads(led) == ["lead"]

    def test_stays_one_though_compliance_asks(self, led: Desk, colleague: Any) -> None:
        set_role(as_lead(led), "zoe", "compliance")
        with pytest.raises(Refused) as refusal:
            set_role(colleague(led, "zoe"), "lead", "caller")
        assert refusal.value.code == "last_lead"

    def test_may_go_once_there_is_another(self, led: Desk) -> None:
        set_role(as_lead(led), "noor", "team_lead")
        set_role(as_lead(led), "lead", "caller")
        assert leads(led) == ["noor"]

    def test_may_be_named_again(self, led: Desk) -> None:
        set_role(as_lead(led), "lead", "team_lead")
        assert leads(led) == ["lead"]
