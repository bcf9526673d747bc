"""How a prospect reads on the queue: the line of the list, the card beside it, why, and what happened before."""

from __future__ import annotations

from collections.abc import Iterator

from setter.domain.acts import words_of
from setter.domain.calling_window import are_known
from setter.domain.dispositions import outcome_words
from setter.domain.scoring import PLACE, REST, not_known
from setter.domain.verdict import RuleResult
from setter.services.prospect_card import ProspectCard
from setter.services.queue_view import MOST_STRENGTHS, QueueEntry, tier_words
from setter.services.show import hidden
from setter.services.why import Why
from setter.store.localities import names_in
from setter.store.records import Inquiry
from setter.widgets.facts_card import FactRow
from setter.widgets.prospect_line import ProspectLine
from setter.widgets.read_panel import ReadRow
from setter.widgets.score_card import ScoreLine
from setter.widgets.times import ago, clock, countdown, day, day_and_clock, full_time, span, zone_word

PASSED = {
    "suppressed": ("objection", "none on record"),
    "erased": ("record", "kept"),
    "market": ("market", "the campaign's own"),
    "campaign": ("campaign", "on its days"),
    "work_state": ("work state", "open"),
    "number": ("number", "usable"),
    "consent": ("consent", "on record, or not wanted"),
    "registry": ("registers", "asked where needed, not in one"),
    "lease": ("held", "by nobody else"),
    "zone_unknown": ("time zone", "known"),
    "hours": ("hours there", "open"),
    "law": ("law there", "lets it ring now"),
    "closed_day": ("day there", "not closed"),
    "cap_number": ("number, 24 h", "below the cap"),
    "cap_person": ("person, 24 h", "below the cap"),
    "cap_day": ("person, today", "below the cap"),
    "cap_company": ("company, 7 days", "below the cap"),
    "cap_law": ("law's cap there", "below the cap"),
    "said_no": ("their last no", "none, or long ago"),
}
"""Each rule of the gate: what it is about, and what a pass means."""


SKIP_REASONS = ("bad moment", "already in touch", "looks wrong on the list", "not my language", "needs a colleague")
"""Why a caller leaves somebody for now: what she says most, each by one key."""


def line_of(entry: QueueEntry, now: int) -> ProspectLine:
    """A place of the queue as a row of the list."""
    line = entry.line
    return ProspectLine(
        key=line.enrolment_id,
        name=line.full_name,
        title=line.title,
        company=line.company_name,
        local_time=local_reading(names_in(line.zones), now),
        attempts=line.attempts,
        last_outcome=outcome_words(line.last_outcome),
        score=line.score,
        tier=line.tier,
        temperature=line.temperature,
        rung=line.rung,
        why=why_now(entry, now),
    )


def local_reading(zones: tuple[str, ...], now: int) -> str:
    """What time it is there: "09:14 CST", or "08:14–09:14" where the prospect may be in several zones."""
    if not are_known(zones):
        return "unknown"
    times = sorted({clock(now, zone) for zone in zones})
    return f"{times[0]} {zone_word(now, zones[0])}" if len(times) == 1 else f"{times[0]}–{times[-1]}"


def why_now(entry: QueueEntry, now: int) -> str:
    """One line: why this prospect, why now; where it may not be dialled yet, when it may."""
    told = [] if entry.line.tier == REST else [tier_words(entry.line.tier, entry.line.work_state)]
    told += [*entry.standing, *entry.strengths[:MOST_STRENGTHS]]
    if not entry.may_dial and entry.opens_at is not None:
        told.append(f"opens in {countdown(entry.opens_at, now)}")
    return " · ".join(told)


def fact_rows(card: ProspectCard, now: int) -> list[FactRow]:
    """The card beside the list, without a number."""
    return [FactRow(card.prospect.full_name or "No name on the list"), *_facts(card, now)]


