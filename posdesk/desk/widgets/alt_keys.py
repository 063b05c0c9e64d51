"""Alt and a letter: the one table of which act has which, a class a place in which they are shown together.

A scanner sends Ctrl+letter, Ctrl+bracket and Alt+digits for control characters, never Alt+letter. A letter
belongs to one act of its class, and none of `Everywhere` to any other: a test says so. What is painted on a
button is what is pressed (`letter_keys`), so a member does nothing but by standing in a `ButtonFace.key`, or
in a `KeyAction` where there is no button.
"""

from enum import StrEnum, unique


class AltKey(StrEnum):
    """A key as it is painted: "Alt+K"."""


@unique
class Everywhere(AltKey):
    """What is shown with every page, or acts on every page."""

    PRINTS = "Alt+P"
    NOTICE = "Alt+K"  # the first band's button: compared, understood
    MORE_NOTICES = "Alt+J"
    STOP_FIRST = "Alt+F"  # which order is meant, who stopped: five at most
    STOP_SECOND = "Alt+U"
    STOP_THIRD = "Alt+Z"
    # a STOP that asks has no more letters; what has no letter is chosen by touch


@unique
class SoundKey(AltKey):
    """The sound check's question, above every page: letters of `Everywhere`, so that no page has them.

    It waits while a STOP stands, so STOP's letters are free; the notices have theirs back once it is gone.
    """

    TWO = Everywhere.STOP_FIRST.value
    THREE = Everywhere.STOP_SECOND.value
    FOUR = Everywhere.STOP_THIRD.value
    AGAIN = Everywhere.MORE_NOTICES.value
    LEAVE = Everywhere.NOTICE.value  # nothing was heard, or not now


@unique
class OrdersKey(AltKey):
    """The Orders page: lanes, detail, find, refuse, pay."""

    SORT = "Alt+S"
    REVEAL = "Alt+R"
    ASK_AGAIN = "Alt+A"
    SETTLE = "Alt+H"  # say how it ended
    YES = "Alt+Y"  # it is done; yes, write that down
    NO = "Alt+X"  # it is not done
    TAKE_BACK = "Alt+C"
    CLOSE_HERE = "Alt+E"  # and opening it again
    WHO = "Alt+M"  # who closes it
    NOTE = "Alt+N"  # begin a note, keep it
    PROMISE = "Alt+T"
    PACKING = "Alt+B"  # the packing list: scans check it off; close it again
    PACK_LINE = "Alt+O"  # the chosen dish lies in the bag, or does no more
    CATCH_UP = "Alt+G"  # to the catch-up view, and back to the orders
    COMPARED = "Alt+V"  # the platform at hand was looked at
    ALL_COMPARED = "Alt+L"
    AWAY_READ = "Alt+Q"  # what came while this counter was away
    TAKE_OVER = "Alt+D"  # a payment that another counter began, and is silent about


@unique
class PickupKey(AltKey):
    """The Pickup page: code entry, card, result, what waits."""

    WAITING = "Alt+W"  # open the chosen waiting result
    CODE = "Alt+C"  # into the field of the code; from it, look it up
    ASK_AGAIN = "Alt+A"
    RECORD = "Alt+R"
    TAKE_BACK = "Alt+T"
    SIGN = "Alt+S"
    YES = "Alt+Y"
    NO = "Alt+X"
    TAKE_OVER = "Alt+D"  # what another counter began to hand out, and is silent about


@unique
class HoursKey(AltKey):
    """The Hours page: day, files, the card of an hour."""

    EARLIER = "Alt+Y"  # yesterday
    LATER = "Alt+N"
    MONTH = "Alt+M"
    TODAY = "Alt+T"
    SIDE = "Alt+G"
    EXPORT = "Alt+E"
    XLSX = "Alt+X"
    CSV = "Alt+L"
    PDF = "Alt+B"
    PRINT = "Alt+R"
    REASON = "Alt+V"
    SEND = "Alt+S"  # cover, report, replace, again: one of them
    LEAVE = "Alt+W"
    ASK_AGAIN = "Alt+A"
    RECEIPTS = "Alt+C"


