"""A chain that lays updates in a folder: packages that are real, signed with the tests' keys."""

import hashlib
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sign_update import signed

from posdesk.journal import schema
from posdesk.updates.installed import Installed
from posdesk.updates.manifest import PRODUCT, file_name, this_system
from tests.support.update_keys import private
from tests.updates.making import COMES_UP, Root

NOW = datetime(2026, 11, 28, 20, tzinfo=UTC)


class Chain:
    """Lays one update; every part of it can be made wrong."""

    def __init__(self, folder: Path) -> None:
        """The folder is made."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def list_file(self) -> Path:
        """The signed list."""
        return self.folder / file_name(this_system())

    def lay(
        self,
        root: Root,
        version: str = "0.2.0",
        way: str = COMES_UP,
        *,
        keys: tuple[Ed25519PrivateKey, ...] | None = None,
        says: dict[str, object] | None = None,
        **facts: int,
    ) -> Path:
        """Lay a package of that version with its list; `says` is what the list says instead. The package."""
        package = self.package(root, version, way, **facts)
        data = package.read_bytes()
        listed: dict[str, object] = {
            "product": PRODUCT,
            "system": this_system(),
            "version": version,
            "updates_from": "0.1.0",
            "schema_from": 1,
            "schema_to": facts.get("schema", schema.VERSION),
            "beside": facts.get("beside", schema.VERSION),
            "package": package.name,
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "expires": (NOW + timedelta(days=30)).isoformat(),
        }
        signers = (private(1),) if keys is None else keys
        self.list_file.write_bytes(signed({**listed, **(says or {})}, *signers))
        return package

    def package(self, root: Root, version: str, way: str, **facts: int) -> Path:
        """A .deb whose version starts as the test wants; on Windows what the set-up program would be."""
        if sys.platform == "win32":
            return self._set_up(root, version, way, **facts)
        work = self.folder / f".work-{version}"
        made = Root(work, root.own).add(
            version, way, schema=facts.get("schema", 6), beside=facts.get("beside", 6)
        )
        held = work / "deb" / "opt" / "posdesk" / "package" / version
        held.parent.mkdir(parents=True)
        shutil.move(made, held)
        control = work / "deb" / "DEBIAN" / "control"
        control.parent.mkdir()
        control.parent.chmod(0o755)  # whatever the tests' umask is
        control.write_text(
            f"Package: posdesk\nVersion: {version}\nArchitecture: amd64\nMaintainer: a test\n"
            "Description: a made-up version\n",
            encoding="utf-8",
        )
        package = self.folder / f"posdesk_{version}_amd64.deb"
        command = ["dpkg-deb", "--build", "-Znone", str(work / "deb"), str(package)]
        subprocess.run(command, check=True, capture_output=True)
        shutil.rmtree(work)
        return package

    def _set_up(self, root: Root, version: str, way: str, **facts: int) -> Path:
        work = self.folder / f".work-{version}"
        shutil.rmtree(work, ignore_errors=True)
        made = Root(work, root.own).add(
            version, way, schema=facts.get("schema", 6), beside=facts.get("beside", 6)
        )
        (self.folder / f"lay-{version}.py").write_text(
            f"import shutil; shutil.copytree({str(made)!r}, {str(root.own / 'versions' / version)!r})",
            encoding="utf-8",
        )
        package = self.folder / f"posdesk-setup-{version}.cmd"
        lay = self.folder / f"lay-{version}.py"
        package.write_text(f'@"{sys.executable}" "{lay}"\r\n', encoding="utf-8")
        return package


def installed_in(root: Root, version: str = "0.1.0") -> Installed:
    """What this posdesk would know if that root's launcher had started it."""
    return Installed(sys.executable, root.file, root.places, version)


def environment_of(root: Root, version: str = "0.1.0") -> dict[str, str]:
    """The environment in which that root's launcher starts a version."""
    told = json.dumps([sys.executable, str(root.file), version])
    return {**root.environment(), "POSDESK_LAUNCHER": told}
