"""What strangers write is shown as text: nothing on screen reads markup, turns a line round or breaks it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posdesk.desk.paint import elided
from posdesk.desk.paint.text import paint_wrapped, text_width
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.label import LONG_WORD_PX, Words
from tests.support.paths import ROOT

DESK = ROOT / "posdesk/desk"
READ_MARKUP = {
    "QLabel": "use desk.widgets.label.Words, or paint_text",
    "QToolTip": "a tool tip reads markup; say it on the page",
    "QMessageBox": "it reads markup; use the pages' own notices",
    "QTextBrowser": "use QPlainTextEdit",
    "QTextEdit": "use QPlainTextEdit",
    "QTextDocument": "use paint_text and paint_wrapped",
    "QStaticText": "use paint_text",
    "QErrorMessage": "it reads markup; use the pages' own notices",
    "QSystemTrayIcon": "the desktop may read markup in what it is told",
    "QWhatsThis": "it reads markup; say it on the page",
}
SET_MARKUP = {"setToolTip", "setHtml", "setWhatsThis", "insertHtml", "appendHtml", "setStatusTip"}
MAY = {
    ("widgets/label.py", "QLabel"),
    ("start_failed.py", "QMessageBox"),
    ("scan/repair.py", "QTextEdit"),
    ("corner/tray.py", "QSystemTrayIcon"),
    ("corner/tray.py", "setToolTip"),
}
"""The first two say that theirs is plain text; the router only gives a field its text back; the tray is told
our own words with numbers in them."""
EVIL = "<b>葱</b><img src='/etc/passwd'>&amp;\n\u202e99.00\u2066\x00\x1b[31m\u2029end"


def _called(path: Path) -> Iterator[tuple[str, int]]:
    """Names that are called or inherited from in a module, with their lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        found = [node.func] if isinstance(node, ast.Call) else []
        found += node.bases if isinstance(node, ast.ClassDef) else []
        for each in found:
            yield getattr(each, "id", getattr(each, "attr", "")), each.lineno


def test_nothing_on_screen_reads_markup() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}: {READ_MARKUP.get(name, 'its text is read as markup')}"
        for path in sorted(DESK.rglob("*.py"))
        for name, line in _called(path)
        if name in READ_MARKUP or name in SET_MARKUP
        if (str(path.relative_to(DESK).as_posix()), name) not in MAY
    ]
    assert found == []


def test_a_strangers_text_stands_in_one_line_and_in_its_own_direction(light: Theme) -> None:
    font = light.font(FontRole.BODY)
    shown = elided(EVIL, font, 10_000)
    assert shown == "<b>葱</b><img src='/etc/passwd'>&amp;  99.00   [31m end"
    assert text_width(EVIL, font) == text_width(shown, font)


def _painted(text: str, light: Theme) -> QImage:
    image = QImage(400, 120, QImage.Format.Format_ARGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    paint_wrapped(painter, QRectF(0, 0, 400, 120), text, light.font(FontRole.BODY), QColor("#000000"))
    painter.end()
    return image


def test_nor_is_it_turned_round_where_it_is_wrapped(light: Theme) -> None:
    assert _painted("a\u202e12.50\x00\x07", light) == _painted("a 12.50  ", light)
    assert _painted("<b>a</b>", light) != _painted("a", light)
    assert _painted("a\nb", light) != _painted("a b", light)


def test_a_label_shows_a_strangers_text_as_it_stands(light: Theme) -> None:
    words = Words(light)
    words.say(f"{EVIL} &A && B")
    assert words.text() == "<b>葱</b><img src='/etc/passwd'>&amp;\n 99.00   [31m end &A && B"
    assert words.textFormat() is Qt.TextFormat.PlainText
    assert words.buddy() is None  # with one, Qt makes a shortcut of what follows an ampersand


def test_a_label_is_never_a_window_of_its_own(light: Theme) -> None:
    words, window = Words(light), QWidget()
    for text in ("said", "", "said again"):
        words.say(text)
        assert not words.isVisible()
    QHBoxLayout(window).addWidget(words)
    window.show()
    assert words.isVisible()
    words.say("")
    assert not words.isVisible()


@pytest.mark.parametrize("text", [EVIL, "W" * 500, "\u00a0" * 500, "汉" * 500])
def test_nothing_a_stranger_writes_makes_the_window_wider(light: Theme, text: str) -> None:
    words = Words(light)
    window = QWidget()
    QHBoxLayout(window).addWidget(words)
    words.say(text)
    assert window.minimumSizeHint().width() < 2 * LONG_WORD_PX
