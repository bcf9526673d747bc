"""A bar on standard error while something long is going on: in a terminal only, and never beside JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from setter.cli.speech import Manner

Tell = Callable[[str, float], None]
"""Told (what is going on, share done from 0 to 1)."""


@contextmanager
def bar(manner: Manner, first: str) -> Iterator[Tell]:
    """Show how far something is until it is done; `first` is what it begins with."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True, quiet=manner.as_json)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task(first, total=1.0)
        yield lambda what, share: shown.update(task, description=what, completed=share)
