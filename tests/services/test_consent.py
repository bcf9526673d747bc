"""Where the law wants a word on record first, nobody is given out before it is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from compliance import ILLINOIS
from hands import MINUTE, called, ended, land, people_named, place_of, prospect_named, refused_dial, taken
from houses import ADA, AT_ONCE, CAMPAIGN, CLEO, advance, beside, change_campaign, wait_until
from setter.domain.errors import Wrong
from setter.services import law_book
from setter.services.consent import note_consent, withdraw
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.doctor import examine
from setter.services.queue_view import why_queue

HANS = "Hans Werk"
WHY = "Runs forty vans, and we sell what plans them: fleet page of werk.example"


@pytest.fixture
def berlin(desk: Desk, tmp_path: Path) -> Desk:
    """Hans in Berlin, in a campaign that calls businesses, on a Wednesday morning there."""
    change_campaign(desk, AT_ONCE)
    land(desk, tmp_path, f"{HANS},Werk GmbH,+49302345678,,,,Germany", file="berlin")
    wait_until(desk, "2026-11-25T09:00:00Z")
    return desk


def test_nobody_there_stands_in_the_queue_and_the_waterfall_says_why(berlin: Desk) -> None:
    assert place_of(berlin, HANS) is None
    assert dict(why_queue(berlin, CAMPAIGN))["consent"] == 1
    assert refused_dial(berlin, taken(berlin, HANS).id) == "consent"
    assert all(finding.sound for finding in examine(berlin))


def test_a_reason_why_the_offer_concerns_them_lets_them_in(berlin: Desk) -> None:
    hans = prospect_named(berlin, HANS)
    kept = note_consent(berlin, hans.id, "presumed_interest", WHY, date(2026, 11, 20))
    assert (kept.given_on, kept.recorded_by) == ("2026-11-20", "mira")
    assert called(berlin) == HANS
    audit = berlin.store.read(lambda unit: [entry.action for entry in unit.audit.about(f"prospect/{hans.id}")])
    assert audit == ["consent"]


def test_what_was_taken_back_holds_no_more_and_stays_on_record(berlin: Desk) -> None:
    hans = prospect_named(berlin, HANS)
    note_consent(berlin, hans.id, "consent", "Agreed on our stand at the fair, card kept")
    assert place_of(berlin, HANS) is not None
    assert withdraw(berlin, hans.id) == 1
    assert place_of(berlin, HANS) is None
    (kept,) = berlin.store.read(lambda unit: unit.registries.consents(hans.id))
    assert kept.withdrawn_at == berlin.now()


def test_it_is_still_there_when_two_records_turn_out_to_be_one_person(berlin: Desk, tmp_path: Path) -> None:
    header = "full_name,company,email,phone,region,country"
    home = f"{HANS},,hans@werk.example,+49301112223,,Germany"
    land(berlin, tmp_path, home, header=header, file="home", source="fair")
    office, at_home = berlin.store.read(lambda unit: people_named(unit, HANS))
    note_consent(berlin, at_home.id, "consent", "Agreed on our stand at the fair, card kept")
    land(berlin, tmp_path, f"{HANS},,hans@werk.example,+49302345678,,Germany", header=header, file="bridge")
    assert prospect_named(berlin, HANS).id == office.id
    (kept,) = berlin.store.read(lambda unit: unit.registries.consents(office.id))
    assert kept.note.startswith("Agreed on our stand")
    assert called(berlin) == HANS
    dial(berlin, taken(berlin, HANS).id)


def test_what_was_taken_back_is_not_brought_back_by_an_older_promise(berlin: Desk) -> None:
    note_consent(berlin, prospect_named(berlin, HANS).id, "presumed_interest", WHY)
    ended(berlin, "callback_prospect", HANS, callback="tomorrow 10")
    advance(berlin, MINUTE)
    withdraw(berlin, prospect_named(berlin, HANS).id)
    wait_until(berlin, "2026-11-26T09:00:00Z")
    assert called(beside(berlin, "noor")) != HANS
    assert refused_dial(berlin, taken(berlin, HANS).id) == "consent"


def test_who_gave_us_a_time_to_call_back_is_called_then(berlin: Desk) -> None:
    note_consent(berlin, prospect_named(berlin, HANS).id, "presumed_interest", WHY)
    ended(berlin, "callback_prospect", HANS, callback="tomorrow 10")
    wait_until(berlin, "2026-11-26T09:00:00Z")
    assert called(berlin) == HANS


def test_whom_a_new_law_wants_a_word_of_leaves_the_queue_and_comes_back_with_the_law(
    desk: Desk, counsel: Desk, tmp_path: Path
) -> None:
    (tmp_path / "law.toml").write_text(ILLINOIS + 'consent = { b2b = "required" }\n', encoding="utf-8")
    law_book.narrow_by(counsel, tmp_path / "law.toml")
    assert place_of(desk, ADA) is None and place_of(desk, CLEO) is not None
    assert dict(why_queue(desk, CAMPAIGN))["consent"] == 2
    assert all(finding.sound for finding in examine(desk))
    (decided,) = law_book.book(counsel, ["US-IL"]).decisions
    law_book.end(counsel, decided.id, "The statute was repealed")
    assert place_of(desk, ADA) is not None
    assert "consent" not in dict(why_queue(desk, CAMPAIGN))


def test_where_no_law_wants_it_nobody_waits_for_it(berlin: Desk) -> None:
    assert place_of(berlin, ADA) is not None


@pytest.mark.parametrize(
    ("kind", "note", "given_on", "code"),
    [
        ("yes", WHY, None, "consent_kind"),
        ("consent", "ok", None, "consent_note"),
        ("consent", WHY, date(2026, 11, 26), "consent_day"),
    ],
)
def test_words_that_prove_nothing_are_not_kept(
    berlin: Desk, kind: str, note: str, given_on: date | None, code: str
) -> None:
    with pytest.raises(Wrong) as refused:
        note_consent(beside(berlin, "noor"), prospect_named(berlin, HANS).id, kind, note, given_on)
    assert refused.value.code == code
