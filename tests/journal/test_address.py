"""SQLite opens the file that a path names, whatever stands in it: no part is taken for an option."""

import contextlib
import sqlite3
import sys
from pathlib import Path, PureWindowsPath

import pytest

from posdesk.domain.clock import SystemClock
from posdesk.journal import backup, start_up
from posdesk.journal.files import address_at, address_of
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue import soundness
from posdesk.journal.rescue.restore import restore
from tests.journal.making import START

_STRANGE = ["a#b", "100%41", "x&mode=rw;y", "湘阴 一店", "é+='!,@", "~$~"]
_LONG = "长" * 60
_ONLY_ELSEWHERE = ["what?cache=shared", "back\\slash", 'quo"te', "c:d", "\udce9"]
FOLDERS = [*_STRANGE, f"{_LONG}/{_LONG}", *([] if sys.platform == "win32" else _ONLY_ELSEWHERE)]


@pytest.mark.parametrize("name", FOLDERS)
def test_a_home_of_any_name_is_begun_backed_up_checked_and_restored(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    start_up.make_ready(home, SystemClock())
    copy = home / "copies" / "copy #1.sqlite"
    backup.copy(home / FILE_NAME, copy)
    with contextlib.closing(backup.reader(copy)) as db:
        assert backup.head_in(db) is not None
    assert not soundness.look(copy).damage
    restore(copy, home / FILE_NAME, START)
    assert not list(home.glob("*coming*"))


def test_the_options_are_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "a?mode=rwc" if sys.platform != "win32" else tmp_path / "a&mode=rwc"
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(address_of(path, "mode=ro"), uri=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("C:/Users/王 五/posdesk/a#.sqlite", "/C:/Users/%E7%8E%8B%20%E4%BA%94/posdesk/a%23.sqlite"),
        ("//nas/share/a.sqlite", "//nas/share/a.sqlite"),
        ("//?/C:/a.sqlite", "//%3F/C:/a.sqlite"),
    ],
)
def test_a_share_is_a_path_and_no_host(path: str, address: str) -> None:
    assert address_at(PureWindowsPath(path), "mode=ro") == f"file:{'//'}{address}?mode=ro"


def test_sqlite_takes_a_path_that_begins_with_two_slashes(tmp_path: Path) -> None:
    """On this system it is the path with one; of a host SQLite says "invalid uri authority"."""
    file = tmp_path / "a.sqlite"
    with contextlib.closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE t (a)")
    found = address_of(file, "mode=ro")
    at = found.index("//") + 2
    doubled = f"{found[:at]}/{found[at:]}" if sys.platform != "win32" else found
    with contextlib.closing(sqlite3.connect(doubled, uri=True)) as db:
        assert db.execute("SELECT count(*) FROM t").fetchone() == (0,)
