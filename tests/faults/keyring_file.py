"""A keyring whose secrets stand in a file, so that one can be missing at first and come later."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend

SECRETS = "FAULTS_SECRETS"


class FileKeyring(KeyringBackend):
    """Never chosen by itself: its priority is below `fail`'s."""

    priority = -1

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, or None where the file has none."""
        secret = json.loads(Path(os.environ[SECRETS]).read_text(encoding="utf-8")).get(username)
        return None if secret is None else str(secret)

    def set_password(self, service: str, username: str, password: str) -> None:
        """Nobody sets a secret here."""
        raise NotImplementedError
