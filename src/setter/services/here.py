"""The zone of whoever sits at this machine: the second of the two clocks."""

from __future__ import annotations

import os
from pathlib import Path

from setter.domain.calling_window import is_zone

_LOCALTIME = Path("/etc/localtime")
_TIMEZONE = Path("/etc/timezone")


def own_zone() -> str:
    """The IANA zone of this machine's clock: what TZ says, else the system's; UTC where it has no name."""
    return next((zone for zone in (_from_environment(), _from_link(), _from_file()) if is_zone(zone)), "UTC")


def _from_environment() -> str:
    return os.environ.get("TZ", "").lstrip(":").partition("zoneinfo/")[2] or os.environ.get("TZ", "").lstrip(":")


def _from_link() -> str:
    try:
        return str(_LOCALTIME.resolve(strict=True)).partition("zoneinfo/")[2]
    except (OSError, RuntimeError):
        return ""


def _from_file() -> str:
    try:
        return _TIMEZONE.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
