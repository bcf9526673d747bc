"""One definition of a score: explained for one, computed for all and kept, it is the same on both engines (R-070)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from hands import DAY, as_lead, land
from houses import CAMPAIGN, MORNING
from setter.domain.acts import Act
from setter.domain.facts import Condition, Value
from setter.domain.rule_set import RuleSet, ScoringRule
from setter.domain.weigher import weigher_of
from setter.intake.rules_file import rules_text
from setter.services.acts import acts_on
from setter.services.adopt import adopt
from setter.services.desk import Desk
from setter.services.events_file import events_file
from setter.services.knowledge import values_on
from setter.services.on_record import all_on_record, with_their_people
from setter.services.rule_sets import add_rules
from setter.services.standing import standing_of
from setter.store.records import Enrolment
from setter.store.unit import Unit

KINDS = ("demo_request", "pricing_page", "blog", "email_click", "email_open", "careers_page", "webinar_attended")
MODEL_OF = dict(zip(KINDS, ("intent", "intent", "intent", "activity", "activity", "negative", "intent"), strict=True))
TRADES = ("wholesale", "furniture", "retail", "", "food & drink")
PEOPLE = 40


def attributes(dice: Random) -> dict[str, Value]:
    """What a list says of somebody, with gaps."""
    vans: Value = dice.choice([1, 4, 5, 12, 400, ""])
    found = {"vehicles": vans, "trade": dice.choice(TRADES), "is_customer": dice.choice(["yes", "", "no"])}
    return {name: value for name, value in found.items() if value != ""}


def acts(dice: Random) -> list[Act]:
    """What somebody did within the last 200 days, whole seconds ago, some of it twice on a day."""
    return [
        Act(kind, MORNING - dice.choice([dice.randrange(200 * 86_400), 86_400]) * 1000)
        for kind in dice.choices(KINDS, k=dice.randrange(6))
    ]


def rule(dice: Random, at: int) -> ScoringRule:
    """Any rule that a rules file may hold."""
    conditions = (
        Condition("vehicles", dice.choice([">=", "<", "="]), dice.choice([5, 12])),
        Condition("trade", dice.choice(["in", "not in"]), ("wholesale", "food & drink")),
        Condition("vehicles", "unknown"),
        Condition("is_customer", "=", "yes"),
    )
    condition: Condition | tuple[Condition, ...] = dice.choice(conditions)
    if dice.random() < 0.4:
        model = dice.choice(["card", "suitability", "activity", "negative"])
        points = dice.randrange(1, 40)
        return ScoringRule(f"r{at}", f"Rule {at}", condition, -points if model == "negative" else points, model)
    kind = dice.choice(KINDS)
    model, points = MODEL_OF[kind], dice.randrange(1, 40)
    return ScoringRule(
        f"r{at}",
        f"Rule {at}",
        dice.choice([(), (), condition]),
        -points if model == "negative" else points,
        model,
        acts=(kind,),
        half_life_days=dice.choice([0.0, 7.0, 30.0]),
        cap=dice.choice([0, 45]),
        daily_cap=dice.choice([0, 5]),
        within_days=dice.choice([0.0, 60.0]),
        after_first=dice.choice([0, 1]),
    )


def rule_set(dice: Random) -> RuleSet:
    """Any rule set; read from its own text, as whatever comes into force is."""
    return RuleSet(
        "any",
        tuple(rule(dice, at) for at in range(dice.randrange(3, 14))),
        base=dice.choice([0, 10]),
        balance_penalty=dice.choice([0.0, 0.25, 0.5]),
        weights=dice.choice([{}, {"intent": 0.3, "balanced": 0.7}]),
        negative_floor=dice.choice([-60, -20]),
    )


@pytest.fixture
def crowd(desk: Desk, tmp_path: Path) -> dict[str, tuple[dict[str, Value], list[Act]]]:
    """Forty people on record by company, each with what the list says and what they did."""
    dice = Random(5)
    known = {f"Firm {at}": (attributes(dice), acts(dice)) for at in range(PEOPLE)}
    header = "full_name,company,email,phone,region,country,vehicles,trade,is_customer"
    rows = (
        f"Pat Example {at},{firm},p{at}@{at}.example,+1312555{at + 1000},IL,US,{says.get('vehicles', '')},"
        f"{says.get('trade', '')},{says.get('is_customer', '')}"
        for at, (firm, (says, _)) in enumerate(known.items())
    )
    land(desk, tmp_path, *rows, header=header)
    seen = tmp_path / "events.csv"
    seen.write_text("email,event,at,id\n" + "\n".join(_events(known)) + "\n")
    assert events_file(desk, seen, client_id="tidemark").new == sum(len(did) for _, did in known.values())
    return known


def _events(known: dict[str, tuple[dict[str, Value], list[Act]]]) -> Iterator[str]:
    number = 0
    for at, (_, did) in enumerate(known.values()):
        for act in did:
            number += 1
            when = datetime.fromtimestamp((act.at or 0) / 1000, UTC) + timedelta(0)
            yield f"p{at}@{at}.example,{act.kind},{when.isoformat()},e{number}"


@pytest.mark.requirement("R-070")
@pytest.mark.parametrize("seed", range(3))
def test_one_by_one_all_at_once_and_kept(
    desk: Desk, crowd: dict[str, tuple[dict[str, Value], list[Act]]], seed: int
) -> None:
    rules = rule_set(Random(seed))
    version = add_rules(as_lead(desk), CAMPAIGN, rules_text(rules)).version
    adopt(as_lead(desk), CAMPAIGN, version, "as the property asks", untested="it is any")

    def look(unit: Unit) -> int:
        campaign, now = desk.campaign(unit, 1), desk.now()
        assert replace(campaign.scoring, version=0) == rules
        people = with_their_people(unit, unit.prospects.enrolments_of(1))
        compared = 0
        for (enrolment, prospect), many in zip(people, all_on_record(unit, people), strict=True):
            if prospect.company_name not in crowd:
                continue
            says, did = crowd[prospect.company_name]
            mine = {"email": "known", **says}
            expected = weigher_of(rules).weigh(mine, did, now)
            alone = standing_of(unit, campaign, enrolment, prospect, now).score
            together = weigher_of(campaign.scoring).weigh(values_on(many), acts_on(many), now)
            assert alone.exact == pytest.approx(expected.exact, abs=1e-9)
            assert together.exact == pytest.approx(expected.exact, abs=1e-9)
            assert sum(line.points for line in alone.lines) == pytest.approx(alone.exact, abs=1e-9)
            assert alone.points == together.points == enrolment.score == round(expected.exact)
            compared += 1
        return compared

    assert desk.store.read(look) == PEOPLE


def test_time_alone_moves_whoever_did_something_and_a_rescore_follows(
    desk: Desk, crowd: dict[str, tuple[dict[str, Value], list[Act]]]
) -> None:
    from setter.services.rescore import rescore

    rules = RuleSet("ages", (ScoringRule("any", "Any act", (), 40, "intent", acts=KINDS, half_life_days=7.0),))
    version = add_rules(as_lead(desk), CAMPAIGN, rules_text(rules)).version
    adopt(as_lead(desk), CAMPAIGN, version, "it ages", untested="it is the clock that is tested")

    def scores() -> dict[int, int]:
        rows: list[Enrolment] = desk.store.read(lambda unit: unit.prospects.enrolments_of(1))
        return {each.id: each.score for each in rows}

    before = scores()
    assert rescore(desk, CAMPAIGN).changed == 0
    desk.clock.advance(7 * DAY)  # type: ignore[attr-defined]
    rescore(desk, CAMPAIGN)
    after = scores()
    assert any(before.values()) and json.dumps(before) != json.dumps(after)
    assert all(after[each] <= before[each] for each in before)
