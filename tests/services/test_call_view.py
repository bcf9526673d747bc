"""What a caller has before them on a call, whatever has become of the campaign since the meeting was booked."""

from __future__ import annotations

from hands import DAY, booked, meeting_of, taken
from houses import ADA, advance, change_campaign
from setter.services.call_view import view
from setter.services.desk import Desk
from setter.services.diary import seek
from setter.services.meeting_life import reschedule
from setter.services.record_outcome import Given, record

TOBE = "Tobe Abara"


def test_a_rep_who_has_left_the_campaign_still_has_the_meetings_they_took(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm")
    assert meeting_of(desk).rep == "t.abara"
    change_campaign(desk, ('id = "t.abara"', 'id = "k.boone"'), (f'name = "{TOBE}"', 'name = "Kay Boone"'))
    advance(desk, DAY)
    call = taken(desk, ADA)
    assert view(desk, call.id).values["rep.name"] == TOBE
    assert seek(desk, call_id=call.id).standing_rep == TOBE
    moved = reschedule(desk, meeting_of(desk).id, "2 dec 3pm")
    assert seek(desk, meeting_id=moved.id).standing_rep == TOBE
    assert record(desk, call.id, Given("skipped", reason="at lunch")).work_state == "handed_off"
