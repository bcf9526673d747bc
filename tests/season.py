"""A whole season through the real services: ten callers, 5,000 prospects, two programmes, twelve weeks, one seed.

What chance decides is drawn from one generator, so that the same season comes out each time; how good somebody is
stands in no record that a service reads.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import season_sales
from hands import QUALIFIED
from houses import FrozenClock, beside
from setter.domain.calling_window import resolve
from setter.domain.errors import Refused
from setter.domain.units import MINUTE
from setter.examples import example_campaign
from setter.services.book import book, offer, say_zone
from setter.services.campaigns import activate, add_text
from setter.services.clock import iso
from setter.services.desk import Desk, make_database
from setter.services.dial import dial
from setter.services.import_list import import_list
from setter.services.record_outcome import Given, record
from setter.services.shift import begin_work, end_shift
from setter.services.take_call import next_call
from setter.services.verify import mark

FIRST, WEEKS = date(2026, 9, 7), 12
ZONE = "America/Chicago"
AREAS = {
    "IL": ("312", "217", "309", "618", "630", "708", "815", "847"),
    "TX": ("210", "214", "281", "512", "713", "806", "817", "903"),
    "MN": ("218", "507", "612", "651", "763", "952"),
    "WI": ("262", "414", "608", "715", "920"),
    "NY": ("212", "315", "516", "518", "585", "607", "716", "718", "845", "914"),
    "OH": ("216", "330", "419", "513", "614", "740", "937"),
    "MO": ("314", "417", "573", "636", "660", "816"),
}
VOLUME, QUALITY = "quaywise-us", "quaywise-shows"
TEAM = {VOLUME: ("ana", "ben", "cal", "dee", "eli"), QUALITY: ("fay", "gus", "hal", "ida", "jon")}
PEOPLE = {VOLUME: 3500, QUALITY: 1500}
"""Two programmes of the same cost an hour: a bought list, and the cards of a show."""
FIT = {VOLUME: 0.18, QUALITY: 0.42}
"""Which share of them could buy."""


@dataclass
class Season:
    """The season as it stands; `told` counts what was asked of the services and answered."""

    desk: Desk
    chance: random.Random = field(default_factory=lambda: random.Random(20260907))
    calls_a_day: int = 4
    told: Counter[str] = field(default_factory=Counter)
    names: dict[int, tuple[str, str]] = field(default_factory=dict)
    decided: set[int] = field(default_factory=set)
    appealed: set[int] = field(default_factory=set)

    @property
    def clock(self) -> Any:
        """The clock of everybody here."""
        return self.desk.clock

    def drawn(self, share: float) -> bool:
        """Whether something happens that happens so often."""
        return self.chance.random() < share

    def fits(self, prospect_id: int, campaign: str = "") -> bool:
        """Whether somebody could buy: chance says so, and always says the same of them."""
        if prospect_id not in self.names:
            prospect = self.desk.store.read(lambda unit: unit.prospects.get(prospect_id))
            self.names[prospect_id] = (prospect.company_name, campaign)
        company, programme = self.names[prospect_id]
        return random.Random(company).random() < FIT[programme]


def begun(url: str, folder: Path, calls_a_day: int = 4) -> Season:
    """The house as it stands before the first day: two campaigns in force, their lists in."""
    at = resolve(datetime.combine(FIRST - timedelta(days=3), time(9)), ZONE)
    made = make_database(url, sandbox=True, anchor=at)
    for name, role in (("lead", "team_lead"), ("sal", "sales")):
        made.store.write(lambda unit, name=name, role=role: unit.settings.set_role(name, role))
    lead = Desk(made.store, FrozenClock(at), "lead")
    shows = example_campaign().replace(f'id = "{VOLUME}"', f'id = "{QUALITY}"', 1)
    shows = shows.replace('review = "none"', 'review = "sample:0.2"', 1)
    shows = shows.replace('id = "own-vans"\nname = "Own vans, national list"', 'id = "shows"\nname = "Van shows"', 1)
    for text, campaign in ((example_campaign(), VOLUME), (shows, QUALITY)):
        add_text(lead, text)
        activate(lead, campaign)
    numbers = _numbers()
    for campaign, source, kind in (
        (VOLUME, "national-list", "purchased_list"),
        (QUALITY, "van-show-2026", "event_business_card"),
    ):
        listed = _list(folder / f"{source}.csv", PEOPLE[campaign], numbers)
        import_list(lead, listed, campaign, source=source, kind=kind)
    lead.chance = random.Random(5).random
    return Season(lead, calls_a_day=calls_a_day)


def _numbers() -> Any:
    for region, codes in AREAS.items():
        for code in codes:
            for line in range(100):
                yield region, f"+1{code}55501{line:02d}"


def _list(path: Path, rows: int, numbers: Any) -> Path:
    trades = ("wholesale", "furniture", "printing", "plumbing", "food distribution")
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(
            ["full_name", "company", "phone", "title", "email", "region", "country", "industry", "delivery_by"]
        )
        for number in range(rows):
            region, phone = next(numbers)
            name = f"{'ABCDEFGHIJ'[number % 10]}nna{number // 10} {path.stem[:3].title()}son{number}"
            title = ("Owner", "President", "Director of Logistics", "Operations Manager")[number % 4]
            mail = f"p{number}@{path.stem}.example"
            company = f"Firm {path.stem} {number}"
            table.writerow([name, company, phone, title, mail, region, "US", trades[number % 5], "own_vans"])
    return path


def play(season: Season) -> Season:
    """Play it to its end."""
    for week in range(WEEKS):
        for weekday in range(5):
            _day(season, FIRST + timedelta(days=7 * week + weekday))
    return season


def _day(season: Season, day: date) -> None:
    morning = resolve(datetime.combine(day, time(9, 30)), ZONE)
    season.clock.at = max(morning, season.clock.at)
    desks = [(campaign, _seat(season, name)) for campaign, names in TEAM.items() for name in names]
    for _, desk in desks:
        begin_work(desk)
    for turn in range(season.calls_a_day):
        season.clock.at = max(morning + turn * 90 * MINUTE, season.clock.at)
        for campaign, desk in desks:
            _call(season, desk, campaign)
    season.clock.at = max(resolve(datetime.combine(day, time(16, 30)), ZONE), season.clock.at)
    for _, desk in desks:
        end_shift(desk)
    season_sales.evening(season, day)


def _seat(season: Season, name: str) -> Desk:
    desk = beside(season.desk, name)
    desk.chance = season.desk.chance
    return desk


def _call(season: Season, desk: Desk, campaign: str) -> None:
    taken = next_call(desk, campaign)
    if taken.call is None:
        season.told["nobody to call"] += 1
        return
    call = taken.call
    try:
        dial(desk, call.id)
    except Refused:
        season.told["refused"] += 1
        record(desk, call.id, Given("skipped", reason="not now"))
        return
    season.clock.advance(20_000)
    code, given = _outcome(season, desk, call, campaign)
    record(desk, call.id, Given(code, **given))
    season.told[code] += 1


def _outcome(season: Season, desk: Desk, call: Any, campaign: str) -> tuple[str, dict[str, Any]]:
    drawn = season.chance.random()
    if drawn < 0.55:
        return "no_answer", {}
    if drawn < 0.65:
        return "voicemail_no_message", {}
    season.clock.advance(3 * MINUTE)
    fits = season.fits(call.prospect_id, campaign)
    said = {"answers": {**QUALIFIED, "email": f"p{call.prospect_id}@firm.example"}, "minutes": 6.0}
    if desk.store.read(lambda unit: unit.meetings.open_for(call.enrolment_id)) is not None:
        return "meeting_confirmed", said
    if season.drawn(0.5):
        for name in ("title", "company_name"):
            mark(desk, call.id, name, "verified" if season.drawn(0.97) else "wrong")
    if season.drawn(0.5 if fits else 0.08):
        if not _booked(desk, call.id):
            season.told["no time free"] += 1
            return "nurture", {"minutes": 4.0, "revisit": "in 6 weeks"}
        return "meeting_set", said
    return season.chance.choice(["not_interested", "no_need", "no_need", "info_requested"]), {"minutes": 2.0}


def _booked(desk: Desk, call_id: int) -> bool:
    """Book the first of two times that are free; whoever may be in two zones says which."""
    try:
        slots = offer(desk, call_id).slots
    except Refused as refusal:
        assert refusal.code == "zone_unclear", refusal
        say_zone(desk, call_id, ZONE)
        slots = offer(desk, call_id).slots
    if slots:
        book(desk, call_id, iso(slots[0].starts))
    return bool(slots)
