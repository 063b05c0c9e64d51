"""On the old PC: journal, settings and seals go into one file; the trail says who packed it, and when."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from posdesk import __version__, sealing
from posdesk.domain.clock import in_china, to_text
from posdesk.domain.typed_code import new_code
from posdesk.errors import DiskError, SettingsError
from posdesk.host import private
from posdesk.host.progress import Progress, silent
from posdesk.journal import backup, end_mark
from posdesk.journal.audit import audit, seals
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue import checkup
from posdesk.moving import packed
from posdesk.settings import settings

Key = Callable[[str], str | None]
"""The secret of a keyring name, None where the keyring gives none."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What was made, and the code that opens it: it is shown once, and stands nowhere."""

    file: Path
    code: str
    has_seal_key: bool


def pack(
    home: Path,
    folder: Path,
    now: datetime,
    actor: str,
    *,
    key: Key = sealing.key,
    progress: Progress = silent,
) -> Packed:
    """Pack a home for a new PC, beside a running desk or without one. Raises SettingsError, DiskError."""
    journal = home / FILE_NAME
    if not journal.is_file():
        raise SettingsError(f"{home} holds no journal: there is nothing to move.")
    store = settings.load(home).store.code
    target = folder / f"{packed.PREFIX}{store}-{in_china(now):%Y%m%d-%H%M%S}.zip"
    code = new_code()
    with sealing.sealed(home, "move"):
        audit.write_beside(journal, now, "journal.packed", actor, target.name)
    name = checkup.look(journal, end_mark.id_of)
    secret = key(seals.secret_name(name)) or ""
    note = packed.Note(name, store, to_text(now), __version__)
    try:
        with _copies(home, progress) as files, private.whole(target) as whole:
            private.create(whole).close()
            packed.write(whole, files, note, secret, code)
    except OSError as error:
        raise DiskError(f"{target} can't be written: {error.strerror or error}.") from error
    return Packed(target, code, bool(secret))


@contextlib.contextmanager
def _copies(home: Path, progress: Progress) -> Iterator[dict[str, Path]]:
    """What goes along, each as it is at this moment; put away at the end."""
    with tempfile.TemporaryDirectory(dir=home, prefix=private.DRAFT) as place:
        draft = Path(place)
        backup.copy(home / FILE_NAME, draft / packed.JOURNAL, progress=progress)
        files = {packed.JOURNAL: draft / packed.JOURNAL}
        for name in (packed.SETTINGS, packed.SEALS):
            if (home / name).is_file():
                files[name] = Path(shutil.copyfile(home / name, draft / name))
        yield files
