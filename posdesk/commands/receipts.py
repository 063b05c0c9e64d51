"""`posdesk receipts import`: a till's receipts from files."""

import sys
from collections.abc import Sequence
from pathlib import Path

from posdesk.app import beside
from posdesk.domain.books.receipt import Door
from posdesk.engine.listening.intake import take_file
from posdesk.errors import BadReceipt, DiskError, ReceiptConflict
from posdesk.host.command_line import command_actor
from posdesk.host.progress import on_stderr
from posdesk.journal import Journal


def import_files(home: Path, files: Sequence[Path]) -> bool:
    """Take each file, whole or not at all, and say on a line what became of it; whether all were taken.

    Raises SettingsError, DiskError.
    """
    with beside(home, "receipts import") as journal:
        taken = [_import_file(journal, path) for path in files]
    return all(taken)


def _import_file(journal: Journal, path: Path) -> bool:
    try:
        with on_stderr(f"The import of {path}", "receipts") as line:
            stored = take_file(journal, path, Door.COMMAND, command_actor(), line)
    except (BadReceipt, ReceiptConflict, DiskError) as error:
        return _say(f"{path}: {error}", is_taken=False)
    except OSError as error:
        return _say(f"{path}: can't be read: {error.strerror or error}", is_taken=False)
    return _say(f"{path}: stored {stored.stored}, known {stored.known}", is_taken=True)


def _say(words: str, *, is_taken: bool) -> bool:
    sys.stdout.write(f"{words}\n")
    return is_taken
