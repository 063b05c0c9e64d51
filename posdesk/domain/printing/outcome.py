"""How a print ended: four words, and no other (product row 49)."""

from enum import StrEnum

from posdesk.records import dataclass


class Outcome(StrEnum):
    """What is known of a slip that was to be printed; the words are the journal's."""

    PRINTED = "printed"  # the printer itself said so, on the same connection, after the cut
    HANDED_OVER = "handed_over"  # to one that can't answer: nobody will ever know more
    DOUBTFUL = "doubtful"  # something failed between the first byte and that answer
    NOT_SENT = "not_sent"  # no byte has left


class Trouble(StrEnum):
    """Why a print is doubtful or was not sent."""

    NO_PRINTER = "no_printer"  # nobody answers at that address, or nothing is plugged in
    REFUSED = "refused"  # something is there and takes no line: it may be printing for another
    IN_USE = "in_use"  # another program of this PC holds it
    NO_ACCESS = "no_access"  # the system lets this account not use it
    OFFLINE = "offline"
    COVER = "cover"  # open
    PAPER = "paper"  # none left
    ERROR = "error"  # the printer says that something is wrong with it
    BROKE_OFF = "broke_off"  # the line ended
    SILENT = "silent"  # no answer in time
    GARBAGE = "garbage"  # an answer that no printer gives
    DIED = "died"  # posdesk itself ended in the midst of it
    NOT_SET = "not_set"  # no printer of that name stands in the settings
    OURS = "ours"  # a bug: the slip can't be made


@dataclass(frozen=True, slots=True)
class Ended:
    """How one print ended, and why where it didn't end well."""

    outcome: Outcome
    trouble: Trouble | None = None
