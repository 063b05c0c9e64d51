"""Where a file goes and which printer prints: dialogs that stay open while the desk goes on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QStandardPaths
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from posdesk.desk.scan.quiet import quieten
from posdesk.journal.own_files import has_own_name


class Files(QObject):
    """Opens at most one dialog at a time."""

    def __init__(self, window: QWidget) -> None:
        """Dialogs stand before this widget's window."""
        super().__init__(window)
        self._window = window
        self._dialog: QFileDialog | QPrintDialog | None = None

    @property
    def dialog(self) -> QFileDialog | QPrintDialog | None:
        """The one that is open."""
        return self._dialog

    def save(self, name: str, form: str, then: Callable[[Path], None]) -> None:
        """Ask where a file of this form ("csv") goes, `name` proposed; `then` is called with the place."""
        dialog = QFileDialog(self._window)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # its keys come by the scan router
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(f"{form.upper()} (*.{form})")
        dialog.setDefaultSuffix(form)
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog.setDirectory(folder)
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: then(_beside_journals(Path(path), form)))
        self._open(dialog)

    def printer(self, then: Callable[[QPrinter], None]) -> None:
        """Ask which printer; `then` is called with it."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._window)
        dialog.accepted.connect(lambda: then(printer))
        self._open(dialog)

    def close(self) -> None:
        """Put away what is open."""
        if self._dialog is not None:
            self._dialog.reject()

    def _open(self, dialog: QFileDialog | QPrintDialog) -> None:
        self.close()
        self._dialog = dialog
        dialog.finished.connect(self._finished)
        QDialog.open(dialog)
        quieten(dialog)  # once it is open: opening makes one of its buttons the default
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Becoming the active window may choose a button once more; when that is, the window system says."""
        if event.type() is QEvent.Type.WindowActivate and isinstance(watched, QDialog):
            quieten(watched)
        return False

    def _finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None


def _beside_journals(path: Path, form: str) -> Path:
    """The place as it was chosen; nothing of ours is written over a journal."""
    return path.with_name(f"{path.name}.{form}") if has_own_name(path) else path
