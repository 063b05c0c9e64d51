"""A paper that is no day's: printed, or kept as a PDF, and noted by whom."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from posdesk.desk.output.dialogs import FileDialogs
from posdesk.desk.output.output import Paper, print_on, save_pdf

translate = QCoreApplication.translate


class PaperOut(QObject):
    """`said` carries what came of it, in words; `went` as "paper" or "pdf" that it left."""

    said = Signal(str)
    went = Signal(str)

    def __init__(self, paper: Callable[[], Paper], window: QWidget) -> None:
        """Dialogs stand before `window`."""
        super().__init__(window)
        self._paper = paper
        self.files = FileDialogs(window)

    def print_out(self) -> None:
        """Ask which printer, then print."""
        self.files.printer(self._print)

    def save(self, name: str) -> None:
        """Ask where it goes as PDF, then write it there."""
        self.files.save(f"{name}.pdf", "pdf", self.write)

    def write(self, path: Path, _form: str = "pdf") -> None:
        """Write it there."""
        save_pdf(
            self, self._paper(), path, done=partial(self._written, path), failed=partial(self._failed, path)
        )

    def _print(self, printer: QPrinter) -> None:
        words = translate("files", "{printer} did not take it. Look whether it is switched on.")
        if print_on(printer, self._paper()):
            self.went.emit("paper")
            words = translate("files", "Sent to {printer}.")
        self.said.emit(words.format(printer=printer.printerName() or "PDF"))

    def _written(self, path: Path) -> None:
        self.went.emit("pdf")
        self.said.emit(translate("files", "Saved: {file}").format(file=path))

    def _failed(self, path: Path, why: str) -> None:
        words = translate("files", "{file} could not be saved: {why}.")
        self.said.emit(words.format(file=path.name, why=why))
