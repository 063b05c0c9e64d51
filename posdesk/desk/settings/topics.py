"""The settings that a person enters by form: hourly sales (contracts.md, section 2), receipts (section 3)."""

from posdesk.desk.settings.fields import (
    Field,
    FieldGroup,
    FieldKind,
    Option,
    SecretField,
    Topic,
)
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.credentials import LISTENER_TOKEN, OVOPARK_SECRET, WDK_SECRET, WDK_SESSION

_URL_RULE = QT_TRANSLATE_NOOP("settings", "It must begin with https:// or http://.")
_SIGN_HELP = QT_TRANSLATE_NOOP(
    "settings", "How calls are signed. Change it only where the platform tells you to."
)
_URL_HELP = QT_TRANSLATE_NOOP(
    "settings", "Where calls go. Change it only for a test system of the platform's own."
)
_ADVANCED = QT_TRANSLATE_NOOP("settings", "More, seldom needed")
_ADDRESS = QT_TRANSLATE_NOOP("settings", "Address")
_SIGN_METHOD = QT_TRANSLATE_NOOP("settings", "Way of signing")
_NUMBER = QT_TRANSLATE_NOOP("settings", "It must be a whole number, or empty.")
_ONE_OF_TWO = QT_TRANSLATE_NOOP(
    "settings",
    "Store code or store number: one is enough, although ovopark's document asks for both."
    " If both are filled in, the number counts.",
)
_COUNTS = (
    Option(QT_TRANSLATE_NOOP("settings", "Items sold, returns deducted"), value="items"),
    Option(QT_TRANSLATE_NOOP("settings", "Number of receipts"), value="receipts"),
)
_OVOPARK_WHO = (
    Field(
        "akey",
        QT_TRANSLATE_NOOP("settings", "Access key (_akey)"),
        QT_TRANSLATE_NOOP("settings", "ovopark gives it to you together with the secret."),
    ),
    SecretField(
        OVOPARK_SECRET,
        QT_TRANSLATE_NOOP("settings", "Secret"),
        QT_TRANSLATE_NOOP("settings", "It signs every report. Only this PC's keyring holds it."),
    ),
    Field(
        "enterprise_id",
        QT_TRANSLATE_NOOP("settings", "Enterprise number (enterpriseId)"),
        QT_TRANSLATE_NOOP("settings", "Your company's number at ovopark. The test call below looks it up."),
        FieldKind.WHOLE,
        rule=_NUMBER,
    ),
    Field("shop_id", QT_TRANSLATE_NOOP("settings", "Store code (shopId)"), _ONE_OF_TWO),
    Field(
        "dep_id",
        QT_TRANSLATE_NOOP("settings", "Store number (depId)"),
        _ONE_OF_TWO,
        FieldKind.WHOLE,
        rule=_NUMBER,
    ),
)
_OVOPARK_WHEN = (
    Field(
        "grace_min",
        QT_TRANSLATE_NOOP("settings", "Minutes to wait after an hour has ended"),
        QT_TRANSLATE_NOOP(
            "settings", "Late receipts are gathered until then; later ones make the hour differ."
        ),
        FieldKind.MINUTES,
        rule=QT_TRANSLATE_NOOP("settings", "It must be a number of minutes from 0 to 55."),
    ),
    Field(
        "cover",
        QT_TRANSLATE_NOOP("settings", "When an hour differs after it was reported"),
        QT_TRANSLATE_NOOP("settings", "Either way the record says who replaced it, and why."),
        FieldKind.CHOICE,
        (
            Option(
                QT_TRANSLATE_NOOP("settings", "Report it again by itself, replacing the first"), value="auto"
            ),
            Option(QT_TRANSLATE_NOOP("settings", "Ask the manager on the Hours page"), value="ask"),
        ),
    ),
    Field(
        "zero_hours",
        QT_TRANSLATE_NOOP("settings", "Hours in which nothing was sold"),
        QT_TRANSLATE_NOOP("settings", "Ask ovopark which one they expect."),
        FieldKind.CHOICE,
        (
            Option(QT_TRANSLATE_NOOP("settings", "Report nothing"), value=False),
            Option(QT_TRANSLATE_NOOP("settings", "Report zero"), value=True),
        ),
    ),
)
_OVOPARK_COUNTED = (
    Field(
        "deal_num",
        QT_TRANSLATE_NOOP("settings", "dealNum, their 'purchases', carries"),
        QT_TRANSLATE_NOOP("settings", "ovopark's own entry form means items sold."),
        FieldKind.CHOICE,
        _COUNTS,
    ),
    Field(
        "deal_person_num",
        QT_TRANSLATE_NOOP("settings", "dealPersonNum, their 'consumers', carries"),
        QT_TRANSLATE_NOOP("settings", "ovopark's own entry form means the number of receipts."),
        FieldKind.CHOICE,
        _COUNTS,
    ),
)
_OVOPARK_MORE = (
    Field("url", _ADDRESS, _URL_HELP, rule=_URL_RULE),
    Field(
        "aid",
        QT_TRANSLATE_NOOP("settings", "Application number (_aid)"),
        QT_TRANSLATE_NOOP("settings", "S107 unless ovopark gave you another one."),
    ),
    Field(
        "sign_method",
        _SIGN_METHOD,
        _SIGN_HELP,
        FieldKind.CHOICE,
        (Option("MD5", value="md5"), Option("SHA1", value="sha1")),
    ),
    Field(
        "timetable_name",
        QT_TRANSLATE_NOOP("settings", "Name of the timetable parameter"),
        QT_TRANSLATE_NOOP(
            "settings", "ovopark's document lost it. Leave it empty unless they tell you the name."
        ),
        rule=QT_TRANSLATE_NOOP(
            "settings", "It begins with a small i and has letters and digits only, or is empty."
        ),
    ),
    Field(
        "timetable",
        QT_TRANSLATE_NOOP("settings", "Synchronise to the timetable"),
        QT_TRANSLATE_NOOP("settings", "Sent only where the name above is known."),
        FieldKind.CHOICE,
        (
            Option(QT_TRANSLATE_NOOP("settings", "Yes"), value=1),
            Option(QT_TRANSLATE_NOOP("settings", "No"), value=0),
        ),
    ),
)
OVOPARK_TOPIC = Topic(
    platform="ovopark",
    title=QT_TRANSLATE_NOOP("settings", "Hourly sales (ovopark)"),
    lead=QT_TRANSLATE_NOOP(
        "settings", "One counter of a store reports its hours, and it must have all of the store's receipts."
    ),
    test_help=QT_TRANSLATE_NOOP(
        "settings", "Asks ovopark for your enterprise number. It reports nothing and changes nothing there."
    ),
    default=Ovopark(),
    groups=(
        FieldGroup(QT_TRANSLATE_NOOP("settings", "Account and store"), _OVOPARK_WHO),
        FieldGroup(QT_TRANSLATE_NOOP("settings", "When hours are sent"), _OVOPARK_WHEN),
        FieldGroup(QT_TRANSLATE_NOOP("settings", "Which count goes where"), _OVOPARK_COUNTED),
        FieldGroup(_ADVANCED, _OVOPARK_MORE, folded=True),
    ),
    finds="enterprise_id",
)

