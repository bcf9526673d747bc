"""kill -9 in a team's database while somebody's server has just taken a delivery and not yet said so."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from faults.forks import KILLED, Died, ForkServer
from hands import MINUTE, booked
from houses import ADA, Furnished, seated_at, tamper
from receivers import Hook, Post
from services.delivering import received_by
from setter.services.deliver import outbox


@pytest.mark.requirement("R-081")
def test_a_team_sends_again_only_the_very_same(
    forks: ForkServer, url_of: Callable[..., str], furnished: Furnished, post: Post, hook: Hook, tmp_path: Path
) -> None:
    (tmp_path / "handful.csv").write_text("", encoding="utf-8")
    url = url_of("postgres", furnished("postgres", "list"))
    for desk in seated_at(url):
        settings = (f'webhook = "{hook.url}"', 'webhook_secret = "ours"')
        received_by(desk, 'deliver = ["email", "webhook"]', *settings, post=post)
        booked(desk, ADA, when="1 dec 3pm")
        places = {name: value for name, value in os.environ.items() if name.startswith("XDG_")}

        def run(name: str, minutes: int, desk: Any = desk, places: dict[str, str] = places) -> Died:
            running: SimpleQueue[int] = SimpleQueue()
            post.kill = hook.kill = lambda: os.kill(running.get(), signal.SIGKILL)
            told, given = tmp_path / name, {"url": url, "at": desk.now() + minutes * MINUTE}
            environment = {"SETTER_SECRET_OURS": "hush", **places}
            process = forks.start("to_everybody", told, given=given, environment=environment, node=minutes)
            running.put(process)
            return forks.wait(process, told)

        post.answers = ["kills"]
        assert run("one", 1).status == KILLED
        tamper(desk.store, "UPDATE prospect SET full_name = 'Ada Renamed' WHERE full_name = 'Ada North'")
        hook.answers = [0]
        assert run("two", 5).status == KILLED
        assert len(post.taken) == 1, "it is in the dead one's hands for ten minutes"
        last = run("three", 16)
        assert last.status == 0, last.errors
        assert {row.state for row in outbox(desk)} == {"sent"}
        assert len(post.taken) == 3 and len(set(post.taken)) == 2
        (first, body), (again, same) = hook.posted
        assert body == same and first["webhook-id"] == again["webhook-id"]