@unique
class SyncKey(AltKey):
    """The Sync page with the daily sheet and the list of prints: the chosen row, filter, day, files."""

    ASK_AGAIN = "Alt+A"
    SEND = "Alt+S"
    DECIDE = "Alt+D"
    YES = "Alt+Y"
    NO = "Alt+N"
    WITHDRAW = "Alt+W"
    GO = "Alt+G"  # to the hour, the order, the settings
    SEEN = "Alt+V"
    FOLD = "Alt+O"
    COPY = "Alt+C"  # the report for support
    HOURS = "Alt+Q"  # of the sheet's day
    FILTER = "Alt+H"
    FIND = "Alt+I"
    MONTH = "Alt+M"
    TODAY = "Alt+T"
    EXPORT = "Alt+E"
    PRINT = "Alt+R"
    XLSX = "Alt+X"
    CSV = "Alt+L"
    PDF = "Alt+B"


@unique
class PrintsKey(AltKey):
    """The list of prints: what is done with the chosen one."""

    CAME_OUT = "Alt+Y"
    AGAIN = "Alt+A"
    DROP = "Alt+D"


@unique
class ShiftKey(AltKey):
    """The Shift page; the letters of its panels do what opened them, or are `HeirKey`'s."""

    OPEN = "Alt+B"
    CLOSE = "Alt+E"
    Z_AGAIN = "Alt+R"
    PAY_IN = "Alt+I"
    PAY_OUT = "Alt+O"
    NOTE = "Alt+N"
    X = "Alt+X"
    HAND_OVER = "Alt+H"
    COUNT = "Alt+Q"
    BY_NOTES = "Alt+M"
    RECORD = "Alt+C"


@unique
class HeirKey(AltKey):
    """Who takes a line of the checklist over, in the panel that asks: no other letter acts there."""

    FIRST = "Alt+A"
    SECOND = "Alt+B"
    THIRD = "Alt+C"
    FOURTH = "Alt+D"
    FIFTH = "Alt+E"
    OTHER = "Alt+M"
    SAY = "Alt+W"


@unique
class SettingsKey(AltKey):
    """The Settings page: topics, fields, test, save, health."""

    CHANGE = "Alt+V"  # the keyboard goes into the form
    TEST = "Alt+T"  # and take a form of signature, where nothing is tested
    SAVE = "Alt+S"
    DISCARD = "Alt+X"
    GO = "Alt+G"
    DIAGNOSTIC = "Alt+D"
    LEARN = "Alt+L"
    LEARN_SECOND = "Alt+W"
    ADD = "Alt+A"
    REMOVE = "Alt+R"
    MAKE = "Alt+M"
    COPY = "Alt+C"
    FOLD = "Alt+O"
    NEXT_PRINTER = "Alt+H"
    ALSO_ON = "Alt+E"  # the chosen slip on another printer, too
    FIRST_NUMBER = "Alt+Q"
    CHECK_SOUND = "Alt+Y"  # play the notes that are counted
    AT_SIGN_IN = "Alt+B"  # start by itself, or no longer
    FIRST_START = "Alt+N"  # the wizard, once more


@unique
class FirstStartKey(AltKey):
    """The first start, in every step; the letters of its steps are beside these (`STEPS`)."""

    BACK = "Alt+B"
    LEAVE = "Alt+L"  # open: the report names it
    ON = "Alt+N"


@unique
class LanguageStepKey(AltKey):
    """Step 1, the language."""

    CHINESE = "Alt+C"
    ENGLISH = "Alt+E"


@unique
class StoreStepKey(AltKey):
    """Step 2, the store."""

    FIELDS = "Alt+V"  # into the fields, then the next one


@unique
class KeysStepKey(AltKey):
    """Step 4, the keys: of the chosen one."""

    CHANGE = "Alt+C"  # into its field
    SAVE = "Alt+S"


@unique
class PeopleStepKey(AltKey):
    """Step 6, people and PINs: of the chosen one, or of the new one."""

    ADD = "Alt+A"
    CHANGE = "Alt+C"  # another PIN
    SAVE = "Alt+S"
    REMOVE = "Alt+R"
    FIELDS = "Alt+V"  # into the name, then the PIN
    ROLE = "Alt+O"  # the next role
    CANCEL = "Alt+X"


@unique
class SoundStepKey(AltKey):
    """Step 7, the sound: how many notes there were."""

    TWO = "Alt+A"
    THREE = "Alt+S"
    FOUR = "Alt+D"
    NOTHING = "Alt+X"
    PLAY = "Alt+R"