def _facts(card: ProspectCard, now: int) -> Iterator[FactRow]:
    who = card.prospect
    if card.barred:
        yield FactRow("barred", ", ".join(outcome_words(reason) for reason in card.barred), weight="strong")
    if card.promise is not None:
        due = f"{card.promise.wall[11:16]} {day(card.promise.due_at, card.promise.zone)}"
        yield FactRow("promised", due if card.promise.kind == "hard" else due[6:], weight="strong")
    if card.inquiry is not None:
        yield FactRow("asked", hidden(asked_words(card.inquiry, now)), weight="strong")
    if card.meeting is not None:
        starts = day_and_clock(card.meeting.starts_at, card.meeting.zone)
        yield FactRow("meeting", f"{starts}, {outcome_words(card.meeting.status)}", weight="strong")
    yield FactRow("title", who.title or "unknown", weight="normal" if who.title else "muted")
    yield FactRow("company", who.company_name or "unknown", weight="normal" if who.company_name else "muted")
    yield FactRow("there", _there(card, now), weight="normal" if card.is_open else "muted")
    if place := ", ".join(part for part in (who.city, who.region) if part):
        yield FactRow("place", place)
    yield FactRow("tries", f"{card.enrolment.attempts} of {card.most_attempts}")
    for past in card.history[:1]:
        yield FactRow("last", f"{outcome_words(past.outcome)}, {ago(past.at, now)}")
        if past.note:
            yield FactRow("note", past.note)
    yield from (FactRow(name, words) for name, words in card.listed)
    yield from _stands(card)
    for source in card.sources[:1]:
        yield FactRow("source", _source(source), weight="muted")


def _stands(card: ProspectCard) -> Iterator[FactRow]:
    """Temperature and rung with its sub-stage, what the next rung lacks, what a list claims (R-010, R-011)."""
    level, rung = card.standing.temperature.level, card.standing.rung
    company = card.company_temperature
    warmer = f"company {company}" if company is not None and company != level else ""
    yield FactRow("stands", " · ".join(part for part in (level, rung.rung, rung.stage, warmer) if part))
    if rung.next is not None:
        yield FactRow("next", f"{rung.next}: needs {', '.join(rung.lacks)}", weight="muted")
    if rung.claim:
        yield FactRow("claim", rung.claim)


def asked_words(inquiry: Inquiry, now: int) -> str:
    """What somebody asked otherwise than by telephone: how long ago, through which channel, in which words."""
    words = " ".join(inquiry.text.split())
    return f"{ago(inquiry.came_at, now)}, {inquiry.channel}" + (f": {words}" if words else "")


def _source(source: str) -> str:
    """A list's name in words where it is a file's, and since when we have it."""
    name, comma, since = source.rpartition(", ")
    return f"{name if ' ' in name else name.replace('-', ' ')}{comma}{since}"


def _there(card: ProspectCard, now: int) -> str:
    reading = local_reading(card.zones, now)
    if card.changes is None:
        return reading if card.is_open else f"{reading}, closed"
    left = countdown(card.changes, now)
    return f"{reading}, open {left}" if card.is_open else f"{reading}, opens in {left}"


def score_rows(card: ProspectCard) -> tuple[list[ScoreLine], float, str]:
    """The score's lines, the strongest first, its total and its title."""
    told = sorted(card.standing.score.lines, key=lambda line: -abs(line.points))
    lines = [ScoreLine(line.label, line.points, line.evidence.replace("_", " ")) for line in told if line.points]
    if unknown := not_known(card.standing.score):
        lines.append(ScoreLine("Not known", 0, ", ".join(unknown)))
    return lines, card.standing.score.exact, f"Score · tier {card.standing.tier}"


