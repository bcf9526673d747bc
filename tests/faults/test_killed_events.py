"""kill -9 in the middle of a file of events: what landed stands whole, and the same file again brings the rest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hands import as_lead, enrolment_of, everything
from houses import ADA, CLEO, EVE
from services.weighing import kept, one_by_one
from setter.services.desk import Desk
from setter.services.events_file import events_file

TELL_AND_DIE = """
import os, signal, sys
from pathlib import Path
from setter.services import events_file
from setter.services.desk import open_desk

desk = open_desk(sys.argv[1], "lead")
events_file.BATCH, left = 4, [int(sys.argv[3])]

def die_in_time(unit):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)

desk.store.before_commit = die_in_time
events_file.events_file(desk, Path(sys.argv[2]))
"""
WHO = {"ada@birch.example": ADA, "cleo@elm.example": CLEO, "eve@gum.example": EVE}
KINDS = ("newsletter", "blog", "demo request", "email click")


@pytest.mark.parametrize("batches", [0, 2])
def test_a_file_is_gone_on_with_and_each_event_is_there_once(desk: Desk, tmp_path: Path, batches: int) -> None:
    rows = [f"{who},{kind},2026-11-24T16:0{n}:00Z" for n, kind in enumerate(KINDS) for who in WHO]
    path = tmp_path / "events.csv"
    path.write_text("\n".join(["email,event,timestamp", *rows]), encoding="utf-8")
    program = [sys.executable, "-c", TELL_AND_DIE, desk.store.url, str(path), str(batches)]
    died = subprocess.run(program, env=dict(os.environ), capture_output=True, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert len(everything(desk)["event"]) == 4 * batches
    assert kept(desk) == one_by_one(desk), "whoever has landed was weighed with it"
    assert list(tmp_path.glob("*rejects*")) == []
    done = events_file(as_lead(desk), path)
    assert (done.new, done.unchanged) == (len(rows) - 4 * batches, 4 * batches)
    assert len(everything(desk)["event"]) == len(rows) and kept(desk) == one_by_one(desk)
    assert {enrolment_of(desk, name).temperature for name in WHO.values()} == {"hot"}
