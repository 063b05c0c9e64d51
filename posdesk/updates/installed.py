"""What is installed here: by which launcher this posdesk was started, what lies beside it, the way back."""

import contextlib
import json
import logging
import os
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from posdesk.host import disk
from posdesk.journal import open_work, schema
from posdesk.journal.open_work import OpenNow
from posdesk.journal.rescue import checkup
from posdesk.updates import launcher
from posdesk.updates.launcher import CURRENT, FIRST_START, FORMER, LAUNCHED_BY, WENT_BACK, Places
from posdesk.updates.manifest import Here
from posdesk.updates.refusals import UpdateRefused, Why

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Installed:
    """The launcher that started this posdesk, where versions lie, and which of them runs."""

    python: str
    launcher: Path
    places: Places
    version: str

    @property
    def built(self) -> date | None:
        """The day on which the running version was built; None where it does not say."""
        with contextlib.suppress(ValueError):
            return date.fromisoformat(str(launcher.facts_of(self.places, self.version).get("built", "")))
        return None

    @property
    def former(self) -> str:
        """The version before the current one; empty where none is known.

        Where an installer laid a newer one beside it, nobody noted which that was: the newest older one. What
        was noted is of the version that the account switched to, and counts while that is current.
        """
        current = self.places.current()
        is_noted = launcher.text_in(self.places.own / CURRENT) == current
        noted = launcher.text_in(self.places.own / FORMER) if is_noted else ""
        return noted or self.places.before(current)

    @property
    def next_version(self) -> str:
        """The version that starts next; another than the running one after an update."""
        return self.places.current()

    @property
    def went_back_from(self) -> str:
        """The version that the launcher went back from by itself; empty where none did."""
        return launcher.text_in(self.places.own / WENT_BACK)

    def start_again(self, words: Sequence[str]) -> "subprocess.Popen[bytes]":
        """Start posdesk with these words, in a process that outlives this one. Raises OSError."""
        ours = {LAUNCHED_BY, launcher.COUNTED}
        environment = {name: value for name, value in os.environ.items() if name not in ours}
        command = [self.python, str(self.launcher), *words]
        return subprocess.Popen(command, env=environment, start_new_session=True)


def launched() -> Installed | None:
    """By whom this posdesk was started, None where no launcher did."""
    try:
        python, file, version = json.loads(os.environ.get(LAUNCHED_BY, ""))
    except (ValueError, TypeError):
        return None
    path = Path(str(file))
    return Installed(str(python), path, launcher.places_of(path), str(version)) if path.is_file() else None


def needed() -> Installed:
    """As `launched`. Raises UpdateRefused where no launcher started this posdesk."""
    found = launched()
    if found is None:
        raise UpdateRefused(Why.NOT_LAUNCHED)
    return found


# A first start


def came_up() -> None:
    """Our own /healthz answered: this version stays. Called once a start, from any thread."""
    found = launched()
    if found is None:
        return
    first = found.places.first_start()
    if first is not None and first.version == found.version:
        _forget(found.places.own / FIRST_START)


def could_not_tell() -> None:
    """The home is in use by another posdesk: this start proves nothing of this version.

    One that was not counted as a try has none to give back: a second click on the icon, while the first
    posdesk still comes up.
    """
    if launcher.COUNTED not in os.environ:
        return
    found = launched()
    first = found.places.first_start() if found is not None else None
    if found is not None and first is not None and first.tries > 0:
        given_back = replace(first, tries=first.tries - 1)
        with contextlib.suppress(OSError):
            launcher.put(found.places.own / FIRST_START, json.dumps(asdict(given_back)))


def _forget(path: Path) -> None:
    try:
        disk.remove(path)
    except OSError as error:
        log.warning("update: %s can't be removed: %s", path, disk.why(error))


# The journal


def here(home: Path, version: str) -> Here:
    """What an update must fit. Raises DiskError for a journal that can't be read."""
    path = home / schema.FILE_NAME
    if not path.is_file():
        return Here(version)
    number, oldest = checkup.look(path, lambda db: (schema.version_of(db), schema.opens_from(db)))
    return Here(version, number, oldest)


def open_now(home: Path) -> OpenNow:
    """What is under way in a home. Raises DiskError."""
    path = home / schema.FILE_NAME
    if not path.is_file():
        return OpenNow()
    return checkup.look(path, lambda db: open_work.read(db) if schema.is_open_to_us(db) else OpenNow())


def must_be_closed(home: Path) -> None:
    """Raises UpdateRefused, naming what is open."""
    found = open_now(home)
    if found:
        raise UpdateRefused(Why.OPEN, open_now=asdict(found))


# The way back


def way_back(found: Installed, home: Path) -> str:
    """The former version, which can be gone back to. Raises UpdateRefused, saying why there is none."""
    former = found.former
    if not launcher.is_version(former) or former == found.places.current():
        raise UpdateRefused(Why.NO_FORMER)
    if found.places.folder_of(former) is None:
        raise UpdateRefused(Why.FORMER_GONE, version=former)
    number = launcher.facts_of(found.places, former).get("schema")
    if not isinstance(number, int) or number < here(home, found.version).opens_from:
        raise UpdateRefused(Why.FORMER_SHUT_OUT, version=former)
    return former
