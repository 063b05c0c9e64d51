"""The Debian package, for Debian 12 and 13 alike: the locked wheels, posdesk, and how dpkg lays them.

No Python of its own: the tree serves the system's, 3.11 and 3.13, whose compiled parts lie side by side.
What lies where, and what dpkg runs, stands in files/.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import licences  # noqa: E402 - they lie beside this
import sbom  # noqa: E402
import start  # noqa: E402
import tree  # noqa: E402
import version_file  # noqa: E402
from wheels import DEBIAN, ROOT, BuildError, fetch  # noqa: E402

FILES = HERE / "files"
ROOT_FOLDER = "opt/posdesk"
ICON_SIDES = (16, 24, 32, 48, 64, 128, 256)
COMMAND = ("/usr/bin/python3", "-I", "-S", "./start.py")
MAINTAINER_SCRIPTS = ("postinst", "prerm", "postrm")
RTUPDATE = "usr/share/python3/runtime.d/posdesk.rtupdate"
_XCB = ("libxcb-image0", "libxcb-render-util0", "libxcb-randr0", "libxcb-sync1", "libxcb-xfixes0")
DEPENDS = (
    *("python3 (>= 3.11~)", "python3 (<< 3.14)", "python3.11 | python3.13"),
    *start.WINDOW_PACKAGES,
    *("libgssapi-krb5-2", "libbrotli1", "libzstd1", "libwayland-client0", "libwayland-cursor0", "libx11-6"),
    *(*_XCB, "libxcb-shm0", "libxcb-xkb1"),
    "dbus-user-session | dbus-x11",
    "gnome-keyring | keepassxc | kwalletmanager",  # a Secret Service: where the keys are kept
    "pulseaudio-utils | pipewire-bin | alsa-utils",  # new orders ring
)
_T64 = frozenset({"libglib2.0-0"})  # under another name since Debian 13
RECOMMENDS = (
    "libpam-gnome-keyring",
    "pulseaudio-utils | pipewire-bin | alsa-utils",
    "ca-certificates",
    "cups",
)
_CONTROL = """\
Package: posdesk
Version: {version}
Architecture: amd64
Maintainer: posdesk <posdesk@localhost>
Installed-Size: {kib}
Depends: {depends}
Recommends: {recommends}
Section: misc
Priority: optional
Description: the order desk on a store's counter PC
 Takes the orders of delivery platforms, says them aloud, prints their slips, and
 reports receipts and hourly sales. Each account of the PC has a desk of its own;
 its data lies in the account's home and stays there when this is removed.
"""
_COPYRIGHT = """\
posdesk is Apache-2.0. The licences of all that it is made of lie in
/opt/posdesk/package/{version}/licences, and what that is, in sbom.cdx.json beside them.
"""


def build(work: Path, out: Path) -> Path:
    """Build the package into the folder `out`; `work` keeps the wheels between two builds.

    Raises BuildError, OSError, CalledProcessError.
    """
    if shutil.which("dpkg-deb") is None:
        raise BuildError("dpkg-deb is needed: build this on a Debian")
    what = tree.build_of(DEBIAN)
    packed = work / "packed"
    shutil.rmtree(packed, ignore_errors=True)
    _put_version(packed / ROOT_FOLDER / "package" / what.version, work / "wheels", what)
    _put_system_files(packed, what)
    tree.settle(packed, what.moment, executable=("usr/bin/posdesk", RTUPDATE))
    _put_control(packed, what)
    return _packed(packed, out / f"posdesk_{what.version}_amd64.deb", what)


def _put_version(folder: Path, kept: Path, what: tree.Build) -> None:
    """The folder of this version; its version.json last, as of any version that is whole."""
    wheels = fetch(DEBIAN, kept)
    tree.put_packages(wheels, folder / tree.SITE)
    tree.put_posdesk(folder / tree.SITE)
    licences.put_licences(folder, wheels)
    sbom.put_sbom(folder, sbom.sbom(what, wheels))
    shutil.copyfile(HERE / "entry.py", folder / "start.py")
    version_file.lay(folder, DEBIAN.name, date.fromisoformat(what.day), window=COMMAND, console=COMMAND)


def _put_system_files(packed: Path, what: tree.Build) -> None:
    icons = {
        f"usr/share/icons/hicolor/{side}x{side}/apps/posdesk.png": ROOT
        / f"resources/icons/posdesk-{side}.png"
        for side in ICON_SIDES
    }
    files = {
        f"{ROOT_FOLDER}/launcher.py": ROOT / "posdesk/updates/launcher.py",
        "usr/bin/posdesk": FILES / "posdesk",
        "usr/share/applications/posdesk.desktop": FILES / "posdesk.desktop",
        RTUPDATE: FILES / "posdesk.rtupdate",
        **icons,
    }
    for name, source in files.items():
        (packed / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, packed / name)
    about = packed / "usr/share/doc/posdesk/copyright"
    about.parent.mkdir(parents=True)
    about.write_text(_COPYRIGHT.format(version=what.version), encoding="utf-8")


def _put_control(packed: Path, what: tree.Build) -> None:
    control = packed / "DEBIAN"
    files = sorted(path for path in packed.rglob("*") if path.is_file())
    sums = [f"{_md5(path)}  {path.relative_to(packed).as_posix()}\n" for path in files]
    kib = sum(-(-path.stat().st_size // 1024) for path in files)
    control.mkdir()
    (control / "md5sums").write_text("".join(sums), encoding="utf-8")
    (control / "control").write_text(control_of(what.version, kib), encoding="utf-8")
    for name, text in scripts(what.version).items():
        (control / name).write_text(text, encoding="utf-8")
    tree.settle(control, what.moment, executable=MAINTAINER_SCRIPTS)


def _md5(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def control_of(version: str, kib: int) -> str:
    """What dpkg reads of the package; `kib` is what it takes on the disk."""
    depends = (f"{name} | {name}t64" if name in _T64 else name for name in DEPENDS)
    return _CONTROL.format(
        version=version, kib=kib, depends=", ".join(depends), recommends=", ".join(RECOMMENDS)
    )


def scripts(version: str) -> Mapping[str, str]:
    """What dpkg runs before and after, by its name."""
    texts = {name: (FILES / name).read_text(encoding="utf-8") for name in MAINTAINER_SCRIPTS}
    return {name: text.replace("@VERSION@", version) for name, text in texts.items()}


def _packed(packed: Path, target: Path, what: tree.Build) -> Path:
    """One thread: with more the compressed bytes differ by the machine."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(what.moment), "DPKG_DEB_THREADS_MAX": "1"}
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(packed), str(target)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return target