def why_rows(told: Why, now: int) -> list[ReadRow]:
    """Why a prospect stands where it stands, and whether it may be dialled now: rule by rule, number by number."""
    scored = (f"Score {told.score.points}:", PLACE)
    here = [reason for reason in told.reasons if not reason.startswith(scored)]
    rows = [ReadRow("Why here"), *(ReadRow(str(place), reason) for place, reason in enumerate(here, 1))]
    stage = f" ({told.rung.stage})" if told.rung.stage else ""
    rows += [ReadRow("rung", f"{told.rung.rung}{stage}: {told.rung.because}")]
    if told.rung.claim:
        rows.append(ReadRow("claim", told.rung.claim))
    if told.rung.lacks:
        rows.append(ReadRow("next rung", f"{told.rung.next}: needs {', '.join(told.rung.lacks)}"))
    if told.company_temperature is not None:
        rows.append(ReadRow("company", told.company_temperature))
    rows += _scored_rows(told)
    by_hand = " by hand" if told.waits_until is not None else ""
    rows.append(ReadRow(f"May be dialled{by_hand} now" if told.may_dial else "May not be dialled now"))
    if told.waits_until is not None:
        rows.append(
            ReadRow(told.work_state, f"until {full_time(told.waits_until, told.zone)}: the queue brings them then")
        )
    if not told.may_dial:
        rows.append(ReadRow("opens", _opening(told.opens_at, told.zone, now)))
    if not told.numbers:
        rows.append(ReadRow("number", "none on record", "no"))
    rows += map(_rule_row, sorted(told.common, key=lambda rule: rule.passed))
    for number in told.numbers:
        if only := told.only_of(number):
            rows += [ReadRow(f"Number {number.place}, {number.kind or 'of unknown kind'}"), *map(_rule_row, only)]
    return rows


def _scored_rows(told: Why) -> list[ReadRow]:
    """The score line by line, the strongest first; what is read is what was added up (R-070)."""
    given = sorted((line for line in told.score.lines if abs(line.points) >= 0.05), key=lambda line: -abs(line.points))
    rows = [ReadRow(f"Score {told.score.exact:.1f}, by {told.rule_set}")]
    for line in given:
        points = f"{line.points:+.1f}".replace("-", "−")
        rows.append(ReadRow(points, " · ".join(part for part in (line.label, line.evidence.replace("_", " ")) if part)))
    rows += [] if given else [ReadRow("", "No rule has fired.")]
    summed = (reason.removeprefix(PLACE).rstrip(".") for reason in told.reasons if reason.startswith(PLACE))
    return [*rows, *(ReadRow("place", words) for words in summed)]


def _rule_row(rule: RuleResult) -> ReadRow:
    label, passed = PASSED.get(rule.rule, (outcome_words(rule.rule), "passed"))
    return ReadRow(label, passed if rule.passed else rule.detail, "yes" if rule.passed else "no")


def _opening(opens_at: int | None, zone: str, now: int) -> str:
    if opens_at is None:
        return "not by waiting alone"
    return f"{full_time(opens_at, zone)}, in {span(opens_at - now)}"


def waterfall_rows(counts: tuple[tuple[str, int], ...]) -> list[ReadRow]:
    """Where everybody of the campaign's list is; the counts sum to the list."""
    total = sum(count for _, count in counts)
    return [
        *(ReadRow(outcome_words(rule), f"{count:,}") for rule, count in counts),
        ReadRow("the whole list", f"{total:,}"),
    ]


def history_rows(card: ProspectCard, now: int) -> list[ReadRow]:
    """Every call with a prospect and all they did elsewhere, newest first; what has no time comes last."""
    calls = [
        (past.at, " · ".join(part for part in (outcome_words(past.outcome), past.caller, past.note) if part))
        for past in card.history
    ]
    events = [(each.happened_at or 0, f"{words_of(each.kind).capitalize()} · {each.channel}") for each in card.events]
    told = sorted([*calls, *events], key=lambda row: row[0], reverse=True)
    rows = [ReadRow(ago(at, now) if 0 < at <= now else "no sure time", words) for at, words in told]
    return rows or [ReadRow("so far", "nobody has called this person for us.")]
