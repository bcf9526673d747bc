"""kill -9 between the count and the commit: what was not recorded is not counted, on either engine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from hands import dialled, everything
from houses import check_counts
from setter.services.desk import Desk
from setter.services.review import report

RECORD_AND_DIE = """
import os, signal, sys
from setter.services.desk import open_desk
from setter.services.kept_counts import keep_up
from setter.services.record_outcome import Given, record

desk = open_desk(sys.argv[1], "mira")

def count_and_die(unit):
    keep_up(unit)
    assert unit.reports.shares(0, 2**62)
    os.kill(os.getpid(), signal.SIGKILL)

desk.store.before_commit = count_and_die
record(desk, int(sys.argv[2]), Given("no_answer"))
"""


def test_an_outcome_that_was_counted_but_not_committed_is_neither(desk: Desk) -> None:
    call = dialled(desk)
    program = [sys.executable, "-c", RECORD_AND_DIE, desk.store.url, str(call.id)]
    died = subprocess.run(program, env=dict(os.environ), capture_output=True, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert everything(desk)["outcome"] == []
    (line,) = report(desk, "today").summary.by_disposition
    assert (line.name, line.dials) == ("in progress", 1)
    check_counts(desk)
