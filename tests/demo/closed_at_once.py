"""The demo, its window closed as soon as it can be called: a program, run by a test."""

import sys
import tempfile
import threading
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMetaObject, Qt

from posdesk.demo import run_demo
from tests.support.processes import wait_for


def close_it() -> None:
    """As closing the window does: on Windows no signal says it."""
    folder = Path(tempfile.gettempdir())
    wait_for(lambda: any(folder.glob("posdesk-demo-*/listener.json")), "the listener", 90)
    app = QCoreApplication.instance()
    assert app is not None
    QMetaObject.invokeMethod(app, "quit", Qt.ConnectionType.QueuedConnection)


if __name__ == "__main__":
    threading.Thread(target=close_it, daemon=True).start()
    sys.exit(run_demo())
