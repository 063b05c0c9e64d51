"""A desk that can't start says so in a window: who opened it by an icon sees no terminal."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox

from posdesk.desk.journal_words import disk_words
from posdesk.errors import DiskError, PosdeskError


def say_start_failed(error: PosdeskError) -> None:
    """Show why and what to do, until the window is closed."""
    words = disk_words(error.fault) if isinstance(error, DiskError) else None
    box = QMessageBox()
    box.setIcon(QMessageBox.Icon.Critical)
    box.setWindowTitle("posdesk")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(str(words) if words else QCoreApplication.translate("frame", "posdesk can't start."))
    box.setInformativeText(str(error))
    box.addButton(QCoreApplication.translate("frame", "Close"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()
