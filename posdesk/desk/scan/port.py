"""The serial scanner as the desk has it: read by a thread of its own, heard in the GUI's."""

from PySide6.QtCore import QObject, Signal, Slot

from posdesk.devices.serial_scanner import PortState, SerialScanner
from posdesk.domain.clock import Clock
from posdesk.settings.scanner import Scanner


class PortScans(QObject):
    """Reads the port of the settings, and another one once they say so.

    `came` carries each code as it was sent, in order, none merged; `changed` how the port is now.
    """

    came = Signal(str)
    changed = Signal(object)  # PortState
    _heard = Signal(object, str)
    _told = Signal(object, object)

    def __init__(self, clock: Clock, parent: QObject) -> None:
        """Nothing is read before `read`."""
        super().__init__(parent)
        self._clock = clock
        self._chosen = Scanner()
        self._reader: SerialScanner | None = None
        self._turn = 0  # what a reader says that was ended is heard no more
        self.state: PortState | None = None  # None where there is no such scanner
        self._heard.connect(self._hear)
        self._told.connect(self._tell)

    def read(self, chosen: Scanner) -> None:
        """Read as these settings say; with the same ones nothing is begun anew."""
        if chosen == self._chosen:
            return
        self.close()
        self._chosen = chosen
        self.state = PortState(chosen.port) if chosen.port else None
        if chosen.port:
            self._begin(chosen)
        self.changed.emit(self.state)

    def close(self) -> None:
        """Read nothing any more."""
        self._turn += 1
        if self._reader is not None:
            self._reader.close()
        self._reader, self._chosen = None, Scanner()

    def _begin(self, chosen: Scanner) -> None:
        turn = self._turn
        self._reader = SerialScanner(
            chosen.port,
            chosen.speed,
            chosen.profile,
            clock=self._clock,
            came=lambda code: self._heard.emit(turn, code),
            told=lambda state: self._told.emit(turn, state),
        )
        self._reader.start()

    @Slot(object, str)
    def _hear(self, turn: int, code: str) -> None:
        if turn == self._turn:
            self.came.emit(code)

    @Slot(object, object)
    def _tell(self, turn: int, state: PortState) -> None:
        if turn == self._turn:
            self.state = state
            self.changed.emit(state)
