"""What each role may do with each table of a server: what must not be changed cannot be, by whatever program.

A file is its owner's altogether; there the program alone keeps the roles apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from setter.domain.roles import ADMIN, CALLER, COMPLIANCE, SALES, TEAM_LEAD

LOOK = "SELECT"
ADD = "SELECT, INSERT"
ADD_AND_CHANGE = "SELECT, INSERT, UPDATE"
ALL = "SELECT, INSERT, UPDATE, DELETE"

Grants = Mapping[str, str]

_RULES = ("rule_set", "rule_set_test", "rule_set_sign_off", "rule_set_change")
_NEVER_UNMADE: Grants = dict.fromkeys(
    ("call", "attempt", "outcome", "answer", "callback", "task", "meeting"), ADD_AND_CHANGE
)
_BEYOND_CALLERS: Grants = {
    **dict.fromkeys(("audit", "suppression", "suppression_act", "suppression_reach"), ADD),
    **dict.fromkeys(
        ("colleague", "colleague_campaign", "colleague_language", "client", "migration", "audit_head"), LOOK
    ),
    **dict.fromkeys(("campaign", "campaign_version", "law_decision", "registry_file", "registry_number"), LOOK),
    "waiver": LOOK,
    "known_at_dial": "SELECT, INSERT, DELETE, UPDATE (enrolment_id)",
    "event": "SELECT, INSERT, DELETE, UPDATE (prospect_id)",
    **dict.fromkeys(_RULES, LOOK),
    "campaign_sign_off": LOOK,
    "sales_word": "SELECT, UPDATE (appeal, prospect_id, enrolment_id)",
    "sales_answer": LOOK,
    "appeal": "SELECT, INSERT, UPDATE (reason, made_at, made_by, decided_at)",
    "consent": "SELECT, INSERT, UPDATE (withdrawn_at, prospect_id)",
    "import_batch": "SELECT, UPDATE",
}
_LISTS: Grants = {
    "import_batch": ADD_AND_CHANGE,
    "waiver": ALL,
    **dict.fromkeys(("registry_file", "registry_number"), ALL),
}
_CALLER: Grants = {**_NEVER_UNMADE, **_BEYOND_CALLERS}
_ANSWERING: Grants = {**dict.fromkeys(("sales_word", "appeal"), ADD_AND_CHANGE), "sales_answer": ADD}
_LEAD: Grants = {
    **_CALLER,
    **_LISTS,
    **_ANSWERING,
    **dict.fromkeys(("campaign", "campaign_version", "client"), ADD_AND_CHANGE),
    **dict.fromkeys((*_RULES, "campaign_sign_off"), ADD),
}
_COMPLIANCE: Grants = {
    **_CALLER,
    **_LISTS,
    **_ANSWERING,
    "sales_answer": "SELECT, INSERT, UPDATE (said)",
    "audit": "SELECT, INSERT, UPDATE (detail, salt)",
    "suppression": "SELECT, INSERT, DELETE",
    "suppression_act": ADD_AND_CHANGE,
    "law_decision": ADD_AND_CHANGE,
    "consent": "SELECT, INSERT, UPDATE",
}
_LEAVING_ALONE: Grants = {
    **dict.fromkeys(("suppression", "suppression_act", "suppression_reach"), ADD),
    "prospect": "SELECT, UPDATE (blocked)",
    "enrolment": "SELECT, UPDATE (work_state, state_reason, next_at, owner)",
    "callback": "SELECT, UPDATE (state, closed_at)",
    "queue": "SELECT, DELETE",
    "queue_size": ADD_AND_CHANGE,
    "rep_slot": "SELECT, DELETE",
}
"""What it takes to leave somebody alone who asked for it, whoever they asked: no more than out of the queues."""
_SALES: Grants = {
    **_LEAVING_ALONE,
    **dict.fromkeys(("export", "export_line", "handoff", "handoff_reviewed", "meeting_change", "written"), ALL),
    **dict.fromkeys(("activity_day", "activity_of", "promise_day"), ALL),
    **dict.fromkeys(("calendar_entry", "rep_calendar", "rep_busy", "guest_answer"), ALL),
    **dict.fromkeys(("meeting", "task", "setting", "shift", "delivery"), ADD_AND_CHANGE),
    **dict.fromkeys(("audit", "campaign_sign_off", "rule_set_sign_off"), ADD),
    **_ANSWERING,
    **dict.fromkeys(("enrolment", "call"), "SELECT, UPDATE"),
    "callback": ADD_AND_CHANGE,
    "queue": ALL,
}
"""What sales says of an SQL moves its prospect on in the same write; sales begins no call and no attempt."""
_OF_ROLE: Mapping[str, tuple[str, Grants]] = {
    CALLER: (ALL, _CALLER),
    TEAM_LEAD: (ALL, _LEAD),
    COMPLIANCE: (ALL, _COMPLIANCE),
    SALES: (LOOK, _SALES),
}
"""What a role may do with a table that is not named, and with those that are."""


def grants_of(role: str, tables: Collection[str]) -> dict[str, str]:
    """What a role may do with each of these tables; an admin's are the owner's, who needs none."""
    if role == ADMIN:
        return {}
    otherwise, named = _OF_ROLE[role]
    return {table: named.get(table, otherwise) for table in sorted(tables)}


def statements(user: str, role: str, owner: str, tables: Collection[str], schema: str) -> Iterator[Any]:
    """The statements that let a database user do what a role may here, and nothing else."""
    from psycopg.sql import SQL, Identifier

    name, place = Identifier(user), Identifier(schema)
    yield SQL("REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM {}").format(place, name)
    yield SQL("GRANT USAGE ON SCHEMA {} TO {}").format(place, name)
    if role == ADMIN:
        yield SQL("GRANT {} TO {}").format(Identifier(owner), name)
    for table, allowed in grants_of(role, tables).items():
        yield SQL("GRANT " + allowed + " ON {} TO {}").format(Identifier(table), name)


def withdrawal(user: str, owner: str) -> Any:
    """The statement that takes an admin's part in the ownership back."""
    from psycopg.sql import SQL, Identifier

    return SQL("REVOKE {} FROM {}").format(Identifier(owner), Identifier(user))
