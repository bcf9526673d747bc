"""What somebody did, or what happened with them, is one list of dated acts, whatever it is on record as."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import booked, ended, enrolment_of, meeting_of, prospect_named
from houses import ADA, BEN, CLEO, DOV, EVE, wait_until
from services.asking import asked
from services.telling import ADAS, NOW, told
from setter.domain.acts import KINDS, Act
from setter.services.acts import OF_OUTCOME, OF_SOURCE, acts_on, acts_with
from setter.services.desk import Desk
from setter.services.no_show import no_show
from setter.services.on_record import all_on_record, on_record
from setter.services.undo import undo


def acts_of(desk: Desk, name: str) -> list[Act]:
    """Read in each of the ways there are, which agree."""
    enrolment, prospect = enrolment_of(desk, name), prospect_named(desk, name)

    def look(unit: object) -> list[Act]:
        one = acts_on(on_record(unit, enrolment, prospect))  # type: ignore[arg-type]
        (among,) = all_on_record(unit, [(enrolment, prospect)])  # type: ignore[arg-type]
        assert one == acts_on(among) == acts_with(unit, prospect)  # type: ignore[arg-type]
        return one

    return desk.store.read(look)


def kinds_of(desk: Desk, name: str) -> list[tuple[str, str]]:
    return [(act.kind, act.source) for act in acts_of(desk, name)]


@pytest.mark.requirement("R-036", "R-063")
@pytest.mark.parametrize(
    ("code", "given", "kind"),
    [
        ("no_answer", {}, "no_answer"),
        ("not_interested", {}, "not_interested"),
        ("no_need", {}, "no_need"),
        ("info_requested", {}, "info_request"),
        ("callback_prospect", {"callback": "tomorrow 10"}, "callback"),
        ("nurture", {"revisit": "in 2 weeks"}, "conversation_positive"),
    ],
)
def test_the_end_of_a_call_is_an_act_until_it_is_taken_back(
    desk: Desk, code: str, given: dict[str, str], kind: str
) -> None:
    call, _ = ended(desk, code, ADA, **given)
    assert kinds_of(desk, ADA) == [(kind, "call")]
    undo(desk, call.id)
    assert kinds_of(desk, ADA) == []


def test_whoever_has_done_nothing_has_no_acts_whatever_a_list_says_of_their_source(desk: Desk) -> None:
    assert [acts_of(desk, name) for name in (BEN, CLEO, DOV, EVE)] == [[], [], [], []]


def test_a_meeting_an_inquiry_a_call_to_us_and_an_event_are_acts(desk: Desk, tmp_path: Path) -> None:
    booked(desk, ADA)
    asked(desk, BEN)
    told(desk, tmp_path, f"{ADAS},page view,{NOW},/pricing,9", header="email,event,timestamp,url,seconds")
    assert kinds_of(desk, BEN) == [("contact_us", "inquiry")]
    event, meeting = acts_of(desk, ADA)
    assert (event.kind, event.source, dict(event.details)) == (
        "pricing_page",
        "web",
        {"url": "/pricing", "seconds": "9"},
    )
    assert (meeting.kind, meeting.at) == ("meeting", desk.now())


def test_not_coming_to_a_meeting_is_an_act_of_the_time_it_was_to_begin(desk: Desk) -> None:
    booked(desk, ADA)
    meeting = meeting_of(desk)
    wait_until(desk, meeting.ends_at)
    no_show(desk, meeting.id)
    assert Act("no_show", meeting.starts_at) in acts_of(desk, ADA)


def test_every_act_is_of_a_kind_that_rules_may_name() -> None:
    assert {*OF_OUTCOME.values(), *(kind for kind, _ in OF_SOURCE.values())} <= set(KINDS)
