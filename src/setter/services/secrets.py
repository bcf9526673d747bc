"""Secrets by name: from the environment, or from files that only their owner can read. None is ever stored or shown."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from setter.domain.errors import Refused

PREFIX, FOLDER = "SETTER_SECRET_", "SETTER_SECRETS"


def variable_of(name: str) -> str:
    """The name of the environment variable that holds a secret: of `maja-mail` its end is MAJA_MAIL."""
    return PREFIX + "".join(each if each.isalnum() else "_" for each in name.upper())


def secret(name: str, environment: Mapping[str, str] | None = None) -> str:
    """A secret's value on this machine; Refused where it is not here, is empty, or where others could read it."""
    here = os.environ if environment is None else environment
    if here.get(variable_of(name), "").strip():
        return here[variable_of(name)]
    hint = f"Set {variable_of(name)}, or put it into a file {name} in the folder that {FOLDER} names."
    folder = here.get(FOLDER, "")
    if not folder or Path(name).name != name:
        raise Refused("no_secret", f"The secret {name} is not on this machine.", name, hint)
    return _read(Path(folder) / name, name, hint)


def _read(path: Path, name: str, hint: str) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                sentence = f"The file of the secret {name} can be read by others."
                raise Refused("open_secret", sentence, str(path), f"Close it: chmod 600 {path}.")
            found = file.read().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("no_secret", f"The secret {name} is not on this machine.", name, hint) from error
    if not found:
        raise Refused("no_secret", f"The secret {name} is empty.", str(path), hint)
    return found
