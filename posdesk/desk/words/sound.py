"""What is said of the sound: the audible check, what keeps it from being heard, the classes, recordings."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.say import joined, listed
from posdesk.desk.words.states import Sentence
from posdesk.devices.recordings import BadRecording, RecordingFault
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.domain.orders.sound_classes import SoundClass

translate = QCoreApplication.translate

_FLASHES = QT_TRANSLATE_NOOP("sound", "Until then new orders flash across the top.")
_LOOSE = QT_TRANSLATE_NOOP("sound", "Look at the loudspeaker and its cable, then try again.")
_BROKEN = QT_TRANSLATE_NOOP("sound", "The sound device takes no sound.")
_TROUBLES: dict[SoundTrouble, tuple[str, str]] = {
    SoundTrouble.NO_PLAYER: (
        QT_TRANSLATE_NOOP("sound", "This PC has no program that plays sounds."),
        QT_TRANSLATE_NOOP("sound", "Have pulseaudio-utils or alsa-utils installed, then try again."),
    ),
    SoundTrouble.NO_DEVICE: (
        QT_TRANSLATE_NOOP("sound", "This PC has no sound output."),
        QT_TRANSLATE_NOOP("sound", "Connect a loudspeaker, then try again."),
    ),
    SoundTrouble.MUTED: (
        QT_TRANSLATE_NOOP("sound", "The PC's sound is muted, or its volume is at 0."),
        QT_TRANSLATE_NOOP("sound", "Turn it up, then try again."),
    ),
    SoundTrouble.PLAYER_FAILED: (_BROKEN, _LOOSE),
    SoundTrouble.PLAYER_HUNG: (_BROKEN, _LOOSE),
    SoundTrouble.NO_FILE: (
        QT_TRANSLATE_NOOP("sound", "posdesk's sounds are missing."),
        QT_TRANSLATE_NOOP("sound", "Install posdesk anew."),
    ),
}
_CLASSES: dict[SoundClass, str] = {
    SoundClass.NEW: QT_TRANSLATE_NOOP("sound", "New order: three rising notes"),
    SoundClass.PREORDER: QT_TRANSLATE_NOOP("sound", "Pre-order to be made now: two wooden notes"),
    SoundClass.CANCEL: QT_TRANSLATE_NOOP("sound", "Customer cancelled: two low tones in turn"),
    SoundClass.DEADLINE: QT_TRANSLATE_NOOP("sound", "Accept deadline near: fast ticks"),
    SoundClass.REFUND: QT_TRANSLATE_NOOP("sound", "Cancelled after its end, a refund: one falling note"),
    SoundClass.DONE: QT_TRANSLATE_NOOP("sound", "Scan verified: rising ding-dong"),
    SoundClass.WRONG: QT_TRANSLATE_NOOP("sound", "Scan of another store or state: two low short tones"),
    SoundClass.USED: QT_TRANSLATE_NOOP("sound", "Code already used: three equal short tones"),
    SoundClass.UNKNOWN: QT_TRANSLATE_NOOP("sound", "Code unknown: one long tremolo"),
    SoundClass.WRONG_ITEM: QT_TRANSLATE_NOOP("sound", "Wrong item while packing: a wood block"),
    SoundClass.PACKED: QT_TRANSLATE_NOOP("sound", "All packed: a chime"),
    SoundClass.OFFLINE: QT_TRANSLATE_NOOP("sound", "Offline: three falling notes"),
    SoundClass.BACK: QT_TRANSLATE_NOOP("sound", "Back online: three rising notes"),
    SoundClass.PRINTER: QT_TRANSLATE_NOOP("sound", "Printer: two knocks"),
}
_FAULTS: dict[RecordingFault, str] = {
    RecordingFault.NO_SOUND: QT_TRANSLATE_NOOP("sound", "it has the name of no sound"),
    RecordingFault.NO_FILE: QT_TRANSLATE_NOOP("sound", "it is not a file"),
    RecordingFault.TOO_BIG: QT_TRANSLATE_NOOP("sound", "it is larger than 2 MB"),
    RecordingFault.TOO_LONG: QT_TRANSLATE_NOOP("sound", "it lasts longer than until it rings again"),
    RecordingFault.NO_WAV: QT_TRANSLATE_NOOP("sound", "it is not a plain 16 bit WAV"),
    RecordingFault.CUT_OFF: QT_TRANSLATE_NOOP("sound", "its end is missing"),
    RecordingFault.SILENT: QT_TRANSLATE_NOOP("sound", "nothing can be heard in it"),
    RecordingFault.UNREADABLE: QT_TRANSLATE_NOOP("sound", "it can't be read"),
}


def class_words(each: SoundClass) -> str:
    """When a class sounds, and how."""
    return translate("sound", _CLASSES[each])


def unheard_words(state: SoundState) -> Sentence:
    """Why the sound can't be heard, and what to do; empty while nothing is known against it."""
    what, todo = _TROUBLES.get(state.trouble, ("", ""))
    if not what:
        return Sentence("")
    told = (translate("sound", todo), translate("sound", _FLASHES))
    return Sentence(translate("sound", what), joined(*told))


def changed_words(state: SoundState) -> Sentence:
    """It comes out otherwise than when it was heard."""
    if state.device:
        words = translate("sound", "Sound comes out of {device} now. Nobody has heard it there like this.")
        what = words.format(device=state.device)
    else:
        what = translate("sound", "Sound comes out otherwise now. Nobody has heard it like this.")
    return Sentence(what, translate("sound", "Play the notes and count them."))


def state_words(state: SoundState) -> str:
    """What the system tells of the output, and whether anybody heard it there."""
    unheard = unheard_words(state)
    if unheard.what:
        return str(unheard)
    nobody_tells = translate("sound", "The system tells nothing of the output, its volume or mute.")
    return joined(_output_words(state) or nobody_tells, _heard_words(state))


def _output_words(state: SoundState) -> str:
    if not state.device:
        return ""
    if state.volume is None:
        return translate("sound", "Output: {device}.").format(device=state.device)
    words = translate("sound", "Output: {device}, volume {n} %, not muted.")
    return words.format(device=state.device, n=state.volume)


def _heard_words(state: SoundState) -> str:
    if state.proven:
        return translate("sound", "Somebody counted the notes right: it is heard.")
    return translate("sound", "Nobody has counted the notes yet: whether it is heard is not known.")


def recordings_words(laid: Iterable[str], bad: Iterable[BadRecording]) -> str:
    """What lies in the home's folder of sounds: what is played of it, and what is not, and why."""
    played, wrong = tuple(laid), tuple(bad)
    said = [translate("sound", "Own recordings: {names}.").format(names=listed(played))] if played else []
    for each in wrong:
        words = translate("sound", "{name} is not played, ours is: {why}.")
        said.append(words.format(name=each.name, why=translate("sound", _FAULTS[each.fault])))
    if not said:
        return translate("sound", "No own recordings lie in the folder sounds of this PC's posdesk.")
    return joined(*said)
