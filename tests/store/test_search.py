"""Whoever the words fit is found, the best first, and nobody else: on both engines, whatever was typed."""

from __future__ import annotations

from itertools import combinations, count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from msgspec.structs import replace

from hands import prospect_named
from houses import ADA, CAMPAIGN, Colleague, second_campaign
from setter.services.desk import Desk
from setter.services.search import search
from setter.services.take_call import next_call
from setter.store import search as searching
from setter.store.ids import new_id
from setter.store.records import Email, Phone, Prospect
from setter.store.unit import Unit
from setter.store.words import MARK, marks_of, readings, words_of

CLIENTS = map("client {}".format, count())
TEXT = some.text(alphabet="aAbBo1 '-.@&öÖÅß中文%_*\"^:()|!\\", max_size=9)
NUMBER = some.builds("{}{:04}".format, some.sampled_from(["+1312555", "+4930", "+353"]), some.integers(0, 9999))
ADDRESS = some.builds("{}@{}.example".format, some.sampled_from(["a.b", "ab1", "o"]), some.sampled_from("abo"))
SOMEBODY = some.tuples(TEXT, TEXT, some.lists(NUMBER, max_size=2, unique=True), some.lists(ADDRESS, max_size=1))


def add(unit: Unit, client: str, name: str, company: str = "", campaign: int = 1, score: int = 0) -> Prospect:
    """Somebody of a client who is in a campaign."""
    ada = unit.prospects.get(unit.search.find("tidemark", 1, ADA, 1)[0].prospect_id)
    assert ada is not None
    made = replace(ada, id=new_id(1), client_id=client, full_name=name, company_name=company, company_id=None)
    unit.prospects.add(made)
    enrolment = unit.prospects.enrolments(ada.id)[0]
    place = replace(enrolment, id=new_id(1), prospect_id=made.id, campaign=campaign, score=score)
    unit.prospects.add_enrolment(place)
    return made


def a_client(unit: Unit, client: str) -> str:
    """A client of that id."""
    unit.campaigns.ask("add_client", id=client, name=client)
    return client


def reach(unit: Unit, one: Prospect, numbers: list[str], addresses: list[str]) -> None:
    """Give somebody numbers and addresses."""
    for place, number in enumerate(numbers):
        told = ("", "", place, "ok", "", "", "")
        unit.prospects.add_phone(Phone(new_id(1), one.client_id, one.id, number, number, *told, 1, None))
    for place, address in enumerate(addresses):
        unit.prospects.add_email(Email(new_id(1), one.client_id, one.id, address, address, place, 1, None))


def fits(text: str, name: str, company: str, numbers: list[str], addresses: list[str]) -> bool:
    """Say by walking through their words whether somebody fits what was typed."""
    words = [word[MARK:] for word in words_of("x", name, company, "", numbers, addresses).split()]
    return any(all(any(word.startswith(sought) for word in words) for sought in meant) for meant in readings(text))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=some.lists(SOMEBODY, max_size=6), asked=some.lists(TEXT | NUMBER | ADDRESS, min_size=1, max_size=6))
def test_the_hits_are_those_that_a_walk_through_everybody_finds(
    desk: Desk, people: list[tuple[str, str, list[str], list[str]]], asked: list[str]
) -> None:
    def write(unit: Unit) -> tuple[str, dict[int, tuple[str, str, list[str], list[str]]]]:
        client, there = a_client(unit, next(CLIENTS)), {}
        for one in people:
            added = add(unit, client, one[0], one[1])
            reach(unit, added, one[2], one[3])
            there[added.id] = one
        return client, there

    client, there = desk.store.write(write)
    for text in [*asked, *(word for one in people for word in one[0].split())]:
        found = desk.store.read(lambda unit, text=text: unit.search.find(client, 1, text, 99))
        assert {each.prospect_id for each in found} == {one for one, who in there.items() if fits(text, *who)}, text


def test_the_best_comes_first_and_stays_so_however_many_are_asked_for(desk: Desk) -> None:
    second_campaign(desk)
    ranked = [
        *(("Mar Vale", "", 1, 0), ("Zoe Oak", "Mar", 1, 999), ("Marlow Ash", "", 1, 950), ("Anna Marlow", "", 1, 950)),
        *(
            ("Marta Low", "", 1, 901),
            ("Aaron Marz", "", 2, 999),
            ("Zara Marz", "", 1, 0),
            ("Mara Elm", "Mar", 2, 999),
            ("Zed Fir", "Marble Works", 1, 999),
        ),
    ]
    expected = ["Mar Vale", "Mara Elm", "Zoe Oak", "Anna Marlow", "Marlow Ash", "Marta Low"]

    def write(unit: Unit) -> None:
        for name, company, campaign, score in reversed(ranked):
            add(unit, "tidemark", name, company, campaign, score)

    desk.store.write(write)
    names = [each.name for each in search(desk, CAMPAIGN, "mar")]
    assert names[: len(expected)] == expected and names[len(expected) :] == [
        "Cleo Marsh",
        "Zara Marz",
        "Aaron Marz",
        "Zed Fir",
    ]
    for most in range(1, len(names)):
        assert [each.name for each in search(desk, CAMPAIGN, "mar", most)] == names[:most]


