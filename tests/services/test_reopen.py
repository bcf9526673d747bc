"""Somebody who was disqualified comes back by a team lead's word alone."""

from __future__ import annotations

import json

import pytest

from hands import as_lead, called, ended, enrolment_of, place_of, prospect_named
from houses import ADA, AT_ONCE, CAMPAIGN, change_campaign
from setter.domain.errors import Refused, Wrong
from setter.services.desk import Desk
from setter.services.opt_out import opt_out
from setter.services.reopen import reopen

REASON = "they have bought vans since"


def test_a_team_lead_queues_them_again_with_a_reason_on_record(desk: Desk) -> None:
    change_campaign(desk, AT_ONCE)
    ended(desk, "no_need", ADA, minutes=3)
    ada = prospect_named(desk, ADA).id
    assert (enrolment_of(desk, ADA).work_state, place_of(desk, ADA)) == ("disqualified", None)
    for _ in range(2):
        assert reopen(as_lead(desk), ada, CAMPAIGN, REASON).work_state == "queued"
    assert enrolment_of(desk, ADA).attempts == 1 and place_of(desk, ADA) is not None
    (entry,) = [
        each for each in desk.store.read(lambda unit: unit.audit.about(f"prospect/{ada}")) if each.action == "reopen"
    ]
    told = {"was": "no_need", "old": "disqualified", "new": "queued", "why": REASON}
    assert (entry.caller, json.loads(entry.detail)) == ("lead", told)
    names = [called(Desk(desk.store, desk.clock, f"caller {each}")) for each in range(6)]
    assert ADA in names


def test_nobody_else_does_and_nobody_else_comes_back(desk: Desk) -> None:
    ended(desk, "no_need", ADA, minutes=3)
    ada, ben = prospect_named(desk, ADA).id, prospect_named(desk, "Ben Okafor").id
    with pytest.raises(Wrong):
        reopen(as_lead(desk), ada, CAMPAIGN, " ")
    ended(desk, "nurture", "Ben Okafor", revisit="in 2 weeks", minutes=3)
    for lead, who, code in ((desk, ada, "role"), (as_lead(desk), ben, "work_state")):
        with pytest.raises(Refused) as refused:
            reopen(lead, who, CAMPAIGN, REASON)
        assert refused.value.code == code
    opt_out(desk, ada)
    with pytest.raises(Refused) as refused:
        reopen(as_lead(desk), ada, CAMPAIGN, REASON)
    assert (refused.value.code, enrolment_of(desk, ADA).work_state) == ("suppressed", "closed")
