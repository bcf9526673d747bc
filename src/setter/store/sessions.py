"""Sessions with a PostgreSQL server: which of several hosts, how long to wait, and what the server says of itself."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from setter.domain.errors import Unusable
from setter.store.engine import Away
from setter.store.presence import server_away
from setter.store.server_trouble import FOR_GOOD, turned_away
from setter.store.timelines import Timelines

PATIENCE = {
    "connect_timeout": 10,
    "tcp_user_timeout": 3_000,
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
}
"""How long a server may be silent before it counts as gone (seconds; `tcp_user_timeout` in milliseconds)."""
AMONG_SEVERAL = {"connect_timeout": 2, "target_session_attrs": "read-write"}
"""Of several hosts the one is wanted that takes writes, and the next is asked soon."""
PREPARED_AFTER, MOST_PREPARED = 0, 1_000
"""After how often a statement is prepared, and how many are kept: all that a caller needs in a day, for a day.

At once, for only then does the driver look whether it was: one that is sent for the second time, after a write that
failed, it would take for prepared for ever.
"""
_LISTED = ("host", "hostaddr", "port")
_ASK = """SELECT pg_is_in_recovery() AS standby,
    CASE WHEN NOT pg_is_in_recovery() THEN pg_walfile_name(pg_current_wal_lsn()) END AS segment,
    (SELECT system_identifier FROM pg_control_system()) AS cluster,
    current_setting('synchronous_standby_names') <> '' AS replicated,
    to_regclass('written') IS NOT NULL AS marks,
    set_config('lock_timeout', '10s', false)"""
"""What is asked of a server at once, with how long one waits for a row: whoever holds it may be lost."""
_ASK_LITTLE = """SELECT pg_is_in_recovery() AS standby, NULL AS segment, NULL AS cluster,
    current_setting('synchronous_standby_names') <> '' AS replicated, to_regclass('written') IS NOT NULL AS marks"""
_UNCONFIRMED = "01000"


@dataclass(slots=True)
class Session:
    """What a server said of itself when a connection was opened: whether it is a standby and takes no writes, whether
    its commits wait for a standby of its own, and whether it can be asked what became of a commit.

    `unconfirmed` is set when a commit waited in vain for the standby; `pausing` lets a writer pause as it likes.
    """

    standby: bool
    replicated: bool
    marks: bool
    unconfirmed: bool = False
    pausing: bool = False


class Sessions:
    """Opens connections to one address. A server that answered once and does not now is `Away`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._timelines = Timelines()
        self._known = False
        self._opened: list[Any] = []
        self._opening = threading.Lock()

    def open(self) -> Any:
        """Open a connection, with its `session`; Unusable without the driver, or when only stale servers answer."""
        try:
            import psycopg
        except ImportError as missing:
            raise Unusable(
                "driver_missing",
                "PostgreSQL needs the psycopg driver.",
                "",
                "Install it with: pip install 'setter[postgres]'.",
            ) from missing
        logging.getLogger("psycopg").setLevel(logging.CRITICAL)  # it would print into a caller's screen
        given = self._address(psycopg)
        try:
            connection = self._connect(psycopg, given)
        except psycopg.OperationalError as problem:
            refused = turned_away(problem)
            if not self._known or (refused is not None and refused.code in FOR_GOOD):
                raise
            raise Away(server_away()) from None
        self._known = True
        return connection

    @property
    def several(self) -> bool:
        """Whether the address names several hosts."""
        return "," in urlsplit(self.url).netloc or "," in dict(parse_qsl(urlsplit(self.url).query)).get("host", "")

    def _address(self, psycopg: Any) -> dict[str, Any]:
        """The parts of the address; Unusable for what is none, without a word of it: it may hold a password."""
        try:
            given: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(self.url)
            urlsplit(self.url)
        except (psycopg.ProgrammingError, ValueError):
            hint = "Write postgresql://USER@HOST/NAME; of a password write % as %25, [ as %5B, @ as %40 and / as %2F."
            raise Unusable("database_unusable", "This is no address of a PostgreSQL server.", "", hint) from None
        return given

    def close(self) -> None:
        """Close every connection that was opened."""
        for connection in self._opened:
            connection.close()

    def _connect(self, psycopg: Any, given: dict[str, Any]) -> Any:
        """Connect to the first host that serves; a stale one is passed over while there are others."""
        from psycopg.rows import dict_row

        several = AMONG_SEVERAL if self.several else {}
        patience = {name: value for name, value in (PATIENCE | several).items() if name not in given}
        connection = psycopg.connect(autocommit=True, row_factory=dict_row, **given, **patience)
        connection.prepare_threshold, connection.prepared_max = PREPARED_AFTER, MOST_PREPARED
        try:
            connection.session, place = _introduce(psycopg, connection)
            self._timelines.refuse_older(*place)
        except Unusable:
            others = _without(given, connection.info.host, str(connection.info.port))
            connection.close()
            if others is None:
                raise
            return self._connect(psycopg, {**patience, **others})
        except BaseException:
            connection.close()
            raise
        with self._opening:
            self._opened = [each for each in self._opened if not each.closed]
            self._opened.append(connection)
        return connection


def server_standby() -> Unusable:
    """What to tell whoever would write on a standby."""
    hint = "Name the primary, or all hosts of it, in SETTER_DATABASE."
    return Unusable("server_standby", "This PostgreSQL server is a standby, which takes no writes.", "", hint)


def _introduce(psycopg: Any, connection: Any) -> tuple[Session, tuple[str, int]]:
    """Ask a server what it is; its place in time is (cluster, timeline), 0 where it does not say."""
    try:
        said = connection.execute(_ASK).fetchone()
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedFunction, psycopg.errors.FeatureNotSupported):
        said = connection.execute(_ASK_LITTLE).fetchone()
    session = Session(said["standby"], said["replicated"], said["marks"])

    def hear(notice: Any) -> None:
        if notice.sqlstate == _UNCONFIRMED:
            session.unconfirmed = True

    connection.add_notice_handler(hear)
    return session, (str(said["cluster"] or ""), int(said["segment"][:8], 16) if said["segment"] else 0)


def _without(given: dict[str, Any], host: str, port: str) -> dict[str, Any] | None:
    """An address of several hosts without one of them; None when no other is left."""
    hosts = str(given.get("host", "")).split(",")
    ports = str(given.get("port", "5432")).split(",")
    ports = ports if len(ports) == len(hosts) else ports * len(hosts)
    left = [at for at in range(len(hosts)) if (hosts[at], ports[at] or "5432") != (host, port)]
    if not left or len(left) == len(hosts):
        return None
    listed = {name: str(given[name]).split(",") for name in _LISTED if name in given}
    return given | {name: ",".join(each[at] for at in left) for name, each in listed.items() if len(each) == len(hosts)}
