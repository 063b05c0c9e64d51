"""The printers' topic in words."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.settings.printers.draft import Values
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.say import listed
from posdesk.desk.words.states import source_name
from posdesk.domain.orders.source import source_of
from posdesk.domain.printing.slip import SlipKind

translate = QCoreApplication.translate

FIELDS = {
    "name": QT_TRANSLATE_NOOP("settings", "Name"),
    "transport": QT_TRANSLATE_NOOP("settings", "How it is connected"),
    "address": QT_TRANSLATE_NOOP("settings", "Address"),
    "width": QT_TRANSLATE_NOOP("settings", "Paper"),
    "charset": QT_TRANSLATE_NOOP("settings", "Characters"),
    "baud": QT_TRANSLATE_NOOP("settings", "Baud"),
    "language": QT_TRANSLATE_NOOP("settings", "Language of its slips"),
}
_VALUES = {
    "network": QT_TRANSLATE_NOOP("settings", "Network"),
    "serial": QT_TRANSLATE_NOOP("settings", "Serial port"),
    "device": QT_TRANSLATE_NOOP("settings", "Device file"),
    "spooler": QT_TRANSLATE_NOOP("settings", "System queue"),
    "gbk": "GBK",
    "gb18030": "GB18030",
    "utf-8": "UTF-8",
    "raster": QT_TRANSLATE_NOOP("settings", "As pictures"),
    "zh_CN": "中文",
    "en": "English",
}
_WHEN = {
    SlipKind.KITCHEN: QT_TRANSLATE_NOOP("settings", "accepted"),
    SlipKind.PACKING: QT_TRANSLATE_NOOP("settings", "accepted"),
    SlipKind.COURIER: QT_TRANSLATE_NOOP("settings", "ready"),
    SlipKind.CUSTOMER: QT_TRANSLATE_NOOP("settings", "ready"),
    SlipKind.STOP: QT_TRANSLATE_NOOP("settings", "cancelled, before all else"),
    SlipKind.Z: QT_TRANSLATE_NOOP("settings", "shift closed"),
}
_SHOWS = {
    SlipKind.KITCHEN: QT_TRANSLATE_NOOP("settings", "no name, no phone"),
    SlipKind.PACKING: QT_TRANSLATE_NOOP("settings", "name, last four"),
    SlipKind.COURIER: QT_TRANSLATE_NOOP("settings", "all of it; again is noted"),
    SlipKind.CUSTOMER: QT_TRANSLATE_NOOP("settings", "masked"),
    SlipKind.STOP: QT_TRANSLATE_NOOP("settings", "no name, no phone"),
    SlipKind.Z: QT_TRANSLATE_NOOP("settings", "no customer"),
}
_ADDRESSES = {
    "network": QT_TRANSLATE_NOOP(
        "settings", "Port 9100 is not encrypted: whoever is in that network can read along, and print."
    ),
    "serial": QT_TRANSLATE_NOOP("settings", "COM3, or /dev/ttyUSB0; the speed as its switches say."),
    "device": QT_TRANSLATE_NOOP("settings", "A path, /dev/usb/lp0. Linux only."),
    "spooler": QT_TRANSLATE_NOOP(
        "settings", "The queue's name in the system. It never says whether anything printed."
    ),
}


def field_name(key: str) -> str:
    """A printer's field."""
    return translate("settings", FIELDS[key])


def value_words(key: str, value: object) -> str:
    """A value of it."""
    if key == "width":
        return f"{value} mm"
    return translate("settings", _VALUES[str(value)]) if str(value) in _VALUES else str(value or "")


def address_words(transport: str) -> str:
    """What belongs into the address, and what else to know of that way."""
    return translate("settings", _ADDRESSES[transport])


def when_words(kind: str) -> str:
    """When that slip prints."""
    return translate("settings", _WHEN[SlipKind(kind)])


def shows_words(kind: str) -> str:
    """What of the customer stands on it."""
    return translate("settings", _SHOWS[SlipKind(kind)])


def only_words(line: Values) -> str:
    """Which orders a line is for."""
    sources = list(
        dict.fromkeys(source_name(source_of(str(code)), str(code)) for code in line.get("sources", ()))
    )
    parts = [listed(sources)] if sources else []
    if line.get("dishes"):
        parts.append(translate("settings", "dishes {codes}").format(codes=listed(line["dishes"])))
    return "; ".join(parts) or translate("settings", "every order")


def answers_words(answers: str) -> str:
    """What a printer says after the cut."""
    if answers == "none":
        return translate("settings", "Does not answer, or was not tried out")
    return translate("settings", "Answers after the cut")
