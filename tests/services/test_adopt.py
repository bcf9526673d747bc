"""No rule set goes live untested: a team lead adopts a version with a note, and takes it back with another."""

from __future__ import annotations

from typing import Any

import pytest

from hands import as_lead, attempts_of, dialled, ended, enrolment_of, taken
from houses import ADA, CAMPAIGN, change_campaign
from services.rules_kept import added, adopted, dearer, rules_in_force, tried
from setter.domain.errors import Refused, Wrong
from setter.intake.rules_file import rules_text
from setter.services import adopt as adopting
from setter.services.adopt import adopt, roll_back
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.rescore import finish_undone, is_due, rescore
from setter.services.rule_sets import log, versions


class Killed(Exception):
    pass


def killed(so_far: int, total: int) -> None:
    raise Killed


def back(desk: Desk, note: str = "fewer meetings") -> Any:
    """Take the version in force back."""
    return roll_back(as_lead(desk), CAMPAIGN, note)


@pytest.mark.requirement("R-078")
class TestAVersionThatIsAdopted:
    def test_scores_everybody_from_then_on(self, desk: Desk) -> None:
        before = enrolment_of(desk, ADA)
        done = adopted(desk, tried(desk))
        assert (done.version, done.before, done.fresh) == (2, 1, True)
        assert done.rescored is not None and (done.rescored.read, done.rescored.changed) == (6, 3)
        assert enrolment_of(desk, ADA).score == before.score + 2 and not is_due(desk, CAMPAIGN)
        assert rescore(desk, CAMPAIGN).changed == 0
        assert [line.in_force for line in versions(desk, CAMPAIGN)] == [False, True]

    def test_scores_the_attempts_of_calls_that_were_in_hand_as_well(self, desk: Desk) -> None:
        before = enrolment_of(desk, ADA).score
        call = taken(desk, ADA)
        adopted(desk, tried(desk, attempt_penalty=2.0))
        dial(desk, call.id)
        (attempt,) = attempts_of(desk, call.id)
        assert (attempt.score, attempt.rules_version, attempt.campaign_version) == (before + 2, 2, 1)

    def test_leaves_an_attempt_the_score_that_it_went_by(self, desk: Desk) -> None:
        before = enrolment_of(desk, ADA).score
        call = dialled(desk, ADA)
        adopted(desk, tried(desk))
        assert attempts_of(desk, call.id)[0].score == before

    def test_must_have_been_tested(self, desk: Desk) -> None:
        with pytest.raises(Refused) as refused:
            adopted(desk, added(desk))
        assert refused.value.code == "untested" and "setter backtest --rules-version 2" in refused.value.hint
        assert rules_in_force(desk).version == 1 and not is_due(desk, CAMPAIGN)

    def test_or_the_log_says_why_it_was_not(self, desk: Desk) -> None:
        adopt(as_lead(desk), CAMPAIGN, added(desk), "the law changed", untested="no history of it")
        (last,) = [each for each in log(desk, CAMPAIGN) if each.what == "adopted"]
        assert (last.note, last.untested, rules_in_force(desk).version) == ("the law changed", "no history of it", 2)

    @pytest.mark.parametrize("note", ["", "  \n"])
    def test_needs_a_note(self, desk: Desk, note: str) -> None:
        for change in (lambda: adopted(desk, tried(desk), note), lambda: back(desk, note)):
            with pytest.raises(Wrong) as wrong:
                change()
            assert wrong.value.code == "note"
        assert rules_in_force(desk).version == 1

    def test_twice_is_adopted_once(self, desk: Desk) -> None:
        version = tried(desk)
        adopted(desk, version)
        again = adopted(desk, version)
        assert not again.fresh and again.rescored is None
        assert [each.what for each in log(desk, CAMPAIGN)].count("adopted") == 1

    def test_and_killed_before_everybody_is_weighed_is_finished_later(self, desk: Desk) -> None:
        version, before = tried(desk), enrolment_of(desk, ADA).score
        with pytest.raises(Killed):
            adopt(as_lead(desk), CAMPAIGN, version, "owners first", progress=killed)
        assert is_due(desk, CAMPAIGN) and rules_in_force(desk).version == version
        again = adopted(desk, version)
        assert not again.fresh and again.rescored is not None and not is_due(desk, CAMPAIGN)
        assert enrolment_of(desk, ADA).score == before + 2

    def test_while_everybody_is_weighed_by_another_is_weighed_by_afterwards(self, desk: Desk) -> None:
        second, third = tried(desk), tried(desk, 33)
        before = enrolment_of(desk, ADA).score

        def meanwhile(so_far: int, total: int) -> None:
            if rules_in_force(desk).version == second:
                with pytest.raises(Killed):
                    adopt(as_lead(desk), CAMPAIGN, third, "better still", progress=killed)

        adopt(as_lead(desk), CAMPAIGN, second, "owners first", progress=meanwhile)
        assert is_due(desk, CAMPAIGN), "the first weighing is not the second's"
        rescore(desk, CAMPAIGN)
        assert enrolment_of(desk, ADA).score == before + 3 and not is_due(desk, CAMPAIGN)

    def test_is_seen_at_once_by_whoever_sits_elsewhere(self, desk: Desk, colleague: Any) -> None:
        other = colleague(desk, "noor")
        assert rules_in_force(other).version == 1
        adopted(desk, tried(desk))
        assert rules_in_force(other).version == 2


