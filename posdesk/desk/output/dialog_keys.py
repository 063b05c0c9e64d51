"""Keys of Qt's own dialogs: ours, written on their buttons, in the place of Qt's mnemonics.

A mnemonic would be a second set of letters, other ones in each language.
"""

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QDialog, QDialogButtonBox, QFileDialog, QToolButton, QWidget

from posdesk.desk.widgets.alt_keys import AltKey, DialogKey, FilesKey

_MNEMONIC = re.compile(r"\s*\(&\w\)|&(?=\w)")
_VIEWS = ("backButton", "forwardButton", "listModeButton", "detailModeButton")
"""Of Qt's file dialog: how the files are listed, and where it was before, are no acts of ours."""
_TOOLS = {"toParentButton": FilesKey.UP, "newFolderButton": FilesKey.NEW_FOLDER}
_FIELDS = {
    "fileNameEdit": (FilesKey.NAME, QFileDialog.DialogLabel.FileName),
    "listView": (FilesKey.FOLDER, QFileDialog.DialogLabel.LookIn),
    "fileTypeCombo": (FilesKey.TYPE, QFileDialog.DialogLabel.FileType),
}


def plain(text: str) -> str:
    """A text of Qt's without its mnemonic: "保存(&S)" and "&Save" say 保存 and Save."""
    return _MNEMONIC.sub("", text)


def show_keys(dialog: QDialog, accept: DialogKey) -> None:
    """Write the keys on the buttons of this dialog and let them act; `accept` does what it is open for."""
    if isinstance(dialog, QFileDialog):
        _show_in_files(dialog)
        again = partial(QTimer.singleShot, 0, dialog, partial(_write, dialog, accept))
        dialog.currentChanged.connect(lambda _path: again())
    _write(dialog, accept)
    for button in _buttons(dialog, QDialogButtonBox.ButtonRole.AcceptRole):
        _on(dialog, accept, button.click)


def _write(dialog: QDialog, accept: DialogKey) -> None:
    """The keys at the right of the words; Qt may have said other words meanwhile."""
    roles = QDialogButtonBox.ButtonRole
    for role, key in ((roles.AcceptRole, str(accept)), (roles.RejectRole, "Esc")):
        for button in _buttons(dialog, role):
            words = plain(button.text()).removesuffix(key).strip()
            button.setText(f"{words}  {key}")


def _show_in_files(dialog: QFileDialog) -> None:
    for name in _VIEWS:
        for button in dialog.findChildren(QToolButton, name):
            button.hide()
    for name, key in _TOOLS.items():
        for button in dialog.findChildren(QToolButton, name):
            button.setText(key)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFixedSize(button.sizeHint())  # Qt has fixed it for the icon alone
            _on(dialog, key, button.click)
    for name, (key, label) in _FIELDS.items():
        for field in dialog.findChildren(QWidget, name):
            dialog.setLabelText(label, f"{plain(dialog.labelText(label))}  {key}")
            _on(dialog, key, field.setFocus)


def _buttons(dialog: QDialog, role: QDialogButtonBox.ButtonRole) -> list[QAbstractButton]:
    boxes = dialog.findChildren(QDialogButtonBox)
    return [button for box in boxes for button in box.buttons() if box.buttonRole(button) is role]


def _on(dialog: QDialog, key: AltKey, run: Callable[[], object]) -> None:
    shortcut = QShortcut(QKeySequence(key), dialog)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(run)
