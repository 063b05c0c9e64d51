"""A package is taken: copied to a folder of our own, hashed there, laid beside the running version, tried.

Nothing here touches what runs, or `current`: cut off at any moment, the old version is as it was, and the
next time begins anew.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from posdesk.host import disk, private
from posdesk.host.progress import Progress, silent
from posdesk.updates import launcher
from posdesk.updates.installed import Installed
from posdesk.updates.launcher import FORMER, VERSION_FILE, VERSIONS, Places
from posdesk.updates.manifest import Manifest
from posdesk.updates.refusals import UpdateRefused, Why
from posdesk.updates.source import PIECE_BYTES, Source

INCOMING = "incoming"  # in our own root; emptied each time
LAY_S, TRY_S = 900.0, 180.0  # the slowest disk, with a scanner that reads every file
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def take(manifest: Manifest, source: Source, found: Installed, progress: Progress = silent) -> None:
    """Lay the package's version beside the running one and see it start. Raises UpdateRefused, Cancelled.

    `progress` counts the KiB that are copied.
    """
    try:
        incoming = _emptied(found.places.own / INCOMING)
        package = _copied(manifest, source, incoming, progress)
        _sweep(found)
        lay = _set_up if sys.platform == "win32" else _unpack
        lay(package, manifest.version, found.places)
        _must_start(manifest.version, found.places)
    except OSError as error:
        raise UpdateRefused(Why.DISK, reason=disk.why(error)) from error
    finally:
        disk.remove_tree(found.places.own / INCOMING)


def _emptied(folder: Path) -> Path:
    disk.remove_tree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if private.HAS_MODES:
        folder.chmod(0o700)
    return folder


def _copied(manifest: Manifest, source: Source, folder: Path, progress: Progress) -> Path:
    """Copy it, then hash what lies on the disk: what is run is what was hashed."""
    package = folder / manifest.package
    with private.create(package) as file:
        source.copy(manifest.package, file, manifest.size, progress)
        file.flush()
        os.fsync(file.fileno())
    if package.stat().st_size != manifest.size:
        raise UpdateRefused(Why.CUT, name=manifest.package)
    if _hash_of(package) != manifest.sha256:
        raise UpdateRefused(Why.SWAPPED, name=manifest.package)
    return package


def _hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def _sweep(found: Installed) -> None:
    """Of versions in our own root only the running, the current and the former one stay."""
    own = found.places.own
    kept = {found.version, found.places.current(), launcher.text_in(own / FORMER)}
    for folder in (own / VERSIONS).glob("*"):
        if folder.name not in kept:
            _put_aside(folder)


def _put_aside(folder: Path) -> None:
    """First it is no whole version any more, then it is deleted, as far as nobody has it open."""
    with contextlib.suppress(OSError):
        disk.remove(folder / VERSION_FILE)
    disk.remove_tree(folder)


def _set_up(package: Path, version: str, places: Places) -> None:
    """Windows: the set-up lays versions/VERSION and nothing else."""
    command = f'"{package}" /S /UPDATE /D={places.own}'  # /D comes last, unquoted, as NSIS wants it
    _run(command, version, LAY_S)
    if launcher.facts_of(places, version).get("version") != version:
        raise UpdateRefused(Why.NOT_LAID, version=version, reason="it is not there after its set-up")


def _unpack(package: Path, version: str, places: Places) -> None:
    """Debian: the package is unpacked without root, and its version moved to the account's own root."""
    unpacked = package.parent / "unpacked"
    _run(["dpkg-deb", "-x", str(package), str(unpacked)], version, LAY_S)
    laid = [path.parent for path in unpacked.glob(f"opt/posdesk/*/{version}/{VERSION_FILE}")]
    if len(laid) != 1:
        raise UpdateRefused(Why.NOT_LAID, version=version, reason="the package does not hold it")
    target = places.own / VERSIONS / version
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        _put_aside(target)
    os.sync()  # its files are on the disk before it has its name
    disk.replace(laid[0], target)
    disk.sync_folder(target.parent)


def _run(command: "str | Sequence[str]", version: str, patience_s: float) -> str:
    """Run a program to its end; its output. Raises UpdateRefused."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=patience_s,
            creationflags=_NO_WINDOW,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UpdateRefused(Why.NOT_LAID, version=version, reason=str(error)) from error
    said = done.stdout.decode("utf-8", errors="replace").strip()
    if done.returncode:
        last = said.splitlines()[-1] if said else f"exit code {done.returncode}"
        raise UpdateRefused(Why.NOT_LAID, version=version, reason=last)
    return said


def _must_start(version: str, places: Places) -> None:
    """The new version says its own name on this PC: its Python, its files and its libraries are there."""
    try:
        said = _run(launcher.command_of(places, version, ["--version"], "console"), version, TRY_S)
    except (UpdateRefused, FileNotFoundError) as error:
        raise UpdateRefused(Why.NO_START, version=version) from error
    if said.split()[-1:] != [version]:
        raise UpdateRefused(Why.NO_START, version=version)
