"""The outcomes a call can have: what each counts as, what it needs and what it sets in motion (domain §5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Wrong

if TYPE_CHECKING:
    from setter.domain.campaign import Campaign

Likely = Literal["yes", "no", "maybe"]
"""A "maybe" is settled by what the call holds: its answers and its length."""

NOT_THE_PROSPECTS = frozenset({"gatekeeper_name", "best_time", "direct_line", "referred_name", "referred_line"})
"""Fields that tell of somebody else, or are told by them: no answer of the prospect's, and no conversation."""
GATEKEEPER_FIELD = "gatekeeper_name"

CONVERSATION_SECONDS = 60
"""A connect of this length is a conversation even without an answer written down (domain §5)."""


class Effect(StrEnum):
    """What an outcome sets in motion; a campaign's own outcome borrows one of these."""

    TRY_AGAIN = "try_again"
    TRY_AFTER_VOICEMAIL = "try_after_voicemail"
    TRY_SOON = "try_soon"
    TRY_LINE_AGAIN = "try_line_again"
    NUMBER_BAD = "number_bad"
    NUMBER_NOT_THEIRS = "number_not_theirs"
    LEFT_COMPANY = "left_company"
    GATEKEEPER = "gatekeeper"
    SOFT_CALLBACK = "soft_callback"
    HARD_CALLBACK = "hard_callback"
    DAY_CALLBACK = "day_callback"
    REFERRED = "referred"
    HANG_UP = "hang_up"
    SEND_INFORMATION = "send_information"
    NURTURE = "nurture"
    DISQUALIFY = "disqualify"
    TELL_SALES = "tell_sales"
    NOT_INTERESTED = "not_interested"
    OTHER_LANGUAGE = "other_language"
    MEETING_SET = "meeting_set"
    MEETING_CONFIRMED = "meeting_confirmed"
    MEETING_RESCHEDULED = "meeting_rescheduled"
    MEETING_CANCELLED = "meeting_cancelled"
    SUPPRESS = "suppress"
    COMPLAINT = "complaint"
    DECEASED = "deceased"
    SKIP = "skip"


class Disposition(Struct, frozen=True):
    """One outcome of a call.

    `letter` is its key on the outcome bar or `list_letter` its key on the list of the others.
    `human`: somebody answered. `connect`: the intended person or another decision maker did.
    `counts` in the cadence; `dial_counts` in the measured dials. `needs` names what the caller must give.
    `like` is set on a campaign's own outcome only: the built-in code whose effects it has.
    """

    code: str
    label: str
    effect: Effect
    human: bool = False
    connect: Likely = "no"
    conversation: Likely = "no"
    counts: bool = True
    dial_counts: bool = True
    needs: tuple[str, ...] = ()
    letter: str | None = None
    list_letter: str | None = None
    like: str = ""

    @property
    def effect_code(self) -> str:
        """Give the built-in code under which this outcome is counted."""
        return self.like or self.code

    def is_connect(self, answers: int, seconds: int) -> bool:
        """Say whether this call reached the person; `seconds` is the time talked."""
        return self.connect == "yes" or (self.connect == "maybe" and _spoken(answers, seconds))

    def is_conversation(self, answers: int, seconds: int) -> bool:
        """Say whether this call was a conversation: an answer captured, or a minute talked (domain §5)."""
        if self.conversation == "yes":
            return True
        return self.conversation == "maybe" and _spoken(answers, seconds)


def with_the_prospect(fields: Iterable[str], seconds: int) -> tuple[int, int]:
    """Count a call's answers and seconds as the prospect's own: what a gatekeeper said is neither (domain §5)."""
    given = set(fields)
    answers = len(given - NOT_THE_PROSPECTS)
    only_the_gatekeeper = GATEKEEPER_FIELD in given and not answers
    return answers, 0 if only_the_gatekeeper else seconds


def _spoken(answers: int, seconds: int) -> bool:
    return answers >= 1 or seconds >= CONVERSATION_SECONDS


_answered = partial(Disposition, human=True)
_reached = partial(Disposition, human=True, connect="yes", conversation="maybe")

