"""Tries the till's folder out: a test file is written there, read as any other, and taken away unkept.

It is hidden, so that the folder's own watch never takes it for a till's (folder.py).
"""

import secrets
from pathlib import Path

from posdesk.domain.books.folder_trial import FolderTrial
from posdesk.engine.listening.intake import read_file
from posdesk.errors import BadReceipt
from posdesk.host import disk
from posdesk.platforms.wdk.sample_receipts import sample_file


def tried(place: Path) -> FolderTrial:
    """Waits for the disk: not in the event loop."""
    file = place / f".posdesk-test-{secrets.token_hex(8)}.json"
    try:
        file.write_bytes(sample_file())
        try:
            return FolderTrial(str(place), len(read_file(file)))
        finally:
            disk.remove(file)
    except OSError as error:
        return FolderTrial(str(place), why=error.strerror or str(error))
    except BadReceipt as error:
        return FolderTrial(str(place), why=str(error))
