"""`posdesk update`: what it does, and the sentences it ends with."""

from datetime import datetime
from pathlib import Path

from posdesk import __version__, sealing
from posdesk.domain.clock import SystemClock, in_china
from posdesk.host.command_line import command_actor
from posdesk.host.progress import on_stderr
from posdesk.settings import settings
from posdesk.updates import installed, updating
from posdesk.updates.refusals import UpdateRefused, Why


def check(home: Path, place: str | None, now: datetime) -> str:
    """Only look. Raises UpdateRefused, SettingsError, DiskError."""
    try:
        offer = _looked(home, place, now)
    except UpdateRefused as nothing:
        if nothing.why is Why.SAME:
            return str(nothing)
        raise
    found, until = offer.manifest, in_china(offer.manifest.expires)
    return f"Version {found.version} can be taken until {until:%Y-%m-%d}; {__version__} runs here."


def update(home: Path, place: str | None, now: datetime) -> str:
    """Take what is there. Raises UpdateRefused, SettingsError, DiskError, Cancelled."""
    running = installed.needed()
    offer = _looked(home, place, now)
    with sealing.sealed(home, "update"), on_stderr("The update", "KiB") as line:
        kept = updating.update(home, offer, running, SystemClock().now, actor=command_actor(), progress=line)
    said = f"Version {offer.manifest.version} is taken: it starts when posdesk is opened the next time."
    return f"{said}\nThe journal is backed up in {kept}." if kept is not None else said


def go_back(home: Path, now: datetime) -> str:
    """The former version again. Raises UpdateRefused, DiskError."""
    running = installed.needed()
    with sealing.sealed(home, "update"):
        former = updating.go_back(home, running, now, command_actor())
    return f"Version {former} starts when posdesk is opened the next time. The journal stays as it is."


def _looked(home: Path, place: str | None, now: datetime) -> updating.Offer:
    named = settings.load(home).update.source if place is None else place
    return updating.look(home, named, now, running=installed.launched())
