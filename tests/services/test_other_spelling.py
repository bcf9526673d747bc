"""Who asked not to be contacted does not come back under another spelling, on a number that colleagues share."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import dialled, ended, enrolment_of, land, prospect_named
from setter.domain.errors import Refused
from setter.services.desk import Desk
from setter.services.import_list import Imported
from setter.services.land import MAY_HAVE_ASKED, SUPPRESSED
from setter.services.opt_out import opt_out
from setter.services.receive_call import receive_unknown
from setter.services.record_outcome import Given, record

pytestmark = pytest.mark.requirement("R-075")

SWITCHBOARD = "+16123394101"
KATHERINE, BOB = "Katherine Miller", "Bob Jones"
COLUMNS = "full_name,company,phone,email,region,country"
AGAIN = [
    "Kate Miller,Acme Inc,612-339-4101,,MN,US",
    "Miller Katherine,ACME,+16123394101,,MN,US",
    "Katie Miller,,612.339.4101,,MN,US",
    "K. Miller,,612-339-4101,,MN,US",
    "KATHY MILLER-STONE,Acme,(612) 339-4101,,MN,US",
]


@pytest.fixture
def acme(desk: Desk, tmp_path: Path) -> Desk:
    """Katherine and Bob share a switchboard, and she has asked not to be called."""
    land(desk, tmp_path, *[f"{name},Acme,{SWITCHBOARD},,MN,US" for name in (KATHERINE, BOB)], header=COLUMNS)
    ended(desk, "do_not_call", KATHERINE)
    return desk


def again(desk: Desk, folder: Path, *rows: str, **options: str) -> Imported:
    """Another list comes in."""
    return land(desk, folder, *rows, header=COLUMNS, **options)


@pytest.mark.parametrize("dry_run", [True, False])
def test_every_spelling_of_her_is_refused_with_its_reason(acme: Desk, tmp_path: Path, dry_run: bool) -> None:
    done = land(acme, tmp_path, *AGAIN, header=COLUMNS, dry_run=dry_run)
    assert (done.landed, done.merged, done.rejected) == (0, 0, len(AGAIN))
    assert {reason for reason, _ in done.reasons} <= {SUPPRESSED, MAY_HAVE_ASKED}
    if not dry_run:
        refused = Path(done.rejects_file or "").read_text(encoding="utf-8")
        assert "Katie Miller" in refused and MAY_HAVE_ASKED in refused


def test_a_first_name_alone_or_none_may_be_hers(acme: Desk, tmp_path: Path) -> None:
    done = again(acme, tmp_path, "Kate,,612-339-4101,,MN,US", "Sara,Acme,612-339-4101,,MN,US", ",,612-339-4101,,MN,US")
    assert (done.landed, done.merged, done.rejected) == (0, 0, 3)


def test_her_colleagues_land_and_are_called(acme: Desk, tmp_path: Path) -> None:
    rows = (f"{BOB},Acme,{SWITCHBOARD},bob@acme.example,MN,US", f"Sara Lind,Acme,{SWITCHBOARD},,MN,US")
    done = again(acme, tmp_path, *AGAIN, "Sara,Acme,612-339-4101,,MN,US", *rows)
    assert (done.landed, done.merged) == (1, 1)
    assert dialled(acme, "Sara Lind").state == "live"


def test_a_namesake_who_was_there_before_stays_a_colleague(desk: Desk, tmp_path: Path) -> None:
    family = [f"{name} Miller,Acme,{SWITCHBOARD},,MN,US" for name in ("Katherine", "Karl")]
    again(desk, tmp_path, *family)
    opt_out(desk, prospect_named(desk, KATHERINE).id)
    done = again(desk, tmp_path, *family, file="later")
    assert (done.merged, done.rejected) == (1, 1)
    assert enrolment_of(desk, "Karl Miller").work_state == "queued"


def test_nor_is_the_namesake_silenced_by_a_row_that_may_be_either(desk: Desk, tmp_path: Path) -> None:
    again(desk, tmp_path, *[f"{name} Miller,Acme,{SWITCHBOARD},,MN,US" for name in ("Katherine", "Karl")])
    opt_out(desk, prospect_named(desk, KATHERINE).id)
    assert again(desk, tmp_path, f"K. Miller,Acme,{SWITCHBOARD},,MN,US").rejected == 1
    assert prospect_named(desk, "Karl Miller").blocked == ""


def test_she_is_followed_to_what_the_other_spelling_brought(acme: Desk, tmp_path: Path) -> None:
    again(acme, tmp_path, f"Kate Miller,Acme,{SWITCHBOARD},kate@home.example,MN,US")
    assert again(acme, tmp_path, "Katie Miller,,612-339-4177,kate@home.example,MN,US").rejected == 1


def test_somebody_known_elsewhere_is_not_given_her_number_but_left_as_they_are(acme: Desk, tmp_path: Path) -> None:
    again(acme, tmp_path, "Karl Miller,Elm,612-339-4155,karl@elm.example,MN,US")
    done = again(acme, tmp_path, f"Karl Miller,Elm,{SWITCHBOARD},karl@elm.example,MN,US")
    assert (done.reasons, prospect_named(acme, "Karl Miller").blocked) == (((MAY_HAVE_ASKED, 1),), "")


def test_so_it_is_with_a_shared_address(desk: Desk, tmp_path: Path) -> None:
    again(desk, tmp_path, *[f"{name},Acme,,front.desk@acme.example,MN,US" for name in (KATHERINE, BOB)])
    opt_out(desk, prospect_named(desk, KATHERINE).id)
    assert again(desk, tmp_path, "Kate Miller,,,frontdesk+fair@acme.example,MN,US").rejected == 1
    assert again(desk, tmp_path, "Sara Lind,Acme,,front.desk@acme.example,MN,US").landed == 1


def test_and_with_who_asked_in_a_list_and_never_landed(desk: Desk, tmp_path: Path) -> None:
    rows = ("Gil Nash,Elm,+13125550193,yes", "Hal Ives,Elm,+13125550193,no")
    land(desk, tmp_path, *rows, header="full_name,company,phone,do not call")
    done = again(desk, tmp_path, "G. Nash,,+13125550193,,IL,US", "Hal Ives,Elm,+13125550193,,IL,US")
    assert (done.landed, done.reasons) == (0, ((MAY_HAVE_ASKED, 1),))


def test_on_the_line_only_a_whole_different_name_is_somebody_new(acme: Desk) -> None:
    for name in ("Kate Miller", "Sara"):
        with pytest.raises(Refused) as refused:
            receive_unknown(acme, "quaywise-us", SWITCHBOARD, name)
        assert refused.value.code == "suppressed"
    assert receive_unknown(acme, "quaywise-us", SWITCHBOARD, "Sara Lind").state == "live"


def test_nor_is_she_brought_back_by_a_referral(acme: Desk) -> None:
    call = dialled(acme, BOB)
    record(acme, call.id, Given("referred", referred="Katie Miller"))
    found = acme.store.read(lambda unit: unit.search.find("tidemark", 1, "Miller", 9))
    assert [each.name for each in found] == [KATHERINE]