@unique
class ScannerStepKey(AltKey):
    """Step 8, the scanner."""

    AGAIN = "Alt+A"  # the three codes anew
    PRINT = "Alt+T"
    SERIAL = "Alt+C"
    FIELDS = "Alt+V"
    SAVE = "Alt+S"


@unique
class StartStepKey(AltKey):
    """Step 10, the start at sign-in."""

    BY_ITSELF = "Alt+Y"
    BY_HAND = "Alt+X"


@unique
class ReportStepKey(AltKey):
    """Step 13, the report."""

    PRINT = "Alt+T"
    SAVE = "Alt+S"


@unique
class PlatformsStepKey(AltKey):
    """Step 3, the platforms."""

    ADD = "Alt+A"
    FIELDS = "Alt+V"
    NEXT_PARTNER = "Alt+H"
    TAKE = "Alt+T"  # the chosen form; Alt+U is a STOP's second button, wherever one stands
    HASH = "Alt+M"
    CASE = "Alt+C"
    DISCARD = "Alt+X"


@unique
class BooksStepKey(AltKey):
    """Step 5, till and books: the chosen line."""

    TEST = "Alt+T"
    FITS = "Alt+Y"
    FITS_NOT = "Alt+X"
    FILL_IN = "Alt+G"
    BACK_TO_LIST = "Alt+I"  # from the form, which has letters of its own


@unique
class PrintersStepKey(AltKey):
    """Step 9, the printers: the chosen one."""

    TEST = "Alt+T"
    FITS = "Alt+Y"
    FITS_NOT = "Alt+X"
    ADD = "Alt+A"
    BACK_TO_LIST = "Alt+I"


@unique
class OwnOrderStepKey(AltKey):
    """Step 12, the own order: the chosen line, and another order."""

    PUT = "Alt+D"
    IS_THERE = "Alt+Y"
    IS_NOT_THERE = "Alt+X"
    PUT_AWAY = "Alt+W"


@unique
class RelayStepKey(AltKey):
    """Step 11, the chain's relay."""

    FIELDS = "Alt+V"  # into the field of the line
    FILE = "Alt+A"  # read it from a file
    TAKE = "Alt+S"


@unique
class DialogKey(AltKey):
    """Windows of their own before the page: PIN pad, file and printer dialogs, the question before closing.

    No other letter acts there.
    """

    SIGN_OUT = "Alt+O"
    COPY = "Alt+C"
    SAVE = "Alt+S"
    PRINT = "Alt+P"
    CLOSE_POSDESK = "Alt+W"
    FIRST_NAME = "Alt+A"  # who it is: the last five that were given
    SECOND_NAME = "Alt+B"
    THIRD_NAME = "Alt+D"
    FOURTH_NAME = "Alt+E"
    FIFTH_NAME = "Alt+G"
    TAKE_NAME = "Alt+M"  # the typed one


@unique
class FilesKey(AltKey):
    """The dialog that asks where a file goes, beside `DialogKey.SAVE`."""

    UP = "Alt+U"
    NEW_FOLDER = "Alt+D"
    FOLDER = "Alt+F"
    NAME = "Alt+N"
    TYPE = "Alt+T"


PAGES: dict[str, type[AltKey]] = {
    "orders": OrdersKey,
    "pickup": PickupKey,
    "hours": HoursKey,
    "sync": SyncKey,
    "shift": ShiftKey,
    "settings": SettingsKey,
    "first_start": FirstStartKey,
}
"""Each page's letters by its `Page.key`."""

STEPS: dict[str, type[AltKey]] = {
    "language": LanguageStepKey,
    "store": StoreStepKey,
    "keys": KeysStepKey,
    "people": PeopleStepKey,
    "sound": SoundStepKey,
    "scanner": ScannerStepKey,
    "start": StartStepKey,
    "report": ReportStepKey,
    "platforms": PlatformsStepKey,
    "books": BooksStepKey,
    "printers": PrintersStepKey,
    "own_order": OwnOrderStepKey,
    "relay": RelayStepKey,
}
"""Each step's letters by its `Step.key`, beside those of `FirstStartKey` and `Everywhere`."""
