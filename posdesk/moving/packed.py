"""The file that moves a shop: what is in it, and how the code that goes with it proves and opens it.

Every byte of it is under the code: a file that was swapped or cut on the way is no file of ours.
"""

import hashlib
import hmac
import json
import secrets
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from posdesk.domain.typed_code import read_code
from posdesk.errors import MoveError, MoveFault

JOURNAL, SETTINGS, SEALS = "journal.sqlite", "posdesk.toml", "journal.seals"
PREFIX: Final = "posdesk-move-"
_NOTE = "move.json"
_FORM: Final = 1
_ROUNDS: Final = 200_000
_KEY_BYTES, _SALT_BYTES = 32, 16
_NOTE_BYTES, _PIECE_BYTES = 16 * 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Note:
    """What a packed file says of itself: whose journal (its id), the store, and when it was packed (text)."""

    journal: str
    store: str
    at: str
    version: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose code was right: what it says, and the key of its seals; empty where it had none."""

    note: Note
    seal_key: str


def write(target: Path, files: Mapping[str, Path], note: Note, seal_key: str, code: str) -> None:
    """Pack these files under `code`. Raises OSError; `seal_key` is hexadecimal text, or empty."""
    salt = secrets.token_bytes(_SALT_BYTES)
    cover, proof = _keys_of(code, salt)
    held = bytes.fromhex(seal_key)
    said = {
        "form": _FORM,
        "note": [note.journal, note.store, note.at, note.version],
        "salt": salt.hex(),
        "key": bytes(a ^ b for a, b in zip(held, cover, strict=False)).hex(),
        "files": {name: _digest_of(path) for name, path in files.items()},
    }
    said["proof"] = _proof(said, proof)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr(_NOTE, json.dumps(said))
        for name, path in files.items():
            packed.write(path, name)


def peek(file: Path) -> Note:
    """What a file says of itself, proven by nothing yet. Raises MoveError for what is none of ours."""
    with _said(file) as (_, said):
        return _note_of(said)


def opened(file: Path, code: str) -> Opened:
    """Prove a file by its code, all of it. Raises MoveError in words for a wrong code or another file."""
    with _said(file) as (packed, said):
        cover, proof = _keys_of(code, bytes.fromhex(str(said["salt"])))
        if not hmac.compare_digest(_proof(said, proof), str(said["proof"])):
            raise MoveError(
                "The code does not fit this file. Compare it with what the old PC showed.", MoveFault.CODE
            )
        digests = _files_of(said)
        if sorted(packed.namelist()) != sorted((_NOTE, *digests)):
            raise _changed(file)
        for name, digest in digests.items():
            with packed.open(name) as member:
                if _digest(member) != digest:
                    raise _changed(file)
        key = bytes(a ^ b for a, b in zip(bytes.fromhex(str(said["key"])), cover, strict=False))
        return Opened(_note_of(said), key.hex())


def has(file: Path, name: str) -> bool:
    """Whether that is one of its files. Raises MoveError for what is none of ours."""
    with _said(file) as (packed, _):
        return name in packed.namelist()


def unpack(file: Path, name: str, target: Path) -> None:
    """Put one of its files at `target`. Raises MoveError."""
    with _said(file) as (packed, _), packed.open(name) as member, target.open("wb") as into:
        shutil.copyfileobj(member, into, _PIECE_BYTES)


@contextmanager
def _said(file: Path) -> "Iterator[tuple[zipfile.ZipFile, dict[str, object]]]":
    try:
        with zipfile.ZipFile(file) as packed:
            with packed.open(_NOTE) as note:
                said = json.loads(note.read(_NOTE_BYTES))
            if said["form"] != _FORM:
                raise MoveError(f"{file} was packed by a newer posdesk. Install that first.", MoveFault.NEWER)
            yield packed, said
    except (zlib.error, EOFError, RuntimeError) as error:
        raise _changed(file) from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise MoveError(f"{file} is no file that posdesk packed for a new PC.", MoveFault.NOT_OURS) from error
    except OSError as error:
        why = error.strerror or error
        raise MoveError(f"{file} can't be read: {why}.", MoveFault.UNREADABLE) from error


def _changed(file: Path) -> MoveError:
    return MoveError(f"{file} was changed or cut on the way. Pack it once more.", MoveFault.CHANGED)


def _note_of(said: Mapping[str, object]) -> Note:
    told = said["note"]
    if not isinstance(told, list):
        raise TypeError("a note is a list")
    return Note(*map(str, told))


def _files_of(said: Mapping[str, object]) -> dict[str, str]:
    told = said["files"]
    if not isinstance(told, dict):
        raise TypeError("files are a table")
    return {str(name): str(digest) for name, digest in told.items()}


def _keys_of(code: str, salt: bytes) -> tuple[bytes, bytes]:
    """What covers the seal key, and what proves the file; each code and salt is used once."""
    made = hashlib.pbkdf2_hmac("sha256", read_code(code).encode(), salt, _ROUNDS, 2 * _KEY_BYTES)
    return made[:_KEY_BYTES], made[_KEY_BYTES:]


def _proof(said: Mapping[str, object], key: bytes) -> str:
    plain = {name: value for name, value in said.items() if name != "proof"}
    return hmac.new(key, json.dumps(plain, sort_keys=True).encode(), hashlib.sha256).hexdigest()


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return _digest(file)


def _digest(file: IO[bytes]) -> str:
    made = hashlib.sha256()
    while piece := file.read(_PIECE_BYTES):
        made.update(piece)
    return made.hexdigest()
