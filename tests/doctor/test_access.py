"""What the doctor says of other accounts, and of the till's folder."""

import os
from pathlib import Path

import pytest

from posdesk.doctor import access
from posdesk.doctor.report import Finding, State
from posdesk.doctor.snapshot import Snapshot, snapshot_of
from posdesk.domain.clock import SystemClock
from posdesk.settings.settings import Receipts, Settings
from tests.support.accounts import NOBODY, needs_another_account, needs_modes


def snapshot(home: Path, till: str = "") -> Snapshot:
    return Snapshot(home, SystemClock(), Settings(receipts=Receipts(folder=till)))


def found(finding: Finding | None) -> tuple[State, str]:
    assert finding is not None
    return finding.state, finding.found.en


@needs_modes
def test_a_home_that_is_open_is_named_with_what_lies_open_in_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)
    (home / "journal.sqlite").touch(mode=0o600)
    (home / "listener.json").touch()
    (home / "listener.json").chmod(0o644)
    assert found(access.home(snapshot(home))) == (
        State.LOOK,
        "other accounts on this PC can get at home, listener.json",
    )
    home.chmod(0o700)
    assert found(access.home(snapshot(home)))[0] is State.OK
    assert access.home(snapshot(tmp_path / "none")) is None


@needs_another_account
def test_a_way_that_another_account_needs_is_told_until_it_has_one_outside(tmp_path: Path) -> None:
    home, way = tmp_path / "home", tmp_path / "home" / "receipts-in"
    way.mkdir(parents=True)
    (way / "1.json").touch()
    os.chown(way / "1.json", NOBODY, NOBODY)
    way.chmod(0o777)
    home.chmod(0o711)
    assert found(access.home(snapshot(home))) == (
        State.LOOK,
        f"files of another account lie in {way}: it stays open",
    )


def test_the_tills_folder_is_looked_at_where_one_is_named(tmp_path: Path) -> None:
    assert access.till_folder(snapshot(tmp_path)) is None
    (tmp_path / "till").mkdir()
    assert found(access.till_folder(snapshot(tmp_path, "till")))[0] is State.OK
    assert found(access.till_folder(snapshot(tmp_path, str(tmp_path / "none"))))[0] is State.BROKEN
    (tmp_path / "file").touch()
    assert found(access.till_folder(snapshot(tmp_path, "file")))[0] is State.BROKEN


@pytest.mark.parametrize("chosen", [".", "backups"])
def test_a_folder_of_our_own_is_wrong_settings(tmp_path: Path, chosen: str) -> None:
    (tmp_path / "posdesk.toml").write_text(f"[receipts]\nfolder = '{chosen}'\n", encoding="utf-8")
    wrong = snapshot_of(tmp_path, SystemClock()).settings_error
    assert wrong is not None
    assert wrong.key == "receipts.folder"


def test_what_lies_in_a_tills_folder_under_another_name_is_told(tmp_path: Path) -> None:
    place = tmp_path / "receipts-in"
    place.mkdir()
    assert access.not_taken(snapshot(tmp_path)) is None
    for name in ("till2.csv.filepart", "a.xlsx", "new.uploading", "a.csv", ".hidden", "Thumbs.db"):
        (place / name).touch()
        if name != "new.uploading":
            os.utime(place / name, (0, 0))
    (place / "folder.d").mkdir()
    assert found(access.not_taken(snapshot(tmp_path))) == (
        State.LOOK,
        "not taken: a.xlsx, till2.csv.filepart",
    )
    assert access.not_taken(snapshot(tmp_path / "none")) is None
