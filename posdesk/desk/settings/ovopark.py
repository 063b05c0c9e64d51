"""The words of the hourly sales' settings (contracts.md, section 2)."""

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
from posdesk.settings.credentials import OVOPARK_SECRET
from posdesk.settings.settings import Ovopark

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
_WHO = (
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
        Kind.WHOLE,
        rule=_NUMBER,
    ),
    Field("shop_id", QT_TRANSLATE_NOOP("settings", "Store code (shopId)"), _ONE_OF_TWO),
    Field(
        "dep_id",
        QT_TRANSLATE_NOOP("settings", "Store number (depId)"),
        _ONE_OF_TWO,
        Kind.WHOLE,
        rule=_NUMBER,
    ),
)
_WHEN = (
    Field(
        "grace_min",
        QT_TRANSLATE_NOOP("settings", "Minutes to wait after an hour has ended"),
        QT_TRANSLATE_NOOP(
            "settings", "Late receipts are gathered until then; later ones make the hour differ."
        ),
        Kind.MINUTES,
        rule=QT_TRANSLATE_NOOP("settings", "It must be a number of minutes from 0 to 55."),
    ),
    Field(
        "cover",
        QT_TRANSLATE_NOOP("settings", "When an hour differs after it was reported"),
        QT_TRANSLATE_NOOP("settings", "Either way the record says who replaced it, and why."),
        Kind.CHOICE,
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
        Kind.CHOICE,
        (
            Option(QT_TRANSLATE_NOOP("settings", "Report nothing"), value=False),
            Option(QT_TRANSLATE_NOOP("settings", "Report zero"), value=True),
        ),
    ),
)
_COUNTED = (
    Field(
        "deal_num",
        QT_TRANSLATE_NOOP("settings", "dealNum, their 'purchases', carries"),
        QT_TRANSLATE_NOOP("settings", "ovopark's own entry form means items sold."),
        Kind.CHOICE,
        _COUNTS,
    ),
    Field(
        "deal_person_num",
        QT_TRANSLATE_NOOP("settings", "dealPersonNum, their 'consumers', carries"),
        QT_TRANSLATE_NOOP("settings", "ovopark's own entry form means the number of receipts."),
        Kind.CHOICE,
        _COUNTS,
    ),
)
_MORE = (
    Field("url", ADDRESS, URL_HELP, rule=URL_RULE),
    Field(
        "aid",
        QT_TRANSLATE_NOOP("settings", "Application number (_aid)"),
        QT_TRANSLATE_NOOP("settings", "S107 unless ovopark gave you another one."),
    ),
    Field(
        "sign_method",
        SIGN_METHOD,
        SIGN_HELP,
        Kind.CHOICE,
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
        Kind.CHOICE,
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
        Group(QT_TRANSLATE_NOOP("settings", "Account and store"), _WHO),
        Group(QT_TRANSLATE_NOOP("settings", "When hours are sent"), _WHEN),
        Group(QT_TRANSLATE_NOOP("settings", "Which count goes where"), _COUNTED),
        Group(ADVANCED, _MORE, folded=True),
    ),
    finds="enterprise_id",
)
