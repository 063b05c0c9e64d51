"""A private D-Bus session with an unlocked, throw-away Secret Service (gnome-keyring)."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import announcing, running, wait_for

PRIVATE_VARIABLE = "POSDESK_TEST_SECRET_SERVICE"
_BUS = "org.freedesktop.DBus"
_NAME = "org.freedesktop.secrets"
_ASK_OWNER = ("dbus-send", "--session", "--print-reply", f"--dest={_BUS}", "/", f"{_BUS}.NameHasOwner")


@contextmanager
def secret_service() -> Iterator[dict[str, str]]:
    """Starts the bus and the service, leaves nothing behind; yields the environment that leads there."""
    with tempfile.TemporaryDirectory(prefix="posdesk-keyring-") as folder, session_bus() as address:
        variables = {"DBUS_SESSION_BUS_ADDRESS": address, PRIVATE_VARIABLE: "1", **_folders(Path(folder))}
        env = {**os.environ, **variables}
        daemon = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
        with running(daemon, env=env, feed=b"test"):
            wait_for(lambda: _has_owner(env), "gnome-keyring")
            yield variables


@contextmanager
def session_bus() -> Iterator[str]:
    """Starts a D-Bus session bus of its own; yields its address."""
    with announcing(lambda fd: ["dbus-daemon", "--session", "--nofork", f"--print-address={fd}"]) as address:
        yield address


def _folders(folder: Path) -> dict[str, str]:
    names = {"XDG_RUNTIME_DIR": folder / "run", "XDG_DATA_HOME": folder / "data"}
    for path in names.values():
        path.mkdir(mode=0o700)
    return {name: str(path) for name, path in names.items()}


def _has_owner(env: Mapping[str, str]) -> bool:
    answer = subprocess.run([*_ASK_OWNER, f"string:{_NAME}"], env=env, capture_output=True, check=False)
    return b"boolean true" in answer.stdout
