"""The rights in words: what a PIN is asked for, whose will do, and in whose name it will stand."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.say import actor_name
from posdesk.domain.rights import Right, Role

translate = QCoreApplication.translate

_ACTS = {
    Right.REFUSE: QT_TRANSLATE_NOOP("rights", "Refuse an order"),
    Right.REVEAL: QT_TRANSLATE_NOOP("rights", "Show phone, address"),
    Right.END_STOP: QT_TRANSLATE_NOOP("rights", "End a STOP"),
    Right.COVER: QT_TRANSLATE_NOOP("rights", "Decide on a report"),
    Right.SETTLE: QT_TRANSLATE_NOOP("rights", "Say how it ended"),
    Right.WITHDRAW: QT_TRANSLATE_NOOP("rights", "Withdraw a receipt"),
    Right.SEND_AGAIN: QT_TRANSLATE_NOOP("rights", "Send again"),
    Right.CLOSE_HERE: QT_TRANSLATE_NOOP("rights", "Close here"),
    Right.HAND_OUT: QT_TRANSLATE_NOOP("rights", "Against signature"),
    Right.PAY_OUT: QT_TRANSLATE_NOOP("rights", "Cash out of the drawer"),
    Right.CLOSE_SHIFT: QT_TRANSLATE_NOOP("rights", "Close the shift"),
    Right.SETTINGS: QT_TRANSLATE_NOOP("rights", "Settings"),
    Right.PEOPLE: QT_TRANSLATE_NOOP("rights", "People"),
}
_NAMES = {
    Role.CASHIER: QT_TRANSLATE_NOOP("frame", "cashier"),
    Role.MANAGER: QT_TRANSLATE_NOOP("frame", "manager"),
    Role.ADMINISTRATOR: QT_TRANSLATE_NOOP("frame", "administrator"),
}
_ASKS = {
    Role.CASHIER: QT_TRANSLATE_NOOP("rights", "This takes the PIN of a cashier."),
    Role.MANAGER: QT_TRANSLATE_NOOP("rights", "This takes the PIN of a manager."),
    Role.ADMINISTRATOR: QT_TRANSLATE_NOOP("rights", "This takes the PIN of an administrator."),
}
_SIGNERS = {
    Role.CASHIER: QT_TRANSLATE_NOOP("rights", "the cashier who gives the PIN"),
    Role.MANAGER: QT_TRANSLATE_NOOP("rights", "the manager who gives the PIN"),
    Role.ADMINISTRATOR: QT_TRANSLATE_NOOP("rights", "the administrator who gives the PIN"),
}


def act_words(right: Right) -> str:
    """What a PIN is asked for, as a title."""
    return translate("rights", _ACTS[right])


def role_name(role: Role) -> str:
    """What a person is."""
    return translate("frame", _NAMES[role])


def asks_words(role: Role | None) -> str:
    """Whose PIN something takes; empty where it takes none."""
    return translate("rights", _ASKS[role]) if role else ""


def signer_name(asked: Role | None, actor: str) -> str:
    """In whose name it would stand in the record: whose PIN is asked for, else who is there."""
    return translate("rights", _SIGNERS[asked]) if asked else actor_name(actor)
