"""Which language is on screen, and how it changes while the window is open."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from posdesk.host.resources import resource

Choice = Literal["auto", "zh_CN", "en"]
CHINESE = "zh_CN"
ENGLISH = "en"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks a text of a table for lupdate, which knows this name, and returns it; translated when shown."""
    return text


def is_chinese() -> bool:
    """Whether the words on screen are Chinese now."""
    return QCoreApplication.translate("language", "en") == "zh"


def language_of(choice: Choice) -> str:
    """The language of a choice; "auto" is Chinese where the system speaks Chinese, else English."""
    if choice != "auto":
        return choice
    chinese = QLocale.system().language() == QLocale.Language.Chinese
    return CHINESE if chinese else ENGLISH


class Languages(QObject):
    """Holds the installed translators; every widget hears of a change by QEvent.LanguageChange."""

    def __init__(self, app: QCoreApplication, choice: Choice = "auto") -> None:
        """Install the translators of a choice of the settings."""
        super().__init__(app)
        self._app = app
        self._installed: list[QTranslator] = []
        self.choose(choice)

    def choose(self, choice: Choice) -> None:
        """Switch to another language, at once."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed = _translators(language_of(choice), self)
        for translator in self._installed:
            self._app.installTranslator(translator)


class _Own(QTranslator):
    """Our words, held in memory: Qt would map the file and crash when an update writes over it."""

    def __init__(self, path: Path, parent: QObject) -> None:
        """Raises FileNotFoundError."""
        super().__init__(parent)
        self._data = path.read_bytes()  # Qt doesn't copy them
        self.load(self._data)


def _translators(language: str, parent: QObject) -> list[QTranslator]:
    """Qt's own words and ours; English needs none. Raises FileNotFoundError where ours are missing."""
    if language == ENGLISH:
        return []
    own, qt = _Own(resource(f"translations/posdesk_{language}.qm"), parent), QTranslator(parent)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    found: list[QTranslator] = [own]
    return [qt, *found] if qt.load(f"qtbase_{language}", folder) else found
