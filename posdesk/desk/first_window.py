"""One window a home: whoever opens posdesk once more gets the window that is there already."""

import logging
import sys
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from posdesk.host.window_name import name_of
from posdesk.journal import lock

log = logging.getLogger(__name__)

_WORD, _ANSWER = b"front\n", b"done\n"
_PAUSE_S, _SHORT_S = 0.1, 1.0
_COMES_UP_S = 60.0  # so long after it took its lock, it has its window or gets none
_PATIENCE_MS: Final = 2000


class FirstWindow(QObject):
    """Listens to other starts of posdesk by this account; made by whoever holds the home's lock."""

    wanted = Signal()

    def __init__(self, home: Path, parent: QObject) -> None:
        """Without a place to listen at nobody is heard: a second start then says who is there."""
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._come)
        QLocalServer.removeServer(name_of(home))  # of one that was killed: the lock is ours
        if not self._server.listen(name_of(home)):
            log.warning("desk: a second start can't find this window: %s", self._server.errorString())

    def close(self) -> None:
        """Hear nobody any more."""
        self._server.close()

    @Slot()
    def _come(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(socket.deleteLater)
            self._hear(socket)  # what it said may be here already

    @Slot()
    def _read(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        if socket.canReadLine() and socket.readLine().data() == _WORD:
            self.wanted.emit()
            socket.write(_ANSWER)
            socket.flush()


def bring_forward(home: Path, holder: str) -> bool:
    """Ask the posdesk that holds this home to come to the front; whether one with a window did.

    `holder` is its process number. Windows lets a program take the front only where one that has it allows
    that: this one was just started by a person.
    """
    if sys.platform == "win32" and holder.isdecimal():
        import ctypes  # noqa: PLC0415 - only here

        ctypes.WinDLL("user32").AllowSetForegroundWindow(int(holder))
    ends_s = time.monotonic() + _patience_s(home)
    while time.monotonic() < ends_s:
        socket = QLocalSocket()
        socket.connectToServer(name_of(home))
        if socket.waitForConnected(_PATIENCE_MS):
            return _came(socket)
        time.sleep(_PAUSE_S)
    return False


def _patience_s(home: Path) -> float:
    """The first one may have its lock and no window yet, on a slow PC for long: somebody clicked twice."""
    try:
        held_s = time.time() - (home / lock.FILE_NAME).stat().st_mtime
    except OSError:
        return _SHORT_S
    return max(_SHORT_S, _COMES_UP_S - abs(held_s))


def _came(socket: QLocalSocket) -> bool:
    """Whether it says that it did; one that hangs says nothing."""
    socket.write(_WORD)
    socket.flush()
    return socket.waitForReadyRead(_PATIENCE_MS) and socket.readLine().data() == _ANSWER
