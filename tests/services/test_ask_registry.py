"""A register asked in time decides whose number may ring; one that was not keeps everybody it covers waiting."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hands import called, dialled, entry_of, land, place_of, prospect_named, refused_dial, taken
from houses import ADA, AT_ONCE, CAMPAIGN, beside, change_campaign, wait_until
from setter.domain.errors import Wrong
from setter.services.answer import answer
from setter.services.ask_registry import bring_in
from setter.services.consent import note_consent, withdraw
from setter.services.desk import Desk
from setter.services.doctor import examine
from setter.services.draft import end_call
from setter.services.queue_view import queue_of, why_queue
from setter.services.record_outcome import Given
from setter.services.take_call import release

IAN, UNA = "Ian Mersey", "Una Tyne"
TODAY = date(2026, 11, 24)
TOMORROW = date(2026, 11, 26)


@pytest.fixture
def britain(desk: Desk, tmp_path: Path) -> Desk:
    """Two people in Britain on a Tuesday morning there, whom no register was asked about."""
    change_campaign(desk, AT_ONCE)
    land(
        desk,
        tmp_path,
        f"{IAN},Mersey Ltd,+441514960123,,,,United Kingdom",
        f"{UNA},Tyne Ltd,+441914980124,,,,United Kingdom",
        file="britain",
    )
    wait_until(desk, "2026-11-25T10:00:00Z")
    return desk


def asked(desk: Desk, folder: Path, *numbers: str, as_of: date = TODAY, whole: bool = False) -> None:
    """Bring in both of the British registers, each holding these numbers."""
    path = folder / "register.csv"
    path.write_text("\n".join(["number", *numbers]), encoding="utf-8")
    for register in ("gb-tps", "gb-ctps"):
        bring_in(desk, path, register, as_of, whole=whole, empty=not numbers)


def test_before_it_was_asked_nobody_there_is_given_out_and_the_waterfall_says_so(britain: Desk) -> None:
    assert called(britain) is None
    assert dict(why_queue(britain, CAMPAIGN))["registry"] == 2
    ian = next(entry for entry in queue_of(britain, CAMPAIGN) if entry.line.full_name == IAN)
    assert not ian.may_dial and "has not been asked" in ian.reasons[-1]
    assert refused_dial(britain, taken(britain, IAN).id) == "registry"
    assert all(finding.sound for finding in examine(britain))


def test_once_it_was_whoever_stands_in_it_is_left_alone_and_all_others_are_given_out(
    britain: Desk, tmp_path: Path
) -> None:
    asked(britain, tmp_path, "0151 496 0123")
    assert called(britain) == UNA
    noor = beside(britain, "noor")
    assert called(noor) is None and dict(why_queue(britain, CAMPAIGN))["registry"] == 1
    assert all(finding.sound for finding in examine(britain)), "nobody is lost who is only kept out"
    assert refused_dial(noor, taken(noor, IAN).id) == "registry"


def test_a_number_that_left_it_may_ring_again(britain: Desk, tmp_path: Path) -> None:
    asked(britain, tmp_path, "+441514960123")
    assert called(britain) == UNA
    asked(britain, tmp_path, "+441914980124", as_of=date(2026, 11, 25))
    assert called(beside(britain, "noor")) == IAN


def test_its_answer_grows_old(britain: Desk, tmp_path: Path) -> None:
    asked(britain, tmp_path, as_of=date(2026, 10, 28), whole=True)
    assert entry_of(britain, IAN).may_dial
    wait_until(britain, "2026-11-26T10:00:00Z")
    assert not entry_of(britain, IAN).may_dial
    assert called(britain) is None
    assert refused_dial(britain, taken(britain, UNA).id) == "registry"


def test_whoever_lands_after_it_was_asked_waits_until_it_is_asked_about_them(britain: Desk, tmp_path: Path) -> None:
    asked(britain, tmp_path)
    wait_until(britain, "2026-11-25T10:30:00Z")
    land(britain, tmp_path, "Vic Late,Wear Ltd,+441914980125,,,,United Kingdom", file="later")
    assert place_of(britain, "Vic Late") is None and dict(why_queue(britain, CAMPAIGN))["registry"] == 1
    call = taken(britain, "Vic Late")
    assert refused_dial(britain, call.id) == "registry"
    release(britain, call.id)
    assert place_of(britain, "Vic Late") is None, "whom one has looked at is out as before"
    asked(britain, tmp_path, as_of=date(2026, 11, 25))
    assert place_of(britain, "Vic Late") is None, "it was asked too soon after they came on record"
    wait_until(britain, "2026-11-25T10:45:00Z")
    asked(britain, tmp_path, as_of=date(2026, 11, 25))
    assert place_of(britain, "Vic Late") is not None


def test_a_consent_lets_somebody_stand_in_the_queue_as_long_as_it_stands(britain: Desk, tmp_path: Path) -> None:
    asked(britain, tmp_path, "+441514960123")
    ian = prospect_named(britain, IAN).id
    note_consent(britain, ian, "consent", "Agreed on our stand at the fair")
    assert entry_of(britain, IAN).may_dial
    withdraw(britain, ian)
    assert place_of(britain, IAN) is None


def test_an_answer_that_is_older_than_a_number_leaves_it_waiting(britain: Desk, tmp_path: Path) -> None:
    land(britain, tmp_path, "Vic Late,Wear Ltd,+441914980125,,,,United Kingdom", file="later")
    asked(britain, tmp_path)
    assert place_of(britain, "Vic Late") is None and place_of(britain, IAN) is not None
    assert dict(why_queue(britain, CAMPAIGN))["registry"] == 1


def test_the_whole_of_it_speaks_for_whoever_lands_later(britain: Desk, tmp_path: Path) -> None:
    asked(britain, tmp_path, "+441914980125", whole=True)
    wait_until(britain, "2026-11-25T10:30:00Z")
    land(
        britain,
        tmp_path,
        "Vic Late,Wear Ltd,+441914980125,,,,United Kingdom",
        "Wyn Later,Dee Ltd,+441244960126,,,,United Kingdom",
        file="later",
    )
    assert place_of(britain, "Vic Late") is None and dict(why_queue(britain, CAMPAIGN))["registry"] == 1
    assert place_of(britain, "Wyn Later") is not None
    assert refused_dial(britain, taken(britain, "Vic Late").id) == "registry"
    assert all(finding.sound for finding in examine(britain))


def test_whoever_is_named_on_a_call_is_left_alone_at_once_where_the_lines_stand_in_it(
    britain: Desk, tmp_path: Path
) -> None:
    asked(britain, tmp_path, whole=True)
    ian, una = dialled(britain, IAN), dialled(beside(britain, "noor"), UNA)
    asked(britain, tmp_path, "+441514960123", "+441514960188", as_of=date(2026, 11, 25), whole=True)
    for desk, call, name in ((britain, ian, "Hal Ives"), (beside(britain, "noor"), una, "Ivo Lamm")):
        answer(desk, call.id, {"referred_line": "+44 151 496 0188"})
        end_call(desk, call.id, Given("referred", referred=name))
    assert place_of(britain, "Hal Ives") is None
    assert place_of(britain, "Ivo Lamm") is not None, "by the line that was dialled"


def test_a_mobile_of_a_business_that_stands_in_the_american_one_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "dnc.txt").write_text("3125550101\n", encoding="utf-8")
    done = bring_in(desk, tmp_path / "dnc.txt", "us-dnc", TODAY)
    assert (done.numbers, done.kept, done.unread) == (1, 1, 0)
    assert refused_dial(desk, taken(desk, ADA).id) == "registry"


@pytest.mark.parametrize("line", ["312,5550101", "3125550101", "(312) 555-0101", "+13125550101;A"])
def test_the_american_one_is_read_however_it_is_written(desk: Desk, tmp_path: Path, line: str) -> None:
    (tmp_path / "dnc.csv").write_text(f"{line}\n", encoding="utf-8")
    assert bring_in(desk, tmp_path / "dnc.csv", "us-dnc", TODAY).kept == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "number\n",
        "\n".join(["name", *["Mersey Ltd,0151 496 0123"] * 4]),
        "PK\x03\x04 a table that is no text\n" * 9,
    ],
    ids=["nothing", "a heading alone", "the numbers in another column", "no text"],
)
def test_what_cannot_be_read_does_not_pass_for_an_answer(britain: Desk, tmp_path: Path, text: str) -> None:
    (tmp_path / "tps.csv").write_text(text, encoding="utf-8")
    for register in ("gb-tps", "gb-ctps"):
        with pytest.raises(Wrong) as refused:
            bring_in(britain, tmp_path / "tps.csv", register, TODAY)
        assert refused.value.code == "registry_file"
    assert called(britain) is None and dict(why_queue(britain, CAMPAIGN))["registry"] == 2


@pytest.mark.parametrize(
    ("registry", "as_of", "code"),
    [("xx-none", TODAY, "no_registry"), ("us-dnc", TOMORROW, "registry_day")],
)
def test_what_cannot_be_is_not_brought_in(desk: Desk, tmp_path: Path, registry: str, as_of: date, code: str) -> None:
    (tmp_path / "dnc.txt").write_text("3125550101\n", encoding="utf-8")
    with pytest.raises(Wrong) as refused:
        bring_in(desk, tmp_path / "dnc.txt", registry, as_of)
    assert refused.value.code == code
    with pytest.raises(Wrong) as missing:
        bring_in(desk, tmp_path / "nowhere.txt", "us-dnc", TODAY)
    assert missing.value.code == "registry_file"
