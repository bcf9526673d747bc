"""What the sales side asks for in words, on whichever screen: an appeal, its verdict, how a meeting is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from setter.domain.answers import parse_answer
from setter.domain.errors import Wrong
from setter.domain.script import Capture
from setter.services.appeal import APPEAL_DAYS, OVERTURNED, appeal, decide, who_decides
from setter.services.desk import Desk
from setter.services.held import held
from setter.widgets.ask_panel import Question

Then = Callable[[str], None]
"""Hears in a sentence what was done."""
AMOUNT = Capture("amount", "money", "How much")


def appeal_question(desk: Desk, sql_id: int, name: str, then: Then) -> Question:
    """Ask why a rejection should not stand."""

    def accept(why: str) -> None:
        appeal(desk, sql_id, why)
        then(f"Appealed; you read in your duties what becomes of it. {who_decides(desk, sql_id)}")

    hint = f"Once, within {APPEAL_DAYS} business days; a team lead who did not set it decides."
    return Question(f"Appeal for {name}: what does sales overlook?", accept, hint=hint)


def verdict_question(desk: Desk, sql_id: int, name: str, verdict: str, then: Then) -> Question:
    """Ask for the note with which an appeal is decided."""
    overturns = verdict == OVERTURNED

    def accept(note: str) -> None:
        decide(desk, sql_id, verdict, note)
        then("Overturned: it counts as accepted." if overturns else "Upheld: the rejection stands.")

    does = "Overturn the rejection" if overturns else "Uphold the rejection"
    return Question(f"{does} of {name}: why?", accept, hint="Whoever set it reads this in their duties.")


def held_question(desk: Desk, meeting_id: int, name: str, then: Then) -> Question:
    """Ask how it is known that a meeting was held."""

    def accept(evidence: str) -> None:
        held(desk, meeting_id, evidence)
        then("Noted as held.")

    return Question(f"Held with {name}: how do you know?", accept, hint="Such as: the rep wrote to me after it.")


def day_of_words(text: str, today: date, field: str) -> str:
    """A day as it was typed, as ISO 8601; Wrong where it is none."""
    words = text.strip().casefold()
    if words in ("today", "yesterday"):
        return str(today - timedelta(days=words == "yesterday"))
    try:
        return str(date.fromisoformat(words))
    except ValueError:
        raise Wrong("no_day", f"{text!r} is no day.", field, f"Write it as {today}, today or yesterday.") from None


def hundredths_of(text: str) -> int | None:
    """An amount of money as it was typed, in hundredths; None where nothing was typed."""
    return round(float(parse_answer(AMOUNT, text)) * 100) if text.strip() else None


def minutes_of(text: str) -> int:
    """Whole minutes as they were typed."""
    if not text.strip().isdecimal() or len(text.strip()) > 4:
        raise Wrong("minutes", f"{text!r} is no number of minutes.", "minutes", "Write it as 25.")
    return int(text)
