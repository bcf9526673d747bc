"""Hand a number to the caller's own dialler: an argument list, run without a shell and never waited for."""

from __future__ import annotations

import os
import shlex
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import replace

from setter.domain.errors import Wrong
from setter.services.desk import Desk
from setter.store.unit import Unit

COMMAND = "SETTER_DIAL_COMMAND"
"""The environment's word for it, such as `softphone --dial {number}`."""
LONGEST_REFERENCE = 200


def command_for(number: str, template: str | None = None) -> list[str]:
    """The argument list that dials a number (E.164), empty where none is configured.

    Wrong when the template cannot be split or names no number.
    """
    template = os.environ.get(COMMAND, "") if template is None else template
    if not template.strip():
        return []
    try:
        words = shlex.split(template)
    except ValueError:
        words = []
    if not any("{number}" in word for word in words):
        hint = "Write it as: softphone --dial {number}."
        raise Wrong("dial_command", f"{COMMAND} names no {{number}}.", COMMAND, hint)
    return [word.replace("{number}", number) for word in words]


def hand_over(command: Sequence[str]) -> str:
    """Start the dialler and read the first line it says, its reference of the call; '' where it says none.

    It goes on by itself. Wrong when it cannot be started. Blocks until that line: call it off the screen's thread.
    """
    try:
        dialler = subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as failure:
        hint = f"Check {COMMAND}, and dial by hand."
        raise Wrong("dialler", f"The dialler did not start ({type(failure).__name__}).", COMMAND, hint) from None
    assert dialler.stdout is not None
    first = dialler.stdout.readline(LONGEST_REFERENCE * 4)
    threading.Thread(target=_let_run, args=(dialler,), daemon=True).start()
    return first.decode("utf-8", "replace").strip()[:LONGEST_REFERENCE]


def _let_run(dialler: subprocess.Popen[bytes]) -> None:
    """Take what the dialler still says, so that it never stops for want of a reader, and see it off."""
    dialler.communicate()


def keep_reference(desk: Desk, attempt_id: int, call_id: int, reference: str) -> None:
    """Keep the dialler's reference with the attempt that it belongs to."""

    def write(unit: Unit) -> None:
        for attempt in unit.calls.attempts(call_id):
            if attempt.id == attempt_id and reference:
                unit.calls.save_attempt(replace(attempt, dialler_reference=reference))

    desk.store.write(write)
