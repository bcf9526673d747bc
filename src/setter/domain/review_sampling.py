"""Whose SQLs a team lead reads: everybody's, or a share of those of whoever has earned it (domain §7.6)."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from setter.domain.metrics import Proportion
from setter.domain.rejections import REJECTIONS

FEWEST_DECIDED, LEAST_ACCEPTED = 20, 0.8
"""So many SQLs sales must have decided upon, and so high must the interval of those accepted begin."""
SAMPLE = "sample:"


def share_reviewed(review: str) -> float | None:
    """The share that is read of whoever has earned it, from 0 to 1; None where everybody's are read, or nobody's."""
    return float(review.removeprefix(SAMPLE)) if review.startswith(SAMPLE) else None


def acceptance(decided: Iterable[tuple[bool, str, int]]) -> Proportion:
    """The share of SQLs that sales accepted, from (accepted, the code of a rejection, how many of both).

    What is no rejection (a thin packet, a rep's own trouble, a repeated no-show) is in neither number.
    """
    known = [(accepted, code, number) for accepted, code, number in decided if accepted or code]
    counted = [(accepted, number) for accepted, code, number in known if accepted or REJECTIONS[code].counts]
    return Proportion(sum(number for accepted, number in counted if accepted), sum(number for _, number in counted))


def has_earned(accepted: Proportion) -> bool:
    """Say whether so many were accepted that a sample of the next ones tells enough."""
    return (
        accepted.denominator >= FEWEST_DECIDED
        and accepted.interval is not None
        and accepted.interval[0] > LEAST_ACCEPTED
    )


def is_picked(call_id: int, share: float) -> bool:
    """Draw whether the SQL of a call is read: always the same of the same call, whoever asks and however often.

    Taking an outcome back and giving it again is the same call, so that nobody draws until they go unread.
    """
    drawn = int.from_bytes(sha256(f"review/{call_id}".encode()).digest()[:8], "big")
    return drawn < share * 2**64


def is_reviewed(review: str, accepted: Proportion, call_id: int) -> bool:
    """Say whether a team lead reads the SQL of a call before sales does, in a campaign with such a rule."""
    share = share_reviewed(review)
    if share is None:
        return review != "none"
    return not has_earned(accepted) or is_picked(call_id, share)
