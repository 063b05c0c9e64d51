"""C libraries that LD_PRELOAD puts before the system's own, built where they are used (Linux)."""

import shutil
import subprocess
from pathlib import Path

PRELOAD = "LD_PRELOAD"


def compiler() -> str | None:
    """Where the C compiler is; None where there is none."""
    return shutil.which("cc")


def built(source: Path, folder: Path) -> Path:
    """`source` as a shared library, built in `folder` if it isn't there.

    Raises CalledProcessError, ValueError for a folder from which none is loaded.
    """
    library = folder / f"{source.stem}.so"
    if set(str(library)) & {" ", ":"}:
        raise ValueError(f"{PRELOAD} takes no path with a blank or a colon: {library}")
    if not library.exists():
        line = [compiler() or "cc", "-O2", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
        subprocess.run(line, check=True, capture_output=True)
    return library
