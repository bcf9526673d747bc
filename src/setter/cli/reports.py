"""Commands that look back: reports and everything known of a prospect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import click

from setter.cli.measures import measured
from setter.cli.speech import ID, Manner, command, wall
from setter.domain.dispositions import outcome_words
from setter.domain.metrics import Activity, as_json, promises_of
from setter.services import ladder_report
from setter.services.campaigns import only_active
from setter.services.clock import parse_instant
from setter.services.desk import Desk
from setter.services.measures import Asked
from setter.services.measures_named import MEASURES
from setter.services.recount import recount as count_anew
from setter.services.review import PERIODS, Report, days_named, report_of
from setter.services.review import report as count

DAY = click.DateTime(formats=["%Y-%m-%d"])


def _rungs(desk: Desk, campaign_id: str) -> tuple[Any, str]:
    done = ladder_report.rungs(desk, campaign_id)
    rows = [{"rung": rung, **as_json(of_all)} for rung, of_all in done.by_rung]
    document = {
        "campaign": done.campaign,
        "people": done.people,
        "rungs": rows,
        "lead_definition": done.lead_definition,
        "counted_from": done.counted_from,
        "counted": as_json(done.counted),
    }
    lines = [f"{done.campaign}, by rung", *(f"  {rung:<12} {of_all.words()}" for rung, of_all in done.by_rung)]
    counts = f"{done.counted_from} and above (lead_definition = {done.lead_definition}): {done.counted.words()}"
    return document, "\n".join([*lines, f"Counted by this campaign: {counts}"])


def _claims(desk: Desk, campaign_id: str) -> tuple[Any, str]:
    done = ladder_report.claims(desk, campaign_id)
    document = [
        {
            "source": each.source,
            "claiming": as_json(each.claiming),
            "inflated": as_json(each.inflated),
            "claims": [{"claim": claim, "rows": rows} for claim, rows in each.claims],
        }
        for each in done
    ]
    lines = ["Rows that a list claims to stand higher than the evidence, of those that claim a rung, by source"]
    for each in done:
        told = each.inflated.words() if each.claiming.numerator else "claims no rung"
        lines.append(f"  {each.source or 'no source'}: {told}")
        lines += [f"    {rows:,} × {claim}" for claim, rows in each.claims]
    return document, "\n".join(lines)


LADDER: Mapping[str, Callable[[Desk, str], tuple[Any, str]]] = {"rungs": _rungs, "claims": _claims}
"""The reports of a campaign's ladder."""


@command()
@click.argument("name", metavar="[NAME]", type=click.Choice([*PERIODS, *LADDER, *MEASURES]), required=False)
@click.option("--campaign", "campaign_id", metavar="ID", default="", help="Of which campaign (not for days).")
@click.option("--from", "first", type=DAY, metavar="DATE", help="From this day on, such as 2026-09-01.")
@click.option("--to", "last", type=DAY, metavar="DATE", help="Up to this day and with it; else up to today.")
@click.option("--client", metavar="ID", default="", help="Of which client's campaigns (measures).")
@click.option("--as", "form", type=click.Choice(["csv"]), help="Print the measures as a table for other programs.")
@click.option("--notes", is_flag=True, help="Say under the measures what each number means.")
def report(
    manner: Manner,
    name: str | None,
    campaign_id: str,
    client: str,
    first: datetime | None,
    last: datetime | None,
    form: str | None,
    notes: bool,
) -> tuple[Any, str | bytes]:
    """Count what happened today, this week or between two days, by caller and by outcome, each with its two numbers.

    Or count a campaign's people by the rung they stand on (rungs), and whom lists claim to stand higher than the
    evidence, by source (claims). Or what sales makes of SQLs, what they cost and bring, by programme, source or caller
    (programmes, sources, callers); how right the records are (accuracy); how many come from rung to rung (funnel).
    """
    if name is not None and name in MEASURES:
        asked = Asked(first.date() if first else None, last.date() if last else None, campaign_id, client)
        with manner.desk() as desk:
            return measured(desk, name, asked, as_csv=form == "csv", notes=notes)
    if bool(name) == bool(first) or (last and not first) or (campaign_id and name not in LADDER):
        raise click.UsageError(f"Say {', '.join((*PERIODS, *LADDER, *MEASURES))}, or --from a day.")
    if client or form or notes:
        raise click.UsageError(f"--client, --as and --notes are for {', '.join(MEASURES)}.")
    if name is not None and name in LADDER:
        with manner.desk() as desk:
            return LADDER[name](desk, campaign_id or only_active(desk))
    return _happened(manner, name, first, last)


def _happened(manner: Manner, period: str | None, first: datetime | None, last: datetime | None) -> tuple[Any, str]:
    with manner.desk() as desk:
        done = count(desk, period) if period else _between(desk, first, last)
    document = {
        "period": done.period,
        "from": done.first.isoformat(),
        "to": done.last.isoformat(),
        "zone": done.zone,
        **as_json(done.summary),
    }
    return document, _words(done)


