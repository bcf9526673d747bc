"""Whoever sales has trusted long enough is read in samples; everybody else is read whole."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from hands import as_lead, booked, meeting_of, sql_of
from houses import ADA, BEN, CAMPAIGN, CLEO, change_campaign
from setter.domain.metrics import Proportion
from setter.services.desk import Desk
from setter.services.hand_off import packet
from setter.services.meeting_life import cancel
from setter.services.review_sampling import sampling
from setter.services.sql_review import waiting
from setter.store.ids import new_id
from setter.store.records import SalesWord


def sample(share: str) -> tuple[str, str]:
    """A change of the example campaign: so much is read of whoever has earned it."""
    return ('review = "none"', f'review = "sample:{share}"')


def earned(desk: Desk, accepted: int, set_by: str = "mira", rejected: int = 0, code: str = "R03") -> None:
    """Let sales have decided so many SQLs that somebody set, by copies of Ada's."""
    sql, meeting = sql_of(desk), meeting_of(desk)

    def write(unit: Any) -> None:
        call = replace(unit.calls.get(sql.call_id), id=new_id(desk.now()), caller=set_by)
        unit.calls.add(call)
        for number in range(accepted + rejected):
            copy = replace(meeting, id=new_id(desk.now()), uid=f"{set_by}{number}", booked_by=set_by, status="held")
            unit.meetings.add(copy)
            decided = replace(sql, id=new_id(desk.now()), meeting_id=copy.id, call_id=call.id)
            unit.meetings.add_handoff(decided)
            word = SalesWord(decided.id, 1, sql.enrolment_id, sql.prospect_id, answered_at=desk.now())
            said = {"decision": "accepted"} if number < accepted else {"decision": "rejected", "code": code}
            unit.sales.save_word(replace(word, **said))

    desk.store.write(write)


def test_a_caller_of_twenty_accepted_is_read_in_samples_and_nobody_else(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm")
    earned(desk, 20)
    earned(desk, 25, set_by="sal", rejected=4)
    earned(desk, 19, set_by="joe", rejected=9, code="R13")
    cancel(desk, meeting_of(desk).id)
    change_campaign(desk, sample("0.00"))
    told = {each.caller: each for each in sampling(desk, CAMPAIGN)}
    assert {name: (each.accepted, each.earned, each.share) for name, each in told.items()} == {
        "joe": (Proportion(19, 19), False, 1.0),
        "mira": (Proportion(20, 20), True, 0.0),
        "sal": (Proportion(25, 29), False, 1.0),
    }
    booked(desk, BEN, when="2 dec 1pm", email="ben@birch.example")
    assert (sql_of(desk, BEN).state, sql_of(desk, BEN).review) == ("submitted", "passed")
    assert "not reviewed: earned sampling" in packet(desk, meeting_of(desk, BEN).id)
    change_campaign(desk, sample("1.0"))
    booked(desk, CLEO, when="2 dec 10am", email="cleo@elm.example")
    assert sql_of(desk, CLEO).review == "waits" and [each.name for each in waiting(as_lead(desk))] == [CLEO]


def test_in_a_campaign_without_samples_all_or_none_are_read(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm")
    earned(desk, 20)
    assert [each.share for each in sampling(desk, CAMPAIGN)] == [0.0]
    change_campaign(desk, ('review = "none"', 'review = "team_lead"'))
    assert [(each.earned, each.share) for each in sampling(desk, CAMPAIGN)] == [(True, 1.0)]
