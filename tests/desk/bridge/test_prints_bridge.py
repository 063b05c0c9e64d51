"""The prints' bridge over a real journal: what a person wants is written, and what changes comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.bridge.prints_bridge import PrintsBridge
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderState
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.domain.printing.plan import PlannedSlip, PrintPlan
from posdesk.domain.printing.print_job import PrintJob, PrintState
from posdesk.domain.printing.slip import SlipKind
from posdesk.domain.rights import Role
from posdesk.engine.actions import PrintActions
from posdesk.engine.engine import Engine
from posdesk.journal.orders import print_rows, prints
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Settings, Staff
from tests.journal.making import KEY, Counter, SetClock, opened
from tests.support.fake_counter import FakeCounter

pytestmark = pytest.mark.window
PLAN = PrintPlan((PlannedSlip(SlipKind.KITCHEN, "kitchen"), PlannedSlip(SlipKind.COURIER, "counter")))


class Shop:
    """An accepted order whose kitchen slip is doubtful, and the bridge."""

    def __init__(self, home: Path, counter: Counter, clock: SetClock) -> None:
        self.counter, journal = counter, counter.journal
        journal.print_by(PLAN)
        counter.add()
        counter.done(Kind.ACCEPT)
        (self.job,) = journal.read(print_rows.open_ones)
        counter.write(lambda tx: prints.begin(tx, self.job.seq))
        settings = Settings(staff=(Staff(name="Li", role=Role.CASHIER),))
        engine = Engine(home, settings, journal, Credentials(), clock)
        self.desk = FakeCounter(settings=settings)
        self.desk.clock = clock
        self.bridge = PrintsBridge(journal, engine, PrintActions(journal), counter=self.desk)
        journal.subscribe(lambda _: self.bridge._post.hand_in(self.desk.signals.prints_committed.emit))

    def end(self, ended: Ended) -> None:
        self.counter.write(lambda tx: prints.finish(tx, self.job.seq, ended, None))

    def papers(self, slip: SlipKind) -> list[PrintJob]:
        every = self.counter.journal.read(lambda db: print_rows.of_order(db, KEY))
        return [job for job in every if job.slip is slip]


@pytest.fixture
def shop(tmp_path: Path, qapp: object) -> Iterator[Shop]:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:
        made = Shop(tmp_path, Counter(journal), clock)
        yield made
        made.bridge.close()


def test_what_becomes_doubtful_is_listed_and_heard_and_one_more_is_written(shop: Shop, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shop.bridge._board is not None)
    with qtbot.waitSignal(shop.bridge.signals.in_trouble):
        shop.end(Ended(Outcome.DOUBTFUL, Trouble.SILENT))
    (view,) = shop.bridge.board().doubtful
    assert view.job.trouble is Trouble.SILENT
    shop.bridge.decide_again(view)
    qtbot.waitUntil(lambda: len(shop.papers(SlipKind.KITCHEN)) == 2)
    assert shop.papers(SlipKind.KITCHEN)[1].is_second
    qtbot.waitUntil(lambda: not shop.bridge.board().doubtful)


def test_a_courier_slip_again_is_whole_by_a_pin_and_masked_without(shop: Shop, qtbot: QtBot) -> None:
    shop.counter.done(Kind.READY)
    assert shop.counter.order().state is OrderState.READY
    shop.bridge.again(KEY, SlipKind.COURIER)
    assert len(shop.papers(SlipKind.COURIER)) == 1, "it asks first"
    shop.desk.people.drop()
    qtbot.waitUntil(lambda: len(shop.papers(SlipKind.COURIER)) == 2)
    assert shop.papers(SlipKind.COURIER)[1].is_masked
    assert "order.revealed" not in shop.counter.audited()
    shop.bridge.again(KEY, SlipKind.COURIER)
    shop.desk.people.give()
    qtbot.waitUntil(lambda: len(shop.papers(SlipKind.COURIER)) == 3)
    assert not shop.papers(SlipKind.COURIER)[2].is_masked
    assert "order.revealed" in shop.counter.audited()


def test_the_board_counts_the_day_by_the_four_words(shop: Shop, qtbot: QtBot) -> None:
    shop.end(Ended(Outcome.PRINTED))
    qtbot.waitUntil(lambda: shop.bridge.board().ended.get(PrintState.PRINTED) == 1)
    board = shop.bridge.board()
    assert board.last["kitchen"].job.outcome is PrintState.PRINTED
    assert (board.doubtful, board.not_sent, board.again) == ((), (), 0)
