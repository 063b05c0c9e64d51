"""A file that another program has open is tried again for a while; then nothing is half done."""

import os
import stat
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from posdesk.host import disk, private
from tests.support.windows_files import ACCESS_DENIED, SHARING_VIOLATION, HeldError, held

needs_windows = pytest.mark.windows("only Windows has that mark")


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What was waited, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr(disk, "rest", waited.append)
    return waited


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    source, target = tmp_path / "new", tmp_path / "old"
    source.write_text("new", encoding="utf-8")
    target.write_text("old", encoding="utf-8")
    return source, target


def open_for(tries: int, winerror: int) -> Callable[[Path, Path], Path]:
    """As Windows answers that many times."""
    left, plain = iter(range(tries)), Path.replace

    def replace(self: Path, target: Path) -> Path:
        if next(left, None) is not None:
            raise HeldError(self, winerror, target)
        return plain(self, target)

    return replace


def let_go(other: ExitStack, _seconds: float) -> None:
    other.close()


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.parametrize("winerror", [SHARING_VIOLATION, ACCESS_DENIED])
def test_what_is_let_go_within_seconds_is_replaced(
    two: tuple[Path, Path], rests: list[float], monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    monkeypatch.setattr(Path, "replace", open_for(3, winerror))
    disk.replace(*two)
    assert texts(two[0].parent) == {"old": "new"}
    assert rests == list(disk.PAUSES_S[:3])


def test_what_is_never_let_go_is_given_up_after_some_seconds(
    two: tuple[Path, Path], rests: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", open_for(1000, SHARING_VIOLATION))
    with pytest.raises(PermissionError) as told:
        disk.replace(*two)
    assert texts(two[0].parent) == {"new": "new", "old": "old"}
    assert 2 < sum(rests) < 8
    assert disk.why(told.value) == "another program has it open"


def test_any_other_fault_is_said_at_once(tmp_path: Path, rests: list[float]) -> None:
    with pytest.raises(FileNotFoundError):
        disk.replace(tmp_path / "none", tmp_path / "old")
    (tmp_path / "folder").mkdir()
    (tmp_path / "new").touch()
    with pytest.raises(OSError, match=r"folder"):
        disk.replace(tmp_path / "new", tmp_path / "folder")
    assert rests == []


def test_who_may_not_wait_does_not(
    two: tuple[Path, Path], rests: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", open_for(1, SHARING_VIOLATION))
    with pytest.raises(PermissionError):
        disk.replace(*two, pauses_s=disk.AT_ONCE)
    assert rests == []


def test_another_programs_hold_ends_and_the_file_is_replaced_and_removed(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real handle; where none hinders, nothing is waited for."""
    source, target = two
    acts: tuple[Callable[[], None], ...] = (
        lambda: disk.replace(source, target),
        lambda: disk.remove(target),
    )
    for act in acts:
        with ExitStack() as other:
            other.enter_context(held(target))
            monkeypatch.setattr(disk, "rest", partial(let_go, other))
            act()
    assert texts(source.parent) == {}


@pytest.mark.windows("elsewhere nobody is hindered by an open file")
def test_while_another_program_holds_it_nothing_is_half_done(
    two: tuple[Path, Path], rests: list[float]
) -> None:
    source, target = two
    with held(target):
        with pytest.raises(PermissionError) as told:
            disk.replace(source, target)
        with pytest.raises(PermissionError):
            disk.remove(target)
    assert "another program has it open" in disk.why(told.value)
    assert texts(source.parent) == {"new": "new", "old": "old"}
    assert len(rests) == 2 * len(disk.PAUSES_S)


def test_a_draft_whose_target_stays_open_leaves_nothing_behind(
    two: tuple[Path, Path], rests: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", open_for(1000, ACCESS_DENIED))
    _, target = two
    with pytest.raises(PermissionError), private.whole(target) as draft:
        draft.write_text("half", encoding="utf-8")
    assert texts(target.parent) == {"new": "new", "old": "old"}


def test_what_is_marked_read_only_is_replaced_and_removed(two: tuple[Path, Path]) -> None:
    """As elsewhere, where only the folder counts: a backup that was copied has such a mark."""
    source, target = two
    target.chmod(stat.S_IREAD)
    disk.replace(source, target)
    assert texts(target.parent) == {"old": "new"}
    target.chmod(stat.S_IREAD)
    disk.remove(target)
    assert texts(target.parent) == {}


@needs_windows
def test_what_could_not_be_replaced_keeps_its_mark(two: tuple[Path, Path], rests: list[float]) -> None:
    source, target = two
    target.chmod(stat.S_IREAD)
    with held(target), pytest.raises(PermissionError):
        disk.replace(source, target)
    assert not os.access(target, os.W_OK)
    target.chmod(stat.S_IREAD | stat.S_IWRITE)
