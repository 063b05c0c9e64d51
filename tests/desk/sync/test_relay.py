"""Sync tells the relay and the calls that nobody could read; a store without a relay sees neither."""

from dataclasses import replace
from datetime import timedelta

from pytestqt.qtbot import QtBot

from posdesk.desk.sync.actions import action_label, carry_out
from posdesk.desk.sync.entries import all_entries
from posdesk.desk.sync.entry import EntryAction
from posdesk.desk.sync.partners import PartnerList
from posdesk.desk.sync.posting_words import Countdowns, Look
from posdesk.desk.theme import Theme
from posdesk.desk.words.language import Languages
from posdesk.domain.books.ledger import Waiting
from posdesk.domain.orders.refused import Refused, RefusedKind
from posdesk.domain.relay.status import OtherCounter, RelayFault, RelayStatus
from posdesk.domain.relay.stray import StrayCall
from tests.support import sample_views
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import NOON, FakeClock, FakeCounter

AGO = NOON - timedelta(minutes=9)
WELL = RelayStatus(
    connected=True,
    since=AGO,
    fault=RelayFault.NONE,
    sequence=40,
    lag=0,
    counters=(OtherCounter("2", NOON),),
    jwt_until=NOON + timedelta(days=300),
)
STRAY = StrayCall(
    3, "meituan", AGO, NOON, Refused(RefusedKind.ORDER, "4811", "27", "sign", 2001, "签名不对 / wrong sign")
)


def _list(qtbot: QtBot, light: Theme, relay: RelayStatus | None) -> tuple[str, ...]:
    made = PartnerList(light)
    qtbot.addWidget(made)
    made.show_status(replace(sample_views.healthy(), relay=relay), NOON)
    return made.texts


def test_the_list_of_platforms_ends_with_the_relay_where_there_is_one(
    qtbot: QtBot, light: Theme, languages: Languages
) -> None:
    plain = _list(qtbot, light, None)
    assert not any("relay" in text for text in plain)
    told = _list(qtbot, light, WELL)
    assert told[told.index("Chain's relay") + 1 :][:4] == (
        "Connected since 12:32.",
        "Read up to 40: that is all.",
        "Counter 2: last word 12:41.",
        "This PC's permission lasts until 2027-09-17 12:41.",
    )
    assert "Last heard to this PC" in told


def test_a_stray_call_says_what_it_was_why_and_what_happens(languages: Languages) -> None:
    waiting = Waiting((), (), (), strays=(STRAY,))
    (entry,) = all_entries((), waiting, Look(NOON, Countdowns(FakeClock(NOON)), names={"meituan": "Meituan"}))
    assert entry.title == "By the relay: Meituan order 27: not taken"
    assert "wrong sign" in entry.why
    assert "read again by itself" in entry.why
    assert action_label(EntryAction.SEEN, entry) == "Close by name"


def test_it_is_closed_in_the_name_of_who_is_there() -> None:
    (entry,) = all_entries((), Waiting((), (), (), strays=(STRAY,)), Look(NOON, Countdowns(FakeClock(NOON))))
    books = FakeBooks()
    carry_out(EntryAction.SEEN, entry, FakeCounter(), books)
    assert books.calls("close_stray") == [(3,)]
