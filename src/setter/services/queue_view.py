"""The queue as people see it, and why anybody in it, or nobody, may be called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.callable import Verdict
from setter.domain.calling_window import closed_campaign, local_time
from setter.domain.campaign import Campaign
from setter.domain.dispositions import outcome_words
from setter.domain.outcome import APOLOGY, is_missed
from setter.domain.schedule import Schedule
from setter.domain.scoring import INQUIRY
from setter.domain.scoring import PROMISED as PROMISED_TIER
from setter.domain.units import HOUR, MINUTE
from setter.domain.weigher import weigher_of
from setter.services.at_hand import look_at_lines, look_for_work
from setter.services.caps import cap_of, capped_among, capped_rows
from setter.services.desk import Desk
from setter.services.law_in_force import opening_in
from setter.services.place import PROMISE_LEAD_MS, reserved_until, sleepers, wake
from setter.services.rehearse import rehearse
from setter.services.standing import strengths_of
from setter.services.windows import OTHER_LANGUAGE, open_windows_worth, shut_by, speaks, windows_now
from setter.store.localities import names_in
from setter.store.queue import LEASED, PROMISED, READY, WAITING
from setter.store.records import QueueLine
from setter.store.unit import Unit

T = TypeVar("T")
MOST_STRENGTHS = 3
SHUT = {
    "": "callable",
    "campaign": "outside_campaign_days",
    "hours": "outside_calling_hours",
    "law": "outside_the_hours_of_the_law",
    "closed_day": "closed_day",
    "registry": "registry",
    OTHER_LANGUAGE: "another_language",
}
"""What the waterfall calls those who wait for their window, by the rule that keeps it shut."""
WOULD_BE_RUNG = ("new", "queued", "callback")
"""Work states of those who wait, and whom only the gate keeps waiting."""


class QueueEntry(Struct, frozen=True):
    """One prospect in the queue: no number, only whether it may be dialled, and why here.

    `strengths` are the rules that speak for them, the strongest first; `standing` says what holds them up, or hurries.
    """

    line: QueueLine
    local_time: str
    may_dial: bool
    opens_at: int | None
    strengths: tuple[str, ...]
    standing: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why this one stands here, in a few words each."""
        line = self.line
        said = [tier_words(line.tier, line.work_state), f"score {line.score}", *self.strengths[:MOST_STRENGTHS]]
        if line.attempts:
            said.append(f"attempt {line.attempts + 1}")
        if line.last_outcome:
            said.append(f"last: {outcome_words(line.last_outcome)}")
        return (*said, *self.standing)


def queue_of(
    desk: Desk, campaign_id: str, limit: int = 50, at: int | None = None, skipped: int = 0
) -> list[QueueEntry]:
    """The queue in calling order at an instant (now by default): the callable first, the others after them."""

    def look(unit: Unit) -> list[QueueEntry]:
        row = desk.active_row(unit, campaign_id)
        campaign = desk.campaign_of(unit, row)
        now = desk.now() if at is None else at
        spoken = unit.colleagues.assignment(desk.caller).languages
        windows = open_windows_worth(desk, unit, campaign, row.number, now, spoken)
        lines = unit.queue.lines(row.number, windows, desk.caller, limit, skipped)
        people = [line.prospect_id for line in lines]
        rung = [line for line in lines if _would_be_rung(line)]
        asked = weigher_of(campaign.scoring).reads_acts
        look_at_lines(unit, people, [line.enrolment_id for line in rung], now, asked)
        capped = capped_among(unit, campaign, rung, now)
        free = unit.tasks.away() | {"", desk.caller}
        strengths = strengths_of(unit, campaign, people, now)
        there = {(line.zones, line.places) for line in lines}
        hours = {where: _hours_in(unit, campaign, *where, now) for where in there}
        entries = [
            _entry(
                campaign,
                line,
                strengths.get(line.prospect_id, ()),
                hours[line.zones, line.places],
                now,
                free,
                capped.get(line.enrolment_id),
            )
            for line in lines
        ]
        return _for_speakers(unit, entries, people, spoken) if spoken else entries

    return _awake(desk, campaign_id, at, look)


