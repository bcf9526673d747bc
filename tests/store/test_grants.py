"""On a server each role is a database user's own: what it must not do it cannot, by whatever program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from databases import drop_database, fresh_database
from hands import MINUTE, booked, called, ended, enrolment_of, land, meeting_of, prospect_named, sql_of, taken
from houses import ADA, BEN, CAMPAIGN, CLEO, HANDFUL, FrozenClock, advance, wait_until
from setter.domain.errors import Refused, Unusable
from setter.domain.sales_answer import SaleSays
from setter.examples import example_campaign
from setter.services import lift as lifting
from setter.services.adopt import adopt, roll_back
from setter.services.appeal import appeal, decide
from setter.services.campaigns import activate, add_text
from setter.services.chase import Chased, chase
from setter.services.colleagues import set_role
from setter.services.consent import note_consent
from setter.services.desk import Desk, bring_up_to_date, make_database, open_desk
from setter.services.doctor import examine
from setter.services.draft import end_call
from setter.services.erase import erase
from setter.services.hand_off import export
from setter.services.meeting_life import cancel
from setter.services.opt_out import opt_out
from setter.services.preferences import prefer
from setter.services.record_outcome import Given
from setter.services.rule_sets import add_rules
from setter.services.sales_reply import answer
from setter.services.shift import end_shift, take_break
from setter.services.sign_off import sign_off
from setter.services.skip import skip
from setter.services.suppress_value import suppress_text
from setter.services.undo import undo
from setter.store.audit_check import verify
from setter.store.house import open_store

psycopg = pytest.importorskip("psycopg")
from psycopg import errors  # noqa: E402 - only where the driver is there

RULES = 'format = 1\n[scoring]\nid = "own"\nrule = [{ id = "t", label = "titled", when = "title known", points = 5 }]\n'
TEAM = {"ann": "caller", "lee": "team_lead", "noor": "compliance", "sal": "sales"}
NOT_CALLERS = (
    "DELETE FROM attempt",
    "DELETE FROM call",
    "DELETE FROM outcome",
    "DELETE FROM suppression",
    "UPDATE suppression SET hash = ''",
    "UPDATE suppression_act SET lifted_at = 1",
    "DELETE FROM suppression_reach",
    "UPDATE audit SET detail = '', salt = ''",
    "DELETE FROM audit",
    "TRUNCATE audit",
    "DROP TABLE audit",
    "DROP POLICY audit_add ON audit",
    "UPDATE colleague SET role = 'admin'",
    "INSERT INTO colleague VALUES ('ann2', 'admin')",
    "INSERT INTO colleague_campaign VALUES ('ann', 1)",
    "UPDATE campaign SET status = 'draft'",
    "INSERT INTO waiver SELECT * FROM waiver",
    "UPDATE event SET kind = 'demo_request'",
    "DELETE FROM registry_number",
    "INSERT INTO law_decision SELECT * FROM law_decision",
    "DELETE FROM consent",
    "UPDATE consent SET given_on = '2026-11-26'",
    "INSERT INTO import_batch SELECT * FROM import_batch",
    "INSERT INTO rule_set SELECT * FROM rule_set",
    "INSERT INTO rule_set_test SELECT * FROM rule_set_test",
    "INSERT INTO rule_set_sign_off SELECT * FROM rule_set_sign_off",
    "INSERT INTO rule_set_change SELECT * FROM rule_set_change",
    "UPDATE campaign SET rules_version = 1",
    "INSERT INTO sales_answer SELECT * FROM sales_answer",
    "UPDATE sales_word SET decision = 'accepted', code = ''",
    "UPDATE appeal SET verdict = 'overturned'",
)
NOT_SALES = (
    "DELETE FROM prospect",
    "UPDATE prospect SET full_name = ''",
    "INSERT INTO enrolment SELECT * FROM enrolment",
    "UPDATE answer SET value = ''",
    "DELETE FROM sales_answer",
    "UPDATE sales_answer SET said = '{}'",
    "DELETE FROM attempt",
    "DELETE FROM suppression",
    "UPDATE suppression_act SET lifted_at = 1",
    "UPDATE suppression_reach SET stood = ''",
    "DELETE FROM callback",
    "INSERT INTO call SELECT * FROM call",
)


@pytest.fixture
def server(postgres_server: str, tmp_path: Path) -> Iterator[Desk]:
    """A team's real database, whose owner looks after it; four of the team have a user of their own."""
    url = fresh_database(postgres_server)
    with psycopg.connect(postgres_server, autocommit=True) as owner:
        for name in (*TEAM, "stranger"):
            owner.execute(f"DROP ROLE IF EXISTS {name}")
            owner.execute(f"CREATE ROLE {name} LOGIN")
    made = make_database(url)
    desk = Desk(made.store, FrozenClock(), made.caller)
    for name, role in TEAM.items():
        assert set_role(desk, name, role)
    add_text(desk, example_campaign())
    activate(desk, CAMPAIGN)
    listed = tmp_path / "list.csv"
    listed.write_text(HANDFUL, encoding="utf-8")
    land(desk, tmp_path, *HANDFUL.strip().split("\n")[1:])
    yield desk
    desk.store.close()
    drop_database(postgres_server, url)
    with psycopg.connect(postgres_server, autocommit=True) as owner:
        for name in (*TEAM, "stranger"):
            owner.execute(f"DROP ROLE {name}")


