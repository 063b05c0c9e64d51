"""A new journal of a test is a copy of the process' first, with a salt of its own.

Its steps cost 70 ms of a processor and as much of the disk, and thousands of tests begin with them. Whoever
tests the steps themselves takes them: the fixture `own_steps`. Programs that a test starts take them, too.
"""

import secrets
import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from posdesk.journal import schema

_MIGRATE, _TODAY = schema.migrate, (schema.STEPS, schema.OPENS_FROM, schema.VERSION)


def migrate(path: Path) -> None:
    """As `schema.migrate`; where there is nothing of a journal yet, the copy stands there first."""
    is_todays = (schema.STEPS, schema.OPENS_FROM, schema.VERSION) == _TODAY
    if is_todays and not any(path.parent.glob(f"{path.name}*")):
        try:
            path.write_bytes(_new())
        except OSError:
            path.unlink(missing_ok=True)  # the journal itself says what is wrong with the place
    _MIGRATE(path)


def taking_steps(path: Path) -> None:
    """`schema.migrate` itself."""
    _MIGRATE(path)


def _new() -> bytes:
    first, salt = _first()
    return first.replace(salt, secrets.token_hex(len(salt) // 2).encode())


@cache
def _first() -> tuple[bytes, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / schema.FILE_NAME
        _MIGRATE(path)
        with closing(sqlite3.connect(path)) as db:
            (salt,) = db.execute("SELECT value FROM meta WHERE key = 'salt'").fetchone()
        return path.read_bytes(), str(salt).encode()
