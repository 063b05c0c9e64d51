"""Another file takes the journal's place: whenever the power is cut, one whole journal is there."""

import contextlib
import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from posdesk.errors import DiskError, DiskFault
from posdesk.host import disk
from posdesk.journal.rescue import exchange
from tests.support.windows_files import HeldError, held

NOW = datetime(2026, 5, 3, 4, 25, 36, tzinfo=UTC)
KEPT = "journal.replaced-20260503-122536.sqlite"


class PowerCut(BaseException):
    """Nothing after this is done."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for part in exchange.PARTS:
        (tmp_path / f"journal.sqlite{part}").write_text(f"old{part}")
    (tmp_path / "draft").write_text("new")
    return tmp_path


def contents(home: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in home.iterdir()}


def after(name: str) -> dict[str, str]:
    return {"journal.sqlite": "new"} | {f"{name}{part}": f"old{part}" for part in exchange.PARTS}


def test_the_old_one_is_kept_whole_under_a_dated_name(home: Path) -> None:
    kept = exchange.put_in_place(home / "journal.sqlite", home / "draft", "replaced", NOW)
    assert kept == home / KEPT
    assert contents(home) == after(KEPT)


def test_two_of_one_second_are_both_kept(home: Path) -> None:
    path = home / "journal.sqlite"
    exchange.put_in_place(path, home / "draft", "replaced", NOW)
    (home / "draft").write_text("newer")
    second = exchange.put_in_place(path, home / "draft", "replaced", NOW)
    assert second == home / "journal.replaced-20260503-122536-2.sqlite"
    assert contents(home)["journal.sqlite"] == "newer"
    assert contents(home)[second.name] == "new"


@pytest.mark.parametrize("moves", range(1, 6))
def test_after_a_power_cut_the_next_start_finishes_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    done, plain = 0, Path.replace

    def replace(self: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done == moves:
            raise PowerCut
        return plain(self, target)

    path = home / "journal.sqlite"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(PowerCut):
            exchange.put_in_place(path, home / "draft", "replaced", NOW)
    cut = contents(home)
    exchange.finish(path)
    if moves == 1:  # nothing had begun: the old one stays
        assert contents(home) == cut
        assert cut["journal.sqlite"] == "old"
        return
    found = contents(home)
    assert found["journal.sqlite"] == "new"
    assert not list(home.glob("*coming*"))
    assert sorted(text for name, text in found.items() if "replaced" in name) == ["old", "old-shm", "old-wal"]
    assert "journal.sqlite-wal" not in found, "SQLite would play it into the new one"


def test_without_an_exchange_under_way_nothing_is_touched(home: Path) -> None:
    before = contents(home)
    assert exchange.finish(home / "journal.sqlite") is None
    assert contents(home) == before


def test_a_wal_that_is_kept_already_is_not_written_over(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exchange was cut behind it, and a look at the journal made another one."""
    path, plain = home / "journal.sqlite", Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self == path:
            raise PowerCut
        return plain(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(PowerCut):
            exchange.put_in_place(path, home / "draft", "replaced", NOW)
    (home / "journal.sqlite-wal").write_text("empty")
    exchange.finish(path)
    assert contents(home)[f"{KEPT}-wal"] == "old-wal"
    assert contents(home)[KEPT] == "old"
    assert contents(home)["journal.sqlite"] == "new"


def held_at(move: int) -> Callable[[Path, Path], Path]:
    """From that move on another program has the journal's parts open: each try to move one is refused."""
    done, plain = itertools.count(1), Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target.name.startswith("journal.replaced") and next(done) >= move:
            raise HeldError(self, target=target)
        return plain(self, target)

    return replace


@pytest.mark.parametrize("move", range(1, 4))
def test_what_is_given_up_is_as_it_was_and_no_later_start_does_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, move: int
) -> None:
    """A journal without its -wal would be an older one; a restore that failed must not happen tomorrow."""
    monkeypatch.setattr(disk, "rest", lambda _seconds: None)
    path, before = home / "journal.sqlite", contents(home)
    del before["draft"]
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", held_at(move))
        with pytest.raises(DiskError, match="another program has it open") as told:
            exchange.put_in_place(path, home / "draft", "replaced", NOW)
    assert told.value.fault is DiskFault.LOCKED
    assert contents(home) == before
    exchange.finish(path)
    assert contents(home) == before


def test_a_part_that_cant_be_moved_back_keeps_none_of_the_others_away(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scanner looks into the -shm that was just moved: the -wal, with what was acknowledged, is back."""
    monkeypatch.setattr(disk, "rest", lambda _seconds: None)
    plain, forward = Path.replace, held_at(3)

    def replace(self: Path, target: Path) -> Path:
        if target.name == "journal.sqlite-shm":
            raise HeldError(self, target=target)
        return forward(self, target) if target.name.startswith("journal.replaced") else plain(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(DiskError, match="another program has it open"):
            exchange.put_in_place(home / "journal.sqlite", home / "draft", "replaced", NOW)
    found = contents(home)
    assert (found["journal.sqlite"], found["journal.sqlite-wal"]) == ("old", "old-wal")
    exchange.finish(home / "journal.sqlite")
    assert contents(home)["journal.sqlite"] == "old", "what was said to have failed is not done later"


def test_what_another_program_has_open_is_exchanged_once_it_lets_go(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home / "journal.sqlite"
    with contextlib.ExitStack() as other:
        other.enter_context(held(path))
        monkeypatch.setattr(disk, "rest", lambda _seconds: other.close())
        exchange.put_in_place(path, home / "draft", "replaced", NOW)
    assert contents(home) == after(KEPT)


@pytest.mark.windows("elsewhere nobody is hindered by an open file")
@pytest.mark.parametrize("part", exchange.PARTS)
def test_while_another_program_has_a_part_open_nothing_is_changed(
    home: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(disk, "rest", lambda _seconds: None)
    before = contents(home)
    del before["draft"]
    with held(home / f"journal.sqlite{part}"), pytest.raises(DiskError):
        exchange.put_in_place(home / "journal.sqlite", home / "draft", "replaced", NOW)
    assert contents(home) == before
