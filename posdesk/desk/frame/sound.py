"""Whether the alarm can be heard, as the top bar says it."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.devices.sound import SoundTrouble

_WORDS = {
    SoundTrouble.NONE: QT_TRANSLATE_NOOP("frame", "Sound OK"),
    SoundTrouble.NOT_TRIED: QT_TRANSLATE_NOOP("frame", "Sound not proven"),
    SoundTrouble.NO_PLAYER: QT_TRANSLATE_NOOP("frame", "No sound"),
    SoundTrouble.NO_DEVICE: QT_TRANSLATE_NOOP("frame", "No sound device"),
    SoundTrouble.PLAYER_FAILED: QT_TRANSLATE_NOOP("frame", "No sound device"),
    SoundTrouble.PLAYER_HUNG: QT_TRANSLATE_NOOP("frame", "Sound device hangs"),
    SoundTrouble.NO_FILE: QT_TRANSLATE_NOOP("frame", "Sounds are missing"),
}


def sound_words(trouble: SoundTrouble, *, snoozed: bool = False) -> str:
    """What is known of the sound; a snoozed alarm is said before a sound that is well."""
    if snoozed and trouble is SoundTrouble.NONE:
        return QCoreApplication.translate("frame", "Alarm snoozed")
    return QCoreApplication.translate("frame", _WORDS[trouble])
