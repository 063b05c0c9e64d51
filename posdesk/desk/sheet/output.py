"""The daily sheet as a file or on paper: asks where it goes, has it written, says what came of it."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from posdesk.desk.books import Books
from posdesk.desk.hours.files import Files
from posdesk.desk.sheet.head import Form
from posdesk.desk.sheet.paper import Paper, print_out, write_pdf
from posdesk.desk.whole_files import write_patiently
from posdesk.domain.ledger import Sheet

translate = QCoreApplication.translate


class SheetOutput(QObject):
    """`said` carries what came of it, in words."""

    said = Signal(str)

    def __init__(self, books: Books, window: QWidget) -> None:
        """Dialogs stand before `window`."""
        super().__init__(window)
        self._books = books
        self._day = books.today()
        self._sheet: Sheet | None = None
        self._target: Path | None = None
        self.files = Files(window)
        books.signals.exported.connect(self._exported)
        books.signals.export_failed.connect(self._failed)

    def take(self, day: date, sheet: Sheet | None) -> None:
        """This is on screen from now on."""
        self._day, self._sheet = day, sheet

    @Slot(object)
    def save(self, form: Form) -> None:
        """Ask where it goes, then write it there."""
        name = f"sheet_{self._books.settings.store.code}_{self._day.isoformat()}.{form.value}"
        self.files.save(name, form.value, lambda target, chosen: self._write(Form(chosen), target))

    @Slot()
    def print_out(self) -> None:
        """Ask which printer, then print."""
        self.files.printer(self._print_on)

    def _write(self, form: Form, target: Path) -> None:
        self._target = target
        if form is Form.PDF:
            self._write_pdf(target)
        else:
            self._books.export_sheet(self._day, form.value, target)

    def _write_pdf(self, target: Path) -> None:
        paper = self._paper()
        if paper is None:
            return

        def done() -> None:
            self._books.note_export("sheet", paper.sheet.day, "pdf")
            self._exported(target)

        write_patiently(self, lambda: write_pdf(paper, target), done=done, failed=self._failed)

    def _print_on(self, printer: QPrinter) -> None:
        paper = self._paper()
        words = translate("sheet", "{printer} did not take it. Look whether it is switched on.")
        if paper is not None and print_out(paper, printer):
            self._books.note_export("sheet", self._day, "paper")
            words = translate("sheet", "Sent to {printer}.")
        self.said.emit(words.format(printer=printer.printerName() or "PDF"))

    def _paper(self) -> Paper | None:
        store = self._books.settings.store
        return Paper(self._sheet, store.name, store.day_starts) if self._sheet else None

    @Slot(object)
    def _exported(self, target: Path) -> None:
        """Another page's files are not said here."""
        if target == self._target:
            self._target = None
            self.said.emit(translate("sheet", "Saved: {path}").format(path=target))

    @Slot(str)
    def _failed(self, reason: str) -> None:
        if self._target is not None:
            words = translate("sheet", "{name} could not be saved: {reason}")
            self.said.emit(words.format(name=self._target.name, reason=reason))
            self._target = None