_WDK_WHO = (
    Field(
        "app_key",
        QT_TRANSLATE_NOOP("settings", "App key (app_key)"),
        QT_TRANSLATE_NOOP("settings", "From the Taobao Open Platform's console, together with the secret."),
    ),
    SecretField(
        WDK_SECRET,
        QT_TRANSLATE_NOOP("settings", "App secret"),
        QT_TRANSLATE_NOOP("settings", "It signs every receipt. Only this PC's keyring holds it."),
    ),
    SecretField(
        WDK_SESSION,
        QT_TRANSLATE_NOOP("settings", "Session"),
        QT_TRANSLATE_NOOP("settings", "Only where the platform gave you one; it runs out after a time."),
    ),
    Field(
        "store_id",
        QT_TRANSLATE_NOOP("settings", "Store number (store_id)"),
        QT_TRANSLATE_NOOP("settings", "WDK's number of this store, for receipts made on this PC."),
    ),
    Field(
        "pos_no",
        QT_TRANSLATE_NOOP("settings", "Till number (pos_no)"),
        QT_TRANSLATE_NOOP(
            "settings", "The number of this PC among the store's tills, for receipts made here."
        ),
    ),
)
_WDK_IN = (
    SecretField(
        LISTENER_TOKEN,
        QT_TRANSLATE_NOOP("settings", "Token of the tills"),
        QT_TRANSLATE_NOOP(
            "settings",
            "A till that sends its receipts to this PC must show it. Files in the folder need none.",
        ),
        makes=True,
    ),
    Field(
        "from_orders",
        QT_TRANSLATE_NOOP("settings", "Completed online orders"),
        QT_TRANSLATE_NOOP(
            "settings", "If the tills ring them and posdesk does too, everything counts twice."
        ),
        FieldKind.CHOICE,
        (
            Option(QT_TRANSLATE_NOOP("settings", "Our tills ring these orders themselves"), value=False),
            Option(
                QT_TRANSLATE_NOOP("settings", "Our tills don't ring orders: make a receipt of each one"),
                value=True,
            ),
        ),
    ),
    Field(
        "pay_types",
        QT_TRANSLATE_NOOP("settings", "Ways to pay of those receipts"),
        QT_TRANSLATE_NOOP(
            "settings",
            "WDK's number (pay_type) for each paycode of the orders. Without one such a receipt waits here.",
        ),
        FieldKind.PAIRS,
        rule=QT_TRANSLATE_NOOP("settings", "Each row needs both, and no code may stand there twice."),
    ),
)
_WDK_HOW = (
    Field(
        "returns",
        QT_TRANSLATE_NOOP("settings", "Amounts of a return"),
        QT_TRANSLATE_NOOP(
            "settings", "WDK does not publish which sign it wants. Ask them before you change it."
        ),
        FieldKind.CHOICE,
        (
            Option(QT_TRANSLATE_NOOP("settings", "Without a sign: 12.50"), value="positive"),
            Option(QT_TRANSLATE_NOOP("settings", "Negative: -12.50"), value="negative"),
        ),
    ),
    Field(
        "repeat_unknown",
        QT_TRANSLATE_NOOP("settings", "When WDK's answer to a receipt is lost"),
        QT_TRANSLATE_NOOP(
            "settings",
            "Sent again, it has the same serial number, but WDK may hold it twice: it promises nothing.",
        ),
        FieldKind.CHOICE,
        (
            Option(QT_TRANSLATE_NOOP("settings", "Send the same receipt again"), value=True),
            Option(QT_TRANSLATE_NOOP("settings", "Wait until a person has looked at WDK"), value=False),
        ),
    ),
)
_WDK_MORE = (
    Field("url", _ADDRESS, _URL_HELP, rule=_URL_RULE),
    Field(
        "sign_method",
        _SIGN_METHOD,
        _SIGN_HELP,
        FieldKind.CHOICE,
        (
            Option("HMAC-SHA256", value="hmac-sha256"),
            Option("HMAC-MD5", value="hmac"),
            Option("MD5", value="md5"),
        ),
    ),
    Field(
        "order_from",
        QT_TRANSLATE_NOOP("settings", "Origin (order_from)"),
        QT_TRANSLATE_NOOP("settings", "A word of your contract with WDK, for receipts made of orders."),
    ),
    Field(
        "merchant_code",
        QT_TRANSLATE_NOOP("settings", "Merchant (merchant_code)"),
        QT_TRANSLATE_NOOP("settings", "HM unless your contract says otherwise."),
    ),
    Field(
        "op_name",
        QT_TRANSLATE_NOOP("settings", "Cashier's name (op_name)"),
        QT_TRANSLATE_NOOP("settings", "Stands on receipts made of orders."),
    ),
    Field(
        "op_num",
        QT_TRANSLATE_NOOP("settings", "Cashier's number (op_num)"),
        QT_TRANSLATE_NOOP("settings", "Stands on receipts made of orders."),
    ),
    Field(
        "fee_item_code",
        QT_TRANSLATE_NOOP("settings", "Item code of fees"),
        QT_TRANSLATE_NOOP("settings", "Delivery and box fees of an order become lines with this code."),
    ),
)
WDK_TOPIC = Topic(
    platform="wdk",
    title=QT_TRANSLATE_NOOP("settings", "Receipts (WDK)"),
    lead=QT_TRANSLATE_NOOP(
        "settings", "Each receipt of the store goes to WDK once, with its own serial number."
    ),
    test_help=QT_TRANSLATE_NOOP(
        "settings",
        "Sends the call without a receipt. WDK must refuse it for that, which shows that it read the key.",
    ),
    default=Wdk(),
    groups=(
        FieldGroup(QT_TRANSLATE_NOOP("settings", "Account and till"), _WDK_WHO),
        FieldGroup(QT_TRANSLATE_NOOP("settings", "How receipts come in"), _WDK_IN),
        FieldGroup(QT_TRANSLATE_NOOP("settings", "How receipts go out"), _WDK_HOW),
        FieldGroup(_ADVANCED, _WDK_MORE, folded=True),
    ),
)
