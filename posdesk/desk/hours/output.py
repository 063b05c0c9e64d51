"""The day as a file or on paper: asks where it goes, has it written, says what came of it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from posdesk import private, replacing
from posdesk.desk.books import Books
from posdesk.desk.hours.files import Files
from posdesk.desk.hours.paper import PaperDay, pdf_device, print_day
from posdesk.desk.hours.reader import Reader
from posdesk.desk.whole_files import write_patiently

translate = QCoreApplication.translate


class Output(QObject):
    """`said` carries what came of a file, in words."""

    said = Signal(str)

    def __init__(self, books: Books, reader: Reader, window: QWidget) -> None:
        """Writes the day that `reader` looks at; dialogs stand before `window`."""
        super().__init__(window)
        self._books, self._reader = books, reader
        self.files = Files(window)
        self._exporting = False
        books.signals.exported.connect(self._hear_exported)
        books.signals.export_failed.connect(self._hear_failed)

    def save(self, form: str) -> None:
        """Ask where it goes as "csv", "xlsx" or "pdf", then write it there."""
        day = self._reader.day
        name = f"hours_{self._books.settings.store.code}_{day}.{form}"
        self.files.save(name, form, self._write)

    def print_out(self) -> None:
        """Ask which printer, then print."""
        self.files.printer(self._print)

    def write_pdf(self, path: Path) -> None:
        """Write the page as PDF."""
        day, paper = self._reader.day, self._paper()

        def done() -> None:
            self._books.note_export("hours", day, "pdf")
            self._say_written(path)

        def failed(why: str) -> None:
            self._say_failed(f"{path}: {why}")

        write_patiently(self, lambda: _write_pdf(paper, path), done=done, failed=failed)

    def _write(self, path: Path, form: str) -> None:
        if form == "pdf":
            self.write_pdf(path)
            return
        self._exporting = True
        self._books.export_hours(self._reader.day, form, path)

    def _print(self, printer: QPrinter) -> None:
        paper = self._paper()
        if paper is not None and print_day(printer, paper):
            self._books.note_export("hours", self._reader.day, "paper")
        else:
            self._say_failed(printer.printerName())

    def _paper(self) -> PaperDay | None:
        view = self._reader.view
        return PaperDay(view, self._books.settings, self._books.clock.now()) if view is not None else None

    @Slot(object)
    def _hear_exported(self, path: Path) -> None:
        """The sheet's page exports through the same books: only what was asked here is said here."""
        if self._exporting:
            self._exporting = False
            self._say_written(path)

    @Slot(str)
    def _hear_failed(self, why: str) -> None:
        if self._exporting:
            self._exporting = False
            self._say_failed(why)

    def _say_written(self, path: Path) -> None:
        self.said.emit(translate("hours", "Written: {path}").format(path=path))

    def _say_failed(self, why: str) -> None:
        words = translate("hours", "It could not be written: {why}. Choose another place.")
        self.said.emit(words.format(why=why))


def _write_pdf(paper: PaperDay | None, path: Path) -> None:
    with private.whole(path, pauses_s=replacing.AT_ONCE) as draft:
        private.create(draft).close()  # Qt says no more than that it failed
        if paper is None or not print_day(pdf_device(str(draft)), paper):
            raise OSError(f"{path.name} can't be written")
