"""Which printer prints: a dialog of our own, because the system's own on Windows sees keys that we don't.

There a scan would be typed into it, and the scanner's Enter would print.
"""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QVBoxLayout, QWidget

from posdesk.desk.theme import SIZE

translate = QCoreApplication.translate


class PrinterDialog(QDialog):
    """Lists the printers of the PC, the usual one chosen; arrows choose, a touch prints, Esc closes."""

    def __init__(self, parent: QWidget, names: Sequence[str] | None = None) -> None:
        """`names` are the printers, by default those that the system knows. Not shown until it is opened."""
        super().__init__(parent)
        self._names = tuple(QPrinterInfo.availablePrinterNames() if names is None else names)
        self._build()

    @property
    def chosen(self) -> str:
        """The printer's name; empty where the PC has none."""
        return self._names[self._list.currentRow()] if self._names else ""

    def printer(self) -> QPrinter:
        """The chosen one, as something to paint on."""
        info = QPrinterInfo.printerInfo(self.chosen)
        return QPrinter(info, QPrinter.PrinterMode.HighResolution)

    def _build(self) -> None:
        self.setWindowTitle(translate("print", "Which printer?"))
        self._list = QListWidget()
        self._list.setWordWrap(True)
        self._list.addItems(self._names or [_none()])
        self._list.setEnabled(bool(self._names))
        usual = QPrinterInfo.defaultPrinterName()
        if self._names:
            self._list.setCurrentRow(self._names.index(usual) if usual in self._names else 0)
        column = QVBoxLayout(self)
        column.addWidget(self._list)
        column.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        go = box.addButton(translate("print", "Print"), QDialogButtonBox.ButtonRole.AcceptRole)
        go.setEnabled(bool(self._names))
        box.addButton(translate("print", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        for button in box.buttons():
            button.setMinimumHeight(SIZE.target_min)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box


def _none() -> str:
    return translate(
        "print", "This PC has no printer. Set one up in the system's settings, or save a PDF instead."
    )
