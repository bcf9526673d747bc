"""What other rules would make of the queue is tried in memory, and is what adopting them makes of it (R-078)."""

from __future__ import annotations

from typing import Any

import pytest

from hands import as_lead, ended, enrolment_of
from houses import ADA, CAMPAIGN, DOV, FAY
from services.rules_kept import FOUND, adopted, rules_in_force
from setter.domain.day_parts import PartDials
from setter.domain.rule_draft import Draft, draft_of
from setter.intake.rules_file import rules_text
from setter.services.desk import Desk
from setter.services.queue_view import queue_length, queue_of
from setter.services.rule_sets import add_rules, keep_test, versions
from setter.services.what_if import HEAD, OTHERS, sample_queue


def a_draft(desk: Desk) -> Draft:
    """Rules by which those with an e-mail address come before those who run the firm."""
    return draft_of(rules_in_force(desk)).with_points("reachable", 30).with_points("owner", 2)


def everything_written(desk: Desk) -> list[Any]:
    """What a write would change: the audit, the versions, and where anybody stands."""
    told = desk.store.read(lambda unit: [dict(row) for row in unit.audit.ask("heads")])
    return [told, versions(desk, CAMPAIGN), [enrolment_of(desk, name) for name in (ADA, DOV, FAY)]]


class TestASample:
    def test_is_the_queue_in_its_order(self, desk: Desk) -> None:
        ended(desk, "no_answer", DOV)
        ended(desk, "callback_prospect", ADA, callback="tomorrow 10")
        sample = sample_queue(desk, CAMPAIGN)
        assert [each.name for each in sample.in_force.order] == [
            each.line.full_name for each in queue_of(desk, CAMPAIGN)
        ]
        assert (sample.head, sample.length) == (6, 6)

    def test_stands_as_the_hour_has_it(self, desk: Desk) -> None:
        before = [each.name for each in sample_queue(desk, CAMPAIGN).in_force.order]
        desk._answered[1] = (PartDials("late morning", 100, 50), PartDials("early", 100, 5))
        order = [each.name for each in sample_queue(desk, CAMPAIGN).in_force.order]
        assert order == [each.line.full_name for each in queue_of(desk, CAMPAIGN)] != before

    def test_has_the_head_of_a_long_queue_and_chance_ones_of_the_rest(
        self, sandbox_desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("setter.services.what_if.HEAD", 30)
        monkeypatch.setattr("setter.services.what_if.OTHERS", 40)
        first = {each.line.enrolment_id for each in queue_of(sandbox_desk, CAMPAIGN, 30)}
        picked = []
        for chance in (0.0, 0.5):
            sandbox_desk.chance = lambda chance=chance: chance  # type: ignore[misc]
            people = {each.enrolment_id for each in sample_queue(sandbox_desk, CAMPAIGN).people}
            assert len(people) == 70 and first <= people
            picked.append(people - first)
        assert picked[0] != picked[1]

    def test_is_all_of_a_queue_that_is_no_longer(self, sandbox_desk: Desk) -> None:
        length = queue_length(sandbox_desk, CAMPAIGN)
        assert HEAD < length < HEAD + OTHERS
        assert len(sample_queue(sandbox_desk, CAMPAIGN).people) == length


class TestOtherRules:
    @pytest.mark.requirement("R-078")
    def test_make_of_the_sample_what_adopting_them_makes_of_the_queue(self, desk: Desk) -> None:
        ended(desk, "no_answer", FAY)
        draft, sample = a_draft(desk), sample_queue(desk, CAMPAIGN)
        tried_on = {each.who.name: (each.old_place, each.new_place) for each in sample.under(draft.rule_set).moved}
        points = {each.who.name: each.new_points for each in sample.under(draft.rule_set).moved}
        before = [each.line.full_name for each in queue_of(desk, CAMPAIGN)]
        adopted(desk, kept(desk, draft))
        after = queue_of(desk, CAMPAIGN)
        names = [each.line.full_name for each in after]
        assert names != before
        assert {name: places for name, places in tried_on.items() if places[0] != places[1]} == {
            name: (before.index(name) + 1, names.index(name) + 1)
            for name in names
            if before.index(name) != names.index(name)
        }
        scores = {each.line.full_name: each.line.score for each in after}
        assert points == {name: scores[name] for name in points}

    def test_say_by_which_lines_somebody_moves(self, desk: Desk) -> None:
        told = sample_queue(desk, CAMPAIGN).under(a_draft(desk).rule_set)
        (ada,) = [each for each in told.moved if each.who.name == ADA]
        assert [(each.label, each.old, each.new) for each in ada.reasons] == [
            ("Has an e-mail address", 3, 30),
            ("Runs the firm", 25, 2),
        ]

    def test_write_nothing(self, desk: Desk) -> None:
        before = everything_written(desk)
        sample_queue(desk, CAMPAIGN).under(a_draft(desk).rule_set)
        assert everything_written(desk) == before

    def test_that_are_the_same_move_nobody(self, desk: Desk) -> None:
        told = sample_queue(desk, CAMPAIGN).under(rules_in_force(desk))
        assert (told.moved, told.newly_first, told.size) == ((), (), 6)


def kept(desk: Desk, draft: Draft) -> int:
    """Keep a draft as a version with a test of it; its number."""
    version = add_rules(as_lead(desk), CAMPAIGN, rules_text(draft.rule_set)).version
    keep_test(as_lead(desk), CAMPAIGN, version, FOUND)
    return version