Seat = Callable[[str], Desk]


def url_as(desk: Desk, name: str) -> str:
    """The address of the database as somebody's own user."""
    parts = urlsplit(desk.store.url)
    return desk.store.url.replace(f"//{parts.netloc}", f"//{name}@" + parts.netloc.rpartition("@")[2], 1)


@pytest.fixture
def seat(server: Desk) -> Iterator[Seat]:
    """A desk at the same database as another user, by the same clock."""
    opened: list[Desk] = []

    def sit(name: str) -> Desk:
        store = open_store(url_as(server, name))
        opened.append(Desk(store, server.clock, store.user()))
        return opened[-1]

    yield sit
    for desk in opened:
        desk.store.close()


def denied(desk: Desk, name: str, statement: str) -> bool:
    """Whether the server itself refuses a user's statement."""
    with psycopg.connect(url_as(desk, name)) as connection:
        try:
            connection.execute(statement)
        except errors.InsufficientPrivilege:
            return True
        connection.rollback()
    return False


class TestACaller:
    def test_cannot_unmake_what_was_done_or_decide_for_others(self, server: Desk) -> None:
        assert [statement for statement in NOT_CALLERS if not denied(server, "ann", statement)] == []

    def test_cannot_say_that_another_suppression_key_is_the_databases(self, server: Desk) -> None:
        with psycopg.connect(url_as(server, "ann")) as connection:
            changed = connection.execute("UPDATE setting SET value = 'x' WHERE name = 'suppression_key_mark'")
            assert changed.rowcount == 0
        assert denied(server, "ann", "INSERT INTO setting (name, value) VALUES ('suppression_key', 'x')")

    def test_cannot_write_into_the_audit_under_another_name(self, server: Desk) -> None:
        row = "INSERT INTO audit VALUES ('{0}@x', 1, 1, '{0}', 'lift', 'prospect/1', '{{}}', 's', 'c', 'h')"
        assert denied(server, "ann", row.format("noor"))
        assert not denied(server, "ann", row.format("ann"))

    def test_works_a_whole_day_all_the_same(self, server: Desk, seat: Seat, tmp_path: Path) -> None:
        ann = seat("ann")
        assert ann.caller == "ann"
        assert called(ann) == ADA
        booked(ann, ADA)
        skip(ann, enrolment_of(ann, CLEO).id, "Wrong industry altogether")
        ended(ann, "callback_prospect", BEN, callback="tomorrow 10")
        again, _ = ended(ann, "no_answer", "Dov Lind")
        undo(ann, again.id)
        end_call(ann, again.id, Given("referred", referred="Hal Ives, operations"))
        undo(ann, again.id)
        end_call(ann, again.id, Given("do_not_call"))
        opt_out(ann, prospect_named(ann, "Eve Sand").id)
        suppress_text(ann, "312 555 0187", "tidemark")
        note_consent(ann, prospect_named(ann, "Fay Roe").id, "consent", "Agreed on our stand at the fair")
        prefer(ann, "theme", "dark")
        cancel(ann, meeting_of(ann).id, "They moved house")
        export(ann, "csv", tmp_path / "out.csv")
        taken(ann, "Fay Roe")
        advance(ann, 60 * MINUTE)
        assert called(seat("lee")) is not None  # and the lease that ran out is let go by nobody's hand
        take_break(ann)
        end_shift(ann)
        assert all(finding.sound for finding in examine(server))

    def test_gives_nobody_a_role(self, seat: Seat) -> None:
        with pytest.raises(Refused, match="roles"):
            set_role(seat("ann"), "ann", "admin")


