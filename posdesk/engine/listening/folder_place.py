"""Where a till hands in its files, by the settings."""

from pathlib import Path

from posdesk.errors import SettingsError, SettingsFault
from posdesk.host import private
from posdesk.host.disk import real_path
from posdesk.settings.settings import FILE_NAME, Settings

NAME = private.TILL
_NOT_IN = ("backups", "logs", "sounds")


def place_of(settings: Settings, home: Path) -> Path:
    """Where a till hands in its files."""
    chosen = settings.receipts.folder
    return home / Path(chosen).expanduser() if chosen else home / NAME


def is_elsewhere(settings: Settings, home: Path) -> bool:
    """Whether the till has another folder than the one in the home, by whatever name."""
    return real_path(place_of(settings, home)) != real_path(home / NAME)


def places_of(settings: Settings, home: Path) -> tuple[Path, ...]:
    """The till's folder; and the one in the home, if it is there: what was handed in before is taken."""
    place, before = place_of(settings, home), home / NAME
    is_apart = not real_path(place).is_relative_to(real_path(before))
    return (place, before) if is_apart and before.is_dir() else (place,)


def check(settings: Settings, home: Path) -> None:
    """Raises SettingsError for a folder in which our own things lie: they would be taken for receipts."""
    place, own = real_path(place_of(settings, home)), real_path(home)
    ours = {own / name for name in _NOT_IN}
    if own.is_relative_to(place) or any(place.is_relative_to(each) for each in ours):
        said = "receipts.folder: it holds posdesk's own files. Name a folder for the till alone."
        file = str(home / FILE_NAME)
        raise SettingsError(
            f"{file}: {said}", SettingsFault.BAD_VALUE, file=file, key="receipts.folder", detail=f"{place}"
        )
