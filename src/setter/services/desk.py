"""A desk: one person at one database, with one clock. Every service starts from it."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from random import random
from typing import Any

import msgspec
from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.day_parts import PartDials
from setter.domain.errors import Refused, Unusable, Wrong
from setter.domain.roles import ADMIN, DECIDING, LEADING
from setter.domain.rule_set import RuleSet
from setter.domain.units import HOUR
from setter.services.audited import detail_of
from setter.services.clock import Clock, clock_at, set_sandbox_clock, world_of
from setter.services.kept_counts import keep_up, see_to_counts
from setter.store.address import shown
from setter.store.house import Store, open_store
from setter.store.journal import Journal, journal_of
from setter.store.records import Call, CampaignRow
from setter.store.unit import Unit

LONGEST_NAME = 80


@dataclass
class Desk:
    """Who asks, of which database, by which clock; keeps compiled campaigns at hand."""

    store: Store
    clock: Clock
    caller: str
    _campaigns: dict[tuple[int, int, int], Campaign] = field(default_factory=dict)
    _answered: dict[int, tuple[PartDials, ...]] = field(default_factory=dict)
    _learned_at: int | None = None
    chance: Callable[[], float] = random
    """Draws from 0 to 1 whether, and whom, a caller is given at random."""

    def __post_init__(self) -> None:
        self.store.before_commit = keep_up

    @cached_property
    def journal(self) -> Journal:
        """This caller's local journal."""
        return journal_of(self.store.url, self.caller)

    @cached_property
    def writer(self) -> str:
        """The name of this desk's chain in the audit: who, and on which machine."""
        return f"{self.caller}@{socket.gethostname()}"

    def now(self) -> int:
        """The time in UTC milliseconds."""
        return self.clock.now()

    @property
    def server_away_since(self) -> int | None:
        """Since when no server answers, by this desk's clock (UTC milliseconds); None while it does, and for a file."""
        away_for = self.store.away_for
        return None if away_for is None else self.now() - round(away_for * 1000)

    @property
    def sandbox(self) -> bool:
        """Say whether this is a sandbox, from which nothing is ever sent."""
        return self.clock.sandbox

    def campaign_row(self, unit: Unit, campaign_id: str) -> CampaignRow:
        """A campaign by its id; Wrong when there is none."""
        row = unit.campaigns.by_id(campaign_id)
        if row is None:
            known = ", ".join(each.id for each in unit.campaigns.all()) or "none yet"
            raise Wrong("no_campaign", f"There is no campaign {campaign_id!r}.", "campaign", f"Known: {known}.")
        return row

    def active_row(self, unit: Unit, campaign_id: str) -> CampaignRow:
        """A campaign that may be worked; Refused while it is a draft."""
        row = self.campaign_row(unit, campaign_id)
        if row.status != "active" or row.version is None:
            raise Refused(
                "campaign_not_active",
                f"The campaign {campaign_id} is not active.",
                "campaign",
                f"Activate it with: setter campaign activate {campaign_id}.",
            )
        return row

    def campaign(self, unit: Unit, number: int, version: int | None = None) -> Campaign:
        """A campaign's rules: the version in force, or the one named (the newest while it is a draft).

        Whichever version, it scores by the rule set in force; who signed that off stands with its own version.
        """
        row = unit.campaigns.numbered(number)
        if version is None:
            version = row.version if row and row.version else unit.campaigns.newest_version(number)
        return self._scoring_by(unit, number, version, row.rules_version if row else 0)

    def campaign_of(self, unit: Unit, row: CampaignRow) -> Campaign:
        """The rules of an active campaign whose row was just read."""
        return self._scoring_by(unit, row.number, row.version or 0, row.rules_version)

    def _scoring_by(self, unit: Unit, number: int, version: int, rules: int) -> Campaign:
        if not rules:
            return self.campaign_as_filed(unit, number, version)
        kept = self._campaigns.get((number, version, rules))
        if kept is None:
            filed = self.campaign_as_filed(unit, number, version)
            signed = {part: sign for part, sign in filed.sign_offs.items() if part != "scoring"}
            scoring = replace(self.rule_set(unit, number, rules), windows=filed.temperature)
            kept = self._campaigns[number, version, rules] = replace(filed, scoring=scoring, sign_offs=signed)
        return kept

    def rule_set(self, unit: Unit, number: int, version: int) -> RuleSet:
        """A version of a campaign's scoring rules; Wrong when there is none."""
        row = unit.rule_sets.get(number, version)
        if row is None:
            hint = "See them with: setter rules list."
            raise Wrong("no_rules", f"There is no version {version} of these rules.", "VERSION", hint)
        return replace(msgspec.json.decode(row.compiled, type=RuleSet), version=version)

    def campaign_as_filed(self, unit: Unit, number: int, version: int) -> Campaign:
        """A version of a campaign just as its file has it, with the file's own scoring rules."""
        kept = self._campaigns.get((number, version, 0))
        if kept is None:
            compiled = unit.campaigns.compiled(number, version)
            if compiled is None:
                raise Unusable(
                    "campaign_lost",
                    f"Version {version} of campaign {number} is missing.",
                    "campaign",
                    "Restore the database from a copy.",
                )
            kept = self._campaigns[number, version, 0] = msgspec.json.decode(compiled, type=Campaign)
        return kept

    def answered(self, number: int) -> tuple[PartDials, ...]:
        """How often each day part of a campaign was dialled and answered, as was learned within the hour."""
        return self._answered.get(number, ())

    def learn_day_parts(self) -> None:
        """Learn once an hour when people answer: outside every write, which others' dials would make begin anew."""
        if self._learned_at is not None and 0 <= self.now() - self._learned_at < HOUR:
            return
        with suppress(Unusable):  # without a server what is known already serves
            self._answered = self.store.read(lambda unit: unit.reports.day_parts())
            self._learned_at = self.now()

    def role(self, unit: Unit) -> str:
        """What this person may decide: one of domain.roles."""
        return unit.settings.role(self.caller)

    def leads(self, unit: Unit) -> bool:
        """Say whether this person may decide for others: a team lead, compliance, or an admin."""
        return self.role(unit) in DECIDING

    def gives_out_work(self, unit: Unit) -> bool:
        """Say whether this person decides about campaigns and who calls what: a team lead or an admin."""
        return self.role(unit) in LEADING

    def allow_only(
        self, unit: Unit, roles: Collection[str], sentence: str, where: str, hint: str, *, in_sandbox: bool = False
    ) -> None:
        """Refused("role") to whoever has none of these roles; `in_sandbox` says that there everybody may."""
        if self.role(unit) not in roles and not (in_sandbox and self.sandbox):
            raise Refused("role", sentence, where, hint)

    def own_call(self, unit: Unit, call_id: int) -> Call:
        """A call of this person's; Wrong when there is none, Refused when it is a colleague's."""
        call = unit.calls.get(call_id)
        if call is None:
            raise Wrong("no_call", "There is no such call.", "call", "Take one with: setter next.")
        if call.caller != self.caller:
            raise Refused("not_yours", "This call is a colleague's.", "call", "Take your own with: setter next.")
        return call

    def audit(
        self,
        unit: Unit,
        action: str,
        subject: str,
        detail: Mapping[str, Any] | None = None,
        *,
        old: Any = None,
        new: Any = None,
        why: str = "",
    ) -> None:
        """Add to this desk's chain who did what to whom: what stood before and after it, and why (R-017).

        Ids, codes, states and counts only: nobody's name, number, words or answer.
        """
        unit.audit.append(self.writer, self.caller, action, subject, detail_of(detail, old, new, why), self.now())


