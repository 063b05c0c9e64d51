"""A payment that a silent counter began is taken here only after a question (relay.md)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from posdesk.desk.cards.marks import Text
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.words.language import Languages
from posdesk.domain.orders.board import OrderView, rings
from posdesk.domain.orders.elsewhere import DoneElsewhere
from posdesk.domain.orders.intent import Kind
from posdesk.domain.relay.claim import ClaimGroup
from posdesk.domain.relay.seen_claim import ClaimState, SeenClaim
from tests.desk.orders.conftest import Put
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON, FakeCounter

pytestmark = pytest.mark.window
Key = Qt.Key
VIEW = sample.new_b12()


def claimed(
    view: OrderView = VIEW,
    state: ClaimState = ClaimState.SILENT,
    group: ClaimGroup = ClaimGroup.PAY,
    seconds: int = 0,
) -> OrderView:
    """Counter 2 said at that moment that it would do it."""
    at = NOON + timedelta(seconds=seconds)
    return replace(view, claims=(SeenClaim(group, state, "2", "other", "王芳", at, 3, NOON),))


def press(window: MainWindow, *keys: Key) -> None:
    for key in keys:
        QTest.keyClick(window, key)


def letter(window: MainWindow, key: Key) -> None:
    QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)


def panel(page: OrdersPage) -> str:
    """What the open panel says; nothing where none is open."""
    if not page.panel.isVisible():
        return ""
    return " ".join(mark.text for mark in page.panel.card.marks if isinstance(mark, Text))


def paid(counter: FakeCounter) -> list[object]:
    """Whether each payment that was wished took a claim over."""
    return [call[6:] == (True,) for call in counter.calls("wish") if call[1] is Kind.PAY]


def test_f6_asks_first_and_yes_goes_on_to_the_payment(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(claimed())
    press(window, Key.Key_F6)
    assert "Counter 2 王芳 began to take the payment at 12:41, and is silent since." in panel(page)
    assert "Take the payment here?" in panel(page)
    letter(window, Key.Key_D)
    assert "Take payment" in panel(page)
    press(window, Key.Key_F6)
    assert paid(counter) == [True]
    assert not page.panel.isVisible()


def test_no_takes_no_payment(window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put) -> None:
    put(claimed())
    press(window, Key.Key_F6, Key.Key_Escape)
    assert not page.panel.isVisible()
    letter(window, Key.Key_D)
    assert counter.calls("wish") == []
    press(window, Key.Key_F6)
    assert "is silent since" in panel(page), "it is asked each time"


@pytest.mark.parametrize("key", [Key.Key_F6, Key.Key_Return, Key.Key_Space, Key.Key_1, Key.Key_F2])
def test_no_other_key_is_a_yes(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put, key: Key
) -> None:
    put(claimed())
    press(window, Key.Key_F6, key)
    assert counter.calls("wish") == []
    assert "is silent since" in panel(page)


def test_a_holder_who_falls_silent_while_the_amount_is_typed_is_asked_about(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(claimed(state=ClaimState.THEIRS))
    press(window, Key.Key_F6, Key.Key_5, Key.Key_0)
    put(claimed())
    press(window, Key.Key_F6)
    assert paid(counter) == []
    letter(window, Key.Key_D)
    assert "¥50" in panel(page), "what was typed is still there"
    press(window, Key.Key_F6)
    assert paid(counter) == [True]


def test_a_yes_about_one_holder_is_none_about_the_next(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(claimed())
    press(window, Key.Key_F6)
    letter(window, Key.Key_D)
    put(claimed(seconds=30))
    press(window, Key.Key_F6)
    assert paid(counter) == []
    assert "is silent since" in panel(page)


def test_what_the_holder_says_meanwhile_ends_the_question(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(claimed())
    press(window, Key.Key_F6)
    put(replace(VIEW, elsewhere=(DoneElsewhere(Kind.PAY, "2", "王芳", NOON),)))
    assert not page.panel.isVisible(), "it is paid there"
    put(claimed())
    press(window, Key.Key_F6)
    put(VIEW)
    assert "Take payment" in panel(page), "it was given back"
    press(window, Key.Key_F6)
    assert paid(counter) == [False]


def test_a_silent_verdict_is_taken_at_a_press_without_a_question(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    view = claimed(sample.new_27(), group=ClaimGroup.VERDICT)
    assert rings(view)
    put(view)
    press(window, Key.Key_F2)
    assert [call[:2] for call in counter.calls("wish")] == [(view.order.key, Kind.ACCEPT)]


def test_the_question_is_asked_in_chinese(
    window: MainWindow, page: OrdersPage, put: Put, languages: Languages
) -> None:
    languages.choose("zh_CN")
    put(claimed())
    press(window, Key.Key_F6)
    assert "2 号台 王芳 12:41 开始收款，之后没有消息。" in panel(page)
    assert "先问那边：顾客付了没有？在这里收款吗？" in panel(page)
