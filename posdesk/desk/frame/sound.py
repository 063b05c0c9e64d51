"""Whether the alarm can be heard, as the top bar says it."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.language import QT_TRANSLATE_NOOP


class SoundState(StrEnum):
    """What is proven of the sound; anything but PROVEN brings the flash bar while the alarm rings."""

    PROVEN = "proven"
    UNPROVEN = "unproven"  # a device is there, nothing says that it can be heard
    MUTED = "muted"
    NO_DEVICE = "no_device"
    SNOOZED = "snoozed"


_WORDS = {
    SoundState.PROVEN: QT_TRANSLATE_NOOP("frame", "Sound OK"),
    SoundState.UNPROVEN: QT_TRANSLATE_NOOP("frame", "Sound not proven"),
    SoundState.MUTED: QT_TRANSLATE_NOOP("frame", "Sound is muted"),
    SoundState.NO_DEVICE: QT_TRANSLATE_NOOP("frame", "No sound device"),
    SoundState.SNOOZED: QT_TRANSLATE_NOOP("frame", "Alarm snoozed"),
}


def sound_words(state: SoundState) -> str:
    """The state in words."""
    return QCoreApplication.translate("frame", _WORDS[state])