@pytest.mark.requirement("R-078")
class TestARollBack:
    def test_puts_the_version_before_in_force_again(self, desk: Desk) -> None:
        before = enrolment_of(desk, ADA).score
        adopted(desk, tried(desk))
        done = back(desk)
        assert (done.version, done.before, enrolment_of(desk, ADA).score) == (1, 2, before)
        assert [(line.origin, line.in_force) for line in versions(desk, CAMPAIGN)] == [("file", True), ("edit", False)]
        (last,) = [each for each in log(desk, CAMPAIGN) if each.what == "rolled_back"]
        assert (last.old_version, last.version, last.note) == (2, 1, "fewer meetings")

    def test_goes_step_by_step_and_no_further_than_the_first(self, desk: Desk) -> None:
        adopted(desk, tried(desk))
        adopted(desk, tried(desk, base=1))
        assert [back(desk).version, back(desk).version] == [2, 1]
        with pytest.raises(Refused) as refused:
            back(desk)
        assert refused.value.code == "nothing_before"

    def test_killed_and_said_again_goes_no_further_back(self, desk: Desk) -> None:
        adopted(desk, tried(desk))
        adopted(desk, tried(desk, base=1))
        with pytest.raises(Killed):
            roll_back(as_lead(desk), CAMPAIGN, "fewer meetings", killed)
        assert back(desk).version == 2 and not is_due(desk, CAMPAIGN)
        assert back(desk).version == 1


class TestACampaignsFile:
    def test_with_other_rules_brings_them_into_force(self, desk: Desk) -> None:
        change_campaign(desk, ("points = 25", "points = 29"))
        assert [(line.version, line.in_force) for line in versions(desk, CAMPAIGN)] == [(1, False), (2, True)]
        assert rules_in_force(desk).version == 2

    def test_with_the_rules_of_before_leaves_what_was_adopted_in_force(self, desk: Desk) -> None:
        adopted(desk, tried(desk))
        change_campaign(desk, more="\n# nothing new of the rules\n")
        assert rules_in_force(desk).version == 2 and len(versions(desk, CAMPAIGN)) == 2

    def test_with_the_rules_that_were_adopted_is_no_version_of_its_own(self, desk: Desk) -> None:
        same = dearer(desk)
        adopted(desk, tried(desk))
        change_campaign(desk, ("points = 25", "points = 29"))
        assert rules_in_force(desk).version == 2 and len(versions(desk, CAMPAIGN)) == 2
        assert rules_in_force(desk).rules == same.rules

    def test_with_earlier_rules_brings_their_version_back(self, desk: Desk) -> None:
        change_campaign(desk, ("points = 25", "points = 29"))
        change_campaign(desk, more="\n# as it was\n")
        assert rules_in_force(desk).version == 1 and len(versions(desk, CAMPAIGN)) == 2
        assert back(desk).version == 2

    def test_that_is_a_draft_has_no_version_yet_and_none_is_added(self, desk: Desk) -> None:
        from setter.examples import example_campaign
        from setter.services.campaigns import add_text
        from setter.services.rule_sets import add_rules

        add_text(desk, example_campaign().replace(f'id = "{CAMPAIGN}"', 'id = "draft"', 1))
        assert versions(desk, "draft") == []
        with pytest.raises(Refused) as refused:
            add_rules(as_lead(desk), "draft", rules_text(dearer(desk)))
        assert refused.value.code == "campaign_not_active"


def test_undone_weighing_is_finished_by_whoever_opens_setter_next(desk: Desk) -> None:
    version = tried(desk)
    with pytest.raises(Killed):
        adopt(as_lead(desk), CAMPAIGN, version, "owners first", progress=killed)
    from houses import advance
    from setter.services.rescore import AT_IT_MS

    advance(desk, AT_IT_MS)
    assert [each.campaign for each in finish_undone(desk)] == [CAMPAIGN]


def test_a_call_recorded_after_the_change_stands_by_the_new_rules(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = enrolment_of(desk, ADA).score
    monkeypatch.setattr(adopting, "is_due", lambda desk, campaign: False)
    adopted(desk, tried(desk))
    assert enrolment_of(desk, ADA).score == before
    ended(desk, "no_answer", ADA)
    assert enrolment_of(desk, ADA).score == before + 2
