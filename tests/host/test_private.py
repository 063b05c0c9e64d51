"""What posdesk writes is for its own account: closed at the start, drafts that nobody can lay in wait for."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from posdesk.domain.clock import SystemClock
from posdesk.engine.listening import folder_place
from posdesk.errors import SettingsError
from posdesk.host import private
from posdesk.journal import Journal, backup, start_up
from posdesk.journal.journal import FILE_NAME
from posdesk.settings import settings
from posdesk.settings.settings import Receipts, Settings
from tests.journal.making import Counter
from tests.support.accounts import (
    NOBODY,
    as_nobody,
    modes_under,
    needs_another_account,
    needs_modes,
    open_ground,
)
from tests.support.engine import EngineHome, engine_home
from tests.support.paths import ROOT
from tests.support.processes import wait_for
from tests.support.simulator import MEITUAN

NOWHERE = "http://127.0.0.1:9"
pytestmark = needs_modes


@pytest.fixture
def ground() -> Iterator[Path]:
    with open_ground() as found:
        yield found


@contextmanager
def open_umask() -> Iterator[None]:
    """What is started meanwhile makes open files, unless it says otherwise."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def opened_up(home: Path) -> Path:
    """A home as posdesk made it before it closed anything, an order and a backup in it."""
    start_up.make_ready(home, SystemClock())
    journal = Journal(home, SystemClock(), "1")
    Counter(journal).add("A")
    journal.close()
    backup.copy(home / FILE_NAME, backup.target_of(home, SystemClock().now()))
    for name in ("logs", "receipts-in", "receipts-in/done", "sounds"):
        (home / name).mkdir()
    for name in ("logs/posdesk.log", "posdesk.toml", "journal.replaced-20260503-080000.sqlite"):
        (home / name).touch()
    for each in (home, *home.rglob("*")):
        each.chmod(0o755 if each.is_dir() else 0o644)
    return home


# The home is closed


def test_a_home_that_was_open_is_closed_and_what_was_is_said(tmp_path: Path) -> None:
    home = opened_up(tmp_path / "home")
    closing = private.close(home, till_is_elsewhere=False)
    assert {"home", "backups", "logs", "receipts-in", "posdesk.toml", FILE_NAME} <= set(closing.closed)
    assert "journal.replaced-20260503-080000.sqlite" in closing.closed
    assert closing.way is None
    assert modes_under(home) == {}
    assert private.close(home, till_is_elsewhere=False).closed == ()
    assert private.still_open(home) == ()


def test_nothing_is_closed_through_a_link_and_no_folder_that_all_share(tmp_path: Path) -> None:
    home = opened_up(tmp_path / "home")
    away = tmp_path / "etc"
    away.mkdir()
    (home / "posdesk.toml").rename(away / "shop.toml")
    (home / "posdesk.toml").symlink_to(away / "shop.toml")
    (home / "backups").rename(away / "backups")
    (home / "backups").symlink_to(away / "backups")
    before = modes_under(away)
    private.close(home, till_is_elsewhere=False)
    assert modes_under(away) == before
    home.chmod(0o1777)
    private.close(home, till_is_elsewhere=False)
    assert home.stat().st_mode & 0o7777 == 0o1777, "such a folder is the system's"


def test_the_engine_closes_its_home_and_makes_nothing_open(ground: Path) -> None:
    home = opened_up(ground / "home")
    with open_umask(), engine_home(EngineHome(home, NOWHERE, (MEITUAN,))) as at:
        wait_for((home / "receipts-in/rejected").is_dir, "the drop folder")
        assert modes_under(home) == {}
        assert (home / f"{FILE_NAME}-wal").exists()
        assert "closed to other accounts" in (home / "logs/posdesk.log").read_text(encoding="utf-8")
        assert at.stop() == 0
    assert modes_under(home) == {}


@needs_another_account
def test_no_other_account_reads_a_home_or_locks_its_files(ground: Path) -> None:
    home = opened_up(ground / "home")
    assert as_nobody("/bin/cat", home / FILE_NAME)
    with engine_home(EngineHome(home, NOWHERE, (MEITUAN,))):
        for each in (
            home / FILE_NAME,
            home / f"{FILE_NAME}-wal",
            home / "posdesk.lock",
            home / "posdesk.toml",
        ):
            assert each.exists()
            assert not as_nobody("/bin/cat", each)
        assert not as_nobody("/bin/ls", home)


@pytest.mark.parametrize(
    "words",
    [
        ("export", "orders", "--format", "csv", "-o", "made"),
        ("export", "orders", "--format", "jsonl", "-o", "made"),
        ("export", "orders", "--format", "xlsx", "-o", "made"),
        ("backup", "-o", "made"),
        ("doctor", "--zip", "made"),
    ],
)
def test_every_command_writes_for_its_own_account(tmp_path: Path, words: tuple[str, ...]) -> None:
    home = opened_up(tmp_path / "home")
    target = tmp_path / "out" / "made"
    target.parent.mkdir()
    named = [str(target) if word == "made" else word for word in words]
    command = [sys.executable, "-m", "posdesk", *named, "--home", str(home)]
    with open_umask():
        subprocess.run(command, cwd=ROOT, check=False, capture_output=True, timeout=60)
    assert target.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in target.parent.iterdir()] == ["made"]


# A till of another account


def tills_way(home: Path) -> Path:
    """A folder in an open home in which another account's till has left a file."""
    way = opened_up(home) / "receipts-in"
    way.chmod(0o777)
    file = way / "done" / "0001.json"
    file.touch()
    os.chown(file, NOBODY, NOBODY)
    return way


