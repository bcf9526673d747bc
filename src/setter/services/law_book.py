"""The book of law: what is in force here, row by row, and what compliance decides about it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from setter.domain.calling_window import local_time
from setter.domain.errors import Refused, Wrong
from setter.domain.law import Registry
from setter.domain.roles import COMPLIANCE
from setter.law.places import is_place
from setter.law.profile import Blackout, Relaxation
from setter.law.rows import ANYWHERE, Fault, LawRow, rows_of
from setter.services.desk import Desk
from setter.services.law_in_force import BLACKOUT, RELAXATION, ROW, law_of, standing
from setter.services.placing import place_all_kept_out
from setter.services.windows import see_to_all_windows
from setter.store.ids import new_id
from setter.store.records import LawDecision
from setter.store.unit import Unit

T = TypeVar("T")
MARKETS = ("b2b", "b2g")
"""A law may be relaxed for these, with a reason; consumers keep all of it."""
LONGEST_BLACKOUT_DAYS = 366
SHORTEST_REASON = 8


class LawBook(Struct, frozen=True):
    """The law in force: its version, its rows, the blackouts and relaxations that stand, the rows that are old.

    `registries` are those that the rows name, with the day of their newest answer.
    """

    version: str
    rows: tuple[LawRow, ...]
    decisions: tuple[LawDecision, ...]
    stale: tuple[str, ...]
    registries: tuple[Registry, ...]


def book(desk: Desk, places: Iterable[str] = ()) -> LawBook:
    """Read the law in force, of all places or of some with their countries."""
    wanted = [_place(place) for place in places]

    def look(unit: Unit) -> LawBook:
        profile, today = law_of(unit), _today(desk)
        rows = profile.rows_for(wanted) if wanted else [*profile.rows.values(), *profile.own.values()]
        stale = [row.place for row in rows if row.is_stale(today)]
        decisions = [each for each in standing(unit) if not wanted or each.place in wanted]
        named = dict.fromkeys(each for row in rows for each in row.registries)
        registries = tuple(profile.registries[each] for each in named if each in profile.registries)
        return LawBook(profile.version, tuple(rows), tuple(decisions), tuple(stale), registries)

    return desk.store.read(look)


def check_file(path: Path) -> list[Fault]:
    """Say everything that is wrong with a law file; Wrong where it is no TOML file at all."""
    return rows_of(_places_in(path))[1]


def narrow_by(desk: Desk, path: Path) -> tuple[str, ...]:
    """Put the rows of a file in force beside those that ship: they can only narrow them. The places it names.

    Wrong where any row of it is faulty; a place that had a row of our own before has this one instead.
    """
    rows, faults = rows_of(_places_in(path))
    if faults:
        raise Wrong("law_file", f"{faults[0].where} {faults[0].words}.", path.name, "See all: setter law check FILE.")
    if not rows:
        raise Wrong("law_file", "This file names no place.", path.name, "Write a table such as [places.US-LA].")

    def decide(unit: Unit) -> None:
        _compliance(desk, unit)
        for row in rows:
            for former in standing(unit):
                if (former.kind, former.place) == (ROW, row.place):
                    _over(desk, unit, former, "replaced")
            _write(desk, unit, ROW, row.place, row, row.source)

    _decided(desk, decide)
    return tuple(row.place for row in rows)


def black_out(desk: Desk, place: str, first: date, last: date, reason: str) -> int:
    """Close a place from one date to another, both included; the decision's id. In force at the next dial anywhere."""
    where = _place(place)
    if not 0 <= (last - first).days < LONGEST_BLACKOUT_DAYS:
        raise Wrong(
            "blackout_days", "A blackout ends on or after its first day, within a year.", "--to", "Set it right."
        )
    if last < _today(desk):
        raise Wrong("blackout_past", "These days are over.", "--to", "Give the last day on which nobody is rung.")
    return _decide(desk, BLACKOUT, where, Blackout(where, first, last, _reason(reason)), reason)


