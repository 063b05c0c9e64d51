"""Which signs there are, and which goes with a state; `paint.signs` draws them."""

from enum import StrEnum

from posdesk.desk.theme.colors import StateRole


class Sign(StrEnum):
    """What can be painted beside words."""

    CHECK = "check"
    CHECK_CIRCLE = "check_circle"
    CROSS = "cross"
    CROSS_SQUARE = "cross_square"
    ARROW = "arrow"
    BACK = "back"
    FORWARD = "forward"
    QUESTION = "question"  # in a diamond: nobody knows
    STOP = "stop"  # octagon
    WARNING = "warning"  # triangle
    DIFFERS = "differs"  # not equal
    CLOCK = "clock"
    PERSON = "person"
    SPEAKER = "speaker"
    SPEAKER_OFF = "speaker_off"
    BELL = "bell"
    RECEIPT = "receipt"
    BARCODE = "barcode"
    CHART = "chart"
    SYNC = "sync"
    SLIDERS = "sliders"
    NOTE = "note"
    EYE = "eye"
    PHONE = "phone"
    SEARCH = "search"
    PLUS = "plus"
    DOWN = "down"


ROLE_SIGN: dict[StateRole, Sign | None] = {
    StateRole.NEW: None,
    StateRole.MAKING: None,
    StateRole.READY: Sign.CHECK,
    StateRole.DONE: Sign.CHECK,
    StateRole.HALF: Sign.WARNING,
    StateRole.OVERDUE: Sign.WARNING,
    StateRole.STOP: Sign.STOP,
    StateRole.UNKNOWN: Sign.QUESTION,
    StateRole.SENDING: Sign.ARROW,
    StateRole.REFUSED: Sign.CROSS,
    StateRole.DIFFERS: Sign.DIFFERS,
    StateRole.USED: Sign.CROSS_SQUARE,
}
"""The sign that goes with a state when nothing more exact is said."""

GRID = 24.0  # every path below is drawn on a square of 24
