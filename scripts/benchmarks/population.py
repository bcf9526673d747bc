"""Made-up people, row by row as the first three steps of the schema keep them; the same ones each time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from benchmarks.happenings import happenings_of, rows_of
from benchmarks.places import Place, phone_at, phone_zones_of, place_of, window_of
from benchmarks.standing import Ended, figures_of
from setter.domain.campaign import Campaign
from setter.domain.facts import Value
from setter.domain.units import DAY, HOUR, MINUTE
from setter.store.ids import EPOCH_MS

CLIENT = "tidemark"
CALLERS = 50
DAYS = 90
STEP = 32
"""Ids that belong to one person."""
FIRST_EVENT = 20
"""Of those ids the first that is an event's."""
CHUNK = 5_000
FIRST = tuple(
    a + b
    for a in ("Ad", "Bel", "Cor", "Dar", "El", "Fen", "Gal", "Hal", "Iv", "Jor")
    for b in ("a", "en", "is", "o", "win", "mar", "ette", "ric")
)
LAST = tuple(
    a + b + c
    for a in ("Ash", "Black", "Clay", "Dun", "East", "Fair", "Gold", "Hart", "Kings", "Lang")
    for b in ("", "er", "en")
    for c in (
        "by",
        "ford",
        "ham",
        "ley",
        "low",
        "man",
        "more",
        "ton",
        "well",
        "wood",
        "worth",
        "wick",
        "stead",
        "field",
    )
)
TRADES = ("Foods", "Supply", "Floral", "Tiles", "Auto", "Furniture", "Brewing", "Timber", "Glass", "Textiles")
INDUSTRIES = (
    "wholesale",
    "building supplies",
    "food distribution",
    "furniture",
    "auto parts",
    "appliances",
    "textiles",
    "",
)
TITLES = (
    ("Owner", "owner"),
    ("Chief Executive", "c_suite"),
    ("VP Operations", "vp"),
    ("Director of Logistics", "director"),
    ("Warehouse Manager", "manager"),
    ("", ""),
)
DELIVERY = ("own_vans", "mixed", "carrier", "")
OUTCOMES = (
    "no_answer",
    "no_answer",
    "no_answer",
    "voicemail_left",
    "voicemail_left",
    "busy",
    "gatekeeper_block",
    "hang_up_early",
)