def where_is(url: str) -> str:
    """A database's address as it may be shown: of a server's, what is secret is struck out."""
    return shown(url)


def operating_user() -> str:
    """The name by which the operating system knows whoever runs this."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "caller"


def open_desk(url: str, as_name: str = "") -> Desk:
    """Sit down at a database; Unusable when it is none of ours, Refused for a borrowed name outside a sandbox."""
    if len(as_name) > LONGEST_NAME or not as_name.isprintable():
        raise Wrong("as_name", "That is no name to work under.", "--as", f"At most {LONGEST_NAME} letters on one line.")
    store = open_store(url)
    try:
        if not store.ready():
            raise _none_there(url)
        clock = clock_at(store)
        store.read(_hold_key)
        see_to_counts(store)
        own_name = store.user() or operating_user()
        if as_name and not clock.sandbox and as_name != own_name:
            hint = f"Leave out --as: here you are {own_name}."
            raise Refused("as_name", "Only a sandbox lets you work under another name.", "--as", hint)
    except BaseException:
        store.close()
        raise
    return Desk(store, clock, as_name or own_name)


def bring_up_to_date(url: str) -> tuple[int, int]:
    """Bring a database to this program's schema, a file copied beside itself first: (schema before, schema now).

    Unusable when there is none yet, when it is a newer setter's or another program's.
    """
    store = open_store(url)
    try:
        before = store.schema()
        if not before:
            raise _none_there(url)
    finally:
        store.close()
    desk = open_desk(url)
    try:
        desk.store.grant_anew()
        return before, desk.store.schema()
    finally:
        desk.store.close()


def make_database(url: str, *, sandbox: bool = False, anchor: int | None = None, as_name: str = "") -> Desk:
    """Create or upgrade a database; whoever makes it looks after it. Refused to turn one kind into the other.

    A sandbox's clock starts at `anchor` (UTC milliseconds) and only ever goes forward; it may be made `as_name`.
    """
    store = open_store(url)

    def begin(unit: Unit) -> None:
        made = unit.settings.get("made_at")
        if made and sandbox != (unit.settings.get("sandbox") == "yes"):
            raise Refused(
                "other_kind",
                "This database is not a sandbox." if sandbox else "This database is a sandbox.",
                url if "://" not in url else "",
                "Name another file with --db.",
            )
        if sandbox and (anchor is not None or not made):
            set_sandbox_clock(unit, world_of(unit).now() if anchor is None else anchor)
        if not made:
            unit.settings.set("made_at", str(world_of(unit).now()))
            for name in {user, as_name if sandbox and as_name else user}:
                unit.settings.set_role(name, ADMIN)
        unit.suppressions.see_to_key()

    try:
        store.migrate()
        user = store.user() or operating_user()
        store.write(begin)
        store.read(_hold_key)
        see_to_counts(store)
        return Desk(store, clock_at(store), user)
    except BaseException:
        store.close()
        raise


def _hold_key(unit: Unit) -> None:
    """Take the suppression key in hand: without it nobody may work here, for nobody could say who opted out."""
    if unit.suppressions.mark:
        unit.suppressions.key  # noqa: B018 - it is the looking that refuses


def _none_there(url: str) -> Unusable:
    hint = "Make one with: setter init, or try the sandbox with: setter demo."
    return Unusable("database_empty", "There is no setter database there yet.", url if "://" not in url else "", hint)
