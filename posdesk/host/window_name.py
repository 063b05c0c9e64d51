"""Under which name the window of a home is asked to the front, and what is left of it after a kill."""

import contextlib
import hashlib
import os
import sys
import tempfile
from pathlib import Path

from posdesk.host import disk


def name_of(home: Path) -> str:
    """What the window of this home is asked under; the same by whichever path the home is named."""
    place = os.path.normcase(home.resolve())
    return f"posdesk-{hashlib.sha256(place.encode()).hexdigest()[:20]}"


def take_away(home: Path) -> None:
    """The socket of a window that was killed, where the system keeps that as a file."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            disk.remove(Path(tempfile.gettempdir()) / name_of(home))
