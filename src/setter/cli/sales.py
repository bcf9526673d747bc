"""Commands for what sales answers: the sheet out and in, one answer, held meetings, appeals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from setter.cli.speech import ID, Manner, command, in_columns
from setter.domain.answer_columns import explained
from setter.domain.errors import Wrong
from setter.domain.rejections import REJECTIONS
from setter.domain.sales_answer import ACCEPTED, HELD, NO_SHOW, REJECTED, SaleSays

if TYPE_CHECKING:
    from setter.services.sales_answers_file import Replied
    from setter.store.records import SalesWord

OF_ONE = (
    click.option("--sql", "sql_id", type=ID, metavar="ID", help="Answer this SQL, instead of a file."),
    click.option("--accept", "decision", flag_value=ACCEPTED, help="Sales takes it."),
    click.option("--reject", "code", type=click.Choice(list(REJECTIONS)), help="Sales does not take it: why."),
    click.option("--why", default="", metavar="TEXT", help="Why not, in words; a rejection always needs them."),
    click.option("--minutes", type=int, metavar="N", help="Minutes that sales spent on it, 0 to 600."),
    click.option("--quality", type=int, metavar="1-5", help="How good it was: 5 is excellent."),
    click.option("--missing", "lacked", default="", metavar="TEXT", help="What sales would have liked to know."),
    click.option("--held", "met", flag_value=HELD, help="The meeting took place."),
    click.option("--no-show", "met", flag_value=NO_SHOW, help="Nobody came to it."),
    click.option("--opportunity", type=click.Choice(["open", "won", "lost"]), help="What has become of it."),
    click.option("--since", default="", metavar="DATE", help="Since when it is an opportunity."),
    click.option("--amount", default="", metavar="MONEY", help="What it is worth, as 1234.50."),
    click.option("--margin", default="", metavar="MONEY", help="What of it is margin."),
    click.option("--closed", default="", metavar="DATE", help="When it was won or lost."),
    click.option("--by", default="", metavar="NAME", help="Who answers, if it is not you."),
)
NO_REJECTION = {"return": "returned", "rebook": "excused"}
"""What is said in place of rejected, where the code is none."""


def _options(work: Any) -> Any:
    for option in reversed(OF_ONE):
        work = option(work)
    return work


@command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--dry-run", is_flag=True, help="Only say what would become of each row.")
@click.option("--client", "client_id", default="", metavar="ID", help="The client whose SQLs the file answers.")
@_options
def reply(
    manner: Manner, file: Path | None, dry_run: bool, client_id: str, sql_id: int | None, **said: Any
) -> tuple[Any, str]:
    """Take what sales answers: a filled-in sheet (CSV, XLSX or JSON), or one answer with --sql.

    The sheet is what `setter export answers` gives. The same file again changes nothing; rows that cannot be stand
    beside it with their reasons, to be mended and sent again.
    """
    if (file is None) == (sql_id is None):
        raise click.UsageError("Name a file, or one SQL with --sql.")
    if file is not None and any(said.values()):
        raise click.UsageError("What a file says stands in the file: these options go with --sql.")
    if sql_id is not None:
        if dry_run or client_id:
            raise click.UsageError("--dry-run and --client go with a file.")
        return _reply_one(manner, sql_id, said)
    from setter.services.sales_answers_file import reply_file

    assert file is not None
    with manner.desk() as desk:
        done = reply_file(desk, file, client_id=client_id, dry_run=dry_run)
    return done, _replied_words(done)


def _reply_one(manner: Manner, sql_id: int, said: dict[str, Any]) -> tuple[Any, str]:
    from setter.services.sales_reply import answered

    if said["code"] and said["decision"]:
        raise click.UsageError("Accept it or reject it, not both.")
    says = SaleSays(
        decision=REJECTED if said["code"] else said["decision"] or "",
        code=said["code"] or "",
        reason=said["why"].strip(),
        minutes=said["minutes"],
        quality=said["quality"],
        lacked=said["lacked"].strip(),
        met=said["met"] or "",
        opportunity=said["opportunity"] or "",
        opportunity_on=said["since"],
        closed_on=said["closed"],
        amount=_money(said["amount"], "--amount"),
        margin=_money(said["margin"], "--margin"),
    )
    with manner.desk() as desk:
        done = answered(desk, sql_id, says, by=said["by"].strip(), way="command")
    known = "" if done.news else " That was known already."
    met = {HELD: ", and its meeting was held", NO_SHOW: ", and nobody came to its meeting"}.get(says.met, "")
    return told(done.word), f"SQL {sql_id}: {_standing_words(done.word)}{met}.{known}"


def _money(text: str, where: str) -> int | None:
    from setter.intake.answer_sheet import money_of

    try:
        return money_of(text) if text.strip() else None
    except ValueError as problem:
        raise Wrong("money", str(problem), where, "Write it as 1234.50.") from None


def told(word: SalesWord) -> dict[str, Any]:
    """What sales says of an SQL, for programs: money as decimal numbers, days and instants ISO 8601."""
    from setter.services.clock import iso

    return {
        "sql": str(word.handoff_id),
        "decision": word.decision or None,
        "code": word.code or None,
        "why": word.reason or None,
        "counts_as_accepted": word.accepted,
        "decided_at": iso(word.decided_at) if word.decided_at is not None else None,
        "decided_by": word.decided_by or None,
        "appeal": word.appeal or None,
        "minutes": word.minutes,
        "quality": word.quality,
        "what_was_missing": word.lacked or None,
        "opportunity": word.opportunity or None,
        "opportunity_since": word.opportunity_on or None,
        "closed_on": word.closed_on or None,
        "amount": None if word.amount is None else word.amount / 100,
        "margin": None if word.margin is None else word.margin / 100,
        "answers": word.answers,
    }


def _standing_words(word: SalesWord) -> str:
    done = NO_REJECTION.get(REJECTIONS[word.code].follows, word.decision) if word.code else word.decision
    decision = f"{done} ({word.code})" if word.code else done or "not decided yet"
    appeal = f", appeal {word.appeal}" if word.appeal else ""
    return decision + appeal + (f", opportunity {word.opportunity}" if word.opportunity else "")


def _replied_words(done: Replied) -> str:
    counts = (
        (done.answered, "would be answered" if done.dry_run else "answered"),
        (done.known, "known already"),
        (done.silent, "without an answer"),
        (done.refused, "would be refused" if done.dry_run else "refused"),
    )
    read = "1 row" if done.read == 1 else f"{done.read:,} rows"
    lines = [f"{read}: " + (", ".join(f"{count:,} {words}" for count, words in counts if count) or "none")]
    lines += [f"  {count:,} × {reason}" for reason, count in done.reasons]
    lines += list(done.notes)
    if done.rejects_file:
        lines.append(f"The refused rows are in {done.rejects_file}, with their reasons: mend them and send it again.")
    return "\n".join(lines)


@command("answers")
@click.option("--as", "form", type=click.Choice(["csv", "xlsx", "json"]), help="The kind of file.")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.")
@click.option("--rep", default="", metavar="ID", help="Only the SQLs of this rep.")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
@click.option("--explain", is_flag=True, help="Only say which columns there are, and what may stand in them.")
def export_answers(
    manner: Manner, form: str | None, out: Path | None, rep: str, campaign_id: str, explain: bool
) -> tuple[Any, str | bytes]:
    """Give sales the sheet to fill in: the SQLs that it has more to say of. Take it back with: setter reply FILE."""
    if explain:
        return {"columns": explained()}, explained()
    if form is None:
        raise click.UsageError("Say which kind of file: --as csv, xlsx or json.")
    if form == "xlsx" and out is None:
        raise click.UsageError("A spreadsheet needs a file: --out FILE.xlsx.")
    from setter.handoff.files import place_files
    from setter.services.sales_answers_file import answer_sheet

    with manner.desk() as desk:
        sheet = answer_sheet(desk, form, rep=rep, campaign_id=campaign_id)
    if out is None:
        return {"rows": sheet.rows, "content": sheet.content.decode("utf-8-sig")}, sheet.content
    place_files(out.absolute().parent, {out.name: sheet.content})
    found = "1 SQL to answer is" if sheet.rows == 1 else f"{sheet.rows:,} SQLs to answer are"
    if not sheet.rows:
        found = f"No SQL waits for an answer{f' of a rep {rep!r}' if rep else ''}: only the columns are"
    return {"path": str(out), "rows": sheet.rows}, f"{found} in {out}."


@command("held")
@click.argument("meeting_id", type=ID, metavar="ID")
@click.option("--evidence", default="", metavar="TEXT", help="How you know; a caller always says it.")
def held(manner: Manner, meeting_id: int, evidence: str) -> tuple[Any, str]:
    """Note that a meeting was held."""
    from setter.services.held import held as note_held

    with manner.desk() as desk:
        done = note_held(desk, meeting_id, evidence)
    return {"meeting": str(done.id), "status": done.status}, f"Meeting {done.id} was held."


@command()
@click.argument("sql_id", type=ID, metavar="SQL")
@click.option("--why", required=True, metavar="TEXT", help="What sales overlooks; a team lead reads it.")
def appeal(manner: Manner, sql_id: int, why: str) -> tuple[Any, str]:
    """Appeal once against sales' rejection of an SQL that you set."""
    from setter.services import appeal as service

    with manner.desk() as desk:
        made = service.appeal(desk, sql_id, why)
        who = service.who_decides(desk, sql_id)
    return {"sql": str(sql_id), "appeal": made.verdict or "open"}, f"A team lead decides about SQL {sql_id}. {who}"


