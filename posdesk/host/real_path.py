"""Where a path leads, with its links followed, also where the system can't say it."""

from pathlib import Path


def real_path(path: Path) -> Path:
    """The path from its root on, its links followed; as it was named where the system can't follow them.

    Windows can't for a share that is not to be reached just now, nor always for a path over 260 characters;
    nobody can for a link to itself (a RuntimeError until Python 3.13).
    """
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()
