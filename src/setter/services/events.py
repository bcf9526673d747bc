"""What prospects did elsewhere is taken in: each event once, whose it is, and what follows from it at once (R-050)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.acts import ACTIVE_INTEREST
from setter.domain.units import DAY, MINUTE
from setter.services.desk import Desk
from setter.services.left_alone import reasons_for
from setter.services.merge_in import with_flags
from setter.services.placing import place_anew
from setter.services.standing import weigh
from setter.services.suppress import suppress_person, suppress_value
from setter.services.whose_event import Suppliers, keys_of, whose
from setter.services.woken import woken
from setter.store.ids import new_id
from setter.store.records import Event, Prospect
from setter.store.unit import Unit

if TYPE_CHECKING:
    from setter.intake.events import Told

NEW, UNCHANGED, UNMATCHED, LEFT_ALONE, REFUSED = "new", "unchanged", "unmatched", "left_alone", "refused"
UNDATED, AHEAD = "undated", "ahead"
UNSUBSCRIBE, UNSUBSCRIBED = "unsubscribe", "unsubscribed"
ASLEEP = ("nurture", "exhausted")
"""Work states out of which a new active interest calls somebody back at once (domain §2.7)."""
CLOCKS_DIFFER_MS = 5 * MINUTE
"""So far ahead a time may lie without being doubted: the clock of whoever told it goes a little fast."""
FLAGS: Mapping[str, str] = {UNDATED: "event_undated", AHEAD: "event_ahead", "email_bounce": "email_bounced"}
"""What a person's record is marked with, by the flag or the kind of an event of theirs (domain §3.1, §3.4)."""
OTHER_PAYLOAD = "Its id is another event's on record, which says something else; that one stays as it is."
OUT_ALL_THE_SAME = "{reason} They are out of every queue all the same."
SUPPRESSED_AS_SUCH = "{reason} The address or number itself is suppressed."


class Happening(Struct, frozen=True):
    """An event as somebody tells it, with a kind and a channel of the catalogue; `at` in UTC milliseconds, or None."""

    told: Told
    kind: str
    channel: str
    at: int | None


class Fate(Struct, frozen=True):
    """What became of an event: "new", "unchanged", "unmatched", "left_alone" or "refused", with the reason.

    `flag` says why a new one counts for nothing, "undated" or "ahead"; `suppressed` that it was obeyed at once.
    """

    fate: str
    reason: str = ""
    prospect: int | None = None
    flag: str = ""
    suppressed: bool = False
    woken: bool = False


class Decided(Struct, frozen=True):
    """What is to become of an event, before anything is written, and the event itself where it is new."""

    fate: Fate
    event: Event | None = None


def take_in(desk: Desk, unit: Unit, suppliers: Suppliers, happening: Happening) -> Fate:
    """Take an event in, inside a write; a new one is kept, and obeyed where it says that they want no more of us.

    Whoever shows active interest is in the queue again at once.
    """
    decided = decide(desk, unit, suppliers, happening)
    fate, event = decided.fate, decided.event
    if event is not None and not unit.events.add(event):
        fate, event = replace(fate, fate=UNCHANGED, flag=""), None
    woken_up = event is not None and _followed(desk, unit, event)
    if happening.kind == UNSUBSCRIBE:
        return _obeyed(desk, unit, suppliers.client, happening, fate)
    return replace(fate, woken=woken_up)


def decide(desk: Desk, unit: Unit, suppliers: Suppliers, happening: Happening) -> Decided:
    """Find out what is to become of an event; nothing is written.

    Nothing more is kept of whoever is to be left alone, save that they say so once more.
    """
    found = whose(unit, suppliers, happening.told)
    prospect = unit.prospects.get(found.prospect) if found.prospect is not None else None
    if prospect is None:
        return Decided(Fate(UNMATCHED if found.unmatched else REFUSED, found.reason))
    event = _event(desk, prospect, happening)
    known = unit.events.named(prospect.client_id, event.channel, event.external_id) if event.external_id else None
    if known is not None and (known.digest, known.prospect_id) != (event.digest, event.prospect_id):
        return Decided(Fate(REFUSED, OTHER_PAYLOAD, prospect.id))
    if known is not None or unit.events.like(prospect.id, event.digest, event.external_id):
        return Decided(Fate(UNCHANGED, prospect=prospect.id))
    if event.kind != UNSUBSCRIBE and reasons_for(unit, prospect):
        return Decided(Fate(LEFT_ALONE, prospect=prospect.id))
    return Decided(Fate(NEW, prospect=prospect.id, flag=event.flag), event)


