"""kill -9 while mail leaves: whoever delivers next sends what is missing, and again only the very same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from faults.forks import KILLED, ForkServer, copied
from faults.ledger import ask
from faults.shift_script import furnish, sit_down
from hands import MINUTE, booked
from houses import MORNING, change_campaign
from receivers import Post

KILLED_AT = ("before COMMIT", "after COMMIT", "torn Message-ID:", "after Message-ID:")
"""Where it dies: before and after the end of each transaction, within each mail and before its answer."""


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Post]:
    made = Post()
    yield made
    made.close()


@pytest.fixture(scope="module")
def due_to_leave(tmp_path_factory: pytest.TempPathFactory, mailbox: Post) -> Path:
    """A database in which a packet and an invitation are due to leave by mail."""
    path = tmp_path_factory.mktemp("furnished") / "due.db"
    furnish(path)
    desk = sit_down(str(path))
    server = (
        f'[handoff.mail]\nhost = "localhost"\nport = {mailbox.port}\nsender = "m@agency.example"\nsecurity = "none"\n'
    )
    tobe = 'id = "t.abara"'
    change_campaign(desk, (tobe, f'{tobe}\ndeliver = ["email"]'), ("[signed_off]", f"{server}\n[signed_off]"))
    booked(desk, "Ada North", when="tue 1 dec 3pm", email="ada@birch.example")
    desk.store.close()
    return path


class Killed:
    """One delivery, killed at one boundary."""

    def __init__(self, forks: ForkServer, mailbox: Post, furnished: Path, folder: Path, at: int) -> None:
        self.forks, self.mailbox, self.house = forks, mailbox, copied(furnished, folder / f"at-{at}")
        mailbox.taken.clear()
        self.died = self.deliver("first", 0, watch=["database", "network"], kill_at=at)

    def deliver(self, name: str, minutes: int, **request: Any) -> Any:
        given = {"path": str(self.house.path), "at": MORNING + minutes * MINUTE}
        node = {"first": 1, "second": 2}[name]
        return self.forks.run("to_the_calendar", self.house.told(name), given=given, node=node, **request)

    def wrong(self) -> list[str]:
        """Whatever is not as promised once another has delivered, after the dead one's time."""
        if ask(self.house.path, "SELECT count(*) FROM delivery WHERE state = 'sending' AND handed_over_at IS NULL") != [
            (0,)
        ]:
            return ["it may have arrived, and nobody could know"]
        second = self.deliver("second", 11)
        if second.status != 0:
            return [f"nobody could go on: {second.errors}"]
        found = [] if len(self.mailbox.mails) == 2 else [f"{len(self.mailbox.mails)} mails"]
        if len(set(self.mailbox.taken)) != 2:
            found.append("what came twice is not the very same")
        if ask(self.house.path, "SELECT state FROM delivery") != [("sent",), ("sent",)]:
            found.append("not all is counted as sent")
        return found


def test_each_mail_comes_once_wherever_the_delivery_dies(
    forks: ForkServer, mailbox: Post, due_to_leave: Path, tmp_path: Path
) -> None:
    names = Killed(forks, mailbox, due_to_leave, tmp_path, 0).died.told[-1]["boundaries"]
    places = [at for at, name in enumerate(names, 1) if name in KILLED_AT]
    wrong, twice = [], 0
    for at in places:
        killed = Killed(forks, mailbox, due_to_leave, tmp_path, at)
        assert killed.died.status == KILLED, killed.died.errors
        wrong += [f"killed at {at}, {names[at - 1]}: {words}" for words in killed.wrong()]
        twice += len(mailbox.taken) > 2
    assert not wrong, "\n".join(wrong[:20])
    assert len(places) > 15 and twice
