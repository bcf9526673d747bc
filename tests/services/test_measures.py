"""Two programmes side by side: fewer SQLs, lower rejection, more sales, a higher return (the fixture of R-100)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hands import HOUR, MINUTE, QUALIFIED, as_lead, ended, land, people_named, prospect_named
from houses import CAMPAIGN, advance, wait_until
from setter.domain.errors import Wrong
from setter.domain.measures import Measure
from setter.domain.sales_answer import SaleSays
from setter.examples import example_campaign
from setter.services.acquired import acquired
from setter.services.appeal import appeal, decide
from setter.services.book import book
from setter.services.campaigns import activate, add_text
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.measures import Asked, Told
from setter.services.measures_reports import callers, programmes, sources
from setter.services.measures_worked import funnel
from setter.services.record_outcome import Given, record
from setter.services.sales_reply import answer
from setter.services.shift import begin_work, end_shift
from setter.services.take_call import take

MANY, GOOD = "Own vans, national list", "Van show"
SECOND = (
    (f'id = "{CAMPAIGN}"', 'id = "show"'),
    ('id = "own-vans"\nname = "Own vans, national list"', f'id = "show"\nname = "{GOOD}"'),
    ('provider = "third_party"', 'provider = "internal"'),
    ("fixed = 1200.0", "fixed = 400.0"),
)
DAYS = ("2026-11-24T16:30:00Z", "2026-12-01T16:30:00Z", "2026-12-08T16:30:00Z")
SLOTS = [("dec 1", "dec 2"), ("dec 3", "dec 4"), ("dec 9", "dec 10")]
"""On which days the meetings of each day of calls are."""
SEEN = "2026-12-14T15:00:00Z"
WON = {"opportunity": "won", "opportunity_on": "2026-12-11", "closed_on": "2026-12-11"}
NO_BUDGET = {"decision": "rejected", "code": "R04", "reason": "There is no money for this at all."}


def season(desk: Desk, folder: Path) -> dict[str, list[int]]:
    """Three weeks: nine SQLs of the one programme, six of the other, and what sales says of all of them but one."""
    text = example_campaign()
    for old, new in SECOND:
        assert old in text
        text = text.replace(old, new)
    add_text(desk, text)
    activate(as_lead(desk), "show")
    for campaign, source, number in ((CAMPAIGN, "national-list", 9), ("show", "van-show-2026", 6)):
        rows = [f"{source} {n},{source} {n} Ltd,+1312{555 + len(source)}{n:04d},Owner,,IL,US" for n in range(number)]
        land(desk, folder, *rows, campaign=campaign, source=source, file=campaign)
    sqls: dict[str, list[int]] = {CAMPAIGN: [], "show": []}
    for week, day in enumerate(DAYS):
        wait_until(desk, day)
        begin_work(desk)
        for place in range(5):
            campaign, source = (CAMPAIGN, "national-list") if place < 3 else ("show", "van-show-2026")
            when = f"{SLOTS[week][place % 2]} {('9:30am', '10:30am', '1pm', '2pm', '3pm')[place]}"
            sqls[campaign].append(sql(desk, f"{source} {len(sqls[campaign])}", campaign, when))
        advance(desk, HOUR)
        end_shift(desk)
    wait_until(desk, "2026-12-11T15:00:00Z")
    begin_work(desk)
    advance(desk, 2 * HOUR)
    end_shift(desk)
    wait_until(desk, SEEN)
    answers(desk, *sqls[CAMPAIGN], good=sqls["show"])
    return sqls


def sql(desk: Desk, name: str, campaign: str, when: str) -> int:
    """A call of six minutes that makes an SQL; its id."""

    def enrolled(unit: Any) -> int:
        (prospect,) = people_named(unit, name)
        return int(unit.prospects.enrolments(prospect.id)[0].id)

    call = take(desk, desk.store.read(enrolled)).call
    assert call is not None
    dial(desk, call.id)
    book(desk, call.id, when)
    advance(desk, 6 * MINUTE)
    record(desk, call.id, Given("meeting_set", answers={**QUALIFIED, "email": f"{call.id}@x.example"}, minutes=6))
    found = desk.store.read(lambda unit: unit.meetings.handoff_of_enrolment(call.enrolment_id))
    assert found is not None
    return found.id


def answers(desk: Desk, *many: int, good: list[int]) -> None:
    """What sales says: of the many two accepted and five rejected, of the good ones all but one at once."""
    lead = as_lead(desk)
    for each in many[:2]:
        answer(lead, each, SaleSays(decision="accepted", met="held", minutes=30))
    for each in many[2:6]:
        answer(lead, each, SaleSays(**NO_BUDGET, met="held", minutes=25))
    answer(lead, many[6], SaleSays(decision="rejected", code="R05", reason="Not a word to say in this.", met="no_show"))
    answer(lead, many[7], SaleSays(decision="rejected", code="R13", reason="Maja is away all month."))
    for each in good[:5]:
        answer(lead, each, SaleSays(decision="accepted", met="held", minutes=40))
    for each in good[:3]:
        answer(lead, each, SaleSays(**WON, amount=1_500_000, margin=900_000))
    answer(lead, good[5], SaleSays(**NO_BUDGET, met="held"))
    appeal(desk, good[5], "She named the money on the call.")
    decide(lead, good[5], "overturned", "The recording has it.")


def of(told: Told, measure: str, by: str) -> Measure:
    """One row of a report."""
    (found,) = [each for each in told.rows if (each.measure, each.by) == (measure, by)]
    return found


def counted(desk: Desk, statement: str) -> Any:
    """One number, counted in plain SQL."""
    (row,) = desk.store.engine.connect().execute(statement).fetchall()
    return next(iter(dict(row).values()))


def shares_of(told: Told, by: str, *names: str) -> list[tuple[float, float]]:
    """The two numbers of some rows."""
    return [(row.numerator, row.denominator) for row in (of(told, name, by) for name in names)]


WORD = "FROM handoff h JOIN sales_word w ON w.handoff_id = h.id WHERE h.campaign = {} AND "
STANDS = "w.decision = 'rejected' AND w.code NOT IN ('R12', 'R13', 'R14') AND w.appeal <> 'overturned'"


@pytest.mark.requirement("R-035", "R-048", "R-083", "R-084", "R-085", "R-090", "R-100", "R-101", "R-102", "R-105")
def test_the_programme_of_quality_has_fewer_sqls_a_lower_rejection_more_sales_and_a_higher_return(
    desk: Desk, tmp_path: Path
) -> None:
    good = season(desk, tmp_path)["show"]
    told = programmes(desk, Asked())
    week, rejection, won, back = "SQLs submitted per week", "sales rejection", "customers", "return on investment"
    assert of(told, week, GOOD).value < of(told, week, MANY).value  # type: ignore[operator]
    assert of(told, rejection, GOOD).interval[1] < of(told, rejection, MANY).value  # type: ignore[index, operator]
    assert of(told, won, GOOD).numerator > of(told, won, MANY).numerator
    assert of(told, back, GOOD).value > 0 > of(told, back, MANY).value  # type: ignore[operator]
    assert shares_of(told, GOOD, "rejected R05: no authority or wrong person") == [(0, 6)]  # as the other one has it
    (apart,) = [each for each in told.rows if each.measure == "sales rejection: difference"]
    assert (apart.numerator / apart.denominator, apart.note) == (pytest.approx(5 / 7), f"{MANY} is clearly higher")
    assert [name for name, weeks in told.weekly] == [MANY, GOOD] and told.weekly[0][1] == (3, 3)
    assert "provider: internal" in of(told, week, GOOD).note

    for number, name in ((1, MANY), (2, GOOD)):
        word = WORD.format(number)
        accepted = counted(desk, f"SELECT count(*) {word} (w.decision = 'accepted' OR w.appeal = 'overturned')")
        rejected = counted(desk, f"SELECT count(*) {word} {STANDS}")
        given = counted(desk, f"SELECT count(*) FROM handoff WHERE campaign = {number} AND submitted_at > 0")
        excused = counted(desk, f"SELECT count(*) {word} w.code = 'R13'")
        pending = given - accepted - rejected - excused
        lost = counted(desk, f"SELECT coalesce(sum(w.minutes), 0) {word} {STANDS}")
        spent = counted(desk, f"SELECT coalesce(sum(w.minutes), 0) {word} 1 = 1")
        margin = counted(desk, f"SELECT coalesce(sum(w.margin), 0) / 100 {word} w.opportunity = 'won'")
        records = counted(desk, f"SELECT sum(cost) FROM acquisition WHERE campaign = {number}")
        calls = counted(desk, f"SELECT sum(closed_at - taken_at) FROM call WHERE campaign = {number}")
        every = counted(desk, "SELECT sum(closed_at - taken_at) FROM call")
        cost = 36.5 * 4.5 * int(calls) / int(every) + records + (1200, 400)[number - 1]
        assert shares_of(told, name, "SQL acceptance", rejection, "sales rejection, at most", "SQLs excused (R13)") == [
            (accepted, accepted + rejected),
            (rejected, accepted + rejected),
            (rejected + pending, accepted + rejected + pending),
            (excused, given),
        ]
        assert shares_of(told, name, "sales minutes lost") == [(lost, spent)]
        assert of(told, "cost per accepted SQL", name).value == pytest.approx(cost / accepted)
        assert of(told, back, name).value == pytest.approx((float(margin) - cost) / cost)
        held = counted(desk, f"SELECT count(*) FROM meeting WHERE campaign = {number} AND status = 'held'")
        missed = counted(desk, f"SELECT count(*) FROM meeting WHERE campaign = {number} AND status = 'no_show'")
        assert shares_of(told, name, "show rate") == [(held, held + missed)]
    assert shares_of(told, MANY, "gate false positives, budget", "gate false positives, authority") == [(4, 7), (1, 7)]
    assert shares_of(told, GOOD, "appeals overturned") == [(1, 1)]
    assert of(told, "appeals overturned", GOOD).note.endswith("fewer than 5: counts only")
    assert told.remarks == ("Hours without a call: 2.0. They count to no campaign.",)
    check_others(desk)
    answer(as_lead(desk), good[3], SaleSays(**WON, amount=900_000))
    assert programmes(desk, Asked()).remarks[0].startswith("The margin is known of 3 of 4 deals won")
    told = programmes(desk, Asked())
    check_waste(desk, tmp_path, told)


def check_waste(desk: Desk, folder: Path, before: Told) -> None:
    """A bought list of people outside the target market makes no number of quality better, and every SQL dearer."""
    rows = [f"Clerk {n},Nothing {n} Ltd,+1312577{n:04d},Clerk,,IL,US" for n in range(100)]
    land(desk, folder, *rows, source="national-list", file="clerks")
    ended(desk, "not_target", "Clerk 7")
    after = programmes(desk, Asked())
    for name in ("SQL acceptance", "sales rejection", "SQL to accepted", "accepted to customer", "show rate"):
        assert of(after, name, MANY) == of(before, name, MANY)
    assert of(after, "cost", MANY).numerator >= of(before, "cost", MANY).numerator + 38
    assert shares_of(sources(desk, Asked()), "national-list", "outside the target market") == [(1, 10)]
    clerk = prospect_named(desk, "Clerk 7").id
    told_by = acquired(clerk, 1, "referral", "referred by Ada North", desk.now(), on="2020-01-01")
    desk.store.write(lambda unit: unit.prospects.add_acquisition(told_by))
    by_source = sources(desk, Asked())
    assert shares_of(by_source, "referral", "outside the target market") == [(1, 1)]
    assert not [each for each in by_source.rows if "Ada" in each.by]  # nobody is named in a report


def check_others(desk: Desk) -> None:
    """The same season by source, by caller, rung by rung, and of a part of its days."""
    by_source = sources(desk, Asked(campaign="show"))
    assert by_source.rows[0].measure == "cost per accepted SQL"
    assert {each.by for each in by_source.rows if " / " not in each.by} == {"van-show-2026"}
    assert shares_of(by_source, "van-show-2026 / seniority: owner", "accepted to customer by segment") == [(3, 6)]
    both = sources(desk, Asked())
    assert of(both, "cost per record", "national-list").value == pytest.approx(0.38)
    by_caller = callers(desk, Asked())
    assert shares_of(by_caller, "mira", "SQL acceptance", "accepted and held") == [(8, 13), (8, 8)]
    assert of(by_caller, "SQL acceptance", "mira").note.startswith("no clear difference")
    rungs = funnel(desk, Asked())
    assert shares_of(rungs, "SQL", "conversion to the next rung", "to customer in the end") == [(8, 15), (3, 15)]
    assert of(rungs, "worth of one more", "SQL").value == pytest.approx(27_000 / 15)
    second_week = programmes(desk, Asked(date(2026, 11, 30), date(2026, 12, 6)))
    assert shares_of(second_week, MANY, "SQLs submitted per week", "pace of the week") == [(3, 1.0), (0, 8.0)]
    with pytest.raises(Wrong) as unknown:
        programmes(desk, Asked(client="nobody"))
    assert unknown.value.code == "no_client"
