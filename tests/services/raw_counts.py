"""What happened on some days, counted from whole tables alone."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from hypothesis import strategies as some

from hands import DAY, MINUTE, everything
from setter.domain.days import end_of, start_of
from setter.domain.dispositions import DISPOSITIONS
from setter.domain.metrics import ActivityRow, CallbackRow, activity
from setter.domain.outcome import Kept
from setter.services.activity import report_zone
from setter.services.desk import Desk

CALLERS = ("mira", "noor", "lead")
ZONES = ("UTC", "Asia/Tokyo", "Pacific/Honolulu", "America/Chicago")
PEOPLE = "\n".join(
    [
        "full_name,company,phone,mobile,title,region,country",
        "Ada North,Birch Foods,+13125550101,+13125550111,Owner,IL,US",
        "Ada North,Birch Haulage,+13125550171,,Owner,IL,US",
        "Ben Okafor,Birch Foods,+13125550102,+13125550112,Operations Manager,IL,US",
        "Cleo Marsh,Elm Supply,+12125550103,+12125550113,Director of Logistics,NY,US",
    ]
)
OUTCOMES = (
    *("no_answer", "busy", "call_failed", "callback_prospect", "hang_up_early", "info_requested", "language_barrier"),
    *("nurture", "not_interested", "wrong_number", "meeting_set", "meeting_confirmed", "meeting_cancelled", "skipped"),
    *("gatekeeper_block", "do_not_call"),
)
NEEDS = {
    "callback_prospect": {"callback": "in 1 day 10:00"},
    "nurture": {"revisit": "in 2 weeks"},
    "skipped": {"reason": "a reason"},
}
GRACE = 15 * MINUTE
caller, which = some.sampled_from(CALLERS), some.integers(0, 3)


def raw(desk: Desk, first: date, last: date) -> Any:
    """The same days told by whole tables alone: what was dialled, which SQLs stand, which promises fell due."""
    house, zone = everything(desk), desk.store.read(report_zone)
    since, until = start_of(first, zone), end_of(last, zone)

    def fell(instant: int) -> bool:
        return since <= instant < until

    rows = [
        ActivityRow(each["caller"], each["disposition"])
        for each in house["attempt"]
        if fell(each["started_at"]) and each["direction"] == "outbound"
        if each["disposition"] != "never_dialled"
        if not each["disposition"] or DISPOSITIONS[each["disposition"]].dial_counts
    ]
    sqls = [each for each in house["handoff"] if fell(each["promoted_at"]) and each["state"] == "submitted"]
    rows += [ActivityRow(each["promoted_by"], "", dialled=False, sql=True) for each in sqls]
    calls = {each["id"]: each for each in house["call"]}
    called_off = Counter()
    for each in house["meeting_change"]:
        if each["kind"] == "cancelled":
            called_off[each["meeting_id"]] = each["changed_at"]
    followed = {each["replaces"]: each["id"] for each in house["meeting"] if each["replaces"]}
    for meeting in house["meeting"]:
        last_one = meeting["id"]
        while last_one in followed:
            last_one = followed[last_one]
        call, off = calls[meeting["call_id"]], called_off[last_one]
        unsaid = off and (not call["closed_at"] or off < call["closed_at"] or call["outcome"] == "meeting_cancelled")
        if meeting["replaces"] is None and fell(meeting["booked_at"]) and not unsaid:
            rows.append(ActivityRow(meeting["booked_by"], "", dialled=False, meeting=True))
    promises = []
    for each in house["callback"]:
        due = each["due_at"]
        if each["kind"] != "hard" or each["state"] == "cancelled" or not fell(due) or due + GRACE >= desk.now():
            continue
        dials = [
            dial["started_at"]
            for dial in house["attempt"]
            if dial["enrolment_id"] == each["enrolment_id"] and dial["disposition"] != "never_dialled"
            if dial["started_at"] > each["made_at"]
            if dial["call_id"] == each["closed_by_call"] or dial["started_at"] >= due - 10 * MINUTE
        ]
        behind = min(dials, default=desk.now() if each["state"] == "open" else due + DAY) - due
        kept = Kept.MOVED if each["state"] == "moved" else Kept.KEPT
        how = kept if behind <= GRACE else Kept.LATE if behind <= 120 * MINUTE else Kept.MISSED
        promises.append(CallbackRow(each["owner"] or "pool", how))
    return activity(rows, promises)


def raw_day_parts(desk: Desk) -> Counter[tuple[str, str]]:
    """How often each day part was dialled by whom, counted from whole tables alone."""
    return Counter(
        (each["day_part"], each["caller"])
        for each in everything(desk)["attempt"]
        if each["direction"] == "outbound" and each["disposition"] not in ("", "never_dialled")
        if DISPOSITIONS[each["disposition"]].dial_counts
    )