COLUMNS = {
    "company": "id client_id name match_key",
    "prospect": "id client_id company_id company_name full_name first_name last_name title seniority city region"
    " country domain attributes created_at updated_at folded",
    "phone": "id client_id prospect_id e164 raw kind position zones added_at",
    "email": "id client_id prospect_id address match_key position added_at",
    "acquisition": "id prospect_id campaign batch_id kind source media_class direction provenance cost acquired_on"
    " recorded_at",
    "enrolment": "id campaign prospect_id work_state cycle_started_at attempts next_at owner last_outcome"
    " last_attempt_at score priority tier temperature rung zones enrolled_at",
    "queue": "enrolment_id campaign prospect_id calling_window tier priority slot due last_attempt_at owner",
    "call": "id campaign campaign_version enrolment_id prospect_id caller state state_before tier taken_at closed_at"
    " outcome outcomes path minutes conversation",
    "attempt": "id call_id campaign enrolment_id prospect_id caller phone_id e164 direction started_at local_wall zone"
    " day_part ended_at disposition verdict score score_lines rule_set campaign_version",
    "outcome": "call_id number code effect_code payload reply before recorded_at recorded_by",
    "answer": "id client_id campaign prospect_id call_id field value given_at recorded_by",
    "callback": "id campaign enrolment_id prospect_id call_id owner kind wall zone due_at state made_at",
}
"""What is written of each table; the rest is as the schema says by itself. Events come later, with their own step."""

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Population:
    """People of one campaign, some months into it: most are ready, others wait, were promised a call, or are done.

    Without `calls` nobody was called before; `ready` puts everybody into the queue.
    """

    size: int
    campaign: Campaign
    now: int
    calls: bool = True
    ready: bool = False
    windows: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.first_id = (self.now - DAYS * DAY - EPOCH_MS) << 22
        self.values_of = cache(self._values)

    def chunks(self) -> Iterator[Rows]:
        """Everybody, some thousand people at a time."""
        for start in range(0, self.size, CHUNK):
            rows: Rows = {table: [] for table in COLUMNS}
            for number in range(start, min(start + CHUNK, self.size)):
                self._person(number, rows)
            yield rows

    def happened(self) -> Iterator[list[tuple[Any, ...]]]:
        """What everybody did elsewhere, as rows of events, some thousand people at a time."""
        for start in range(0, self.size, CHUNK):
            found: list[tuple[Any, ...]] = []
            for number in range(start, min(start + CHUNK, self.size)):
                me = self.id_of(number)
                found += rows_of(me + FIRST_EVENT, CLIENT, happenings_of(me, _mixed(number), self.now), "lead")
            yield found

    def id_of(self, number: int) -> int:
        """The id of a person; those of what belongs to them follow it."""
        return self.first_id + number * STEP

    def window_id(self, zones: str) -> int:
        """A window's id, given out once for each set of zones."""
        return self.windows.setdefault(zones, self.first_id - 1000 + len(self.windows))

    def _person(self, number: int, rows: Rows) -> None:
        mixed = _mixed(number)
        me, company = self.id_of(number), number // 8
        first, last = FIRST[mixed % len(FIRST)], LAST[mixed // 97 % len(LAST)]
        firm = f"{LAST[company % len(LAST)]} {TRADES[company // 7 % len(TRADES)]} {company}"
        if number % 8 == 0:
            rows["company"].append((me + 1, CLIENT, f"{firm} LLC", firm.casefold()))
        place, at = place_of(number), self.now - DAYS * DAY + number % (30 * 24) * HOUR
        title, seniority = TITLES[mixed // 11 % len(TITLES)]
        attributes = self._attributes(mixed)
        domain = f"{firm.replace(' ', '').casefold()}.example"
        name = f"{first} {last}"
        rows["prospect"].append(
            (me, CLIENT, self.id_of(number - number % 8) + 1, f"{firm} LLC", name, first, last, title, seniority,
             place.city, place.region, place.country, domain, attributes, at, at, f"{name}\n{firm} LLC".casefold())
        )  # fmt: skip
        mail = bool(mixed // 13 % 3)
        if mail:
            address = f"{first}.{last}.{number}@{domain}".casefold()
            rows["email"].append((me + 4, CLIENT, me, address, address, 0, at))
        zones = self._phones(number, mixed, place, at, rows)
        rows["acquisition"].append((me + 5, me, 1, self.first_id, "purchased_list", "national-list", "paid", "outbound",
                                    "purchased", 0.38, "2026-08-20", at))  # fmt: skip
        self._standing(number, mixed, place, zones, self.values_of(attributes, seniority, mail), rows)

    def _attributes(self, mixed: int) -> str:
        """What the list said, in few enough combinations to be scored once each."""
        told = {
            "industry": INDUSTRIES[mixed // 17 % len(INDUSTRIES)],
            "employees": (5, 12, 25, 45, 80, 200)[mixed // 29 % 6],
            "delivery_by": DELIVERY[mixed // 31 % len(DELIVERY)],
            "vehicles": (0, 3, 6, 9, 14, 30)[mixed // 37 % 6],
        }
        return json.dumps({name: value for name, value in told.items() if value})

    def _values(self, attributes: str, seniority: str, mail: bool) -> dict[str, Value]:
        """What rules may ask of somebody; no rule asks for anything else that is known of them."""
        values: dict[str, Value] = json.loads(attributes)
        return values | ({"seniority": seniority} if seniority else {}) | ({"email": "x"} if mail else {})

    def _phones(self, number: int, mixed: int, place: Place, at: int, rows: Rows) -> frozenset[str]:
        """One number each, and a second one for a third of them; the zones they may ring in."""
        me = self.id_of(number)
        found: set[str] = set()
        for position in range(2 if mixed // 41 % 3 == 0 else 1):
            e164 = phone_at(place, number % 3_900_000, second=position > 0)
            zones = phone_zones_of(place, int(e164[len(place.prefix) :][:3]))
            rows["phone"].append((me + 2 + position, CLIENT, me, e164, e164, "unknown", position, ",".join(zones), at))
            found.update(zones)
        return frozenset(found)

    def _standing(
        self, number: int, mixed: int, place: Place, phones: frozenset[str], values: dict[str, Value], rows: Rows
    ) -> None:
        me, kind = self.id_of(number), 0 if self.ready else mixed // 43 % 20
        made = (2, 1, 0, 1)[number % 4] if self.calls else 0
        ended = [self._ending(me, mixed, each) for each in range(made)]
        last_at = max((each.at for each in ended), default=None)
        zones = window_of(place, phones, self.now)
        state, slot, due = self._place(kind, mixed, made)
        hard, owner = state == "callback", f"caller-{mixed % CALLERS:02d}" if state == "callback" else ""
        done = happenings_of(me, mixed, self.now)
        now, age = self.now, DAYS * DAY
        stands = figures_of(self.campaign, values, done, ended, now, age=age, attempts=made, promised=hard)
        rank = -(due // MINUTE) if hard else stands.priority
        self._calls(number, mixed, ended, stands.score, rows)
        code = ended[-1].code if ended else ""
        rows["enrolment"].append((me + 6, 1, me, state, self.now - DAYS * DAY, made, due or None, owner, code, last_at,
                                  stands.score, rank, stands.tier, stands.temperature, stands.rung, zones,
                                  self.now - DAYS * DAY))  # fmt: skip
        if slot >= 0 and zones:
            waits = due - 5 * MINUTE if hard else due
            window = self.window_id(zones)
            rows["queue"].append((me + 6, 1, me, window, stands.tier, rank, slot, waits, last_at or 0, owner))
        if hard:
            rows["callback"].append((me + 30, 1, me + 6, me, me + 7, owner, "hard", "2026-11-30T10:00",
                                     zones.split(",")[0], due, "open", last_at or self.now - DAY))  # fmt: skip

    def _place(self, kind: int, mixed: int, made: int) -> tuple[str, int, int]:
        """Work state, slot and when it is due: of 20 14 ready, 4 waiting, 1 resting, 1 done; 1 in 1,000 promised."""
        ahead = self.now + 2 * HOUR + mixed % (5 * DAY)
        if kind < 14:
            return "queued", 0, 0
        if kind == 17 and made and mixed // 61 % 50 == 0:
            return "callback", 3, ahead + DAY
        if kind < 18:
            return "cooling", 1, ahead
        if kind == 18:
            return "exhausted", 1, ahead + 30 * DAY
        return "disqualified", -1, 0

    def _ending(self, me: int, mixed: int, each: int) -> Ended:
        """How a past call ended: it reached nobody, or nobody who said anything that counts."""
        return Ended(me + 7 + each * 8, OUTCOMES[(mixed + each) % len(OUTCOMES)], self._called_at(mixed, each) + MINUTE)

    def _calls(self, number: int, mixed: int, ended: list[Ended], points: int, rows: Rows) -> None:
        me, place = self.id_of(number), place_of(number)
        e164 = phone_at(place, number % 3_900_000)
        for each, (call, code, end) in enumerate(ended):
            at, caller = end - MINUTE, f"caller-{(mixed // 7 + each) % CALLERS:02d}"
            talked = code == "hang_up_early"
            rows["call"].append((call, 1, 1, me + 6, me, caller, "closed", "queued", 3, at, end, code, 1,
                                 '["reach"]', 0.5 if talked else None, 0))  # fmt: skip
            rows["attempt"].append((call + 1, call, 1, me + 6, me, caller, me + 2, e164, "outbound", at,
                                    "2026-09-01T11:30", "America/New_York", "late morning", end, code, VERDICT,
                                    points, "[]", "quaywise-1", 1))  # fmt: skip
            rows["outcome"].append((call, 1, code, code, PAYLOAD, REPLY, "{}", end, caller))
            if mixed // 47 % 4 == 0:
                rows["answer"].append((call + 2, CLIENT, 1, me, call, "current_tool", '"a whiteboard"', at, caller))

    def _called_at(self, mixed: int, each: int) -> int:
        """Some working hour between 87 days and four days ago; the second call is later than the first."""
        half = (DAYS - 8) // 2
        day = mixed // 53 % half + each * half
        return self.now - (DAYS - 3) * DAY + day * DAY - 3 * HOUR + mixed // 59 % (6 * HOUR)


def _mixed(number: int) -> int:
    """A person's number, well stirred: what they are and did is read from it."""
    return number * 2_654_435_761 % 4_294_967_296


VERDICT = json.dumps({"question": "dial", "allowed": True, "results": [], "opens_at": None, "at": 0})
PAYLOAD = json.dumps({"code": "no_answer", "note": "", "answers": {}})
REPLY = json.dumps({"call": "0", "outcome": "no_answer", "work_state": "cooling"})
