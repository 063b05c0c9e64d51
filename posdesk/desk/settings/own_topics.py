"""The topics of one section each: store, door, tills' folder, accepting by itself, language and looks."""

from typing import Final

from posdesk.desk.settings.fields import Field, FieldGroup, FieldKind, Option, SecretField, Topic
from posdesk.desk.settings.store_fields import STORE_FIELDS
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.settings.auto_accept import AutoAccept
from posdesk.settings.credentials import LISTENER_TOKEN
from posdesk.settings.settings import Desk, Listener, Receipts, Store

YES_NO: Final = (
    Option(QT_TRANSLATE_NOOP("settings", "Yes"), value=True),
    Option(QT_TRANSLATE_NOOP("settings", "No"), value=False),
)
_MORE = QT_TRANSLATE_NOOP("settings", "More, seldom needed")
_A_TIME = QT_TRANSLATE_NOOP("settings", "It must be a time as 04:00.")

STORE_TOPIC: Final = Topic(
    platform="store",
    title=QT_TRANSLATE_NOOP("settings", "Store"),
    lead=QT_TRANSLATE_NOOP(
        "settings",
        "Store code and counter stay once orders stand under them. Another start of the day counts from the "
        "next business day on.",
    ),
    test_help="",
    default=Store(),
    groups=(
        FieldGroup(QT_TRANSLATE_NOOP("settings", "Who we are"), STORE_FIELDS),
        FieldGroup(
            QT_TRANSLATE_NOOP("settings", "Orders"),
            (
                Field(
                    "undo_s",
                    QT_TRANSLATE_NOOP("settings", "Seconds to undo what was pressed"),
                    QT_TRANSLATE_NOOP("settings", "So long it waits before it leaves."),
                    FieldKind.MINUTES,
                    rule=QT_TRANSLATE_NOOP("settings", "It must be a number from 0 to 30."),
                ),
                Field(
                    "preorder_lead_min",
                    QT_TRANSLATE_NOOP("settings", "Minutes before a pre-order is due"),
                    QT_TRANSLATE_NOOP("settings", "Then it goes among those to be made."),
                    FieldKind.WHOLE,
                    rule=QT_TRANSLATE_NOOP("settings", "It must be a whole number from 0 to 600."),
                ),
                Field(
                    "keep_personal_days",
                    QT_TRANSLATE_NOOP("settings", "Days that customers' data stays"),
                    QT_TRANSLATE_NOOP("settings", "After that, names, phones and addresses are wiped."),
                    FieldKind.WHOLE,
                    rule=QT_TRANSLATE_NOOP("settings", "It must be a whole number from 1 to 3650."),
                ),
                Field(
                    "keep_content_months",
                    QT_TRANSLATE_NOOP("settings", "Months that dishes and fees stay"),
                    QT_TRANSLATE_NOOP("settings", "After that, numbers, states and amounts are kept."),
                    FieldKind.WHOLE,
                    rule=QT_TRANSLATE_NOOP("settings", "It must be a whole number from 4 to 120."),
                ),
            ),
        ),
    ),
)

DOOR_TOPIC: Final = Topic(
    platform="listener",
    key="door",
    title=QT_TRANSLATE_NOOP("settings", "Port for orders"),
    lead=QT_TRANSLATE_NOOP(
        "settings",
        "A new address is opened and tried out before the old one closes. If it can't be, the old one stays "
        "and nothing is saved.",
    ),
    test_help="",
    default=Listener(),
    groups=(
        FieldGroup(
            QT_TRANSLATE_NOOP("settings", "Where platforms and tills call"),
            (
                Field(
                    "host",
                    QT_TRANSLATE_NOOP("settings", "Address on this PC"),
                    QT_TRANSLATE_NOOP("settings", "127.0.0.1: this PC only. 0.0.0.0: the whole network."),
                ),
                Field(
                    "port",
                    QT_TRANSLATE_NOOP("settings", "Port"),
                    QT_TRANSLATE_NOOP("settings", "8765 unless another program has it."),
                    FieldKind.WHOLE,
                    rule=QT_TRANSLATE_NOOP("settings", "It must be a whole number from 0 to 65535."),
                ),
                Field(
                    "tls_cert",
                    QT_TRANSLATE_NOOP("settings", "Certificate (PEM file)"),
                    QT_TRANSLATE_NOOP("settings", "With its key below: then calls come encrypted."),
                ),
                Field(
                    "tls_key",
                    QT_TRANSLATE_NOOP("settings", "Key of the certificate (PEM file)"),
                    QT_TRANSLATE_NOOP("settings", "Without a password."),
                ),
            ),
        ),
        FieldGroup(
            _MORE,
            (
                Field(
                    "insecure_beyond_loopback",
                    QT_TRANSLATE_NOOP("settings", "Take calls of the network that nothing protects"),
                    QT_TRANSLATE_NOOP("settings", "Then others can read them, or make them up."),
                    FieldKind.CHOICE,
                    YES_NO,
                ),
                Field(
                    "body_limit_bytes",
                    QT_TRANSLATE_NOOP("settings", "Longest call (bytes)"),
                    QT_TRANSLATE_NOOP("settings", "1048576 unless a till sends more at once."),
                    FieldKind.WHOLE,
                    rule=QT_TRANSLATE_NOOP("settings", "It must be a whole number, 1024 or more."),
                ),
            ),
            folded=True,
        ),
    ),
)

