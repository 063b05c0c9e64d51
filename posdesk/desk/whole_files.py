"""Files that the window writes itself, as a PDF: it never waits for a program that has one open."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from posdesk import replacing


def write_patiently(
    owner: QObject,
    write: Callable[[], None],
    *,
    done: Callable[[], object],
    failed: Callable[[str], object],
    pauses_s: Sequence[float] | None = None,
) -> None:
    """Write now; where another program has the file open again after each pause, as long as `owner` lives.

    `write` writes the whole file or nothing, and raises OSError. `failed` is told why, in words.
    """
    pauses = replacing.PAUSES_S if pauses_s is None else pauses_s
    try:
        write()
    except OSError as error:
        if not pauses or not replacing.may_be_in_use(error):
            failed(_why(error))
            return
        again = partial(write_patiently, owner, write, done=done, failed=failed, pauses_s=pauses[1:])
        QTimer.singleShot(round(pauses[0] * 1000), owner, again)
    else:
        done()


def _why(error: OSError) -> str:
    if replacing.may_be_in_use(error):
        return QCoreApplication.translate("books", "another program may have it open, close it there")
    return error.strerror or str(error)
