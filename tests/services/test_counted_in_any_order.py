"""Whatever is done to calls, in whatever order: the counts by day are what a count of everything comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import strategies as some
from hypothesis.stateful import initialize, invariant, rule

from hands import (
    DAY,
    MINUTE,
    QUALIFIED,
    everything,
)
from houses import (
    CAMPAIGN,
    MORNING,
    TO_REVIEW,
    Furnished,
    advance,
    beside,
    change_campaign,
    wait_until,
)
from services.any_house import House, in_any_order
from services.raw_counts import raw, raw_day_parts
from setter.domain.days import day_of
from setter.services import meeting_life
from setter.services.activity import counted
from setter.services.answer import answer
from setter.services.book import book
from setter.services.dial import dial, next_number
from setter.services.place import promote_due
from setter.services.promote import promote
from setter.services.receive_call import receive
from setter.services.record_outcome import Given, record
from setter.services.recount import recount
from setter.services.review import report_of
from setter.services.shift import end_shift
from setter.services.sql_review import approve, return_sql, waiting
from setter.services.take_call import next_call, release, take
from setter.services.undo import last_call, undo
from setter.services.unite import unite
from setter.store.records.counts import Counts
from setter.store.unit import Unit

CALLERS = ("mira", "noor", "lead")
ZONES = ("UTC", "Asia/Tokyo", "Pacific/Honolulu", "America/Chicago")
PEOPLE = "\n".join(
    [
        "full_name,company,phone,mobile,title,region,country",
        "Ada North,Birch Foods,+13125550101,+13125550111,Owner,IL,US",
        "Ada North,Birch Haulage,+13125550171,,Owner,IL,US",
        "Ben Okafor,Birch Foods,+13125550102,+13125550112,Operations Manager,IL,US",
        "Cleo Marsh,Elm Supply,+12125550103,+12125550113,Director of Logistics,NY,US",
    ]
)
OUTCOMES = (
    *("no_answer", "busy", "call_failed", "callback_prospect", "hang_up_early", "info_requested", "language_barrier"),
    *("nurture", "not_interested", "wrong_number", "meeting_set", "meeting_confirmed", "meeting_cancelled", "skipped"),
    *("gatekeeper_block", "do_not_call"),
)
NEEDS = {
    "callback_prospect": {"callback": "in 1 day 10:00"},
    "nurture": {"revisit": "in 2 weeks"},
    "skipped": {"reason": "a reason"},
}
ENDS = some.sampled_from(["", "no_need", "busy", "callback_prospect"])
caller, which = some.sampled_from(CALLERS), some.integers(0, 3)


class CountedAsItHappens(House):
    """Three callers, four people, some days; and whatever may be done about a call."""

    def __init__(self) -> None:
        super().__init__()
        self.desks = {name: beside(self.desk, name) for name in CALLERS}
        self.held = dict.fromkeys(CALLERS, 0)
        self.enrolled = [row["id"] for row in everything(self.desk)["enrolment"]]

    @initialize(reviewed=some.booleans())
    def a_team_lead_reviews_or_nobody_does(self, reviewed: bool) -> None:
        if reviewed:
            change_campaign(self.desk, TO_REVIEW)

    @rule(caller=caller, which=which)
    def somebody_is_dialled(self, caller: str, which: int) -> None:
        advance(self.desk, MINUTE)
        taken = self.attempt(lambda: take(self.desks[caller], self.enrolled[which]))
        if taken is not None:
            self.held[caller] = taken.call.id
            self.attempt(lambda: dial(self.desks[caller], taken.call.id))

    @rule(caller=caller)
    def the_best_is_only_taken(self, caller: str) -> None:
        taken = self.attempt(lambda: next_call(self.desks[caller], CAMPAIGN))
        if taken is not None and taken.call is not None:
            self.held[caller] = taken.call.id

    @rule(caller=caller, which=which)
    def somebody_calls_us(self, caller: str, which: int) -> None:
        enrolment = self.desk.store.read(lambda unit: unit.prospects.enrolment(self.enrolled[which]))
        if enrolment is not None:
            call = self.attempt(lambda: receive(self.desks[caller], CAMPAIGN, enrolment.prospect_id))
            self.held[caller] = call.id if call else self.held[caller]

    @rule(caller=caller, again=some.booleans())
    def the_next_number_is_tried(self, caller: str, again: bool) -> None:
        self.attempt(lambda: (dial if again else next_number)(self.desks[caller], self.held[caller]))

    @rule(caller=caller, fields=some.sets(some.sampled_from(sorted(QUALIFIED)), min_size=1))
    def something_is_said(self, caller: str, fields: set[str]) -> None:
        given = {field: QUALIFIED[field] for field in fields}
        self.attempt(lambda: answer(self.desks[caller], self.held[caller], given))

    @rule(caller=caller, days=some.integers(2, 6), whole=some.booleans())
    def a_meeting_is_booked(self, caller: str, days: int, whole: bool) -> None:
        said = QUALIFIED | ({} if whole else {"budget_status": "none"})
        self.attempt(lambda: answer(self.desks[caller], self.held[caller], said))
        self.attempt(lambda: book(self.desks[caller], self.held[caller], f"{self.day_ahead(days)} 15:00"))

    @rule(caller=caller, code=some.sampled_from(OUTCOMES), minutes=some.sampled_from([None, 0.2, 4.0]))
    def it_ends(self, caller: str, code: str, minutes: float | None) -> None:
        given = Given(code, minutes=minutes, **NEEDS.get(code, {}))
        self.attempt(lambda: record(self.desks[caller], self.held[caller], given))

    @rule(caller=caller, which=which, code=some.sampled_from(["meeting_set", "no_need", "meeting_cancelled"]))
    def a_whole_call_is_about_a_meeting(self, caller: str, which: int, code: str) -> None:
        self.somebody_is_dialled(caller, which)
        self.a_meeting_is_booked(caller, 3, whole=True)
        self.it_ends(caller, code, 4.0)

    @rule(which=which, good=some.booleans(), back=some.booleans())
    def a_meeting_is_set_and_reviewed(self, which: int, good: bool, back: bool) -> None:
        self.a_whole_call_is_about_a_meeting("mira", which, "meeting_set")
        self.a_team_lead_decides(good)
        if back:
            self.it_is_taken_back("mira")

    @rule(caller=caller, which=which, code=some.sampled_from(OUTCOMES), again=some.sampled_from(["", *OUTCOMES]))
    def a_whole_call_is_taken_back(self, caller: str, which: int, code: str, again: str) -> None:
        self.somebody_is_dialled(caller, which)
        self.it_ends(caller, code, 4.0)
        self.it_is_taken_back(caller)
        if again:
            self.it_ends(caller, again, None)

    @rule(caller=caller, which=which, late=some.sampled_from([-20, -5, 5, 14, 20, 121]), code=ENDS)
    def somebody_is_called_back(self, caller: str, which: int, late: int, code: str) -> None:
        self.somebody_is_dialled(caller, which)
        self.it_ends(caller, "callback_prospect", 4.0)
        promise = self.desk.store.read(lambda unit: unit.tasks.open_callback(self.enrolled[which]))
        if promise is not None:
            wait_until(self.desk, max(self.desk.now(), promise.due_at + late * MINUTE))
            self.somebody_is_dialled(caller, which)
            if code:
                self.it_ends(caller, code, None)

    @rule(caller=caller)
    def it_is_taken_back(self, caller: str) -> None:
        call = last_call(self.desks[caller])
        undone = self.attempt(lambda: undo(self.desks[caller], call.id)) if call is not None else None
        self.held[caller] = undone.id if undone else self.held[caller]

    @rule(caller=caller)
    def it_is_let_go(self, caller: str) -> None:
        self.attempt(lambda: release(self.desks[caller], self.held[caller]))

    @rule(caller=caller, to=some.sampled_from(["", *CALLERS]))
    def a_shift_ends(self, caller: str, to: str) -> None:
        self.attempt(lambda: end_shift(self.desks[caller], to))

    @rule(which=which, waived=some.booleans())
    def somebody_is_promoted(self, which: int, waived: bool) -> None:
        enrolment = self.desk.store.read(lambda unit: unit.prospects.enrolment(self.enrolled[which]))
        if enrolment is not None:
            reasons = {"budget": "their CFO told me"} if waived else {}
            self.attempt(lambda: promote(self.desks["lead"], enrolment.prospect_id, CAMPAIGN, reasons))

    @rule(which=which, what=some.sampled_from(["cancel", "move", "other rep", "confirm"]), days=some.integers(2, 6))
    def a_meeting_changes(self, which: int, what: str, days: int) -> None:
        meeting = self.desk.store.read(lambda unit: unit.meetings.open_for(self.enrolled[which]))
        if meeting is None:
            return
        rules = self.desk.store.read(lambda unit: self.desk.campaign(unit, 1))
        others = sorted({each.id for each in rules.handoff.reps} - {meeting.rep})
        when = f"{self.day_ahead(days)} 14:00"
        ways = {
            "cancel": partial(meeting_life.cancel, self.desk, meeting.id),
            "move": partial(meeting_life.reschedule, self.desk, meeting.id, when),
            "other rep": partial(meeting_life.reschedule, self.desk, meeting.id, when, rep=others[0]),
            "confirm": partial(meeting_life.confirm, self.desk, meeting.id),
        }
        self.attempt(ways[what])

    @rule(good=some.booleans())
    def a_team_lead_decides(self, good: bool) -> None:
        for sql in [each.sql for each in waiting(self.desks["lead"])]:
            lead = self.desks["lead"]
            self.attempt(partial(approve, lead, sql) if good else partial(return_sql, lead, sql, "ask again"))

    @rule()
    def two_records_turn_out_to_be_one_person(self) -> None:
        def write(unit: Unit) -> None:
            found = [unit.prospects.enrolment(each) for each in self.enrolled[:2]]
            records = [each.prospect_id for each in found if each is not None]
            unite(self.desk, unit, records)

        self.desk.store.write(write)

    @rule(zone=some.sampled_from(ZONES))
    def everything_is_counted_anew(self, zone: str) -> None:
        recount(self.desks["lead"], zone)

    @rule(minutes=some.sampled_from([0, 7, 61]))
    def time_passes(self, minutes: int) -> None:
        """Some minutes; or 0 for the night: on the next morning every US zone is open again."""
        night = (MORNING - self.desk.now()) % DAY or DAY
        advance(self.desk, minutes * MINUTE or night)
        self.desk.store.write(lambda unit: promote_due(unit, self.desk.now()))

    @invariant()
    def every_day_counts_what_happened_on_it(self) -> None:
        first, last = date(2026, 11, 1), date(2027, 3, 1)

        def look(unit: Unit) -> tuple[Counts, Counts]:
            return counted(unit, first, last), unit.reports.by_day(first.isoformat(), last.isoformat())

        true, kept = self.desk.store.read(look)
        assert kept == true
        parts: Counter[tuple[str, str]] = Counter()
        for each, number in self.desk.store.read(lambda unit: unit.reports.rang()).items():
            parts[each.day_part, each.caller] += number
        assert parts == raw_day_parts(self.desk)

    @rule(start=some.integers(0, 4), days=some.integers(1, 5))
    def a_report_of_any_days_is_what_their_rows_come_to(self, start: int, days: int) -> None:
        first = date(2026, 11, 24) + timedelta(days=start)
        last = first + timedelta(days=days - 1)
        told, true = report_of(self.desk, first, last).summary, raw(self.desk, first, last)
        for how in ("callbacks_kept", "callbacks_late", "callbacks_missed", "callbacks_moved"):
            assert getattr(told.total, how) == getattr(true.total, how), how
        assert told.total.sqls == true.total.sqls and told.total.meetings_set == true.total.meetings_set
        assert {each.name: each.dials for each in told.by_caller if each.dials} == {
            each.name: each.dials for each in true.by_caller if each.dials
        }

    def day_ahead(self, days: int) -> str:
        return f"{day_of(self.desk.now() + days * DAY, 'America/Chicago'):%Y-%m-%d}"


@pytest.mark.parametrize(("engine", "examples"), [("sqlite", 8), ("postgres", 2)])
def test_no_order_brings_the_counts_away_from_what_happened(
    url_of: Callable[..., str], furnished: Furnished, engine: str, examples: int
) -> None:
    in_any_order(CountedAsItHappens, lambda: url_of(engine, furnished(engine, "list", PEOPLE)), examples, 40)
