"""What is owed: listed, ticked off, passed on."""

from __future__ import annotations

import re

import pytest

from cli.terminal import Terminal

ART = "Art Venere"


@pytest.fixture
def noor(house: Terminal) -> Terminal:
    """A colleague, who has worked here before."""
    noor = Terminal(house.database, "noor")
    noor.done("release", noor.done("next")["call"])
    noor.done("break")
    return noor


@pytest.fixture
def duty(house: Terminal) -> str:
    """Mira has promised to send Art something: the id of that duty."""
    house.done("outcome", house.dialled(ART), "info_requested")
    (task,) = house.done("tasks")
    assert task["kind"] == "send_information"
    return str(task["task"])


@pytest.fixture
def promise(house: Terminal) -> str:
    """Mira has promised Art to ring at four: the id of that promise."""
    house.done("outcome", house.dialled(ART), "callback_prospect", "--callback", "today 4pm")
    (task,) = house.done("tasks")
    return str(task["task"])


class TestDone:
    def test_ticks_a_duty_off_once_and_for_all(self, house: Terminal, duty: str) -> None:
        for _ in range(2):
            assert house.done("duty", "done", duty) == {"task": duty, "state": "done"}
        assert house.done("tasks") == []

    def test_is_the_owners_word_or_a_team_leads(
        self, house: Terminal, noor: Terminal, lead: Terminal, duty: str
    ) -> None:
        error = noor.refused("duty", "done", duty)
        assert (error["code"], error["message"]) == ("not_yours", "It is mira's.")
        lead.done("duty", "done", duty)
        assert house.done("tasks") == []

    def test_a_promise_is_kept_by_calling(self, house: Terminal, promise: str) -> None:
        error = house.refused("duty", "done", promise, exit_code=2)
        assert error["code"] == "no_task" and "kept by calling" in error["hint"]


class TestPass:
    def test_gives_a_promise_to_a_colleague(self, house: Terminal, noor: Terminal, promise: str) -> None:
        assert house.done("duty", "pass", promise, "noor") == {"task": promise, "owner": "noor"}
        assert house.done("tasks") == []
        (task,) = noor.done("tasks")
        assert (task["task"], task["owner"], task["due"]) == (promise, "noor", "2026-11-24T22:00:00.000Z")

    def test_or_to_the_pool(self, house: Terminal, noor: Terminal, promise: str) -> None:
        assert house.words("duty", "pass", promise) == "The promise is now the pool's.\n"
        assert [task["owner"] for task in noor.done("tasks")] == [""]
        noor.done("duty", "pass", promise, "noor")
        assert house.done("tasks") == []

    def test_not_to_a_name_that_nobody_has(self, house: Terminal, noor: Terminal, promise: str) -> None:
        error = house.refused("duty", "pass", promise, "nora", exit_code=2)
        assert error["code"] == "no_colleague" and "noor" in error["hint"]
        assert [task["owner"] for task in house.done("tasks")] == ["mira"]

    def test_not_a_colleagues_promise(self, house: Terminal, noor: Terminal, lead: Terminal, promise: str) -> None:
        assert noor.refused("duty", "pass", promise)["code"] == "not_yours"
        assert lead.done("duty", "pass", promise, "noor")["owner"] == "noor"

    def test_not_a_duty(self, house: Terminal, duty: str) -> None:
        assert house.refused("duty", "pass", duty, exit_code=2)["code"] == "no_callback"


def test_people_read_which_one_first(house: Terminal, duty: str) -> None:
    words = house.words("tasks")
    assert words.split()[0] == duty
    assert re.search(r"  (Tue|Wed) 2\d Nov \d\d:\d\d \w+  send information", words), "when, as people read it"


def test_all_that_an_absent_colleague_owes_goes_to_another(house: Terminal, lead: Terminal) -> None:
    call = house.dialled(ART)
    house.done("outcome", call, "callback_prospect", "--callback", "tomorrow 10")
    lead.done("colleague", "noor", "--role", "caller")
    passed = lead.done("duty", "pass-all", "mira", "noor", "--reason", "ill")
    assert passed == {"from": "mira", "to": "noor", "passed_on": 1}
    assert house.done("tasks") == []
    assert house.refused("duty", "pass-all", "noor")["code"] == "role"
