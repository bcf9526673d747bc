"""Address cards that every address book reads as they were meant, whatever was typed into them."""

from __future__ import annotations

from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from setter.handoff.person import Line, Person
from setter.handoff.vcard import Version, card, cards, uid_of
from setter.handoff.words import line

NOW = 1_795_500_000_000
AWKWARD = "Núñez, Ana; the \\n “second” 🙂 of a very long name indeed, so that its line has to be folded"


def person(name: str = AWKWARD, note: str = "a, b;\nc\\d", **others: Any) -> Person:
    given = {
        "first_name": name,
        "last_name": name,
        "company": name,
        "title": name,
        "email": "ana@x.example",
        "lines": (Line("+13125550101", "4", "mobile"), Line("+13125550102")),
        "street": name,
        "city": name,
        "zone": "America/Chicago",
        "meeting_words": note,
    } | others
    return Person(7, "Lark", "camp", name, "SQL", "d", NOW, **given)


@pytest.mark.parametrize("version", ["4.0", "3.0"])
def test_another_library_reads_every_part_of_it(version: Version) -> None:
    written = card(person(), version)
    read = vobject.readOne(written.decode())
    assert read.version.value == version and read.fn.value == AWKWARD
    assert (read.n.value.family, read.n.value.given) == (AWKWARD, AWKWARD)
    assert (read.org.value, read.title.value) == ([AWKWARD], AWKWARD)
    assert read.note.value == "a, b;\nc\\d" and read.email.value == "ana@x.example"
    assert (read.adr.value.street, read.adr.value.city) == (AWKWARD, AWKWARD)
    numbers = [each.value for each in read.tel_list]
    assert numbers == (
        ["tel:+13125550101;ext=4", "tel:+13125550102"] if version == "4.0" else ["+13125550101 x4", "+13125550102"]
    )
    assert (read.tz.value, read.uid.value, read.rev.value) == (
        *("America/Chicago", uid_of(person()), "20261124T060000Z"),
    )
    assert all(len(each) <= 75 for each in written.split(b"\r\n")) and b"\n" not in written.replace(b"\r\n", b"")


def test_a_person_keeps_the_uid_of_the_card_and_nobody_shares_it() -> None:
    nobody = Person(9, "Lark", "camp", "", "prospect", "d", NOW)
    assert uid_of(person()) == uid_of(person("Ana", company="else")) != uid_of(nobody)
    assert vobject.readOne(card(nobody).decode()).fn.value == "unknown"
    assert len(list(vobject.readComponents(cards([person(), nobody]).decode()))) == 2


@given(text=st.text(max_size=40))
def test_no_text_can_add_a_line_of_its_own(text: str) -> None:
    read = vobject.readOne(card(person(text, text, zone=text, email="e" + text)).decode())
    allowed = {"version", "fn", "n", "org", "title", "tel", "email", "adr", "tz", "note", "uid", "rev"}
    assert set(read.contents) <= allowed and len(read.contents["fn"]) == 1
    if line(text):
        assert read.fn.value == line(text)
