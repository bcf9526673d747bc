"""Whoever looks through the meetings finds what asks for work, however many there ever were."""

from __future__ import annotations

from hands import DAY, booked, meeting_of
from houses import ADA, BEN, CAMPAIGN, CLEO, advance, wait_until
from services.sales_told import accepts
from setter.services.desk import Desk
from setter.services.hand_off import meetings_of
from setter.services.meeting_list import lines_of, listing


def test_what_is_old_and_answered_is_left_out_until_somebody_asks(desk: Desk) -> None:
    booked(desk, ADA, when="wed 3pm")
    booked(desk, BEN, when="wed 10am")
    ada, ben = meeting_of(desk), meeting_of(desk, BEN)
    assert (listing(desk, CAMPAIGN).ids, listing(desk, CAMPAIGN).older) == ((ben.id, ada.id), 0)
    wait_until(desk, "2026-11-25T22:00:00Z")
    accepts(desk, met="held")
    advance(desk, 61 * DAY)
    booked(desk, CLEO, when="in 2 days 3pm", budget_status="none")
    cleo = meeting_of(desk, CLEO)
    now = listing(desk, CAMPAIGN)
    assert (now.ids, now.older) == ((cleo.id, ben.id), 1), "first what is not qualified, then what waits for a word"
    assert listing(desk, CAMPAIGN, everything=True).ids == (cleo.id, ben.id, ada.id)
    lines = lines_of(desk, (ben.id, cleo.id))
    known = {line.meeting.id: line for line in meetings_of(desk, CAMPAIGN)}
    assert [line for line, _ in lines] == [known[ben.id], known[cleo.id]]
    assert [line.missing for line, _ in lines] == [(), ("budget",)] and lines[0][1].word is None
