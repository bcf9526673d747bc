"""Commands for a call: take, dial, answer, outcome, undo."""

from __future__ import annotations

from typing import Any

import click

from setter.cli.speech import ID, Manner, command, verdict_told
from setter.domain.errors import Wrong
from setter.services import answer as answers
from setter.services import receive_call as calls_in
from setter.services.call_by_hand import call_by_hand
from setter.services.call_view import CallView, view
from setter.services.campaigns import only_active
from setter.services.clock import iso
from setter.services.dial import dial as dial_number
from setter.services.dial import next_number
from setter.services.record_outcome import Given, record
from setter.services.take_call import next_call, release, take_prospect
from setter.services.undo import undo as undo_outcome


@command("next")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
def next_(manner: Manner, campaign_id: str) -> tuple[Any, str]:
    """Take the best callable prospect; a live call is returned again."""
    with manner.desk() as desk:
        taken = next_call(desk, campaign_id or only_active(desk))
        if taken.call is None:
            document = {"call": None, "reasons": [{"rule": rule, "count": count} for rule, count in taken.reasons]}
            words = "\n".join(f"{count:>8,}  {rule.replace('_', ' ')}" for rule, count in taken.reasons)
            return document, f"Nobody may be called now:\n{words}"
        seen = view(desk, taken.call.id)
        return _told(seen, taken.lease_until), _words(seen)


@command()
@click.argument("prospect", type=ID, required=False)
@click.option("--number", default="", help="Somebody by their number, in any spelling; new ones are added.")
@click.option("--name", default="", help="Their name, where a number is given.")
@click.option("--company", default="", help="Their company, where a number is given.")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
def take(
    manner: Manner, prospect: int | None, number: str, name: str, company: str, campaign_id: str
) -> tuple[Any, str]:
    """Take a chosen prospect, or whoever has a number typed by hand; a live call with somebody else comes first."""
    if (prospect is None) == (not number) or (prospect is not None and (name or company)):
        raise click.UsageError("Give a prospect's id, or --number with --name and --company where they are known.")
    with manner.desk() as desk:
        campaign = campaign_id or only_active(desk)
        if prospect is not None:
            taken = take_prospect(desk, prospect, campaign)
        else:
            taken = call_by_hand(desk, campaign, number, name, company)
        assert taken.call is not None
        seen = view(desk, taken.call.id)
        return _told(seen, taken.lease_until), _words(seen)


def _told(seen: CallView, lease_until: int | None) -> dict[str, Any]:
    return {
        "call": str(seen.call.id),
        "prospect": str(seen.prospect.id),
        "name": seen.prospect.full_name,
        "company": seen.prospect.company_name,
        "title": seen.prospect.title,
        "lease_until": iso(lease_until) if lease_until else None,
        "local_time": seen.local_time,
        "voicemail_today": seen.voicemail_today,
        "voicemail": seen.voicemail,
        "script": {
            "node": seen.node.id,
            "kind": seen.node.kind,
            "say": seen.words,
            "captures": [capture.field for capture in seen.node.captures],
            "choices": [{"key": choice.key, "label": choice.label} for choice in seen.choices],
        },
        "missing": list(seen.qualification.missing),
        "known": {name: fact.value for name, fact in seen.facts.items() if fact.source == "answer"},
        "reasons": list(seen.reasons),
    }


def _words(seen: CallView) -> str:
    lines = [f"Call {seen.call.id}: {seen.prospect.full_name}, {seen.prospect.company_name} ({seen.local_time})"]
    lines += [f"  {seen.words}", f"Dial with: setter dial {seen.call.id}"]
    return "\n".join(lines)


@command()
@click.argument("number", default="")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
@click.option("--prospect", "prospect_id", type=ID, help="Who it is, where the number does not say.")
@click.option("--name", default="", help="Their name, for somebody new; enough where their number is withheld.")
@click.option("--company", default="", help="Their company, for somebody new.")
def receive(
    manner: Manner, number: str, campaign_id: str, prospect_id: int | None, name: str, company: str
) -> tuple[Any, str]:
    """Answer somebody who calls us; the call in hand waits."""
    with manner.desk() as desk:
        campaign = campaign_id or only_active(desk)
        if prospect_id is not None:
            call = calls_in.receive(desk, campaign, prospect_id, number)
        else:
            call = calls_in.receive_unknown(desk, campaign, number, name, company)
        seen = view(desk, call.id)
    words = f"Call {call.id}: {seen.prospect.full_name} calls us.\n  {seen.words}"
    return _told(seen, None) | {"attempt": str(seen.attempts[-1].id), "direction": "inbound"}, words


