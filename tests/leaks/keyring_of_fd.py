"""A keyring in memory whose secrets came over an open file, so that no argument or variable holds them."""

import json
import os

from tests.support.keyring_backend import SERVICE, MemoryKeyring

NUMBER = "POSDESK_TEST_SECRETS_FD"


class PipedKeyring(MemoryKeyring):
    """Reads a JSON object of name to secret from the file that the variable numbers, once."""

    def __init__(self) -> None:
        super().__init__()
        if NUMBER not in os.environ:  # in the tests' own process, where keyring tries every backend
            return
        with open(int(os.environ[NUMBER]), encoding="utf-8") as pipe:  # noqa: PTH123 - a descriptor
            for name, secret in json.load(pipe).items():
                self.set_password(SERVICE, name, secret)
