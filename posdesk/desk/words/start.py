"""Why the desk can't start, in both languages: what happened, what to do, and what it is about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.states import Sentence
from posdesk.errors import DiskError, DiskFault, HomeInUse, PosdeskError, SettingsError, SettingsFault

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
_SETTINGS: Mapping[SettingsFault, str] = {
    SettingsFault.NOT_TOML: QT_TRANSLATE_NOOP("start", "What stands there is not TOML: {detail}"),
    SettingsFault.NOT_TEXT: QT_TRANSLATE_NOOP(
        "start", "From there the file is not UTF-8 text. Save it again with the encoding UTF-8."
    ),
    SettingsFault.UTF16: QT_TRANSLATE_NOOP(
        "start",
        'The file is saved as UTF-16, which Notepad calls "Unicode". Save it again with the encoding UTF-8.',
    ),
    SettingsFault.INVISIBLE: QT_TRANSLATE_NOOP(
        "start",
        "An invisible mark stands there ({detail}). Delete the line and type it anew, without copying it.",
    ),
    SettingsFault.CONTROL: QT_TRANSLATE_NOOP(
        "start",
        "A control character stands there ({detail}). Delete the line and type it anew, without copying it.",
    ),
    SettingsFault.STRANGE_SPACE: QT_TRANSLATE_NOOP(
        "start", "A blank that TOML does not know stands there ({detail}). Delete it and type a plain blank."
    ),
    SettingsFault.CURLY_QUOTE: QT_TRANSLATE_NOOP(
        "start",
        "A quote that TOML does not know stands there: {detail}. Switch the input method to English and type"
        ' a straight one: "',
    ),
    SettingsFault.FULL_WIDTH: QT_TRANSLATE_NOOP(
        "start",
        "A full-width character stands there: {detail}. Switch the input method to English and type it anew.",
    ),
    SettingsFault.BACKSLASH: QT_TRANSLATE_NOOP(
        "start",
        "In double quotes a backslash has a meaning of its own. Write each one of this text twice, or use /"
        " in a path.",
    ),
    SettingsFault.UNCLOSED: QT_TRANSLATE_NOOP(
        "start", "The text that begins there has no closing quote. Type it at the text's end."
    ),
    SettingsFault.UNQUOTED: QT_TRANSLATE_NOOP(
        "start", "A text belongs in double quotes; true and false are written so, without quotes."
    ),
    SettingsFault.TWICE: QT_TRANSLATE_NOOP(
        "start", "What this line says stands in the file already. Delete one of the two."
    ),
    SettingsFault.TOO_DEEP: QT_TRANSLATE_NOOP(
        "start", "It is nested deeper than {detail} levels, which no setting needs. Delete it."
    ),
    SettingsFault.LONG_NUMBER: QT_TRANSLATE_NOOP(
        "start", "This number has too many digits. Write a shorter one."
    ),
    SettingsFault.UNREADABLE: QT_TRANSLATE_NOOP("start", "This PC's user may not read the file."),
    SettingsFault.UNKNOWN_KEY: QT_TRANSLATE_NOOP(
        "start", "There is no such key. Look at its spelling and at the section it stands in."
    ),
    SettingsFault.MISSING_KEY: QT_TRANSLATE_NOOP("start", "This key is missing."),
    SettingsFault.WANTS_INTEGER: QT_TRANSLATE_NOOP("start", "A whole number belongs there, without quotes."),
    SettingsFault.WANTS_NUMBER: QT_TRANSLATE_NOOP("start", "A number belongs there, without quotes."),
    SettingsFault.WANTS_TEXT: QT_TRANSLATE_NOOP("start", "A text belongs there, in quotes."),
    SettingsFault.WANTS_SWITCH: QT_TRANSLATE_NOOP(
        "start", "Either true or false belongs there, without quotes."
    ),
    SettingsFault.WANTS_LIST: QT_TRANSLATE_NOOP("start", "A list belongs there, in square brackets."),
    SettingsFault.WANTS_SECTION: QT_TRANSLATE_NOOP("start", "A section with keys of its own belongs there."),
    SettingsFault.ONE_OF: QT_TRANSLATE_NOOP("start", "One of these belongs there: {detail}"),
    SettingsFault.AT_LEAST: QT_TRANSLATE_NOOP("start", "It must be {detail} or more."),
    SettingsFault.AT_MOST: QT_TRANSLATE_NOOP("start", "It must be {detail} or less."),
    SettingsFault.MORE_THAN: QT_TRANSLATE_NOOP("start", "It must be more than {detail}."),
    SettingsFault.BAD_VALUE: QT_TRANSLATE_NOOP("start", "This value is not allowed: {detail}"),
    SettingsFault.READABLE: QT_TRANSLATE_NOOP(
        "start",
        "At {detail} the network could read every call. Set listener.tls_cert and listener.tls_key, or"
        ' host = "127.0.0.1". If it is meant so: insecure_beyond_loopback = true.',
    ),
    SettingsFault.UNSIGNED: QT_TRANSLATE_NOOP(
        "start",
        "Anyone in the network could send orders as {detail}. Set its signature, or"
        ' host = "127.0.0.1". If it is meant so: insecure_beyond_loopback = true.',
    ),
    SettingsFault.TLS: QT_TRANSLATE_NOOP(
        "start", "tls_cert and tls_key must name a certificate and its key, as PEM files: {detail}"
    ),
}
_IN_THE_TEXT = re.compile(r"([0-9]+), ([0-9]+)")
_NUMBERED = re.compile(r"^(\w+)\.([0-9]+)\b\.?")


def start_words(error: PosdeskError, home: Path) -> StartSaid:
    """Why the desk of this home can't start."""
    if isinstance(error, SettingsError) and error.fault in _SETTINGS:
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


def _settings_said(error: SettingsError) -> StartSaid:
    why = translate("start", _SETTINGS[error.fault]).format(detail=error.detail)
    about = (error.file, _place(error), why)
    return StartSaid(_said((_WRONG, _AGAIN)), tuple(filter(None, about)))


def _place(error: SettingsError) -> str:
    """Line and column, or the key as a person finds it in the file."""
    if error.fault is SettingsFault.NOT_TOML and not error.place:
        return translate("start", "At the file's end")
    if in_the_text := _IN_THE_TEXT.fullmatch(error.place):
        words = translate("start", "Line {line}, column {column}")
        return words.format(line=in_the_text[1], column=in_the_text[2])
    numbered = _NUMBERED.match(error.place)
    if numbered is None:
        return error.place
    words = translate("start", "[[{section}]] number {n}: {key}")
    key = error.place[numbered.end() :]
    return words.format(section=numbered[1], n=int(numbered[2]) + 1, key=key)


def _said(pair: _Pair) -> Sentence:
    return Sentence(*(translate("start", words) for words in pair))
