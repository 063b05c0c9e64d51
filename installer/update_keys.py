"""Puts the two public keys that prove updates into a build, and refuses the tests' keys, which everybody has.

    python3 installer/build.py debian --keys FILE
    python3 installer/update_keys.py FILE RESOURCES     into resources that are laid already

FILE has two Ed25519 public keys, one a line in base64: the one that releases are signed with, and one that is
kept offline for the day on which the first is lost. A build without them takes no updates, and says so.
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from posdesk.updates.keys import FILE_NAME, MOST, keys_in

ROOT = Path(__file__).resolve().parent.parent
KEYS_FILE = FILE_NAME
TESTS_KEYS = ROOT / "tests" / "data" / "update_keys.txt"


class KeyRefusedError(Exception):
    """A key that no release may have; the message says why."""


def main(arguments: Sequence[str]) -> int:
    """Checks the keys and lays them; 2 where they are refused."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        lay(Path(arguments[0]), Path(arguments[1]))
    except (KeyRefusedError, OSError) as error:
        print(f"posdesk: {error}", file=sys.stderr)
        return 2
    return 0


def lay(file: Path, resources: Path) -> None:
    """Copy a file of two keys among a build's resources. Raises KeyRefusedError, OSError."""
    text = file.read_text(encoding="utf-8")
    try:
        keys = keys_in(text)
    except ValueError as error:
        raise KeyRefusedError(f"{file}: {error}") from error
    if len(keys) != MOST:
        raise KeyRefusedError(f"{file} has {len(keys)} keys, and a release has {MOST}: one is kept offline")
    must_be_real(keys)
    (resources / FILE_NAME).write_text(text, encoding="utf-8", newline="\n")


def must_be_real(keys: Iterable[bytes]) -> None:
    """Raises KeyRefusedError for a key of the tests, whose private half stands in the project."""
    known = keys_in(TESTS_KEYS.read_text(encoding="utf-8"))
    if set(keys) & set(known):
        raise KeyRefusedError("this is a key of the tests, which everybody has: a release needs its own")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
