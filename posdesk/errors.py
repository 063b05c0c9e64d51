"""Every error that crosses a border, as one tree. Its class says who must act.

PosdeskError
├── Yours        a person must act: settings, a secret, a full disk, a refused wish
│   ├── SettingsError
│   │   └── MoveError
│   ├── CredentialsError
│   │   ├── KeyringLocked
│   │   │   └── KeyringSlow    it has not answered yet, and may be locked
│   │   └── NoKeyring
│   ├── Cancelled       a person ended long work; nothing of it is left
│   ├── HomeInUse
│   ├── PortTaken
│   │   └── AddressGone    this PC has no such address, or has it no more
│   ├── DoorUnproven       a new address was opened, and no call got through it
│   ├── BadReceipt      a receipt that can't be read: line and field are named, nothing of it is kept
│   ├── ReceiptConflict another receipt is there under the same key
│   ├── NotAllowed      the order's state or another open intent forbids it
│   └── DiskError       the journal can't be written or read; `fault` says why
│       └── DamagedJournal
└── Ours         a bug: logged with its context
"""

from enum import StrEnum
from typing import TypeAlias


class PosdeskError(Exception):
    """The root of all errors that posdesk raises on purpose; its text is for people."""


class Yours(PosdeskError):  # noqa: N818 - the two branches are named for who acts
    """A person must act; the text says what to do."""


class Ours(PosdeskError):  # noqa: N818
    """A bug of ours."""


class SettingsFault(StrEnum):
    """What is wrong with posdesk.toml; `SettingsError.detail` says more of some."""

    NOT_TOML = "not_toml"  # detail: what the reader says; place: "line, column"
    NOT_TEXT = "not_text"  # not UTF-8; place: "line, column", as of all of these
    UTF16 = "utf16"  # without a place
    INVISIBLE = "invisible"  # detail: the character's number, and its look where it has one
    CONTROL = "control"
    STRANGE_SPACE = "strange_space"
    CURLY_QUOTE = "curly_quote"
    FULL_WIDTH = "full_width"
    BACKSLASH = "backslash"
    UNCLOSED = "unclosed"
    UNQUOTED = "unquoted"
    TWICE = "twice"
    TOO_DEEP = "too_deep"  # detail: how many levels are taken
    LONG_NUMBER = "long_number"
    UNREADABLE = "unreadable"
    UNKNOWN_KEY = "unknown_key"
    MISSING_KEY = "missing_key"
    WANTS_INTEGER = "wants_integer"
    WANTS_NUMBER = "wants_number"
    WANTS_TEXT = "wants_text"
    WANTS_SWITCH = "wants_switch"
    WANTS_LIST = "wants_list"
    WANTS_SECTION = "wants_section"
    ONE_OF = "one_of"  # detail: the words that are allowed
    AT_LEAST = "at_least"  # detail: the bound
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    BAD_VALUE = "bad_value"  # detail: why, in English
    READABLE = "readable"  # beyond this PC without TLS; detail: the host
    UNSIGNED = "unsigned"  # beyond this PC with a partner that does not sign; detail: the partner
    IN_USE = "in_use"  # another program has the file open, or it may not be changed
    TLS = "tls"  # certificate or key; detail: why, in English
    CARRIED = "carried"  # orders stand under it, so that it stays; detail: what it is
    WAITED_FOR = "waited_for"  # detail: how many orders, presses and STOPs are open
    LAST_ADMINISTRATOR = "last_administrator"  # nobody could set up people any more; detail: who it is
    PIN_TAKEN = "pin_taken"
    CHANGED = "changed"  # the file's tables are others than those that were shown
    OTHER = "other"


class SettingsError(Yours):
    """The settings can't be used; names file, key and reason."""

    def __init__(
        self,
        text: str,
        fault: SettingsFault = SettingsFault.OTHER,
        *,
        file: str = "",
        place: str = "",
        key: str = "",
        detail: str = "",
    ) -> None:
        """`text` is for people; the rest for the desk, which says it in both languages.

        `place` is "line, column" of a fault in the file's text, `key` the setting's dotted key of any other.
        """
        super().__init__(text)
        self.fault, self.file, self.place, self.key, self.detail = fault, file, place, key, detail


class MoveFault(StrEnum):
    """Why a packed file is not taken over; the desk has a sentence for each, in both languages."""

    CODE = "code"
    CHANGED = "changed"
    NOT_OURS = "not_ours"
    NEWER = "newer"
    WORKED_IN = "worked_in"
    UNREADABLE = "unreadable"


class MoveError(SettingsError):
    """A packed file can't be taken over here."""

    def __init__(self, text: str, why: MoveFault) -> None:
        """`text` is for people at a terminal, `why` for the desk."""
        super().__init__(text)
        self.why = why


class CredentialsError(Yours):
    """A secret can't be had from the OS keyring, or can't be kept in it; `key` is its name there."""

    def __init__(self, text: str, key: str = "") -> None:
        """`text` is for people; no key where it is about the keyring itself."""
        super().__init__(text)
        self.key = key


class KeyringLocked(CredentialsError):  # noqa: N818 - said as a person would
    """The keyring is there and locked."""


class KeyringSlow(KeyringLocked):
    """The keyring has not answered in time: nothing is known of it yet."""


class NoKeyring(CredentialsError):  # noqa: N818 - said as a person would
    """No safe keyring backend is there."""


class Cancelled(Yours):
    """A person ended long work before its end; nothing of it is left."""


