"""What of our own words is cut on screen: in labels, in what is painted, and by what stands around it."""

import re
from functools import cache
from xml.etree import ElementTree

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QWidget

from tests.support import labels
from tests.support.drawn import drawn
from tests.support.paths import ROOT

_CUT = re.compile("[…⋯]")
_LETTER = re.compile(r"[^\W\d]")
_TS = ROOT / "resources/translations/posdesk_zh_CN.ts"
_LEAST = 3  # characters of a word of ours that say whose it is
_SLACK_PX = 2


def cut_words(window: QWidget) -> list[str]:
    """Our words on this window that nobody can read whole; what was sent to us may be cut.

    A word that ends in an ellipsis is one of ours where it begins as one of the texts in either language.
    """
    QApplication.processEvents()
    painted = [text for text in drawn(window) if _CUT.search(text) and is_ours(text)]
    said = [text for text in labels.cut(window) if _LETTER.search(text)]  # big figures have low lines
    return [*said, *painted, *(f"beyond its place: {text}" for text in _hidden(window))]


def is_ours(text: str) -> bool:
    """Whether a cut text begins with words of ours."""
    start = _CUT.split(text.strip("…⋯ "))[0].strip()
    return len(start) >= _LEAST and any(known.startswith(start) for known in _own_texts())


@cache
def _own_texts() -> frozenset[str]:
    root = ElementTree.parse(_TS).getroot()
    pairs = ((m.findtext("source") or "", m.findtext("translation") or "") for m in root.iter("message"))
    parts = (part for pair in pairs for text in pair for part in re.split(r"\{\w+\}", text))
    return frozenset(part.strip() for part in parts if len(part.strip()) >= _LEAST)


def _hidden(window: QWidget) -> list[str]:
    """Labels and buttons of which a part lies outside of what holds them, where nothing scrolls to it."""
    shown = [w for kind in (QLabel, QAbstractButton) for w in window.findChildren(kind) if w.isVisible()]
    return [_name(widget) for widget in shown if _name(widget) and not _is_within(widget, window)]


def _name(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel) else widget.accessibleName()


def _is_within(widget: QWidget, window: QWidget) -> bool:
    holder = widget.parentWidget()
    while holder is not None and widget is not window:
        box = QRect(widget.mapTo(holder, QPoint(0, 0)), widget.size())
        room = holder.rect().adjusted(-_SLACK_PX, -_SLACK_PX, _SLACK_PX, _SLACK_PX)
        area = holder.parentWidget()
        scrolls = isinstance(area, QAbstractScrollArea) and area.viewport() is holder
        if scrolls:
            return box.left() >= room.left() and box.right() <= room.right()
        if not room.contains(box):
            return False
        if holder is window:
            return True
        holder = holder.parentWidget()
    return True