@command()
@click.argument("call", type=ID)
@click.option("--phone", default="", metavar="NUMBER", help="Which number (default: the first that may be dialled).")
@click.option("--next", "next_one", is_flag=True, help="Nobody answered on this number: dial the next one.")
@click.option("--reference", default="", help="The dialler's own reference for this call.")
def dial(manner: Manner, call: int, phone: str, next_one: bool, reference: str) -> tuple[Any, str]:
    """Begin an attempt: the gate is asked now, and its verdict is kept."""
    if next_one and phone:
        raise click.UsageError("Give --phone or --next, not both.")
    with manner.desk() as desk:
        done = next_number(desk, call) if next_one else dial_number(desk, call, phone, reference)
    document = {"attempt": str(done.attempt), "phone": done.phone.e164, "verdict": verdict_told(done.verdict)}
    return document, f"Dial {done.phone.e164}" + (f" ext. {done.phone.extension}" if done.phone.extension else "")


@command()
@click.argument("call", type=ID)
@click.argument("given", nargs=-1, required=True, metavar="KEY=VALUE…")
def answer(manner: Manner, call: int, given: tuple[str, ...]) -> tuple[Any, str]:
    """Keep what the prospect says, by the script's fields."""
    with manner.desk() as desk:
        qualification = answers.answer(desk, call, pairs(given))
    met = f"{qualification.gates_met} of {len(qualification.gates)} gates"
    document = {"gates_met": qualification.gates_met, "missing": list(qualification.missing)}
    return document, f"{met}; missing: {', '.join(qualification.missing) or 'nothing'}"


@command()
@click.argument("call", type=ID)
@click.argument("code")
@click.option("--answer", "given", multiple=True, metavar="KEY=VALUE")
@click.option("--note", default="", metavar="TEXT")
@click.option("--callback", default="", metavar="WHEN", help="When to ring again, such as 'tue 3pm'; for callbacks.")
@click.option(
    "--revisit", default="", metavar="DAY", help="The day to come back: nurture, callback_vague, a no that may pass."
)
@click.option("--reason", default="", metavar="TEXT", help="Why a prospect is skipped.")
@click.option("--referred", default="", metavar="NAME", help="Who was named instead: referred, left_company.")
@click.option("--minutes", type=float, help="How long the call lasted.")
@click.option("--company-wide", is_flag=True, help="The person spoke for the whole company: do_not_call, complaint.")
@click.option("--zone", default="", metavar="ZONE", help="The prospect's time zone, where several are possible.")
def outcome(
    manner: Manner,
    call: int,
    code: str,
    given: tuple[str, ...],
    note: str,
    callback: str,
    revisit: str,
    reason: str,
    referred: str,
    minutes: float | None,
    company_wide: bool,
    zone: str,
) -> tuple[Any, str]:
    """Record how a call ended; the same again gives the same reply."""
    wanted = Given(
        code=code,
        answers=pairs(given),
        note=note,
        callback=callback,
        revisit=revisit,
        reason=reason,
        referred=referred,
        minutes=minutes,
        company_wide=company_wide,
        zone=zone,
    )
    with manner.desk() as desk:
        reply = record(desk, call, wanted)
    return reply, reply.words


@command()
@click.argument("call", type=ID)
def undo(manner: Manner, call: int) -> tuple[Any, str]:
    """Take the last outcome of a call back; a do-not-call stays."""
    with manner.desk() as desk:
        reopened = undo_outcome(desk, call)
    return {"call": str(reopened.id), "state": reopened.state}, "Taken back: the call is live again."


@command("release")
@click.argument("call", type=ID)
def release_(manner: Manner, call: int) -> tuple[Any, str]:
    """Put a prospect back undialled."""
    with manner.desk() as desk:
        release(desk, call)
    return {"call": str(call), "state": "released"}, "Put back."


def pairs(given: tuple[str, ...]) -> dict[str, str]:
    """KEY=VALUE words as a mapping; Wrong for one without a `=`, or for two values of one key."""
    found: dict[str, str] = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not sign:
            raise Wrong("answer", f"{pair!r} is no KEY=VALUE.", "--answer", "Write it like vehicles=12.")
        name, value = name.strip(), value.strip()
        if found.get(name, value) != value:
            sentence = f"{name} is answered twice: {found[name]!r} and {value!r}."
            raise Wrong("answer", sentence, "--answer", "Give each answer once.")
        found[name] = value
    return found


COMMANDS = {
    "next": next_,
    "take": take,
    "dial": dial,
    "receive": receive,
    "answer": answer,
    "outcome": outcome,
    "undo": undo,
    "release": release_,
}
