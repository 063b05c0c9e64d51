"""The whole walk of the set-up for Windows, in a fresh Windows of wine's: see accepting.py for what holds.

    .venv/bin/python installer/check.py windows [SETUP]

SETUP is a set-up that was built; without, one is built. As root on Debian 12 or newer; about five minutes.
What is made lies in build/windows-check: the pictures are for a person to look at.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import at_the_screen
import sign_update
import tree
import wheels
import windows_setup
import wine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from posdesk.updates.manifest import file_name

CHECK = wheels.ROOT / "build" / "windows-check"


def main(arguments: Sequence[str]) -> int:
    """Runs the walk on a screen of its own; 0 where all holds."""
    if arguments[:1] != ["--inside"]:
        session = (sys.executable, "-m", "tests.support.session", sys.executable, __file__, "--inside")
        return subprocess.run([*session, *arguments], cwd=wheels.ROOT, check=False).returncode
    place = _fresh()
    made = tree.build_of(wheels.WINDOWS)
    setup = Path(arguments[1]) if arguments[1:] else windows_setup.build(CHECK.parent / "windows", CHECK)
    newer = windows_setup.newer_one(CHECK.parent / "windows", CHECK / "w", made)
    shutil.copyfile(setup, CHECK / "w" / "first.exe")
    shutil.copyfile(newer, CHECK / "w" / "second.exe")
    _lay_chain(newer, made)
    (CHECK / "w" / "versions.txt").write_text(f"{made.version} {windows_setup.after(made.version)}", "ascii")
    return _walked(place)


def _lay_chain(package: Path, made: tree.Build) -> None:
    """The newer set-up as a chain lays it, signed with a key of this walk alone."""
    chain = CHECK / "w" / "chain"
    chain.mkdir()
    newer = package.replace(chain / package.name)
    key, until = Ed25519PrivateKey.generate(), datetime.now(UTC) + timedelta(days=1)
    listed = sign_update.manifest_of(
        newer, "windows", updates_from=made.version, expires=until, version=windows_setup.after(made.version)
    )
    (chain / file_name("windows")).write_bytes(sign_update.signed(listed, key))
    public = base64.b64encode(sign_update.public_bytes(key)).decode()
    (CHECK / "w" / "update_keys.txt").write_text(f"{public}\n", encoding="ascii")


def _fresh() -> wine.Wine:
    """A Windows that nobody has used, beside the tests' one, from whose root and Python it runs."""
    with wine.alone(wine.home()):
        wine.Wine(wine.home()).make()
    shutil.rmtree(CHECK, ignore_errors=True)
    (CHECK / "w").mkdir(parents=True)
    for name in ("root", "python"):
        wine.run("cp", "--archive", "--link", str(wine.home() / name), str(CHECK / name))
    place = wine.Wine(CHECK)
    place.make_prefix()
    return place


def _walked(place: wine.Wine) -> int:
    with at_the_screen.served(CHECK / "w"):
        script = r"Z:\checkout\installer\windows\accepting.py"
        return place.program(r"Z:\w\python\python.exe", (script, r"Z:\w\w")).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
