"""A keyring whose secrets stand in a file, so that one, or the keyring, can be missing and come later."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError

SECRETS = "FAULTS_SECRETS"
STATE = "the keyring"  # no secret's name; says which of these it raises, where it does
TROUBLES = {"locked": KeyringLocked, "gone": NoKeyringError, "broken": InitError}


class FileKeyring(KeyringBackend):
    """Never chosen by itself: its priority is below `fail`'s."""

    priority = -1

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, or None where the file has none. Raises KeyringError where the file says so."""
        held = json.loads(Path(os.environ[SECRETS]).read_text(encoding="utf-8"))
        if held.get(STATE):
            raise TROUBLES[held[STATE]](f"the keyring is {held[STATE]}")
        secret = held.get(username)
        return None if secret is None else str(secret)

    def set_password(self, service: str, username: str, password: str) -> None:
        """Nobody sets a secret here."""
        raise NotImplementedError
