"""Commands that keep the whole house elsewhere, and put it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from setter.cli.speech import Manner, command, plain

FOLDER = click.Path(path_type=Path)


@command()
@click.argument("target", type=FOLDER)
def backup(manner: Manner, target: Path) -> tuple[Any, str]:
    """Copy database, suppression key and manifest into a new folder TARGET, while people work (a team lead may)."""
    from setter.services.backup import backup as keep

    with manner.desk() as desk:
        kept = keep(desk, target)
    size = sum(each.bytes for each in kept.files.values())
    words = f"{len(kept.files)} files, {size:,} bytes, in {target}. Keep it as safe as the database: the key is in it."
    return {"backup": str(target), **plain(kept)}, words


@command()
@click.argument("source", type=FOLDER)
def restore(manner: Manner, source: Path) -> tuple[Any, str]:
    """Put a backup SOURCE back as the file that --db names, with its key beside it; never over another."""
    from setter.services.backup import restore as put_back

    kept = put_back(source, manner.database)
    words = (
        f"{manner.database} is as it was on {kept.made_at}. Whoever opted out since is not known to it: take them over "
        "from the database it stands in for (setter suppress --all-of DATABASE), and erase again who was erased since, "
        "before anybody calls."
    )
    return {"database": manner.database, **plain(kept)}, words


COMMANDS = {"backup": backup, "restore": restore}
