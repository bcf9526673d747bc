"""What made-up people did elsewhere: three events each, of the kinds that the rules name, over two hundred days."""

from __future__ import annotations

from collections.abc import Sequence

from setter.domain.acts import KINDS
from setter.domain.units import DAY, HOUR
from setter.store.records import Happened

EVENTS = 3
DAYS_BACK = 200
COMMON = (
    "email_click", "email_open", "pricing_page", "case_study", "download", "social_like", "blog", "email_sent",
    "webinar_attended", "careers_page", "event_card", "product_page", "linkedin_connection", "email_open",
)  # fmt: skip
RARE = "demo_request"
ONE_IN = 40
PAGE = '{"page": "/prices"}'
COLUMNS = "id client_id prospect_id kind channel happened_at external_id details digest flag recorded_at recorded_by"


def happenings_of(prospect: int, mixed: int, now: int) -> list[Happened]:
    """What somebody did, in the order in which it was recorded; `mixed` is a number of theirs, well stirred."""
    found = []
    for each in range(EVENTS):
        kind = RARE if mixed // (67 + each) % ONE_IN == 0 else COMMON[mixed // (71 + 2 * each) % len(COMMON)]
        at = now - mixed // (83 + 6 * each) % DAYS_BACK * DAY - mixed // 89 % 20 * HOUR - HOUR
        found.append(Happened(prospect, kind, KINDS[kind].channel, at, PAGE if kind == "pricing_page" else "{}", at))
    return found


def rows_of(first_id: int, client: str, done: Sequence[Happened], by: str) -> list[tuple[object, ...]]:
    """Somebody's events as the database keeps them; their ids follow one another."""
    return [
        (first_id + at, client, each.prospect_id, each.kind, each.channel, each.happened_at, "", each.details,
         f"{first_id + at:032x}", "", each.recorded_at, by)
        for at, each in enumerate(done)
    ]  # fmt: skip
