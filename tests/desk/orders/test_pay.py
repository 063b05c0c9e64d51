"""Taking payment: exact amounts, change for cash, two steps."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from posdesk.desk.cards.draft import ThemeMeasure
from posdesk.desk.cards.facts import Moment, facts_of
from posdesk.desk.cards.marks import Text
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.orders.pay import PayAct, Paying, pay_card, paying
from posdesk.domain.orders.board import Lane
from posdesk.domain.orders.history import Happening, HistoryLine
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import Payment
from posdesk.settings.settings import Tender
from tests.desk.orders.conftest import Put
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON, FakeCounter

CASH, WECHAT = Tender(code="cash", name="现金", cash=True), Tender(code="201", name="微信")


def owed(amount: str = "38.00", *tenders: Tender) -> Paying:
    facts = facts_of(sample.new_b12(), Lane.NEW, Moment(NOON, "1"))
    return Paying(facts, tenders or (CASH, WECHAT), Decimal(amount), Decimal(amount))


def typed(now: Paying, keys: str) -> Paying:
    for key in keys:
        now = now.with_key(key) or now
    return now


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(window, key)


@given(st.decimals("0.01", "9999", places=2), st.integers(0, 999_999))
def test_change_is_exact_to_the_fen(due: Decimal, fen: int) -> None:
    received = Decimal(fen).scaleb(-2)
    now = typed(owed(str(due)), f"{received:.2f}")
    assert now.received == received
    assert now.change == received - due
    assert now.possible == (received >= due)


@given(st.text("0123456789.x ", max_size=20))
def test_whatever_is_typed_stays_an_amount(keys: str) -> None:
    now = typed(owed(), keys)
    assert now.received >= 0
    assert -int(now.received.as_tuple().exponent) <= 2


@given(st.text("0123456789.", max_size=12))
def test_what_is_recorded_is_what_is_owed_and_never_what_was_handed_over(keys: str) -> None:
    assert typed(owed(), keys).payment() == Payment("cash", "现金", Decimal("38.00"), Decimal("38.00"))


def test_too_little_cash_cannot_be_recorded() -> None:
    assert not typed(owed(), "37.99").possible
    assert typed(owed(), "38").possible


def test_a_card_payment_takes_no_digits() -> None:
    assert owed("38.00", WECHAT).with_key("5") is None


def test_a_fraction_of_a_fen_cannot_be_recorded() -> None:
    assert not owed("38.005").possible


def test_nothing_is_offered_for_a_paid_order() -> None:
    facts = facts_of(sample.new_27(), Lane.NEW, Moment(NOON, "1"))
    assert paying(facts, sample.new_27().order.content, (CASH,)) is None


def test_f6_then_f6_records_the_payment(window: MainWindow, counter: FakeCounter, put: Put) -> None:
    view = sample.new_b12()
    put(view)
    press(window, Qt.Key.Key_F6, Qt.Key.Key_5, Qt.Key.Key_0)
    assert counter.calls("wish") == []
    press(window, Qt.Key.Key_F6)
    (call,) = counter.calls("wish")
    paid = Payment("cash", "现金", Decimal("38.00"), Decimal("38.00"))
    assert (call[0], call[1], call[4]) == (view.order.key, Kind.PAY, (paid,))
    said = window.shell.notice.said.what
    assert said.endswith("B12: received ¥50.00, change ¥12.00."), "the panel is gone, the change is not"


def test_the_history_of_a_paid_order_says_how_it_was_paid_and_how_much(
    page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    view = sample.new_b12()
    paid = (Payment("cash", "现金", Decimal("38.00"), Decimal("38.00")),)
    view = sample.with_intent(view, Kind.PAY, Outcome.CONFIRMED, payments=paid)
    put(view)
    at = view.intents[-1].pressed_at
    counter.show_history(
        view.order.key,
        HistoryLine(at, Happening.PRESSED, "counter 1", Kind.ACCEPT),
        HistoryLine(at, Happening.PRESSED, "counter 1", Kind.PAY),
        HistoryLine(at, Happening.OUTCOME, "", Kind.PAY, Outcome.CONFIRMED),
    )
    shown = [mark.text for mark in page.detail.card_view.card.marks if isinstance(mark, Text)]
    assert " ".join(shown).count("现金") == 2, "how and how much, pressed and confirmed"
    assert " ".join(shown).count("¥38.00)") == 2


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_never_records_a_payment(
    window: MainWindow, counter: FakeCounter, put: Put, key: Qt.Key
) -> None:
    put(sample.new_b12())
    press(window, Qt.Key.Key_F6, key)
    assert counter.calls("wish") == []


def test_too_little_leaves_f6_dead(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(sample.new_b12())
    press(window, Qt.Key.Key_F6, Qt.Key.Key_5, Qt.Key.Key_F6)
    assert counter.calls("wish") == []
    press(window, Qt.Key.Key_Backspace, Qt.Key.Key_F6)
    assert len(counter.calls("wish")) == 1
    assert not page.panel.isVisible()


def test_an_arrow_chooses_another_way_to_pay(window: MainWindow, counter: FakeCounter, put: Put) -> None:
    put(sample.new_b12())
    press(window, Qt.Key.Key_F6, Qt.Key.Key_Down, Qt.Key.Key_F6)
    (call,) = counter.calls("wish")
    assert call[4] == (Payment("201", "微信", Decimal("38.00"), Decimal("38.00")),)


def test_paying_leaves_the_order_selected(window: MainWindow, page: OrdersPage, put: Put) -> None:
    view = sample.new_b12()
    put(view, sample.new_104())
    page.selection.choose(view.order.key)
    press(window, Qt.Key.Key_F6, Qt.Key.Key_F6)
    assert page.selection.key == view.order.key


def test_the_arrow_that_leads_to_another_way_to_pay_is_painted_on_it(measure: ThemeMeasure) -> None:
    now = owed("38.00", *(Tender(code=str(n), name=f"T{n}") for n in range(4)))
    buttons = pay_card(now, measure, 520).buttons()
    keys = {mark.label: mark.key for mark in buttons if mark.act is PayAct.TENDER}
    assert keys == {"T0": "", "T1": "↓", "T2": "", "T3": "↑"}
