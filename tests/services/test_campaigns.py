"""A campaign is put in force by a team lead, and worked by its name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hands import taken
from houses import CAMPAIGN
from setter.domain.errors import Refused, Wrong
from setter.examples import example_campaign
from setter.services.campaigns import activate, add_text, campaigns
from setter.services.desk import Desk
from setter.services.take_call import next_call


def test_a_caller_activates_no_campaign(desk: Desk) -> None:
    add_text(desk, example_campaign() + "\n# a newer version\n")
    with pytest.raises(Refused) as refused:
        activate(desk, CAMPAIGN)
    assert refused.value.code == "role"
    assert [(line.version, line.newest) for line in campaigns(desk)] == [(1, 2)]
    assert activate(replace(desk, caller="lead"), CAMPAIGN).version == 2


def test_what_is_in_force_already_may_be_said_again_by_anybody(desk: Desk) -> None:
    assert not activate(desk, CAMPAIGN).fresh


@pytest.mark.parametrize("in_a_call", [False, True])
def test_nobody_is_taken_from_a_campaign_that_is_none(desk: Desk, in_a_call: bool) -> None:
    if in_a_call:
        taken(desk)
    with pytest.raises(Wrong) as wrong:
        next_call(desk, "nope")
    assert wrong.value.code == "no_campaign"
