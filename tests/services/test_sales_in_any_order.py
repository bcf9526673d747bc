"""Whatever sales answers, in whatever order: its word, the meeting, the work state and the duties agree."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as some
from hypothesis.stateful import initialize, invariant, rule

from hands import DAY, HOUR, MINUTE, QUALIFIED, enrolment_of, prospect_named
from houses import ADA, CAMPAIGN, Furnished, advance, beside, change_campaign
from services.any_house import House, in_any_order
from setter.domain.days import day_of
from setter.domain.rejections import stands_rejected
from setter.domain.sales_answer import SaleSays
from setter.services import meeting_life
from setter.services.answer import answer as say
from setter.services.appeal import appeal, decide, open_appeals
from setter.services.book import book
from setter.services.chase import chase
from setter.services.credit import credit_of
from setter.services.dial import dial
from setter.services.held import held
from setter.services.measures import Asked
from setter.services.measures_reports import callers
from setter.services.no_show import no_show
from setter.services.place import promote_due
from setter.services.record_outcome import Given, record
from setter.services.reopen import reopen
from setter.services.return_to_pool import completion_promise
from setter.services.sales_reply import answer
from setter.services.sql_review import approve, return_sql, turn_down, waiting
from setter.services.take_call import release, take
from setter.services.undo import last_call, undo
from setter.store.records import Handoff
from setter.store.unit import Unit

OPEN = meeting_life.OPEN
ZONE = "America/Chicago"
WHY = "so they told me on the phone"
NEEDS = {"callback_prospect": {"callback": "in 1 day 10:00"}, "nurture": {"revisit": "in 2 weeks"}}
OUTCOMES = (
    "no_answer",
    "callback_prospect",
    "nurture",
    "no_need",
    "meeting_confirmed",
    "meeting_cancelled",
    "meeting_set",
    "do_not_call",
)
CODES = ("R04", "R06", "R09", "R11", "R12", "R13", "R14")
"""One of each that something else follows from."""
which = some.sampled_from([0, 0, 0, 1, 1, 2])


class SalesInAnyOrder(House):
    """One prospect, two callers, a team lead and sales."""

    review = "none"

    def __init__(self) -> None:
        super().__init__()
        if self.review != "none":
            change_campaign(self.desk, ('review = "none"', f'review = "{self.review}"'))
        self.desk.store.write(lambda unit: unit.settings.set_role("sam", "sales"))
        self.lead, self.sam, self.noor = (beside(self.desk, each) for each in ("lead", "sam", "noor"))
        self.prospect = prospect_named(self.desk, ADA).id
        self.enrolment = enrolment_of(self.desk, ADA).id

    @initialize(code=some.sampled_from(["", *CODES]), later=some.booleans())
    def a_first_meeting(self, code: str, later: bool) -> None:
        self.a_call_ends("meeting_set", False)
        self.a_team_lead_reviews("approve")
        if code:
            self.sales_rejects_it(0, code)
        if later:
            self.another_meeting_much_later(False)

    @rule(other=some.booleans())
    def another_meeting_much_later(self, other: bool) -> None:
        self.time_passes(24 * 95)
        self.a_call_ends("meeting_set", other)
        self.a_team_lead_reviews("approve")

    @rule(code=some.sampled_from(OUTCOMES), other=some.booleans())
    def a_call_ends(self, code: str, other: bool) -> None:
        desk = self.noor if other else self.desk
        advance(desk, MINUTE)
        taken = self.attempt(lambda: take(desk, self.enrolment))
        if taken is None or self.attempt(lambda: dial(desk, taken.call.id)) is None:
            if taken is not None:
                self.attempt(lambda: release(desk, taken.call.id))
            return
        call = taken.call.id
        if code == "meeting_set":
            self.attempt(lambda: say(desk, call, QUALIFIED))
            when = day_of(desk.now() + 3 * DAY, ZONE)
            self.attempt(lambda: book(desk, call, f"{when:%Y-%m-%d} 15:00"))
        done = self.attempt(lambda: record(desk, call, Given(code, minutes=4, **NEEDS.get(code, {}))))
        if done is None:
            self.attempt(lambda: record(desk, call, Given("no_answer")))

    @rule(other=some.booleans())
    def it_is_taken_back(self, other: bool) -> None:
        desk = self.noor if other else self.desk
        call = last_call(desk)
        undone = self.attempt(lambda: undo(desk, call.id)) if call is not None else None
        if undone is not None:
            self.attempt(lambda: record(desk, undone.id, Given("no_answer")))

    @rule(how=some.sampled_from(["approve", "return", "turn down"]))
    def a_team_lead_reviews(self, how: str) -> None:
        for each in waiting(self.lead):
            ways = {
                "approve": partial(approve, self.lead, each.sql),
                "return": partial(return_sql, self.lead, each.sql, WHY),
                "turn down": partial(turn_down, self.lead, each.sql, WHY),
            }
            self.attempt(ways[how])

    @rule(what=some.sampled_from(["cancel", "move", "other rep", "confirm"]))
    def the_meeting_changes(self, what: str) -> None:
        meeting = self.desk.store.read(lambda unit: unit.meetings.open_for(self.enrolment))
        if meeting is None:
            return
        rules = self.desk.store.read(lambda unit: self.desk.campaign(unit, 1))
        other = sorted({each.id for each in rules.handoff.reps} - {meeting.rep})[0]
        when = f"{day_of(self.desk.now() + 3 * DAY, ZONE):%Y-%m-%d} 14:00"
        ways = {
            "cancel": partial(meeting_life.cancel, self.desk, meeting.id),
            "move": partial(meeting_life.reschedule, self.desk, meeting.id, when),
            "other rep": partial(meeting_life.reschedule, self.desk, meeting.id, when, rep=other),
            "confirm": partial(meeting_life.confirm, self.desk, meeting.id),
        }
        self.attempt(ways[what])

    @rule(how=some.sampled_from([held, no_show]))
    def a_caller_notes_how_it_went(self, how: Any) -> None:
        for each in self.desk.store.read(lambda unit: unit.meetings.with_prospect(self.prospect)):
            self.attempt(lambda each=each: how(self.desk, each.id, WHY) if how is held else how(self.desk, each.id))

    @rule(which=which)
    def sales_takes_it(self, which: int) -> None:
        self.sales_says(which, decision="accepted", quality=4)

    @rule(which=which, code=some.sampled_from(CODES))
    def sales_rejects_it(self, which: int, code: str) -> None:
        self.sales_says(which, decision="rejected", code=code, reason=WHY)

    @rule(which=which, met=some.sampled_from(["held", "no_show"]), decision=some.sampled_from(["", "accepted"]))
    def sales_says_how_it_went(self, which: int, met: str, decision: str) -> None:
        self.sales_says(which, met=met, decision=decision, minutes=20)

    @rule(which=which, what=some.sampled_from(["open", "won", "lost"]))
    def sales_says_what_became_of_it(self, which: int, what: str) -> None:
        today = f"{day_of(self.desk.now(), ZONE):%Y-%m-%d}"
        closed = {} if what == "open" else {"closed_on": today, "amount": 100_00, "margin": 50_00}
        self.sales_says(which, opportunity=what, opportunity_on=today, **closed)

    @rule(which=which)
    def its_caller_appeals(self, which: int) -> None:
        sql = self.sql(which)
        for desk in (self.desk, self.noor):
            self.attempt(lambda desk=desk: appeal(desk, sql.id, WHY) if sql else None)

    @rule(verdict=some.sampled_from(["upheld", "overturned"]))
    def a_team_lead_decides(self, verdict: str) -> None:
        for each in open_appeals(self.lead):
            self.attempt(lambda each=each: decide(self.lead, each.sql, verdict, WHY))

    @rule()
    def a_team_lead_brings_them_back(self) -> None:
        self.attempt(lambda: reopen(self.lead, self.prospect, CAMPAIGN, WHY))

    @rule(hours=some.sampled_from([1, 20, 72, 24 * 95]))
    def time_passes(self, hours: int) -> None:
        advance(self.desk, hours * HOUR)
        night = 16 - (self.desk.now() // HOUR) % 24
        advance(self.desk, night * HOUR if night > 0 else (24 + night) * HOUR)
        self.desk.store.write(lambda unit: promote_due(unit, self.desk.now()))
        chase(self.desk)

    def teardown(self) -> None:
        """In the end a caller's own credit is what the report of all callers says."""
        told = {(each.measure, each.by): each.numerator for each in callers(self.lead, Asked()).rows}
        for name in ("mira", "noor", "lead"):
            own = credit_of(self.lead, name, 0, 2**60)
            assert told.get(("SQL acceptance", name), 0) == own.accepted, name
            assert told.get(("sales rejection", name), 0) == own.rejected, name
            assert told.get(("SQLs pending", name), 0) == own.pending, name
        super().teardown()

    def sql(self, which: int) -> Handoff | None:
        found = self.sqls()
        return found[-1 - which] if which < len(found) else None

    def sqls(self) -> list[Handoff]:
        def look(unit: Unit) -> list[Handoff]:
            return [unit.meetings.handoff(each) for each in self.ids()]  # type: ignore[misc]

        return self.desk.store.read(look)

    def ids(self) -> list[int]:
        rows = self.desk.store.engine.connect().execute("SELECT id FROM handoff ORDER BY id").fetchall()
        return [int(row["id"]) for row in rows]

    def sales_says(self, which: int, **fields: Any) -> None:
        sql = self.sql(which)
        if sql is not None:
            self.attempt(lambda: answer(self.sam, sql.id, SaleSays(**fields)))

    @invariant()
    def everything_agrees(self) -> None:
        self.desk.store.read(self.agrees)

    def agrees(self, unit: Unit) -> None:
        enrolment = unit.prospects.enrolment(self.enrolment)
        prospect = unit.prospects.get(self.prospect)
        assert enrolment is not None and prospect is not None
        state, now = enrolment.work_state, self.desk.now()
        assert unit.queue.strays(1) == {}
        promise = unit.tasks.open_callback(enrolment.id)
        assert (promise is not None) == (state == "callback"), (state, promise)
        sqls = [each for each in map(unit.meetings.handoff, self.ids()) if each is not None]
        words = {each.handoff_id: each for each in unit.sales.words_with(self.prospect)}
        meetings = {each.id: each for each in unit.meetings.with_prospect(self.prospect)}
        standing = []
        for sql in sqls:
            word = words.get(sql.id)
            rejected = word is not None and stands_rejected(word.rejected)
            if sql.state in ("submitted", "pending_review") and not rejected:
                standing.append(sql)
            meeting = meetings[sql.meeting_id]
            if rejected and sql.state == "submitted":
                assert meeting.status not in OPEN or meeting.starts_at <= now, "a rejected SQL's meeting is off"
        duties = [each for each in unit.tasks.of_enrolment(enrolment.id) if each.state == "open"]
        ahead = unit.meetings.open_for(enrolment.id)
        coming = ahead is not None and ahead.starts_at > now
        if state == "handed_off":
            assert standing, "handed off with no SQL"
            assert any(meetings[each.meeting_id].status != "cancelled" for each in standing), "handed off, called off"
        called_off = any(each.kind == "cancel_meeting" for each in duties)
        if coming and any(each.meeting_id == ahead.id for each in standing):
            own = promise is not None and completion_promise(unit, enrolment.id) is None
            assert state == "handed_off" or own or called_off, (
                f"sales awaits them, and they are {state} {enrolment.state_reason}"
            )
        if coming and not called_off:
            assert state in ("handed_off", "callback"), f"a meeting lies ahead of whom nobody sees to: {state}"
        self.duties_agree(unit, duties, meetings, words, sqls, now)
        if enrolment.rung in ("SQL", "opportunity", "customer"):
            assert standing, "a rung that sales has rejected"

    def duties_agree(self, unit: Unit, duties: Any, meetings: Any, words: Any, sqls: Any, now: int) -> None:
        kinds = {each.kind for each in duties}
        of = {sql.meeting_id: sql for sql in sqls if sql.state in ("submitted", "pending_review")}
        ahead = [each for each in meetings.values() if each.status in OPEN and each.starts_at > now]
        opened = [each.appeal for each in words.values()].count("open")
        assert ("decide_appeal" in kinds) == (opened > 0)
        waits = any(each.state == "pending_review" for each in sqls)
        assert ("review_sql" in kinds) == waits
        for each in duties:
            meeting = meetings.get(each.meeting_id)
            sql = of.get(each.meeting_id)
            word = words.get(sql.id) if sql else None
            if each.kind == "rebook_meeting":
                assert not any(other.booked_at > each.made_at for other in ahead), "booked anew already"
                assert sql and not stands_rejected(word.rejected if word else ""), "book anew what is rejected"
            elif each.kind == "rescue_no_show":
                assert meeting.status == "no_show" and not ahead, "rescued already"
            elif each.kind == "complete_sql":
                assert meeting.status == "booked_not_qualified"
            elif each.kind == "confirm_meeting":
                assert meeting.status in OPEN, f"confirm a meeting that is {meeting.status}"
            elif each.kind in ("sales_rejected", "mend_data"):
                assert word is None or word.code, "rejected no more"
        prospect = unit.prospects.get(self.prospect)
        if prospect is not None and prospect.blocked:
            assert not {"rebook_meeting", "mend_data", "rescue_no_show", "complete_sql"} & kinds, (
                "rung against their word"
            )
        kinds_of = [(each.kind, each.meeting_id) for each in duties]
        assert len(kinds_of) == len(set(kinds_of)), f"a duty twice: {kinds_of}"


@pytest.mark.parametrize(("engine", "review", "examples"), [("sqlite", "none", 8), ("sqlite", "team_lead", 3)])
def test_no_order_parts_what_sales_says_from_what_follows(
    url_of: Callable[..., str], furnished: Furnished, engine: str, review: str, examples: int
) -> None:
    in_any_order(SalesInAnyOrder, lambda: url_of(engine, furnished(engine, "list")), examples, 20, review=review)
