"""A file of inquiries is taken in: row by row, each one once, whatever is wrong with its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from setter.domain.calling_window import local_time, resolve
from setter.domain.errors import Wrong
from setter.domain.inquiry import CHANNELS, channel_named
from setter.intake.prospect import Reject
from setter.services.clock import iso, parse_instant
from setter.services.desk import Desk
from setter.services.here import own_zone
from setter.services.inquire import LEFT_ALONE, NEW, UNCHANGED, Question, check_time, take_up
from setter.store.records import CampaignRow
from setter.store.unit import Unit

if TYPE_CHECKING:
    from setter.intake.inquiries import Asked

BATCH = 50


class Inquired(Struct, frozen=True):
    """What became of a file's inquiries; `refused` has the number of each refused row with the reason.

    `left_alone` are from people who asked not to be contacted: compliance has a duty, and they stay in no queue.
    """

    read: int
    new: int
    unchanged: int
    left_alone: int
    refused: tuple[tuple[int, str], ...]


def inquire_file(
    desk: Desk,
    campaign_id: str,
    path: Path,
    *,
    channel: str = "",
    zone: str = "",
    encoding: str = "",
    overrides: Sequence[str] = (),
) -> Inquired:
    """Take a file's inquiries in; the same file again changes nothing, and a killed one is gone on with.

    `channel` is for rows that name none; times without an offset are by the clocks of `zone`, else of this machine. A
    row without a name, a way to reach them, a channel or a time that has been is refused alone. Wrong for no list.
    """
    from setter.intake.inquiries import read_inquiries

    campaign = desk.store.read(lambda unit: desk.campaign(unit, desk.active_row(unit, campaign_id).number))
    clocks = zone or own_zone()
    local_time(desk.now(), clocks)  # a zone that there is none of is wrong at once
    rows = read_inquiries(path, campaign.default_region, encoding, overrides)
    counts: Counter[str] = Counter()
    refused: list[tuple[int, str]] = []
    while part := list(islice(rows, BATCH)):
        asked = list(_questions(part, channel, clocks, desk.now(), refused))

        def write(unit: Unit, asked: list[tuple[int, Question]] = asked) -> list[tuple[int, str, str]]:
            row = desk.active_row(unit, campaign_id)
            return [(number, *_fate(desk, unit, row, each)) for number, each in asked]

        fates = desk.store.write(write)
        counts.update(fate for _, fate, _ in fates)
        refused += [(number, reason) for number, _, reason in fates if reason]
    taken = (counts[NEW], counts[UNCHANGED], counts[LEFT_ALONE])
    return Inquired(sum(taken) + len(refused), *taken, tuple(sorted(refused)))


def _fate(desk: Desk, unit: Unit, row: CampaignRow, question: Question) -> tuple[str, str]:
    """What became of an inquiry, or why it was refused."""
    try:
        return take_up(desk, unit, row, question).fate, ""
    except Wrong as wrong:
        return "", wrong.message


def instant_of(text: str, zone: str) -> int:
    """Read when an inquiry came: ISO 8601, by a zone's clocks where it has no offset; Wrong for what is no instant."""
    wall = _wall(text)
    if wall is None:
        sentence = f"{text[:40]!r} is no day with a time of day." if text.strip() else "It is not said when it came."
        raise Wrong("instant", sentence, "came at", "Write it as 2026-11-24T09:30 or 2026-11-24T15:30:00Z.")
    return parse_instant(text if wall.tzinfo else iso(resolve(wall, zone)), "came at")


def channel_of(text: str) -> str:
    """The channel that a word means; Wrong for none."""
    found = channel_named(text)
    if not found:
        sentence = f"{text[:40]!r} is no channel." if text else "No channel is named."
        raise Wrong("channel", sentence, "--channel", f"Channels: {', '.join(CHANNELS)}.")
    return found


def _wall(text: str) -> datetime | None:
    """A day with a time of day; a day alone would make a duty of midnight."""
    try:
        return datetime.fromisoformat(text.strip().replace("Z", "+00:00")) if ":" in text else None
    except ValueError:
        return None


def _questions(
    part: Sequence[Asked], channel: str, zone: str, now: int, refused: list[tuple[int, str]]
) -> Iterator[tuple[int, Question]]:
    """The rows that can be taken in, by their number; the others are refused with their reason."""
    for row in part:
        if isinstance(row.who, Reject):
            refused.append((row.row_number, row.who.reason))
            continue
        try:
            came_at = instant_of(row.came, zone)
            check_time(came_at, now)
            channel_said = channel_of(row.channel or channel)
            yield row.row_number, Question(row.who, came_at, channel_said, row.text, row.inquiry_id)
        except Wrong as wrong:
            refused.append((row.row_number, wrong.message))