class TestALead:
    def test_puts_rules_in_force_and_edits_no_audit(self, server: Desk, seat: Seat) -> None:
        lee = seat("lee")
        add_text(lee, example_campaign().replace("Quaywise", "Quaywise One", 1))
        activate(lee, CAMPAIGN)
        for statement in ("UPDATE audit SET detail = ''", "DELETE FROM suppression", "DELETE FROM attempt"):
            assert denied(server, "lee", statement)

    def test_adopts_scoring_rules_and_changes_none(self, server: Desk, seat: Seat) -> None:
        lee = seat("lee")
        adopted = adopt(lee, CAMPAIGN, add_rules(lee, CAMPAIGN, RULES).version, "owners first", "nothing to test by")
        assert (adopted.version, roll_back(lee, CAMPAIGN, "as it was").version) == (2, 1)
        assert denied(server, "lee", "UPDATE rule_set SET compiled = ''")
        assert denied(server, "lee", "DELETE FROM rule_set_change")

    def test_gives_no_role_on_a_server(self, seat: Seat) -> None:
        with pytest.raises(Refused, match="owner"):
            set_role(seat("lee"), "lee", "admin")


class TestCompliance:
    def test_lifts_and_erases_and_deletes_no_attempt(self, server: Desk, seat: Seat) -> None:
        noor = seat("noor")
        ended(server, "do_not_call", ADA)
        ada = prospect_named(noor, ADA)
        (act,) = lifting.acts_about(noor, str(ada.id))[1]
        lifting.lift(noor, str(ada.id), act.id, "mistake", "It was said of another line")
        erase(noor, ada.id)
        assert noor.store.read(lambda unit: verify(unit.audit)).faults == ()
        for statement in ("DELETE FROM attempt", "DELETE FROM audit", "UPDATE audit SET hash = ''"):
            assert denied(server, "noor", statement)


