"""Pictures of widgets, to be looked at beside the design's."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.theme import Theme, load_fonts, theme
from posdesk.desk.words.language import Choice, Languages

FOLDER = Path(os.environ.get("POSDESK_SHOTS", "shots"))


def shot(
    make: Callable[[Theme], QWidget],
    name: str,
    *,
    size: tuple[int, int] = (1366, 768),
    language: Choice = "zh_CN",
    dark: bool = False,
    folder: Path = FOLDER,
) -> Path:
    """Make a widget with a theme and save its picture as `name`.png; needs a QApplication.

    `size` in logical px. Returns where the picture is.
    """
    app = QApplication.instance()
    assert app is not None
    load_fonts()
    languages = Languages(app, language)
    widget = make(theme(dark))
    widget.resize(QSize(*size))
    widget.show()
    app.processEvents()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    widget.grab().save(str(path))
    widget.hide()
    widget.deleteLater()
    languages.choose("en")
    languages.deleteLater()
    return path