def relax(desk: Desk, place: str, market: str, reason: str) -> int:
    """Decide that a place's law does not bind a market here, for a reason in law; the decision's id.

    Refused for a law that says itself that it binds everybody, and for the row that stands for an unknown country.
    """
    where = _place(place)
    if where == ANYWHERE:
        raise Wrong("place", "What nobody knows is not relaxed.", "PLACE", "Name the place.")
    if market not in MARKETS:
        raise Wrong("market", f"{market!r} is no market that a law can be relaxed for.", "--for", "b2b or b2g.")
    rows = desk.store.read(lambda unit: [row for row in law_of(unit).rows_for((where,)) if row.place == where])
    if not rows:
        raise Wrong("no_law", f"There is no law of {where} to relax.", "PLACE", "See: setter law show.")
    if any(row.binds == "everybody" for row in rows):
        sentence = f"The law of {rows[0].name} binds businesses as it binds consumers: it is not relaxed."
        raise Refused("binds_everybody", sentence, "PLACE", f"Its source: {rows[0].source}.")
    return _decide(desk, RELAXATION, where, Relaxation(where, market, _reason(reason), desk.caller, desk.now()), reason)


def end(desk: Desk, decision_id: int, reason: str) -> LawDecision:
    """End a decision for a reason; Wrong when there is none, or it is over. What ships with setter stays in force."""
    why = _reason(reason)

    def write(unit: Unit) -> LawDecision:
        _compliance(desk, unit)
        found = [each for each in standing(unit) if each.id == decision_id]
        if not found:
            raise Wrong("no_decision", "There is no such decision in force.", "ID", "List them: setter law show.")
        _over(desk, unit, found[0], why)
        return found[0]

    return _decided(desk, write)


def hours_words(row: LawRow) -> str:
    """Write a row's week in a few words: "Mon-Fri 08:00-20:00, Sat 10:00-17:00"."""
    said = []
    for name, days in (("Mon-Fri", "mon"), ("Sat", "sat"), ("Sun", "sun")):
        spans = " ".join(map(str, row.hours.get(days, ())))
        if spans:
            said.append(f"{name} {spans}")
    return ", ".join(said)


def _decide(desk: Desk, kind: str, place: str, body: Any, reason: str) -> int:
    def write(unit: Unit) -> int:
        _compliance(desk, unit)
        return _write(desk, unit, kind, place, body, reason)

    return _decided(desk, write)


def _write(desk: Desk, unit: Unit, kind: str, place: str, body: Any, reason: str) -> int:
    now = desk.now()
    decision = LawDecision(new_id(now), kind, place, msgspec.json.encode(body).decode(), reason, desk.caller, now)
    unit.law.add(decision)
    desk.audit(unit, f"law_{kind}", f"law/{place}", {"decision": str(decision.id)}, new="in force", why=reason)
    return decision.id


def _over(desk: Desk, unit: Unit, decision: LawDecision, why: str) -> None:
    unit.law.end(decision.id, desk.caller, desk.now())
    detail = {"kind": decision.kind, "decision": str(decision.id)}
    desk.audit(unit, "law_end", f"law/{decision.place}", detail, old="in force", new="over", why=why)


def _decided(desk: Desk, write: Callable[[Unit], T]) -> T:
    done = desk.store.write(write)
    see_to_all_windows(desk)
    place_all_kept_out(desk)
    return done


def _compliance(desk: Desk, unit: Unit) -> None:
    sentence = "Only compliance decides about the law."
    desk.allow_only(unit, (COMPLIANCE,), sentence, "law", "Ask who has that role.", in_sandbox=True)


def _reason(reason: str) -> str:
    if len(reason.strip()) < SHORTEST_REASON:
        raise Wrong("reason", "A decision about the law needs its reason.", "--reason", "Name the law or the decree.")
    return reason.strip()


def _place(text: str) -> str:
    place = text.strip().upper()
    if place != ANYWHERE and not is_place(place):
        raise Wrong(
            "place", f"{text!r} is no place that setter knows.", "PLACE", "Write a country as GB, a state as US-LA."
        )
    return place


def _today(desk: Desk) -> date:
    return local_time(desk.now(), "UTC").date()


def _places_in(path: Path) -> dict[str, Any]:
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise Wrong(
            "law_file", f"This file cannot be read: {problem.strerror}.", path.name, "Check the name."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Wrong("law_file", f"This is no TOML file: {problem}.", path.name, "See docs/law.md.") from None
    places = read.get("places", {})
    if not isinstance(places, dict):
        raise Wrong("law_file", "places is no table.", path.name, "Write a table such as [places.US-LA].")
    return places
