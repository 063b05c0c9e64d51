"""Why the desk can't start, in both languages: what happened, what to do, and what it is about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.states import Sentence
from posdesk.errors import (
    CredentialsError,
    DiskError,
    DiskFault,
    HomeInUse,
    KeyringLocked,
    KeyringSlow,
    NoKeyring,
    PosdeskError,
    SettingsError,
    SettingsFault,
)
from posdesk.settings.faults import WORDS

translate = QCoreApplication.translate
_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class StartSaid:
    """What the window says; `about` names the file, the place and the like, a line each."""

    said: Sentence
    about: tuple[str, ...] = ()


_AGAIN = QT_TRANSLATE_NOOP("start", "Mend it, save the file, and open posdesk again.")
_DISK: Mapping[DiskFault, _Pair] = {
    DiskFault.FULL: (
        QT_TRANSLATE_NOOP("start", "posdesk can't start: the disk is full."),
        QT_TRANSLATE_NOOP("start", "Make room on the disk, then open posdesk again."),
    ),
    DiskFault.LOCKED: (
        QT_TRANSLATE_NOOP("start", "posdesk can't start: another program holds its journal."),
        QT_TRANSLATE_NOOP("start", "Close that program, then open posdesk again."),
    ),
    DiskFault.READ_ONLY: (
        QT_TRANSLATE_NOOP("start", "posdesk can't start: it may not write to its folder."),
        QT_TRANSLATE_NOOP("start", "Let this PC's user write to that folder, then open posdesk again."),
    ),
    DiskFault.NEWER: (
        QT_TRANSLATE_NOOP("start", "posdesk can't start: a newer posdesk has worked with its journal."),
        QT_TRANSLATE_NOOP("start", "Install the newer version again. Nothing was changed."),
    ),
    DiskFault.DAMAGED: (
        QT_TRANSLATE_NOOP("start", "posdesk can't start: its journal is damaged."),
        QT_TRANSLATE_NOOP("start", "Put a backup in its place: posdesk restore FILE."),
    ),
    DiskFault.OTHER: (
        QT_TRANSLATE_NOOP("start", "posdesk can't start: its folder or its journal can't be used."),
        QT_TRANSLATE_NOOP("start", "Check that the disk is there and works, then open posdesk again."),
    ),
}
_IN_USE: _Pair = (
    QT_TRANSLATE_NOOP("start", "posdesk is open on this PC already."),
    QT_TRANSLATE_NOOP("start", "Use the window that is open. Where there is none, end the process first."),
)
_OURS: _Pair = (
    QT_TRANSLATE_NOOP("start", "posdesk can't start."),
    QT_TRANSLATE_NOOP("start", "Open it again. If this stays, hand what follows on to support."),
)
_WRONG = QT_TRANSLATE_NOOP("start", "posdesk can't start: its settings file has a mistake.")
_NUMBERED = re.compile(r"^(\w+)\.([0-9]+)\b\.?")


def start_words(error: PosdeskError, home: Path) -> StartSaid:
    """Why the desk of this home can't start."""
    if isinstance(error, SettingsError) and error.fault in WORDS:
        return _settings_said(error)
    if isinstance(error, HomeInUse):
        process = translate("start", "Process {number}").format(number=error.holder)
        return StartSaid(_said(_IN_USE), (process,))
    if isinstance(error, DiskError):
        return _disk_said(error, home)
    return StartSaid(_said(_OURS), (str(error),))


def _disk_said(error: DiskError, home: Path) -> StartSaid:
    """What has no sentence of its own says what the system said, in its words."""
    known = error.fault in _DISK and error.fault is not DiskFault.OTHER
    about = (str(home),) if known else (str(home), str(error))
    return StartSaid(_said(_DISK[error.fault if known else DiskFault.OTHER]), about)


def fault_words(error: SettingsError) -> str:
    """What is wrong at the place in posdesk.toml; empty for what has no words of its own."""
    return translate("start", WORDS.get(error.fault, "")).format(detail=error.detail)


def keyring_words(error: CredentialsError) -> str:
    """Why a secret could not be kept or read, and what to do; empty for what has no words of its own."""
    if isinstance(error, KeyringSlow):
        return translate(
            "start", "The keyring has not answered yet. Unlock it where a window asks, then save again."
        )
    if isinstance(error, KeyringLocked):
        return translate(
            "start", "The keyring is locked. Unlock it with the password of the sign-in, then save again."
        )
    if isinstance(error, NoKeyring):
        return translate(
            "start", "This PC has no keyring that is safe. Install gnome-keyring, sign in again."
        )
    return ""


def _settings_said(error: SettingsError) -> StartSaid:
    about = (error.file, _place(error), fault_words(error))
    return StartSaid(_said((_WRONG, _AGAIN)), tuple(filter(None, about)))


def _place(error: SettingsError) -> str:
    """Line and column, or the key as a person finds it in the file."""
    if error.fault is SettingsFault.NOT_TOML and not error.place:
        return translate("start", "At the file's end")
    if error.place:
        line, _, column = error.place.partition(", ")
        return translate("start", "Line {line}, column {column}").format(line=line, column=column)
    numbered = _NUMBERED.match(error.key)
    if numbered is None:
        return error.key
    words = translate("start", "[[{section}]] number {n}: {key}")
    key = error.key[numbered.end() :]
    return words.format(section=numbered[1], n=int(numbered[2]) + 1, key=key)


def _said(pair: _Pair) -> Sentence:
    return Sentence(*(translate("start", words) for words in pair))
