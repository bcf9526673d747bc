"""The scoring rules have versions: added, tested, signed off by sales, compared; nothing of them is ever changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from hands import as_lead, booked, meeting_of
from houses import ADA, CAMPAIGN, CLEO, change_campaign, second_campaign
from services.rules_kept import FOUND, added, adopted, dearer, rules_in_force, tried
from setter.domain.errors import Refused, Wrong
from setter.domain.rule_versions import FIT, Backtested
from setter.intake.rules_file import rules_text
from setter.services.campaigns import campaigns
from setter.services.desk import Desk
from setter.services.meeting_record import record_of
from setter.services.rule_sets import add_rules, compare, keep_test, log, show_version, sign_off, versions

NOVEMBER = date(2026, 11, 20)
SIGN = 'scoring = { by = "Tobe Abara", on = 2026-01-02 }'
RESIGNED, UNSIGNED = (SIGN, SIGN.replace("Tobe Abara", "Sal Reyes")), (SIGN, "")


def unsigned(desk: Desk) -> tuple[str, ...]:
    """The parts of the example campaign that sales has not signed off."""
    (found,) = [line.unsigned for line in campaigns(desk) if line.id == CAMPAIGN]
    return found


@pytest.mark.requirement("R-078")
class TestAVersion:
    def test_of_the_campaigns_file_is_the_first_and_in_force(self, desk: Desk) -> None:
        (first,) = versions(desk, CAMPAIGN)
        assert (first.version, first.origin, first.in_force, first.test) == (1, "file", True, None)
        assert rules_in_force(desk).version == 1

    def test_that_is_added_waits_until_somebody_adopts_it(self, desk: Desk) -> None:
        before = rules_in_force(desk)
        assert added(desk) == 2
        first, second = versions(desk, CAMPAIGN)
        assert (first.in_force, second.in_force, second.origin, second.made_by) == (True, False, "edit", "lead")
        assert rules_in_force(desk) == before

    def test_added_again_is_the_version_that_it_is(self, desk: Desk) -> None:
        text = rules_text(dearer(desk))
        once, again = (add_rules(as_lead(desk), CAMPAIGN, text) for _ in range(2))
        assert (once.version, once.fresh, again.version, again.fresh) == (2, True, 2, False)
        filed = rules_text(rules_in_force(desk))
        assert add_rules(as_lead(desk), CAMPAIGN, filed).version == 1 and len(versions(desk, CAMPAIGN)) == 2

    def test_shows_the_very_text_it_was_added_by(self, desk: Desk) -> None:
        text = "# fitted to the spring\n" + rules_text(dearer(desk))
        add_rules(as_lead(desk), CAMPAIGN, text, FIT, "from 84 SQLs")
        shown = show_version(desk, CAMPAIGN, 2)
        assert (shown.text, shown.line.origin, shown.line.note) == (text, "fit", "from 84 SQLs")
        assert shown.rule_set == replace(dearer(desk), version=2)
        assert show_version(desk, CAMPAIGN, 1).text == rules_text(rules_in_force(desk))

    def test_says_which_fields_nobody_has(self, desk: Desk) -> None:
        text = rules_text(replace(rules_in_force(desk), version=0))
        added_rules = add_rules(as_lead(desk), CAMPAIGN, text.replace("vehicles >= 12", "vehicels >= 12"))
        assert (
            "Rule fleet asks for vehicels, which nobody has: neither record nor script nor list knows it. "
            "Did you mean vehicles?"
        ) in added_rules.strange
        assert not any("seniority" in each or "vehicles," in each for each in added_rules.strange)

    def test_is_compared_with_another(self, desk: Desk) -> None:
        added(desk, attempt_penalty=2.0)
        (points, penalty) = compare(desk, CAMPAIGN, 1, 2)
        assert (points.kind, points.old, points.new) == ("points", "+25", "+29")
        assert penalty.words == "~ attempt penalty 1.5 → 2"
        assert compare(desk, CAMPAIGN, 2, 2) == ()

    def test_that_is_none_is_wrong(self, desk: Desk) -> None:
        for ask in (
            lambda: show_version(desk, CAMPAIGN, 7),
            lambda: compare(desk, CAMPAIGN, 1, 7),
            lambda: keep_test(as_lead(desk), CAMPAIGN, 7, FOUND),
            lambda: sign_off(as_lead(desk), CAMPAIGN, 7, "Sal Reyes", NOVEMBER),
            lambda: adopted(desk, 7),
        ):
            with pytest.raises(Wrong) as wrong:
                ask()
            assert wrong.value.code == "no_rules"

    def test_is_the_campaigns_own(self, desk: Desk) -> None:
        added(desk)
        assert [line.version for line in versions(desk, second_campaign(desk))] == [1]

    def test_of_a_file_with_faults_is_not_kept(self, desk: Desk) -> None:
        with pytest.raises(Wrong) as wrong:
            add_rules(as_lead(desk), CAMPAIGN, rules_text(dearer(desk)).replace("points = 29", 'points = "many"'))
        assert wrong.value.code == "rules_file" and len(versions(desk, CAMPAIGN)) == 1

    def test_keeps_its_newest_test(self, desk: Desk) -> None:
        version = tried(desk)
        newer = Backtested("own attempts", 300, 20, warnings=("few positives",))
        keep_test(as_lead(desk), CAMPAIGN, version, newer)
        assert [line.test for line in versions(desk, CAMPAIGN)] == [None, newer]


@pytest.mark.requirement("R-033")
class TestSalesSignOff:
    def test_is_of_a_version_and_the_next_one_has_none(self, desk: Desk) -> None:
        assert "scoring" not in unsigned(desk)
        adopted(desk, tried(desk))
        assert "scoring" in unsigned(desk)
        sign_off(as_lead(desk), CAMPAIGN, 2, "Sal Reyes", NOVEMBER)
        assert "scoring" not in unsigned(desk)
        second = versions(desk, CAMPAIGN)[1]
        assert (second.signed_by, second.signed_on) == ("Sal Reyes", "2026-11-20")

    def test_in_the_campaigns_file_is_that_of_its_rules(self, desk: Desk) -> None:
        change_campaign(desk, ("points = 25", "points = 29"), RESIGNED)
        assert "scoring" not in unsigned(desk)
        assert [line.signed_by for line in versions(desk, CAMPAIGN)] == ["Tobe Abara", "Sal Reyes"]
        adopted(desk, tried(desk, base=1))
        assert "scoring" in unsigned(desk)

    def test_may_come_with_a_later_file_for_rules_that_stand_already(self, desk: Desk) -> None:
        dearer = ("points = 25", "points = 29")
        change_campaign(desk, dearer, UNSIGNED)
        assert "scoring" in unsigned(desk)
        change_campaign(desk, dearer, RESIGNED)
        assert "scoring" not in unsigned(desk) and versions(desk, CAMPAIGN)[1].signed_by == "Sal Reyes"

    def test_is_given_once(self, desk: Desk) -> None:
        version = added(desk)
        for _ in range(2):
            sign_off(as_lead(desk), CAMPAIGN, version, " Sal Reyes ", NOVEMBER)
        with pytest.raises(Refused) as refused:
            sign_off(as_lead(desk), CAMPAIGN, version, "Rae Sand", NOVEMBER)
        assert refused.value.code == "signed_off" and "Sal Reyes" in refused.value.message

    @pytest.mark.parametrize(
        ("by", "on", "code"), [("  ", NOVEMBER, "signer"), ("Sal", date(2026, 11, 25), "signed_on")]
    )
    def test_needs_a_name_and_a_day_that_has_come(self, desk: Desk, by: str, on: date, code: str) -> None:
        with pytest.raises(Wrong) as wrong:
            sign_off(as_lead(desk), CAMPAIGN, added(desk), by, on)
        assert wrong.value.code == code


@pytest.mark.requirement("R-017")
def test_the_log_tells_who_did_what_and_why_and_the_audit_too(desk: Desk) -> None:
    adopted(desk, tried(desk), "owners first")
    sign_off(as_lead(desk), CAMPAIGN, 2, "Sal Reyes", NOVEMBER)
    told = [(each.what, each.version, each.old_version, each.by) for each in log(desk, CAMPAIGN)]
    assert told == [
        ("made", 1, 0, "lead"),
        ("made", 2, 0, "lead"),
        ("tested", 2, 0, "lead"),
        ("signed_off", 1, 0, "lead"),
        ("signed_off", 2, 0, "lead"),
        ("activated", 1, 0, "lead"),
        ("adopted", 2, 1, "lead"),
    ], "all of one instant"
    entries = desk.store.read(lambda unit: unit.audit.about(f"campaign/{CAMPAIGN}"))
    actions = {each.action: each.detail for each in entries}
    assert {"rules_add", "rules_test", "rules_in_force", "rules_sign_off"} <= set(actions)
    assert '"old":1' in actions["rules_in_force"].replace(" ", "") and "owners first" in actions["rules_in_force"]
    assert not any("Sal" in detail for detail in actions.values()), "nobody's name stands in the audit"


def test_nobody_but_a_team_lead_changes_the_rules(desk: Desk) -> None:
    version, caller = tried(desk), desk
    from setter.services.adopt import adopt, roll_back

    asked: list[Any] = [
        lambda: add_rules(caller, CAMPAIGN, rules_text(dearer(desk, 31))),
        lambda: keep_test(caller, CAMPAIGN, version, FOUND),
        lambda: sign_off(caller, CAMPAIGN, version, "Sal Reyes", NOVEMBER),
        lambda: adopt(caller, CAMPAIGN, version, "why not"),
        lambda: roll_back(caller, CAMPAIGN, "why not"),
    ]
    before = (versions(desk, CAMPAIGN), log(desk, CAMPAIGN))
    for each in asked:
        with pytest.raises(Refused) as refused:
            each()
        assert refused.value.code == "role"
    assert (versions(desk, CAMPAIGN), log(desk, CAMPAIGN)) == before


@pytest.mark.requirement("R-078")
@pytest.mark.parametrize("table", ["rule_set", "rule_set_test", "rule_set_sign_off", "rule_set_change"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET version = 9", "DELETE FROM {}", "INSERT OR REPLACE INTO {}"])
def test_what_was_decided_is_changed_by_no_program(desk: Desk, table: str, statement: str) -> None:
    adopted(desk, tried(desk))
    sign_off(as_lead(desk), CAMPAIGN, 2, "Sal Reyes", NOVEMBER)
    if table == "rule_set_change":
        statement = statement.replace("version", "new_version")
    if statement.startswith("INSERT"):
        if desk.store.engine.served:
            return
        statement += f" SELECT * FROM {table}"
    connection = desk.store.engine.connect()
    with pytest.raises(Exception, match="what was decided of the rules is"):
        connection.execute(statement.format(table))


@pytest.mark.requirement("R-033")
def test_a_packet_names_the_version_that_its_call_was_scored_by_and_a_missing_sign_off(desk: Desk) -> None:
    def rules_told(name: str) -> str:
        record = desk.store.read(lambda unit: record_of(desk, unit, meeting_of(desk, name)))
        assert record.score is not None
        return record.score.rule_set

    booked(desk, ADA)
    adopted(desk, tried(desk))
    assert rules_told(ADA) == "quaywise-1, version 1", "whatever came into force since"
    booked(desk, CLEO, "wed 4pm", email="cleo@elm.example")
    assert rules_told(CLEO) == "quaywise-1, version 2, not signed off by sales"
    sign_off(as_lead(desk), CAMPAIGN, 2, "Sal Reyes", NOVEMBER)
    assert rules_told(CLEO) == "quaywise-1, version 2"
