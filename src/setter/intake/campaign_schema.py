"""The shape of a campaign file: every table, its keys and what each may hold.

Nothing has to be given as far as pydantic knows: keys marked `needed` are asked for afterwards, so that a file with
errors can be mended in thought and checked to its end.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from setter.intake import campaign_values as read
from setter.intake.campaign_handoff import Crm, Handoff
from setter.intake.campaign_script import Script
from setter.intake.campaign_types import (
    NEEDED,
    Days,
    DialOpening,
    FieldName,
    Phone,
    Table,
    Test,
    Text,
    Word,
    between,
    needed,
)
from setter.intake.scoring_schema import Scoring


class About(Table):
    """The campaign itself: id, name, product, market, dates."""

    id: Word = needed()
    name: Text = needed()
    product: Text = needed()
    agency: Text = needed()
    market: Literal["B2B", "B2C", "B2G"] = "B2B"
    direction: Literal["outbound", "inbound", "blended"] = "outbound"
    default_region: Annotated[str, AfterValidator(read.region)] = needed()
    caller_id: Phone = needed()
    starts: date | None = None
    ends: date | None = None


class Client(Table):
    """Whose brand the callers speak for."""

    id: Word = needed()
    name: Text = needed()
    legal_name: Text = ""
    privacy_contact: Text = ""
    opt_out_number: Phone = ""


class Programme(Table):
    """The paid effort that it belongs to."""

    id: Word = needed()
    name: Text = needed()
    provider: Literal["internal", "third_party"] = "internal"


class Goal(Table):
    """The outcome wanted, counted in accepted SQLs."""

    outcome: Text = needed()
    period: Literal["day", "week", "month", "quarter"] = "week"
    target_accepted_sqls: int = Field(default=1, ge=1, le=100_000, json_schema_extra=NEEDED)
    max_rejection_rate: float = Field(default=0.15, ge=0, le=1, json_schema_extra=NEEDED)
    min_show_rate: float = between(0.0, 0, 1)
    lead_definition: Literal["database", "inquiry", "qualified", "meeting_requested"] = "meeting_requested"


class Cost(Table):
    """What calling and records cost."""

    currency: Annotated[str, AfterValidator(read.currency)] = "USD"
    caller_hour: float = between(0.0, 0, 100_000)
    per_record: dict[Text, Annotated[float, Field(ge=0, le=1e9)]] = Field(default_factory=dict)
    fixed: float = between(0.0, 0, 1e12)


class TargetRule(Table):
    """One condition of the target market."""

    id: Word = needed()
    when: Test = needed(read.no_condition)
    reason: Text = needed()
    unknown: Literal["ask", "pass", "fail"] = "ask"


class ExcludeRule(TargetRule):
    """One condition that keeps somebody out."""

    unknown: Literal["ask", "pass", "fail"] = "pass"


class TargetMarket(Table):
    """Who may become an SQL."""

    description: Text = needed()
    must: list[TargetRule] = Field(default_factory=list)
    exclude: list[ExcludeRule] = Field(default_factory=list)


class Gate(Table):
    """One fact that an SQL needs."""

    id: Literal[
        "target_market",
        "ability_to_use",
        "knows_who",
        "knows_what",
        "need",
        "budget",
        "authority",
        "timing",
        "meeting_requested",
    ] = needed(lambda: "need")
    label: Text = needed()
    evidence: Literal["answer", "quote", "computed", "meeting"] = needed(lambda: "answer")
    requires: list[Test] = Field(default_factory=list)
    ask: Text = ""
    stale_after_days: int = between(180, 1, 3650)


class Gates(Table):
    """The gates and how many must be met."""

    policy: Literal["all", "most"] = "all"
    min_passed: int = between(9, 4, 9)
    gate: list[Gate] = needed(list)


class Cadence(Table):
    """The retry plan."""

    max_attempts: int = between(8, 1, 50)
    max_cycle_days: int = between(35, 1, 365)
    gaps_business_days: list[Annotated[int, Field(ge=0, le=60)]] = Field(default=[1, 2, 2, 3, 4, 5, 7])
    day_parts: dict[Text, DialOpening] = Field(default_factory=dict)
    no_repeat_day_part: int = between(2, 0, 10)
    fewest_day_parts: int = between(3, 0, 10)
    fewest_weekdays: int = between(3, 0, 5)
    day_part_dials: int = between(30, 1, 100_000)
    voicemail_on_attempts: list[Annotated[int, Field(ge=1, le=50)]] = Field(default=[2, 4, 7])
    max_voicemails: int = between(3, 0, 50)
    busy_retry_minutes: int = between(45, 5, 1440)
    failed_retry_minutes: int = between(15, 1, 1440)
    gatekeeper_gap_business_days: int = between(3, 0, 60)
    hang_up_gap_business_days: int = between(10, 0, 250)
    info_follow_up_business_days: int = between(3, 0, 60)
    recycle_after_days: int = between(90, 1, 3650)
    max_cycles: int = between(3, 1, 20)
    not_interested_rest_days: int = between(180, 1, 3650)
    nurture_days: int = between(90, 1, 3650)
    busy_a_day: int = between(2, 0, 20)
    failures_in_a_row: int = between(3, 1, 20)
    gatekeeper_blocks: int = between(3, 1, 50)
    hang_ups: int = between(2, 1, 20)
    skip_rest_minutes: int = between(30, 1, 1440)
    no_show_minutes: int = between(30, 0, 1440)
    no_show_gaps_business_days: list[Annotated[int, Field(ge=0, le=60)]] = Field(default=[1, 3])
    max_no_shows: int = between(2, 1, 10)


class Calling(Table):
    """When and how often."""

    hours: dict[Days, DialOpening] = needed(dict)
    pick: Literal["caller", "best"] = "caller"
    max_dials_24h: int = between(3, 1, 3)
    max_dials_day_person: int = between(2, 1, 3)
    max_dials_week_company: int = between(8, 1, 8)
    lease_minutes: int = between(15, 1, 240)
    callback_grace_minutes: int = between(15, 0, 240)
    callback_missed_minutes: int = between(120, 1, 10_080)
    callback_moves: int = between(3, 0, 50)
    inquiry_answer_minutes: int = between(5, 1, 2880)
    skip_limit: int = between(3, 0, 100)
    company_spread_hours: float = between(2.0, 0, 72)
    refuse_provenance: list[Literal["consented", "public_business", "purchased", "scraped", "unknown"]] = Field(
        default_factory=list
    )
    cadence: Cadence = Field(default_factory=Cadence)


class Outcome(Table):
    """A campaign's own outcome or wording."""

    code: FieldName = needed()
    label: Text = needed()
    like: Text = needed()


