"""Each rule of the gate keeps a number from being rung on each path by which it could be (DESIGN §2, promise 2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from compliance import ILLINOIS
from hands import HOUR, MINUTE, ended, land, phones_of, prospect_named, taken
from houses import ADA, AT_ONCE, CAMPAIGN, advance, beside, change_campaign, wait_until
from setter.domain.callable import RULES
from setter.domain.errors import Refused, Wrong
from setter.services.ask_registry import bring_in
from setter.services.call_by_hand import call_by_hand
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.erase import erase
from setter.services.law_book import black_out, narrow_by
from setter.services.opt_out import opt_out
from setter.services.queue_view import queue_of
from setter.services.take_call import next_call, take
from setter.services.why import why_prospect
from setter.store.unit import Unit

FREE = "Nil Ode"
COLLEAGUES = 8
ALL_DAY = ILLINOIS.replace("12:00-16:00", "08:00-20:00")
CONSENT = 'consent = { b2b = "required", b2c = "required" }\n'


class Case:
    """Somebody of whom a rule says no, as whoever makes it so may know the house."""

    def __init__(self, desk: Desk, counsel: Desk, folder: Path) -> None:
        self.desk, self.counsel, self.folder, self.name = desk, counsel, folder, ADA
        self.person, self.number = prospect_named(desk, ADA), phones_of(desk, ADA)[0].e164

    def own_law(self, text: str) -> None:
        path = self.folder / "law.toml"
        path.write_text(text, encoding="utf-8")
        narrow_by(self.counsel, path)

    def ring(self, *names: str) -> None:
        for name in names:
            ended(self.desk, "no_answer", name)
            advance(self.desk, 5 * MINUTE)


def suppressed(case: Case) -> None:
    opt_out(case.desk, case.person.id)


def erased(case: Case) -> None:
    erase(case.counsel, case.person.id)


def market(case: Case) -> None:
    case.desk.store.write(lambda unit: unit.prospects.save(replace(case.person, market_type="b2c")))


def campaign(case: Case) -> None:
    change_campaign(case.desk, ("starts = 2026-01-05", "starts = 2026-01-05\nends = 2026-11-23"))


def work_state(case: Case) -> None:
    ended(case.desk, "no_need", ADA)


def number(case: Case) -> None:
    ended(case.desk, "disconnected", ADA)


def consent(case: Case) -> None:
    case.own_law(ALL_DAY + CONSENT)


def registry(case: Case) -> None:
    path = case.folder / "dnc.csv"
    path.write_text(f"{case.number}\n", encoding="utf-8")
    bring_in(case.counsel, path, "us-dnc", date(2026, 11, 24))


def lease(case: Case) -> None:
    taken(beside(case.desk, "colleague"), ADA)


def zone_unknown(case: Case) -> None:
    land(case.desk, case.folder, f"{FREE},Toll Free,+18005550123,Owner,,,", file="free")
    case.name, case.person = FREE, prospect_named(case.desk, FREE)
    case.number = "+18005550123"


def hours(case: Case) -> None:
    wait_until(case.desk, "2026-11-24T23:45:00Z")


def law(case: Case) -> None:
    case.own_law(ILLINOIS)


def closed_day(case: Case) -> None:
    black_out(case.counsel, "US-IL", date(2026, 11, 24), date(2026, 11, 24), "a state of emergency was declared")


def cap_number(case: Case) -> None:
    others = "Gil Nash", "Hal Ives", "Ida Pine"
    land(case.desk, case.folder, *(f"{name},Ivy Works,{case.number},Owner,,IL,US" for name in others), file="line")
    case.ring(*others)


def cap_person(case: Case) -> None:
    wait_until(case.desk, "2026-11-24T20:00:00Z")
    case.ring(ADA, ADA)
    wait_until(case.desk, "2026-11-25T15:00:00Z")
    case.ring(ADA)


def cap_day(case: Case) -> None:
    case.ring(ADA, ADA)


def cap_company(case: Case) -> None:
    names = [f"Worker Number{at}" for at in range(COLLEAGUES)]
    rows = (f"{name},Birch Foods,+1312555020{at},Owner,,IL,US" for at, name in enumerate(names))
    land(case.desk, case.folder, *rows, file="firm")
    case.ring(*names)


def cap_law(case: Case) -> None:
    case.own_law(ALL_DAY + "caps = { b2b = { calls = 1, days = 30 } }\n")
    case.ring(ADA)


def said_no(case: Case) -> None:
    case.own_law(ALL_DAY + "rest_days = { b2b = 60 }\n")
    ended(case.desk, "hang_up_early", ADA)
    wait_until(case.desk, "2026-12-02T16:30:00Z")


BROUGHT_ABOUT: dict[str, Callable[[Case], None]] = {
    each.__name__: each
    for each in (
        *(suppressed, erased, market, campaign, work_state, number, consent, registry, lease, zone_unknown),
        *(hours, law, closed_day, cap_number, cap_person, cap_day, cap_company, cap_law, said_no),
    )
}


def attempts(case: Case) -> int:
    """How often somebody was dialled by us."""

    def look(unit: Unit) -> int:
        return sum(each.direction == "outbound" for each in unit.calls.attempts_of_prospect(case.person.id))

    return case.desk.store.read(look)


def rung(case: Case, way: Callable[[], int | None]) -> bool:
    """Whether the telephone rings when somebody goes this way; the way gives the call to dial, if it gives any."""
    before, call = attempts(case), None
    try:
        call = way()
        if call is not None:
            dial(beside(case.desk, "sam"), call)
    except (Refused, Wrong):
        pass
    return attempts(case) > before


def given_out(case: Case) -> bool:
    """Whether anybody of a crowd is given them."""
    found = (next_call(beside(case.desk, f"crowd {at}"), CAMPAIGN).call for at in range(12))
    return any(call is not None and call.prospect_id == case.person.id for call in found)


def shown(case: Case) -> bool:
    """Whether the queue says that they may be dialled."""
    lines = queue_of(beside(case.desk, "sam"), CAMPAIGN)
    return any(entry.may_dial for entry in lines if entry.line.prospect_id == case.person.id)


def picked(case: Case) -> bool:
    """Whether they are rung when a caller picks them."""

    def pick() -> int | None:
        sam = beside(case.desk, "sam")
        enrolment = sam.store.read(lambda unit: unit.prospects.enrolled(1, case.person.id))
        assert enrolment is not None
        call = take(sam, enrolment.id).call
        return call.id if call else None

    return rung(case, pick)


def typed(case: Case) -> bool:
    """Whether they are rung when a caller types their number."""

    def type_it() -> int | None:
        call = call_by_hand(beside(case.desk, "sam"), CAMPAIGN, case.number, case.name).call
        return call.id if call else None

    return rung(case, type_it)


WAYS = (shown, given_out, picked, typed)


@pytest.mark.parametrize("way", WAYS)
def test_somebody_of_whom_no_rule_says_no_is_rung(
    desk: Desk, counsel: Desk, tmp_path: Path, way: Callable[[Case], bool]
) -> None:
    change_campaign(desk, AT_ONCE)
    assert way(Case(desk, counsel, tmp_path))


@pytest.mark.parametrize("way", [given_out, picked, typed])
@pytest.mark.parametrize("rule", RULES)
def test_whoever_a_rule_speaks_against_is_not(
    desk: Desk, counsel: Desk, tmp_path: Path, rule: str, way: Callable[[Case], bool]
) -> None:
    change_campaign(desk, AT_ONCE)
    case = Case(desk, counsel, tmp_path)
    BROUGHT_ABOUT[rule](case)
    why = why_prospect(beside(desk, "sam"), case.person.id, CAMPAIGN)
    assert rule in {each.rule for each in why.verdict.refusals}
    assert rule == "market" or not shown(case)  # nothing makes a market known
    assert not way(case)
    advance(desk, HOUR if rule == "lease" else 0)
