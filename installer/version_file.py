"""What a built version says of itself, laid into its folder as the last file of all: then it is whole.

    python3 installer/version_file.py FOLDER debian 2026-11-28 --window "WORDS" --console "WORDS"

FOLDER is versions/VERSION. The day is the build's, the same for the same sources. WORDS start this version,
with a console and without; one that begins with ./ lies in FOLDER: "./python/pythonw.exe -m posdesk". The
launcher starts it by them; by `schema` and `beside` it is known whether a version can open the journal after
another one had it.
"""

import argparse
import json
import shlex
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from posdesk import __version__
from posdesk.journal import schema
from posdesk.updates.launcher import VERSION_FILE, put


def main(arguments: Sequence[str]) -> int:
    """Writes FOLDER/version.json."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("system", choices=("windows", "debian"))
    parser.add_argument("built", type=date.fromisoformat)
    parser.add_argument("--window", type=shlex.split, required=True)
    parser.add_argument("--console", type=shlex.split, required=True)
    said = parser.parse_args(arguments)
    lay(said.folder, said.system, said.built, window=said.window, console=said.console)
    return 0


def lay(folder: Path, system: str, built: date, *, window: Sequence[str], console: Sequence[str]) -> None:
    """Write version.json of this checkout's posdesk into a version's folder. Raises OSError."""
    facts = {
        "version": __version__,
        "system": system,
        "built": built.isoformat(),
        "schema": schema.VERSION,
        "beside": schema.OPENS_FROM[-1],
        "window": list(window),
        "console": list(console),
    }
    put(folder / VERSION_FILE, json.dumps(facts, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
