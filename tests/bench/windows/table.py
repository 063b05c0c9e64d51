"""A board as Qt's own table is one: QStandardItemModel, QTableView. Orders come as lines of JSON on stdin.

`python -m tests.bench.windows.table ROWS` begins with so many. The latest order stands on top, in view.
"""

import json
import sys
import threading
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

COLUMNS = ("tshowno", "customername", "mobileno", "consignee", "submitdate", "actual_fee", "reamrks")
_SAMPLE = dict.fromkeys(COLUMNS, "湘阴一店")


class Board(QObject):
    """The table and its model."""

    came = Signal(object)

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.model = QStandardItemModel(0, len(COLUMNS))
        self.view = QTableView()
        self.view.setModel(self.model)
        for _ in range(rows):
            self.add(_SAMPLE)
        self.came.connect(self.add, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def add(self, order: dict[str, Any]) -> None:
        """A row more."""
        self.model.insertRow(0, [QStandardItem(str(order[name])) for name in COLUMNS])

    def read(self) -> None:
        """Takes in what comes on stdin, in a thread of its own."""
        for line in sys.stdin:
            self.came.emit(json.loads(line))


def main() -> int:
    """Show it until it is ended."""
    app = QApplication(sys.argv[:1])
    board = Board(int(sys.argv[1]))
    board.view.showMaximized()
    threading.Thread(target=board.read, daemon=True).start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
