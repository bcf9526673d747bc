"""A meeting is booked with whoever may take it; where nobody can, free times of theirs are named."""

from __future__ import annotations

import pytest

from hands import dialled
from houses import ADA, DOV, change_campaign
from setter.domain.calling_window import local_time
from setter.domain.errors import Refused, Wrong
from setter.domain.handoff_plan import HandoffPlan
from setter.services.book import book, guest_of, offer
from setter.services.desk import Desk
from setter.services.diary import free_times, seek

CHICAGO = "America/Chicago"


def refusal(desk: Desk, name: str, when: str) -> Refused:
    call = dialled(desk, name)
    with pytest.raises(Refused) as refused:
        book(desk, call.id, when)
    assert refused.value.code == "slot"
    return refused.value


def test_too_soon_says_how_much_notice_a_meeting_needs(desk: Desk) -> None:
    assert refusal(desk, ADA, "today 3pm").message == "A meeting needs 20 hours' notice."


def test_free_times_are_named_with_people_of_the_territory_in_two_half_days(desk: Desk) -> None:
    refused = refusal(desk, DOV, "thu 11pm")
    assert refused.message == "No rep is free on Thursday 26 November 2026, 23:00 in Los Angeles (PST)."
    west = {rep.name for rep in plan(desk).reps if {"CA", "*"} & set(rep.territory)}
    east = {rep.name for rep in plan(desk).reps} - west
    assert any(name in refused.hint for name in west) and not any(name in refused.hint for name in east)
    times = [part.split(" (")[0] for part in refused.hint.removeprefix("Free: ").split("), ")]
    assert len({(time[:10], time[11:13] >= "12") for time in times}) == 2


def test_what_is_offered_is_of_the_territory_too(desk: Desk) -> None:
    west = {rep.id for rep in plan(desk).reps if {"CA", "*"} & set(rep.territory)}
    call = dialled(desk, DOV)
    assert {slot.rep for slot in free_times(desk, seek(desk, call_id=call.id))} <= west
    assert {slot.rep for slot in offer(desk, call.id).slots} <= west


def test_nothing_is_offered_on_a_public_holiday_there_and_it_may_be_asked_for(desk: Desk) -> None:
    change_campaign(desk, ("days_off = [2026-11-26, 2026-12-25]", "days_off = []"))
    call = dialled(desk, ADA)
    days = {local_time(slot.starts, CHICAGO).day for slot in free_times(desk, seek(desk, call_id=call.id))}
    assert 25 in days and 26 not in days
    assert book(desk, call.id, "thu 3pm").meeting.wall == "2026-11-26T15:00"


def plan(desk: Desk) -> HandoffPlan:
    return desk.store.read(lambda unit: desk.campaign(unit, 1)).handoff


@pytest.mark.parametrize(
    ("text", "guest"),
    [
        ("Ann Lee <ann@x.example>", ("Ann Lee", "ann@x.example")),
        ("Ann Lee", ("Ann Lee", "")),
        ("ann@x.example", ("", "ann@x.example")),
        ("<ann@x.example>", ("", "ann@x.example")),
    ],
)
def test_a_guest_has_a_name_or_an_address(text: str, guest: tuple[str, str]) -> None:
    assert guest_of(text) == guest


@pytest.mark.parametrize("text", ["", "Ann ann@x.example", "Ann <ann>", "Ann <ann@x>", "a@b", "<>"])
def test_what_is_half_an_address_is_no_guest(text: str) -> None:
    with pytest.raises(Wrong) as wrong:
        guest_of(text)
    assert wrong.value.code == "guest"
