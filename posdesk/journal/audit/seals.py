"""The seals of the audit trail's end, in a file beside the journal's mark: a line of JSON each.

Whoever can write the journal can work out its chain anew; a seal takes a key as well, which is in the keyring
alone. A seal says: so the trail ended at this line. A note says: from here on somebody writes, and may not
come to seal it. Both are only ever appended; once the file has grown, the newest are kept, and of the older
ones the last of each hour, day and month, each clean end with the note behind it.
"""

import contextlib
import hashlib
import hmac
import json
import os
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from posdesk.domain.clock import from_text
from posdesk.host import disk, private
from posdesk.host.disk import sync_folder
from posdesk.journal.end_mark import EndMark
from posdesk.records import dataclass, replace

FILE_NAME = "journal.seals"
MOST_BYTES = 256 * 1024  # some 650 of them; then they are thinned to 450 at most
NEWEST, HOURS, DAYS, MONTHS = 64, 48, 92, 240
_READ_BYTES = 4 * MOST_BYTES


@dataclass(frozen=True, slots=True)
class Seal:
    """So the trail of `journal` ended: line and hash, on which of its branches, and when (journal text).

    `is_end`: whoever wrote until then was done. `key` names the key that made `seal`; it tells nothing of it.
    """

    journal: str
    line: int
    hash: str
    branch: str
    at: str
    is_end: bool
    key: str
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Says who (`by`) writes from behind this line on, sealed later or not. `at` is journal text."""

    journal: str
    line: int
    by: str
    at: str


Entry = Seal | Note


def secret_name(journal: str) -> str:
    """The keyring's name for the key of a journal's seals."""
    return f"audit/seal/{journal}"


def name_of(secret: str) -> str:
    """The name of a key, by which it is known from another."""
    return hashlib.sha256(f"posdesk audit seal {secret}".encode()).hexdigest()[:16]


def made(secret: str, mark: EndMark, *, branch: str, at: str, is_end: bool) -> Seal:
    """The seal of a trail's end."""
    plain = Seal(mark.journal, mark.line, mark.hash, branch, at, is_end, name_of(secret))
    return replace(plain, seal=_sealed(secret, plain))


def is_genuine(seal: Seal, secret: str) -> bool:
    """Whether this key made it, of just these words."""
    return is_proof(seal.seal, _sealed(secret, seal))


def _sealed(secret: str, seal: Seal) -> str:
    return proof(secret, seal.journal, seal.line, seal.hash, seal.branch, seal.at, seal.is_end)


def is_proof(said: str, made: str) -> bool:
    """Whether what stands there is what the key makes; it may be any text, where somebody else wrote it."""
    return hmac.compare_digest(said.encode("utf-8", "surrogatepass"), made.encode())


def proof(secret: str, *said: str | int) -> str:
    """What only the key can make of these words; nobody can make the key of it."""
    return hmac.new(secret.encode(), json.dumps(said).encode(), hashlib.sha256).hexdigest()


def read(home: Path) -> tuple[Entry, ...]:
    """What lies in a home, oldest first. Raises nothing: what can't be read is not there."""
    found: list[bytes] = []
    try:
        disk.tried(lambda: found.append(_content(home / FILE_NAME)))
    except OSError:
        return ()
    lines = found[0].decode("utf-8", "replace").splitlines()
    return tuple(entry for line in lines if (entry := _parsed(line)) is not None)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _READ_BYTES))
        return file.read(_READ_BYTES)


def of(entries: Iterable[Entry], journal: str) -> tuple[Entry, ...]:
    """The entries of one journal."""
    return tuple(each for each in entries if each.journal == journal)


def _parsed(line: str) -> Entry | None:
    try:
        said = json.loads(line)
        entry = Seal(**said) if "seal" in said else Note(**said)
        from_text(entry.at)
    except (ValueError, TypeError, RecursionError):
        return None
    return entry if _is_sound(entry) else None


def _is_sound(entry: Entry) -> bool:
    texts = [value for name, value in asdict(entry).items() if name not in {"line", "is_end"}]
    whole = type(entry.line) is int and all(isinstance(each, str) and each.isascii() for each in texts)
    return whole and (isinstance(entry, Note) or type(entry.is_end) is bool)


def append(home: Path, entry: Entry) -> None:
    """Add it behind the others, on the disk when this returns. Raises OSError."""
    path = home / FILE_NAME
    is_new = not path.exists()
    disk.tried(lambda: _append(path, _line(entry)))
    if is_new:
        sync_folder(home)
    with contextlib.suppress(
        OSError
    ):  # the entry is there; while somebody reads the file, the next one tries
        if path.stat().st_size > MOST_BYTES:
            _write_anew(path, thinned(read(home)))


def _append(path: Path, line: bytes) -> None:
    """One that was cut off before stands alone: it is no entry, and spoils none."""
    with path.open("ab+") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            line = line if file.read(1) == b"\n" else b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def _line(entry: Entry) -> bytes:
    return json.dumps(asdict(entry)).encode() + b"\n"


def thinned(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The newest, and of the older seals the first, and the last of each hour, day and month.

    The note right behind a clean end's seal stays with it: without it the lines there would be a stranger's.
    """
    older = [each for each in entries[:-NEWEST] if isinstance(each, Seal)]
    kept = {*older[:1], *_last_of(older, 13, HOURS), *_last_of(older, 10, DAYS), *_last_of(older, 7, MONTHS)}
    told = _notes_behind(entries, kept)
    stay = (each for at, each in enumerate(entries[:-NEWEST]) if at in told or each in kept)
    return (*stay, *entries[-NEWEST:])


def _notes_behind(entries: Sequence[Entry], kept: Container[Entry]) -> Collection[int]:
    """The places of notes that come next behind a clean end, in the same journal, whose seal is kept."""
    last: dict[str, Entry] = {}
    found = set()
    for at, each in enumerate(entries):
        before = last.get(each.journal)
        if isinstance(each, Note) and isinstance(before, Seal) and before.is_end and before in kept:
            found.add(at)
        last[each.journal] = each
    return found


def _last_of(seals: Sequence[Seal], signs: int, most: int) -> Iterator[Seal]:
    """The last seal of each time that has any; a time is the first `signs` characters of its text."""
    by_time = {seal.at[:signs]: seal for seal in seals}
    yield from list(by_time.values())[-most:]


def _write_anew(path: Path, entries: Iterable[Entry]) -> None:
    with private.whole(path, pauses_s=disk.AT_ONCE) as draft, private.create(draft) as file:
        file.writelines(map(_line, entries))
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