class TestSales:
    def test_fetches_meetings_and_calls_nobody(self, server: Desk, seat: Seat, tmp_path: Path) -> None:
        booked(server, ADA)
        sal = seat("sal")
        assert export(sal, "csv", tmp_path / "out.csv").changes == 1
        with pytest.raises(Refused, match="Sales takes no calls"):
            called(sal)
        assert [statement for statement in NOT_SALES if not denied(server, "sal", statement)] == []

    def test_says_what_it_makes_of_an_sql_and_an_appeal_is_not_decided_by_whoever_made_it(
        self, server: Desk, seat: Seat
    ) -> None:
        ann, sal, lee = seat("ann"), seat("sal"), seat("lee")
        booked(ann, ADA)
        sql = sql_of(ann)
        assert sql is not None
        answer(sal, sql.id, SaleSays(decision="rejected", code="R13", reason="I am away"))
        assert answer(sal, sql.id, SaleSays(decision="rejected", code="R04", reason="no money")).code == "R04"
        appeal(ann, sql.id, "she told me of the money")
        forged = "UPDATE sales_word SET appeal = 'overturned'"
        with pytest.raises(psycopg.Error, match="nobody has decided"), psycopg.connect(url_as(server, "ann")) as raw:
            raw.execute(forged)
        assert decide(lee, sql.id, "overturned", "so she did").accepted
        rewritten = "UPDATE appeal SET reason = 'she signed'"
        with pytest.raises(psycopg.Error, match="nobody has decided"), psycopg.connect(url_as(server, "ann")) as raw:
            raw.execute(rewritten)
        assert enrolment_of(server, ADA).work_state == "callback"

    def test_signs_off_for_good_and_is_chased_by_any_callers_program_in_nobodys_name(
        self, server: Desk, seat: Seat
    ) -> None:
        ann, sal = seat("ann"), seat("sal")
        add_text(server, example_campaign().replace('script = { by = "Rosa Castellan", on = 2026-01-03 }', ""))
        said = "UPDATE campaign_sign_off SET signed_by = 'x'"
        activate(server, CAMPAIGN)
        assert sign_off(sal, CAMPAIGN, "script", "Rosa Castellan", date(2026, 1, 3)).unsigned == ()
        assert all(denied(server, name, said) for name in TEAM)
        booked(ann, ADA)
        wait_until(ann, sql_of(ann).reply_by)
        assert (chase(ann), chase(seat("lee"))) == (Chased(sales=1), Chased())
        assert server.store.read(lambda unit: verify(unit.audit)).faults == ()

    def test_leaves_whoever_asks_them_alone_at_once_and_for_everybody(self, server: Desk, seat: Seat) -> None:
        booked(server, ADA)
        sal, ann = seat("sal"), seat("ann")
        opt_out(sal, prospect_named(sal, ADA).id, company_wide=True)
        opt_out(sal, prospect_named(sal, BEN).id)
        suppress_text(sal, "312 555 0187", "tidemark")
        assert called(ann) not in (ADA, BEN)
        assert prospect_named(ann, BEN).blocked == "do_not_call"
        duties = server.store.read(lambda unit: unit.tasks.of_enrolment(enrolment_of(server, ADA).id))
        assert [task.kind for task in duties if task.state == "open"] == ["cancel_meeting"]
        assert server.store.read(lambda unit: verify(unit.audit)).faults == ()
        assert all(finding.sound for finding in examine(server))


class TestARole:
    def test_that_changes_takes_its_rights_with_it(self, server: Desk, seat: Seat) -> None:
        set_role(server, "ann", "sales")
        assert denied(server, "ann", "INSERT INTO call SELECT * FROM call")
        set_role(server, "ann", "admin")
        assert not denied(server, "ann", "UPDATE colleague SET role = role")
        set_role(seat("ann"), "lee", "caller")
        set_role(server, "ann", "caller")
        assert denied(server, "ann", "UPDATE colleague SET role = role")

    def test_waits_for_its_user(self, server: Desk) -> None:
        assert not set_role(server, "somebody_new", "caller")

    def test_holds_for_tables_that_an_upgrade_brings(self, server: Desk) -> None:
        with psycopg.connect(server.store.url, autocommit=True) as owner:
            owner.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ann")
        assert denied(server, "ann", "SELECT 1 FROM queue")
        bring_up_to_date(server.store.url)
        assert not denied(server, "ann", "SELECT 1 FROM queue") and denied(server, "ann", "DELETE FROM attempt")

    def test_of_nobody_lets_nobody_in(self, server: Desk) -> None:
        with pytest.raises(Unusable) as no:
            open_desk(url_as(server, "stranger"))
        assert "setter colleague" in no.value.hint


def test_a_caller_brings_no_database_up_to_date(server: Desk) -> None:
    with psycopg.connect(server.store.url, autocommit=True) as owner:
        owner.execute("DELETE FROM migration WHERE number = (SELECT max(number) FROM migration)")
    with pytest.raises(Unusable) as no:
        open_desk(url_as(server, "ann"))
    assert no.value.code == "database_older"


def test_everybody_is_known_by_the_servers_name_for_them(server: Desk, monkeypatch: Any) -> None:
    desk = open_desk(url_as(server, "ann"))
    assert desk.caller == "ann" and desk.writer.startswith("ann@")
    desk.store.close()
