"""Runs a command as in a shop: a screen with a window manager, an unlocked Secret Service, no sound card.

python -m tests.support.session [--nats-server] COMMAND [ARG...]

With a nats-server, Debian's, for counters on a Windows that is tried on a Debian (`nats_server.BESIDE`).
"""

import contextlib
import functools
import operator
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

from tests.support.display import display
from tests.support.secretservice import secret_service

WITH_SERVER = "--nats-server"
NO_SOUND = "unix:/nowhere"
"""No sound server, and a named one is never started by its clients: a test that wants one starts its own."""


def main(command: Sequence[str]) -> int:
    """Runs `command` there and returns its exit code; ended by SIGTERM it leaves nothing running either."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    with contextlib.ExitStack() as stack:
        around = [stack.enter_context(each) for each in (secret_service(), display())]
        if command[0] == WITH_SERVER:
            from tests.support.nats_server import beside

            command = command[1:]
            around.append(stack.enter_context(beside()))
        env = {**os.environ, **functools.reduce(operator.or_, around), "PULSE_SERVER": NO_SOUND}
        for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            env.pop(name, None)
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
