"""The one way out of a manager's page: a table by the books, a PDF by the window, paper by a printer.

It asks where to, has it written, has it noted by whom, and says what came of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QMarginsF, QObject, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from posdesk.desk.bridge.books import Books, Exported
from posdesk.desk.output.dialogs import FileDialogs
from posdesk.desk.paint.text import CENTER
from posdesk.desk.theme import FontRole, theme
from posdesk.engine.actions import BookActions
from posdesk.host import disk, private

translate = QCoreApplication.translate
_DPI = 96.0  # a page is laid out in logical px
_MARK_PX, _MARK_TURNED = 52, -55.0


class Paper(Protocol):
    """What stands on a page's paper, in black on white; lengths in logical px."""

    @property
    def title(self) -> str:
        """Its name in the printer's queue and in the PDF."""
        ...

    @property
    def margin_mm(self) -> float:
        """The margin on every side."""
        ...

    @property
    def least_width(self) -> float:
        """The width in which nothing is cut: a narrower page is painted smaller. 0 where any will do."""
        ...

    def paint(self, painter: QPainter, page: QRectF, turn: Callable[[], object]) -> None:
        """Paint it; `turn` goes on to the next page, as large as the first."""
        ...


@dataclass(frozen=True, slots=True)
class Document:
    """What a page sends out: its table, named in files and notes, its day and paper, and its words."""

    table: Exported[Any]
    day: Callable[[], date]
    paper: Callable[[], Paper | None]  # None while the day is not read
    written: Callable[[Path], str]
    not_written: Callable[[Path, str], str]  # with the reason


class Output(QObject):
    """`said` carries what came of a file or of paper, in words."""

    said = Signal(str)

    def __init__(self, document: Document, books: Books, window: QWidget) -> None:
        """Dialogs stand before `window`."""
        super().__init__(window)
        self._document, self._books = document, books
        self.files = FileDialogs(window)

    @Slot(str)
    def save(self, form: str) -> None:
        """Ask where it goes as "csv", "xlsx" or "pdf", then write it there."""
        store, day = self._books.settings.store.code, self._document.day()
        name = f"{self._document.table.name}_{store}_{day.isoformat()}"
        if self._books.settings.training:
            name = f"training_{name}"  # a table has no room to say it in
        self.files.save(f"{name}.{form}", form, self._write)

    @Slot()
    def print_out(self) -> None:
        """Ask which printer, then print."""
        self.files.printer(self._print)

    def write_pdf(self, path: Path) -> None:
        """Write the day as PDF."""
        day, paper = self._document.day(), self._document.paper()

        def done() -> None:
            self._note(day, "pdf")
            self._written(path)

        failed = partial(self._failed, path)
        mark = self._mark
        _write_patiently(self, lambda: _write_pdf(paper, path, mark), done=done, failed=failed)

    def _write(self, path: Path, form: str) -> None:
        if form == "pdf":
            self.write_pdf(path)
            return
        table, day, failed = self._document.table, self._document.day(), partial(self._failed, path)
        self._books.export(table, day, form, path, written=self._written, failed=failed)

    def _print(self, printer: QPrinter) -> None:
        paper = self._document.paper()
        words = translate("files", "{printer} did not take it. Look whether it is switched on.")
        if paper is not None and print_on(printer, paper, self._mark):
            self._note(self._document.day(), "paper")
            words = translate("files", "Sent to {printer}.")
        self.said.emit(words.format(printer=printer.printerName() or "PDF"))

    @property
    def _mark(self) -> str:
        """What stands across every page: that its figures are made up; nothing in a shop."""
        return translate("files", "TRAINING, made-up figures") if self._books.settings.training else ""

    def _note(self, day: date, form: str) -> None:
        self._books.act(partial(BookActions.exported, what=self._document.table.name, day=day, form=form))

    def _written(self, target: Path) -> None:
        self.said.emit(self._document.written(target))

    def _failed(self, target: Path, why: str) -> None:
        self.said.emit(self._document.not_written(target, why))


def print_on(device: QPrinter | QPdfWriter, paper: Paper, mark: str = "") -> bool:
    """Paint it on A4, upright, the mark across every page; whether the device took it."""
    _set_up(device, paper)
    painter = QPainter()
    if not painter.begin(device):
        return False
    scale = min(device.logicalDpiX() / _DPI, device.width() / max(1.0, paper.least_width))
    painter.scale(scale, scale)
    page = QRectF(0, 0, device.width() / scale, device.height() / scale)

    def turn() -> None:
        device.newPage()
        _stamp(painter, page, mark)

    _stamp(painter, page, mark)
    paper.paint(painter, page, turn)
    return painter.end()


def _stamp(painter: QPainter, page: QRectF, mark: str) -> None:
    """Under what is painted after it, from corner to corner, so light that everything stays readable."""
    if not mark:
        return
    light = theme(dark=False)
    font = light.font(FontRole.HEADING)
    font.setPixelSize(_MARK_PX)
    painter.save()
    painter.translate(page.center())
    painter.rotate(_MARK_TURNED)
    painter.setFont(font)
    painter.setPen(light.color.line)
    painter.drawText(QRectF(-page.height(), -_MARK_PX, 2 * page.height(), 2 * _MARK_PX), CENTER, mark)
    painter.restore()


def _set_up(device: QPrinter | QPdfWriter, paper: Paper) -> None:
    if isinstance(device, QPrinter):
        device.setDocName(paper.title)
    else:
        device.setTitle(paper.title)
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageOrientation(QPageLayout.Orientation.Portrait)
    margin = paper.margin_mm
    device.setPageMargins(QMarginsF(margin, margin, margin, margin), QPageLayout.Unit.Millimeter)


def _write_pdf(paper: Paper | None, path: Path, mark: str) -> None:
    """Write the whole file or nothing. Raises OSError where it can't be written now."""
    with private.whole(path, pauses_s=disk.AT_ONCE) as draft:
        private.create(draft).close()  # says why it can't be written; Qt would say no more than that
        writer = QPdfWriter(str(draft))
        if paper is None or not print_on(writer, paper, mark):
            raise OSError(f"{path.name} can't be written")
        del writer  # it may have the file open


def save_pdf(
    owner: QObject, paper: Paper, path: Path, *, done: Callable[[], object], failed: Callable[[str], object]
) -> None:
    """Write a paper as PDF, whole or not at all; `failed` is told why, in words."""
    _write_patiently(owner, lambda: _write_pdf(paper, path, ""), done=done, failed=failed)


def _write_patiently(
    owner: QObject,
    write: Callable[[], None],
    *,
    done: Callable[[], object],
    failed: Callable[[str], object],
    pauses_s: Sequence[float] | None = None,
) -> None:
    """Write now; where another program has the file open again after each pause, as long as `owner` lives.

    `write` raises OSError; `failed` is told why, in words. The window never waits.
    """
    pauses = disk.PAUSES_S if pauses_s is None else pauses_s
    try:
        write()
    except OSError as error:
        if not pauses or not disk.may_be_in_use(error):
            failed(_why(error))
            return
        again = partial(_write_patiently, owner, write, done=done, failed=failed, pauses_s=pauses[1:])
        QTimer.singleShot(round(pauses[0] * 1000), owner, again)
    else:
        done()


def _why(error: OSError) -> str:
    if disk.may_be_in_use(error):
        return translate("books", "another program may have it open, close it there")
    return error.strerror or str(error)