class HomeInUse(Yours):
    """Another posdesk works in this home; `holder` is its process number, "unknown" where nobody says."""

    def __init__(self, text: str, holder: str = "unknown") -> None:
        """`text` is for people."""
        super().__init__(text)
        self.holder = holder


class PortTaken(Yours):
    """The listener's address can't be had; where its class says no more, another program has the port."""


class AddressGone(PortTaken):
    """This PC has no such address, or not now: the network is not up, or a name is unknown."""


class DoorUnproven(Yours):
    """A new address was opened, but no call got through it: the old one stays."""


class BadReceipt(Yours):
    """A receipt, or a file of them, that can't be read; names the place and the field, in both languages."""


class ReceiptConflict(Yours):
    """A receipt with other content is known under the same key; `key` is (store_id, pos_no, serial_num)."""

    def __init__(self, key: tuple[str, str, str], text: str) -> None:
        """`text` is for people, in both languages."""
        super().__init__(text)
        self.key = key


class TooManyParked(Yours):
    """As many events as are kept wait for orders that have not come: the platform must send it again."""


class OrderReason(StrEnum):
    """Why something about an order is not allowed."""

    UNKNOWN_ORDER = "unknown_order"
    STATE = "state"
    NO_CODE = "no_code"
    NO_PAYMENT = "no_payment"
    LEFT = "left"
    NOT_UNKNOWN = "not_unknown"
    VERIFICATION = "verification"  # it is handed out against its code
    SAY_WHICH = "say_which"  # of several orders, one was cancelled
    NOT_UNCLEAR = "not_unclear"
    CLOSED_HERE = "closed_here"  # it is to be opened again first
    NOT_CLOSED = "not_closed"
    THINNED = "thinned"  # its dishes are not here any more
    OTHER_COUNTER = "other_counter"  # another counter of the store is at it
    OTHER_COUNTER_SILENT = "other_counter_silent"  # the same, and a person may take it over
    OUT_ELSEWHERE = "out_elsewhere"  # another counter gave it out already


class HourReason(StrEnum):
    """Why something about an hour's report is not allowed."""

    ALREADY_OPEN = "already_open"
    CHANGED = "changed"
    TOO_LARGE = "too_large"
    MAY_LACK = "may_lack"


class PostingReason(StrEnum):
    """Why something about a posting of whichever book is not allowed."""

    UNKNOWN_POSTING = "unknown_posting"
    ALREADY_OPEN = "already_open"  # a newer one stands for it
    NOT_ENDED = "not_ended"
    NOT_OPEN = "not_open"
    NOT_UNKNOWN = "not_unknown"
    LEFT = "left"
    WIPED = "wiped"


class PrintReason(StrEnum):
    """Why something about a slip is not allowed."""

    NO_PRINTER = "no_printer"
    NO_SUCH_Z = "no_such_z"
    NOT_WAITING = "not_waiting"  # for a person


class ShiftReason(StrEnum):
    """Why something about a shift is not allowed."""

    ALREADY_OPEN = "already_open"
    NOT_OPEN = "not_open"
    NOT_CLEAR = "not_clear"  # lines of the checklist are nobody's
    NO_REASON = "no_reason"
    NO_NAME = "no_name"
    AMOUNT = "amount"
    CHANGED = "changed"


Forbidden: TypeAlias = OrderReason | HourReason | PostingReason | PrintReason | ShiftReason
"""A reason is looked up with its type: two books may have the same word for two things."""


class NotDone(StrEnum):
    """Why nothing was done, whatever was wanted."""

    NO_PIN = "no_pin"
    DISK = "disk"
    DISK_LOCKED = "disk_locked"
    DISK_READ_ONLY = "disk_read_only"
    DISK_GONE = "disk_gone"
    DISK_DAMAGED = "disk_damaged"
    OURS = "ours"  # a bug

    @classmethod
    def of(cls, error: BaseException) -> "NotDone":
        """Of an error while it was written down or read; each fault of the disk has its own remedy."""
        if not isinstance(error, DiskError):
            return cls.OURS
        return next((each for each in cls if each == f"disk_{error.fault}"), cls.DISK)

    @property
    def is_unsaved(self) -> bool:
        """Whether it could not be written down: the window's band says so, whoever asked."""
        return self is not NotDone.NO_PIN


Reason: TypeAlias = Forbidden | NotDone


class NotAllowed(Yours):
    """A wish that the order's state or another open intent forbids."""

    def __init__(self, reason: Forbidden, text: str) -> None:
        """`reason` is for the desk, which has a sentence for each, `text` is English for the log."""
        super().__init__(text)
        self.reason = reason


class DiskFault(StrEnum):
    """Why the journal can't be written or read: each has another remedy."""

    FULL = "full"
    LOCKED = "locked"
    READ_ONLY = "read_only"
    GONE = "gone"
    NEWER = "newer"
    DAMAGED = "damaged"
    OTHER = "other"


class DiskError(Yours):
    """The journal can't be written: disk full, read-only, damaged, gone or held by another program."""

    def __init__(self, text: str, fault: DiskFault = DiskFault.OTHER) -> None:
        """`text` is for people, `fault` for the desk, which has a sentence for each in both languages."""
        super().__init__(text)
        self.fault = fault


class DamagedJournal(DiskError):  # noqa: N818 - said as a person would
    """The journal's file is broken: what can be read of it is saved at the next start."""

    def __init__(self, text: str) -> None:
        """`text` is for people."""
        super().__init__(text, DiskFault.DAMAGED)
