"""Commands that stop the clock: break and end of shift."""

from __future__ import annotations

from typing import Any

import click

from setter.cli.speech import Manner, command
from setter.services.colleagues import colleague_named
from setter.services.duties import POOL
from setter.services.shift import end_shift, take_break


@command("break")
def break_(manner: Manner) -> tuple[Any, str]:
    """Put a taken prospect back and take a break."""
    with manner.desk() as desk:
        done = take_break(desk)
    return done, "On break." + (" The prospect you had taken is back in the queue." if done.released else "")


@command()
@click.option("--pass-to", "colleague", default="", metavar="NAME", help="Who keeps your promises (default: the pool).")
def end(manner: Manner, colleague: str) -> tuple[Any, str]:
    """End the shift: leases are let go, today's promises pass on."""
    with manner.desk() as desk:
        done = end_shift(desk, colleague_named(desk, colleague) if colleague else POOL)
    return done, f"Shift ended; {done.passed_on} promises and duties passed to {colleague or 'the pool'}."


COMMANDS = {"break": break_, "end": end}
