"""Callers belong to campaigns and languages, and what an absent one has promised goes to others in one go."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import as_lead, called, ended, enrolment_of, land, on_strip, place_of, promise_of, prospect_named, taken
from houses import ADA, BEN, CAMPAIGN, CLEO, beside, second_campaign, wait_until
from setter.domain.errors import Refused, Wrong
from setter.services.call_by_hand import call_by_hand
from setter.services.colleagues import assign, set_role, team
from setter.services.desk import Desk
from setter.services.doctor import examine
from setter.services.opt_out import opt_out
from setter.services.queue_view import queue_of, why_queue
from setter.services.receive_call import receive, receive_unknown
from setter.services.shift import pass_all
from setter.services.take_call import next_call, take

SPEAKING = "full_name,company,phone,region,country,language"
RITA, JOAO = "Rita Vega", "João Sá"
SIXTH = "Uma Fox"


@pytest.fixture
def bilingual(desk: Desk, tmp_path: Path) -> Desk:
    """Beside the six, Rita speaks Spanish and João Portuguese; noor and sam are callers."""
    rows = f"{RITA},Vega SA,+13125550171,IL,US,Español", f"{JOAO},Sá Lda,+13125550172,IL,US,pt-BR"
    land(desk, tmp_path, *rows, header=SPEAKING, file="speaking")
    for name in ("noor", "sam"):
        set_role(as_lead(desk), name, "caller")
    return desk


def offered(desk: Desk) -> list[str]:
    """Everybody who is given out to one caller, one after another."""
    found = []
    while (name := called(desk)) is not None:
        found.append(name)
        ended(desk, "no_answer", name)
    return found


class TestALanguage:
    def test_brings_those_who_speak_it_and_those_of_whom_nobody_knows(self, bilingual: Desk) -> None:
        assign(as_lead(bilingual), "noor", languages=["spanish", "en"])
        noor = beside(bilingual, "noor")
        shown = {entry.line.full_name for entry in queue_of(noor, CAMPAIGN) if entry.may_dial}
        given = set(offered(noor))
        assert RITA in given & shown and JOAO not in given | shown and ADA in given
        assert dict(why_queue(noor, CAMPAIGN))["another_language"] == 1

    def test_nobody_has_named_brings_everybody(self, bilingual: Desk) -> None:
        assert {RITA, JOAO, ADA} <= set(offered(beside(bilingual, "sam")))

    def test_can_be_any_again(self, bilingual: Desk) -> None:
        assign(as_lead(bilingual), "noor", languages=["es"])
        assign(as_lead(bilingual), "noor", languages=[])
        assert JOAO in offered(beside(bilingual, "noor"))

    def test_that_turns_out_to_be_another_moves_them(self, bilingual: Desk, tmp_path: Path) -> None:
        assign(as_lead(bilingual), "noor", languages=["es"])
        again = f"{CLEO},Elm Supply,+12125550103,NY,US,Portuguese"
        land(bilingual, tmp_path, again, header=SPEAKING, file="again")
        assert CLEO not in offered(beside(bilingual, "noor"))
        assert place_of(bilingual, CLEO) is not None
        assert all(finding.sound for finding in examine(bilingual))

    def test_the_counts_still_sum_to_the_list(self, bilingual: Desk) -> None:
        assign(as_lead(bilingual), "noor", languages=["fr"])
        assert sum(number for _, number in why_queue(beside(bilingual, "noor"), CAMPAIGN)) == 8

    def test_nobody_knows_is_refused(self, bilingual: Desk) -> None:
        with pytest.raises(Wrong) as no:
            assign(as_lead(bilingual), "noor", languages=["klingon"])
        assert no.value.code == "language"


class TestACampaign:
    @pytest.fixture
    def two(self, desk: Desk) -> Desk:
        """Two campaigns of one client; noor calls for the second alone."""
        self.second = second_campaign(desk)
        set_role(as_lead(desk), "noor", "caller")
        assign(as_lead(desk), "noor", [self.second])
        return desk

    def test_of_others_is_not_given_out_nor_taken_by_hand(self, two: Desk) -> None:
        noor, ada = beside(two, "noor"), place_of(two, ADA)
        assert ada is not None
        for asked in (lambda: next_call(noor, CAMPAIGN), lambda: take(noor, ada.enrolment_id)):
            with pytest.raises(Refused) as no:
                asked()
            assert no.value.code == "campaign_not_yours"
        next_call(noor, self.second)

    def test_of_others_still_holds_ones_own_promise(self, two: Desk) -> None:
        ended(two, "callback_prospect", ADA, callback="tomorrow 10")
        pass_all(as_lead(two), two.caller, "noor", "ill")
        wait_until(two, promise_of(two).due_at)
        noor = beside(two, "noor")
        assert take(noor, promise_of(two).enrolment_id).call is not None

    def test_is_for_a_lead_to_give_out(self, two: Desk) -> None:
        with pytest.raises(Refused) as no:
            assign(beside(two, "noor"), "noor", [])
        assert no.value.code == "role"
        with pytest.raises(Wrong):
            assign(as_lead(two), "nobody at all", [])

    def test_stands_in_the_list_of_the_team(self, two: Desk) -> None:
        assert [(each.name, each.campaigns) for each in team(two) if each.campaigns] == [("noor", (self.second,))]


class TestAnAbsentCaller:
    def test_leaves_promises_and_duties_to_another(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", ADA, callback="tomorrow 10")
        ended(desk, "callback_prospect", BEN, callback="thu 11")
        ended(desk, "info_requested", CLEO)
        owed = on_strip(desk)
        assert pass_all(as_lead(desk), desk.caller, "noor", "ill until Friday") == 3
        assert promise_of(desk, ADA).owner == promise_of(desk, BEN).owner == "noor"
        assert on_strip(desk) == [] and set(owed) <= set(on_strip(beside(desk, "noor")))
        entry = desk.store.read(lambda unit: unit.audit.about(f"caller/{desk.caller}"))[-1]
        assert entry.action == "pass_all" and '"why": "ill until Friday"' in entry.detail

    def test_of_the_next_days_alone(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", ADA, callback="tomorrow 10")
        ended(desk, "callback_prospect", BEN, callback="mon 11")
        assert pass_all(as_lead(desk), desk.caller, "", "a day off", days=2) == 1
        assert (promise_of(desk, ADA).owner, promise_of(desk, BEN).owner) == ("", desk.caller)

    def test_lets_go_of_whom_they_had_taken(self, desk: Desk) -> None:
        taken(desk, ADA)
        pass_all(as_lead(desk), desk.caller, "", "fell ill")
        assert called(beside(desk, "noor")) == ADA

    def test_is_passed_on_by_whoever_leads_alone(self, desk: Desk) -> None:
        with pytest.raises(Refused) as no:
            pass_all(beside(desk, "noor"), desk.caller, "noor", "")
        assert no.value.code == "role"


def test_sales_takes_no_calls_and_answers_none(desk: Desk) -> None:
    sal, ben = beside(desk, "sal"), prospect_named(desk, BEN)
    ended(sal, "callback_prospect", ADA, callback="tomorrow 10")
    set_role(as_lead(desk), "sal", "sales")
    for asked in (
        lambda: next_call(sal, CAMPAIGN),
        lambda: take(sal, enrolment_of(desk, BEN).id),
        lambda: take(sal, enrolment_of(desk, ADA).id),
        lambda: call_by_hand(sal, CAMPAIGN, "+1 404 555 0111"),
        lambda: receive(sal, CAMPAIGN, ben.id),
        lambda: receive_unknown(sal, CAMPAIGN, "+1 404 555 0111", "Ola Ness"),
    ):
        with pytest.raises(Refused, match="Sales takes no calls"):
            asked()
    opt_out(sal, ben.id)
    assert prospect_named(desk, BEN).blocked
