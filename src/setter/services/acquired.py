"""How a prospect came to us, as it is kept of every source (R-040)."""

from __future__ import annotations

from setter.domain.calling_window import local_time
from setter.domain.sources import source_kind
from setter.store.ids import new_id
from setter.store.records import Acquisition


def acquired(
    prospect_id: int,
    campaign: int,
    kind: str,
    source: str,
    now: int,
    *,
    on: str = "",
    batch_id: int | None = None,
    cost: float = 0.0,
    provenance: str = "",
) -> Acquisition:
    """A source of a prospect's, of a kind that says what it is by default; acquired today unless `on` is given.

    `provenance` is how they came to be on it, where that is known otherwise (R-047).
    """
    known = source_kind(kind)
    return Acquisition(
        id=new_id(now),
        prospect_id=prospect_id,
        campaign=campaign,
        batch_id=batch_id,
        kind=kind,
        source=source,
        media_class=known.media_class,
        direction=known.direction,
        provenance=provenance or known.provenance,
        cost=cost,
        acquired_on=on or local_time(now, "UTC").date().isoformat(),
        recorded_at=now,
    )
