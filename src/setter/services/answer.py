"""Keep what a prospect says: each answer becomes a dated fact of theirs, and nothing is overwritten."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches

from setter.domain.answers import parse_answer
from setter.domain.campaign import Campaign
from setter.domain.errors import Refused, Wrong
from setter.domain.facts import Value
from setter.domain.gates import Qualification
from setter.domain.script import Capture
from setter.services.attempts import dialled
from setter.services.desk import Desk
from setter.services.dial import live
from setter.services.learn import learn
from setter.services.qualify import qualification_of
from setter.services.still_here import who
from setter.store.ids import new_id
from setter.store.records import Answer, Call
from setter.store.unit import Unit


def answer(desk: Desk, call_id: int, given: Mapping[str, str], ids: Mapping[str, int] | None = None) -> Qualification:
    """Keep answers given on a live call, by capture field; how the gates stand after them.

    Wrong for a field that the script does not capture or words it cannot read. `ids` are ids the journal already
    gave, so that an answer that is written twice is kept once.
    """

    def keep(unit: Unit) -> Qualification:
        call = live(desk, unit, call_id)
        if not dialled(unit, call.id):
            raise Refused("not_dialled", "Nobody has been dialled on this call.", "answer", "Dial first.")
        campaign = desk.campaign(unit, call.campaign, call.campaign_version)
        kept = keep_answers(desk, unit, call, parse_given(campaign, given), ids or {})
        if kept:
            desk.audit(unit, "answers", f"call/{call.id}", {"answers": kept})
        return _qualification(desk, unit, campaign, call)

    return desk.store.record(keep)


def parse_given(campaign: Campaign, given: Mapping[str, str]) -> dict[str, Value]:
    """Read words into values by each field's type; Wrong names every one that cannot be read, or that nobody asked."""
    captures = campaign.script.captures()
    values: dict[str, Value] = {}
    problems: list[Wrong] = []
    for name, text in given.items():
        try:
            values[name] = parse_answer(_asked(captures, name), text)
        except Wrong as problem:
            problems.append(problem)
    if problems:
        raise problems[0] if len(problems) == 1 else _all_of(problems)
    return values


def _asked(captures: Mapping[str, Capture], name: str) -> Capture:
    if name in captures:
        return captures[name]
    near = get_close_matches(name, captures, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"The script captures: {', '.join(sorted(captures))}."
    raise Wrong("unknown_field", f"The script asks nothing called {name!r}.", name, hint)


def _all_of(problems: list[Wrong]) -> Wrong:
    """Several answers that cannot be read, as one refusal that names each."""
    sentence = " ".join(problem.message for problem in problems)
    hints = " ".join(dict.fromkeys(problem.hint for problem in problems))
    return Wrong("wrong_answer", sentence, ", ".join(problem.where for problem in problems), hints)


def keep_answers(
    desk: Desk, unit: Unit, call: Call, values: Mapping[str, Value], ids: Mapping[str, int] | None = None
) -> dict[str, str]:
    """Append answers inside a write that does more; the same value again on the same call is kept once.

    The answers that are new: their ids by field, as the audit has them, which never has what was said.
    """
    now, fresh = desk.now(), {}
    campaign = desk.campaign(unit, call.campaign, call.campaign_version)
    kept = unit.calls.answers_of_call(call.id)
    newest = {each.field: each.value for each in kept}
    known = {each.id for each in kept}
    for name, value in values.items():
        text = json.dumps(value, ensure_ascii=False)
        answer_id = (ids or {}).get(name) or new_id(now)
        if newest.get(name) == text or answer_id in known:
            continue
        unit.calls.add_answer(
            Answer(
                answer_id, campaign.client.id, call.campaign, call.prospect_id, call.id, name, text, now, desk.caller
            )
        )
        learn(desk, unit, campaign, call, campaign.script.captures().get(name), value)
        fresh[name] = str(answer_id)
    return fresh


def _qualification(desk: Desk, unit: Unit, campaign: Campaign, call: Call) -> Qualification:
    prospect, enrolment = who(unit, call)
    return qualification_of(desk, unit, campaign, enrolment, prospect, talking=True)
