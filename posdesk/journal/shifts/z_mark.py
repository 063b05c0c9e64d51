"""The last Z's number, in a file beside the journal: after a restore no number is given a second time.

<home>/z.mark says the last number whose COMMIT has returned, and the one that was begun after it, with the
line of the trail behind which that was. It is written before the transaction and after it: a power cut in
between leaves a number that this journal never had, unless it was set back since.
"""

import json
import logging
import sqlite3
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from posdesk.errors import DiskError
from posdesk.host.disk import fault_of_os
from posdesk.journal import end_mark
from posdesk.journal.audit import turns
from posdesk.journal.transaction import head_of

log = logging.getLogger(__name__)
FILE_NAME = "z.mark"
_MOST_BYTES = 1000
_HIGHEST = 10**9


@dataclass(frozen=True, slots=True)
class ZMark:
    """`given` was committed; `begun` was on its way, behind this line of this branch of this journal."""

    given: int = 0
    begun: int = 0
    journal: str = ""
    branch: str = ""
    line: int = 0
    hash: str = ""


def read(home: Path) -> ZMark:
    """What lies there. What can't be read says nothing, and that is logged."""
    path = home / FILE_NAME
    try:
        with path.open("rb") as file:
            mark = ZMark(**json.loads(file.read(_MOST_BYTES)))
        numbers = (mark.given, mark.begun, mark.line)
        if all(type(each) is int and 0 <= each <= 2**53 for each in numbers) and max(numbers[:2]) < _HIGHEST:
            return mark
        log.error("shifts: %s holds no number of a Z", path)
    except FileNotFoundError:
        return ZMark()  # no Z was given here yet
    except (OSError, ValueError, TypeError, RecursionError) as error:
        log.error("shifts: %s can't be read: %s", path, error)
    return ZMark()


def highest_given(db: sqlite3.Connection, mark: ZMark) -> int:
    """The highest number that may be on paper."""
    never_came = mark.journal == end_mark.id_of(db) and _is_before(db, mark)
    return mark.given if never_came else max(mark.given, mark.begun)


def _is_before(db: sqlite3.Connection, mark: ZMark) -> bool:
    """Whether this journal goes on from the line behind which it was begun, and was not set back since."""
    row = db.execute("SELECT hash FROM audit WHERE number = ?", (mark.line,)).fetchone()
    return row is not None and row[0] == mark.hash and turns.branch_of(db) == mark.branch


def begin(db: sqlite3.Connection, home: Path, number: int) -> None:
    """This number is on its way. Raises DiskError: nothing may be done then."""
    line, digest = head_of(db)
    mark = ZMark(highest_given(db, read(home)), number, end_mark.id_of(db), turns.branch_of(db), line, digest)
    try:
        _write(home, mark)
    except OSError as error:
        said = f"The number of the Z can't be written to {home / FILE_NAME}: {error.strerror or error}."
        raise DiskError(said, fault_of_os(error)) from error


def end(home: Path, number: int) -> None:
    """This number is in the journal, on the disk."""
    try:
        _write(home, replace(read(home), given=number, begun=0))
    except OSError as error:  # what was begun says it, too, while the journal holds it
        log.error("shifts: the number of the Z can't be written: %s", error)


def _write(home: Path, mark: ZMark) -> None:
    end_mark.put_whole(home / FILE_NAME, json.dumps(asdict(mark)))
