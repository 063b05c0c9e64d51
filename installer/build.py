"""Builds what a shop installs, by one command, from the hash-locked wheels and this checkout alone.

    python3 installer/build.py debian      dist/posdesk_VERSION_amd64.deb, for Debian 12 and 13

The same checkout and the same lock give the same file: its SHA-256 is printed, and its parts, with who made
them, lie in it as sbom.cdx.json. SOURCE_DATE_EPOCH names the build's moment; else it is the last commit's.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.util
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OUT = ROOT / "dist"
WORK = ROOT / "build"
SYSTEMS = {
    "debian": "debian_package",
    "windows": "windows_setup",
}  # the module that has build(work, out), which returns the file made


def main(arguments: Sequence[str] | None = None) -> int:
    """Build for a system; 0 where it was built, 1 where it could not be: the words say why."""
    parser = argparse.ArgumentParser(prog="build.py", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("system", choices=sorted(SYSTEMS))
    parser.add_argument("--keys", type=Path, metavar="FILE", help="the two public keys of updates; else none")
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR", help="where the file is put")
    chosen = parser.parse_args(arguments)
    if importlib.util.find_spec("pip") is None:
        return _again_with_pip(sys.argv[1:] if arguments is None else arguments)
    sys.path[:0] = [str(HERE), str(HERE / chosen.system)]
    from tree import KEYS  # noqa: PLC0415
    from wheels import BuildError  # noqa: PLC0415 - it lies beside this, wherever this was started

    if chosen.keys is not None:
        os.environ[KEYS] = str(chosen.keys.resolve())
    try:
        chosen.out.mkdir(parents=True, exist_ok=True)
        made: Path = importlib.import_module(SYSTEMS[chosen.system]).build(WORK / chosen.system, chosen.out)
    except (BuildError, OSError, subprocess.CalledProcessError) as error:
        print(f"posdesk: it can't be built: {error}", file=sys.stderr)
        return 1
    print(f"{hashlib.sha256(made.read_bytes()).hexdigest()}  {made}")
    return 0


def _again_with_pip(arguments: Sequence[str]) -> int:
    """By a Python that can fetch wheels: a bare one has no pip."""
    place = WORK / "tools"
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(place, with_pip=True, clear=True)
    return subprocess.run([str(python), str(HERE / "build.py"), *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
