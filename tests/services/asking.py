"""Whoever asks us something, and what is on record of it."""

from __future__ import annotations

from typing import Any

from hands import prospect_named
from houses import ADA, BEN, CAMPAIGN
from setter.intake.inquiries import typed
from setter.intake.prospect import CleanProspect
from setter.services.desk import Desk
from setter.services.inquire import Question, Taken, inquire
from setter.services.tasks import strip
from setter.store.records import Inquiry, TaskLine

GIL = ("Gil Nash", "gil@fir.example", "312 555 0177", "Fir Foods")
ASKED = "Could your vans be at our depot by six?"


def asked(desk: Desk, *who: str, **more: Any) -> Taken:
    """Somebody asks, by web and just now unless it is said otherwise; a `name` alone is somebody of the six."""
    known = {ADA: (ADA, "ada@birch.example", "+13125550101", ""), BEN: (BEN, "", "+13125550102", "")}
    read = typed(*(GIL if not who else known[who[0]] if len(who) == 1 else who), "US")
    assert isinstance(read, CleanProspect)
    given = {"came_at": desk.now(), "channel": "web", "text": ASKED, **more}
    return inquire(desk, CAMPAIGN, Question(read, **given))


def inquiries_of(desk: Desk, name: str) -> list[Inquiry]:
    who = prospect_named(desk, name).id
    return desk.store.read(lambda unit: unit.inquiries.of_prospect(who))


def duty_of(desk: Desk, name: str = "Gil Nash") -> TaskLine:
    (line,) = [each for each in strip(desk) if each.kind == "inquiry" and each.full_name == name]
    return line
