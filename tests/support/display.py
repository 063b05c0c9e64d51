"""A private X screen with a window manager, as a shop has one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.processes import announcing, running, wait_for

SCREEN = "1920x1200x24"


@contextmanager
def display(screen: str = SCREEN) -> Iterator[dict[str, str]]:
    """Starts Xvfb and openbox; yields the environment variables that lead there.

    `-noreset`: without it Xvfb dies with its last client.
    """
    options = ["-screen", "0", screen, "-noreset", "-nolisten", "tcp"]
    # Ahead of others where that is allowed: a scanner's keys are milliseconds apart by this server's clock.
    first = ["nice", "-n", "-10"]
    with announcing(lambda fd: [*first, "Xvfb", "-displayfd", str(fd), *options]) as number:
        variables = {"DISPLAY": f":{number}"}
        with running(["openbox"], env={**os.environ, **variables}):
            wait_for(lambda: window_manager_runs(variables["DISPLAY"]), "openbox")
            yield variables


def window_manager_runs(name: str) -> bool:
    """Whether a window manager has announced itself on the X display `name` (":7")."""
    from Xlib import X
    from Xlib.display import Display

    connection = Display(name)
    try:
        root = connection.screen().root
        check = connection.intern_atom("_NET_SUPPORTING_WM_CHECK")
        return root.get_full_property(check, X.AnyPropertyType) is not None
    finally:
        connection.close()
