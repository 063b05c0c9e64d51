"""A keyring in memory whose secrets came by stdin, so that no argument, variable or file holds them."""

import json
import os
import sys

from tests.support.keyring_backend import SERVICE, MemoryKeyring

ON_STDIN = "POSDESK_TEST_SECRETS_ON_STDIN"


class PipedKeyring(MemoryKeyring):
    """Reads a JSON object of name to secret from stdin, once."""

    def __init__(self) -> None:
        super().__init__()
        if ON_STDIN not in os.environ:  # in the tests' own process, where keyring tries every backend
            return
        for name, secret in json.loads(sys.stdin.buffer.read()).items():
            self.set_password(SERVICE, name, secret)
