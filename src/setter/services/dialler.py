"""Hand a number to the caller's own dialler: an argument list, run without a shell and never waited for."""

from __future__ import annotations

import os
import shlex
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress

from msgspec.structs import replace

from setter.domain.errors import SetterError, Wrong
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


def ring(desk: Desk, command: Sequence[str], attempt_id: int, call_id: int) -> None:
    """Start the dialler for an attempt; the first line it says, if any, is kept as its reference of the call.

    It goes on by itself, and nobody waits for it, not to leave the program either. Wrong when it cannot be started.
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
    threading.Thread(target=_listen, args=(desk, dialler, attempt_id, call_id), daemon=True).start()


def _listen(desk: Desk, dialler: subprocess.Popen[bytes], attempt_id: int, call_id: int) -> None:
    """Keep the first line, and take what is still said, so that it never stops for want of a reader."""
    assert dialler.stdout is not None
    first = dialler.stdout.readline(LONGEST_REFERENCE * 4)
    reference = first.decode("utf-8", "replace").strip()[:LONGEST_REFERENCE]
    with suppress(SetterError):  # the program may have been left meanwhile: the attempt stands without it
        _keep_reference(desk, attempt_id, call_id, reference)
    dialler.communicate()


def _keep_reference(desk: Desk, attempt_id: int, call_id: int, reference: str) -> None:
    def write(unit: Unit) -> None:
        for attempt in unit.calls.attempts(call_id):
            if attempt.id == attempt_id and reference:
                unit.calls.save_attempt(replace(attempt, dialler_reference=reference))

    desk.store.write(write)
