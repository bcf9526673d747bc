"""What a history gives cause to doubt, in words for people and kinds for programs."""

from __future__ import annotations

from msgspec import Struct

LEAKAGE, DRIFT, FEW_POSITIVES, NOT_SORTING = "leakage", "drift", "few_positives", "not_sorting"
POSITIVES_TO_BELIEVE = 50


class Warned(Struct, frozen=True):
    """A doubt; `field` is the column or rule it is about, "" for the whole."""

    kind: str
    field: str
    message: str


def few_positives(positives: int, misses: int) -> list[Warned]:
    """Say so where there are too few of either sort to believe much (domain §3.7: about ten a changed rule)."""
    fewer = min(positives, misses)
    if fewer >= POSITIVES_TO_BELIEVE:
        return []
    sort = "succeeded" if positives <= misses else "did not succeed"
    message = f"Only {fewer} rows {sort}; with fewer than {POSITIVES_TO_BELIEVE} hardly a line can be believed."
    return [Warned(FEW_POSITIVES, "", message)]
