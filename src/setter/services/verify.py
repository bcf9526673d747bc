"""Mark a fact of the card as verified or wrong, and mend the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.answers import is_email
from setter.domain.errors import Refused, Wrong
from setter.intake.names import clean_name
from setter.intake.titles import read_title
from setter.services.callability import locality_of
from setter.services.desk import Desk
from setter.services.frozen import check_not_frozen
from setter.services.learn import confirm_email
from setter.services.left_alone import reasons_for
from setter.services.placing import place_anew
from setter.services.show import hidden
from setter.services.standing import weigh
from setter.services.still_here import who
from setter.store.ids import new_id
from setter.store.records import Call, FactCheck, Prospect
from setter.store.unit import Unit

VERIFIED, WRONG = "verified", "wrong"
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "full_name": "name",
        "title": "title",
        "company_name": "company",
        "email": "e-mail",
        "street": "street",
        "city": "city",
        "region": "state",
        "postal_code": "post code",
        "country": "country",
        "website": "website",
    }
)
"""The facts of the card that can be marked, and what callers call them; a number is marked by its outcomes."""
LONGEST = 200


class Markable(Struct, frozen=True):
    """A fact of the card that can be marked: what callers call it, its value, and its newest mark."""

    field: str
    label: str
    value: str
    mark: str


def mark(desk: Desk, call_id: int, field: str, verdict: str, new_value: str = "") -> FactCheck:
    """Keep a caller's mark on a fact, and with a wrong one the right value where it is known.

    Wrong for a field or a verdict that is none, or an e-mail that is none; Refused on a colleague's call. A value is
    replaced in the record, the old one stays in the mark and the audit knows of both.
    """
    value = _checked(field, verdict, new_value)

    def keep(unit: Unit) -> FactCheck:
        call = desk.own_call(unit, call_id)
        prospect, _ = who(unit, call)
        check_not_frozen(desk, unit, prospect, field)
        old, now = value_of(unit, prospect, field), desk.now()
        if verdict == VERIFIED and not old:
            raise Refused("nothing_known", f"No {FIELDS[field]} is known.", field, "Mark it wrong, and type it.")
        check = FactCheck(
            new_id(now), prospect.id, call.campaign, call.id, field, verdict, old, value, now, desk.caller
        )
        unit.prospects.add_fact_check(check)
        if verdict == WRONG and value:
            _correct(desk, unit, prospect, field, value)
        elif verdict == VERIFIED and field == "email":
            first = unit.prospects.emails(prospect.id)[0]
            unit.prospects.save_email(replace(first, confirmed_at=now))
        detail = {"field": field, "verdict": verdict, "changed": bool(value), "call": str(call_id)}
        desk.audit(unit, "fact_checked", f"prospect/{prospect.id}", detail)
        _stand_anew(desk, unit, call)
        return check

    return desk.store.write(keep)


def marks(desk: Desk, prospect_id: int) -> dict[str, str]:
    """The newest verdict on each fact of a prospect; one that was wrong and has been put right counts as verified."""
    checks = desk.store.read(lambda unit: unit.prospects.fact_checks(prospect_id))
    return {check.field: VERIFIED if check.new_value else check.verdict for check in checks}


def markable(desk: Desk, call_id: int) -> list[Markable]:
    """The facts that can be marked on a call, as they stand; Wrong when there is no such call.

    Who must not be contacted is shown without addresses.
    """

    def look(unit: Unit) -> tuple[Prospect, dict[str, str]]:
        call = unit.calls.get(call_id)
        prospect = unit.prospects.get(call.prospect_id) if call else None
        if call is None or prospect is None:
            raise Wrong("no_call", "There is no such call.", "call", "Take one with: setter next.")
        values = {field: value_of(unit, prospect, field) for field in FIELDS}
        return prospect, {**values, "email": hidden(values["email"])} if reasons_for(unit, prospect) else values

    prospect, values = desk.store.read(look)
    verdicts = marks(desk, prospect.id)
    return [Markable(field, label, values[field], verdicts.get(field, "")) for field, label in FIELDS.items()]


def value_of(unit: Unit, prospect: Prospect, field: str) -> str:
    """What the record says of a markable fact; '' where it says nothing."""
    if field == "email":
        return next((email.address for email in unit.prospects.emails(prospect.id)), "")
    return str(getattr(prospect, field))


def _checked(field: str, verdict: str, new_value: str) -> str:
    if field not in FIELDS:
        raise Wrong("no_fact", f"There is no fact {field!r} to mark.", field, f"Known: {', '.join(FIELDS)}.")
    if verdict not in (VERIFIED, WRONG):
        raise Wrong("verdict", f"A fact is verified or wrong, not {verdict!r}.", field, "Mark it verified or wrong.")
    value = " ".join(new_value.split())
    if verdict == VERIFIED and value:
        raise Wrong("verdict", "A verified fact keeps its value.", field, "Mark it wrong to change it.")
    if len(value) > LONGEST:
        raise Wrong("too_long", f"A fact has at most {LONGEST} characters.", field, "Shorten it.")
    if field == "email" and value and not is_email(value):
        raise Wrong("no_email", "That is not an e-mail address.", field, "Write it as name@company.example.")
    return value


def _correct(desk: Desk, unit: Unit, prospect: Prospect, field: str, value: str) -> None:
    if field == "email":
        confirm_email(desk, unit, prospect, value)
        return
    correct = _CORRECTIONS.get(field)
    corrected = correct(prospect, value) if correct else replace(prospect, **{field: value})
    unit.prospects.save(replace(corrected, updated_at=desk.now()))


def _named(prospect: Prospect, value: str) -> Prospect:
    name = clean_name(value)
    return replace(prospect, full_name=name.full or value, first_name=name.first, last_name=name.last)


def _titled(prospect: Prospect, value: str) -> Prospect:
    seniority, function = read_title(value)
    return replace(prospect, title=value, seniority=seniority, business_function=function)


_CORRECTIONS: Mapping[str, Callable[[Prospect, str], Prospect]] = MappingProxyType(
    {"full_name": _named, "title": _titled}
)


def _stand_anew(desk: Desk, unit: Unit, call: Call) -> None:
    """Compute anew where the prospect stands; in the call in hand only where they are, for its outcome does the rest.

    To settle somebody who is in a call would take them out of the queue, and the lease with them.
    """
    prospect = unit.prospects.get(call.prospect_id)
    assert prospect is not None
    for enrolment in unit.prospects.enrolments(prospect.id):
        if enrolment.work_state == "in_call":
            where = locality_of(prospect, unit.prospects.phones(prospect.id), desk.now())
            unit.prospects.save_enrolment(replace(enrolment, **where._asdict()))
        else:
            campaign = desk.campaign(unit, enrolment.campaign)
            place_anew(desk, unit, weigh(desk, unit, campaign, enrolment, prospect), prospect)