def test_of_a_crowd_that_fits_alike_only_so_many_are_compared_and_the_whole_word_is_never_missed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "COMPARED", 3)

    def write(unit: Unit) -> None:
        for number in range(9):
            add(unit, "tidemark", f"Quentin {number}", score=number)
        add(unit, "tidemark", "Quen Late")

    desk.store.write(write)
    first, *others = (each.name for each in search(desk, CAMPAIGN, "quen", 3))
    assert first == "Quen Late" and others == sorted(others, reverse=True) and len(others) == 2
    assert len(search(desk, CAMPAIGN, "quen", 99)) == 10


def test_a_client_finds_its_own_people_only_and_so_it_does_where_two_share_their_marks(desk: Desk) -> None:
    alike = {}
    for one, other in combinations(map("client-{}".format, range(200)), 2):
        if marks_of(one) == marks_of(other):
            alike = {one: "Uma Hers", other: "Uma Theirs"}
            break
    desk.store.write(lambda unit: [add(unit, a_client(unit, client), name) for client, name in alike.items()])
    for client, name in [*alike.items(), ("tidemark", None)]:
        found = desk.store.read(lambda unit, client=client: unit.search.find(client, 1, "uma", 9))
        assert [each.name for each in found] == [name] * (name is not None)


class TestWhoeverChanges:
    def found(self, desk: Desk, text: str) -> list[str]:
        return [each.name for each in search(desk, CAMPAIGN, text)]

    def test_is_found_by_a_number_and_an_address_as_soon_as_they_are_known(self, desk: Desk) -> None:
        ada = prospect_named(desk, ADA)
        desk.store.write(lambda unit: reach(unit, ada, ["+442079460999"], ["a.new@north.example"]))
        for text in ("020 7946 0999", "0999", "anew@north", "new"):
            assert self.found(desk, text) == [ADA]
        (mail,) = [each for each in desk.store.read(lambda u: u.prospects.emails(ada.id)) if "new" in each.address]
        desk.store.write(lambda unit: unit.prospects.save_email(replace(mail, address="other@north.example")))
        assert (self.found(desk, "anew@north"), self.found(desk, "other@north")) == ([], [ADA])

    def test_and_goes_or_is_erased_is_found_no_more(self, desk: Desk) -> None:
        ada = prospect_named(desk, ADA)
        desk.store.write(lambda unit: unit.prospects.save(replace(ada, erased_at=1)))
        assert self.found(desk, ADA) == []
        desk.store.write(lambda unit: unit.prospects.save(ada))
        assert self.found(desk, ADA) == [ADA]
        gone = desk.store.write(lambda unit: add(unit, "tidemark", "Gone Soon"))
        desk.store.write(lambda unit: unit.prospects.withdraw(gone.id))
        assert self.found(desk, "Gone Soon") == []
        assert not desk.store.read(lambda unit: list(unit.search.ask("known", people=f"[{gone.id}]")))[0]["words"]

    def test_and_becomes_one_with_another_record_is_found_once(self, desk: Desk) -> None:
        kept, other = (desk.store.write(lambda unit, n=name: add(unit, "tidemark", n)) for name in ("Uma A", "Uma B"))

        def join(unit: Unit) -> None:
            unit.identity.join_enrolment(*(unit.prospects.enrolments(each.id)[0].id for each in (kept, other)))
            unit.identity.join_person(kept.id, other.id)

        desk.store.write(join)
        assert self.found(desk, "uma") == ["Uma A"]

    def test_by_a_write_that_failed_is_found_as_before(self, desk: Desk) -> None:
        ada = prospect_named(desk, ADA)

        def fail(unit: Unit) -> None:
            unit.prospects.save(replace(ada, full_name="Uma North"))
            raise KeyError

        with pytest.raises(KeyError):
            desk.store.write(fail)
        assert (self.found(desk, "uma"), self.found(desk, ADA)) == ([], [ADA])

    def test_newcomers_may_bring_their_words_along(self, desk: Desk) -> None:
        def write(unit: Unit) -> None:
            made = [add(unit, "tidemark", name) for name in ("Uma A", "Uma B")]
            unit.touched.prospects.clear()
            unit.search.add_many((each.id, words_of("tidemark", each.full_name)) for each in made)

        desk.store.write(write)
        assert self.found(desk, "uma") == ["Uma A", "Uma B"]


def test_a_claim_renews_nobodys_words(desk: Desk, colleague: Colleague) -> None:
    noor = colleague(desk, "noor")
    touched: list[set[int]] = []
    noor.store.before_commit = lambda unit: touched.append(set(unit.touched.prospects))
    assert next_call(noor, CAMPAIGN).call is not None
    assert touched and not any(touched)
