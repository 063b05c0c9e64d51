"""Keyring backends for tests: real ones to keyring, but in memory, so that no person's secret is touched."""

import json
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from tests.support.paths import ROOT

SERVICE = "posdesk"
SECRETS_VARIABLE = "POSDESK_TEST_SECRETS"
SECRETS_FILE_VARIABLE = "POSDESK_TEST_SECRETS_FILE"


class MemoryKeyring(KeyringBackend):
    """Holds secrets as long as the process lives. Never chosen by itself: its priority is below `fail`'s."""

    priority = -1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring annotates in part
        self._secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Returns the secret, or None where there is none."""
        return self._secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keeps the secret."""
        self._secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forgets the secret; raises PasswordDeleteError where there is none."""
        if self._secrets.pop((service, username), None) is None:
            raise PasswordDeleteError(f"no secret {username!r} for {service!r}")


class SeededKeyring(MemoryKeyring):
    """Starts with the secrets in POSDESK_TEST_SECRETS, a JSON object of name to secret: for subprocesses."""

    def __init__(self) -> None:
        super().__init__()
        for name, secret in json.loads(os.environ.get(SECRETS_VARIABLE, "{}")).items():
            self.set_password(SERVICE, name, secret)


class SlowKeyring(MemoryKeyring):
    """Answers once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        """Returns the secret, in the end."""
        self.let_go.wait(60)
        return super().get_password(service, username)


class PromptingKeyring(MemoryKeyring):
    """Says at once what it has; before it keeps anything it asks for a password, which nobody gives."""

    def __init__(self) -> None:
        super().__init__()
        self.asks, self.let_go = threading.Event(), threading.Event()

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keeps the secret, in the end."""
        self.asks.set()
        self.let_go.wait(60)
        super().set_password(service, username, password)


class LockedKeyring(MemoryKeyring):
    """Nobody unlocks it."""

    def get_password(self, service: str, username: str) -> str | None:
        """Raises KeyringLocked."""
        raise KeyringLocked("locked")


class FileKeyring(MemoryKeyring):
    """Reads the secrets anew from the file in POSDESK_TEST_SECRETS_FILE each time: a test can change them."""

    def get_password(self, service: str, username: str) -> str | None:
        """Returns the secret, or None where there is none."""
        kept = json.loads(Path(os.environ[SECRETS_FILE_VARIABLE]).read_text(encoding="utf-8"))
        return kept.get(username) if service == SERVICE else None


def filed_environment(file: Path, secrets: Mapping[str, str]) -> dict[str, str]:
    """As `seeded_environment`, for secrets that this writes to `file` and a test may write anew."""
    keep_secrets(file, secrets)
    backend = f"{__name__}.{FileKeyring.__name__}"
    return {
        **seeded_environment({}),
        "PYTHON_KEYRING_BACKEND": backend,
        SECRETS_FILE_VARIABLE: str(file),
    }


def keep_secrets(file: Path, secrets: Mapping[str, str]) -> None:
    """These secrets from now on; the file is whole at every moment."""
    new = file.with_suffix(".new")
    new.write_text(json.dumps(dict(secrets)), encoding="utf-8")
    new.replace(file)


def seeded_environment(secrets: Mapping[str, str]) -> dict[str, str]:
    """Returns a subprocess's environment whose keyring holds `secrets`, by name ("partner/x/appkey")."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
        "PYTHON_KEYRING_BACKEND": f"{__name__}.{SeededKeyring.__name__}",
        SECRETS_VARIABLE: json.dumps(dict(secrets)),
    }


class KeptKeyring(FileKeyring):
    """As `FileKeyring`, and what is set or deleted stands in the file: a PC's keyring, for many processes."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keeps the secret in the file."""
        self._change(lambda kept: {**kept, username: password})

    def delete_password(self, service: str, username: str) -> None:
        """Forgets it."""
        self._change(lambda kept: {name: secret for name, secret in kept.items() if name != username})

    def _change(self, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
        file = Path(os.environ[SECRETS_FILE_VARIABLE])
        keep_secrets(file, change(json.loads(file.read_text(encoding="utf-8"))))


def kept_environment(file: Path) -> dict[str, str]:
    """A subprocess's environment whose keyring is this file; one that is not there yet holds nothing."""
    if not file.exists():
        keep_secrets(file, {})
    return {
        **seeded_environment({}),
        "PYTHON_KEYRING_BACKEND": f"{__name__}.{KeptKeyring.__name__}",
        SECRETS_FILE_VARIABLE: str(file),
    }
