"""Runs a command as in a shop: a screen with a window manager, an unlocked Secret Service, no sound card.

python -m tests.support.session COMMAND [ARG...]
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence

from tests.support.display import display
from tests.support.secretservice import secret_service

NO_SOUND = "unix:/nowhere"
"""No sound server, and a named one is never started by its clients: a test that wants one starts its own."""


def main(command: Sequence[str]) -> int:
    """Runs `command` there and returns its exit code; ended by SIGTERM it leaves nothing running either."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    with secret_service() as secrets, display() as screen:
        env = {**os.environ, **secrets, **screen, "PULSE_SERVER": NO_SOUND}
        for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            env.pop(name, None)
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
