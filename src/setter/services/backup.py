"""Keep the whole house in a folder, with the key without which nobody can say who opted out; put it back (§6.2)."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from setter import __version__
from setter.domain.errors import Refused, Unusable, Wrong
from setter.domain.roles import DECIDING
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.store.beside import copy_file, make_private, sync_folder
from setter.store.keys import KeyRing
from setter.store.migrate import SCHEMA_VERSION
from setter.store.records import AuditHead
from setter.store.unit import Unit

MANIFEST, KEY, JOURNAL, FILE = "manifest.json", ".key", ".journal", "setter.db"
PIECE = 1 << 20


class Kept(Struct, frozen=True):
    """One file of a backup: how long it is (bytes) and its SHA-256."""

    bytes: int
    sha256: str


class Manifest(Struct, frozen=True):
    """What a backup holds: its files by name, which key it belongs to, and how far the audit's chains went in it.

    `made_at` is ISO 8601 in UTC.
    """

    setter: str
    made_at: str
    made_by: str
    engine: str
    schema: int
    key: str
    files: dict[str, Kept]
    audit: list[AuditHead]


def backup(desk: Desk, target: Path) -> Manifest:
    """Copy the database, its key and what callers typed into a new folder, whole or not at all, while people work.

    Refused for whoever neither leads nor is compliance, and where the folder is there already; Unusable where it cannot
    be written, or a server's own tool is missing. That it was made stands in the audit before it is.
    """
    if target.exists():
        raise Refused("backup_there", "There is something of that name already.", str(target), "Name a new folder.")

    def allow(unit: Unit) -> None:
        sentence = "Only a team lead or compliance takes the whole house."
        desk.allow_only(unit, DECIDING, sentence, "backup", "Ask your lead.", in_sandbox=True)
        desk.audit(unit, "backup", "database", {"schema": SCHEMA_VERSION})

    desk.store.write(allow)
    with _whole(target) as folder:
        _copy_journal(desk, folder)
        manifest = desk.store.read(lambda unit: _copy(desk, unit, folder))
        _write(folder / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=2))
    return manifest


def manifest_in(source: Path) -> Manifest:
    """Read what a backup says of itself; Wrong where there is none."""
    place = source / MANIFEST if source.is_dir() else source
    try:
        return msgspec.json.decode(place.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        hint = "Name the folder that setter backup made."
        raise Wrong("no_backup", "There is no backup of setter's there.", str(source), hint) from None


def heads_in(source: Path) -> list[AuditHead]:
    """How far the chains of the audit went when a backup was made; Wrong where there is none."""
    return manifest_in(source).audit


def restore(source: Path, database: str) -> Manifest:
    """Put a backup back as a new SQLite file with its key beside it; never over anything.

    Refused where something lies there already, and for a server; Unusable for a backup that is not as it was made.
    """
    manifest = manifest_in(source)
    if manifest.engine != "sqlite" or "://" in database:
        sentence = "A server is restored by its own tool, pg_restore, and the key is put where setter looks for it."
        raise Refused("restore_by_server", sentence, "restore", "docs/database.md says how.")
    _check(source, manifest)
    path = Path(database)
    for ending in ("", KEY, JOURNAL, "-wal", "-shm"):
        there = Path(f"{path}{ending}")
        if there.exists():
            hint = "Move it away, or name a new file with --db."
            raise Refused("database_there", "Something lies there already.", str(there), hint)
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        copy_file(source / f"{FILE}{KEY}", Path(f"{path}{KEY}"))
        if (source / f"{FILE}{JOURNAL}").is_dir():
            _copy_tree(source / f"{FILE}{JOURNAL}", Path(f"{path}{JOURNAL}"))
        copy_file(source / FILE, path)
        sync_folder(path.parent)
    return manifest


def _copy(desk: Desk, unit: Unit, folder: Path) -> Manifest:
    """Copy the database as this unit sees it, and say what is in the copy."""
    mark, heads = unit.suppressions.mark, unit.audit.heads()
    key = KeyRing(desk.store.engine.key_place).key(mark)  # as it lies there now, not as it was at the start
    name = desk.store.copy_to(folder)
    _write(folder / f"{name}{KEY}", key.hex().encode())
    return Manifest(
        setter=__version__,
        made_at=iso(desk.now()),
        made_by=desk.caller,
        engine="postgresql" if desk.store.engine.served else "sqlite",
        schema=SCHEMA_VERSION,
        key=mark,
        files={str(each.relative_to(folder)): _kept(each) for each in sorted(_files(folder))},
        audit=heads,
    )


def _copy_journal(desk: Desk, folder: Path) -> None:
    """What callers typed before the database has it; first, so that what leaves it meanwhile is in the database."""
    if not desk.store.engine.served and Path(f"{desk.store.url}{JOURNAL}").is_dir():
        _copy_tree(Path(f"{desk.store.url}{JOURNAL}"), folder / f"{FILE}{JOURNAL}")


def _copy_tree(source: Path, target: Path) -> None:
    target.mkdir(mode=0o700)
    for each in sorted(source.iterdir()):
        with contextlib.suppress(FileNotFoundError):  # a call that was just recorded has left the journal
            if each.is_dir():
                _copy_tree(each, target / each.name)
            else:
                copy_file(each, target / each.name)
    sync_folder(target)


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A folder that is there under its name once everything in it is, and not before."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
    with _told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.mkdir(mode=0o700)
        try:
            yield fresh
            sync_folder(fresh)
            fresh.rename(target)
            sync_folder(target.parent)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def _told(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        sentence = f"Nothing can be kept there: {problem.strerror}."
        hint = "Free space, mend the rights, or name another folder."
        raise Unusable("backup_unwritable", sentence, str(place), hint) from None


def _check(source: Path, manifest: Manifest) -> None:
    for name in {FILE, f"{FILE}{KEY}", *manifest.files}:
        try:
            as_made = _kept(source / name) == manifest.files.get(name)
        except OSError:
            as_made = False
        if not as_made:
            sentence = "This backup is not as it was made."
            raise Unusable("backup_damaged", sentence, str(source / name), "Take another one.")


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in folder.rglob("*") if each.is_file())


def _kept(path: Path) -> Kept:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return Kept(path.stat().st_size, digest.hexdigest())


def _write(path: Path, content: bytes) -> None:
    make_private(path)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
