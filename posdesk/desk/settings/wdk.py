"""The words of the receipts' settings (contracts.md, section 3)."""

from posdesk.desk.settings.specs import (
    ADDRESS,
    ADVANCED,
    SIGN_HELP,
    SIGN_METHOD,
    URL_HELP,
    URL_RULE,
    Field,
    Group,
    Kind,
    Option,
    SecretField,
    Topic,
)
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.settings.credentials import LISTENER_TOKEN, WDK_SECRET, WDK_SESSION
from posdesk.settings.settings import Wdk

_WHO = (
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
_IN = (
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
        Kind.CHOICE,
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
        Kind.PAIRS,
        rule=QT_TRANSLATE_NOOP("settings", "Each row needs both, and no code may stand there twice."),
    ),
)
_HOW = (
    Field(
        "returns",
        QT_TRANSLATE_NOOP("settings", "Amounts of a return"),
        QT_TRANSLATE_NOOP(
            "settings", "WDK does not publish which sign it wants. Ask them before you change it."
        ),
        Kind.CHOICE,
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
        Kind.CHOICE,
        (
            Option(QT_TRANSLATE_NOOP("settings", "Send the same receipt again"), value=True),
            Option(QT_TRANSLATE_NOOP("settings", "Wait until a person has looked at WDK"), value=False),
        ),
    ),
)
_MORE = (
    Field("url", ADDRESS, URL_HELP, rule=URL_RULE),
    Field(
        "sign_method",
        SIGN_METHOD,
        SIGN_HELP,
        Kind.CHOICE,
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
        Group(QT_TRANSLATE_NOOP("settings", "Account and till"), _WHO),
        Group(QT_TRANSLATE_NOOP("settings", "How receipts come in"), _IN),
        Group(QT_TRANSLATE_NOOP("settings", "How receipts go out"), _HOW),
        Group(ADVANCED, _MORE, folded=True),
    ),
)
