"""What a campaign file leaves unsaid gives way to what it says: a default that does not fit is cut to fit."""

from __future__ import annotations

from typing import Any, TypeVar

from setter.intake.campaign_schema import Cadence, File, Gates
from setter.intake.campaign_types import Table

_T = TypeVar("_T", bound=Table)


def fitted(file: File) -> File:
    """The file with its defaults cut to what is written in it; what is written stays, right or wrong."""
    cadence = _fit(file.calling.cadence, **_cadence(file.calling.cadence))
    gates = _fit(file.gates, **_gates(file.gates))
    return _put(file, calling=_put(file.calling, cadence=cadence), gates=gates)


def planned_days(cadence: Cadence) -> int:
    """About how many days lie between the first and the last attempt."""
    gaps = cadence.gaps_business_days
    planned = (gaps + gaps[-1:] * cadence.max_attempts)[: cadence.max_attempts - 1]
    return -(-sum(planned) * 7 // 5)


def _cadence(cadence: Cadence) -> dict[str, Any]:
    most = cadence.max_attempts
    fit: dict[str, Any] = {
        "voicemail_on_attempts": [each for each in cadence.voicemail_on_attempts if each <= most],
        "gaps_business_days": cadence.gaps_business_days[: max(1, most - 1)],
        "max_cycle_days": min(max(cadence.max_cycle_days, planned_days(cadence)), 365),
    }
    if cadence.day_parts:
        fit["no_repeat_day_part"] = min(cadence.no_repeat_day_part, len(cadence.day_parts) - 1)
    return fit


def _gates(gates: Gates) -> dict[str, Any]:
    return {"min_passed": min(gates.min_passed, max(len(gates.gate), 4))}


def _fit(table: _T, **values: Any) -> _T:
    return _put(table, **{name: value for name, value in values.items() if name not in table.model_fields_set})


def _put(table: _T, **values: Any) -> _T:
    """The table with other values; what it says was written stays so."""
    return table.model_construct(table.model_fields_set, **{**dict(table), **values})