@command("appeals")
def list_appeals(manner: Manner) -> tuple[Any, str]:
    """List the appeals that wait for a team lead."""
    from setter.services.appeal import open_appeals

    with manner.desk() as desk:
        found = open_appeals(desk)
    rows = (
        [str(each.sql), f"{each.name}, {each.company}", each.code, f"by {each.made_by}", each.why] for each in found
    )
    return found, in_columns(rows) or "No appeal waits."


def _decision(name: str, verdict: str, words: str) -> click.Command:
    @command(name)
    @click.argument("sql_id", type=ID, metavar="SQL")
    @click.option("--note", required=True, metavar="TEXT", help="Why; whoever set it reads it.")
    def decide(manner: Manner, sql_id: int, note: str) -> tuple[Any, str]:
        from setter.services import appeal as service

        with manner.desk() as desk:
            word = service.decide(desk, sql_id, verdict, note)
        return told(word), f"SQL {sql_id}: the rejection is {verdict}."

    decide.help = words
    return decide


overturn = _decision("overturn", "overturned", "Decide an appeal for whoever set it: the SQL counts as accepted.")
uphold = _decision("uphold", "upheld", "Decide an appeal for sales: the rejection stands.")
OF_AN_SQL = (appeal, list_appeals, overturn, uphold)
"""What may be done about a rejection, under `setter sql`."""

COMMANDS = {"reply": reply}
