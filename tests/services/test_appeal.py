"""Whoever set a rejected SQL appeals once; a team lead decides, and what was rejected may count as accepted."""

from __future__ import annotations

import json
from functools import partial

import pytest

from hands import DAY, as_lead, enrolment_of, open_tasks
from houses import ADA, CAMPAIGN, advance, beside
from services.sales_told import (
    accepts,
    after_the_meeting,
    handed,
    refusal,
    rejects,
    says,
)
from setter.services.appeal import appeal, decide, open_appeals, who_decides
from setter.services.credit import Credit, credit_of, credit_this_week
from setter.services.desk import Desk
from setter.services.progress import progress
from setter.store.unit import Unit

WHY = "she named a budget of 40,000 twice"


def duties(desk: Desk) -> dict[str, tuple[str, str]]:
    """The open duties about Ada: whose, and their words."""
    return {each.kind: (each.owner, each.words) for each in open_tasks(desk)}


class TestAnAppeal:
    def test_is_made_once_by_whoever_set_it_and_decided_by_a_lead(self, desk: Desk) -> None:
        sql = handed(desk)
        assert refusal(lambda: appeal(desk, sql.id, WHY)).code == "unanswered"
        after_the_meeting(desk)
        rejects(desk, "R04", met="held")
        assert refusal(lambda: appeal(desk, sql.id, " ")).code == "no_reason"
        assert refusal(lambda: appeal(as_lead(desk), sql.id, WHY)).code == "not_yours"
        assert appeal(desk, sql.id, WHY) == appeal(desk, sql.id, "again")
        assert duties(desk)["decide_appeal"] == ("lead", WHY)
        (waiting,) = open_appeals(as_lead(desk))
        assert (waiting.name, waiting.code, waiting.made_by) == (ADA, "R04", "mira")
        assert refusal(lambda: decide(desk, sql.id, "overturned", "yes")).code == "role"
        decided = decide(as_lead(desk), sql.id, "overturned", "I heard the call")
        assert decided.accepted and decided.rejected == ""
        assert decide(as_lead(desk), sql.id, "overturned", "again") == decided
        assert refusal(lambda: decide(as_lead(desk), sql.id, "upheld", "no")).code == "no_appeal"
        assert refusal(lambda: appeal(desk, sql.id, WHY)).code == "appealed"
        told = duties(desk)
        assert told["appeal_decided"] == ("mira", "overturned: I heard the call")
        assert not {"decide_appeal", "sales_rejected"} & set(told) and open_appeals(desk) == []
        enrolment = enrolment_of(desk, ADA)
        assert (enrolment.work_state, enrolment.rung) == ("handed_off", "opportunity")
        kept = desk.store.read(lambda unit: unit.sales.answers(sql.id))
        assert json.loads(kept[-1].said) == {"appeal": "overturned"}
        assert refusal(lambda: rejects(desk, "R05", "but still")).code == "overturned"
        assert says(desk, opportunity="open", opportunity_on="2026-12-02").opportunity == "open"

    def test_overturned_after_the_meeting_was_called_off_it_is_booked_anew(self, desk: Desk) -> None:
        sql = handed(desk)
        rejects(desk, "R11", "a competitor, I think")
        assert enrolment_of(desk, ADA).work_state == "disqualified"
        appeal(desk, sql.id, "they only sound like one")
        decide(as_lead(desk), sql.id, "overturned", "they are none")
        enrolment = enrolment_of(desk, ADA)
        assert (enrolment.work_state, enrolment.owner) == ("callback", "mira")
        assert "rebook_meeting" in duties(desk)

    def test_upheld_the_rejection_stands_and_its_caller_knows_why(self, desk: Desk) -> None:
        sql = handed(desk)
        rejects(desk, "R03")
        appeal(desk, sql.id, WHY)
        assert decide(as_lead(desk), sql.id, "upheld", "there is no need in the call").rejected == "R03"
        assert duties(desk)["appeal_decided"][1].startswith("upheld")
        assert enrolment_of(desk, ADA).work_state == "nurture"

    def test_is_too_late_or_of_nothing_that_counts(self, desk: Desk) -> None:
        sql = handed(desk)
        rejects(desk, "R13", "my child is ill")
        assert refusal(lambda: appeal(desk, sql.id, WHY)).code == "no_rejection"
        rejects(desk, "R03")
        advance(desk, 17 * DAY)
        assert refusal(lambda: appeal(desk, sql.id, WHY)).code == "too_late"
        accepts(desk)
        assert refusal(lambda: appeal(desk, sql.id, WHY)).code == "no_rejection"

    def test_ends_when_sales_takes_its_rejection_back(self, desk: Desk) -> None:
        sql = handed(desk)
        rejects(desk, "R03")
        appeal(desk, sql.id, WHY)
        assert accepts(desk).appeal == ""
        assert "decide_appeal" not in duties(desk) and open_appeals(desk) == []
        assert refusal(lambda: decide(as_lead(desk), sql.id, "upheld", "no")).code == "no_appeal"

    def test_of_a_lead_goes_to_another_lead(self, desk: Desk) -> None:
        for name, role in (("mira", "team_lead"), ("abe", "admin")):
            desk.store.write(partial(_set_role, name, role))
        sql = handed(desk)
        rejects(desk, "R03")
        appeal(desk, sql.id, WHY)
        assert duties(desk)["decide_appeal"][0] == "lead"
        told = refusal(lambda: decide(desk, sql.id, "overturned", "of course"))
        assert (told.code, told.message, told.hint) == ("own_sql", "You set it yourself.", "lead may decide it.")
        desk.store.write(_leave_mira_alone)
        alone = refusal(lambda: decide(desk, sql.id, "overturned", "of course")).hint
        assert alone == who_decides(desk, sql.id) and "setter colleague NAME --role team_lead" in alone


def _leave_mira_alone(unit: Unit) -> None:
    for name, _ in unit.settings.colleagues():
        unit.settings.set_role(name, "team_lead" if name == "mira" else "caller")


def _set_role(name: str, role: str, unit: Unit) -> None:
    unit.settings.set_role(name, role)


@pytest.mark.requirement("R-085")
def test_a_callers_credit_counts_what_sales_accepted_and_held(desk: Desk) -> None:
    sql = handed(desk, when="wed 3pm")
    since, until = desk.now() - DAY, desk.now() + 30 * DAY
    assert credit_of(desk, "mira", since, until) == Credit(made=1, pending=1)
    advance(desk, 2 * DAY)
    rejects(desk, "R04", met="held")
    assert credit_of(desk, "mira", since, until) == Credit(made=1, rejected=1, held=1)
    appeal(desk, sql.id, WHY)
    decide(as_lead(desk), sql.id, "overturned", "it is so")
    assert credit_of(desk, "mira", since, until) == Credit(made=1, accepted=1, held=1)
    own = credit_this_week(desk)
    assert (own.accepted, own.held) == (1, 1)
    campaign = progress(desk, CAMPAIGN)
    assert (campaign.accepted, campaign.pending) == (1, 0)
    assert credit_of(beside(desk, "noor"), "noor", since, until) == Credit()