@needs_another_account
def test_the_way_of_a_till_of_another_account_stays_open_and_nothing_else_does(ground: Path) -> None:
    home = ground / "home"
    way = tills_way(home)
    with engine_home(EngineHome(home, NOWHERE, (MEITUAN,))):
        assert home.stat().st_mode & 0o777 == 0o711
        assert way.stat().st_mode & 0o777 == 0o777
        assert as_nobody("/bin/cp", "/dev/null", way / "0002.json")
        wait_for((way / "rejected" / "0002.json").exists, "the till's file to be taken")
        assert not as_nobody("/bin/ls", home)
        for name in (FILE_NAME, "posdesk.toml", "posdesk.lock", "listener.json", "logs/posdesk.log"):
            assert not as_nobody("/bin/cat", home / name)
        assert "stays open" in (home / "logs/posdesk.log").read_text(encoding="utf-8")
    assert private.still_open(home) == ()
    assert private.shared_way(home) == way


@needs_another_account
def test_once_its_till_has_a_folder_outside_the_home_is_closed(ground: Path) -> None:
    home, outside = ground / "home", ground / "receipts"
    tills_way(home)
    outside.mkdir()
    outside.chmod(0o777)
    (home / "receipts-in" / "0001.json").touch()
    more = f'[receipts]\nfolder = "{outside}"\n'
    with engine_home(EngineHome(home, NOWHERE, (MEITUAN,), more_settings=more)):
        assert home.stat().st_mode & 0o777 == 0o700
        taken = home / "receipts-in" / "rejected" / "0001.json"
        wait_for(taken.exists, "what was handed in before the move")
        assert as_nobody("/bin/cp", "/dev/null", outside / "0002.json")
        wait_for((outside / "rejected" / "0002.json.reason.txt").exists, "the reason")
        assert outside.stat().st_mode & 0o777 == 0o777
        assert as_nobody("/bin/ls", outside / "rejected"), "its modes are those of the folder"
    assert modes_under(home / "backups") == {}


@needs_another_account
def test_the_homes_own_folder_is_not_elsewhere_by_its_name(ground: Path) -> None:
    home = ground / "home"
    way = tills_way(home)
    with engine_home(
        EngineHome(home, NOWHERE, (MEITUAN,), more_settings='[receipts]\nfolder = "receipts-in"\n')
    ):
        assert as_nobody("/bin/cp", "/dev/null", way / "0002.json")


@needs_another_account
def test_a_way_that_was_closed_is_not_opened_and_root_needs_none(ground: Path) -> None:
    home = ground / "home"
    way = tills_way(home)
    home.chmod(0o700)
    assert private.close(home, till_is_elsewhere=False).way is None
    assert home.stat().st_mode & 0o777 == 0o700
    assert way.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("chosen", [".", "..", "backups", "logs/tills", "/"])
def test_a_folder_in_which_other_things_lie_is_no_tills_folder(tmp_path: Path, chosen: str) -> None:
    with pytest.raises(SettingsError, match=r"receipts\.folder"):
        folder_place.check(Settings(receipts=Receipts(folder=chosen)), tmp_path / "home")


def test_a_tills_folder_is_named_from_the_home_or_from_the_root(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for chosen, place in (
        ("", home / "receipts-in"),
        ("../till", home / "../till"),
        ("/srv/till", Path("/srv/till")),
    ):
        said = Settings(receipts=Receipts(folder=chosen))
        assert folder_place.place_of(said, home) == place
        folder_place.check(said, home)


# Drafts


def test_a_draft_is_never_written_through_what_lies_in_wait(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    draft = private.draft_of(tmp_path / "made")
    draft.symlink_to(victim)
    with pytest.raises(OSError, match="exists"):
        private.create(draft)
    assert victim.read_text() == "mine"
    assert len({private.draft_of(tmp_path / "made") for _ in range(100)}) == 100


def test_only_old_drafts_of_ours_are_swept(tmp_path: Path) -> None:
    old, new, ahead, link = (private.draft_of(tmp_path / "x") for _ in range(4))
    other = tmp_path / "notes.part"
    for each in (old, new, ahead, other):
        each.touch()
    link.symlink_to(other)
    os.utime(old, (0, 0))
    os.utime(ahead, (4e9, 4e9))
    os.utime(other, (0, 0))
    private.sweep(tmp_path)
    assert set(tmp_path.iterdir()) == {new, other, link}


def test_what_fails_leaves_neither_a_draft_nor_half_a_file(tmp_path: Path) -> None:
    target = tmp_path / "made"
    target.write_text("old")
    with pytest.raises(KeyError), private.whole(target) as draft:  # noqa: PT012 - what is written, then fails
        with private.create(draft) as file:
            file.write(b"new")
        raise KeyError
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_old_drafts_are_gone_after_a_start(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    left = [private.draft_of(folder / "x") for folder in (tmp_path, tmp_path / "backups")]
    for each in left:
        each.touch()
        os.utime(each, (0, 0))
    with engine_home(EngineHome(tmp_path, NOWHERE, (MEITUAN,))):
        assert not any(each.exists() for each in left)


# Links that an administrator has set


def test_a_linked_home_and_a_linked_settings_file_work(tmp_path: Path) -> None:
    real, link = tmp_path / "disk" / "home", tmp_path / "home"
    real.mkdir(parents=True)
    link.symlink_to(real)
    at = EngineHome(link, NOWHERE, (MEITUAN,))
    shared = tmp_path / "shop.toml"
    (real / settings.FILE_NAME).rename(shared)
    (real / settings.FILE_NAME).symlink_to(shared)
    shared.chmod(0o644)
    with engine_home(at):
        assert (real / FILE_NAME).exists()
        assert modes_under(real) == {}
        assert link.is_symlink()
    assert (real / settings.FILE_NAME).is_symlink()
    assert shared.stat().st_mode & 0o777 == 0o644
