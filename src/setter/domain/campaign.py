"""A campaign, checked and frozen: goal, target, gates, rules, hours, cadence, reps, script.

The values here are what a campaign file becomes once `intake` has validated it whole (DESIGN §5).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from msgspec import Struct, field

from setter.domain.facts import Condition
from setter.domain.handoff_plan import HandoffPlan
from setter.domain.opening_hours import WeekHours
from setter.domain.rule_set import RuleSet
from setter.domain.script import Script
from setter.domain.stages import Stage
from setter.domain.temperature import USUAL, Windows


class SignOff(Struct, frozen=True):
    """Sales' word that a part of the campaign is right (R-033)."""

    by: str
    on: date


class Client(Struct, frozen=True):
    """The brand a caller speaks for (R-089)."""

    id: str
    name: str
    legal_name: str = ""
    privacy_contact: str = ""
    opt_out_number: str = ""


class Programme(Struct, frozen=True):
    """A paid effort, the unit that is compared for return (R-090)."""

    id: str
    name: str
    provider: str = "internal"


class Goal(Struct, frozen=True):
    """The outcome the client wants, counted in accepted SQLs only (R-021, R-085)."""

    outcome: str
    period: str
    target_accepted_sqls: int
    max_rejection_rate: float
    min_show_rate: float = 0.0
    lead_definition: str = "meeting_requested"


class Cost(Struct, frozen=True):
    """What calling and records cost, in the campaign's currency."""

    currency: str = "USD"
    caller_hour: float = 0.0
    per_record: Mapping[str, float] = field(default_factory=dict)
    fixed: float = 0.0


class TargetRule(Struct, frozen=True):
    """One condition of the target market; `unknown` ("ask", "pass", "fail") rules an unknown field."""

    id: str
    condition: Condition
    reason: str
    unknown: str = "ask"


class TargetMarket(Struct, frozen=True):
    """Who may become an SQL: every `must` holds, no `exclude` does (R-020, R-035)."""

    description: str
    must: tuple[TargetRule, ...] = ()
    exclude: tuple[TargetRule, ...] = ()


class Gate(Struct, frozen=True):
    """One of the nine facts that an SQL needs; `evidence` is answer, quote, computed or meeting."""

    id: str
    label: str
    evidence: str
    requires: tuple[Condition, ...] = ()
    ask: str = ""
    stale_after_days: int = 180


class GatePolicy(Struct, frozen=True):
    """Which gates must pass: all of them, or at least `min_passed` with four that always count (R-031)."""

    gates: tuple[Gate, ...]
    policy: str = "all"
    min_passed: int = 9

    def gate(self, gate_id: str) -> Gate:
        """Find a gate by its id; KeyError where the campaign has none."""
        for gate in self.gates:
            if gate.id == gate_id:
                return gate
        raise KeyError(gate_id)


class DayPart(Struct, frozen=True):
    """A part of the calling day, so that retries rotate through it."""

    name: str
    starts: time
    ends: time


class Cadence(Struct, frozen=True):
    """The retry plan: attempts, gaps in business days of the prospect's calendar, day parts (domain §5).

    No cycle is exhausted before `fewest_day_parts` and `fewest_weekdays` were tried, as far as the hours have so many.
    A day part's own answer rate counts once it has `day_part_dials`. `busy_a_day`, `failures_in_a_row`,
    `gatekeeper_blocks` and `hang_ups` are how often each may happen before the plan goes another way.
    """

    max_attempts: int = 8
    max_cycle_days: int = 35
    gaps_business_days: tuple[int, ...] = (1, 2, 2, 3, 4, 5, 7)
    day_parts: tuple[DayPart, ...] = ()
    no_repeat_day_part: int = 2
    fewest_day_parts: int = 3
    fewest_weekdays: int = 3
    day_part_dials: int = 30
    voicemail_on_attempts: tuple[int, ...] = (2, 4, 7)
    max_voicemails: int = 3
    busy_retry_minutes: int = 45
    failed_retry_minutes: int = 15
    gatekeeper_gap_business_days: int = 3
    hang_up_gap_business_days: int = 10
    info_follow_up_business_days: int = 3
    recycle_after_days: int = 90
    max_cycles: int = 3
    not_interested_rest_days: int = 180
    nurture_days: int = 90
    busy_a_day: int = 2
    failures_in_a_row: int = 3
    gatekeeper_blocks: int = 3
    hang_ups: int = 2
    skip_rest_minutes: int = 30
    no_show_minutes: int = 30
    no_show_gaps_business_days: tuple[int, ...] = (1, 3)
    max_no_shows: int = 2


class Calling(Struct, frozen=True):
    """When and how often a prospect may be dialled; `first_day` and `last_day` are the campaign's, where they are.

    Whoever asks otherwise than by telephone is called within `inquiry_answer_minutes` (domain §5).
    For `company_spread_hours` after a dial nobody else of the same company is given out (domain §3.5); 0 is at once.
    No list comes in of people who came to us in one of the ways of `refuse_provenance` (R-047).
    A promise dialled within `callback_grace_minutes` of its time is kept, within `callback_missed_minutes` late, after
    that missed; it may be moved `callback_moves` times.
    """

    hours: WeekHours
    cadence: Cadence
    max_dials_24h: int = 3
    max_dials_day_person: int = 2
    max_dials_week_company: int = 8
    pick: str = "caller"
    lease_minutes: int = 15
    callback_grace_minutes: int = 15
    callback_missed_minutes: int = 120
    callback_moves: int = 3
    inquiry_answer_minutes: int = 5
    skip_limit: int = 3
    company_spread_hours: float = 2.0
    refuse_provenance: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None


class ExtraDisposition(Struct, frozen=True):
    """A campaign's own outcome or wording; `like` names the built-in one whose effects it has."""

    code: str
    label: str
    like: str


class Ladder(Struct, frozen=True):
    """What a campaign makes of the ladder: its sub-stages by rung, in order (R-012), and when scores make an MQL.

    Whoever has at least `mql_fit` of suitability and `mql_engagement` of activity (0 to 100) is an MQL without an
    answer; None: only an answer makes one (R-006).
    """

    stages: Mapping[str, tuple[Stage, ...]] = field(default_factory=dict)
    mql_fit: int | None = None
    mql_engagement: int | None = None


class CrmMap(Struct, frozen=True):
    """What a client's CRM calls things: its stage by rung (R-087), its column by ours, its user by rep."""

    stages: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)


class Campaign(Struct, frozen=True):
    """Everything a caller, a lead and a rep need to know of one campaign, immutable once added."""

    id: str
    name: str
    client: Client
    programme: Programme
    product: str
    agency: str
    market_type: str
    direction: str
    default_region: str
    caller_id: str
    goal: Goal | None
    cost: Cost
    target: TargetMarket | None
    gates: GatePolicy
    scoring: RuleSet
    calling: Calling
    handoff: HandoffPlan
    script: Script
    dispositions: tuple[ExtraDisposition, ...] = ()
    ladder: Ladder = Ladder()
    temperature: Windows = USUAL
    crm: Mapping[str, CrmMap] = field(default_factory=dict)
    sign_offs: Mapping[str, SignOff] = field(default_factory=dict)