def _for_speakers(unit: Unit, entries: list[QueueEntry], people: list[int], spoken: Sequence[str]) -> list[QueueEntry]:
    """Say of whoever speaks none of a caller's languages that they are for a colleague who does."""
    others = {each.id: each.language for each in unit.known.people(people) if not speaks(spoken, each.language)}
    return [
        replace(each, may_dial=False, standing=(f"speaks {others[each.line.prospect_id]}", *each.standing))
        if each.line.prospect_id in others
        else each
        for each in entries
    ]


def queue_length(desk: Desk, campaign_id: str) -> int:
    """How many of a campaign's prospects stand in the queue; those on the line with somebody are not among them."""
    return desk.store.read(lambda unit: unit.queue.length(desk.active_row(unit, campaign_id).number))


def why_queue(desk: Desk, campaign_id: str, at: int | None = None) -> tuple[tuple[str, int], ...]:
    """How many of a campaign's list stand behind each rule; the counts sum to the list (DESIGN §2, promise 5)."""

    def look(unit: Unit) -> tuple[tuple[str, int], ...]:
        row = desk.active_row(unit, campaign_id)
        now = desk.now() if at is None else at
        return why_empty(unit, desk.campaign_of(unit, row), row.number, desk.caller, now)

    return _awake(desk, campaign_id, at, look)


def _awake(desk: Desk, campaign_id: str, at: int | None, look: Callable[[Unit], T]) -> T:
    """Look at the queue with those awake whose time has come; another instant than now is only rehearsed."""
    now = desk.now() if at is None else at

    def work(unit: Unit, rouse: Callable[[Unit, Campaign, int, int], bool]) -> bool:
        row = desk.active_row(unit, campaign_id)
        campaign = desk.campaign_of(unit, row)
        look_for_work(unit, row.number, now, reserved_until(campaign, now))
        return rouse(unit, campaign, row.number, now)

    def then(unit: Unit) -> T:
        while work(unit, wake):
            pass
        return look(unit)

    def unless_anybody_sleeps(unit: Unit) -> tuple[T] | None:
        return None if work(unit, sleepers) else (look(unit),)

    if at is not None:
        return rehearse(desk, then)
    found = desk.store.read(unless_anybody_sleeps)
    if found is not None:
        return found[0]
    desk.store.claim(lambda unit: work(unit, wake))
    return desk.store.read(look)


def why_empty(unit: Unit, campaign: Campaign, number: int, caller: str, now: int) -> tuple[tuple[str, int], ...]:
    """Each enrolment of a campaign under the one rule that comes first for it, most common first."""
    windows = windows_now(unit, campaign, number, now, unit.colleagues.assignment(caller).languages)
    counts: Counter[str] = Counter()
    for row in unit.queue.waterfall(number, caller):
        counts[_rule_of(row, windows, caller)] += int(row["number"])
    for row in capped_rows(unit, campaign, number, caller, now):
        rule = _rule_of(row, windows, caller)
        if rule == "callable" or (row["slot"] == WAITING and row["work_state"] in WOULD_BE_RUNG and not row["blocked"]):
            capped = cap_of(unit, campaign, int(row["enrolment_id"]), now)
            counts[capped.refusals[0].rule if capped else rule] += 1
            counts[rule] -= 1
    counts = +counts
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _rule_of(row: dict[str, Any], windows: Mapping[int, str], caller: str) -> str:
    if row["blocked"]:
        return "suppressed"
    if row["slot"] == -1:
        return str(row["missing"] or row["work_state"])
    if row["slot"] == LEASED:
        return "in_your_call" if row["holder"] == caller else "held_by_a_colleague"
    if row["held_elsewhere"]:
        return "held_by_a_colleague"
    if row["slot"] == PROMISED:
        return "promised_callback"
    if row["slot"] == WAITING:
        return "waiting_for_its_time" if row["work_state"] in ("cooling", "queued", "new") else str(row["work_state"])
    if row["reserved"]:
        return "promised_by_a_colleague"
    return SHUT[windows.get(int(row["calling_window"]), "hours")]


