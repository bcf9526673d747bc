"""Whatever is done in whatever order: who asked to be left alone is, and every list stands behind some rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as some
from hypothesis.stateful import invariant, rule

from hands import DAY, HOUR, called, land
from houses import ADA, CAMPAIGN, CLEO, Furnished, advance, beside
from services.any_house import House, in_any_order
from setter.intake.prospect import CleanEmail, CleanProspect
from setter.services.call_by_hand import call_by_hand
from setter.services.clock import iso
from setter.services.dial import dial
from setter.services.erase import erase
from setter.services.events import NEW
from setter.services.inquire import LEFT_ALONE, UNCHANGED, Question, inquire
from setter.services.lift import acts_about, lift
from setter.services.one_event import add_event
from setter.services.opt_out import opt_out
from setter.services.queue_view import queue_of, why_queue
from setter.services.receive_call import receive_unknown
from setter.services.record_outcome import Given, record
from setter.services.suppress_value import suppress_text
from setter.services.take_call import release, take
from setter.services.undo import last_call, undo
from setter.services.why import why_prospect
from setter.store.records import Prospect
from setter.store.unit import Unit

CALLERS = ("mira", "noor", "sam")
COUNSEL = "zoe"
PLACE = "full_name,company,email,phone,region,country,do not call"
WHO = {
    ADA: ("Birch Foods", "ada@birch.example", "+13125550101", "+13125550181", "IL"),
    CLEO: ("Elm Supply", "cleo@elm.example", "+12125550103", "+12125550183", "NY"),
    "Eve Sand": ("Gum Tiles", "eve@gum.example", "+13035550105", "+13035550185", "CO"),
}
"""Name, company, address, number and another number of those about whom it goes."""
FORMS = ("{name},{company},{email},{first},{region},US,", "{name},{company},,{other},{region},US,",
         "{name},,{email},{other},{region},US,", "{name},,,{first},{region},US,")  # fmt: skip
ENDS = ("no_answer", "busy", "voicemail_left", "callback_prospect", "do_not_call", "complaint", "not_interested")
NEEDS: dict[str, dict[str, Any]] = {"callback_prospect": {"callback": "in 2 days 10:00"}}
NO = ("do_not_call", "complaint")
KINDS = {("person", "opted_out"): "list", ("person", "unsubscribed"): "mail", ("value", "unsubscribed"): "value mail"}
WHY = "It was said of somebody else, as the recording of the line shows"
somebody, a_caller = some.sampled_from(sorted(WHO)), some.sampled_from(CALLERS)


class LeftAlone(House):
    """Three people, three callers, and every way in which a number can come back."""

    def __init__(self) -> None:
        super().__init__()
        self.desk.store.write(lambda unit: unit.settings.set_role(COUNSEL, "compliance"))
        self.counsel = beside(self.desk, COUNSEL)
        self.noes: dict[str, Counter[str]] = {name: Counter() for name in WHO}
        self.erased: set[str] = set()
        self.files = 0

    def left_alone(self, name: str) -> bool:
        """Whether somebody must not be called, as a person who kept a list of it by hand would know."""
        return name in self.erased or any(self.noes[name].values())

    def records(self, name: str) -> list[Prospect]:
        """Everybody on record who bears this name or has one of these numbers or addresses."""
        _, email, *numbers, _ = WHO[name]

        def look(unit: Unit) -> list[Prospect]:
            found = {each for number in numbers for each in unit.prospects.matching("tidemark", "number", number)}
            found |= set(unit.prospects.matching("tidemark", "email", email))
            people = [unit.prospects.get(each) for each in sorted(found)]
            return [each for each in people if each is not None]

        return self.desk.store.read(look)

    def may_be_dialled(self, person: Prospect) -> bool:
        """Whether the gate lets any number of somebody be dialled now."""
        return why_prospect(self.desk, person.id, CAMPAIGN).may_dial

    def import_row(self, name: str, form: str, said: str = "") -> int:
        company, email, first, other, region = WHO[name]
        self.files += 1
        row = form.format(name=name, company=company, email=email, first=first, other=other, region=region) + said
        done = land(self.desk, Path(self.folder.name), row, header=PLACE, file=f"list {self.files}")
        return done.rejected

    @rule(name=somebody, caller=a_caller, code=some.sampled_from(ENDS))
    def is_called_by_hand(self, name: str, caller: str, code: str) -> None:
        desk = beside(self.desk, caller)
        for person in self.records(name)[:1]:
            enrolments = desk.store.read(lambda unit, person=person: unit.prospects.enrolments(person.id))
            taken = self.attempt(lambda enrolments=enrolments: take(desk, enrolments[0].id)) if enrolments else None
            if taken is None or taken.call is None:
                continue
            dialled = self.attempt(lambda taken=taken: dial(desk, taken.call.id))
            assert dialled is None or not self.left_alone(name)
            ended = dialled and self.attempt(
                lambda taken=taken: record(desk, taken.call.id, Given(code, **NEEDS.get(code, {})))
            )
            if ended and code in NO:
                self.noes[name]["said"] += 1
            if not ended:
                self.attempt(lambda taken=taken: release(desk, taken.call.id))

    @rule(caller=a_caller)
    def the_next_is_called(self, caller: str) -> None:
        desk = beside(self.desk, caller)
        name = self.attempt(lambda: called(desk))
        assert name is None or name not in WHO or not self.left_alone(name)
        live = desk.store.read(lambda unit: unit.calls.live(caller))
        if live is not None:
            dialled = self.attempt(lambda: dial(desk, live.id))
            if dialled is None or self.attempt(lambda: record(desk, live.id, Given("no_answer"))) is None:
                self.attempt(lambda: release(desk, live.id))

    @rule(name=somebody, caller=a_caller)
    def asks_on_any_screen(self, name: str, caller: str) -> None:
        people = [each for each in self.records(name) if each.erased_at is None]
        if people and beside(self.desk, caller).store.read(lambda unit: unit.calls.live(caller)) is None:
            opt_out(beside(self.desk, caller), people[0].id)
            self.noes[name]["said"] += 1

    @rule(name=somebody)
    def their_number_is_suppressed(self, name: str) -> None:
        suppress_text(self.desk, WHO[name][2])
        self.noes[name]["value"] = 1

    @rule(name=somebody, form=some.sampled_from(FORMS))
    def comes_with_a_list(self, name: str, form: str) -> None:
        rejected = self.import_row(name, form)
        assert rejected == 1 or not self.left_alone(name)

    @rule(name=somebody)
    def opted_out_in_a_list(self, name: str) -> None:
        self.import_row(name, FORMS[0], "yes")
        self.noes[name]["list"] = 1

    @rule(name=somebody)
    def rings_in(self, name: str) -> None:
        desk = beside(self.desk, "sam")
        call = self.attempt(lambda: receive_unknown(desk, CAMPAIGN, WHO[name][2], name))
        if call is not None:
            assert not self.left_alone(name)
            self.attempt(lambda: record(desk, call.id, Given("not_interested")))

    @rule(name=somebody, caller=a_caller, named=some.booleans())
    def their_number_is_typed_by_hand(self, name: str, caller: str, named: bool) -> None:
        desk = beside(self.desk, caller)
        taken = self.attempt(lambda: call_by_hand(desk, CAMPAIGN, WHO[name][2], name if named else ""))
        if taken is not None and taken.call is not None:
            assert not self.left_alone(name)
            self.attempt(lambda: release(desk, taken.call.id))

    @rule(name=somebody)
    def they_fill_in_a_form(self, name: str) -> None:
        company, email, *_ = WHO[name]
        who = CleanProspect(full_name=name, company=company, emails=(CleanEmail(email, email),))
        asked = inquire(self.desk, CAMPAIGN, Question(who, self.desk.now(), "web"))
        assert asked.fate in (LEFT_ALONE, UNCHANGED) or not self.left_alone(name)

    @rule(name=somebody, kind=some.sampled_from(["demo_request", "blog", "unsubscribe"]))
    def they_do_something_elsewhere(self, name: str, kind: str) -> None:
        told = {"email": WHO[name][1], "what": kind, "when": iso(self.desk.now())}
        done = self.attempt(lambda: add_event(self.counsel, told, (), "UTC"))
        assert done is None or done.fate != NEW or kind == "unsubscribe" or not self.left_alone(name)
        if done is not None and done.suppressed:
            self.noes[name]["value mail" if done.prospect is None else "mail"] = 1

    @rule(caller=a_caller)
    def the_last_outcome_is_taken_back(self, caller: str) -> None:
        desk = beside(self.desk, caller)
        call = last_call(desk)
        undone = self.attempt(lambda: undo(desk, call.id)) if call is not None else None
        if undone is not None:
            self.attempt(lambda: record(desk, undone.id, Given("no_answer")))

    @rule(name=somebody, which=some.integers(0, 3))
    def compliance_lifts_one(self, name: str, which: int) -> None:
        for person in [each for each in self.records(name) if each.erased_at is None][:1]:
            acts = acts_about(self.counsel, str(person.id))[1]
            if acts:
                act = acts[which % len(acts)]
                done = self.attempt(
                    lambda act=act, person=person: lift(self.counsel, str(person.id), act.id, "mistake", WHY)
                )
                kind = KINDS.get((act.about, act.reason), "value" if act.about == "value" else "said")
                if done is not None:
                    self.noes[name][kind] = max(0, self.noes[name][kind] - 1)

    @rule(name=somebody)
    def is_erased(self, name: str) -> None:
        for person in self.records(name)[:1]:
            if self.attempt(lambda person=person: erase(self.counsel, person.id)) is not None:
                self.erased.add(name)

    @rule(hours=some.sampled_from([1, 5, 24, 72]))
    def time_passes(self, hours: int) -> None:
        advance(self.desk, hours * HOUR)

    @invariant()
    def nobody_who_asked_is_offered(self) -> None:
        shown = {entry.line.full_name for entry in queue_of(self.desk, CAMPAIGN)}
        for name in WHO:
            if not self.left_alone(name):
                continue
            assert name not in shown
            for person in self.records(name):
                assert person.blocked
                enrolled = self.desk.store.read(lambda unit, person=person: unit.prospects.enrolled(1, person.id))
                assert enrolled is None or not self.may_be_dialled(person)

    @invariant()
    def everybody_stands_behind_one_rule(self) -> None:
        listed = self.desk.store.read(lambda unit: len(unit.prospects.enrolments_of(1)))
        for caller in CALLERS:
            assert sum(number for _, number in why_queue(beside(self.desk, caller), CAMPAIGN)) == listed

    @invariant()
    def no_cap_is_passed(self) -> None:
        connection = self.desk.store.engine.connect()
        rows = connection.execute("SELECT e164, prospect_id, started_at FROM attempt WHERE direction = 'outbound'")
        dials = [(row["e164"], row["prospect_id"], row["started_at"]) for row in rows.fetchall()]
        connection.close()
        for part in (0, 1):
            for whose in {each[part] for each in dials}:
                at = [each[2] for each in dials if each[part] == whose]
                assert all(sum(one - DAY < other <= one for other in at) <= 3 for one in at)


@pytest.mark.parametrize(("engine", "examples"), [("sqlite", 12), ("postgres", 2)])
def test_who_asked_is_left_alone_in_any_order(
    url_of: Callable[..., str], furnished: Furnished, engine: str, examples: int
) -> None:
    in_any_order(LeftAlone, lambda: url_of(engine, furnished(engine, "list")), examples, 14)