def _event(desk: Desk, prospect: Prospect, happening: Happening) -> Event:
    now, at, told = desk.now(), happening.at, happening.told
    flag = UNDATED if at is None else AHEAD if at > now + CLOCKS_DIFFER_MS else ""
    return Event(
        id=new_id(now),
        client_id=prospect.client_id,
        prospect_id=prospect.id,
        kind=happening.kind,
        channel=happening.channel,
        happened_at=at,
        external_id=told.event_id,
        details=_json(dict(told.details)),
        digest=_digest(happening),
        flag=flag,
        recorded_at=now,
        recorded_by=desk.caller,
    )


def _digest(happening: Happening) -> str:
    """What tells two events of one person apart; details do not, for a file exported anew may say more, or less."""
    whole = [happening.kind, happening.channel, happening.at]
    return hashlib.blake2b(_json(whole).encode(), digest_size=16).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _followed(desk: Desk, unit: Unit, event: Event) -> bool:
    """Do what follows from a new event on the records; True where it brought somebody back into the queue."""
    prospect = unit.prospects.get(event.prospect_id)
    assert prospect is not None
    return _wake(desk, unit, _flagged(unit, prospect, event), event)


def _flagged(unit: Unit, prospect: Prospect, event: Event) -> Prospect:
    """Mark a person's record where an event tells that something is wrong with what is known of them."""
    flags = [FLAGS[word] for word in (event.flag, event.kind) if word in FLAGS]
    marked = replace(prospect, flags=with_flags(prospect, flags)) if flags else prospect
    if marked != prospect:
        unit.prospects.save(marked)
    return marked


def _wake(desk: Desk, unit: Unit, prospect: Prospect, event: Event) -> bool:
    """Put whoever waits for a day, or was tried in vain, into the queue again; True where anybody was."""
    now, at = desk.now(), event.happened_at
    if event.kind not in ACTIVE_INTEREST or event.flag or at is None:
        return False
    back = 0
    for each in unit.prospects.enrolments(prospect.id):
        campaign, awake = desk.campaign(unit, each.campaign), woken(each, ASLEEP, now)
        if awake == each or at < now - campaign.temperature.hot_days * DAY:
            continue
        back, detail = back + 1, {"campaign": each.campaign}
        desk.audit(
            unit, "woken", f"prospect/{prospect.id}", detail, old=each.work_state, new=awake.work_state, why=event.kind
        )
        place_anew(desk, unit, weigh(desk, unit, campaign, awake, prospect), prospect)
    return back > 0


def _obeyed(desk: Desk, unit: Unit, client: str, happening: Happening, fate: Fate) -> Fate:
    """Leave alone whoever says that they want no more of us, whatever became of the row that says it (R-075).

    Where they cannot be told, it stands against the address or number itself: a doubt is enough. The very word that
    was obeyed before is not obeyed anew, lest an old file undo what compliance has lifted since; without a time nobody
    can tell that it is the same.
    """
    if fate.fate == UNCHANGED and happening.at is not None:
        return fate
    prospect = unit.prospects.get(fate.prospect) if fate.prospect is not None else None
    if prospect is None:
        return _suppressed_as_such(desk, unit, client, happening, fate)
    suppress_person(desk, unit, prospect, UNSUBSCRIBED, None)
    reason = OUT_ALL_THE_SAME.format(reason=fate.reason) if fate.reason else ""
    return replace(fate, suppressed=fate.fate != UNCHANGED or not prospect.blocked, reason=reason)


def _suppressed_as_such(desk: Desk, unit: Unit, client: str, happening: Happening, fate: Fate) -> Fate:
    keys = keys_of(happening.told)
    for kind, value in keys:
        suppress_value(desk, unit, client, kind, value, UNSUBSCRIBED)
    if not keys:
        return fate
    return replace(fate, suppressed=True, reason=SUPPRESSED_AS_SUCH.format(reason=fate.reason))
