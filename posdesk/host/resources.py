"""Where the fonts, sounds, translations and styles lie: in the installed wheel, or beside the source."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent.parent


def resource(name: str) -> Path:
    """Returns the path of the resource `name`, written with forward slashes ("fonts/OFL.txt").

    Raises FileNotFoundError, naming the resource and the folder looked in, where there is none.
    """
    installed = _PACKAGE / "_resources"
    folder = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    path = folder / name
    if not path.exists():
        raise FileNotFoundError(f"posdesk is not complete: no resource {name!r} in {folder}")
    return path
