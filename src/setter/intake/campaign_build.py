"""From the tables of a checked file to the values of a campaign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from setter.domain import campaign as made
from setter.domain import handoff_plan as plan
from setter.domain.opening_hours import WEEKDAYS, Hours
from setter.domain.script import Capture, Choice, Node, Script
from setter.domain.temperature import Windows
from setter.intake.campaign_ladder import ladder_of
from setter.intake.campaign_values import days_of
from setter.intake.scoring_schema import built

if TYPE_CHECKING:
    from setter.intake import campaign_handoff as handoff
    from setter.intake import campaign_schema as schema
    from setter.intake import campaign_script as script


def build(file: schema.File) -> made.Campaign:
    """Make the campaign of a file; of a file with gaps, a campaign with gaps."""
    about = file.campaign
    return made.Campaign(
        id=about.id,
        name=about.name,
        client=made.Client(**file.client.model_dump()),
        programme=made.Programme(**file.programme.model_dump()),
        product=about.product,
        agency=about.agency,
        market_type=about.market,
        direction=about.direction,
        default_region=about.default_region,
        caller_id=about.caller_id,
        goal=made.Goal(**file.goal.model_dump()) if file.goal else None,
        cost=made.Cost(**file.cost.model_dump()),
        target=_target(file.target_market) if file.target_market else None,
        gates=_gates(file.gates),
        scoring=built(file.scoring),
        calling=_calling(file.calling, about),
        handoff=_handoff(file.handoff),
        script=_script(file.script),
        dispositions=tuple(made.ExtraDisposition(**each.model_dump()) for each in file.disposition),
        ladder=ladder_of(file.ladder),
        temperature=Windows(**file.temperature.model_dump()),
        crm={name: made.CrmMap(**table.model_dump()) for name, table in file.crm},
        sign_offs={name: made.SignOff(sign.by, sign.on) for name, sign in file.signed_off if sign is not None},
    )


def _target(table: schema.TargetMarket) -> made.TargetMarket:
    def rules(listed: list[schema.TargetRule] | list[schema.ExcludeRule]) -> tuple[made.TargetRule, ...]:
        return tuple(made.TargetRule(rule.id, rule.when, rule.reason, rule.unknown) for rule in listed)

    return made.TargetMarket(table.description, rules(table.must), rules(table.exclude))


def _gates(table: schema.Gates) -> made.GatePolicy:
    gates = tuple(
        made.Gate(gate.id, gate.label, gate.evidence, tuple(gate.requires), gate.ask, gate.stale_after_days)
        for gate in table.gate
    )
    least = len(gates) if table.policy == "all" else table.min_passed
    return made.GatePolicy(gates, table.policy, least)


def week(hours: Mapping[str, tuple[Hours, ...]]) -> dict[str, tuple[Hours, ...]]:
    """Spread day keys such as mon-fri over the weekdays, in the order of the week."""
    spread = {day: opening for days, opening in hours.items() for day in days_of(days)}
    return {day: spread[day] for day in WEEKDAYS if day in spread}


def _calling(table: schema.Calling, about: schema.About) -> made.Calling:
    plain = table.model_dump(exclude={"hours", "cadence", "refuse_provenance"})
    return made.Calling(
        hours=week(table.hours),
        cadence=_cadence(table.cadence),
        first_day=about.starts,
        last_day=about.ends,
        refuse_provenance=tuple(table.refuse_provenance),
        **plain,
    )


def _cadence(table: schema.Cadence) -> made.Cadence:
    lists = {"gaps_business_days", "voicemail_on_attempts", "no_show_gaps_business_days"}
    parts = tuple(
        made.DayPart(name, hours.opens, hours.closes) for name, opening in table.day_parts.items() for hours in opening
    )
    return made.Cadence(
        day_parts=parts,
        gaps_business_days=tuple(table.gaps_business_days),
        voicemail_on_attempts=tuple(table.voicemail_on_attempts),
        no_show_gaps_business_days=tuple(table.no_show_gaps_business_days),
        **table.model_dump(exclude={"day_parts", *lists}),
    )


def _handoff(table: handoff.Handoff) -> plan.HandoffPlan:
    reps = tuple(
        plan.Rep(
            hours=week(rep.hours),
            territory=tuple(rep.territory),
            days_off=tuple(rep.days_off),
            deliver=tuple(rep.deliver),
            **rep.model_dump(exclude={"hours", "territory", "days_off", "deliver"}),
        )
        for rep in table.rep
    )
    mail = plan.MailServer(**table.mail.model_dump()) if table.mail else None
    return plan.HandoffPlan(reps=reps, mail=mail, **table.model_dump(exclude={"rep", "mail"}))


def _script(table: script.Script) -> Script:
    return Script(table.start, tuple(map(_node, table.node)), dict(table.ends), table.inbound)


def _node(table: script.Node) -> Node:
    return Node(
        id=table.id,
        kind=table.kind,
        say=" ".join(table.say.split()),
        captures=tuple(map(_capture, table.capture)),
        choices=tuple(map(_choice, table.choices)),
        goto=table.goto,
        max_tries=table.max_tries,
        compliance=tuple(table.compliance),
        letter=table.letter,
        label=table.label or table.id.replace("_", " "),
    )


def _capture(table: script.Capture) -> Capture:
    return Capture(
        field=table.field,
        type=table.type,
        label=table.label or table.field.replace("_", " "),
        options=tuple(table.options),
        required=table.required,
        gates=tuple(table.gates),
        min_chars=table.min_chars,
    )


def _choice(table: script.Choice) -> Choice:
    return Choice(table.key, table.label, table.goto, dict(table.sets), table.when)
