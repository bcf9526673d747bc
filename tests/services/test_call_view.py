"""What a caller has before them on a call, whatever has become of the campaign since the meeting was booked."""

from __future__ import annotations

import pytest

from hands import DAY, booked, dialled, ended, enrolment_of, meeting_of, taken
from houses import ADA, BEN, advance, change_campaign, wait_until
from setter.domain.calling_window import local_time
from setter.services.answer import answer
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


SPOKEN = (
    "Hello {prospect.first_name|there}, {caller.name} for Tidemark Software with a sales call about late deliveries.",
    "Hello {prospect.first_name|there}, {caller.name} for Tidemark Software with a sales call about late deliveries."
    " {prospect.email|?} {prospect.phone|?} {referrer.name|?} {prospect.vehicles|?} {company.vehicles|?}",
)


def test_every_placeholder_is_filled_where_the_word_is_known(desk: Desk) -> None:
    change_campaign(desk, SPOKEN)
    ended(desk, "referred", BEN, referred="Gil Nash", answers={"referred_line": "+13125550177"})
    answer(desk, dialled(desk, "Gil Nash").id, {"vehicles": "14", "email": "gil@birch.example"})
    call = desk.store.read(lambda unit: unit.calls.live(desk.caller))
    said = view(desk, call.id, "voicemail").words
    assert "gil@birch.example +13125550177 Ben Okafor 14 14" in said


@pytest.mark.parametrize("attempts", [0, 1])
def test_the_day_that_a_voicemail_promises_is_the_day_we_ring(desk: Desk, attempts: int) -> None:
    for _ in range(attempts):
        ended(desk, "no_answer", ADA)
        wait_until(desk, enrolment_of(desk, ADA).next_at)
    call = dialled(desk, ADA)
    said = view(desk, call.id, "voicemail").words
    record(desk, call.id, Given("voicemail_left"))
    at = enrolment_of(desk, ADA).next_at
    assert f"I'll try {local_time(at, 'America/Chicago'):%A}." in said


def test_advises_against_a_message_once_so_many_were_left_in_the_cycle(desk: Desk) -> None:
    change_campaign(desk, ("voicemail_on_attempts = [2, 4, 7]", "voicemail_on_attempts = [1, 3]\nmax_voicemails = 2"))
    told = []
    for code in ("voicemail_left", "no_answer", "voicemail_left", "no_answer"):
        call = dialled(desk, ADA)
        told.append(view(desk, call.id).voicemail)
        record(desk, call.id, Given(code))
        wait_until(desk, enrolment_of(desk, ADA).next_at)
    assert told == ["yes, leave one", "no, not today", "yes, leave one", "no message: two left already"]


def test_messages_of_an_earlier_cycle_do_not_count(desk: Desk) -> None:
    change_campaign(desk, ("voicemail_on_attempts = [2, 4, 7]", "voicemail_on_attempts = [1]\nmax_voicemails = 1"))
    ended(desk, "voicemail_left", ADA)
    wait_until(desk, "2027-01-12T16:30:00Z")
    ended(desk, "no_answer", ADA)
    assert enrolment_of(desk, ADA).work_state == "exhausted"
    wait_until(desk, enrolment_of(desk, ADA).next_at)
    assert view(desk, taken(desk, ADA).id).voicemail == "yes, leave one"
