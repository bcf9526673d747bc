"""What a call asks of the database is found by an index, however many calls there were before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from setter.store.house import Store, open_store
from setter.store.sql import queries

BIG = {
    *("call", "outcome", "attempt", "answer", "queue", "task", "callback", "meeting", "suppression", "rep_slot"),
    *(
        "prospect",
        "inquiry",
        "event",
        "enrolment",
        "phone",
        "email",
        "handoff",
        "activity_day",
        "activity_of",
        "promise_day",
        "search_words",
    ),
}
HOT = {
    "queue": "queued held_by_call lease_on remove remove_prospect anybody_due due due_waits end_waits wake_waits "
    "company_rung_at company_held_until spread "
    "due_promises wake_promises free_overdue anybody_ready claim claim_this extend reassign open_lines "
    "closed_lines open_count queue_length save_queue standing dialled_lately "
    "callable_among anybody_before_the_rest ready_by_chance standing_by_chance",
    "calls": "call save_call live_call all_live last_closed live_for_enrolment later_call calls_of_prospect attempts "
    "attempts_of_enrolment attempts_of_prospect save_attempt numbers_dials prospect_dials company_dials "
    "dialled_at_company outcome "
    "outcomes_of_enrolment outcomes_for_client undo_outcome answers answers_of_call conversations",
    "prospects": "prospect save_prospect phones phone save_phone emails save_email acquisitions with_number with_email "
    "of_company enrolment enrolled enrolments save_enrolment waivers fact_checks block",
    "localities": "window_of windows open_with queued_after move_over keep_out drop_kept_out "
    "unplaced_after numbers_of place_person",
    "arrivals": "enrolment_after arriving_localities arriving_numbers place_arrivals let_in "
    "unplace_arrivals keep_out_arrivals",
    "registries": "numbers_after numbers_since kept_out consents list_number",
    "erasure": "erase_phones erase_emails erase_calls erase_attempts erase_answers erase_inquiries erase_events "
    "exports_of handoffs_with",
    "tasks": "callback save_callback open_callback callbacks_of open_callbacks_of_owner task close_task "
    "close_meeting_tasks move_meeting_tasks tasks_of_enrolment reopen_task cancel_prospect_tasks "
    "cancel_prospect_callbacks pass_tasks_on strip open_shift end_shift away",
    "meetings": "meeting save_meeting meetings_with open_meeting busy assigned drop_expired_holds drop_holds "
    "free_slots holds changes handoff_of_meeting handoff_of_enrolment set_handoff_state remove_handoff "
    "exported_since",
    "search": "known found change remove",
    "reports": "counted_how dials dials_of meetings promotions kept_promises hold_share share_of keep_share "
    "count_activity count_promise activity promises open_promises in_grace worked_between sqls_by_state outcomes "
    "outcomes_with outcomes_of",
    "measures": "sqls dials spoken",
    "suppressions": "suppressed key_mark",
    "audit": "last_entry about",
    "inquiries": "inquiry_named inquiries_with answer_inquiry unanswer_inquiry inquiries_since",
    "events": "event_named events_with happened_with event_like",
    "known": "people emails_of with_numbers acquisitions_of answers_of endings_of conversations_of promises_of "
    "handoffs_of inquiries_of happened_to meetings_of enrolments_with",
    "rescore": "enrolled_above free_places free_enrolments write_figures write_order due_version take_up remove_due",
    "sales": "word words_with words_of answers_to appeal mark_appeal save_appeal credit",
    "deliveries": "untold reps_ahead ahead_of delivery deliveries_of due_deliveries open_deliveries withheld_ahead "
    "take_delivery settle_delivery set_delivery drop_unsent",
    "deadlines": "overdue_reviews unanswered without_word open_chases",
    "rule_sets": "rule_set rule_sets rule_set_tests rule_set_sign_offs rule_set_changes",
    "calendars": "rep_calendar rep_calendars rep_busy meetings_of_rep meeting_with guest_answers",
    "campaigns": "campaign campaign_numbered compiled newest_version",
    "identity": "named_by_number named_by_email named_by_external_id named_at_company meetings_with dialled_as "
    "drop_phone drop_email drop_acquisitions outcomes_with seal_outcome enrol_calls enrol_attempts "
    "enrol_callbacks enrol_tasks enrol_meetings enrol_handoffs enrol_sales_words drop_enrolment give_enrolments "
    "give_places give_calls give_attempts give_answers give_fact_checks give_callbacks give_tasks give_meetings "
    "give_handoffs give_sales_words give_referrals end_twin_duties drop_twin_inquiries give_inquiries drop_twin_events "
    "give_events drop_prospect",
}
"""The queries of take, dial, answer, outcome, undo, book, search and report, and of a rescore, by room."""
LISTS = {"campaigns", "windows", "hashes", "enrolments", "people", "prospects", "places", "rows", "channels"}


@pytest.fixture(scope="module")
def stores(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Store]]:
    from databases import fresh_database

    folder = tmp_path_factory.mktemp("plans")
    made = {
        "sqlite": open_store(str(folder / "house.db")),
        "postgres": open_store(fresh_database(postgres_server)),
    }
    for store in made.values():
        store.migrate()
    made["postgres"].engine.reader().execute("SET enable_seqscan = off")
    yield made.__getitem__
    for store in made.values():
        store.close()


@pytest.mark.parametrize("room", HOT)
def test_a_hot_query_reads_no_whole_table_of_a_file(room: str, stores: Callable[[str], Store]) -> None:
    reader, slow = stores("sqlite").engine.reader(), {}
    for name in HOT[room].split():
        sql = getattr(queries(room, "sqlite3", "sqlite"), name).sql
        values = {each: "[1]" if each in LISTS else 1 for each in re.findall(r":(\w+)", sql)}
        plan = [step["detail"] for step in reader.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()]
        if any("AUTOMATIC" in step or walks_through_a_table(step) for step in plan):
            slow[name] = plan
    assert slow == {}


def walks_through_a_table(step: str) -> bool:
    """Whether a step of a plan looks at every row that there is, and not only at those it was given."""
    told = r"SCAN (json_each|w\b|h\b|best|ready|drawn|CONSTANT|\w+ VIRTUAL TABLE INDEX \d+:[=M])"
    return bool(re.match(r"SCAN (\w+)", step)) and not re.search(told, step) and not only_what_is_open(step)


def only_what_is_open(step: str) -> bool:
    """A walk along an index that holds nothing but what is open at this moment is no walk through a table."""
    indexes = "queue_due|queue_one_lease_a_person|call_live|shift_open|handoff_waiting|delivery_due|delivery_kept"
    return bool(re.search(rf"USING (COVERING )?INDEX ({indexes})", step))


@pytest.mark.parametrize("room", HOT)
def test_nor_of_a_server(room: str, stores: Callable[[str], Store]) -> None:
    reader, slow = stores("postgres").engine.reader(), {}
    for name in HOT[room].split():
        sql = typed(getattr(queries(room, "psycopg", "postgres"), name).sql)
        plan = [step["QUERY PLAN"] for step in reader.execute(f"EXPLAIN {sql}").fetchall()]
        if BIG & set(re.findall(r"Seq Scan on (\w+)", "\n".join(plan))):
            slow[name] = plan
    assert slow == {}


def typed(sql: str) -> str:
    """With values that, as literals, have no type of their own: the server takes each for what its column is."""
    return re.sub(r"%\((\w+)\)s", lambda found: "'[1]'" if found[1] in LISTS else "'1'", sql)


def test_whether_a_person_is_held_cannot_be_asked_of_all_who_are(stores: Callable[[str], Store]) -> None:
    """A server that has counted nobody held yet takes the index of all who are for the shortest way, if it may."""
    reader = stores("postgres").engine.reader()
    others = (
        "SELECT indexname FROM pg_indexes WHERE tablename = 'queue' AND indexname NOT IN ('queue_due', 'queue_pkey')"
    )
    reader.execute("BEGIN")
    try:
        for index in reader.execute(others).fetchall():
            reader.execute(f"DROP INDEX {index['indexname']}")
        sql = typed(queries("queue", "psycopg", "postgres").lease_on.sql)
        plan = reader.execute(f"EXPLAIN {sql}").fetchall()
    finally:
        reader.execute("ROLLBACK")
    assert "queue_due" not in "\n".join(step["QUERY PLAN"] for step in plan), plan


@pytest.mark.parametrize("name", ["spread", "company_held_until", "company_rung_at"])
def test_colleagues_are_looked_up_person_by_person(name: str, stores: Callable[[str], Store]) -> None:
    sql = getattr(queries("queue", "sqlite3", "sqlite"), name).sql
    values = dict.fromkeys(re.findall(r":(\w+)", sql), 1)
    plan = stores("sqlite").engine.reader().execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    found = [step["detail"] for step in plan]
    assert any("(prospect_id=?" in step for step in found) and not any("campaign" in step for step in found), found


@pytest.mark.parametrize("name", ["arriving_localities", "place_arrivals", "let_in"])
def test_who_is_let_in_is_found_however_many_are_in_the_campaign(name: str, stores: Callable[[str], Store]) -> None:
    sql = getattr(queries("arrivals", "sqlite3", "sqlite"), name).sql
    values = dict.fromkeys(re.findall(r":(\w+)", sql), 1)
    plan = stores("sqlite").engine.reader().execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    assert re.search(r"SEARCH (e|enrolment) USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)", plan[0]["detail"]), (
        plan
    )


def test_a_suppression_is_looked_up_by_its_whole_key(stores: Callable[[str], Store]) -> None:
    sql = queries("suppressions", "sqlite3", "sqlite").suppressed.sql
    plan = stores("sqlite").engine.reader().execute(f"EXPLAIN QUERY PLAN {sql}", {"client_id": "x", "hashes": "[1]"})
    assert any("(client_id=? AND kind=? AND hash=?)" in step["detail"] for step in plan.fetchall())


def test_a_person_is_given_to_another_by_person(stores: Callable[[str], Store]) -> None:
    """The planner takes a walk along some other index for a search as well."""
    for name, column in (("give_callbacks", "prospect_id"), ("give_handoffs", "prospect_id"), ("holds", "client_id")):
        room = "meetings" if name == "holds" else "identity"
        sql = getattr(queries(room, "sqlite3", "sqlite"), name).sql
        values = dict.fromkeys(re.findall(r":(\w+)", sql), 1)
        (plan, *_) = stores("sqlite").engine.reader().execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
        bounded = f"({column}=? AND held_until>?)" if name == "holds" else f"({column}=?)"
        assert bounded in plan["detail"], plan
