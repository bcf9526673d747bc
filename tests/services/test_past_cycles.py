"""Rules are tested on what was known at the first dial of a cycle, never on what came to be known later (§3.7)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hands import DAY, MINUTE, as_lead, booked, dialled, ended, meeting_of, prospect_named
from houses import ADA, BEN, CAMPAIGN, DOV, advance
from services.sales_told import accepts, handed, rejects
from setter.domain.acts import Act
from setter.domain.rule_set import RuleSet
from setter.services.acts import acts_with
from setter.services.appeal import appeal, decide
from setter.services.desk import Desk
from setter.services.erase import erase
from setter.services.events_file import events_file
from setter.services.meeting_life import cancel
from setter.services.no_show import no_show
from setter.services.past_cycles import PastCycle, past_cycles
from setter.services.record_outcome import Given, record


def acts_at_home(desk: Desk) -> list[Act]:
    """What is on record of Ada now."""
    return desk.store.read(lambda unit: acts_with(unit, prospect_named(desk, ADA)))


def cycles(desk: Desk, label: str = "sql") -> list[PastCycle]:
    return past_cycles(desk, CAMPAIGN, label)


class TestACycle:
    def test_counts_once_its_outcome_is_final(self, desk: Desk) -> None:
        ended(desk, "no_answer", BEN)
        assert cycles(desk) == []
        advance(desk, 30 * DAY)
        (only,) = cycles(desk)
        assert (only.success, only.explored, only.rules_version) == (False, False, 1)

    def test_succeeds_with_the_sql_that_came_of_it(self, desk: Desk) -> None:
        booked(desk, ADA)
        ended(desk, "no_answer", DOV)
        advance(desk, 31 * DAY)
        assert [(each.values["region"], each.success) for each in cycles(desk)] == [("IL", True), ("CA", False)]

    def test_is_held_only_if_the_meeting_took_place(self, desk: Desk) -> None:
        booked(desk, ADA)
        advance(desk, 31 * DAY)
        assert cycles(desk, "held") == [], "nobody has said yet whether it was"
        cancel(desk, meeting_of(desk, ADA).id)
        assert [each.success for each in cycles(desk, "held")] == [False]

    def test_is_accepted_once_sales_has_decided_and_nobody_appeals(self, desk: Desk) -> None:
        sql = handed(desk, when="wed 3pm")
        advance(desk, 31 * DAY)
        assert cycles(desk, "accepted") == [], "sales has not said yet"
        rejects(desk, "R13", "I was on leave")
        assert cycles(desk, "accepted") == [], "nothing is rejected by what is excused"
        rejects(desk, "R04")
        assert [each.success for each in cycles(desk, "accepted")] == [False]
        appeal(desk, sql.id, "she has the money")
        assert cycles(desk, "accepted") == [], "a team lead has yet to decide"
        decide(as_lead(desk), sql.id, "overturned", "she has")
        assert [each.success for each in cycles(desk, "accepted")] == [True]

    def test_knows_of_sales_rejection_as_it_stood_at_the_dial(self, desk: Desk) -> None:
        handed(desk, when="wed 3pm")
        rejects(desk, "R04")
        advance(desk, 100 * DAY)
        ended(desk, "no_answer", ADA)
        assert [each.kind for each in acts_at_home(desk)].count("sales_rejected") == 1
        advance(desk, 31 * DAY)
        (_, second) = cycles(desk)
        (act,) = [each for each in second.acts if each.kind == "sales_rejected"]
        assert act.details == {"code": "R04"}
        accepts(desk)
        assert [each.kind for each in acts_at_home(desk)].count("sales_rejected") == 0
        assert act in cycles(desk)[1].acts, "it was taken back only later"

    def test_knows_of_a_no_show_from_when_somebody_told_it(self, desk: Desk) -> None:
        booked(desk, ADA)
        advance(desk, 2 * DAY)
        no_show(desk, meeting_of(desk, ADA).id)
        ada = prospect_named(desk, ADA).id
        (missed,) = desk.store.read(lambda unit: unit.cycles.no_shows([ada]))
        assert missed.starts_at < missed.told_at == desk.now()

    def test_stands_as_it_was_known_at_the_dial(self, desk: Desk, tmp_path: Path) -> None:
        call = dialled(desk, ADA)
        record(desk, call.id, Given("nurture", revisit="in 2 weeks", answers={"vehicles": "14"}))
        seen = tmp_path / "events.csv"
        seen.write_text("email,event,at\nada@birch.example,pricing_page,2026-11-20T10:00:00Z\n")
        advance(desk, 2 * DAY)
        events_file(desk, seen, client_id="tidemark")
        advance(desk, 31 * DAY)
        (only,) = cycles(desk)
        assert "vehicles" not in only.values, "she said so in that very call"
        assert only.acts == (), "nobody knew at the dial what she had looked at"

    def test_knows_what_had_been_recorded_before_the_dial(self, desk: Desk, tmp_path: Path) -> None:
        seen = tmp_path / "events.csv"
        seen.write_text("email,event,at\nada@birch.example,pricing_page,2026-11-20T10:00:00Z\n")
        events_file(desk, seen, client_id="tidemark")
        advance(desk, MINUTE)
        ended(desk, "no_answer", ADA)
        advance(desk, 31 * DAY)
        assert [act.kind for act in cycles(desk)[0].acts] == ["pricing_page"]

    def test_is_one_however_often_they_are_dialled_in_it(self, desk: Desk) -> None:
        ended(desk, "no_answer", BEN)
        advance(desk, 3 * DAY)
        ended(desk, "no_answer", BEN)
        advance(desk, 31 * DAY)
        assert len(cycles(desk)) == 1


class TestWhatIsKept:
    def test_says_that_a_name_or_an_address_is_known_and_not_which(self, desk: Desk) -> None:
        ended(desk, "no_answer", ADA)
        advance(desk, 31 * DAY)
        values = cycles(desk)[0].values
        assert {values[name] for name in ("full_name", "first_name", "last_name", "email")} == {"known"}
        assert "birch.example" not in json.dumps({**values, "company_domain": ""})

    def test_is_gone_with_whoever_is_erased(self, desk: Desk) -> None:
        ended(desk, "no_answer", ADA)
        erase(as_lead(desk), prospect_named(desk, ADA).id, "asked by letter")
        advance(desk, 31 * DAY)
        assert cycles(desk) == []

    @pytest.mark.requirement("R-070")
    def test_a_dial_carries_the_score_its_lines_and_the_version_of_the_rules(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        (attempt,) = desk.store.read(lambda unit: unit.calls.attempts(call.id))
        lines = json.loads(attempt.score_lines)
        assert attempt.score == round(sum(points for _, points, *_ in lines)) > 0
        rules: RuleSet = desk.store.read(lambda unit: desk.campaign(unit, call.campaign).scoring)
        assert (attempt.rule_set, attempt.rules_version) == (rules.id, rules.version)
        assert {rule for _, _, rule, _ in lines} <= {each.id for each in rules.rules} | {"balanced"}
