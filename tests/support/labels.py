"""What the labels of a widget say, and which of them are cut."""

from PySide6.QtWidgets import QApplication, QLabel, QWidget


def cut(root: QWidget) -> list[str]:
    """The labels on screen in `root` that have too little room for their words."""
    QApplication.processEvents()
    labels = [label for label in root.findChildren(QLabel) if label.isVisibleTo(root) and label.text()]
    return [label.text() for label in labels if not _is_whole(label)]


def _is_whole(label: QLabel) -> bool:
    if label.wordWrap():
        return label.height() >= label.heightForWidth(label.width())
    hint = label.sizeHint()
    return label.width() >= hint.width() and label.height() >= hint.height()
