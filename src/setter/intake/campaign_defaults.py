"""What a campaign file leaves unsaid gives way to what it says: a default that does not fit is cut to fit."""

from __future__ import annotations

from typing import Any, TypeVar

from setter.intake.campaign_schema import Cadence, Calling, File, Gates
from setter.intake.campaign_types import Table

_T = TypeVar("_T", bound=Table)


def fitted(file: File) -> File:
    """The file with its defaults cut to what is written in it; what is written stays, right or wrong."""
    cadence = _fit(file.calling.cadence, **_cadence(file.calling.cadence))
    calling = _fit(file.calling, callback_missed_minutes=_missed(file.calling))
    gates = _fit(file.gates, **_gates(file.gates))
    return _put(file, calling=_put(calling, cadence=cadence), gates=gates)


def planned_days(cadence: Cadence) -> int:
    """About how many days lie between the first and the last attempt."""
    gaps = cadence.gaps_business_days
    planned = (gaps + gaps[-1:] * cadence.max_attempts)[: cadence.max_attempts - 1]
    return -(-sum(planned) * 7 // 5)


def _missed(calling: Calling) -> int:
    return max(calling.callback_missed_minutes, calling.callback_grace_minutes + 1)


def _cadence(cadence: Cadence) -> dict[str, Any]:
    most = cadence.max_attempts
    messages = [each for each in cadence.voicemail_on_attempts if each <= most]
    if "max_voicemails" in cadence.model_fields_set:
        messages = messages[: cadence.max_voicemails]
    fit: dict[str, Any] = {
        "voicemail_on_attempts": messages,
        "max_voicemails": max(cadence.max_voicemails, len(cadence.voicemail_on_attempts)),
        "fewest_weekdays": min(cadence.fewest_weekdays, most),
        "fewest_day_parts": min(cadence.fewest_day_parts, most),
        "gaps_business_days": cadence.gaps_business_days[: max(1, most - 1)],
        "max_cycle_days": min(max(cadence.max_cycle_days, planned_days(cadence)), 365),
    }
    if cadence.day_parts:
        fit["no_repeat_day_part"] = min(cadence.no_repeat_day_part, len(cadence.day_parts) - 1)
        fit["fewest_day_parts"] = min(fit["fewest_day_parts"], len(cadence.day_parts))
    return fit


def _gates(gates: Gates) -> dict[str, Any]:
    return {"min_passed": min(gates.min_passed, max(len(gates.gate), 4))}


def _fit(table: _T, **values: Any) -> _T:
    return _put(table, **{name: value for name, value in values.items() if name not in table.model_fields_set})


def _put(table: _T, **values: Any) -> _T:
    """The table with other values; what it says was written stays so."""
    return table.model_construct(table.model_fields_set, **{**dict(table), **values})
