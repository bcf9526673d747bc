"""Commands for versions of the scoring rules: add, sign off, adopt, go back, see whether the score sorts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from click import DateTime

from setter.cli.campaigns import weighed, weighing
from setter.cli.speech import Manner, command, in_columns, plain
from setter.domain.metrics import as_json
from setter.domain.rule_diff import Difference
from setter.domain.rule_versions import EDIT, FIT, ORIGIN_WORDS, UNSIGNED
from setter.domain.score_bands import Sorted
from setter.services import rule_sets as service
from setter.services.adopt import Adopted, roll_back
from setter.services.adopt import adopt as put_in_force
from setter.services.campaigns import only_active
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.past_cycles import LABELS
from setter.services.rule_sets import VersionLine
from setter.services.score_bands import SQL, WEEKS, score_bands

DAY = DateTime(["%Y-%m-%d"])
in_campaign = click.option("--campaign", "campaign_id", metavar="ID", default="", help="Where there are several.")
noted = click.option("--note", required=True, metavar="TEXT", help="Why, for the log.")


@click.group()
def rules() -> None:
    """Keep versions of the scoring rules: add, compare, sign off, adopt, go back."""


@command("list")
@in_campaign
def list_(manner: Manner, campaign_id: str) -> tuple[Any, str]:
    """List every version, its test and who of sales signed it off."""
    with manner.desk() as desk:
        lines = service.versions(desk, campaign_id or only_active(desk))
    words = in_columns(list(map(_cells, lines))) if lines else "No version yet: the campaign is a draft."
    return [_told(each) for each in lines], words


@command()
@click.argument("version", type=int)
@in_campaign
def show(manner: Manner, version: int, campaign_id: str) -> tuple[Any, str]:
    """Print a version as a rules file."""
    with manner.desk() as desk:
        shown = service.show_version(desk, campaign_id or only_active(desk), version)
    document = {**_told(shown.line), "rule_set": plain(shown.rule_set), "text": shown.text}
    return document, "\n".join([*_tested(shown.line), shown.text.rstrip()])


@command()
@click.argument("before", type=int)
@click.argument("after", type=int)
@in_campaign
def diff(manner: Manner, before: int, after: int, campaign_id: str) -> tuple[Any, str]:
    """Say what is different between two versions, rule by rule."""
    with manner.desk() as desk:
        found = service.compare(desk, campaign_id or only_active(desk), before, after)
    return [_difference(each) for each in found], "\n".join(each.words for each in found) or "No difference."


@command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--origin", type=click.Choice([EDIT, FIT]), default=EDIT, help="Where the rules come from.")
@click.option("--note", default="", metavar="TEXT", help="What they are for.")
@in_campaign
def add(manner: Manner, file: Path, origin: str, note: str, campaign_id: str) -> tuple[Any, str]:
    """Add a rules file, as setter fit writes it, as a new version; nothing changes until it is adopted."""
    with manner.desk() as desk:
        added = service.add_file(desk, campaign_id or only_active(desk), file, origin, note)
    then = f"Test it: setter backtest --rules-version {added.version}. Then: setter rules adopt {added.version}"
    words = f"Version {added.version}{'' if added.fresh else ', as before'}. {then}"
    return added, "\n".join([words, *added.strange])


@command()
@click.argument("version", type=int)
@noted
@click.option("--untested", default="", metavar="REASON", help="Why without a test, for the log.")
@in_campaign
def adopt(manner: Manner, version: int, note: str, untested: str, campaign_id: str) -> tuple[Any, str]:
    """Put a tested version in force, and weigh everybody by it while callers go on."""
    with manner.desk() as desk, weighing(manner) as tell:
        chosen = campaign_id or only_active(desk)
        done = put_in_force(desk, chosen, version, note, untested, tell)
        return done, _adopted(desk, done)


@command()
@noted
@in_campaign
def back(manner: Manner, note: str, campaign_id: str) -> tuple[Any, str]:
    """Put the version in force that was before this one."""
    with manner.desk() as desk, weighing(manner) as tell:
        done = roll_back(desk, campaign_id or only_active(desk), note, tell)
        return done, _adopted(desk, done)


@command()
@click.argument("version", type=int)
@click.option("--by", required=True, metavar="NAME", help="Who of sales signed it off.")
@click.option("--on", type=DAY, metavar="DATE", help="When; left out: today.")
@in_campaign
def sign(manner: Manner, version: int, by: str, on: datetime | None, campaign_id: str) -> tuple[Any, str]:
    """Keep that sales has signed a version off."""
    with manner.desk() as desk:
        chosen = campaign_id or only_active(desk)
        day = service.sign_off(desk, chosen, version, by, on.date() if on else None)
    document = {"version": version, "signed_by": by.strip(), "signed_on": day.isoformat()}
    return document, f"Version {version} is signed off by {by.strip()}, {day}."


@command()
@in_campaign
def log(manner: Manner, campaign_id: str) -> tuple[Any, str]:
    """Tell everything that was done to the rules: by whom, when and why."""
    with manner.desk() as desk:
        entries = service.log(desk, campaign_id or only_active(desk))
    words = in_columns(
        [
            (
                iso(each.at),
                each.by,
                each.what.replace("_", " "),
                f"{each.old_version} → {each.version}" if each.old_version else f"{each.version}",
                each.note + (f" (untested: {each.untested})" if each.untested else ""),
            )
            for each in entries
        ]
    )
    return [{**plain(each), "at": iso(each.at)} for each in entries], words


@command()
@click.option("--weeks", default=WEEKS, metavar="N", help="How many weeks are looked at.")
@click.option("--label", type=click.Choice(LABELS), default=SQL, help="What counts as a success.")
@in_campaign
def bands(manner: Manner, weeks: int, label: str, campaign_id: str) -> tuple[Any, str]:
    """Count what came of each score band, week by week, and say whether the score is sorting."""
    with manner.desk() as desk:
        found = score_bands(desk, campaign_id or only_active(desk), weeks, label)
    overall, by_week = found.accuracy.overall, found.accuracy.weeks
    document = {
        "campaign": found.campaign,
        "label": found.label,
        "first_day": found.first_day.isoformat(),
        "last_day": found.last_day.isoformat(),
        "overall": _bands_told(overall),
        "weeks": {week: _bands_told(each) for week, each in by_week.items()},
    }
    what = {"sql": "SQLs", "held": "Meetings held"}[label]
    lines = [f"{what} of cycles begun from {found.first_day} to {found.last_day}, by score at the first dial"]
    lines += [f"  {band.words}" for band in overall.bands]
    lines += [f"{week}  {'  '.join(band.words for band in each.bands)}" for week, each in by_week.items()]
    return document, "\n".join([*(lines if overall.bands else []), overall.words])


def _cells(line: VersionLine) -> tuple[str, ...]:
    return (
        f"{'*' if line.in_force else ' '} {line.version}",
        line.id,
        f"{line.rules} rules",
        ORIGIN_WORDS[line.origin],
        f"{iso(line.made_at)[:10]} {line.made_by}",
        line.test.short if line.test else "not tested",
        f"signed off by {line.signed_by}, {line.signed_on}" if line.signed_by else UNSIGNED,
        line.note,
    )


def _tested(line: VersionLine) -> list[str]:
    """What a version's newest test says, as comments of a rules file."""
    said = [f"Tested: {line.test.words}.", *line.test.warnings] if line.test else []
    return [f"# {' '.join(each.split())}" for each in said]


def _told(line: VersionLine) -> dict[str, Any]:
    tested = None if line.tested_at is None else iso(line.tested_at)
    return {**plain(line), "made_at": iso(line.made_at), "tested_at": tested}


def _difference(each: Difference) -> dict[str, Any]:
    return {**plain(each), "words": each.words}


def _adopted(desk: Desk, done: Adopted) -> str:
    lines = service.versions(desk, done.campaign)
    unsigned = any(line.version == done.version and not line.signed_by for line in lines)
    words = f"Version {done.version} is in force" + (f", {UNSIGNED}." if unsigned else ".")
    lines_told = [words, *([weighed(done.rescored)] if done.rescored else []), *done.strange]
    return "\n".join(lines_told)


def _bands_told(found: Sorted) -> dict[str, Any]:
    told = [{"first": band.first, "last": band.last, **as_json(band.share)} for band in found.bands]
    return {"bands": told, "verdict": found.verdict, "words": found.words}


for each in (list_, show, diff, add, adopt, back, sign, log, bands):
    rules.add_command(each)

COMMANDS = {"rules": rules}
