"""The store's own fields, for the first start and for Settings alike."""

from typing import Final

from posdesk.desk.settings.fields import Field, FieldKind
from posdesk.desk.words.language import QT_TRANSLATE_NOOP

NAME = Field(
    "name",
    QT_TRANSLATE_NOOP("settings", "Name of the store"),
    QT_TRANSLATE_NOOP("settings", "Stands on screen and on slips."),
)
COUNTER = Field(
    "counter",
    QT_TRANSLATE_NOOP("settings", "Counter"),
    QT_TRANSLATE_NOOP("settings", "Its number in this store."),
    rule=QT_TRANSLATE_NOOP("settings", "It must be one or two digits."),
)
CODE = Field(
    "code",
    QT_TRANSLATE_NOOP("settings", "Store code (storecode)"),
    QT_TRANSLATE_NOOP("settings", "As the platform has it."),
    rule=QT_TRANSLATE_NOOP("settings", "It must not be empty. It stands in the platform's papers."),
)
UID = Field(
    "uid",
    QT_TRANSLATE_NOOP("settings", "Store number (storeuid)"),
    QT_TRANSLATE_NOOP("settings", "Empty where there is none."),
    FieldKind.WHOLE,
    rule=QT_TRANSLATE_NOOP(
        "settings", "Digits only. Look at the papers of your account, and write it again."
    ),
)
DAY_STARTS = Field(
    "day_starts",
    QT_TRANSLATE_NOOP("settings", "The day begins at"),
    QT_TRANSLATE_NOOP("settings", "What comes before belongs to the day before."),
    rule=QT_TRANSLATE_NOOP("settings", "It must be a time as 04:00."),
)
STORE_FIELDS: Final = (NAME, COUNTER, CODE, UID, DAY_STARTS)
"""In the order in which they are entered."""
