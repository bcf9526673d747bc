"""One transaction's view of the house: a door to each room."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from setter.store.arrivals import ArrivalRoom
from setter.store.audit import AuditRoom
from setter.store.calendars import CalendarRoom
from setter.store.calls import CallRoom
from setter.store.campaigns import CampaignRoom
from setter.store.colleagues import ColleagueRoom
from setter.store.cycles import CycleRoom
from setter.store.deadlines import DeadlineRoom
from setter.store.deliveries import DeliveryRoom
from setter.store.erasure import ErasureRoom
from setter.store.events import EventRoom
from setter.store.identity import IdentityRoom
from setter.store.inquiries import InquiryRoom
from setter.store.keys import KeyRing
from setter.store.known import KnownRoom
from setter.store.ladder import LadderRoom
from setter.store.law import LawRoom
from setter.store.localities import LocalityRoom
from setter.store.measures import MeasureRoom
from setter.store.meetings import MeetingRoom
from setter.store.memo import Memo
from setter.store.prospects import ProspectRoom
from setter.store.queue import QueueRoom
from setter.store.registries import RegistryRoom
from setter.store.reports import ReportRoom
from setter.store.rescore import RescoreRoom
from setter.store.rule_sets import RuleSetRoom
from setter.store.sales import SalesRoom
from setter.store.search import SearchRoom
from setter.store.settings import SettingRoom
from setter.store.sign_offs import SignOffRoom
from setter.store.suppressions import SuppressionRoom
from setter.store.tasks import TaskRoom
from setter.store.together import ask_together, questions
from setter.store.touched import Touched


class Unit:
    """The rooms as one connection sees them; what is written through them stands or falls together."""

    def __init__(self, connection: Any, dialect: str, folder: str, keys: KeyRing, kept: dict[str, Any]) -> None:
        self.touched = Touched()
        memo = Memo(connection.pipeline if folder == "postgres" else None)
        self._bound = (connection, dialect, folder, self.touched, memo)
        self._keys = keys
        self.kept = kept
        """What this program keeps of the database from one unit to the next, by name; each says when it is stale."""

    def gather(self, asked: tuple[str, ...], **values: Any) -> None:
        """Have the answers to these questions, each “room.query”, at hand for whoever asks for them in this unit.

        Whatever is written meanwhile is asked for anew. A server answers all of them in one, save for what is at hand
        already; a file is as quick to be asked for each.
        """
        connection, dialect, folder, _, memo = self._bound
        if folder != "postgres":
            return
        unknown = tuple(each for each in questions(asked, dialect, folder) if not each.is_known(memo, values))
        if unknown:
            memo.settle()
            ask_together(connection, memo, unknown, values)

    def settle(self) -> None:
        """Write all that has yet to be written."""
        self._bound[-1].settle()

    @cached_property
    def settings(self) -> SettingRoom:
        """What the database says of itself, and who works in it."""
        return SettingRoom(*self._bound)

    @cached_property
    def colleagues(self) -> ColleagueRoom:
        """What each colleague calls, and what the database lets them do."""
        return ColleagueRoom(*self._bound)

    @cached_property
    def campaigns(self) -> CampaignRoom:
        """Campaigns and their immutable versions."""
        return CampaignRoom(*self._bound)

    @cached_property
    def prospects(self) -> ProspectRoom:
        """People, companies, numbers, addresses and enrolments."""
        return ProspectRoom(*self._bound)

    @cached_property
    def known(self) -> KnownRoom:
        """What is on record of many prospects at once."""
        return KnownRoom(*self._bound)

    @cached_property
    def rescore(self) -> RescoreRoom:
        """Everybody of a campaign, to be weighed anew."""
        return RescoreRoom(*self._bound)

    @cached_property
    def deadlines(self) -> DeadlineRoom:
        """What is owed and late."""
        return DeadlineRoom(*self._bound)

    @cached_property
    def sign_offs(self) -> SignOffRoom:
        """What sales has signed off of campaigns."""
        return SignOffRoom(*self._bound)

    @cached_property
    def rule_sets(self) -> RuleSetRoom:
        """Versions of the scoring rules, and what was decided of them."""
        return RuleSetRoom(*self._bound)

    @cached_property
    def search(self) -> SearchRoom:
        """The words by which people are found."""
        return SearchRoom(*self._bound)

    @cached_property
    def arrivals(self) -> ArrivalRoom:
        """Lists on their way in, and the people in them."""
        return ArrivalRoom(*self._bound)

    @cached_property
    def identity(self) -> IdentityRoom:
        """Which records are one person."""
        return IdentityRoom(*self._bound)

    @cached_property
    def localities(self) -> LocalityRoom:
        """Where the people of a campaign may be, and the calling windows that these localities share."""
        return LocalityRoom(*self._bound)

    @cached_property
    def law(self) -> LawRoom:
        """What compliance has decided of the law here."""
        return LawRoom(*self._bound)

    @cached_property
    def erasure(self) -> ErasureRoom:
        """What makes a record nobody's."""
        return ErasureRoom(*self._bound)

    @cached_property
    def registries(self) -> RegistryRoom:
        """What registers of numbers answered, and what people have said of being called."""
        return RegistryRoom(*self._bound)

    @cached_property
    def inquiries(self) -> InquiryRoom:
        """What people asked of us otherwise than by telephone."""
        return InquiryRoom(*self._bound)

    @cached_property
    def cycles(self) -> CycleRoom:
        """What was known as cycles began, and what became of them."""
        return CycleRoom(*self._bound)

    @cached_property
    def ladder(self) -> LadderRoom:
        """How many stand on which rung."""
        return LadderRoom(*self._bound)

    @cached_property
    def events(self) -> EventRoom:
        """What prospects did elsewhere."""
        return EventRoom(*self._bound)

    @cached_property
    def queue(self) -> QueueRoom:
        """Who may be called next, and who holds whom."""
        return QueueRoom(*self._bound)

    @cached_property
    def calls(self) -> CallRoom:
        """Calls, attempts, outcomes and answers."""
        return CallRoom(*self._bound)

    @cached_property
    def meetings(self) -> MeetingRoom:
        """Meetings, the reps' slots, handoffs and exports."""
        return MeetingRoom(*self._bound)

    @cached_property
    def deliveries(self) -> DeliveryRoom:
        """What is on its way to reps and prospects."""
        return DeliveryRoom(*self._bound)

    @cached_property
    def calendars(self) -> CalendarRoom:
        """What the reps' calendars say, and what guests answered."""
        return CalendarRoom(*self._bound)

    @cached_property
    def sales(self) -> SalesRoom:
        """What sales says of SQLs."""
        return SalesRoom(*self._bound)

    @cached_property
    def tasks(self) -> TaskRoom:
        """Callbacks and duties with a due time."""
        return TaskRoom(*self._bound)

    @cached_property
    def suppressions(self) -> SuppressionRoom:
        """Who must not be contacted."""
        return SuppressionRoom(*self._bound, self._keys)

    @cached_property
    def reports(self) -> ReportRoom:
        """What happened, counted."""
        return ReportRoom(*self._bound)

    @cached_property
    def measures(self) -> MeasureRoom:
        """What sales' answers, hours and costs come to."""
        return MeasureRoom(*self._bound)

    @cached_property
    def audit(self) -> AuditRoom:
        """The chain of who did what."""
        return AuditRoom(*self._bound)
