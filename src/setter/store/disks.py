"""On what kind of disk a file lies: one that machines share keeps no two of them from writing at once."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

MOUNTS = Path("/proc/self/mounts")
OVER_THE_NETWORK = frozenset(
    {
        *("9p", "afs", "beegfs", "ceph", "cifs", "davfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"),
        *("fuse.ceph", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"),
    }
)


def network_disk(path: Path) -> str:
    """The kind of network file system that a path lies on, such as "nfs4"; "" for a disk of this machine.

    A system that does not list its mounts is taken at its word: "".
    """
    kinds: dict[Path, str] = {}
    with suppress(OSError):
        for line in MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines():
            _, place, kind, *_ = line.split(" ")
            kinds[Path(_spelt_out(place))] = kind
    whole = path.absolute().resolve()
    kind = next((kinds[each] for each in (whole, *whole.parents) if each in kinds), "")
    return kind if kind in OVER_THE_NETWORK else ""


def _spelt_out(place: str) -> str:
    """A mount's place, in which blanks stand as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)
