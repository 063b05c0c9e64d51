"""Where a file goes and which printer prints: dialogs that stay open while the desk goes on.

They are Qt's and ours, on every system: in the system's own no scan is seen by the router.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QStandardPaths
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from posdesk.desk.output.dialog_keys import show_keys
from posdesk.desk.output.printers import PrinterDialog
from posdesk.desk.scan.quiet import quieten
from posdesk.desk.widgets.alt_keys import DialogKey
from posdesk.journal.files import has_own_name

translate = QCoreApplication.translate
TABLES = ("xlsx", "csv")  # as the dialog lists them: what opens without a question comes first


class FileDialogs(QObject):
    """Opens at most one dialog at a time."""

    def __init__(self, window: QWidget) -> None:
        """Dialogs stand before this widget's window."""
        super().__init__(window)
        self._window = window
        self.dialog: QFileDialog | PrinterDialog | None = None  # the one that is open

    def save(self, name: str, form: str, then: Callable[[Path, str], None]) -> None:
        """Ask where a file of this form ("csv") goes, `name` proposed.

        A table may be saved in another form than was asked for: `then` is called with place and form.
        """
        forms = TABLES if form in TABLES else (form,)
        dialog = QFileDialog(self._window)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # its keys come by the scan router
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilters([_filter(each) for each in forms])
        dialog.selectNameFilter(_filter(form))
        dialog.setDefaultSuffix(form)
        _label(dialog)
        dialog.setDirectory(documents())
        dialog.selectFile(name)
        dialog.filterSelected.connect(lambda chosen: _take_form(dialog, forms, chosen))
        dialog.fileSelected.connect(lambda path: then(*_place_and_form(dialog, forms, Path(path))))
        self._open(dialog)

    def printer(self, then: Callable[[QPrinter], None]) -> None:
        """Ask which printer; `then` is called with it."""
        dialog = PrinterDialog(self._window)
        dialog.accepted.connect(lambda: then(dialog.printer()))
        self._open(dialog)

    def close(self) -> None:
        """Put away what is open."""
        if self.dialog is not None:
            self.dialog.reject()

    def _open(self, dialog: QFileDialog | PrinterDialog) -> None:
        self.close()
        self.dialog = dialog
        dialog.setPalette(self._window.window().palette())  # it inherits none, and the system's may be dark
        dialog.finished.connect(self._finished)
        QDialog.open(dialog)
        show_keys(dialog, DialogKey.SAVE if isinstance(dialog, QFileDialog) else DialogKey.PRINT)
        quieten(dialog)  # once it is open: opening makes one of its buttons the default
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Becoming the active window may choose a button once more; when that is, the window system says."""
        if event.type() is QEvent.Type.WindowActivate and isinstance(watched, QDialog):
            quieten(watched)
        return False

    def _finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None


def documents() -> str:
    """The folder that people look into first; where there is none, the one that is their own."""
    places = QStandardPaths.StandardLocation
    return first_there(map(QStandardPaths.writableLocation, (places.DocumentsLocation, places.HomeLocation)))


def first_there(folders: Iterable[str]) -> str:
    """The first of these folders that exists, else the home of this PC's user."""
    return next((folder for folder in folders if folder and Path(folder).is_dir()), str(Path.home()))


def _label(dialog: QFileDialog) -> None:
    """Our words: Qt has some of its own in English only, and an ampersand in the others."""
    labels = QFileDialog.DialogLabel
    dialog.setWindowTitle(translate("files", "Save as"))
    dialog.setLabelText(labels.LookIn, translate("files", "Folder:"))
    dialog.setLabelText(labels.FileName, translate("files", "Name:"))
    dialog.setLabelText(labels.FileType, translate("files", "Type:"))
    dialog.setLabelText(labels.Accept, translate("files", "Save"))
    dialog.setLabelText(labels.Reject, translate("files", "Cancel"))


def _filter(form: str) -> str:
    return f"{form.upper()} (*.{form})"


def _take_form(dialog: QFileDialog, forms: Sequence[str], chosen: str) -> None:
    """The name follows the form that is chosen in the dialog."""
    form = next(each for each in forms if _filter(each) == chosen)
    dialog.setDefaultSuffix(form)
    for path in map(Path, dialog.selectedFiles()[:1]):
        if path.suffix[1:].lower() in forms:
            dialog.selectFile(path.with_suffix(f".{form}").name)


def _place_and_form(dialog: QFileDialog, forms: Sequence[str], path: Path) -> tuple[Path, str]:
    """The form is what the name says, else what the dialog says."""
    named = path.suffix[1:].lower()
    form = named if named in forms else dialog.defaultSuffix()
    return _beside_journals(path, form), form


def _beside_journals(path: Path, form: str) -> Path:
    """The place as it was chosen; nothing of ours is written over a journal."""
    return path.with_name(f"{path.name}.{form}") if has_own_name(path) else path