# fmt: off
_ALL = (
    Disposition("no_answer", "No answer", Effect.TRY_AGAIN, letter="n"),
    Disposition("voicemail_left", "Voicemail left", Effect.TRY_AFTER_VOICEMAIL, letter="v"),
    Disposition("busy", "Busy", Effect.TRY_SOON, counts=False, letter="b"),
    _reached("callback_prospect", "Call back at a time", Effect.HARD_CALLBACK,
             needs=("callback",), letter="c"),
    _answered("gatekeeper_block", "Gatekeeper blocks", Effect.GATEKEEPER, letter="g"),
    _reached("not_interested", "Not interested", Effect.NOT_INTERESTED, letter="i"),
    _reached("info_requested", "Wants information", Effect.SEND_INFORMATION, conversation="yes", letter="f"),
    _reached("meeting_set", "Meeting set", Effect.MEETING_SET, conversation="yes",
             needs=("meeting",), letter="m"),
    _reached("no_need", "No need", Effect.DISQUALIFY, conversation="yes", list_letter="1"),
    _reached("no_budget", "No budget", Effect.DISQUALIFY, conversation="yes", list_letter="2"),
    _reached("not_target", "Outside the target", Effect.DISQUALIFY, conversation="yes", list_letter="3"),
    _reached("competitor", "Competitor or vendor", Effect.DISQUALIFY, list_letter="4"),
    Disposition("call_failed", "Call failed (network)", Effect.TRY_LINE_AGAIN,
               counts=False, dial_counts=False, list_letter="5"),
    _answered("complaint", "Complaint or legal threat", Effect.COMPLAINT,
              connect="maybe", conversation="maybe", list_letter="6"),
    _reached("meeting_confirmed", "Meeting confirmed", Effect.MEETING_CONFIRMED,
             counts=False, list_letter="7"),
    _reached("meeting_rescheduled", "Meeting moved", Effect.MEETING_RESCHEDULED,
             counts=False, list_letter="8"),
    _reached("meeting_cancelled", "Meeting cancelled", Effect.MEETING_CANCELLED,
             counts=False, list_letter="9"),
    Disposition("deceased", "Has died", Effect.DECEASED, list_letter="0"),
    _reached("nurture", "Again later, on a day", Effect.NURTURE, conversation="yes",
             needs=("day",), list_letter="a"),
    Disposition("disconnected", "Disconnected or invalid", Effect.NUMBER_BAD, list_letter="d"),
    _reached("existing_customer", "Existing customer", Effect.TELL_SALES, list_letter="e"),
    _reached("hang_up_early", "Hung up early", Effect.HANG_UP, conversation="no", list_letter="h"),
    _reached("callback_vague", "Call back some week", Effect.DAY_CALLBACK,
             needs=("day",), list_letter="k"),
    _answered("left_company", "Left the company", Effect.LEFT_COMPANY, list_letter="l"),
    _reached("open_opportunity", "Open opportunity", Effect.TELL_SALES, list_letter="p"),
    Disposition("voicemail_no_message", "Voicemail, kept quiet", Effect.TRY_AGAIN, list_letter="q"),
    _answered("referred", "Referred to someone", Effect.REFERRED,
              connect="maybe", conversation="maybe", needs=("referred_name",), list_letter="r"),
    Disposition("skipped", "Skip", Effect.SKIP, counts=False, dial_counts=False,
               needs=("reason",), list_letter="s"),
    _answered("gatekeeper_time", "Gatekeeper gives a time", Effect.SOFT_CALLBACK,
              needs=("callback",), list_letter="t"),
    _reached("cannot_use", "Unable to use it", Effect.DISQUALIFY, conversation="yes", list_letter="u"),
    _answered("wrong_number", "Wrong number", Effect.NUMBER_NOT_THEIRS, list_letter="w"),
    _answered("do_not_call", "Do not call", Effect.SUPPRESS,
              connect="maybe", conversation="maybe", list_letter="x"),
    _answered("language_barrier", "Other language", Effect.OTHER_LANGUAGE, connect="maybe", list_letter="y"),
)
# fmt: on

NOES = frozenset({Effect.NOT_INTERESTED, Effect.HANG_UP, Effect.DISQUALIFY, Effect.COMPLAINT, Effect.SUPPRESS})
"""Effects of a talk that the prospect, as far as we can tell, wants no more of."""

NOBODY_THERE = frozenset(
    {Effect.TRY_AGAIN, Effect.TRY_AFTER_VOICEMAIL, Effect.TRY_SOON, Effect.TRY_LINE_AGAIN, Effect.NUMBER_BAD}
)
"""Effects of a dial that reached nobody: a call that came in can have none of them."""

DISPOSITIONS: Mapping[str, Disposition] = MappingProxyType({each.code: each for each in _ALL})
"""Every built-in outcome by its code: the eight of the bar first, then the others by their list letter."""

ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "invalid": "disconnected",
        "vendor": "competitor",
        "legal_threat": "complaint",
        "hang_up": "hang_up_early",
    }
)
"""Other words for a built-in outcome that are understood, never stored."""

_FREE_LIST_LETTERS = "jz" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def is_no(code: str) -> bool:
    """Say whether an outcome, by its built-in code, was somebody's no."""
    return code in DISPOSITIONS and DISPOSITIONS[code].effect in NOES


def outcomes(campaign: Campaign | None = None) -> Mapping[str, Disposition]:
    """Every outcome a caller of this campaign may record, the campaign's own and re-worded ones included."""
    known = dict(DISPOSITIONS)
    free = iter(_FREE_LIST_LETTERS)
    for extra in campaign.dispositions if campaign else ():
        if extra.code in known:
            known[extra.code] = replace(known[extra.code], label=extra.label)
            continue
        like = DISPOSITIONS[ALIASES.get(extra.like, extra.like)]
        letter = next(free, None)
        known[extra.code] = replace(
            like, code=extra.code, label=extra.label, letter=None, list_letter=letter, like=like.code
        )
    return known


def outcome_words(code: str) -> str:
    """An outcome's code as people say it: by its label, the same word everywhere."""
    known = DISPOSITIONS.get(code)
    return known.label if known else code.replace("_", " ")


def find(code: str, campaign: Campaign | None = None) -> Disposition:
    """Find an outcome by its code, an alias, or a code of the campaign; Wrong with a suggestion otherwise."""
    known = outcomes(campaign)
    word = code.strip().casefold().replace("-", "_").replace(" ", "_")
    found = known.get(code) or known.get(word) or known.get(ALIASES.get(word, ""))
    if found:
        return found
    from difflib import get_close_matches

    near = get_close_matches(word, [*known, *ALIASES], n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else "Known outcomes: " + ", ".join(sorted(known)) + "."
    raise Wrong("unknown_outcome", f"There is no outcome {code!r}.", "outcome", hint)