class SignOff(Table):
    """Sales' word, by whom and when."""

    by: Text = needed()
    on: date = needed(lambda: date(2000, 1, 1))


class SignedOff(Table):
    """The parts that sales signed off."""

    target_market: SignOff | None = None
    gates: SignOff | None = None
    scoring: SignOff | None = None
    script: SignOff | None = None


class Ladder(Table):
    """Sub-stages by rung, and when scores make an MQL."""

    mql_fit: int | None = Field(default=None, ge=1, le=100)
    mql_engagement: int | None = Field(default=None, ge=1, le=100)
    subscriber: list[Text] = Field(default_factory=list)
    lead: list[Text] = Field(default_factory=list)
    MQL: list[Text] = Field(default_factory=list)
    SQL: list[Text] = Field(default_factory=list)
    opportunity: list[Text] = Field(default_factory=list)


class Temperature(Table):
    """How long interest keeps somebody hot or warm, and when mails are read consistently."""

    hot_days: int = between(30, 1, 365)
    warm_days: int = between(180, 1, 3650)
    mails_watched: int = between(5, 1, 100)
    mails_opened: int = between(3, 1, 100)
    mails_clicked: int = between(2, 1, 100)


class File(Table):
    """The whole file."""

    format: Literal[1] = 1
    campaign: About = needed(About)
    client: Client = needed(Client)
    programme: Programme = needed(Programme)
    goal: Goal | None = None
    cost: Cost = Field(default_factory=Cost)
    target_market: TargetMarket | None = None
    gates: Gates = needed(Gates)
    scoring: Scoring = needed(Scoring)
    calling: Calling = needed(Calling)
    handoff: Handoff = needed(Handoff)
    script: Script = needed(Script)
    disposition: list[Outcome] = Field(default_factory=list)
    ladder: Ladder = Field(default_factory=Ladder)
    temperature: Temperature = Field(default_factory=Temperature)
    crm: Crm = Field(default_factory=Crm)
    signed_off: SignedOff = Field(default_factory=SignedOff)
