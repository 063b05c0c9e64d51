"""An entry of the sync page: one thing that waits, or many that wait for the same, told in words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.lines import Part
from posdesk.domain.books.ledger import HourRow, IntakeTrouble, Misdated, ReceiptRow
from posdesk.domain.books.pending import Group, Pending
from posdesk.domain.books.posting import Posting
from posdesk.domain.orders.history import Remark
from posdesk.domain.orders.refused import CountedCalls, RefusedCall
from posdesk.domain.relay.stray import StrayCall


class EntryAction(StrEnum):
    """What a button does; on a row they stand in this order."""

    SETTINGS = "settings"
    HOURS = "hours"
    ASK_AGAIN = "ask_again"  # unknown: again under the same number
    SEND_NOW = "send_now"  # it waits for its time: now
    SEND_AGAIN = "send_again"  # after a refusal: all alike at once
    DECIDE = "decide"  # first step: "Decide"
    DONE = "done"
    NOT_DONE = "not_done"
    UNDO = "undo"  # an order's intent that has not left
    WITHDRAW = "withdraw"  # first step: a receipt shall not go to WDK
    SURE = "sure"
    BACK = "back"
    REPORT = "report"
    SEEN = "seen"
    UNFOLD = "unfold"
    FOLD = "fold"


FIRST_STEPS: dict[EntryAction, tuple[EntryAction, ...]] = {
    EntryAction.DECIDE: (EntryAction.DONE, EntryAction.NOT_DONE, EntryAction.BACK),
    EntryAction.WITHDRAW: (EntryAction.SURE, EntryAction.BACK),
}
"""What stands on the row after a first step; nothing is done before the second."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about; one of these is set."""

    pending: Pending | None = None
    postings: tuple[Posting, ...] = ()
    ask: HourRow | None = None
    trouble: IntakeTrouble | None = None
    lacking: tuple[ReceiptRow, ...] = ()
    misdated: Misdated | None = None
    remark: Remark | None = None
    refused: RefusedCall | None = None
    beyond: CountedCalls | None = None
    stray: StrayCall | None = None

    @property
    def hour(self) -> datetime | None:
        """The hour to look at, None where it is about none."""
        one = self.ask or self.misdated or next(iter(self.postings), None)
        return one.hour if one is not None else None


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` stays while it stands for the same. `title`, `why`, `since` are in the language on screen.

    `count` is how many it stands for, `at` since when the oldest waits (aware). `primary` is the action that
    is drawn as the first one.
    """

    key: str
    part: Part
    group: Group
    title: str
    why: str
    since: str
    sign: Sign
    role: StateRole
    at: datetime
    subject: Subject
    actions: tuple[EntryAction, ...] = ()
    primary: EntryAction | None = None
    count: int = 1
