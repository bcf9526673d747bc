"""One meeting from its booking to the line that says what it earned, through real servers all the way."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import vobject

from hands import DAY, HOUR, MINUTE, QUALIFIED, as_lead, dialled, meeting_of, on_strip, sql_of
from houses import ADA, FrozenClock, advance, change_campaign, wait_until
from radicales import SECRET, USER, Radicale
from receivers import Post
from setter.domain.errors import Refused
from setter.services.book import book
from setter.services.calendars import sync
from setter.services.deliver import deliver
from setter.services.desk import Desk
from setter.services.guest_answers import take_replies
from setter.services.measures import Asked
from setter.services.measures_reports import programmes
from setter.services.meeting_life import reschedule
from setter.services.no_show import no_show
from setter.services.record_outcome import Given, record
from setter.services.sales_answers_file import answer_sheet, reply_file

REP = 'id = "t.abara"'
SENDER = "meetings@fernhill.example"


@pytest.fixture
def house(desk: Desk, radicale: Radicale, post: Post, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The house with a rep who has a calendar and is written to."""
    monkeypatch.setenv("SETTER_SECRET_TOBES", SECRET)
    own = f'calendar = "{radicale.calendar()}"\ncalendar_user = "{USER}"\ncalendar_secret = "tobes"'
    mail = f'[handoff.mail]\nhost = "localhost"\nport = {post.port}\nsender = "{SENDER}"\nsecurity = "none"\n'
    change_campaign(
        desk, (REP, f'{REP}\ndeliver = ["email", "calendar"]\n{own}'), ("[signed_off]", f"{mail}\n[signed_off]")
    )
    assert isinstance(desk.clock, FrozenClock)
    desk.clock.sandbox = False
    return desk


def held_at(radicale: Radicale) -> list[str]:
    """When the rep is held, by the calendar's own server."""
    events = [vobject.readOne(text).vevent for name, text in radicale.kept().items() if name != "own.ics"]
    return [f"{event.dtstart.value:%m-%d %H:%M} {event.sequence.value}" for event in events]


def invitations(post: Post, to: str) -> list[tuple[str, str]]:
    """What a guest was sent: the method and the revision of each."""
    found = []
    for mail in post.mails:
        if to in str(mail["To"]):
            part = next(each for each in mail.walk() if each.get_content_type() == "text/calendar")
            event = vobject.readOne(part.get_content())
            found.append((event.method.value, event.vevent.sequence.value))
    return found


@pytest.mark.requirement("R-080", "R-081", "R-101")
def test_a_meeting_is_booked_moved_missed_rescued_held_accepted_and_won(
    house: Desk, radicale: Radicale, post: Post, tmp_path: Path
) -> None:
    desk, lead, ada = house, as_lead(house), QUALIFIED["email"]
    radicale.put(
        "own",
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:own\r\nDTSTAMP:20261101T000000Z\r\n"
        "DTSTART:20261201T210000Z\r\nDTEND:20261201T220000Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    )
    call = dialled(desk, ADA)
    with pytest.raises(Refused, match="calendar"):
        book(desk, call.id, "tue 1 dec 2pm")
    sync(desk)
    with pytest.raises(Refused):
        book(desk, call.id, "tue 1 dec 3pm")  # the dentist's, in the rep's calendar only
    book(desk, call.id, "tue 1 dec 2pm")
    record(desk, call.id, Given("meeting_set", answers=QUALIFIED, minutes=6))
    assert {way.row.state for way in deliver(desk, at_once=True)} == {"sent"}
    assert held_at(radicale) == ["12-01 20:00 0"]
    assert invitations(post, ada) == [("REQUEST", "0")]

    invited = next(mail for mail in post.mails if ada in str(mail["To"]))
    asked = next(part for part in invited.walk() if part.get_content_type() == "text/calendar").get_content()
    yes = vobject.readOne(asked)
    yes.method.value = "REPLY"
    yes.vevent.attendee.params["PARTSTAT"] = ["ACCEPTED"]
    (tmp_path / "yes.ics").write_text(yes.serialize(validate=False), encoding="utf-8")
    take_replies(desk, [tmp_path / "yes.ics"])
    assert meeting_of(desk).status == "confirmed"

    reschedule(desk, meeting_of(desk).id, "wed 2 dec 10:00")
    deliver(desk, at_once=True)
    assert held_at(radicale) == ["12-02 16:00 1"]
    assert invitations(post, ada)[-1] == ("REQUEST", "1")

    wait_until(desk, meeting_of(desk).starts_at + 10 * MINUTE)
    no_show(desk, meeting_of(desk).id)
    assert "rescue_no_show" in on_strip(desk)
    rescue = dialled(desk, ADA)
    sync(desk)
    book(desk, rescue.id, "thu 3 dec 11:00")
    record(desk, rescue.id, Given("meeting_set", answers=QUALIFIED, minutes=4))
    assert "rescue_no_show" not in on_strip(desk)
    deliver(desk, at_once=True)
    assert "12-03 17:00 0" in held_at(radicale)
    sql = sql_of(desk)

    wait_until(desk, meeting_of(desk).ends_at + 2 * HOUR)
    sheet = tmp_path / "answers.csv"
    rows = list(csv.DictReader(answer_sheet(lead, "csv").content.decode("utf-8-sig").splitlines()))
    (mine,) = [row for row in rows if row["sql"] == f"SQL-{sql.id}"]
    mine |= {"decision": "accepted", "met": "held", "minutes": "35", "quality": "5"}
    answer_with(sheet, rows)
    assert reply_file(lead, sheet).answered == 1
    advance(desk, 20 * DAY)
    mine |= {"opportunity": "won", "opportunity_since": "2026-12-05", "closed_on": "2026-12-20"}
    mine |= {"amount": "12000", "margin": "4800"}
    answer_with(sheet, rows)
    assert reply_file(lead, sheet).answered == 1
    assert reply_file(lead, sheet).known == 1  # the same file again is no news

    rows_told = {each.measure: each for each in programmes(lead, Asked()).rows if each.by.startswith("Own vans")}
    assert (rows_told["SQL acceptance"].numerator, rows_told["show rate"].denominator) == (1, 2)
    cost = rows_told["cost"].numerator
    assert rows_told["return on investment"].numerator == pytest.approx(4800 - cost)


def answer_with(sheet: Path, rows: list[dict[str, str]]) -> None:
    """Be the rep at their spreadsheet: save what was filled in."""
    with sheet.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