TILL_TOPIC: Final = Topic(
    platform="receipts",
    key="till",
    title=QT_TRANSLATE_NOOP("settings", "Till"),
    lead=QT_TRANSLATE_NOOP(
        "settings", "A till hands its receipts in as files in a folder, or calls this PC with the token."
    ),
    test_help="",
    default=Receipts(),
    groups=(
        FieldGroup(
            QT_TRANSLATE_NOOP("settings", "How receipts come in"),
            (
                Field(
                    "folder",
                    QT_TRANSLATE_NOOP("settings", "Folder of the till"),
                    QT_TRANSLATE_NOOP(
                        "settings",
                        "Empty: receipts-in in posdesk's own folder. It counts from the next start.",
                    ),
                ),
                SecretField(
                    LISTENER_TOKEN,
                    QT_TRANSLATE_NOOP("settings", "Token of the tills"),
                    QT_TRANSLATE_NOOP(
                        "settings",
                        "A till that sends its receipts to this PC must show it."
                        " Files in the folder need none.",
                    ),
                    makes=True,
                ),
                Field(
                    "pay_types",
                    QT_TRANSLATE_NOOP("settings", "Which pay types are cash"),
                    QT_TRANSLATE_NOOP(
                        "settings", "The pay type of the receipts, and beside it cash or other."
                    ),
                    FieldKind.PAIRS,
                    rule=QT_TRANSLATE_NOOP("settings", "Each row needs both; the second is cash or other."),
                ),
            ),
        ),
    ),
)

AUTO_TOPIC: Final = Topic(
    platform="auto_accept",
    title=QT_TRANSLATE_NOOP("settings", "Accept by itself"),
    lead=QT_TRANSLATE_NOOP(
        "settings", "Only after the alarm has rung, with printing and sound in order. Off until you say so."
    ),
    test_help="",
    default=AutoAccept(),
    groups=(
        FieldGroup(
            QT_TRANSLATE_NOOP("settings", "Which orders"),
            (
                Field(
                    "on",
                    QT_TRANSLATE_NOOP("settings", "Accept new orders by itself"),
                    QT_TRANSLATE_NOOP("settings", "A person still sees and hears each one."),
                    FieldKind.CHOICE,
                    YES_NO,
                ),
                Field(
                    "partners",
                    QT_TRANSLATE_NOOP("settings", "Of these platforms only"),
                    QT_TRANSLATE_NOOP(
                        "settings", "Their names in the records, with commas between them. Empty: of all."
                    ),
                    FieldKind.WORDS,
                    rule=QT_TRANSLATE_NOOP("settings", "There is no platform of that name."),
                ),
                Field(
                    "most_yuan",
                    QT_TRANSLATE_NOOP("settings", "None that costs more than (yuan)"),
                    QT_TRANSLATE_NOOP("settings", "Empty: whatever it costs."),
                    FieldKind.WHOLE,
                    rule=QT_TRANSLATE_NOOP("settings", "It must be a whole number, or empty."),
                ),
                Field(
                    "start",
                    QT_TRANSLATE_NOOP("settings", "From"),
                    QT_TRANSLATE_NOOP("settings", "The whole day where both times are alike."),
                    rule=_A_TIME,
                ),
                Field("end", QT_TRANSLATE_NOOP("settings", "Until"), "", rule=_A_TIME),
                Field(
                    "most",
                    QT_TRANSLATE_NOOP("settings", "At most in 15 minutes"),
                    QT_TRANSLATE_NOOP("settings", "What comes beyond waits for a person."),
                    FieldKind.WHOLE,
                    rule=QT_TRANSLATE_NOOP("settings", "It must be a whole number from 1 to 1000."),
                ),
            ),
        ),
    ),
)

LOOKS_TOPIC: Final = Topic(
    platform="desk",
    key="looks",
    title=QT_TRANSLATE_NOOP("settings", "Language and looks"),
    lead=QT_TRANSLATE_NOOP("settings", "It changes at once, without a restart."),
    test_help="",
    default=Desk(),
    groups=(
        FieldGroup(
            QT_TRANSLATE_NOOP("settings", "On screen"),
            (
                Field(
                    "language",
                    QT_TRANSLATE_NOOP("settings", "Language"),
                    "",
                    FieldKind.CHOICE,
                    (
                        Option(QT_TRANSLATE_NOOP("settings", "As this PC"), value="auto"),
                        Option("中文", value="zh_CN"),
                        Option("English", value="en"),
                    ),
                ),
                Field(
                    "theme",
                    QT_TRANSLATE_NOOP("settings", "Colours"),
                    "",
                    FieldKind.CHOICE,
                    (
                        Option(QT_TRANSLATE_NOOP("settings", "As this PC"), value="auto"),
                        Option(QT_TRANSLATE_NOOP("settings", "Light"), value="light"),
                        Option(QT_TRANSLATE_NOOP("settings", "Dark"), value="dark"),
                    ),
                ),
                Field(
                    "less_motion",
                    QT_TRANSLATE_NOOP("settings", "Less motion"),
                    QT_TRANSLATE_NOOP("settings", "What flashes stands still instead."),
                    FieldKind.CHOICE,
                    YES_NO,
                ),
                Field(
                    "sign_out_min",
                    QT_TRANSLATE_NOOP("settings", "Minutes until it signs out by itself"),
                    QT_TRANSLATE_NOOP("settings", "Without a key or a touch. 0: never."),
                    FieldKind.WHOLE,
                    rule=QT_TRANSLATE_NOOP("settings", "It must be a whole number from 0 to 720."),
                ),
            ),
        ),
    ),
)