def _would_be_rung(line: QueueLine) -> bool:
    """Say whether nothing but the gate keeps somebody waiting; whoever cools off waits for the plan, not for a cap."""
    return line.slot == READY or (line.slot == WAITING and line.work_state in WOULD_BE_RUNG)


WORDS = {
    "registry": "a register has not been asked in time about numbers there",
    "closed_day": "nobody is rung there today",
}
"""Why nobody of a locality is rung, where it is not for the hours."""


class _Hours(Struct, frozen=True):
    """How it stands with the hours in a locality; whoever lives by the same clocks and laws shares it."""

    opening: Schedule
    clock: str
    shut: str
    is_open: bool
    closes_at: int | None


def _hours_in(unit: Unit, campaign: Campaign, zones: str, places: str, now: int) -> _Hours:
    opening = opening_in(unit, campaign, names_in(zones), names_in(places), "", now)
    clock = f"{local_time(now, opening.zones[0]):%H:%M}" if opening.zones else ""
    rule = shut_by(unit, campaign, opening.zones, names_in(places), now)
    shut = (
        closed_campaign(campaign.calling, opening.zones, now).rstrip(".") if rule == "campaign" else WORDS.get(rule, "")
    )
    return _Hours(opening, clock, shut, not rule, None if rule else opening.closes_at(now))


def _entry(
    campaign: Campaign,
    line: QueueLine,
    strengths: tuple[str, ...],
    hours: _Hours,
    now: int,
    free: frozenset[str],
    capped: Verdict | None,
) -> QueueEntry:
    """A line of the queue; `free` names those whose promises this caller may take as soon as they are due."""
    waits_until = line.due if line.slot in (WAITING, PROMISED) and line.due > now else None
    reserved = line.slot == READY and line.owner not in free
    may_dial = waits_until is None and not reserved and capped is None and not hours.shut and hours.is_open
    opens_at = None if may_dial else hours.opening.next_opening(max(now, waits_until or now))
    standing = (hours.shut,) if hours.shut else _holds(line, hours, now, may_dial, reserved)
    if capped is not None and not reserved:
        opens_at, standing = capped.opens_at, (capped.reason.rstrip("."),)
    standing = (*_apology(campaign, line, now), *standing)
    return QueueEntry(line, hours.clock, may_dial, opens_at, strengths, standing)


def _apology(campaign: Campaign, line: QueueLine, now: int) -> tuple[str, ...]:
    if line.tier != PROMISED_TIER or line.work_state != "callback":
        return ()
    missed = is_missed(line.due + PROMISE_LEAD_MS, now, campaign.calling.callback_missed_minutes)
    return (APOLOGY,) if missed else ()


def _holds(line: QueueLine, hours: _Hours, now: int, may_dial: bool, reserved: bool) -> tuple[str, ...]:
    if may_dial:
        left = hours.closes_at - now if hours.closes_at else HOUR
        return (f"closes in {left // MINUTE} min",) if left < HOUR else ()
    if reserved:
        return (f"promised by {line.owner}",)
    if line.slot == WAITING:
        if line.work_state == "exhausted":
            return ("exhausted, nothing before a new cycle",)
        return (f"{line.work_state} {_until(line.due, hours, now)}",)
    return ("promised",) if line.slot == PROMISED else ("outside calling hours there",)


def _until(due: int, hours: _Hours, now: int) -> str:
    """Until when somebody waits, on their own clock: "until 15:30", "until Tue 2 Mar"."""
    zone = next(iter(hours.opening.zones), "UTC")
    then = local_time(due, zone)
    today = then.date() == local_time(now, zone).date()
    return f"until {then:%H:%M}" if today else f"until {then:%a} {then.day} {then:%b}"


TIER_WORDS = ("promised callback", "inquiry", "hot", "in order of score", "recycled")
"""Why a prospect stands where it stands, by tier (domain §3.5)."""


def tier_words(tier: int, work_state: str) -> str:
    """Say why a prospect stands in its tier: a callback on a day stands among the inquiries, and is none."""
    return "agreed day" if tier == INQUIRY and work_state == "callback" else TIER_WORDS[tier]
