"""How an entry of the audit is written: what was done, what stood before and after it, and why (R-017).

Nobody's name, number, words or answer goes into it: ids, codes, states and counts, and the written reason of whoever
decided.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from setter.store.audit import ITSELF, itself
from setter.store.unit import Unit


def detail_of(detail: Mapping[str, Any] | None, old: Any, new: Any, why: str) -> str:
    """An entry's detail as JSON; what is not known is left out."""
    change = {name: value for name, value in (("old", old), ("new", new), ("why", why)) if value not in (None, "")}
    return json.dumps({**(detail or {}), **change}, ensure_ascii=False, sort_keys=True, default=str)


def by_itself(
    unit: Unit,
    action: str,
    subject: str,
    now: int,
    detail: Mapping[str, Any] | None = None,
    *,
    old: Any = None,
    new: Any = None,
    why: str = "",
) -> None:
    """Put into the audit what the clock brought about, in a chain of this machine's own: nobody did it."""
    unit.audit.append(itself(), ITSELF, action, subject, detail_of(detail, old, new, why), now)
