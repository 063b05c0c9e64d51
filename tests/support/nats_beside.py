"""Runs a command with a nats-server beside it: Debian's, for counters on a Windows that is tried on a Debian.

python -m tests.support.nats_beside COMMAND [ARG...]

It speaks TLS alone, by an authority of its own, as a chain's does.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.support.certificates import ServerCertificate
from tests.support.left_out import BESIDE
from tests.support.nats_server import nats_server


def main(command: Sequence[str]) -> int:
    """Runs `command` and returns its exit code. Raises NoNatsServer."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with nats_server(folder, certificate=ServerCertificate.made(folder)) as server:
            env = {**os.environ, BESIDE: server.told()}
            return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
