"""What the store asks of a database engine."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from setter.domain.errors import Unusable


class Contended(Exception):
    """A write transaction lost a race and was rolled back whole; running it again is right."""


class Occupied(Exception):
    """Somebody else writes at this moment, and whoever asked would not wait; nothing was begun."""


class Away(Exception):
    """The server hung up, does not answer or is not ready; nothing was committed, running it again is right.

    `told` is what an asker hears when patience ends.
    """

    def __init__(self, told: Unusable) -> None:
        super().__init__(told.code)
        self.told = told


class InDoubt(Away):
    """The server was lost while it was asked to commit: whether it did must be asked when it is back, by `mark`."""

    def __init__(self, told: Unusable, mark: int) -> None:
        super().__init__(told)
        self.mark = mark
        self.result: Any = None


OURS = {"migration", "setting", "enrolment"}
"""Tables that every database of ours holds from its first step on."""


def is_foreign(tables: set[str]) -> bool:
    """Say whether a database belongs to another program: it holds tables, and not those of ours."""
    return bool(tables) and not tables >= OURS


def foreign(where: str) -> Unusable:
    """Make the refusal of another program's database; nothing of it was changed."""
    hint = "Name another with --db: setter touches no other program's tables."
    return Unusable("database_foreign", "The database was not made by this setter.", where, hint)


class How(Enum):
    """What a write transaction is for, and so how safe it must be and how freely others may go on beside it.

    A DURABLE one is on the disk when it returns, and behaves as if nobody else wrote meanwhile. A RECORDING one is as
    safe, and goes on beside others as long as no two write one row; so does a LEASING one, which may be lost in a power
    cut. A CLAIMING one takes what nobody holds, and passes over what others are about to take.
    """

    DURABLE = "durable"
    RECORDING = "recording"
    LEASING = "leasing"
    CLAIMING = "claiming"

    @property
    def lasts(self) -> bool:
        """Say whether it must be on the disk when it returns."""
        return self in (How.DURABLE, How.RECORDING)


class Written:
    """What became of a write transaction; `anything` is known once it is committed: whether others see a change."""

    anything: bool = False


class Engine(Protocol):
    """Connections, transactions and the few words in which two databases differ."""

    dialect: str
    folder: str
    url: str
    served: bool
    """Whether a server answers, which can be away; a file cannot."""

    def exists(self) -> bool:
        """Say whether there is anything to connect to; connecting makes it otherwise."""

    def connect(self) -> Any:
        """Open a connection for the calling thread."""

    def lost(self, connection: Any) -> bool:
        """Say whether a connection is of no more use, so that another must be opened."""

    def trouble(self, problem: BaseException) -> Unusable | None:
        """What a driver's error means to whoever works here; None for one that is our own mistake."""

    def mistake(self, problem: BaseException) -> str:
        """Name a driver's error that is our own mistake, without the row it is about; '' for no driver's error."""

    def key_place(self, mark: str) -> Path:
        """Where the suppression key of this mark lies."""

    def reader(self) -> Any:
        """The calling thread's own reading connection."""

    def user(self) -> str:
        """The name by which a server knows whoever is connected; '' for a file, which knows nobody."""

    def reading(self) -> AbstractContextManager[Any]:
        """One unchanging view of the database."""

    def writing(self, connection: Any, how: How, at_once: bool = False) -> AbstractContextManager[Written]:
        """One write transaction; Occupied where it is wanted `at_once`, and a file is another's to write."""

    def stands(self, connection: Any, doubt: InDoubt) -> bool:
        """Say whether a commit in doubt was made; if it was not, it never will be."""

    def cut(self, connection: Any) -> None:
        """Hang up on a server that lets a connection wait, from another thread."""

    def leave(self, connection: Any) -> None:
        """Take away what was kept there for this program alone."""

    def tell(self, connection: Any) -> bool:
        """Let other programs know that something was written; whether they were told."""

    def change_mark(self) -> int:
        """A number that is another once anybody has written."""

    def hold_all(self, connection: Any, tables: Collection[str]) -> None:
        """Keep everybody else from these tables until the commit, before anything is read of them."""

    def migrating(self, connection: Any) -> AbstractContextManager[None]:
        """Keep every other migrator out, and every other program's writes where a file is locked."""

    def keep_copy(self, connection: Any, schema: int) -> None:
        """Keep the database as it is before it is brought to a newer schema, where the engine can."""

    def copy_to(self, connection: Any, folder: Path) -> str:
        """Copy the whole database into a folder, as a reading connection sees it; the name of the copy."""

    def run_script(self, connection: Any, script: str) -> None:
        """Run a migration inside the open transaction."""

    def tables(self, connection: Any) -> set[str]:
        """Name every table and view that somebody made there."""

    def names(self, connection: Any) -> set[str]:
        """The tables, views, indexes and triggers that are there."""

    def damage(self, connection: Any) -> list[str]:
        """What the database itself finds broken in what it holds."""

    def survives_fail_over(self, connection: Any) -> bool | None:
        """Say whether what is acknowledged outlives a server that others stand by for; None where none does."""

    def close(self) -> None:
        """Close what was opened."""