def _between(desk: Desk, first: datetime | None, last: datetime | None) -> Report:
    _, today = days_named(desk, PERIODS[0])
    return report_of(desk, first.date() if first else today, last.date() if last else today)


@command()
@click.option("--zone", default="", metavar="IANA", help="By the days of this zone from now on.")
def recount(manner: Manner, zone: str) -> tuple[Any, str]:
    """Count all that ever happened anew; only a team lead or compliance may."""
    with manner.desk() as desk:
        done = count_anew(desk, zone)
    return done, f"Counted anew by the days of {done.zone}; people called or met: {done.enrolments}."


def _words(done: Report) -> str:
    head = f"{done.period.capitalize()}, {done.first} to {done.last}, by the days of {done.zone}"
    lines = [head, "", _line(done.summary.total)]
    for title, rows in (("By caller", done.summary.by_caller), ("By outcome", done.summary.by_disposition)):
        lines += ["", title, *(_line(row) for row in rows)]
    due = [row for row in (*done.summary.by_caller, done.summary.total) if row.promised]
    if due:
        lines += ["", "Promises of a time that fell due", *map(_promised, due)]
    return "\n".join(lines)


def _line(row: Activity) -> str:
    return (
        f"  {row.name:<20} dials {row.dials:>4}   answered {row.answer_rate.words()}   "
        f"connects {row.connect_rate.words()}   conversations {row.conversation_rate.words()}   "
        f"meetings {row.meetings_set}   SQLs {row.sqls}"
    )


def _promised(row: Activity) -> str:
    kept, late, missed, moved = promises_of(row)
    return (
        f"  {row.name:<20} kept {kept.words()}   late {late.words()}   missed {missed.words()}   moved {moved.words()}"
    )


@command()
@click.argument("prospect", type=ID)
def show(manner: Manner, prospect: int) -> tuple[Any, str]:
    """Show everything known of a prospect: facts, numbers, campaigns, calls, answers, meetings."""
    from setter.services.show import show as gather

    with manner.desk() as desk:
        told = gather(desk, prospect)
    lines = [", ".join(part for part in (told["name"], told["title"], told["company"]) if part)]
    if barred := told["contactability"]["reasons"]:
        lines.append(f"Not to be contacted: {', '.join(map(outcome_words, barred))}")
    lines += [f"  phone {_number(each)}" for each in told["phones"]]
    lines += [f"  e-mail {address}" for address in told["emails"]]
    for each in told["enrolments"]:
        lines += _standing(each)
    lines += [f"  {name}: {fact['value']}" for name, fact in told["facts"].items()]
    return told, "\n".join([*lines, *_happened_to(told)])


def _happened_to(told: dict[str, Any]) -> Iterator[str]:
    """The calls, what somebody did elsewhere, and the meetings."""
    for each in told["calls"]:
        ended = each["outcome"] or each["state"]
        yield f"  call {each['call']}  {_at(each['at'])}  {ended}  {each['note']}".rstrip()
    for each in told["events"]:
        yield f"  {each['words']}  {_at(each['at']) or 'at no known time'}  {each['flag']}".rstrip()
    for each in told["meetings"]:
        starts, status = _at(each["starts"], each["zone"]), each["status"].replace("_", " ")
        yield f"  meeting {each['meeting']}  {starts}  {status}"


def _number(phone: dict[str, Any]) -> str:
    """A number with what it is, and how it stands where it may not be theirs."""
    extension = f" ext. {phone['extension']}" if phone["extension"] else ""
    standing = "" if phone["standing"] == "ok" else phone["standing"].replace("_", " ")
    return ", ".join(part for part in (f"{phone['number']}{extension}", phone["kind"], standing) if part)


def _at(instant: str | None, zone: str = "") -> str:
    return wall(parse_instant(instant), zone, year=True) if instant else ""


def _standing(told: dict[str, Any]) -> list[str]:
    """Where somebody stands in a campaign: the rung with its reason, what the next one lacks, what a list claims."""
    stage = f" ({told['sub_stage']})" if told["sub_stage"] else ""
    lines = [f"  {told['campaign']}: {told['work_state']}, {told['temperature']}, score {told['score']}"]
    lines.append(f"    rung {told['rung']}{stage}: {told['rung_because']}")
    lacks = ", ".join(told["next_rung_lacks"])
    lines += [f"    {told['next_rung']} needs {lacks}"] if told["next_rung"] else []
    lines += [f"    {told['claim']}"] if told["claim"] else []
    company = told["company_temperature"]
    lines += [f"    company {company}"] if company else []
    given = [line for line in told["score_lines"] if line["points"]]
    lines += [f"    score by {told['rule_set']}, {told['score_exact']:.1f}:"] if given else []
    return lines + [f"    {line['points']:+7.1f}  {line['label']:<28}  {line['evidence']}".rstrip() for line in given]


COMMANDS = {"report": report, "recount": recount, "show": show}
