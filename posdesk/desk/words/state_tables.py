"""The English source texts of `words`, by enum; Chinese stands in resources/translations."""

from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.domain.orders.answer import CallFault
from posdesk.domain.orders.board import Lane
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.history import Happening
from posdesk.domain.orders.intent import NO_RELAY, Kind, Outcome
from posdesk.domain.orders.order import OrderState
from posdesk.domain.orders.source import Source
from posdesk.domain.pickup.lookup import ScanResult
from posdesk.domain.pickup.scan_code import Flaw
from posdesk.domain.status import Trouble

SOURCES = {
    Source.MEITUAN: QT_TRANSLATE_NOOP("words", "Meituan"),
    Source.ELEME: QT_TRANSLATE_NOOP("words", "Ele.me"),
    Source.BAIDU: QT_TRANSLATE_NOOP("words", "Baidu"),
    Source.QR: QT_TRANSLATE_NOOP("words", "QR order"),
    Source.OTHER: QT_TRANSLATE_NOOP("words", "Other ({code})"),
}
KINDS = {
    Kind.ACCEPT: QT_TRANSLATE_NOOP("words", "Accept"),
    Kind.REFUSE: QT_TRANSLATE_NOOP("words", "Refuse"),
    Kind.READY: QT_TRANSLATE_NOOP("words", "Ready"),
    Kind.PAY: QT_TRANSLATE_NOOP("words", "Pay"),
    Kind.VERIFY: QT_TRANSLATE_NOOP("words", "Verify"),
}
LANES = {
    Lane.NEW: QT_TRANSLATE_NOOP("lanes", "New"),
    Lane.MAKING: QT_TRANSLATE_NOOP("lanes", "Making"),
    Lane.READY: QT_TRANSLATE_NOOP("lanes", "Ready"),
    Lane.PREORDER: QT_TRANSLATE_NOOP("lanes", "Pre-orders"),
    Lane.DONE: QT_TRANSLATE_NOOP("lanes", "Done"),
    Lane.CLOSED: QT_TRANSLATE_NOOP("lanes", "Closed here"),
    Lane.LOOKED_UP: QT_TRANSLATE_NOOP("lanes", "Only looked up"),
}
STATES = {
    OrderState.NEW: QT_TRANSLATE_NOOP("lanes", "New"),
    OrderState.ACCEPTED: QT_TRANSLATE_NOOP("lanes", "Making"),
    OrderState.READY: QT_TRANSLATE_NOOP("lanes", "Ready"),
    OrderState.COMPLETED: QT_TRANSLATE_NOOP("lanes", "Completed"),
    OrderState.REFUSED: QT_TRANSLATE_NOOP("lanes", "Refused"),
    OrderState.CANCELLED: QT_TRANSLATE_NOOP("lanes", "Cancelled"),
}
OUTCOMES = {
    Outcome.QUEUED: (StateRole.SENDING, Sign.CLOCK, QT_TRANSLATE_NOOP("words", "{what}: waiting to be sent")),
    Outcome.SENDING: (StateRole.SENDING, Sign.ARROW, QT_TRANSLATE_NOOP("words", "{what}: sending")),
    Outcome.CONFIRMED: (StateRole.DONE, Sign.CHECK, QT_TRANSLATE_NOOP("words", "{what} confirmed")),
    Outcome.REFUSED: (StateRole.REFUSED, Sign.CROSS, QT_TRANSLATE_NOOP("words", "{what} refused")),
    Outcome.UNKNOWN: (StateRole.UNKNOWN, Sign.QUESTION, QT_TRANSLATE_NOOP("words", "{what}: result unknown")),
    Outcome.WITHDRAWN: (
        StateRole.USED,
        Sign.BACK,
        QT_TRANSLATE_NOOP("words", "{what}: undone before it left"),
    ),
    Outcome.EXPIRED: (
        StateRole.HALF,
        Sign.WARNING,
        QT_TRANSLATE_NOOP("words", "{what}: expired before it could be sent"),
    ),
    Outcome.SETTLED_DONE: (
        StateRole.USED,
        Sign.PERSON,
        QT_TRANSLATE_NOOP("words", "{what}: {who} says it is done"),
    ),
    Outcome.SETTLED_NOT_DONE: (
        StateRole.USED,
        Sign.PERSON,
        QT_TRANSLATE_NOOP("words", "{what}: {who} says it is not done"),
    ),
}
TROUBLES = {
    Trouble.ENGINE_DEAD: (
        QT_TRANSLATE_NOOP("words", "No orders can come in: posdesk's engine has stopped."),
        QT_TRANSLATE_NOOP(
            "words", "Close posdesk and open it again. Until then watch the platforms' own pages."
        ),
    ),
    Trouble.HOME_LOST: (
        QT_TRANSLATE_NOOP(
            "words", "No orders can come in here: another posdesk (process {detail}) works in this folder."
        ),
        QT_TRANSLATE_NOOP(
            "words",
            "Close this window and work in the other one. Never delete posdesk.lock while posdesk runs.",
        ),
    ),
    Trouble.PORT_TAKEN: (
        QT_TRANSLATE_NOOP("words", "No orders can come in: another program holds the address {detail}."),
        QT_TRANSLATE_NOOP("words", "Close that program. posdesk tries again by itself."),
    ),
    Trouble.ADDRESS_GONE: (
        QT_TRANSLATE_NOOP("words", "No orders can come in: this PC does not have the address {detail} now."),
        QT_TRANSLATE_NOOP(
            "words",
            "Look whether its network is connected. posdesk tries again by itself. If it has"
            " another address now, enter it: Settings, Port for orders.",
        ),
    ),
    Trouble.LISTENER_LOST: (
        QT_TRANSLATE_NOOP(
            "words", "No orders can come in: nothing answers any more where the platforms call ({detail})."
        ),
        QT_TRANSLATE_NOOP(
            "words",
            "posdesk opens it again by itself. If this stays, close posdesk and open it again.",
        ),
    ),
    Trouble.NO_PARTNER: (
        QT_TRANSLATE_NOOP("words", "No orders can come in: no platform is set up."),
        QT_TRANSLATE_NOOP("words", "Enter them: Settings, Platforms and secrets."),
    ),
    Trouble.NO_APPKEY: (
        QT_TRANSLATE_NOOP("words", "No orders can come in from {detail}: its key is missing."),
        QT_TRANSLATE_NOOP("words", "Enter it: Settings, Platforms and secrets."),
    ),
    Trouble.KEYRING_LOCKED: (
        QT_TRANSLATE_NOOP("words", "No orders can come in: the PC's keyring is locked."),
        QT_TRANSLATE_NOOP(
            "words", "Unlock it with the password of this PC's user. posdesk goes on by itself."
        ),
    ),
    Trouble.KEYRING_SLOW: (
        QT_TRANSLATE_NOOP("words", "No orders can come in yet: the PC's keyring has not answered."),
        QT_TRANSLATE_NOOP(
            "words",
            "posdesk asks again by itself. If a window asks for this PC's password, enter it there.",
        ),
    ),
    Trouble.NO_KEYRING: (
        QT_TRANSLATE_NOOP("words", "No orders can come in: this PC has no safe place for the keys."),
        QT_TRANSLATE_NOOP(
            "words", "Install and start a keyring, gnome-keyring for one, then open posdesk again."
        ),
    ),
    Trouble.KEYRING_FAILED: (
        QT_TRANSLATE_NOOP("words", "No orders can come in: the PC's keyring does not give the keys out."),
        QT_TRANSLATE_NOOP(
            "words", "Sign out of this PC and in again. posdesk asks the keyring again by itself."
        ),
    ),
    Trouble.DISK: (
        QT_TRANSLATE_NOOP("words", "No orders can come in: posdesk can't write to the disk."),
        QT_TRANSLATE_NOOP("words", "Make room on the disk. posdesk goes on by itself."),
    ),
    Trouble.PART_FAILED: (
        QT_TRANSLATE_NOOP("words", "A part of posdesk failed: {detail}."),
        QT_TRANSLATE_NOOP(
            "words", "It is being started again. If this stays, close posdesk and open it again."
        ),
    ),
}
FAULTS = {
    CallFault.NO_CONNECTION: QT_TRANSLATE_NOOP("words", "No connection to the platform"),
    CallFault.NO_TLS: QT_TRANSLATE_NOOP("words", "No safe connection to the platform"),
    CallFault.TIMED_OUT: QT_TRANSLATE_NOOP("words", "The platform did not answer in time"),
    CallFault.CUT_OFF: QT_TRANSLATE_NOOP("words", "The connection broke after sending"),
    CallFault.HTTP_STATUS: QT_TRANSLATE_NOOP("words", "The platform's server had an error"),
    CallFault.NOT_ITS_JSON: QT_TRANSLATE_NOOP("words", "The answer was not readable"),
    CallFault.NO_SECRET: QT_TRANSLATE_NOOP("words", "The platform's key can't be read"),
    CallFault.NO_SETTINGS: QT_TRANSLATE_NOOP("words", "The settings for the platform are not complete"),
    CallFault.NOT_FORMED: QT_TRANSLATE_NOOP(
        "words", "The call could not be made up: look at the PC's date and at the log"
    ),
    CallFault.OURS: QT_TRANSLATE_NOOP("words", "An error of posdesk's own, see the log"),
    CallFault.DIED: QT_TRANSLATE_NOOP("words", "posdesk was closed while it was sending"),
}
EVENTS = {
    NO_RELAY: QT_TRANSLATE_NOOP(
        "words", "The other counters can't be asked. Ask them yourself, then send it or undo it"
    ),
    "orderStatus 1": QT_TRANSLATE_NOOP("words", "The platform reported that it is accepted"),
    "orderStatus 2": QT_TRANSLATE_NOOP("words", "The platform reported that it is refused"),
}
"""Why it doesn't wait for an answer: events, as `intent_rows.settle_by_event` writes them, and no relay."""
NOT_WHOLE = (
    QT_TRANSLATE_NOOP("words", "A scan could not be read whole."),
    QT_TRANSLATE_NOOP("words", "Scan the code once more."),
)
SWALLOWED = {
    Flaw.SLOW: (
        QT_TRANSLATE_NOOP("words", "That looked like a slow scan. It stands in the field as it came."),
        QT_TRANSLATE_NOOP("words", "Learn the scanner (Settings, Scanner), or scan outside of fields."),
    ),
    Flaw.NO_END: (
        QT_TRANSLATE_NOOP("words", "A scan came without the key that this scanner sends at its end."),
        QT_TRANSLATE_NOOP(
            "words", "Scan once more. If that is said again, learn the scanner: Settings, Scanner."
        ),
    ),
    Flaw.SIGN_IN: (
        QT_TRANSLATE_NOOP("words", "A code was scanned while sign-in was open. It was not read."),
        QT_TRANSLATE_NOOP("words", "Close sign-in with Esc, then scan."),
    ),
    Flaw.HELD_KEY: (
        QT_TRANSLATE_NOOP("words", "A key was held down while a code was scanned."),
        QT_TRANSLATE_NOOP("words", "Let go of the keyboard, and scan the code once more."),
    ),
}
MIXED_SCANS = (
    QT_TRANSLATE_NOOP("words", "A scan could not be read: keys came together as from two scanners."),
    QT_TRANSLATE_NOOP("words", "Scan again, one after the other."),
)
ROUTER_FAILED = (
    QT_TRANSLATE_NOOP("words", "Scans can't be told from typing any more."),
    QT_TRANSLATE_NOOP("words", "Type the codes on the Pickup page, and open posdesk again."),
)
ONE_COUNTER = (
    QT_TRANSLATE_NOOP("words", "This counter reports the store's hours to ovopark; no other counter may."),
    QT_TRANSLATE_NOOP("words", "Every receipt of the store must come in here."),
)
ONE_COUNTER_OF_A_CHAIN = (
    ONE_COUNTER[0],
    QT_TRANSLATE_NOOP("words", "The other counters' receipts come by the relay, and count in the hours."),
)
OTHER_HAPPENING = QT_TRANSLATE_NOOP("words", "Noted by another version of posdesk")
HAPPENINGS = {
    Happening.RECEIVED: QT_TRANSLATE_NOOP("words", "Received, on disk"),
    Happening.CAPTURED: QT_TRANSLATE_NOOP("words", "Found by its pickup code"),
    Happening.REPEATED: QT_TRANSLATE_NOOP("words", "The platform sent it again, unchanged"),
    Happening.CHANGED: QT_TRANSLATE_NOOP("words", "The platform sent it again, changed"),
    Happening.CANCELLED: QT_TRANSLATE_NOOP("words", "The platform cancelled it"),
    Happening.PLATFORM_STATUS: QT_TRANSLATE_NOOP("words", "The platform says: {status}"),
    Happening.CONFLICT: "",
    Happening.STOP_ACKNOWLEDGED: QT_TRANSLATE_NOOP("words", "{who} stopped making it"),
    Happening.PRESSED: QT_TRANSLATE_NOOP("words", "{who} pressed {what}"),
    Happening.OUTCOME: "",
    Happening.HANDED_OVER: QT_TRANSLATE_NOOP("words", "{who} handed it over, marked here only"),
    Happening.OTHER_STORE_UID: QT_TRANSLATE_NOOP("words", "The platform named another store: {detail}"),
    Happening.OLDER_PUSH: QT_TRANSLATE_NOOP(
        "words", "The platform sent an older version again; nothing changed"
    ),
    Happening.PASSED_OVER: "",
    Happening.STOP_UNCLEAR: QT_TRANSLATE_NOOP(
        "words", "A cancel came for its number, which another open order has, too"
    ),
    Happening.CLOSED_HERE: QT_TRANSLATE_NOOP("words", "{who} closed it here: {why}"),
    Happening.OPENED_AGAIN: QT_TRANSLATE_NOOP("words", "{who} opened it again"),
    Happening.NOTED: QT_TRANSLATE_NOOP("words", "{who} noted something"),
    Happening.PROMISED: "",
    Happening.PACKED: QT_TRANSLATE_NOOP("words", "{who} packed the last of it"),
    Happening.REVEALED: QT_TRANSLATE_NOOP("words", "{who} looked at phone and address"),
}
CLOSE_REASONS = {
    CloseReason.NO_SHOW: QT_TRANSLATE_NOOP("words", "customer did not come"),
    CloseReason.GIVEN_WITHOUT_CODE: QT_TRANSLATE_NOOP("words", "no pickup code, goods given"),
    CloseReason.REFUNDED_BY_PHONE: QT_TRANSLATE_NOOP("words", "refunded by phone"),
    CloseReason.DONE_AT_PLATFORM: QT_TRANSLATE_NOOP("words", "done on the platform's page"),
    CloseReason.DUPLICATE: QT_TRANSLATE_NOOP("words", "the same order twice"),
    CloseReason.OTHER: QT_TRANSLATE_NOOP("words", "other"),
}
STATUSES = {
    "accepted": QT_TRANSLATE_NOOP("words", "accepted"),
    "refused": QT_TRANSLATE_NOOP("words", "refused"),
    "completed": QT_TRANSLATE_NOOP("words", "completed"),
    "cancelled": QT_TRANSLATE_NOOP("words", "cancelled"),
}
SCANS = {
    ScanResult.FOUND: (StateRole.NEW, Sign.SEARCH, QT_TRANSLATE_NOOP("words", "Found")),
    ScanResult.DONE: (StateRole.DONE, Sign.CHECK_CIRCLE, QT_TRANSLATE_NOOP("words", "Verified")),
    ScanResult.HANDED_OVER: (StateRole.DONE, Sign.CHECK_CIRCLE, QT_TRANSLATE_NOOP("words", "Handed over")),
    ScanResult.USED: (StateRole.USED, Sign.CROSS_SQUARE, QT_TRANSLATE_NOOP("words", "Used before")),
    ScanResult.WRONG: (StateRole.HALF, Sign.WARNING, QT_TRANSLATE_NOOP("words", "Not possible here")),
    ScanResult.UNKNOWN: (StateRole.UNKNOWN, Sign.QUESTION, QT_TRANSLATE_NOOP("words", "Result unknown")),
    ScanResult.CANNOT: (StateRole.UNKNOWN, Sign.QUESTION, QT_TRANSLATE_NOOP("words", "Could not be checked")),
    ScanResult.SIGNED: (
        StateRole.HALF,
        Sign.NOTE,
        QT_TRANSLATE_NOOP("words", "Handed out against signature"),
    ),
}
