"""Python's garbage collector, kept in the GUI thread.

Left to itself it runs in whichever thread allocates next. When that is the writer's or the engine's, it
destroys Qt objects there, and the process dies (seen: a segmentation fault inside a journal job).
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_MS = 1000
YOUNG = 5_000  # objects made since the last look that are worth a quick collection
OLD_EVERY = 60  # looks between two full collections: tens of ms, when nothing else is due


class GuiCollector(QObject):
    """Collects by a timer in the GUI thread and nowhere else, from its making until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Make it in the GUI thread, before other threads start."""
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MS)

    @Slot()
    def look(self) -> None:
        """Collect what there is enough of."""
        self._looks += 1
        if self._looks % OLD_EVERY == 0:
            gc.collect()
        elif gc.get_count()[0] > YOUNG:
            gc.collect(1)

    def stop(self) -> None:
        """Give the collector back to Python, as it was: the other threads have ended."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
