"""The suppression key lies outside the database, is made once, and is never made anew once it is needed."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from setter.domain.errors import Unusable
from setter.services.desk import make_database, open_desk
from setter.store.keys import KeyRing
from setter.store.records import Suppression, SuppressionAct
from setter.store.unit import Unit

MAKE = (
    "import sys; from setter.services.desk import make_database; make_database(sys.argv[1], sandbox=True).store.close()"
)
ACT = SuppressionAct(1, "tidemark", "value", "do_not_call", None, 1, "mira")
SOMEBODY = Suppression("tidemark", "number", "ff", ACT.id, ACT.reason)


def suppress_somebody(unit: Unit) -> None:
    """Whoever has this number is left alone."""
    unit.suppressions.begin(ACT)
    unit.suppressions.add(SOMEBODY)


def made(url: str, suppressed: bool = False) -> tuple[bytes, Path]:
    """A new sandbox's key, and where it lies."""
    desk = make_database(url, sandbox=True)

    def look(unit: Any) -> tuple[bytes, Path]:
        return unit.suppressions.key, desk.store.engine.key_place(unit.suppressions.mark)

    if suppressed:
        desk.store.write(suppress_somebody)
    found = desk.store.read(look)
    desk.store.close()
    return found


def test_it_is_a_private_file_and_nowhere_in_the_database(url: str) -> None:
    key, place = made(url)
    assert place.read_text() == key.hex() and stat.S_IMODE(place.stat().st_mode) == 0o600
    desk = open_desk(url)
    rows = desk.store.engine.reader().execute("SELECT name, value FROM setting").fetchall()
    assert key.hex() not in str([dict(row) for row in rows])
    desk.store.close()
    if "://" not in url:
        assert key.hex().encode() not in Path(url).read_bytes()
        assert place == Path(f"{url}.key")


def test_a_second_start_leaves_it_alone(url: str) -> None:
    assert made(url) == made(url)


def test_programs_that_make_the_database_at_once_agree_on_it(url: str) -> None:
    started = [subprocess.Popen([sys.executable, "-c", MAKE, url], stderr=subprocess.PIPE) for _ in range(4)]
    told = [program.communicate()[1].decode() for program in started]
    assert [program.returncode for program in started] == [0] * 4, told
    _, place = made(url)
    beside = [each.name for each in place.parent.iterdir() if each.name.endswith(".key") and each != place]
    assert "://" in url or beside == []
    open_desk(url).store.close()


def test_without_it_nobody_works_and_no_other_is_made(url: str) -> None:
    key, place = made(url, suppressed=True)
    place.unlink()
    for sit_down in (open_desk, lambda at: make_database(at, sandbox=True)):
        with pytest.raises(Unusable) as refused:
            sit_down(url)
        assert refused.value.code == "suppression_key_missing" and "backup" in refused.value.hint
        assert not place.exists()
    place.write_text(key.hex())
    open_desk(url).store.close()


def test_while_nobody_is_suppressed_making_the_database_again_makes_another(url: str) -> None:
    key, place = made(url)
    place.unlink()
    with pytest.raises(Unusable):
        open_desk(url)
    assert made(url)[0] != key
    open_desk(url).store.close()


def test_another_databases_key_is_refused(url: str) -> None:
    _, place = made(url)
    for content, code in (("cd" * 32, "suppression_key_other"), ("no key", "suppression_key_unreadable")):
        place.write_text(content)
        with pytest.raises(Unusable) as refused:
            open_desk(url)
        assert refused.value.code == code


def test_a_servers_key_may_lie_where_the_setting_says(
    url_of: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SETTER_SUPPRESSION_KEY_FILE", str(tmp_path / "team.key"))
    key, place = made(url_of("postgres"))
    assert place == tmp_path / "team.key" and place.read_text() == key.hex()


def test_whoever_comes_second_by_a_hair_finds_the_first_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (KeyRing(lambda mark: tmp_path / "house.db.key") for _ in range(2))
    mark = first.make()
    monkeypatch.setattr(Path, "exists", lambda path: False)
    assert second.make() == mark and second.key(mark) == first.key(mark)
    assert [each.name for each in tmp_path.iterdir()] == ["house.db.key"]
