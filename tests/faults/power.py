"""A power cut: what a recorder wrote down of the journal's files is played up to each file's last sync."""

import os
import random
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import preload

_HEAD = struct.Struct("=cHQQ")
_SOURCE = Path(__file__).with_name("recorder.c")
SECTOR_BYTES = 512
RECORD, JOURNAL = "FAULTS_RECORD", "FAULTS_JOURNAL"


def built(folder: Path) -> Path:
    """The recorder as a shared library, built in `folder`. Raises CalledProcessError."""
    return preload.built(_SOURCE, folder)


def recorded(library: Path, log: Path, journal: Path) -> dict[str, str]:
    """The environment in which every process writes down what it does to the journal's files."""
    return {preload.PRELOAD: str(library), RECORD: str(log), JOURNAL: str(journal)}


@dataclass(slots=True)
class _File:
    """A file as it is on the platter, and what was written and not synced yet."""

    synced: bytearray = field(default_factory=bytearray)
    is_there: bool = False
    waiting: list[tuple[bytes, int, bytes]] = field(default_factory=list)

    def sync(self) -> None:
        for op, offset, data in self.waiting:
            _apply(self.synced, op, offset, data)
        self.waiting.clear()
        self.is_there = True


def _apply(content: bytearray, op: bytes, offset: int, data: bytes) -> None:
    if op == b"T":
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


def cut(log: Path, journal: Path, chance: random.Random) -> int:
    """Put the journal's files into a state that a power cut could leave; how many writes were lost.

    Every write after a file's last sync is lost, or, by chance, each of its sectors is.
    """
    files = _played(log)
    torn, lost = chance.random() < 0.5, 0
    os.truncate(log, 0)  # the files as they are put down now are its new beginning
    for path in journal.parent.glob(f"{journal.name}*"):
        path.unlink()
    for path_text, file in files.items():
        lost += sum(op == b"W" for op, _, _ in file.waiting)
        if torn and file.is_there:
            _tear(file, chance)
        if file.is_there:
            put(Path(path_text), bytes(file.synced))
    return lost


def _played(log: Path) -> Mapping[str, _File]:
    files: dict[str, _File] = {}
    for op, path, offset, data in _records(log):
        if op == b"U":
            files.pop(path, None)
        elif op == b"R":
            moved = files.pop(path, None)
            if moved is not None:
                files[data.decode()] = moved
        elif op == b"S":
            files.setdefault(path, _File()).sync()
        else:
            files.setdefault(path, _File()).waiting.append((op, offset, data))
    return files


def _records(log: Path) -> Iterator[tuple[bytes, str, int, bytes]]:
    content, at = log.read_bytes() if log.exists() else b"", 0
    while at < len(content):
        op, named, offset, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        path, at = content[at : at + named].decode(), at + named
        data, at = content[at : at + length], at + length
        yield op, path, offset, data


def _tear(file: _File, chance: random.Random) -> None:
    """Some sectors got there all the same, in any order."""
    for op, offset, data in file.waiting:
        if op == b"T":
            continue
        for start in range(0, len(data), SECTOR_BYTES):
            if chance.random() < 0.5:
                _apply(file.synced, op, offset + start, data[start : start + SECTOR_BYTES])


def put(path: Path, content: bytes) -> None:
    """Write a file and sync it."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.pwrite(number, content, 0)
    os.fsync(number)
    os.close(number)
