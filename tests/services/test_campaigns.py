"""A campaign is put in force by a team lead, and worked by its name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hands import as_lead, enrolment_of, place_of, taken
from houses import CAMPAIGN, MORNING, FrozenClock
from setter.domain.errors import Refused, Wrong
from setter.examples import example_campaign
from setter.services.campaigns import Added, activate, add_text, campaigns, only_active
from setter.services.desk import Desk, make_database
from setter.services.take_call import next_call


def test_a_caller_activates_no_campaign_but_in_a_sandbox(desk: Desk) -> None:
    add_text(desk, example_campaign() + "\n# a newer version\n")
    with pytest.raises(Refused) as refused:
        activate(replace(desk, clock=replace(desk.clock, sandbox=False)), CAMPAIGN)
    assert refused.value.code == "role"
    assert [(line.version, line.newest) for line in campaigns(desk)] == [(1, 2)]
    assert activate(desk, CAMPAIGN).version == 2


def test_what_is_in_force_already_may_be_said_again_by_anybody(desk: Desk) -> None:
    assert not activate(desk, CAMPAIGN).fresh


@pytest.mark.parametrize("ids", [(), ("first",), ("first", "second")])
def test_where_none_is_active_it_is_said_how_one_comes_into_force(
    url_of: Callable[[str], str], ids: tuple[str, ...]
) -> None:
    desk = Desk(make_database(url_of("sqlite"), sandbox=True, anchor=MORNING).store, FrozenClock(), "mira")
    for each in ids:
        add_text(desk, example_campaign().replace(f'id = "{CAMPAIGN}"', f'id = "{each}"', 1))
    with pytest.raises(Wrong) as wrong:
        only_active(desk)
    says = f"setter campaign activate {' or '.join(ids)}" if ids else "setter campaign add FILE"
    assert says in (wrong.value.hint or "") and ("draft" in wrong.value.message) == bool(ids)
    desk.store.close()


@pytest.mark.parametrize("in_a_call", [False, True])
def test_nobody_is_taken_from_a_campaign_that_is_none(desk: Desk, in_a_call: bool) -> None:
    if in_a_call:
        taken(desk)
    with pytest.raises(Wrong) as wrong:
        next_call(desk, "nope")
    assert wrong.value.code == "no_campaign"


FIRST = example_campaign()
SECOND = example_campaign() + "\n# a second version\n"


def in_force(desk: Desk) -> tuple[int | None, str]:
    """The version in force, and the text it was made from."""

    def look(unit: Any) -> tuple[int | None, str]:
        row = unit.campaigns.by_id(CAMPAIGN)
        return row.version, unit.campaigns.digest(row.number, row.version)

    version, digest = desk.store.read(look)
    texts = {hashlib.sha256(text.encode()).hexdigest(): text for text in (FIRST, SECOND)}
    return version, texts[digest]


class TestAnEarlierFile:
    def test_added_again_comes_back_into_force_as_a_new_version(self, desk: Desk) -> None:
        lead = as_lead(desk)
        add_text(lead, SECOND)
        activate(lead, CAMPAIGN)
        assert in_force(desk) == (2, SECOND)
        assert add_text(lead, FIRST).version == 3
        assert activate(lead, CAMPAIGN).version == 3
        assert in_force(desk) == (3, FIRST)

    def test_added_twice_in_a_row_is_one_version(self, desk: Desk) -> None:
        assert add_text(desk, SECOND).fresh and not add_text(desk, SECOND).fresh
        assert add_text(desk, FIRST).version == 3 and add_text(desk, FIRST) == Added(CAMPAIGN, 3, fresh=False)

    def test_leaves_a_call_in_hand_the_version_it_began_with(self, desk: Desk) -> None:
        call = taken(desk)
        add_text(desk, SECOND)
        activate(as_lead(desk), CAMPAIGN)
        kept = desk.store.read(lambda unit: unit.calls.get(call.id))
        assert kept is not None and (kept.campaign_version, kept.state) == (1, "live")


def test_a_version_that_comes_into_force_weighs_everybody_anew(desk: Desk) -> None:
    before = enrolment_of(desk, "Ada North")
    add_text(desk, FIRST.replace("points = 25", "points = 29"))
    assert enrolment_of(desk, "Ada North") == before
    activate(as_lead(desk), CAMPAIGN)
    after, place = enrolment_of(desk, "Ada North"), place_of(desk, "Ada North")
    assert (after.score, after.priority) == (before.score + 2, before.priority + 160)
    assert place is not None and place.priority == after.priority


def test_and_whoever_is_in_a_call_keeps_the_lease(desk: Desk) -> None:
    call = taken(desk, "Ada North")
    before = enrolment_of(desk, "Ada North")
    add_text(desk, FIRST.replace("points = 25", "points = 29"))
    activate(as_lead(desk), CAMPAIGN)
    assert enrolment_of(desk, "Ada North").score == before.score + 2
    held = desk.store.read(lambda unit: unit.queue.held_by(call.id))
    assert held is not None and held.holder == "mira"
