"""Somebody just claimed who is put off: a colleague of theirs was rung of late, or is on the line."""

from __future__ import annotations

from pathlib import Path

from hands import HOUR, MINUTE, called, ended, enrolment_of, entry_of, land, place_of, put, taken
from houses import ADA, BEN, MORNING, Colleague, advance, beside, wait_until
from setter.services.desk import Desk
from setter.services.shift import begin_work
from setter.services.take_call import release, take


class TestColleagues:
    """Ada and Ben work at one company: whoever rings both within the hour annoys both (domain §3.5)."""

    def test_are_not_given_out_within_two_hours_of_each_other(self, desk: Desk, colleague: Colleague) -> None:
        ended(desk, "no_answer", ADA)
        noor = colleague(desk, "noor")
        put(desk, BEN, priority=9_999)
        assert called(noor) != BEN
        wait_until(desk, MORNING + 2 * HOUR - 1)
        assert not entry_of(noor, BEN).may_dial
        wait_until(desk, MORNING + 2 * HOUR)
        assert called(beside(desk, "pia")) == BEN

    def test_wait_while_one_of_them_is_on_the_line_and_no_longer(self, desk: Desk, colleague: Colleague) -> None:
        call, noor = taken(desk, ADA), colleague(desk, "noor")
        put(desk, BEN, priority=9_999)
        assert called(noor) != BEN
        release(desk, call.id)
        advance(desk, 16 * MINUTE)
        assert called(beside(desk, "pia")) == BEN

    def test_are_all_put_off_at_once_however_many_there_are(self, desk: Desk, tmp_path: Path) -> None:
        names = [f"{letter}{other} Sund" for letter in "ABCDEF" for other in "aeiouy"]
        land(desk, tmp_path, *[f"{name},Birch Foods,+1312557{n:04d},Owner,,IL,US" for n, name in enumerate(names)])
        for name in names:
            put(desk, name, priority=9_000)
        ended(desk, "no_answer", ADA)
        assert called(beside(desk, "noor")) not in {*names, BEN}
        waiting = [place.slot for name in names if (place := place_of(desk, name))]
        assert waiting == [1] * len(names)

    def test_keep_what_they_were_promised_and_may_be_taken_by_hand(self, desk: Desk, colleague: Colleague) -> None:
        begin_work(desk)
        ended(desk, "callback_prospect", BEN, callback="today 11:30")
        noor = colleague(desk, "noor")
        wait_until(desk, "2026-11-24T17:27:00Z")
        assert take(noor, enrolment_of(desk, ADA).id).call is not None
        assert called(desk) == BEN
