"""A disk that machines share is told from one of this machine by the list of mounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from setter.domain.errors import Unusable
from setter.store.disks import network_disk
from setter.store.house import open_store


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that lies on another machine, as this system would list it."""
    folder = tmp_path / "the team's disk"
    folder.mkdir()
    mounts = tmp_path / "mounts"
    place = str(folder).replace(" ", "\\040")
    listed = [
        f"{tmp_path} / ext4 rw 0 0",
        f"office:/home {place} nfs4 rw,vers=4.2 0 0",
        f"none {place}/own tmpfs rw 0 0",
    ]
    mounts.write_text("\n".join(listed) + "\n", encoding="utf-8")
    monkeypatch.setattr("setter.store.disks.MOUNTS", mounts)
    return folder


def test_the_innermost_mount_decides(shared: Path) -> None:
    assert network_disk(shared / "new" / "house.db") == "nfs4"
    assert network_disk(shared / "own" / "house.db") == ""
    assert network_disk(shared.parent / "house.db") == ""


def test_a_link_to_it_is_seen_through(shared: Path) -> None:
    (shared.parent / "link").symlink_to(shared)
    assert network_disk(shared.parent / "link" / "house.db") == "nfs4"


def test_a_system_without_a_list_of_mounts_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("setter.store.disks.MOUNTS", tmp_path / "none")
    assert network_disk(tmp_path / "house.db") == ""


def test_no_database_is_made_there_and_what_to_do_is_said(shared: Path) -> None:
    with pytest.raises(Unusable) as no:
        open_store(str(shared / "house.db")).migrate()
    assert no.value.code == "database_on_network"
    assert "nfs4" in no.value.message and "PostgreSQL" in no.value.hint
    assert list(shared.iterdir()) == []
