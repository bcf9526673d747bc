"""Sub-stages inside a rung, as a campaign names them: they say more of where somebody is, and move nobody (R-012)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from setter.domain.ladder import RUNGS, Rung


class Condition(Struct, frozen=True):
    """Something that setter sees by itself: in words, and the lowest and the highest rung on which it can be so."""

    words: str
    lowest: Rung = Rung.PROSPECT
    highest: Rung = Rung.CUSTOMER


CONDITIONS: Mapping[str, Condition] = MappingProxyType(
    {
        "untouched": Condition("nobody has called them yet", highest=Rung.MQL),
        "tried": Condition("called, and not talked with yet", highest=Rung.MQL),
        "reached": Condition("talked with"),
        "promised": Condition("a call is promised"),
        "booked": Condition("a meeting is booked"),
        "set": Condition("the meeting counts as an SQL", lowest=Rung.SQL),
        "confirmed": Condition("the meeting is confirmed", lowest=Rung.SQL),
        "held": Condition("the meeting was held", lowest=Rung.SQL),
    }
)
"""What a sub-stage can stand on, in the order in which things happen; each follows from what is on record."""


class Stage(Struct, frozen=True):
    """A sub-stage: the team's own name for it, and the condition it stands on."""

    name: str
    when: str


class Progress(Struct, frozen=True):
    """How far the work with somebody in a campaign has come; `meeting` is the newest one's status, "" without one."""

    attempts: int
    conversations: int
    promised: bool
    sql: bool
    meeting: str = ""

    def shows(self, condition: str) -> bool:
        """Say whether a condition is so."""
        return {
            "untouched": not self.attempts,
            "tried": self.attempts > 0 and not self.conversations,
            "reached": self.conversations > 0,
            "promised": self.promised,
            "booked": self.meeting in ("booked_not_qualified", "booked", "confirmed"),
            "set": self.sql,
            "confirmed": self.meeting in ("confirmed", "held"),
            "held": self.meeting == "held",
        }[condition]


def sub_stage(stages: Sequence[Stage], progress: Progress) -> str:
    """The name of the furthest sub-stage that is reached; "" where none is."""
    return next((stage.name for stage in reversed(stages) if progress.shows(stage.when)), "")


def read_stage(text: str) -> Stage:
    """Read a sub-stage: a condition's word, or "own name: condition"."""
    name, colon, when = (part.strip() for part in text.partition(":"))
    return Stage(name, when if colon else name)


def flaws(rung: Rung, stages: Sequence[Stage]) -> Iterator[tuple[int, str]]:
    """What is wrong with a rung's sub-stages, each with its place among them."""
    order = list(CONDITIONS)
    names: set[str] = set()
    furthest = -1
    for place, stage in enumerate(stages):
        known = CONDITIONS.get(stage.when)
        if known is None:
            yield place, f"stands on “{stage.when}”, which is none of {', '.join(order)}"
            continue
        if RUNGS.index(rung) < RUNGS.index(known.lowest):
            yield place, f"({known.words}) belongs to the rung {known.lowest} or above: no sub-stage skips a rung"
        elif RUNGS.index(rung) > RUNGS.index(known.highest):
            yield place, f"({known.words}) can never be so of an {rung}"
        if order.index(stage.when) <= furthest:
            yield (
                place,
                f"({known.words}) comes before the one ahead of it: sub-stages go in the order of {', '.join(order)}",
            )
        if stage.name in names:
            yield place, f"has the name of another: “{stage.name}”"
        furthest, names = max(furthest, order.index(stage.when)), names | {stage.name}
